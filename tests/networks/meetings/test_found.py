"""What lists, cards and pages tell of the meetings of a network: what is agreed, else what its rhythm lets expect."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from networks.meetings import expected
from networks.meetings.found import PublicMeetings
from networks.models import Meeting, Network
from networks.search import NetworkSource
from search.index import indexer
from search.models import Entry
from tests.factories import MeetingFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(datetime.fromisoformat("2026-11-30T12:00"))  # a Monday
NEXT = timezone.make_aware(datetime.fromisoformat("2026-12-08T16:00"))  # the second Tuesday
HIDDEN = Meeting.Visibility.HIDDEN


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network() -> Network:
    return NetworkFactory(name="Leserunde", rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr")


def entry(network: Network) -> Entry:
    indexer.refresh()
    return Entry.objects.get(kind="netzwerk", object_id=network.pk)


def expected_start(network: Network) -> str | None:
    shown = entry(network).card["expected"]
    return shown and f"{timezone.localtime(datetime.fromisoformat(shown['start'])):%d.%m.%Y %H:%M}"


def test_a_card_shows_the_date_that_is_to_be_expected(network, client):
    assert expected_start(network) == "08.12.2026 16:00"
    page = client.get(reverse("networks:list")).content.decode()
    assert 'class="date expected"' in page
    assert "Nächstes Treffen, voraussichtlich:" in page
    assert "kein Termin eingetragen" not in page
    assert entry(network).upcoming_at is None


def test_so_do_the_page_and_the_file(network, client):
    page = client.get(network.get_absolute_url()).content.decode()
    assert 'class="date expected"' in page
    assert "voraussichtlich am Dienstag, 8. Dezember 2026" in page
    assert "16 Uhr" in page
    row = b"".join(client.get("/netzwerke.csv").streaming_content).decode()
    assert "2026-12-08 16:00;" in row


def test_a_public_meeting_takes_its_place_and_a_hidden_one_does_not(network, client):
    MeetingFactory(network=network, start=NEXT + timedelta(days=1), visibility=HIDDEN)
    assert expected_start(network) == "08.12.2026 16:00"
    assert (
        "voraussichtlich am Dienstag, 8. Dezember" in client.get(network.get_absolute_url()).content.decode()
    )
    client.force_login(editor := UserFactory())
    network.editors.add(editor)
    assert "voraussichtlich am" not in client.get(network.get_absolute_url()).content.decode()
    MeetingFactory(network=network, start=NEXT + timedelta(days=1))
    assert (expected_start(network), entry(network).upcoming_at) == (None, NEXT + timedelta(days=1))


def test_a_date_that_was_dropped_is_not_expected(network):
    MeetingFactory(network=network, start=NEXT, is_cancelled=True)
    assert expected_start(network) == "12.01.2027 16:00"


@pytest.mark.parametrize(
    "given",
    [
        {"rhythm_text": "vierteljährlich"},
        {"rhythm_text": "jeden Montag, bei Vollmond später"},
        {"status": "ruhend"},
    ],
)
def test_nothing_is_guessed(network, client, given):
    for name, value in given.items():
        setattr(network, name, value)
    network.save()
    assert expected_start(network) is None
    assert "expected" not in client.get(network.get_absolute_url()).content.decode()


def test_of_a_network_that_is_overdue_nothing_is_expected(network, client):
    MeetingFactory(network=network, start=NOW - timedelta(days=213))
    assert expected_start(network) is None
    assert "kein Termin eingetragen" in client.get(network.get_absolute_url()).content.decode()
    network.confirm(NOW.date())
    assert expected_start(network) == "08.12.2026 16:00"


def test_the_card_is_made_anew_when_the_date_is_over(network):
    assert entry(network).stale_at == NEXT + timedelta(seconds=1)
    with time_machine.travel(NEXT + timedelta(seconds=2), tick=False):
        indexer.write("netzwerk", [network.pk])
        assert expected_start(network) == "12.01.2027 16:00"


def test_a_day_without_a_time_is_expected_until_midnight():
    network = NetworkFactory(rhythm_text="jeden Montag")
    assert expected_start(network) == "30.11.2026 00:00"
    assert f"{timezone.localtime(entry(network).stale_at):%d.%m. %H:%M:%S}" == "01.12. 00:00:01"


def test_months_are_found_in_which_a_rare_rhythm_lets_expect_something():
    rare = NetworkFactory(rhythm_text="jeden 1. Mittwoch im Quartal, 17 Uhr")
    months = {value for value in entry(rare).facets if value.startswith("monat=")}
    assert months == {f"monat={number:02}" for number in (1, 4, 7, 10)}


def test_a_changed_rhythm_is_in_the_next_document(network):
    expected_start(network)
    network.rhythm_text = "jeden 3. Dienstag im Monat, 16 Uhr"
    network.save()
    assert expected_start(network) == "15.12.2026 16:00"


def test_any_number_of_networks_takes_the_same_queries(network, django_assert_num_queries):
    expected.refresh()
    more = [NetworkFactory(rhythm_text="jeden Montag, 9 Uhr") for _ in range(2)]
    expected.refresh()
    for ids in ([network.pk], [network.pk, *(one.pk for one in more)]):
        with django_assert_num_queries(7):  # two of them a savepoint around the look for marks
            PublicMeetings(ids)
    assert [document.object_id for document in NetworkSource().documents([network.pk])] == [network.pk]


def test_without_a_next_meeting_still_means_an_agreed_one(network):
    assert list(Network.objects.without_next_meeting()) == [network]
