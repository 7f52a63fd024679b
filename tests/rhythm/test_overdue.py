"""Whether a meeting is overdue."""

from datetime import date, timedelta
from functools import cache

import holidays
import pytest

from rhythm import is_overdue, parse


@cache
def _school_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv="NI", years=year, categories=("school",))


def in_school_holidays(day: date) -> bool:
    return day in _school_holidays(day.year)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "days_ago", "overdue"),
    [
        ("wöchentlich", 60, False),
        ("wöchentlich", 70, True),
        ("monatlich", 85, False),
        ("monatlich", 7 * 30, True),
        ("vierteljährlich", 150, False),
        ("vierteljährlich", 160, True),
        ("jährlich", 540, False),
        ("jährlich", 560, True),
        ("nach Bedarf", 3000, False),
        ("nach Bedarf, mind. viermal im Jahr", 160, True),
        ("ruht", 3000, False),
        ("dreimal im Schuljahr", 200, True),
    ],
)
def test_overdue(text, days_ago, overdue):
    assert is_overdue(parse(text), TODAY - timedelta(days=days_ago), TODAY) is overdue


def test_overdue_needs_a_meeting_to_measure_from():
    assert is_overdue(parse("wöchentlich"), None, TODAY) is False


def test_overdue_does_not_count_months_without_meetings():
    in_winter = parse("im Wintersemester monatlich")

    assert is_overdue(in_winter, date(2026, 3, 20), date(2026, 11, 22)) is False
    assert is_overdue(in_winter, date(2025, 12, 1), date(2026, 11, 22)) is True
    assert is_overdue(parse("monatlich"), date(2026, 3, 20), date(2026, 11, 22)) is True


@pytest.mark.parametrize("left_out", ["Ferien", "Sommerferien"])
def test_overdue_does_not_count_holidays_where_the_rhythm_leaves_them_out(left_out):
    rhythm = parse(f"wöchentlich, außer in den {left_out}")
    last, today = date(2026, 6, 30), date(2026, 9, 20)

    assert is_overdue(rhythm, last, today) is True
    assert is_overdue(rhythm, last, today, holidays=in_school_holidays) is False


@pytest.mark.parametrize(
    "text", ["höchstens viermal im Jahr", "monatlich, wenn nötig", "monatlich, bei Vollmond früher"]
)
def test_nothing_is_overdue_that_nobody_can_expect(text):
    assert is_overdue(parse(text), date(2020, 1, 1), TODAY) is False


def test_overdue_counts_from_the_beginning_and_until_the_end():
    assert is_overdue(parse("wöchentlich, ab November 2026"), date(2026, 1, 1), TODAY) is False
    assert is_overdue(parse("wöchentlich, bis Februar 2026"), date(2026, 1, 20), TODAY) is False
    assert is_overdue(parse("wöchentlich"), date(2026, 1, 20), TODAY) is True
