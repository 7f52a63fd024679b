"""Quarters, half-years and years, against the calendar walked day by day."""

from datetime import date, timedelta

import pytest

from insight.reports.periods import Length, ReportSpan

DAYS = [date(2023, 12, 30) + timedelta(days=n) for n in range(0, 800, 7)] + [
    date(2024, 2, 29),
    date(2024, 12, 31),
    date(2025, 1, 1),
]


def naive(day: date, months: int) -> ReportSpan:
    block = (day.month - 1) // months
    inside = [
        one
        for one in (date(day.year, 1, 1) + timedelta(days=n) for n in range(366))
        if one.year == day.year and (one.month - 1) // months == block
    ]
    return ReportSpan(inside[0], inside[-1])


@pytest.mark.parametrize("length", list(Length))
def test_span_around_a_day_is_that_of_the_calendar(length) -> None:
    for day in DAYS:
        assert ReportSpan.around(day, length) == naive(day, length)


@pytest.mark.parametrize("length", list(Length))
def test_span_before_a_day_ends_the_day_before_the_one_around_it(length) -> None:
    for day in DAYS:
        before = ReportSpan.before(day, length)
        assert before.last + timedelta(days=1) == ReportSpan.around(day, length).first
        assert before == naive(before.first, length)


@pytest.mark.parametrize(
    ("first", "last", "length", "number"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), Length.QUARTER, 3),
        (date(2026, 7, 1), date(2026, 12, 31), Length.HALF_YEAR, 2),
        (date(2026, 1, 1), date(2026, 12, 31), Length.YEAR, 1),
        (date(2026, 7, 2), date(2026, 9, 30), None, 1),
        (date(2026, 2, 1), date(2026, 4, 30), None, 1),
    ],
)
def test_what_a_span_is_of_the_calendar(first, last, length, number) -> None:
    span = ReportSpan(first, last)
    assert (span.length, span.number) == (length, number)


def test_both_ends_belong_to_it() -> None:
    span = ReportSpan(date(2026, 7, 1), date(2026, 9, 30))
    assert [date(2026, 6, 30) in span, span.first in span, span.last in span, date(2026, 10, 1) in span] == [
        False,
        True,
        True,
        False,
    ]
