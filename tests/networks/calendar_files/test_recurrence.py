"""Rules of series give the days that the reference gives, whatever they say, and cost little."""

from datetime import date, datetime
from itertools import product
from time import perf_counter

import pytest
from dateutil.rrule import rrulestr

from networks.calendar_files.recurrence import RuleError, SeriesRule

SINCE, UNTIL = date(2025, 12, 1), date(2028, 12, 1)
STARTS = (date(2024, 2, 29), date(2026, 1, 5), date(2026, 3, 31))
PARTS = [
    "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "FREQ=WEEKLY;BYMONTH=2,9", "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYDAY=-1FR,1MO", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=1SA",
    "FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYMONTHDAY=1", "FREQ=YEARLY;INTERVAL=2;BYMONTH=5",
]  # fmt: skip


@pytest.mark.parametrize("text", PARTS)
def test_days_are_those_of_the_reference(text):
    for first, count in product(STARTS, ("", ";COUNT=5", ";COUNT=30")):
        start = datetime(first.year, first.month, first.day)  # noqa: DTZ001 (days only)
        reference = rrulestr(text + count, dtstart=start)
        start = next(iter(reference))  # so that it is one of its own days
        reference = rrulestr(text + count, dtstart=start)
        window = (datetime(2025, 12, 1), datetime(2028, 12, 1))  # noqa: DTZ001
        days = [day.date() for day in reference.between(*window, inc=True)]
        assert list(SeriesRule.read(text + count).dates(start.date(), SINCE, UNTIL)) == days


def test_the_day_of_the_start_counts_where_the_rule_does_not_fit_it():
    days = SeriesRule.read("FREQ=WEEKLY;BYDAY=TU;COUNT=2").dates(date(2026, 1, 5), SINCE, UNTIL)
    assert list(days) == [date(2026, 1, 5), date(2026, 1, 6)]


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY;COUNT=999999999", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=YEARLY;BYWEEKNO=3", "",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=a", "FREQ=DAILY;COUNT=", "INTERVAL=2", "FREQ=DAILY;INTERVAL=9999999",
        "FREQ=WEEKLY;WKST=99", "FREQ",
    ],
)  # fmt: skip
def test_what_is_no_rule_for_meetings_is_refused_in_german(text):
    with pytest.raises(RuleError, match="Wiederholung"):
        SeriesRule.read(text)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU;COUNT=999999",
        "FREQ=MONTHLY;BYDAY=99MO",
    ],
)
def test_a_rule_without_days_ends(text):
    begun = perf_counter()
    assert list(SeriesRule.read(text).dates(date(1950, 1, 2), SINCE, UNTIL)) == []
    assert perf_counter() - begun < 5
