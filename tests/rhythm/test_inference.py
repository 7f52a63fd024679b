"""Reading a rhythm off the dates of past meetings."""

import random
from datetime import date, datetime, timedelta

import pytest

from rhythm import Period, confidence, infer, next_dates, parse

START = datetime(2024, 1, 8)  # noqa: DTZ001 a Monday; naive is local time


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("jeden 2. Dienstag im Monat, 16.30 Uhr", "in der Regel jeden 2. Dienstag im Monat, 16.30 Uhr"),
        ("jeden letzten Freitag im Monat, 9 Uhr", "in der Regel jeden letzten Freitag im Monat, 9 Uhr"),
        ("alle 6 Wochen, dienstags, 16.30 Uhr", "etwa alle 6 Wochen, meist dienstags, 16.30 Uhr"),
        ("alle 2 Wochen, montags", "etwa alle 2 Wochen, meist montags"),
        ("jeden Donnerstag, 15 Uhr", "in der Regel jeden Donnerstag, 15 Uhr"),
        ("jeden 1. Mittwoch im Quartal, 17 Uhr",
         "etwa vierteljährlich, am 1. Mittwoch im Monat, 17 Uhr"),
        ("alle 2 Monate, am 3. Montag im Monat", "etwa alle 2 Monate, am 3. Montag im Monat"),
    ],
)  # fmt: skip
def test_a_rhythm_that_was_kept_is_found(kept, words):
    dates = next_dates(parse(kept), START, 24, anchor=START.date())

    assert infer(dates).in_words() == words
    assert parse(words) == infer(dates)


def test_order_repetitions_and_days_without_a_time_do_not_matter():
    dates = next_dates(parse("alle 6 Wochen, dienstags, 16.30 Uhr"), START, 12, anchor=START.date())
    shuffled = [*dates, *dates[:5]]
    random.Random(1).shuffle(shuffled)

    assert infer(shuffled) == infer(dates)
    assert infer([moment.date() for moment in dates]).start is None


def test_a_summer_break_a_special_session_and_a_moved_date_do_not_disturb():
    dates = [m for m in next_dates(parse("jeden 2. Dienstag im Monat, 16 Uhr"), START, 30) if m.month != 8]
    dates[4] += timedelta(days=2)
    dates[9] = dates[9].replace(hour=18)
    dates += [dates[7] + timedelta(days=1), dates[15] + timedelta(days=9)]

    assert infer(dates).in_words() == "in der Regel jeden 2. Dienstag im Monat, 16 Uhr"


def test_only_the_last_three_years_count():
    old = next_dates(parse("jeden Montag, 8 Uhr"), datetime(2015, 1, 1), 100)  # noqa: DTZ001
    new = next_dates(parse("jeden 1. Mittwoch im Monat, 17 Uhr"), START, 15)

    assert infer(old + new) == infer(new)


def test_uneven_gaps_tell_only_how_many_meetings_there_are():
    gaps = [10, 90, 20, 120, 15, 100, 30, 95, 12, 110]
    days = [date(2024, 1, 8)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))

    rhythm = infer(days)

    assert (rhythm.period, rhythm.times, rhythm.approximate) == (Period.YEAR, 6, True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_meetings_are_no_rhythm(count):
    assert infer([date(2026, 1, 5) + timedelta(days=30 * step) for step in range(count)]) is None


def test_one_session_of_many_days_is_no_rhythm():
    assert infer([date(2026, 1, 5) + timedelta(days=step) for step in range(5)]) is None


def test_confidence_is_the_share_of_sessions_that_keep_the_rhythm():
    kept = next_dates(parse("jeden 2. Dienstag im Monat, 16 Uhr"), START, 20)
    rhythm = infer(kept)
    assert confidence(rhythm, kept) == 1.0
    assert confidence(rhythm, reversed(kept)) == 1.0
    moved = [*kept[:-1], kept[-1] + timedelta(days=2)]  # another weekday, though about as long after
    assert confidence(rhythm, moved) == 0.95
    with_break = [*kept[:9], *kept[10:]]  # an omitted one is missed by the one after it
    assert confidence(rhythm, with_break) == 18 / 19


def test_nothing_is_sure_where_nothing_is_to_be_expected():
    assert confidence(parse("nach Bedarf"), [START, START + timedelta(days=30)]) == 0.0
    assert confidence(parse("monatlich"), []) == 0.0


def test_the_last_weekday_of_the_month_counts_whichever_it_is():
    kept = next_dates(parse("jeden letzten Freitag im Monat, 9 Uhr"), START, 24)
    assert confidence(infer(kept), kept) == 1.0
