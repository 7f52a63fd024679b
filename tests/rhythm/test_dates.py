"""From a rhythm to dates: RRULE, the next meetings, summer time, school holidays."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from dateutil.rrule import rrulestr

from rhythm import next_dates, parse, rule

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


def test_quarters_are_those_of_the_calendar_whoever_met_in_february():
    rhythm = parse("am letzten Werktag im Quartal")

    assert days(next_dates(rhythm, NOW, 2, anchor=date(2026, 2, 2))) == ["31.12.26", "31.03.27"]


def test_feasts_are_in_step_with_an_announced_one_and_come_before_it_too():
    yearly, every_third = parse("jährlich am Aschermittwoch"), parse("alle 3 Jahre am Aschermittwoch")

    assert days(next_dates(yearly, NOW, 1, anchor=date(2029, 2, 14))) == ["10.02.27"]
    assert days(next_dates(every_third, NOW, 2, anchor=date(2031, 2, 26))) == ["01.03.28", "26.02.31"]


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


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("montags, außer in den Sommerferien", (2027, 6, 30), ["05.07.27", "23.08.27"]),
        ("montags, außer in den Sommerferien", (2027, 3, 24), ["29.03.27", "05.04.27"]),
        ("sonntags, außer in den Weihnachtsferien", (2026, 12, 18), ["20.12.26", "10.01.27"]),
        ("montags, außer in den Oster- und Sommerferien", (2027, 3, 20), ["05.04.27", "12.04.27"]),
    ],
)
def test_next_dates_leave_out_the_breaks_that_are_named(text, after, expected):
    moment = datetime(*after, tzinfo=UTC)

    assert days(next_dates(parse(text), moment, 2, holidays=in_school_holidays)) == expected
    assert next_dates(parse(text), moment, 2) == []  # nobody says when they are


def test_next_dates_end_where_there_are_none():
    assert next_dates(parse("montags, nicht in den Sommerferien"), NOW, 1, holidays=lambda day: True)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("montags 17 Uhr und donnerstags 19 Uhr", ["23.11.26", "26.11.26", "30.11.26"]),
        ("Plenum halbjährlich, AG jeden 1. Montag", ["07.12.26", "04.01.27", "01.02.27"]),
        ("jährlich am Aschermittwoch", ["10.02.27", "01.03.28", "14.02.29"]),
        ("am Samstag vor dem Ewigkeitssonntag", ["20.11.27", "25.11.28", "24.11.29"]),
        ("jedes Jahr am 3. Oktober", ["03.10.27", "03.10.28", "03.10.29"]),
        ("am letzten Tag des Monats", ["30.11.26", "31.12.26", "31.01.27"]),
        ("am ersten Werktag des Monats", ["01.12.26", "04.01.27", "01.02.27"]),
        ("quartalsweise am ersten Werktag", ["04.01.27", "01.04.27", "01.07.27"]),
        ("am letzten Werktag im Quartal", ["31.12.26", "31.03.27", "30.06.27"]),
        ("am Tag vor Christi Himmelfahrt", ["05.05.27", "24.05.28", "09.05.29"]),
        ("alle 2 Monate am 1. Werktag, erstmals am 4.1.2027", ["04.01.27", "01.03.27", "03.05.27"]),
        ("jeden 1. Montag, ab Januar 2028", ["03.01.28", "07.02.28", "06.03.28"]),
        ("mittwochs bis 3.12.2026", ["25.11.26", "02.12.26"]),
        ("alle 2 Wochen, erstmals am 12.1.2027", ["12.01.27", "26.01.27", "09.02.27"]),
        ("freitags, außer an Feiertagen, ab 18.12.2026", ["18.12.26", "08.01.27", "15.01.27"]),
        ("wöchentlich, abwechselnd montags und mittwochs", []),
        ("monatlich, dienstags oder mittwochs", []),
        ("jeden 1. Montag nach Absprache", []),
        ("höchstens viermal im Jahr", []),
    ],
)
def test_next_dates_of_what_people_write(text, expected):
    assert days(next_dates(parse(text), NOW, len(expected) or 3)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "jeden 2. Dienstag im Monat, bei Vollmond früher",
        "montags 17 Uhr, wenn nötig",
        "täglich, wetterabhängig",
    ],
)
def test_no_dates_come_from_what_was_read_in_part(text):
    assert next_dates(parse(text), NOW, 3) == []


def test_a_day_that_may_belong_to_two_rules_says_nothing_of_either():
    rhythm = parse("Plenum halbjährlich, Arbeitsgruppe alle 6 Wochen")

    assert next_dates(rhythm, NOW, 3, anchor=ANCHOR) == []


def test_days_after_a_break_are_known_to_who_knows_the_holidays():
    rhythm = parse("am ersten Montag nach den Sommerferien, 18 Uhr")

    assert next_dates(rhythm, NOW, 1) == []
    assert days(next_dates(rhythm, NOW, 1, holidays=in_school_holidays)) == ["23.08.27"]


def test_public_holidays_of_the_land_count_where_they_are_known():
    rhythm = parse("samstags, außer an Feiertagen")
    october = datetime(2026, 10, 30, tzinfo=BERLIN)

    assert days(next_dates(rhythm, october, 1)) == ["31.10.26"]
    assert days(next_dates(rhythm, october, 1, public_holidays=lambda day: day == date(2026, 10, 31))) == [
        "07.11.26"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("am letzten Tag des Monats", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("jeden letzten Werktag im Monat", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        (
            "jeden letzten Werktag im Quartal",
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        ),
        ("jedes Jahr am 3. Oktober", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3"),
        ("jährlich am Aschermittwoch", None),
        ("monatlich, dienstags oder mittwochs", None),
    ],
)
def test_rule_of_what_people_write(text, expected):
    assert parse(text).rrule == expected


def test_even_and_odd_years_need_no_meeting_to_count_from():
    after = datetime(2026, 11, 29, tzinfo=BERLIN)
    odd = parse("in ungeraden Jahren am 1. Samstag im Juni")
    even = parse("in geraden Jahren am Aschermittwoch")

    assert [d.date() for d in next_dates(odd, after, 2)] == [date(2027, 6, 5), date(2029, 6, 2)]
    assert [d.date() for d in next_dates(even, after, 2)] == [date(2028, 3, 1), date(2030, 3, 6)]
    assert next_dates(odd, after, 2, anchor=date(2024, 6, 1)) == next_dates(odd, after, 2)
    assert next_dates(parse("in geraden Jahren im Juni"), after) == []


def test_a_day_after_each_school_break_is_one_for_each_break_that_the_land_has():
    breaks = [
        (date(2026, 12, 23), date(2027, 1, 6)),
        (date(2027, 3, 22), date(2027, 4, 3)),
        (date(2027, 7, 19), date(2027, 8, 31)),
        (date(2027, 10, 23), date(2027, 11, 6)),
    ]
    rhythm = parse("jeden ersten Mittwoch nach den Ferien, 18 Uhr")

    found = next_dates(
        rhythm,
        datetime(2027, 1, 2, tzinfo=BERLIN),
        4,
        holidays=lambda day: any(first <= day <= last for first, last in breaks),
    )

    assert [day.date() for day in found] == [
        date(2027, 1, 13),
        date(2027, 4, 7),
        date(2027, 9, 1),
        date(2027, 11, 10),
    ]
    assert next_dates(rhythm, datetime(2027, 1, 2, tzinfo=BERLIN), 4) == []
    assert rhythm.times_per_year == 5
