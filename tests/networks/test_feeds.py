"""Which calendars there are, what they show of hidden and expected meetings, and that two strict programmes read them."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar, Event

from accounts.models import User
from networks.calendar import LONGEST_AGENDA, calendar_of
from networks.meetings import expected
from networks.models import Meeting, Network
from networks.recognition import merging
from tests.factories import (
    ActorFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)
from vocabulary.days import start_of

pytestmark = pytest.mark.django_db
HOST = "treffen-{}@localhost"


def at(*moment: int) -> datetime:
    return timezone.make_aware(datetime(*moment))  # noqa: DTZ001 (made aware)


def events_of(response) -> list[Event]:
    """Read by both: the second refuses what RFC 5545 does not allow."""
    assert response.status_code == 200
    IcsCalendarStream.calendar_from_ics(response.content.decode())
    return Calendar.from_ical(response.content).events


def names(client, address: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events_of(client.get(address))]


@pytest.fixture
def school():
    """A member of two networks; it coordinates a third, has left a fourth and is only invited to a fifth."""
    school = ActorFactory(name="Schule am Park")
    for name, seat in (
        ("Lesenetz", {}),
        ("Ganztag", {}),
        ("Frühere Runde", {"until": timezone.localdate() - timedelta(days=1)}),
        ("Neue Runde", {"state": "eingeladen"}),
    ):
        MembershipFactory(network=NetworkFactory(name=name), actor=school, **seat)
    NetworkFactory(name="Schulkreis", coordinator=school)
    NetworkFactory(name="Fremdes")
    for number, network in enumerate(Network.objects.order_by("pk")):
        MeetingFactory(network=network, start=timezone.now() + timedelta(days=number + 1))
    return school


# --- time ---


def test_17_uhr_stays_17_uhr_in_both_halves_of_the_year(client):
    network = NetworkFactory()
    for month in (1, 7):
        MeetingFactory(network=network, start=at(2099, month, 8, 17), end=at(2099, month, 8, 18, 30))
    response = client.get(reverse("networks:calendar", args=[network.slug]))
    text = response.content.decode()
    assert text.count("BEGIN:VTIMEZONE") == 1
    for month in ("01", "07"):
        assert f"DTSTART;TZID=Europe/Berlin:2099{month}08T170000\r\n" in text
        assert f"DTEND;TZID=Europe/Berlin:2099{month}08T183000\r\n" in text
    winter, summer = events_of(response)
    assert (winter.start, summer.start) == (at(2099, 1, 8, 17), at(2099, 7, 8, 17))


def test_the_zone_says_the_same_as_the_clock_here():
    """Each of its changes for a hundred years, an hour before and after."""
    zone = Calendar.from_ical(
        calendar_of([MeetingFactory()], name="x", address="/", site_url="https://example.org")
    ).timezones[0]
    here = timezone.get_current_timezone()
    for year in range(1997, 2097):
        for month in (3, 10):
            sunday = max(day for day in range(25, 32) if date(year, month, day).weekday() == 6)
            for hour in (0, 4):
                moment = datetime(year, month, sunday, hour)  # noqa: DTZ001 (a time on the wall)
                assert (
                    moment.replace(tzinfo=zone.to_tz(lookup_tzid=False)).utcoffset()
                    == moment.replace(tzinfo=here).utcoffset()
                )


def test_the_hour_that_comes_twice_is_said_in_utc(client):
    meeting = MeetingFactory(start=datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))
    assert event["DTSTART"].to_ical() == b"20271031T013000Z"


def test_only_days_need_no_zone(client):
    meeting = MeetingFactory(start=at(2099, 3, 12), end=at(2099, 3, 13), is_all_day=True)
    response = client.get(reverse("networks:calendar", args=[meeting.network.slug]))
    assert b"VTIMEZONE" not in response.content
    assert b"DTSTART;VALUE=DATE:20990312\r\nDTEND;VALUE=DATE:20990314\r\n" in response.content


def test_over_midnight(client):
    meeting = MeetingFactory(start=at(2099, 3, 12, 22), end=at(2099, 3, 13, 1))
    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))
    assert (event.start, event.end) == (meeting.start, meeting.end)


def test_an_end_that_is_the_start_is_none(client):
    meeting = MeetingFactory(start=at(2099, 3, 12, 22), end=at(2099, 3, 12, 22))
    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))
    assert "DTEND" not in event


def test_before_summer_time_was_as_it_is_moments_are_in_utc(client):
    """Summer ended in September then."""
    meeting = MeetingFactory(start=at(1990, 10, 10, 17))
    address = reverse("networks:meeting_calendar", args=[meeting.network.slug, meeting.pk])
    (event,) = events_of(client.get(address))
    assert event["DTSTART"].to_ical() == b"19901010T160000Z"


# --- one meeting ---


def test_one_meeting_alone(client):
    meeting = MeetingFactory(network__name="Lesenetz", title="Herbsttreffen")
    MeetingFactory(network=meeting.network)
    response = client.get(f"/netzwerke/lesenetz/termine/{meeting.pk}.ics")
    (event,) = events_of(response)
    assert str(event["UID"]) == HOST.format(meeting.pk)
    assert response["Content-Disposition"] == f'inline; filename="lesenetz-{meeting.pk}.ics"'


@pytest.mark.parametrize("visibility", ["mitglieder", "verborgen"])
def test_a_meeting_that_is_not_public_has_no_file_also_for_who_may_see_it(client, visibility):
    meeting = MeetingFactory(visibility=visibility)
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    address = reverse("networks:meeting_calendar", args=[meeting.network.slug, meeting.pk])
    assert client.get(address).status_code == 404


def test_a_meeting_of_another_network_is_not_found_there(client):
    meeting, other = MeetingFactory(), NetworkFactory()
    assert client.get(reverse("networks:meeting_calendar", args=[other.slug, meeting.pk])).status_code == 404


def test_a_former_address_keeps_what_was_asked_for(client):
    meeting = MeetingFactory(network__name="Lesenetz")
    meeting.network.name = "Lesenetz Auenberg"
    meeting.network.save()
    answer = client.get(f"/netzwerke/lesenetz/termine/{meeting.pk}.ics")
    assert answer["Location"] == f"/netzwerke/lesenetz-auenberg/termine/{meeting.pk}.ics"
    answer = client.get("/netzwerke/lesenetz/termine.ics?voraussichtlich=1")
    assert answer["Location"] == "/netzwerke/lesenetz-auenberg/termine.ics?voraussichtlich=1"


# --- an actor ---


def test_calendar_of_an_actor_has_all_its_networks_and_no_other(client, school):
    assert names(client, "/akteure/schule-am-park/termine.ics") == ["Lesenetz", "Ganztag", "Schulkreis"]


def test_calendar_of_an_actor_is_the_same_for_everybody(client, school):
    Network.objects.filter(name="Ganztag").update(review_status="entwurf")
    MeetingFactory(network=Network.objects.get(name="Lesenetz"), visibility="mitglieder", title="Intern")
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    assert names(client, "/akteure/schule-am-park/termine.ics") == ["Lesenetz", "Schulkreis"]


def test_a_hidden_actor_has_no_calendar_for_others(client):
    actor = ActorFactory(review_status="entwurf")
    assert client.get(reverse("networks:actor_calendar", args=[actor.slug])).status_code == 404
    assert client.get("/akteure/gibt-es-nicht/termine.ics").status_code == 404


def test_a_former_address_of_an_actor(client):
    actor = ActorFactory(name="Schule")
    actor.name = "Schule am Park"
    actor.save()
    assert client.get("/akteure/schule/termine.ics")["Location"] == "/akteure/schule-am-park/termine.ics"


def test_page_of_an_actor_offers_its_calendar_where_there_is_one(client, school):
    page = client.get("/akteure/schule-am-park/").content.decode()
    assert f'href="{settings.SITE_URL}/akteure/schule-am-park/termine.ics"' in page
    assert 'href="webcal://' in page
    assert "webcal:" not in client.get(ActorFactory().get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_of_an_actor_takes_the_same_queries_for_many(client, django_assert_num_queries, count):
    actor = ActorFactory()
    for _number in range(count):
        MembershipFactory(actor=actor, network=MeetingFactory().network)
    with django_assert_num_queries(2):
        client.get(reverse("networks:actor_calendar", args=[actor.slug]))


# --- what is not public ---

PUBLIC = [
    "network",
    "actor",
    "/termine.ics",
    "/netzwerke.ics",
    "/verzeichnis.ics",
    "/netzwerke.ics?thema=lesen",
]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("question", ["", "voraussichtlich=1"])
def test_what_is_not_public_moves_nothing_in_public_calendars(client, address, question):
    """Neither the bytes, nor the ETag, nor what is expected."""
    network = NetworkFactory(
        name="Lesenetz", themes=[ThemeFactory(name="Lesen")], rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr"
    )
    actor = MembershipFactory(network=network).actor
    MeetingFactory(network=network)
    address = {
        "network": reverse("networks:calendar", args=[network.slug]),
        "actor": reverse("networks:actor_calendar", args=[actor.slug]),
    }.get(address, address)
    address += ("&" if "?" in address else "?") + question
    before = client.get(address)
    expected.refresh_all()
    ahead = network.expected_meetings.latest("start").start
    for visibility in ("mitglieder", "verborgen"):
        MeetingFactory(network=network, visibility=visibility, title="Geheim", start=ahead)
        MeetingFactory(network=network, visibility=visibility, title="Geheim", is_cancelled=True)
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    after = client.get(address)
    assert (before.content, before["ETag"]) == (after.content, after["ETag"])
    assert events_of(after)


def test_a_meeting_that_is_no_longer_public_goes(client):
    meeting = MeetingFactory()
    address = reverse("networks:calendar", args=[meeting.network.slug])
    assert len(events_of(client.get(address))) == 1
    meeting.visibility = Meeting.Visibility.MEMBERS
    meeting.save()
    assert events_of(client.get(address)) == []


# --- moved and cancelled ---


def test_a_moved_meeting_keeps_its_uid_and_says_why(client):
    meeting = MeetingFactory(start=at(2098, 12, 3, 17))
    address = reverse("networks:calendar", args=[meeting.network.slug])
    (before,) = events_of(client.get(address))
    meeting.moved_from, meeting.start, meeting.reason = (
        meeting.start,
        at(2098, 12, 10, 17),
        "Der Saal ist belegt",
    )
    meeting.save()
    (after,) = events_of(client.get(address))
    assert (after["UID"], after.start) == (before["UID"], meeting.start)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert "Verlegt, zuerst geplant für Mittwoch, 3. Dezember 2098, 17 Uhr." in after["DESCRIPTION"]
    assert "Grund: Der Saal ist belegt" in after["DESCRIPTION"]


def test_sequence_only_grows_also_when_a_cancellation_is_taken_back(client):
    meeting = MeetingFactory()
    address = reverse("networks:calendar", args=[meeting.network.slug])
    seen = []
    for is_cancelled in (False, True, False, True):
        Meeting.objects.filter(pk=meeting.pk).update(
            is_cancelled=is_cancelled, reason="krank" if is_cancelled else ""
        )
        (event,) = events_of(client.get(address))
        assert str(event["STATUS"]) == ("CANCELLED" if is_cancelled else "CONFIRMED")
        assert ("TRANSP" in event, "Grund: krank" in event["DESCRIPTION"]) == (is_cancelled, is_cancelled)
        seen.append(int(event["SEQUENCE"]))
    assert seen == sorted(set(seen))


def test_uids_stay_when_networks_are_merged_and_parted(client):
    kept, merged = NetworkFactory(name="Lesenetz"), NetworkFactory(name="Leserunde")
    meeting = MeetingFactory(network=merged, title="Herbst")
    (before,) = events_of(client.get("/netzwerke/leserunde/termine.ics"))

    record = merging.merge(kept, merged, by=UserFactory(role=User.Role.CURATION))
    (moved,) = events_of(client.get("/netzwerke/leserunde/termine.ics", follow=True))
    assert (moved["UID"], str(moved["SUMMARY"])) == (before["UID"], "Lesenetz – Herbst")
    assert moved["SEQUENCE"] > before["SEQUENCE"]

    merging.undo(record, by=UserFactory(role=User.Role.CURATION))
    (parted,) = events_of(client.get("/netzwerke/leserunde/termine.ics"))
    assert (parted["UID"], str(parted["SUMMARY"])) == (before["UID"], "Leserunde – Herbst")
    assert parted["SEQUENCE"] > moved["SEQUENCE"]
    assert meeting.pk == Meeting.objects.get().pk


def test_a_meeting_that_both_networks_read_from_one_file_stays_once_and_loses_nothing():
    kept, merged = NetworkFactory(), NetworkFactory()
    stays = MeetingFactory(network=kept, foreign_uid="a@example.org", place="Rathaus")
    goes = MeetingFactory(
        network=merged, foreign_uid="a@example.org", place="Mensa", agenda="Lesewoche", series=uuid.uuid4()
    )
    update = goes.updates.create(network=merged, date=timezone.localdate(), text="Es ging gut.")

    record = merging.merge(kept, merged, by=UserFactory(role=User.Role.CURATION))
    (meeting,) = Meeting.objects.all()
    update.refresh_from_db()
    assert (meeting.pk, meeting.place, meeting.agenda) == (stays.pk, "Rathaus", "Lesewoche")
    assert (update.meeting, update.network) == (stays, kept)

    merging.undo(record, by=UserFactory(role=User.Role.CURATION))
    update.refresh_from_db()
    assert set(Meeting.objects.values_list("pk", "agenda")) == {(stays.pk, ""), (goes.pk, "Lesewoche")}
    assert update.meeting == goes


# --- what is expected ---


@pytest.fixture
def tuesdays():
    return NetworkFactory(name="Lesenetz", rhythm_text="jeden 2. Dienstag im Monat, 16–18 Uhr")


def test_expected_dates_come_only_where_they_are_asked_for(client, tuesdays):
    address = "/netzwerke/lesenetz/termine.ics"
    assert events_of(client.get(address)) == []
    events = events_of(client.get(f"{address}?voraussichtlich=1"))
    assert len(events) > 12
    for event in events:
        day = event.start
        assert (day.weekday(), day.hour, 8 <= day.day <= 14, event.end.hour) == (1, 16, True, 18)
        assert str(event["UID"]) == f"voraussichtlich-{tuesdays.pk}-{day:%Y%m%d}@localhost"
        assert (str(event["STATUS"]), str(event["TRANSP"])) == ("TENTATIVE", "TRANSPARENT")
        assert str(event["SUMMARY"]) == "Voraussichtlich: Lesenetz"
        assert "jeden 2. Dienstag im Monat, 16–18 Uhr" in event["DESCRIPTION"]
        assert day >= start_of(timezone.localdate())


@pytest.mark.parametrize(
    "address", ["/termine.ics", "/netzwerke.ics", "/verzeichnis.ics", "/netzwerke.ics?q=lesenetz", "actor"]
)
def test_every_calendar_can_have_them(client, tuesdays, address):
    actor = MembershipFactory(network=tuesdays).actor
    address = reverse("networks:actor_calendar", args=[actor.slug]) if address == "actor" else address
    assert events_of(client.get(address)) == []
    assert events_of(client.get(f"{address}{'&' if '?' in address else '?'}voraussichtlich=1"))


def test_an_agreed_meeting_takes_the_place_of_the_expected_one(client, tuesdays):
    address = "/netzwerke/lesenetz/termine.ics?voraussichtlich=1"
    first, *rest = events_of(client.get(address))
    MeetingFactory(network=tuesdays, start=first.start + timedelta(days=1))
    agreed, *others = events_of(client.get(address))
    assert str(agreed["STATUS"]) == "CONFIRMED"
    assert [event["UID"] for event in others] == [event["UID"] for event in rest]


def test_uids_of_what_is_expected_stay_when_time_and_name_change(client, tuesdays):
    address = "/netzwerke/lesenetz/termine.ics?voraussichtlich=1"
    before = [event["UID"] for event in events_of(client.get(address))]
    tuesdays.rhythm_text, tuesdays.name = "jeden 2. Dienstag im Monat, 17–18 Uhr", "Lesekreis"
    tuesdays.save()
    after = events_of(client.get(address, follow=True))
    assert [event["UID"] for event in after] == before
    assert {event.start.hour for event in after} == {17}


def test_what_is_reckoned_anew_gives_the_same_bytes(client, tuesdays):
    address = "/netzwerke/lesenetz/termine.ics?voraussichtlich=1"
    first = client.get(address)
    expected.refresh_all()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


# --- bounds ---


def test_a_long_agenda_is_cut_and_lines_are_folded(client):
    meeting = MeetingFactory(agenda="Ä" * 5000, title="Käse; mit, \\ Komma und „Öl“ " * 6)
    response = client.get(reverse("networks:calendar", args=[meeting.network.slug]))
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    (event,) = events_of(response)
    assert len(event["DESCRIPTION"]) < LONGEST_AGENDA + 300
    assert str(event["SUMMARY"]).endswith(meeting.title.strip())


def test_a_calendar_has_a_most(client, monkeypatch):
    monkeypatch.setattr("networks.feeds.MOST_MEETINGS", 4)
    network = NetworkFactory(rhythm_text="jeden Dienstag, 16 Uhr")
    for days in range(3):
        MeetingFactory(network=network, start=timezone.now() + timedelta(days=days))
    events = events_of(client.get(reverse("networks:calendar", args=[network.slug]) + "?voraussichtlich=1"))
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED"] * 3 + ["TENTATIVE"]


def test_one_question_more_for_what_is_expected_however_many(client):
    counts = []
    for _number in range(2):
        NetworkFactory(rhythm_text="jeden Dienstag, 16 Uhr")
        client.get("/termine.ics?voraussichtlich=1")
        with CaptureQueriesContext(connection) as captured:
            client.get("/termine.ics?voraussichtlich=1")
        counts.append(len(captured))
    assert counts[0] == counts[1]
