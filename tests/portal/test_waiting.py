"""What „Meine Einträge“ tells Koordination of the whole Kommune."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from moderation.models import Case
from networks.models import Network, Update
from portal import waiting
from tests.factories import MeetingFactory, NetworkFactory, UserFactory
from tests.people import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return UserFactory(role=User.Role.COORDINATION)


def days_ago(number: int):
    return timezone.localdate() - timedelta(days=number)


def told(user: User) -> dict[str, list[str]]:
    return {
        item.title: [row.name for row in item.rows] for item in waiting.for_coordination(user) if item.rows
    }


def lively(**kwargs) -> Network:
    """A network of which nothing waits."""
    network = NetworkFactory(confirmed_at=days_ago(1), **kwargs)
    MeetingFactory(network=network, start=timezone.now() + timedelta(days=5))
    return network


def test_nothing_waits_where_all_is_well(coordinator):
    lively()
    assert [item.title for item in waiting.for_coordination(coordinator)] == []


def test_last_zwischenstand_counts(coordinator):
    solved, stuck, old = lively(name="gelöst"), lively(name="hängt"), lively(name="alt")
    for network, kind, days in [
        (solved, Update.Kind.PROBLEM, 20),
        (solved, Update.Kind.RESULT, 3),
        (stuck, Update.Kind.PROGRESS, 20),
        (stuck, Update.Kind.UNSOLVABLE_HERE, 3),
        (old, Update.Kind.PROBLEM, 400),
    ]:
        Update.objects.create(network=network, kind=kind, date=days_ago(days), text="So steht es.")
    assert told(coordinator) == {"Zwischenstände mit einem Problem": ["hängt"]}


def test_networks_without_date_and_without_confirmation(coordinator):
    interval = settings.CONFIRM_EVERY["netzwerk"].days
    forgotten = lively(name="vergessen")
    Network.objects.filter(pk=forgotten.pk).update(confirmed_at=days_ago(interval + 1))
    undated = lively(name="undatiert")
    undated.meetings.update(is_cancelled=True)
    lively(name="beendet", status="beendet").meetings.all().delete()
    assert told(coordinator) == {
        "Netzwerke ohne Bestätigung": ["vergessen"],
        "Netzwerke ohne Termin": ["undatiert"],
    }


def test_quiet_networks_gave_no_sign_for_a_year(coordinator):
    silent, heard = lively(name="still"), lively(name="lebt")
    Network.objects.update(confirmed_at=days_ago(400))
    for network, days in ((silent, 380), (heard, 300)):
        network.meetings.update(start=timezone.now() - timedelta(days=days), end=None)
    assert told(coordinator)["stille Netzwerke"] == ["still"]


def test_number_of_queries_does_not_grow(coordinator):
    counted = []
    for more in (1, 3):
        for _ in range(more):
            network = NetworkFactory()
            Update.objects.create(
                network=network, kind=Update.Kind.PROBLEM, date=days_ago(2), text="Es hakt."
            )
        waiting.for_coordination(coordinator)  # the blocking records are read once
        with CaptureQueriesContext(connection) as queries:
            waiting.for_coordination(coordinator)
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("role", "sees"), [("registriert", False), ("koordination", True), ("kuration", True)]
)
def test_only_koordination_sees_it(role, sees):
    NetworkFactory(name="AK Ohne Termin")
    page = login(UserFactory(role=role)).get("/meine/").content.decode()
    assert ("Was in der Kommune wartet" in page) is sees
    assert ("AK Ohne Termin" in page) is sees


def test_cases_are_counted_as_in_the_bar():
    """What waits for an answer waits for nobody here."""
    curator = UserFactory(role=User.Role.CURATION)
    for state in (Case.State.OPEN, Case.State.ASKED):
        Case.objects.create(kind=Case.Kind.REPORT, entry=lively(), state=state)
    [item] = [item for item in waiting.for_coordination(curator) if item.title == "offene Vorgänge"]
    page = login(curator).get("/meine/")
    assert item.total == page.context["open_cases"]() == 1
