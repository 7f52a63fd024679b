"""What somebody sends who does not use our forms: foreign sites, extra fields, old links, the Back button."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from accounts.spam_protection import LONGEST_TIME_TO_WRITE, SpamProtectedForm
from actors.models import Actor
from mailing.letters import send_letter
from moderation import claims, decisions, requests
from moderation.models import Case, Draft
from networks.models import Network
from partners.models import PartnerRequest
from portal.models import BarrierReport
from tests import factories
from tests.factories import PASSWORD
from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)
from tests.sending import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


# --- Requests from foreign sites --------------------------------------------------------------------------------------

WITHOUT_COOKIE = {
    "following:unsubscribe",
    "networks:decline_outcome_mails",
}  # RFC 8058: a signed token allows it


def test_no_address_takes_a_post_from_a_foreign_site(records: dict[str, models.Model]) -> None:  # noqa: F811
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    taken = {}
    for name, arguments in names():
        try:
            url = address(name, arguments, records)
        except NoReverseMatch:
            continue
        status = client.post(url, {"x": "y"}).status_code
        if status != 403 and name not in WITHOUT_COOKIE:
            taken[name] = status
    assert taken == {}


# --- Robots -----------------------------------------------------------------------------------------------------------


def protected_forms() -> dict[str, tuple[str, dict[str, str], type[models.Model]]]:
    """Every form that strangers can send, with what a person types into it and what it makes."""
    network, password = factories.NetworkFactory(), "ein-langes-passwort-7"
    kind = factories.ActorKindFactory().pk
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita"], "kind": [str(kind)]})
    account = {"email": "neu@example.org", "password1": password, "password2": password, "consent": "on"}
    key = "00000000-0000-4000-8000-000000000001"
    return {
        "sign-up": (reverse("account_signup"), account, User),
        "report": (
            reverse("networks:report", args=[network.slug]),
            {"what": "falsch", "reason": "So nicht.", "submission_key": key},
            Case,
        ),
        "barrier": (reverse("portal:report_barrier"), {"text": "Karte geht nicht"}, BarrierReport),
        "partner": (
            reverse("partners:ask", args=[factories.ActorFactory().slug]),
            {
                "plan": "Lesen",
                "need": "Raum",
                "sender_name": "L",
                "institution": "Bib",
                "email": "neu@example.org",
            },
            PartnerRequest,
        ),
        "wizard": (
            reverse("portal:registration_submit", args=[draft.pk]),
            {"email": "neu@example.org", "consent": "on"},
            Case,
        ),
    }


@pytest.mark.parametrize("form", ["sign-up", "report", "barrier", "partner", "wizard"])
def test_robots_are_told_apart_from_people(form: str, time_machine: Any) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    url, typed, made = protected_forms()[form]
    before = made.objects.count()
    time = SpamProtectedForm.signer.sign("1")
    for wrong in (
        {"shown_at": ""},
        {"shown_at": "1:abc"},
        {"shown_at": time, "homepage": "https://werbung.example"},
    ):
        page = Client().post(url, typed | wrong)
        assert page.status_code == 200
        assert "data-error-summary" in page.content.decode()
    time_machine.move_to(timezone.now() + timedelta(seconds=LONGEST_TIME_TO_WRITE + 1), tick=False)
    page = Client().post(url, typed | {"shown_at": time})
    assert "Die Seite war lange offen. Ihr Text ist noch da" in page.content.decode()
    assert (made.objects.count(), mail.outbox) == (before, [])
    again = {
        name: values[0] for name, values in fields_of(page.content.decode()).items() if name == "shown_at"
    }
    Client().post(url, typed | again)  # what the page shows can be sent at once
    assert made.objects.count() > before or mail.outbox


# --- Extra fields -----------------------------------------------------------------------------------------------------


def poison(attacker: User) -> dict[str, str]:
    """What a form must not take, whatever model it writes."""
    return {
        "review_status": "veroeffentlicht", "role": "systemverwaltung", "is_superuser": "on", "is_staff": "on",
        "submitted_by": str(attacker.pk), "editors": str(attacker.pk), "published_at": "2001-01-01",
        "confirmed_at": "2001-01-01", "kennung": "GEKAPERT", "slug": "gekapert", "former_slugs": "gekapert",
        "is_internal": "on", "internal_note": "gekapert", "state": "bestaetigt", "outcome": "angenommen",
        "decided_by": str(attacker.pk), "decided_at": "2001-01-01", "audience": "bearbeitende", "owner": str(attacker.pk),
        "assigned_to": str(attacker.pk), "submitter": str(attacker.pk), "version": "99", "user": str(attacker.pk),
        "content_type": "1", "object_id": "1", "network": "1", "created_at": "2001-01-01", "pk": "1", "id": "1",
    }  # fmt: skip


PROTECTED = {
    Actor: (
        "review_status",
        "kennung",
        "slug",
        "is_internal",
        "submitted_by_id",
        "published_at",
    ),
    Network: (
        "review_status",
        "kennung",
        "slug",
        "internal_note",
        "submitted_by_id",
        "published_at",
    ),
    User: ("role", "is_superuser", "is_active", "email"),
}


def protected() -> dict[tuple[str, object], object]:
    rows: dict[tuple[str, object], object] = {}
    for model, fields in PROTECTED.items():
        rows |= {(model.__name__, row["pk"]): row for row in model.objects.values("pk", *fields)}
    for model in (Actor, Network):
        rows |= {
            (f"editors of {model.__name__}", entry.pk): sorted(entry.editors.values_list("pk", flat=True))
            for entry in model.objects.all()
        }
    return rows


def test_forms_take_nothing_that_they_do_not_show(client: Client) -> None:
    attacker = factories.UserFactory()
    own, foreign = factories.ActorFactory(), factories.ActorFactory()
    ours, theirs = factories.NetworkFactory(openness="offen"), factories.NetworkFactory(openness="offen")
    own.editors.add(attacker)
    ours.editors.add(attacker)
    factories.MembershipFactory(network=theirs, actor=own)
    other = factories.NetworkFactory(openness="offen")
    client.force_login(attacker)
    pages = {
        reverse("actors:report", args=[foreign.slug]): {"what": "falsch", "reason": "x"},
        reverse("actors:claim", args=[foreign.slug]): {"reason": "x"},
        reverse("networks:claim", args=[theirs.slug]): {"reason": "x"},
        reverse("networks:join", args=[other.slug]): {"actor": str(own.pk), "text": "x"},
        reverse("actors:edit", args=[own.slug]): {"description": "neu"},
        reverse("networks:edit", args=[ours.slug]): {"purpose": "neu"},
        reverse("networks:update", args=[ours.slug]): {"text": "neu", "kind": "fortschritt"},
        reverse("networks:leave", args=[theirs.slug]): {},
        reverse("networks:end", args=[ours.slug]): {"end_reason": "fertig"},
        reverse("account_email"): {"email": "zweite@example.org", "action_add": "1"},
        reverse("account_change_password"): {"oldpassword": PASSWORD, "password1": "x", "password2": "y"},
    }
    before, cases = protected(), Case.objects.count()
    for url, typed in pages.items():
        page = client.get(url, follow=True)
        assert page.status_code == 200, url
        shown = fields_of(page.content.decode())
        extra = {name: value for name, value in poison(attacker).items() if name not in shown}
        answer = client.post(url, shown | extra | typed)
        assert answer.status_code in {200, 302}, url
    after = protected()
    assert {key: (before[key], after[key]) for key in before if before[key] != after[key]} == {}
    made = Case.objects.all()
    assert made.count() == cases + 4  # report, two claims, the request to join
    assert set(made.values_list("state", "outcome", "decided_by", "assigned_to", "submitter", "version")) == {
        ("offen", "", None, None, attacker.pk, 1)
    }
    ours.refresh_from_db()
    own.refresh_from_db()
    assert {ours.confirmed_at, own.confirmed_at} <= {
        None,
        timezone.localdate(),
    }  # saving confirms, as of today
    assert (ours.purpose, ours.status, own.memberships.filter(until=None).count()) == (
        "neu",
        "beendet",
        0,
    )  # it did arrive


# --- Links ------------------------------------------------------------------------------------------------------------

ELSEWHERE = [
    "https://boese.example/",
    "//boese.example/",
    "/\\boese.example",
    "javascript:alert(1)",
    "https:boese.example",
]


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_logout",
        "account_reauthenticate",
    ],
)
def test_no_page_leads_elsewhere(client: Client, name: str, target: str) -> None:
    user = factories.UserFactory(email="wer@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if name in {"account_logout", "account_reauthenticate"}:
        client.force_login(user)
    password = "ein-langes-passwort-7"
    typed = {"login": user.email, "password": PASSWORD, "email": "neu@example.org", "password1": password,
             "password2": password, "consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")}  # fmt: skip
    answer = client.post(f"{reverse(name)}?next={target}", typed | {"next": target})
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert "boese" not in answer.url.partition("?")[0]
    assert not answer.url.startswith(("//", "/\\"))
    page = client.get(answer.url).content.decode()
    assert not re.search(
        r'(href|action)="(https?:)?(//|/\\|javascript:)', page.replace('href="http://localhost', "")
    )


def test_lines_in_names_do_not_become_headers_of_mails() -> None:
    """Whatever is typed where: the subject stays one line, nobody else gets the mail."""
    evil = "Kita\r\nBcc: alle@example.org\r\n\r\nGewonnen!"
    actor = factories.ActorFactory(name="Kita")
    Actor.objects.filter(pk=actor.pk).update(name=evil)
    person = factories.UserFactory(name=evil, email="wer@example.org")
    actor.refresh_from_db()
    case = decisions.submit(kind=Case.Kind.CLAIM, entry=actor, submitter=person, reason=evil)
    decisions.ask(case, by=factories.UserFactory(name=evil), text=evil)
    decisions.decide(case, by=None, outcome=Case.Outcome.REJECTED, text=evil)
    assert len(mail.outbox) == 3
    for message in mail.outbox:
        assert message.recipients() == ["wer@example.org"]
        assert "\n" not in message.subject
        assert set(message.message().keys()) <= {
            "Content-Type",
            "MIME-Version",
            "Subject",
            "From",
            "To",
            "Date",
            "Message-ID",
        }
    with pytest.raises(ValueError, match="linefeed"):
        send_letter("account_deleted", "wer@example.org\nBcc: alle@example.org", {})


def test_mails_of_accounts_keep_their_headers(client: Client) -> None:
    password = "ein-langes-passwort-7"
    typed = {"email": "neu@example.org\nBcc: alle@example.org", "password1": password, "password2": password,
             "name": "Eva\nBcc: alle", "consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")}  # fmt: skip
    client.post(reverse("account_signup"), typed)
    assert (User.objects.count(), mail.outbox) == (0, [])
    client.post(reverse("account_signup"), typed | {"email": "neu@example.org"})
    assert [message.recipients() for message in mail.outbox] == [["neu@example.org"]]


def test_links_of_mails_end(client: Client, time_machine: Any) -> None:
    """Each kind of signed link at the border of its time; afterwards it says so and changes nothing."""
    time_machine.move_to(timezone.now(), tick=False)
    start = timezone.now()
    person = factories.UserFactory(email="wer@kita.example")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    actor = factories.ActorFactory(email="info@kita.example")
    case = claims.claim(actor, by=person, reason="Ich leite sie.")
    claim = re.search(r"/uebernahme/\S+", mail.outbox[-1].body)[0]
    join = requests.link_for(case)
    kind = factories.ActorKindFactory().pk
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita Neu"], "kind": [str(kind)]})
    typed = {"email": "neu@example.org", "consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")}
    Client().post(reverse("portal:registration_submit", args=[draft.pk]), typed)
    confirm = re.search(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)[0]
    for path, days, gone in ((confirm, 3, 410), (claim, 7, 410), (join, 30, 404)):
        time_machine.move_to(start + timedelta(days=days) - timedelta(minutes=1), tick=False)
        assert client.get(path).status_code == 200, path
        time_machine.move_to(start + timedelta(days=days, minutes=1), tick=False)
        assert client.get(path).status_code == gone, path
        assert (
            client.post(path, {"antwort": "ja", "action": "decide", "outcome": "angenommen"}).status_code
            == gone
        )
        forged = path[:-3] + ("xy/" if path.endswith("/") else "xyz")
        time_machine.move_to(start, tick=False)
        assert client.get(forged).status_code == gone
    assert not actor.editors.exists()
    assert not Actor.objects.filter(name="Kita Neu").exists()


def test_link_to_confirm_an_address_works_once_and_three_days(client: Client, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    password = "ein-langes-passwort-7"
    typed = {"email": "neu@example.org", "password1": password, "password2": password, "consent": "on",
             "shown_at": SpamProtectedForm.signer.sign("1")}  # fmt: skip
    client.post(reverse("account_signup"), typed)
    link = re.search(r"/konto/\S+", mail.outbox[0].body)[0]
    stranger = Client()
    time_machine.move_to(start + timedelta(days=3, minutes=1), tick=False)
    stranger.post(link)
    assert not EmailAddress.objects.get().verified
    time_machine.move_to(start + timedelta(days=3) - timedelta(minutes=1), tick=False)
    stranger.post(link)
    assert EmailAddress.objects.get().verified
    assert "_auth_user_id" not in stranger.session  # the link confirms an address, it is not a login
    EmailAddress.objects.update(verified=False)
    changed = EmailAddress.objects.get()
    changed.email = "andere@example.org"
    changed.save()
    stranger.post(link)
    assert EmailAddress.objects.get().email == "andere@example.org"


# --- Twice, and back --------------------------------------------------------------------------------------------------


def test_back_and_send_again_makes_nothing_twice(client: Client) -> None:
    """The page as the browser kept it, with the same hidden fields, sent once more."""
    network = factories.NetworkFactory()
    report = reverse("networks:report", args=[network.slug])
    kept = fields_of(client.get(report).content.decode()) | {"what": "falsch", "reason": "So nicht."}
    client.post(report, kept)
    client.post(report, kept | {"reason": "So nicht!"})
    assert Case.objects.count() == 1

    person, actor = factories.UserFactory(), factories.ActorFactory()
    client.force_login(person)
    claim = reverse("actors:claim", args=[actor.slug])
    client.post(claim, {"reason": "Ich leite sie."})
    client.post(claim, {"reason": "Ich leite sie."})
    assert Case.objects.filter(kind=Case.Kind.CLAIM).count() == 1

    own = factories.ActorFactory()
    own.editors.add(person)
    open_network = factories.NetworkFactory(openness="offen")
    join = reverse("networks:join", args=[open_network.slug])
    for _time in range(2):
        client.post(join, {"actor": str(own.pk), "text": "Gern!"})
    assert Case.objects.filter(kind=Case.Kind.JOIN).count() == 1

    open_network.editors.add(person)
    update = reverse("networks:update", args=[open_network.slug])
    for _time in range(2):
        client.post(update, {"kind": "fortschritt", "text": "Es geht voran.", "is_public": "on"})
    assert open_network.updates.count() == 1


def test_sign_up_shows_the_same_page_for_known_and_unknown_address() -> None:
    known = factories.UserFactory(email="bekannt@example.org")
    EmailAddress.objects.create(user=known, email=known.email, verified=True, primary=True)
    pages = []
    for email in ("bekannt@example.org", "unbekannt@example.org"):
        password = "ein-langes-passwort-7"
        typed = {"email": email, "password1": password, "password2": password, "consent": "on", "name": "Kim",
                 "shown_at": SpamProtectedForm.signer.sign("1")}  # fmt: skip
        answer = Client().post(reverse("account_signup"), typed, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        pages.append((answer.redirect_chain, text.replace(email, "ADRESSE")))
    assert pages[0] == pages[1]
    known.refresh_from_db()
    assert known.name != "Kim"
