from datetime import date, time

import pytest
from django.utils import timezone

import rhythm as rhythms
from networks.meetings import series
from networks.meetings.slots import slot_on
from networks.models import Meeting
from rhythm import Period
from tests.factories import NetworkFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]
FIRST = date(2027, 4, 21)  # the third Wednesday


def days(rhythm: rhythms.Rhythm, until: date, anchor: date | None = None) -> list[str]:
    return [day.isoformat() for day in series.days_of(rhythm, FIRST, until, anchor)]


def test_every_so_many_weeks_counts_from_the_first_day():
    assert days(series.every(FIRST, Period.WEEK, 6), date(2027, 8, 1)) == ["2027-06-02", "2027-07-14"]


def test_months_keep_the_weekday():
    assert days(series.every(FIRST, Period.MONTH, 2), date(2027, 9, 1)) == ["2027-06-16", "2027-08-18"]
    fifth = date(2027, 4, 30)
    found = series.days_of(series.every(fifth, Period.MONTH, 1), fifth, date(2027, 6, 30))
    assert found == [date(2027, 5, 28), date(2027, 6, 25)]  # the last Friday


def test_the_rhythm_goes_on_from_its_anchor_whatever_day_was_taken():
    """The day beside the rhythm stands for the one by it."""
    quarterly = rhythms.parse("vierteljährlich")
    assert series.days_of(quarterly, date(2027, 4, 22), date(2028, 1, 31), date(2027, 1, 20)) == [
        date(2027, 7, 21), date(2027, 10, 20), date(2028, 1, 19),
    ]  # fmt: skip
    assert date(2027, 4, 21) not in series.days_of(
        quarterly, date(2027, 4, 19), date(2027, 7, 31), date(2027, 1, 20)
    )


def test_a_series_ends_after_two_years():
    found = series.days_of(series.every(FIRST, Period.WEEK, 1), FIRST, date(2040, 1, 1))
    assert 100 <= len(found) <= 105


def told(network, **more) -> dict[str, str]:
    weekly = series.days_of(
        series.every(date(2027, 3, 17), Period.WEEK, 1), date(2027, 3, 17), date(2027, 4, 14)
    )
    return {
        one.day.isoformat(): one.skipped
        for one in series.planned(network, weekly, time(14), None, **({"skips_holidays": True} | more))
    }


def test_what_is_left_out_has_its_reason(meet):
    network = NetworkFactory()
    meet(network, "2027-04-07", 9)
    easter = "Oster-/Frühjahrsferien, 22. März bis 3. April"
    assert told(network) == {
        "2027-03-24": easter, "2027-03-31": easter, "2027-04-07": "dort steht schon ein Treffen", "2027-04-14": "",
    }  # fmt: skip
    assert told(network, skips_holidays=False) == {
        "2027-03-24": "", "2027-03-31": "", "2027-04-07": "dort steht schon ein Treffen", "2027-04-14": "",
    }  # fmt: skip


def test_a_cancelled_meeting_takes_no_day(meet):
    network = NetworkFactory()
    meet(network, "2027-04-07", 9, is_cancelled=True)
    assert told(network)["2027-04-07"] == ""


def test_the_night_of_the_clocks_is_left_out():
    network = NetworkFactory()
    (one,) = series.planned(network, [date(2027, 3, 28)], time(2, 30), None, skips_holidays=False)
    assert (one.slot, one.skipped) == (None, "in dieser Nacht wird die Uhr vorgestellt")


def test_a_series_is_made_of_single_meetings():
    network = NetworkFactory()
    given = Meeting(
        network=network, place="Bibliothek", agenda="Eins\nZwei", visibility=Meeting.Visibility.MEMBERS
    )
    slots = [slot_on(date(2027, 3, 24), time(17), time(19)), slot_on(date(2027, 3, 31), time(17), time(19))]
    first, second = series.enter(given, slots)
    assert first.series == second.series is not None
    assert {(one.place, one.agenda, one.visibility) for one in network.meetings.all()} == {
        ("Bibliothek", "Eins\nZwei", "mitglieder")
    }
    assert [timezone.localtime(one.start).hour for one in network.meetings.all()] == [17, 17]
    (alone,) = series.enter(given, slots[:1])
    assert alone.series is None
