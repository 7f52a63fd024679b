from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

import rhythm as rhythms
from networks.meetings import expected
from networks.models import ExpectedMeeting, Meeting, Network
from rhythm.lands import Land
from tests.factories import MeetingFactory, NetworkFactory
from vocabulary.days import local_day, start_of

NOON = datetime(2027, 3, 15, 12, tzinfo=ZoneInfo("Europe/Berlin"))


def reckoned(text: str, **more) -> list[str]:
    found = expected.reckoned(rhythms.parse(text), NOON, **more)
    return [f"{timezone.localtime(start):%d.%m.%Y %H:%M}" for start, _end, _open in found]


def test_dates_follow_the_rhythm_for_two_years():
    found = reckoned("jeden 2. Dienstag im Monat, 16 Uhr")
    assert found[:2] == ["13.04.2027 16:00", "11.05.2027 16:00"]
    assert len(found) == 24


def test_the_end_comes_from_the_rhythm_and_a_day_without_time_is_open():
    ((_start, end, is_open), *_more) = expected.reckoned(rhythms.parse("jeden Montag, 18–1 Uhr"), NOON)
    assert (timezone.localtime(end).hour, timezone.localtime(end).weekday(), is_open) == (1, 1, False)
    ((_start, end, is_open), *_more) = expected.reckoned(rhythms.parse("jeden Montag"), NOON)
    assert (end, is_open) == (None, True)


@pytest.mark.parametrize(
    "text", ["monatlich", "jeden Montag, bei Vollmond später", "nach Bedarf", "alle 4 Wochen montags"]
)
def test_no_day_is_guessed(text):
    assert reckoned(text) == []


@pytest.mark.parametrize("text", ["monatlich", "alle 4 Wochen", "vierteljährlich", "zweimal im Jahr"])
def test_no_day_is_guessed_from_the_last_meeting_either(text):
    assert reckoned(text, anchor=date(2027, 3, 1)) == []


def test_of_several_rules_those_count_that_name_days():
    found = reckoned(
        "Plenum halbjährlich, Vorstand jeden 1. Montag im Monat, 18 Uhr", anchor=date(2027, 3, 1)
    )
    assert found[:2] == ["05.04.2027 18:00", "03.05.2027 18:00"]


def test_every_fourth_week_is_counted_from_a_meeting():
    assert reckoned("alle 4 Wochen montags", anchor=date(2027, 3, 1))[:2] == [
        "29.03.2027 00:00",
        "26.04.2027 00:00",
    ]


def test_what_leaves_out_the_holidays_needs_a_land_and_ends_with_the_last_ones_published():
    text = "jeden Montag, außer in den Ferien"
    assert reckoned(text) == []
    place = Land("NI")
    found = [
        local_day(start) for start, _end, _open in expected.reckoned(rhythms.parse(text), NOON, None, place)
    ]
    assert found
    assert not [day for day in found if place.is_school_holiday(day) or day > place.known_until(NOON.date())]


def network_that_meets(text: str, **more) -> Network:
    return NetworkFactory(rhythm_text=text, **more)


@pytest.mark.django_db
def test_a_change_is_seen_by_the_next_reader():
    network = network_that_meets("jeden Montag, 9 Uhr")
    expected.refresh()
    assert {timezone.localtime(one.start).weekday() for one in ExpectedMeeting.objects.all()} == {0}
    network.rhythm_text = "jeden Freitag, 9 Uhr"
    network.save()
    expected.refresh()
    assert {timezone.localtime(one.start).weekday() for one in ExpectedMeeting.objects.all()} == {4}
    Network.objects.update(status=Network.Status.ENDED)
    expected.refresh()
    assert not ExpectedMeeting.objects.exists()
    assert expected.refresh() == 0


@pytest.mark.django_db
def test_an_agreed_meeting_within_six_days_replaces_the_expected_one():
    network = network_that_meets("jeden 2. Dienstag im Monat, 16 Uhr")
    expected.refresh()
    first, second = ExpectedMeeting.objects.filter(start__gt=timezone.now() + timedelta(days=8))[:2]
    MeetingFactory(network=network, start=first.start + timedelta(days=5))
    MeetingFactory(network=network, start=second.start - timedelta(days=7))
    left = ExpectedMeeting.objects.not_replaced_by(Meeting.objects.public())
    assert first not in left
    assert second in left


@pytest.mark.django_db
def test_a_hidden_meeting_shows_in_no_expected_date():
    network = network_that_meets("alle 4 Wochen montags")
    monday = start_of(timezone.localdate() - timedelta(days=timezone.localdate().weekday()))
    MeetingFactory(network=network, start=monday, visibility=Meeting.Visibility.HIDDEN)
    expected.refresh()
    assert not ExpectedMeeting.objects.exists()
    Meeting.objects.update(visibility=Meeting.Visibility.PUBLIC)
    expected.refresh()
    assert ExpectedMeeting.objects.exists()


@pytest.mark.django_db
def test_the_daily_job_reckons_all():
    network_that_meets("jeden Montag, 9 Uhr")
    assert expected.refresh_all() == ExpectedMeeting.objects.count() > 100
