"""Feasts that move, days around them, workdays and public holidays."""

from datetime import date

import pytest

from rhythm import parse
from rhythm.feasts import Feast, day_near, day_of, is_public_holiday, named, nth_workday

NOBODY_IS_FREE = lambda day: False  # noqa: E731


@pytest.mark.parametrize(
    ("feast", "in_2026", "in_2027"),
    [
        (Feast.ROSE_MONDAY, date(2026, 2, 16), date(2027, 2, 8)),
        (Feast.ASH_WEDNESDAY, date(2026, 2, 18), date(2027, 2, 10)),
        (Feast.EASTER, date(2026, 4, 5), date(2027, 3, 28)),
        (Feast.ASCENSION, date(2026, 5, 14), date(2027, 5, 6)),
        (Feast.CORPUS_CHRISTI, date(2026, 6, 4), date(2027, 5, 27)),
        (Feast.REPENTANCE, date(2026, 11, 18), date(2027, 11, 17)),
        (Feast.DEAD_SUNDAY, date(2026, 11, 22), date(2027, 11, 21)),
        (Feast.ADVENT, date(2026, 11, 29), date(2027, 11, 28)),
        (Feast.ADVENT_4, date(2026, 12, 20), date(2027, 12, 19)),
    ],
)
def test_the_day_of_a_feast(feast, in_2026, in_2027):
    assert (day_of(feast, 2026), day_of(feast, 2027)) == (in_2026, in_2027)


def test_christmas_on_a_sunday_leaves_the_fourth_advent_a_week_before():
    assert day_of(Feast.ADVENT_4, 2022) == date(2022, 12, 18)


def test_days_before_and_after_a_feast():
    assert day_near(Feast.PENTECOST, 2026, weekday=1, nth=1) == date(2026, 5, 26)
    assert day_near(Feast.EASTER, 2026, weekday=6, nth=2) == date(2026, 4, 19)
    assert day_near(Feast.DEAD_SUNDAY, 2026, weekday=5, nth=-1) == date(2026, 11, 21)


def test_days_around_a_school_break_are_known_to_who_knows_the_holidays():
    def summer(day: date) -> bool:
        return date(2027, 7, 19) <= day <= date(2027, 8, 31)

    assert day_near(Feast.SUMMER_BREAK, 2027, weekday=0, nth=1, in_holidays=summer) == date(2027, 9, 6)
    assert day_near(Feast.SUMMER_BREAK, 2027, weekday=0, nth=-1, in_holidays=summer) == date(2027, 7, 12)
    assert day_near(Feast.AUTUMN_BREAK, 2027, weekday=0, nth=1, in_holidays=summer) is None
    assert day_near(Feast.SUMMER_BREAK, 2027, weekday=0, nth=1) is None


def test_names_of_feasts():
    assert named("Ewigkeitssonntag") is Feast.DEAD_SUNDAY
    assert named("heiligabend") == (12, 24)
    with pytest.raises(KeyError):
        named("Geburtstag")


def test_the_first_workday_of_may_is_not_the_first_of_may():
    assert nth_workday(2026, 5, 1, is_public_holiday) == date(2026, 5, 4)
    assert nth_workday(2027, 1, 1, is_public_holiday) == date(2027, 1, 4)
    assert nth_workday(2026, 12, -1, NOBODY_IS_FREE) == date(2026, 12, 31)
    assert nth_workday(2026, 2, 23, NOBODY_IS_FREE) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jährlich am Aschermittwoch", "jährlich, am Aschermittwoch"),
        ("immer am 1. Advent, 15 Uhr", "jährlich, am 1. Advent, 15 Uhr"),
        ("jedes Jahr an Heiligabend", "jährlich, am 24. Dezember"),
        ("alle 2 Jahre am Pfingstmontag", "alle 2 Jahre, am Pfingstmontag"),
        ("am Samstag vor dem Ewigkeitssonntag", "jährlich, am Samstag vor Totensonntag"),
        ("am zweiten Sonntag nach Ostern", "jährlich, am 2. Sonntag nach Ostersonntag"),
        ("am letzten Montag vor den Sommerferien", "jährlich, am letzten Montag vor den Sommerferien"),
        ("am ersten Montag nach den Herbstferien", "jährlich, am 1. Montag nach den Herbstferien"),
        ("jedes Jahr am 3. Oktober", "jährlich, am 3. Oktober"),
        ("alljährlich am 11.11. um 11.11 Uhr", "jährlich, am 11. November, 11.11 Uhr"),
        ("jeden letzten Arbeitstag im Monat", "jeden letzten Werktag im Monat"),
        ("am 1. Werktag im Monat, im Wintersemester", "jeden 1. Werktag im Monat, im Wintersemester"),
        ("quartalsweise, jeweils am ersten Werktag", "jeden 1. Werktag im Quartal"),
        ("am letzten Werktag im Halbjahr", "jeden letzten Werktag im Halbjahr"),
        ("jährlich am Tag vor Christi Himmelfahrt", "jährlich, am Mittwoch vor Christi Himmelfahrt"),
        ("am Tag nach Pfingsten", "jährlich, am Montag nach Pfingstsonntag"),
        ("am Vortag von Heiligabend, 17 Uhr", "jährlich, am 23. Dezember, 17 Uhr"),
        ("alle 2 Monate am 1. Werktag des Monats", "alle 2 Monate, am 1. Werktag im Monat"),
        ("am 1. und letzten Tag jedes Monats", "am 1. und letzten Tag jedes Monats"),
        ("zum Monatsletzten", "am letzten Tag jedes Monats"),
    ],
)
def test_days_of_the_year_and_of_the_month(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")
    assert parse(words) == rhythm
