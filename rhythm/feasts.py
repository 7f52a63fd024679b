"""Feasts and public holidays: „am Aschermittwoch“, „am Dienstag nach Pfingsten“, „außer an Feiertagen“.

A feast that moves is kept by name; one on a fixed day is that day of its month.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from dateutil.easter import easter


class Feast(StrEnum):
    """A feast that moves from year to year. The value is what stands behind „am“."""

    FAT_THURSDAY = "Weiberfastnacht"
    ROSE_MONDAY = "Rosenmontag"
    SHROVE_TUESDAY = "Faschingsdienstag"
    ASH_WEDNESDAY = "Aschermittwoch"
    PALM_SUNDAY = "Palmsonntag"
    MAUNDY_THURSDAY = "Gründonnerstag"
    GOOD_FRIDAY = "Karfreitag"
    EASTER = "Ostersonntag"
    EASTER_MONDAY = "Ostermontag"
    WHITE_SUNDAY = "Weißen Sonntag"
    ASCENSION = "Christi Himmelfahrt"
    PENTECOST = "Pfingstsonntag"
    WHIT_MONDAY = "Pfingstmontag"
    TRINITY = "Trinitatis"
    CORPUS_CHRISTI = "Fronleichnam"
    MEMORIAL_DAY = "Volkstrauertag"
    REPENTANCE = "Buß- und Bettag"
    DEAD_SUNDAY = "Totensonntag"
    ADVENT = "1. Advent"
    ADVENT_2 = "2. Advent"
    ADVENT_3 = "3. Advent"
    ADVENT_4 = "4. Advent"
    # School breaks: only „after the summer holidays“ and the like, and only who knows the Land knows when.
    WINTER_BREAK = "den Winterferien"
    EASTER_BREAK = "den Osterferien"
    WHITSUN_BREAK = "den Pfingstferien"
    SUMMER_BREAK = "den Sommerferien"
    AUTUMN_BREAK = "den Herbstferien"
    CHRISTMAS_BREAK = "den Weihnachtsferien"
    EACH_BREAK = "den Ferien"


WITHOUT_ARTICLE = frozenset({Feast.FAT_THURSDAY, Feast.ASCENSION, Feast.TRINITY, Feast.CORPUS_CHRISTI})
_FROM_EASTER = {
    Feast.FAT_THURSDAY: -52, Feast.ROSE_MONDAY: -48, Feast.SHROVE_TUESDAY: -47, Feast.ASH_WEDNESDAY: -46,
    Feast.PALM_SUNDAY: -7, Feast.MAUNDY_THURSDAY: -3, Feast.GOOD_FRIDAY: -2, Feast.EASTER: 0,
    Feast.EASTER_MONDAY: 1, Feast.WHITE_SUNDAY: 7, Feast.ASCENSION: 39, Feast.PENTECOST: 49,
    Feast.WHIT_MONDAY: 50, Feast.TRINITY: 56, Feast.CORPUS_CHRISTI: 60,
}  # fmt: skip
_FROM_ADVENT = {
    Feast.MEMORIAL_DAY: -14, Feast.REPENTANCE: -11, Feast.DEAD_SUNDAY: -7, Feast.ADVENT: 0, Feast.ADVENT_2: 7,
    Feast.ADVENT_3: 14, Feast.ADVENT_4: 21,
}  # fmt: skip

# A span in which a day of the break lies in every Land: month and day, from and to.
_BREAKS: dict[Feast, tuple[tuple[int, int], tuple[int, int]]] = {
    Feast.WINTER_BREAK: ((1, 20), (3, 10)),
    Feast.EASTER_BREAK: ((3, 11), (4, 30)),
    Feast.WHITSUN_BREAK: ((5, 8), (6, 15)),
    Feast.SUMMER_BREAK: ((7, 25), (8, 5)),
    Feast.AUTUMN_BREAK: ((10, 1), (11, 5)),
    Feast.CHRISTMAS_BREAK: ((12, 24), (12, 31)),
}
BREAKS_IN_A_YEAR = 5  # about: four to six, by Land
ANY_YEAR = 2023  # a feast that moves keeps its weekday
LONGEST_BREAK = 60  # days: whoever says that every day is a holiday gets an answer, too
SHORTEST_BREAK = 4  # days: a bridging day is no break

# What people write → the feast, or its month and day.
_NAMES: dict[str, Feast | tuple[int, int]] = {
    **{feast.value.lower().removeprefix("den "): feast for feast in Feast},
    "altweiber": Feast.FAT_THURSDAY, "altweiberfastnacht": Feast.FAT_THURSDAY,
    "schmotzigen donnerstag": Feast.FAT_THURSDAY, "fastnachtsdienstag": Feast.SHROVE_TUESDAY,
    "veilchendienstag": Feast.SHROVE_TUESDAY, "fasnachtsdienstag": Feast.SHROVE_TUESDAY, "ostern": Feast.EASTER,
    "himmelfahrt": Feast.ASCENSION, "vatertag": Feast.ASCENSION, "auffahrt": Feast.ASCENSION,
    "pfingsten": Feast.PENTECOST, "ewigkeitssonntag": Feast.DEAD_SUNDAY, "buß und bettag": Feast.REPENTANCE,
    "buss- und bettag": Feast.REPENTANCE, "ersten advent": Feast.ADVENT, "zweiten advent": Feast.ADVENT_2,
    "dritten advent": Feast.ADVENT_3, "vierten advent": Feast.ADVENT_4,
    **{f"{number}. adventssonntag": feast for number, feast in enumerate(
        (Feast.ADVENT, Feast.ADVENT_2, Feast.ADVENT_3, Feast.ADVENT_4), 1)},
    "ersten adventssonntag": Feast.ADVENT,
    "neujahr": (1, 1), "neujahrstag": (1, 1), "dreikönigstag": (1, 6), "heilige drei könige": (1, 6),
    "dreikönig": (1, 6), "lichtmess": (2, 2), "valentinstag": (2, 14), "weltfrauentag": (3, 8), "frauentag": (3, 8),
    "internationalen frauentag": (3, 8), "weltkindertag": (9, 20), "josefstag": (3, 19), "stephanstag": (12, 26),
    "tag der arbeit": (5, 1), "maifeiertag": (5, 1), "johannistag": (6, 24), "bundesfeier": (8, 1),
    "mariä himmelfahrt": (8, 15), "tag der deutschen einheit": (10, 3), "nationalfeiertag": (10, 26),
    "reformationstag": (10, 31), "halloween": (10, 31), "allerheiligen": (11, 1), "allerseelen": (11, 2),
    "martinstag": (11, 11), "st. martin": (11, 11), "nikolaustag": (12, 6), "nikolaus": (12, 6),
    "mariä empfängnis": (12, 8), "heiligabend": (12, 24), "silvester": (12, 31),
}  # fmt: skip
NAME = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))

# In all Länder; what only some of them have is known to whoever passes `public_holidays`.
_PUBLIC = {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}
_PUBLIC_FROM_EASTER = {-2, 1, 39, 50}


def named(text: str) -> Feast | tuple[int, int]:
    """„Ewigkeitssonntag“ → DEAD_SUNDAY, „Heiligabend“ → (12, 24). Raises KeyError for anything else."""
    return _NAMES[" ".join(text.lower().split())]


@lru_cache(maxsize=512)
def day_of(feast: Feast, year: int) -> date:
    if feast in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[feast])
    christmas = date(year, 12, 25)
    fourth_advent = christmas - timedelta(days=christmas.weekday() + 1)
    return fourth_advent - timedelta(weeks=3) + timedelta(days=_FROM_ADVENT[feast])


def is_break(feast: Feast) -> bool:
    return feast in _BREAKS or feast is Feast.EACH_BREAK


def days_near(
    feast: Feast, years: range, weekday: int, nth: int, in_holidays: Callable[[date], bool] | None = None
) -> Iterator[date]:
    """The nth Tuesdays after the feast, or after each school break, ascending. The day after the Christmas break lies
    in the next year, so the years begin one earlier."""
    each = _BREAKS if feast is Feast.EACH_BREAK else (feast,)
    for year in range(years.start - 1, years.stop) if is_break(feast) and years.step == 1 else years:
        for one in each:
            if day := day_near(one, year, weekday, nth, in_holidays):
                yield day


def day_near(
    feast: Feast, year: int, weekday: int, nth: int, in_holidays: Callable[[date], bool] | None = None
) -> date | None:
    """The nth Tuesday after the feast, or before it if `nth` is negative; never the feast itself. None after a school
    break that nobody knows."""
    if is_break(feast):
        span = _break_of(feast, year, in_holidays) if in_holidays else None
        if span is None:
            return None
        day = span[1] if nth > 0 else span[0]
    else:
        day = day_of(feast, year)
    if nth > 0:
        return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1 + 7 * (nth - 1))
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1 + 7 * (-nth - 1))


def is_in_break(feast: Feast, day: date, in_holidays: Callable[[date], bool]) -> bool:
    """Whether a day of the school holidays belongs to that break; the Christmas break begins in the year before."""
    spans = (_break_of(feast, year, in_holidays) for year in (day.year - 1, day.year))
    return any(span[0] <= day <= span[1] for span in spans if span)


def _break_of(feast: Feast, year: int, in_holidays: Callable[[date], bool]) -> tuple[date, date] | None:
    """First and last day of a school break."""
    (month, day), (until_month, until_day) = _BREAKS[feast]
    first, until = date(year, month, day), date(year, until_month, until_day)
    while first <= until and not (
        in_holidays(first) and in_holidays(first + timedelta(days=SHORTEST_BREAK - 1))
    ):
        first += timedelta(days=1)
    if first > until:
        return None
    return _reach(first, -1, in_holidays), _reach(first, 1, in_holidays)


def _reach(day: date, step: int, in_holidays: Callable[[date], bool]) -> date:
    """The last holiday in that direction."""
    for _ in range(LONGEST_BREAK):
        if not in_holidays(day + timedelta(days=step)):
            break
        day += timedelta(days=step)
    return day


@lru_cache(maxsize=4096)
def is_public_holiday(day: date) -> bool:
    return (day.month, day.day) in _PUBLIC or (day - easter(day.year)).days in _PUBLIC_FROM_EASTER


def nth_workday(year: int, month: int, nth: int, is_free: Callable[[date], bool]) -> date | None:
    """The nth day of a month from Monday to Friday that is no holiday; None where there are fewer."""
    first = date(year, month, 1)
    days = (first + timedelta(days=step) for step in range(31))
    work = [d for d in days if d.month == month and d.weekday() < 5 and not is_free(d)]
    position = nth - 1 if nth > 0 else len(work) + nth
    return work[position] if 0 <= position < len(work) else None
