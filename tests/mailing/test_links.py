"""No signed link carries an address; what was mailed before goes on working."""

from __future__ import annotations

import base64
import re
import zlib
from contextlib import suppress
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasure
from accounts.models import User
from actors import consenting
from mailing import links
from moderation import claims, decisions, freshness, requests
from moderation.models import Case, Draft, Inquiry
from networks.membership import inviting
from registration import submission
from tests import factories

pytestmark = pytest.mark.django_db

TO = "Kita.Sued@kita-sued.example"


def readable(token: str) -> str:
    """What anybody can read in a token, without our key."""
    found = [token, unquote(token)]
    for part in re.findall(r"[\w-]{8,}", unquote(token)):
        raw = base64.urlsafe_b64decode(part[: len(part) // 4 * 4])
        found.append(raw.decode("latin-1"))
        with suppress(zlib.error):
            found.append(zlib.decompressobj().decompress(raw).decode("latin-1"))
    return " ".join(found).lower()


def every_link() -> dict[str, str]:
    """Whatever the portal mails with a signature, by the view behind it."""
    user = factories.UserFactory(email="x@kita-sued.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    actor, network = factories.ActorFactory(email=TO), factories.NetworkFactory()
    network.editors.add(user)
    claims.claim(actor, by=user, reason="Ich leite sie.")
    inviting.invite(network, actor, by=user)
    freshness.ask([actor])
    person = factories.ContactPersonFactory(email=TO, consenting=True)
    decisions.submit(kind=Case.Kind.REPORT, entry=network, email=TO, reason="Falsch")
    submission.ask_to_confirm(Draft.objects.create(kind="akteur"), TO, "Neu.")
    Client().post(reverse("account_reset_password"), {"email": user.email})
    text = " ".join(message.body for message in mail.outbox) + " " + consenting.link_for(TO.lower(), [person])
    return {link.split("/")[1]: link for link in re.findall(r"(?:https?://[^/\s]+)?(/\S+/\S*)", text)}


def test_no_link_carries_an_address():
    found = every_link()
    assert {"uebernahme", "anfrage", "bestaetigen", "vorgang", "eintragen", "konto"} <= found.keys()
    for link in found.values():
        assert not [part for part in ("kita-sued", "kita.sued", "example") if part in readable(link)], link


def test_links_of_before_that_carried_the_address_still_work(client):
    actor = factories.ActorFactory(email=TO)
    user = factories.UserFactory()
    case = decisions.submit(kind=Case.Kind.CLAIM, entry=actor, submitter=user, reason="x")
    inquiry = Inquiry.objects.create(entry=actor, asked_at=timezone.now())
    person = factories.ContactPersonFactory(email=TO, consenting=True)
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Neu"]})
    ends = {str(person.pk): str(person.consent_until)}
    old = {
        "moderation:claim_confirm": claims.SIGNER.sign_object({"case": case.pk, "to": TO}),
        "moderation:request_by_link": requests.SIGNER.sign_object({"case": case.pk, "to": TO}),
        "moderation:confirm_entries": freshness.SIGNER.sign_object({"to": TO.lower(), "of": [inquiry.pk]}, compress=True),
        "actors:consent": consenting.SIGNER.sign_object({"to": TO.lower(), "ends": ends}, compress=True),
        "portal:registration_confirm": submission.CONFIRMATION.sign_object(
            {"draft": str(draft.pk), "email": TO, "difference": "Neu.", "consent": ""}
        ),
    }  # fmt: skip
    for view, token in old.items():
        assert client.get(reverse(view, args=[token])).status_code == 200, view
    assert submission.read_confirmation(old["portal:registration_confirm"]).email == TO
    assert consenting.read_link(old["actors:consent"])[0].person == person
    type(actor).objects.filter(pk=actor.pk).update(email="neu@kita-sued.example")
    for view in ("moderation:claim_confirm", "moderation:request_by_link", "moderation:confirm_entries"):
        assert client.get(reverse(view, args=[old[view]])).status_code in {404, 410}, view


def test_link_is_for_one_address_in_any_case_and_outlives_a_new_key(settings):
    found = {"for": links.mark_of("A@example.org")}
    assert links.is_for(found, " a@EXAMPLE.org")
    assert not links.is_for(found, "aa@example.org")
    assert not links.is_for({}, "a@example.org")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [settings.SECRET_KEY]
    assert links.is_for(found, "a@example.org")


def test_confirming_a_draft_belongs_to_the_mail_it_came_with(client):
    """The address was mistyped the first time."""
    draft = Draft.objects.create(kind="akteur", answers={})
    for to in ("falsch@example.org", "richtig@example.org"):
        submission.ask_to_confirm(draft, to, f"an {to}")
    tokens = [re.search(r"/eintragen/bestaetigen/([^/\s]+)/", message.body)[1] for message in mail.outbox]
    assert [submission.read_confirmation(token).email for token in tokens] == [
        "falsch@example.org",
        "richtig@example.org",
    ]


def test_a_draft_that_waits_for_an_address_goes_with_its_account():
    draft = Draft.objects.create(kind="akteur", answers={})
    submission.ask_to_confirm(draft, "Jan@example.org", "")
    erasure.erase(factories.UserFactory(email="n@example.org"))
    assert Draft.objects.exists()
    erasure.erase(factories.UserFactory(email="jan@example.org"))
    assert not Draft.objects.exists()
    assert not User.objects.exists()
