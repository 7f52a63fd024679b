import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from moderation import claims, decisions
from moderation.models import Case
from tests.factories import ActorFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
REASON = {"reason": "Ich leite die Kita."}


def person(email: str = "leitung@kita-sued.de", *, verified: bool = True):
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


@pytest.fixture
def kita():
    return ActorFactory(name="Kita Süd", email="buero@kita-sued.de")


def claim(client, entry, **extra):
    room = entry._meta.app_label
    return client.post(reverse(f"{room}:claim", args=[entry.slug]), REASON | extra)


def link() -> str:
    [path] = re.findall(r"/uebernahme/\S+", next(m.body for m in mail.outbox if "/uebernahme/" in m.body))
    return path


@pytest.mark.parametrize(
    ("address", "on_record", "fits"),
    [
        ("a@kita.de", "a@kita.de", True),
        ("A@Kita.de", "b@kita.DE", True),
        ("a@gmx.de", "a@gmx.de", True),
        ("a@gmx.de", "b@gmx.de", False),
        ("a@t-online.de", "b@t-online.de", False),
        ("a@evil.kita.de", "b@kita.de", False),
        ("a@kita.de", "b@evilkita.de", False),
        ("a@kita.de", "", False),
        ("", "", False),
    ],
)
def test_who_shares_a_mailbox(address, on_record, fits):
    assert claims.shares_mailbox(address, on_record) is fits


def test_visitor_is_led_to_the_login_and_back(client, kita):
    url = reverse("actors:claim", args=[kita.slug])
    assert url in client.get(kita.get_absolute_url()).content.decode()
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"/konto/login/?next={url}")


def test_one_click_at_the_address_on_record_makes_the_person_an_editor(client, kita):
    user = person()
    client.force_login(user)
    assert claim(client, kita).status_code == 302
    assert [m.to for m in mail.outbox] == [[user.email], ["buero@kita-sued.de"]]
    stranger = Client()
    assert stranger.get(link()).status_code == 200
    assert not kita.editors.exists()  # mail scanners open links
    stranger.post(link(), {"antwort": "ja"})
    assert list(kita.editors.all()) == [user]
    assert mail.outbox[-1].to == [user.email]
    kita.editors.clear()
    page = stranger.post(link(), {"antwort": "ja"}, follow=True)  # used up
    assert "schon entschieden" in page.content.decode()
    assert not kita.editors.exists()


def test_people_at_the_address_may_say_no(client, kita):
    client.force_login(person())
    claim(client, kita)
    Client().post(link(), {"antwort": "nein"})
    assert (Case.objects.get().outcome, kita.editors.count()) == ("abgelehnt", 0)


@pytest.mark.parametrize("email", ["leitung@anders.de", "leitung@gmx.de"])
def test_other_addresses_are_for_the_curators_to_decide(client, kita, email):
    user = person(email)
    client.force_login(user)
    claim(client, kita)
    assert [m.to for m in mail.outbox] == [[email]]
    case = Case.objects.for_curation().get()
    assert (case.kind, case.state, case.reason) == ("uebernahme", "offen", REASON["reason"])
    client.force_login(UserFactory(role="kuration"))
    client.post(reverse("moderation:case", args=[case.pk]), {"action": "decide", "outcome": "angenommen"})
    assert list(kita.editors.all()) == [user]


def test_unconfirmed_address_proves_nothing(client, kita):
    client.force_login(person(verified=False))
    claim(client, kita)
    assert not Case.objects.get().payload["by_mail"]


def test_link_runs_out_and_follows_the_address(client, kita, monkeypatch):
    client.force_login(person())
    claim(client, kita)
    path = link()
    later = (timezone.now() + timedelta(days=8)).timestamp()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: later)
        assert Client().post(path, {"antwort": "ja"}).status_code == 410
    kita.email = "neu@anders.de"
    kita.save()
    assert Client().post(path, {"antwort": "ja"}).status_code == 410
    assert not kita.editors.exists()


def test_other_tokens_are_no_keys(client, kita):
    case = decisions.submit(kind=Case.Kind.CLAIM, entry=kita, submitter=person())
    forged = signing.TimestampSigner(salt="portal.registration").sign_object(
        {"case": case.pk, "to": kita.email}
    )
    for token in (forged, decisions.SIGNER.sign(str(case.pk)), "x:y:z"):
        url = reverse("moderation:claim_confirm", args=[token])
        assert client.post(url, {"antwort": "ja"}).status_code == 410
    assert not kita.editors.exists()


def test_second_click_opens_no_second_case(client, kita):
    client.force_login(person())
    claim(client, kita)
    claim(client, kita)
    assert (Case.objects.count(), len(mail.outbox)) == (1, 2)
    assert "läuft schon" in client.get(reverse("actors:claim", args=[kita.slug])).content.decode()


def test_entry_with_editor_cannot_be_claimed(client, kita):
    kita.editors.add(UserFactory())
    client.force_login(person())
    page = claim(client, kita).content.decode()
    assert "pflegt schon jemand" in page
    assert Case.objects.count() == 0
    assert "uebernehmen" not in client.get(kita.get_absolute_url()).content.decode()


def test_unpublished_entry_cannot_be_claimed(client):
    user = UserFactory(role="koordination")
    client.force_login(user)
    assert claim(client, ActorFactory(review_status="eingereicht")).status_code == 404


def test_network_is_claimed_through_its_coordinator(client, kita):
    user = person()
    network = NetworkFactory(coordinator=kita)
    client.force_login(user)
    claim(client, network)
    Client().post(link(), {"antwort": "ja"})
    assert list(network.editors.all()) == [user]
    assert not kita.editors.exists()


def test_names_cannot_inject_headers_and_extra_fields_change_nothing(client):
    user = person()
    user.name = "Eva\r\nBcc: all@example.org"
    user.save()
    entry = ActorFactory(name="Kita\r\nBcc: all@example.org", email="buero@kita-sued.de")
    client.force_login(user)
    claim(client, entry, state="erledigt", outcome="angenommen", by_mail="1", submitter="1")
    for letter in mail.outbox:
        assert "\n" not in letter.subject
        assert letter.recipients() == letter.to
        assert "Bcc" not in letter.message()
    case = Case.objects.get()
    assert (case.submitter, case.outcome) == (user, "")


def test_sending_needs_the_token_of_the_form(kita):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person())
    assert claim(client, kita).status_code == 403
    assert Case.objects.count() == 0
