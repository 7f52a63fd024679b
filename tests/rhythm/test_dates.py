"""From a rhythm to dates: RRULE, the next meetings, summer time, school holidays, overdue."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.rrule import rrulestr

from rhythm import is_overdue, next_dates, parse, rule

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=BERLIN)
ANCHOR = date(2026, 10, 14)  # the second Wednesday of October


@cache
def _school_holidays(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv="NI", years=year, categories=("school",))


def in_school_holidays(day: date) -> bool:
    return day in _school_holidays(day.year)


def days(moments: list[datetime]) -> list[str]:
    return [moment.strftime("%d.%m.%y") for moment in moments]


@pytest.mark.parametrize(
    ("text", "alone", "with_anchor"),
    [
        ("alle 2 Wochen", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("alle 6–8 Wochen, dienstags", "FREQ=WEEKLY;INTERVAL=7;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=7;BYDAY=TU"),
        ("werktags", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("täglich", "FREQ=DAILY", "FREQ=DAILY"),
        ("monatlich", "FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=2WE"),
        ("1. und 3. Mittwoch", "FREQ=MONTHLY;BYDAY=1WE,3WE", "FREQ=MONTHLY;BYDAY=1WE,3WE"),
        ("alle 2 Monate am letzten Montag", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO",
         "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO"),
        ("am 15. jeden Monats", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("vierteljährlich, mittwochs", None, "FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE"),
        ("jeden 1. Mittwoch im Quartal", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1WE",
         "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1WE"),
        ("jeden letzten Freitag im Quartal", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR",
         "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR"),
        ("1. Montag im März und Oktober", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=1MO", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=1MO"),
        ("jährlich", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=10;BYDAY=2WE"),
        ("monatlich, September bis Mai", "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,9,10,11,12",
         "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,9,10,11,12;BYDAY=2WE"),
        ("dreimal im Schuljahr", None, None),
        ("nach Bedarf", None, None),
        ("ruht", None, None),
    ],
)  # fmt: skip
def test_rule(text, alone, with_anchor):
    rhythm = parse(text)

    assert (rhythm.rrule, rule(rhythm, ANCHOR)) == (alone, with_anchor)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jeden 2. Dienstag im Monat, 16 Uhr", ["08.12.26", "12.01.27", "09.02.27"]),
        ("jeden 5. Freitag", ["29.01.27", "30.04.27", "30.07.27"]),
        ("am 31. jeden Monats", ["31.12.26", "31.01.27", "31.03.27"]),
        ("jeden 1. Mittwoch im Quartal", ["06.01.27", "07.04.27", "07.07.27"]),
        ("1. Montag im März und Oktober", ["01.03.27", "04.10.27", "06.03.28"]),
        # 2026 has 53 weeks: two odd ones in a row over the turn of the year.
        ("ungerade Kalenderwochen montags", ["30.11.26", "14.12.26", "28.12.26", "04.01.27"]),
        ("monatlich", []),
        ("alle 6 Wochen mittwochs", []),
        ("vierteljährlich, mittwochs", []),
        ("dreimal im Schuljahr", []),
        ("nach Bedarf", []),
        ("ruht", []),
    ],
)
def test_next_dates_without_a_known_meeting(text, expected):
    assert days(next_dates(parse(text), NOW, len(expected) or 3)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("alle 6 Wochen mittwochs", ["25.11.26", "06.01.27", "17.02.27"]),
        ("alle 6 Wochen", ["25.11.26", "06.01.27", "17.02.27"]),
        ("monatlich", ["09.12.26", "13.01.27", "10.02.27"]),
        ("vierteljährlich, mittwochs", ["13.01.27", "14.04.27", "14.07.27"]),
        ("halbjährlich", ["14.04.27", "13.10.27", "12.04.28"]),
        ("jährlich im Herbst", ["13.10.27", "11.10.28", "10.10.29"]),
        ("alle 4 Wochen, September bis Mai", ["09.12.26", "06.01.27", "03.02.27"]),
        ("dreimal im Schuljahr", []),
    ],
)
def test_next_dates_counted_from_a_known_meeting(text, expected):
    assert days(next_dates(parse(text), NOW, 3, anchor=ANCHOR)) == expected


def test_next_dates_are_in_step_with_an_announced_meeting_too():
    rhythm = parse("alle 6 Wochen, donnerstags, 10 Uhr")

    assert days(next_dates(rhythm, NOW, 2, anchor=date(2027, 2, 4))) == ["24.12.26", "04.02.27"]


def test_next_dates_keep_the_hour_when_the_clocks_change():
    dates = next_dates(parse("sonntags 17 Uhr"), datetime(2026, 10, 20, tzinfo=BERLIN), 2)

    assert [moment.isoformat() for moment in dates] == [
        "2026-10-25T17:00:00+01:00",
        "2026-11-01T17:00:00+01:00",
    ]
    before, after = next_dates(parse("samstags und sonntags 17 Uhr"), datetime(2027, 3, 27, tzinfo=BERLIN), 2)
    assert (before.hour, after.hour, after.timestamp() - before.timestamp()) == (17, 17, 23 * 3600)


def test_next_dates_are_strictly_after_the_moment_asked():
    rhythm = parse("dienstags 16 Uhr")
    tuesday = datetime(2026, 11, 24, 16, tzinfo=BERLIN)

    assert next_dates(rhythm, tuesday)[0] == tuesday + timedelta(days=7)
    assert next_dates(rhythm, tuesday - timedelta(minutes=1))[0] == tuesday
    assert next_dates(rhythm, datetime(2026, 11, 24, 14, 59, tzinfo=UTC))[0] == tuesday
    assert next_dates(rhythm, datetime(2026, 11, 24, 15, 59))[0] == tuesday  # noqa: DTZ001 a naive one is local


def test_next_dates_leave_out_the_school_holidays_of_the_land():
    rhythm = parse("montags 15 Uhr, außer in den Ferien")
    december = datetime(2026, 12, 15, tzinfo=BERLIN)

    kept = days(next_dates(rhythm, december, 3, holidays=in_school_holidays))

    assert kept == ["21.12.26", "11.01.27", "18.01.27"]
    assert next_dates(rhythm, december, 3) == []  # nobody says when they are


def test_next_dates_end_where_there_are_none():
    assert next_dates(parse("am 31. des Monats, im Februar"), NOW, 5) == []
    assert next_dates(parse("montags, nicht in den Ferien"), NOW, 5, holidays=lambda day: True) == []
    assert next_dates(parse("montags"), NOW, 0) == []
    assert len(next_dates(parse("montags"), NOW, 10_000)) == 500


@pytest.mark.parametrize("text", ["ungerade KW montags", "gerade KW donnerstags"])
def test_weeks_by_number_agree_with_the_calendar_and_with_the_rule(text):
    rhythm = parse(text)
    parity = 1 if "ungerade" in text else 0

    dates = next_dates(rhythm, datetime(2019, 12, 20), 200)  # noqa: DTZ001
    by_rule = rrulestr(rhythm.rrule, dtstart=datetime(2019, 12, 20)).xafter(  # noqa: DTZ001
        datetime(2019, 12, 20), count=200  # noqa: DTZ001
    )  # fmt: skip

    assert {moment.isocalendar().week % 2 for moment in dates} == {parity}
    assert [moment.date() for moment in dates] == [moment.date() for moment in by_rule]
    assert {(later.date() - earlier.date()).days for earlier, later in pairwise(dates)} == (
        {7, 14} if parity else {14, 21}
    )


# --- overdue ---

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


def test_overdue_does_not_count_holidays_where_the_rhythm_leaves_them_out():
    rhythm = parse("wöchentlich, außer in den Ferien")
    last, today = date(2026, 6, 30), date(2026, 9, 20)

    assert is_overdue(rhythm, last, today) is True
    assert is_overdue(rhythm, last, today, holidays=in_school_holidays) is False
