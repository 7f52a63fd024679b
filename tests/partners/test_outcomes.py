"""What became of requests: asked once, answered with or without an account, counted without names."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mailing.schedule import all_jobs
from partners import outcomes
from partners.jobs import ask_what_came_of_requests, delete_old_requests, delete_unconfirmed_requests
from partners.models import PartnerRequest
from tests.factories import ActorFactory, PartnerRequestFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to("2026-09-01T09:00:00+02:00", tick=False)
    return timezone.now()


@pytest.fixture
def wish(now):
    return PartnerRequestFactory(
        actor=ActorFactory(name="Seniorentreff"),
        email="lena@example.org",
        arrived=now - outcomes.ASK_AFTER - DAY,
    )


def test_three_months_later_the_sender_is_asked_once(wish, now, time_machine):
    PartnerRequestFactory(arrived=now - outcomes.ASK_AFTER + DAY)
    PartnerRequestFactory(arrived=now - timedelta(days=200), outcome="offen")
    PartnerRequestFactory()
    assert ask_what_came_of_requests() == "1 Mail"
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (
        ["lena@example.org"],
        "Was ist aus Ihrer Anfrage an „Seniorentreff“ geworden?",
    )
    assert ask_what_came_of_requests() == "0 Mails"
    time_machine.shift(2 * DAY)
    assert ask_what_came_of_requests() == "1 Mail"  # the one whose time has come by now
    time_machine.shift(timedelta(days=200))
    assert ask_what_came_of_requests() == "0 Mails"


def test_the_answer_needs_no_login_and_opening_the_page_says_nothing(client, wish):
    ask_what_came_of_requests()
    link = re.search(r"https?://[^/\s]+(/partner/\S+)", mail.outbox[0].body)[1]
    page = client.get(link)
    assert (page.status_code, page["Cache-Control"]) == (200, "private, no-store")
    assert PartnerRequest.objects.get().outcome == ""
    assert client.post(link, {"outcome": "vielleicht"}).status_code == 200
    assert client.post(link, {"outcome": "", "outcome_text": "Nichts gewählt"}).status_code == 200
    assert PartnerRequest.objects.get().outcome == ""
    assert client.post(link, {"outcome": "offen", "outcome_text": "Wir treffen uns."}).status_code == 302
    assert client.post(link, {"outcome": "zusammenarbeit", "outcome_text": ""}).status_code == 302
    wish.refresh_from_db()
    assert (wish.outcome, wish.outcome_text) == ("zusammenarbeit", "")


def test_four_answers_are_offered(client, wish):
    page = client.get(outcomes.page_of(wish)).content.decode()
    assert [value for value in PartnerRequest.Outcome.values if f'value="{value}"' in page] == [
        "zusammenarbeit", "passt-nicht", "keine-antwort", "offen",
    ]  # fmt: skip
    assert page.count('type="radio"') == 4


def test_a_forged_link_or_one_of_a_deleted_or_undelivered_request_is_gone(client, wish):
    good = outcomes.page_of(wish)
    forged = reverse("partners:outcome", args=[outcomes.SIGNER.sign_object({"request": wish.pk, "for": "x"})])
    waiting = outcomes.page_of(PartnerRequestFactory())
    for link in (forged, waiting, good[:-3] + "/"):
        assert client.post(link, {"outcome": "offen"}).status_code == 410
    wish.delete()
    assert client.get(good).status_code == 410


def test_the_own_page_leads_to_the_answer(wish):
    user = UserFactory()
    wish.sender = user
    wish.save()
    assert outcomes.page_of(wish) in login(user).get(reverse("partners:requests")).content.decode()


def test_numbers_are_those_of_a_naive_count(now):
    rng = random.Random(22)
    rows = []
    for _each in range(40):
        outcome = rng.choice(["", *PartnerRequest.Outcome.values])
        state = "zugestellt" if outcome else rng.choice(PartnerRequest.State.values)
        rows.append((state, outcome))
        PartnerRequestFactory(
            state=state, outcome=outcome, delivered_at=now if state == "zugestellt" else None
        )
    sent = [row for row in rows if row[0] != "unbestaetigt"]
    states, said = Counter(state for state, _ in sent), Counter(outcome for _, outcome in sent if outcome)
    counted = outcomes.numbers()
    assert counted.total == len(sent)
    assert counted.by_state == {
        PartnerRequest.State(state).label: states[state] for state in ("kuration", "zugestellt", "abgelehnt")
    }
    assert counted.by_outcome == {outcome.label: said[outcome] for outcome in PartnerRequest.Outcome}
    assert counted.answered == said.total()


def test_coordination_reads_numbers_and_finds_them(wish):
    client = login(UserFactory(role=User.Role.COORDINATION))
    assert reverse("partners:numbers") in client.get(reverse("portal:mine")).content.decode()
    page = client.get(reverse("partners:numbers")).content.decode()
    assert "1 Anfrage zur Zusammenarbeit" in page
    assert "Seniorentreff" not in page


def test_requests_are_deleted_in_time(now, settings):
    old = PartnerRequestFactory(arrived=now)
    waiting = PartnerRequestFactory()
    fresh = PartnerRequestFactory()
    then = now - settings.KEEP["partner_requests"] - DAY
    PartnerRequest.objects.filter(pk=old.pk).update(created_at=then)
    PartnerRequest.objects.filter(pk=waiting.pk).update(
        created_at=now - settings.KEEP["unconfirmed_accounts"] - DAY
    )
    assert delete_old_requests() == "1 gelöscht"
    assert delete_unconfirmed_requests() == "1 gelöscht"
    assert list(PartnerRequest.objects.all()) == [fresh]


def test_the_jobs_run_every_day():
    names = ("ask-what-came-of-requests", "delete-old-requests", "delete-unconfirmed-requests")
    assert {name: all_jobs()[name].every for name in names} == dict.fromkeys(names, DAY)
