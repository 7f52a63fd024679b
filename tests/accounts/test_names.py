"""One's own name: it can be changed, and it carries nothing into the mails of others."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.adapter import SocialAccountAdapter
from accounts.models import User
from accounts.names import person_name
from accounts.signup import SpamProtectedSignupForm
from moderation.models import Case
from tests.factories import ActorFactory, UserFactory
from tests.people import login

PAGE = "/konto/name/"
HOSTILE = [
    "Stadt Auenberg, bitte hier anmelden: https://evil.example", "www.evil.example", "hilfe@evil.example", "evil.com",
    "Klick auf Evil.DE", "12345", "---", "x" * 201,
]  # fmt: skip
TIDIED = {
    "  Eva \t Beispiel\n": "Eva Beispiel",
    "Eva\u202eleipsieB": "EvaleipsieB",
    "\u200bEva\ufeff\u00ad": "Eva",
    "E\x00va\u2028": "Eva",
    "Mu\u0308ller": "Müller",
    "\u200d\u200b": "",
    "": "",
}
REAL = [
    "Dr. med. Eva-Maria O’Neill",
    "Dr.med. Eva",
    "李小龍",
    "محمد",
    "می\u200cخواهم",
    "J. R. R.",
    "Eva (Kita Süd)",
    "X" * 200,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_name_is_refused(text):
    with pytest.raises(ValidationError):
        person_name(text)


@pytest.mark.parametrize(("text", "name"), [*TIDIED.items(), *((name, name) for name in REAL)])
def test_names_are_tidied_and_real_ones_stay(text, name):
    assert person_name(text) == name


@pytest.mark.django_db
def test_one_changes_ones_name_and_cases_follow():
    person, curator = UserFactory(name="Eva Alt"), UserFactory(role="kuration")
    case = Case.objects.create(kind="uebernahme", entry=ActorFactory(), submitter=person)
    client = login(person)
    assert f'href="{PAGE}"' in client.get(reverse("accounts:data")).content.decode()
    assert 'value="Eva Alt"' in client.get(PAGE).content.decode()
    typed = {"name": " Eva  Neu ", "role": "systemverwaltung", "email": "x@example.org"}
    assert client.post(PAGE, typed, follow=True).status_code == 200
    stored = User.objects.get(pk=person.pk)
    assert (stored.name, stored.role, stored.email) == ("Eva Neu", "registriert", person.email)
    page = login(curator).get(reverse("moderation:case", args=[case.pk])).content.decode()
    assert "Eva Neu" in page
    assert "Eva Alt" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("text", [*HOSTILE, "\x00@"])
def test_a_wrong_name_stays_typed_and_nothing_changes(text):
    person = UserFactory(name="Eva Alt")
    page = login(person).post(PAGE, {"name": text}).content.decode()
    assert 'id="id_name_error"' in page
    assert User.objects.get(pk=person.pk).name == "Eva Alt"
    assert "Eva Alt" in page  # the header


@pytest.mark.django_db
def test_an_empty_name_is_a_choice():
    person = UserFactory(name="Eva Alt")
    login(person).post(PAGE, {"name": ""})
    assert str(User.objects.get(pk=person.pk)) == person.email


@pytest.mark.django_db
def test_the_page_wants_a_login(client):
    assert client.get(PAGE).url == f"{reverse('account_login')}?next={PAGE}"


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_every_other_way_in_refuses_it_too(text, rf):
    """Sign-up, admin and the Kommune's own login."""
    form = SpamProtectedSignupForm({"name": text})
    assert "name" in form.errors
    with pytest.raises(ValidationError):
        User(email="a@example.org", name=text, password="x").full_clean()
    login_at_office = type("Login", (), {"user": User()})()
    user = SocialAccountAdapter().populate_user(rf.get("/"), login_at_office, {"name": text})
    assert user.name == ""
