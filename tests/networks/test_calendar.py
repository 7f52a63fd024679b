"""Calendars to subscribe to: what is in them, who sees what, and that programmes can read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from accounts.models import User
from moderation.models import Moderated
from tests.factories import MeetingFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db


def events_of(response) -> list[Event]:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).events


def test_an_event_says_what_when_and_where(client):
    network = NetworkFactory(name="Lesenetz Auenberg", short_name="")
    meeting = MeetingFactory(
        network=network,
        title="Herbsttreffen; mit Gästen, Kaffee",
        start=datetime(2099, 7, 14, 15, 0, tzinfo=UTC),
        end=datetime(2099, 7, 14, 16, 30, tzinfo=UTC),
        place="Rathaus, Zimmer 12",
        link="https://video.example.org/raum",
        minutes="https://cloud.example.org/protokoll",
        agenda="Begrüßung\n\nLesewoche\n",
        guests="Schulamt",
    )
    page = f"{settings.SITE_URL}/netzwerke/lesenetz-auenberg/termine/{meeting.pk}/"

    (event,) = events_of(client.get("/netzwerke/lesenetz-auenberg/termine.ics"))

    assert str(event["SUMMARY"]) == "Lesenetz Auenberg – Herbsttreffen; mit Gästen, Kaffee"
    assert (event.start, event.end) == (meeting.start, meeting.end)
    assert str(event["LOCATION"]) == "Rathaus, Zimmer 12"
    assert str(event["URL"]) == page
    assert str(event["DESCRIPTION"]) == (
        f"Lesenetz Auenberg\nTagesordnung:\nBegrüßung\nLesewoche\nGäste: Schulamt\nAlle Angaben: {page}"
    )
    assert str(event["STATUS"]) == "CONFIRMED"
    assert "example.org" not in str(event)


def test_a_day_whose_time_is_open_is_a_day_in_local_time(client):
    network = NetworkFactory()
    MeetingFactory(network=network, start=datetime(2099, 3, 11, 23, 0, tzinfo=UTC), is_all_day=True)

    (event,) = events_of(client.get(reverse("networks:calendar", args=[network.slug])))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2099, 3, 12), date(2099, 3, 13))


def test_a_meeting_without_end_has_none(client):
    meeting = MeetingFactory()

    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))

    assert "DTEND" not in event


def test_a_cancelled_meeting_stays_and_says_so(client):
    meeting = MeetingFactory(network__name="Lesenetz", title="Treffen des Lesenetz", is_cancelled=True)

    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))

    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "Abgesagt: Treffen des Lesenetz")


def test_an_event_keeps_its_uid_and_counts_its_changes(client):
    meeting = MeetingFactory(network__name="Lesenetz")
    (before,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))
    meeting.network.name = "Lesenetz Auenberg"
    meeting.network.save()
    meeting.start += timedelta(hours=1)
    meeting.save()

    (after,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))

    assert str(after["UID"]) == str(before["UID"])
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.start == before.start + timedelta(hours=1)


def test_an_unchanged_calendar_is_answered_with_304(client):
    meeting = MeetingFactory()
    address = reverse("networks:calendar", args=[meeting.network.slug])
    first = client.get(address)

    assert client.get(address).content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_control_characters_do_not_break_the_file(client):
    meeting = MeetingFactory(title="Treffen\r\nBEGIN:VEVENT\x07 am Abend", network__name="Lesenetz")

    (event,) = events_of(client.get(reverse("networks:calendar", args=[meeting.network.slug])))

    assert str(event["SUMMARY"]) == "Lesenetz – Treffen  BEGIN:VEVENT  am Abend"


def test_the_network_calendar_reaches_back_a_year(client):
    network = NetworkFactory()
    now = timezone.now()
    for days in (-400, -300, -1, 20):
        MeetingFactory(network=network, start=now + timedelta(days=days), title=str(days))
    MeetingFactory(start=now + timedelta(days=3), title="eines anderen Netzwerks")

    events = events_of(client.get(reverse("networks:calendar", args=[network.slug])))

    assert [str(event["SUMMARY"]).split(" – ")[1] for event in events] == ["-300", "-1", "20"]


def test_the_portal_calendar_has_the_meetings_of_all_public_networks(client):
    now = timezone.now()
    MeetingFactory(network__name="Runder Tisch", start=now + timedelta(days=9))
    MeetingFactory(network__name="Lesenetz", start=now + timedelta(days=2))
    MeetingFactory(network__name="Altes", start=now - timedelta(days=40))
    MeetingFactory(
        network__name="Geheim",
        network__review_status=Moderated.ReviewStatus.DRAFT,
        start=now + timedelta(days=3),
    )

    response = client.get("/termine.ics")

    assert [str(event["SUMMARY"]) for event in events_of(response)] == ["Lesenetz", "Runder Tisch"]
    assert "Geheim" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_calendar_takes_the_same_queries_for_one_and_for_many_meetings(
    client, django_assert_num_queries, count
):
    meetings = MeetingFactory.create_batch(count)

    with django_assert_num_queries(1):
        client.get(reverse("networks:meetings_calendar"))
    with django_assert_num_queries(2):
        client.get(reverse("networks:calendar", args=[meetings[0].network.slug]))


@pytest.mark.parametrize(
    ("role", "status"), [(None, 404), (User.Role.REGISTERED, 404), (User.Role.COORDINATION, 200)]
)
def test_the_calendar_of_an_unpublished_network_is_for_those_who_see_it(client, role, status):
    network = NetworkFactory(review_status=Moderated.ReviewStatus.DRAFT)
    if role:
        client.force_login(UserFactory(role=role))

    assert client.get(reverse("networks:calendar", args=[network.slug])).status_code == status


def test_a_former_address_leads_to_the_calendar_at_the_new_one(client):
    network = NetworkFactory(name="Lesenetz")
    network.name = "Lesenetz Auenberg"
    network.save()

    response = client.get("/netzwerke/lesenetz/termine.ics")

    assert (response.status_code, response["Location"]) == (301, "/netzwerke/lesenetz-auenberg/termine.ics")


def test_a_calendar_is_only_read(client):
    assert client.post("/termine.ics").status_code == 405
    assert client.head("/termine.ics").status_code == 200
    assert client.get("/netzwerke/gibt-es-nicht/termine.ics").status_code == 404
