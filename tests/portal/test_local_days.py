"""Every way out tells the day and the time that people here have, whatever the zone of the server and of the database."""

import csv
import io
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from accounts.models import User
from exchange.formats import GermanCsv, Xlsx
from following.events import changes, remembered, states_of
from networks.models import Meeting, Network
from networks.resources import NetworkResource
from search.models import Entry
from tests import factories
from tests.markup import flat

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)

STARTS = {
    "first minute of a winter day": datetime(2027, 3, 12, 0, 0, tzinfo=HERE),
    "last minute of a winter day": datetime(2027, 3, 12, 23, 59, tzinfo=HERE),
    "first minute of a summer day": datetime(2027, 7, 1, 0, 0, tzinfo=HERE),
    "half past one of a summer day": datetime(2027, 7, 1, 1, 30, tzinfo=HERE),
    "before the missing hour": datetime(2027, 3, 28, 1, 59, tzinfo=HERE),
    "after the missing hour": datetime(2027, 3, 28, 3, 0, tzinfo=HERE),
    "the day of the change": datetime(2027, 3, 28, 0, 0, tzinfo=HERE),
    "the doubled hour": datetime(2027, 10, 31, 2, 30, tzinfo=HERE),
    "the doubled hour again": datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=HERE),
    "the day of the change back": datetime(2027, 10, 31, 0, 0, tzinfo=HERE),
    "New Year": datetime(2028, 1, 1, 0, 0, tzinfo=HERE),
}
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()


@pytest.fixture(params=STARTS, ids=str)
def start(request: Any, monkeypatch: pytest.MonkeyPatch, time_machine: Any) -> Any:
    """On a server that lives in UTC."""
    time_machine.move_to(NOW, tick=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield STARTS[request.param].astimezone(UTC)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=[False, True], ids=["with a time", "all day"])
def meeting(request: Any, start: datetime) -> Meeting:
    return factories.MeetingFactory(start=start, is_all_day=request.param, title="Runde")


def spoken(meeting: Meeting) -> tuple[str, str]:
    """„28. März 2027“ and „3 Uhr“, told from the start by nothing that the portal uses."""
    local = meeting.start.astimezone(HERE)
    hour = str(local.hour) if local.minute == 0 else f"{local.hour}:{local.minute:02}"
    return f"{local.day}. {MONTHS[local.month - 1]} {local.year}", f"{hour} Uhr"


def iso(meeting: Meeting) -> str:
    local = meeting.start.astimezone(HERE)
    is_double = (local.month, local.day, local.hour) == (10, 31, 2) and not meeting.is_all_day
    zone = (" MEZ" if local.fold else " MESZ") if is_double else ""
    return local.strftime("%Y-%m-%d" if meeting.is_all_day else "%Y-%m-%d %H:%M") + zone


def cell(text: str, column: str = "naechster_termin") -> str:
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    return row[column]


@pytest.mark.parametrize("address", ["/netzwerke.csv", "/verzeichnis.csv?art=netzwerk"])
def test_in_the_table_of_a_list(meeting: Meeting, address: str) -> None:
    table = b"".join(Client().get(address).streaming_content).decode()
    assert cell(table) == iso(meeting)


def test_in_the_tables_of_the_admin(meeting: Meeting) -> None:
    dataset = NetworkResource().export()
    assert cell(GermanCsv().export_data(dataset).decode()) == iso(meeting)
    rows = load_workbook(io.BytesIO(Xlsx().export_data(dataset))).active.iter_rows(values_only=True)
    assert dict(zip(next(rows), next(rows), strict=True))["naechster_termin"] == iso(meeting)


@pytest.mark.parametrize("address", ["network", "/netzwerke.ics", "/verzeichnis.ics", "/termine.ics"])
def test_in_calendars(meeting: Meeting, address: str) -> None:
    path = reverse("networks:calendar", args=[meeting.network.slug]) if address == "network" else address
    (event,) = Calendar.from_ical(Client().get(path).content).events
    local = meeting.start.astimezone(HERE)
    if meeting.is_all_day:
        assert (event.start, event.end) == (local.date(), local.date() + timedelta(days=1))
    else:
        assert event.start == meeting.start


@pytest.mark.parametrize("address", ["network", "/netzwerke/", "/termine/?ansicht=liste", "/"])
def test_on_pages(meeting: Meeting, address: str) -> None:
    page = flat(
        Client().get(meeting.network.get_absolute_url() if address == "network" else address).content.decode()
    )
    local, (day, clock) = meeting.start.astimezone(HERE), spoken(meeting)
    written = (
        f"{local:%Y-%m-%d}" if "termine" in address else f"{local:%Y-%m-%dT%H:%M}"
    )  # of a whole day, or of its meeting
    assert f'datetime="{written}' in page
    assert f"<b>{local.day}</b>" in page
    assert MONTHS[local.month - 1] in page
    assert (clock in page) != meeting.is_all_day
    if address == "network":
        assert day in page


def test_in_the_list_of_the_admin_and_its_name(meeting: Meeting) -> None:
    local = meeting.start.astimezone(HERE)
    assert f"{local:%d.%m.%Y}" in str(meeting)
    request = RequestFactory().get("/")
    request.user = User(role=User.Role.SYSTEM, is_superuser=True)
    page = admin.site._registry[Network]
    (network,) = page.get_queryset(request)
    assert page.next_meeting(network) == f"{local:%d.%m.%Y}"


def test_in_a_mail_to_who_watches(meeting: Meeting) -> None:
    meeting.delete()
    known = remembered(states_of([meeting.network_id])[meeting.network_id], {})
    meeting.save(force_insert=True)
    state = states_of([meeting.network_id])[meeting.network_id]
    (line,) = changes(state, known)
    day, clock = spoken(meeting)
    assert day in line.text
    assert (clock in line.text) != meeting.is_all_day


@pytest.mark.parametrize("hour", [0, 9, 23])
def test_a_day_whose_time_is_open_is_ahead_until_midnight(hour: int, time_machine: Any) -> None:
    time_machine.move_to(datetime(2027, 3, 28, 12, tzinfo=HERE), tick=False)
    network = factories.NetworkFactory()
    today = factories.MeetingFactory(
        network=network, is_all_day=True, start=datetime(2027, 3, 28, 0, 0, tzinfo=HERE)
    )
    time_machine.move_to(datetime(2027, 3, 28, hour, 30, tzinfo=HERE), tick=False)
    assert list(Meeting.objects.upcoming()) == [today]
    assert not today.is_over
    assert not Meeting.objects.past().exists()
    midnight = datetime(2027, 3, 29, 0, 0, 1, tzinfo=HERE)
    assert cell(b"".join(Client().get("/netzwerke.csv").streaming_content).decode()) == "2027-03-28"
    assert Entry.objects.get(kind="netzwerk").stale_at == midnight  # from then on the list tells the next one
    time_machine.move_to(datetime(2027, 3, 29, 0, 0, 2, tzinfo=HERE), tick=False)
    assert not Meeting.objects.upcoming().exists()
    assert today.is_over
    assert list(Meeting.objects.past()) == [today]
