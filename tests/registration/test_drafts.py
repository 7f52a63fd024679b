"""A draft is never lost, and what a step can know to be wrong is said there."""

import re

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.spam_protection import SpamProtectedForm
from actors.models import Actor
from moderation.models import Case, Draft
from networks.models import Network
from registration.forms import MODELS, STEPS
from registration.views import LAST_STEP
from tests.factories import ActorFactory, ActorKindFactory, NetworkFormatFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db

WRONG = [
    "1",
    "12345678",
    "abcde",
    "x" * 400,
    "a@b",
    "ftp:/x",
    "javascript:alert(1)",
    "<b>",
    "0001-01-01",
    "31.02.2026",
    "９９９",
]


def page_of(draft, step="name") -> str:
    if step == LAST_STEP:
        return reverse("portal:registration_submit", args=[draft.pk])
    return reverse("portal:registration_step", args=[draft.pk, step])


def protected(**answers):
    return {"shown_at": SpamProtectedForm.signer.sign("1")} | answers


@pytest.fixture
def draft():
    return Draft.objects.create(kind="akteur")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("kind", STEPS)
def test_a_step_refuses_what_the_model_would_refuse(kind, wrong):
    """Whatever a field lets through, the model takes."""
    for step in STEPS[kind]:
        names = step.form_class._meta.fields
        form = step.form_class(dict.fromkeys(names, wrong), user=UserFactory())
        form.is_valid()
        own = {field.name for field in MODELS[kind]._meta.fields} & set(names)
        entry = MODELS[kind]()
        for name in own & set(form.cleaned_data):
            setattr(entry, name, form.cleaned_data[name])
        others = {field.name for field in entry._meta.fields} - (own & set(form.cleaned_data))
        entry.clean_fields(exclude=others)
        entry.validate_constraints(exclude=others)


@pytest.mark.parametrize(
    ("step", "field", "wrong"),
    [("name", "postal_code", "1234"), ("kontakt", "phone", "siehe Website"), ("kontakt", "email", "kita@"), ("kontakt", "website", "keine")],
)  # fmt: skip
def test_a_wrong_value_is_explained_in_its_step(client, draft, step, field, wrong):
    typed = {"name": "Kita Süd", "kind": ActorKindFactory().pk} if step == "name" else {}
    page = client.post(page_of(draft, step), typed | {field: wrong}).content.decode()
    assert f'id="id_{field}_error"' in page
    assert f'value="{wrong}"' in page


def test_somebody_new_among_the_members_is_checked_in_the_step(client, monkeypatch):
    draft = Draft.objects.create(kind="netzwerk")

    def refuse(_actor, **_options):
        raise ValidationError("So heißt niemand.")

    monkeypatch.setattr(Actor, "full_clean", refuse)
    page = client.post(page_of(draft, "treffen"), {"members": "Kita Neu"}).content.decode()
    assert "„Kita Neu“: So heißt niemand." in page


def test_what_the_whole_entry_is_refused_for_is_said_before_the_mail(client, monkeypatch):
    answers = {"name": ["Lesenetz"], "format": [str(NetworkFormatFactory().pk)]}
    draft = Draft.objects.create(kind="netzwerk", answers=answers)

    def refuse(_network, **_options):
        raise ValidationError("Beides zugleich geht nicht.")

    monkeypatch.setattr(Network, "full_clean", refuse)
    assert "Beides zugleich geht nicht." in client.get(page_of(draft, LAST_STEP)).content.decode()
    client.post(page_of(draft, LAST_STEP), protected(email="a@example.org", consent="on"))
    assert mail.outbox == []


def test_what_became_invalid_before_the_link_is_opened_leads_back_to_all_that_was_typed(client):
    kind = ActorKindFactory()
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita Süd"], "kind": [str(kind.pk)]})
    words = {"email": "a@example.org", "consent": "on", "difference": "Wir sind neu."}
    client.post(page_of(draft, LAST_STEP), protected(**words))
    [path] = re.findall(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)
    kind.delete()
    response = Client().post(path, follow=True)
    assert response.redirect_chain[-1][0] == page_of(draft, LAST_STEP)
    assert "Akteursart" in " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert Case.objects.count() == 0
    other = ActorKindFactory()
    assert "Kita Süd" in client.get(page_of(draft)).content.decode()
    client.post(page_of(draft), {"name": "Kita Süd", "kind": other.pk})
    assert "Wir sind neu." in client.get(page_of(draft, LAST_STEP)).content.decode()
    client.post(page_of(draft, LAST_STEP), protected(**words))
    [path] = re.findall(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)
    client.post(path)
    assert Case.objects.get().entry.name == "Kita Süd"


@pytest.mark.parametrize("limit", [254, 255, 300])
@pytest.mark.parametrize("form", ["submission", "report", "continuation"])
def test_addresses_that_nobody_can_keep_are_refused_in_the_form(client, draft, form, limit):
    address = f"{'a' * 60}@{'b' * 61}.{'c' * 61}.{'d' * (limit - 60 - 1 - 62 - 62 - 11)}.example.org"
    if form == "submission":
        Draft.objects.filter(pk=draft.pk).update(
            answers={"name": ["Kita Süd"], "kind": [str(ActorKindFactory().pk)]}
        )
    actor = ActorFactory()
    where = {
        "submission": page_of(draft, LAST_STEP),
        "report": reverse("actors:report", args=[actor.slug]),
        "continuation": reverse("portal:registration_later", args=[draft.pk]),
    }[form]
    key = "5b9b6f1c-2f49-4d3c-8a0f-0e3f6a0d9a11"
    more = {"what": "falsch", "reason": "Umgezogen.", "submission_key": key, "consent": "on"}
    response = client.post(where, protected(email=address, **more))
    assert response.status_code < 400
    if limit > 254:
        assert 'id="id_email_error"' in response.content.decode()
        assert mail.outbox == []


@pytest.mark.parametrize("way", [{"nach": "name"}, {"nach": "absenden"}, {"sichern": "1"}, {"merken": "1"}])
def test_every_way_out_of_a_step_keeps_what_was_typed_also_what_is_wrong(client, draft, way):
    typed = {"phone": "noch nachsehen", "website": "kommt noch"}
    response = client.post(page_of(draft, "kontakt"), typed | way)
    expected = {"name": page_of(draft), "absenden": page_of(draft, LAST_STEP)}.get(way.get("nach", ""))
    if expected:
        assert response.url == expected
    assert response.status_code == (204 if "merken" in way else 302)
    page = client.get(page_of(draft, "kontakt")).content.decode()
    assert 'value="noch nachsehen"' in page
    assert 'value="kommt noch"' in page


@pytest.mark.parametrize("way", [{"nach": "name"}, {"sichern": "1"}, {"merken": "1"}])
def test_leaving_the_last_page_keeps_the_words_to_the_reviewers(client, way):
    answers = {"name": ["Kita Süd"], "kind": [str(ActorKindFactory().pk)]}
    draft = Draft.objects.create(kind="akteur", answers=answers)
    client.post(page_of(draft, LAST_STEP), {"difference": "Wir ziehen bald um."} | way)
    assert "Wir ziehen bald um." in client.get(page_of(draft, LAST_STEP)).content.decode()
    assert Case.objects.count() == 0


def test_an_unknown_way_is_no_way(client, draft):
    kind = ActorKindFactory().pk
    response = client.post(page_of(draft), {"name": "Kita", "kind": kind, "nach": "https://evil.example"})
    assert response.url == page_of(draft, "themen")


@pytest.mark.parametrize("step", ["name", "kontakt", LAST_STEP])
def test_draft_of_an_account_leads_to_the_login_and_back(step):
    person = UserFactory()
    draft = Draft.objects.create(kind="akteur", owner=person)
    visitor = Client()
    response = visitor.get(page_of(draft, step))
    assert response.url == f"{reverse('account_login')}?next={page_of(draft, step)}"
    assert login(UserFactory()).get(page_of(draft, step)).status_code == 404
    assert login(UserFactory(role="kuration")).get(page_of(draft, step)).status_code == 404
    assert login(person).get(page_of(draft, step)).status_code == 200
    part = visitor.post(page_of(draft), {"name": "Kita"}, headers={"HX-Request": "true"})
    assert "nicht mehr angemeldet" in part.content.decode()
    draft.refresh_from_db()
    assert draft.answers == {}


def test_without_an_account_the_link_is_shown_and_goes_by_mail(client, draft):
    later = reverse("portal:registration_later", args=[draft.pk])
    assert client.post(page_of(draft), {"name": "Kita Süd", "sichern": "1"}).url == later
    assert f'value="{settings.SITE_URL}{page_of(draft)}"' in client.get(later).content.decode()
    assert client.post(later, protected(email="ich@example.org")).status_code == 302
    assert mail.outbox[-1].to == ["ich@example.org"]
    [path] = re.findall(r"/eintragen/weiter/\S+", mail.outbox[-1].body)
    assert "Kita Süd" in Client().get(path, follow=True).content.decode()
    with time_machine.travel(timezone.now() + settings.KEEP["drafts"] * 1.01):
        assert Client().get(path).status_code == 410
    draft.delete()
    assert Client().get(path).status_code == 410
    assert Client().get("/eintragen/weiter/x:y:z/").status_code == 410


def test_links_to_one_address_are_few(client, draft):
    later = reverse("portal:registration_later", args=[draft.pk])
    answers = [client.post(later, protected(email="ich@example.org")).status_code for _n in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_traeger_is_chosen_from_the_directory_or_written(client, draft):
    traeger = ActorFactory(name="Kirchenkreis Auenberg")
    client.force_login(UserFactory())
    client.post(page_of(draft), {"name": "Kita Süd", "kind": ActorKindFactory().pk})
    page = client.get(page_of(draft, "kontakt")).content.decode()
    assert re.search(r'<input[^>]*name="parent_body_name"[^>]*data-suggest-url', page)
    client.post(page_of(draft, "kontakt"), {"parent_body_name": "kirchenkreis auenberg"})
    assert "kirchenkreis auenberg" in client.get(page_of(draft, LAST_STEP)).content.decode()
    client.post(page_of(draft, LAST_STEP), protected(consent="on"))
    actor = Actor.objects.get(name="Kita Süd")
    assert (actor.parent_body, actor.parent_body_name) == (traeger, "")


def test_traeger_that_is_not_listed_stays_in_words(client, draft):
    client.force_login(UserFactory())
    client.post(page_of(draft), {"name": "Kita Süd", "kind": ActorKindFactory().pk})
    client.post(page_of(draft, "kontakt"), {"parent_body_name": "Elternverein"})
    client.post(page_of(draft, LAST_STEP), protected(consent="on"))
    actor = Actor.objects.get(name="Kita Süd")
    assert (actor.parent_body, actor.parent_body_name) == (None, "Elternverein")
