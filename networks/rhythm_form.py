"""The structured form of a meeting rhythm: what „jeden 2. Dienstag im Monat, 16 Uhr“ says, as data.

A rhythm is: `times` meetings in every `interval` `period`s, perhaps on certain days, at a certain time, in
certain months. Everything else (how often in a year, the filter value, an RRULE) is computed from that.
Pure: no Django. The German words in here are data (what clerks write), not user interface texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from typing import Any, Self

DAYS_IN_YEAR = 365.25


class Period(StrEnum):
    """The span in which the meetings are counted. School years and semesters stay apart from calendar
    ones, because „einmal im Schuljahr“ says something else about the date than „einmal im Jahr“."""

    DAY = "tag"
    WEEK = "woche"
    MONTH = "monat"
    QUARTER = "quartal"
    HALF_YEAR = "halbjahr"
    YEAR = "jahr"
    SEMESTER = "semester"
    SCHOOL_HALF_YEAR = "schulhalbjahr"
    SCHOOL_YEAR = "schuljahr"


PER_YEAR: dict[Period, float] = {
    Period.DAY: DAYS_IN_YEAR,
    Period.WEEK: DAYS_IN_YEAR / 7,
    Period.MONTH: 12.0,
    Period.QUARTER: 4.0,
    Period.HALF_YEAR: 2.0,
    Period.YEAR: 1.0,
    Period.SEMESTER: 2.0,
    Period.SCHOOL_HALF_YEAR: 2.0,
    Period.SCHOOL_YEAR: 1.0,
}
SHORT_PERIODS = frozenset({Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER})


class WeekParity(StrEnum):
    """Only in even or only in odd calendar weeks (ISO 8601, which German calendars print)."""

    EVEN = "gerade"
    ODD = "ungerade"


class Frequency(StrEnum):
    """The filter value: how often a network meets, coarse enough that neighbours fall together
    (every 8 weeks and every 2 months are the same thing to somebody who looks for a place in a diary)."""

    WEEKLY = "woechentlich"
    FORTNIGHTLY = "vierzehntaegig"
    MONTHLY = "monatlich"
    SIX_TO_TEN_WEEKS = "sechs-bis-zehn-wochen"
    QUARTERLY = "vierteljaehrlich"
    HALF_YEARLY = "halbjaehrlich"
    YEARLY = "jaehrlich"
    ON_DEMAND = "nach-bedarf"
    PAUSED = "ruht"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Frequency.WEEKLY: "wöchentlich oder öfter",
    Frequency.FORTNIGHTLY: "etwa alle zwei Wochen",
    Frequency.MONTHLY: "etwa monatlich",
    Frequency.SIX_TO_TEN_WEEKS: "alle 6 bis 10 Wochen",
    Frequency.QUARTERLY: "etwa vierteljährlich",
    Frequency.HALF_YEARLY: "etwa halbjährlich",
    Frequency.YEARLY: "jährlich oder seltener",
    Frequency.ON_DEMAND: "nach Bedarf oder unregelmäßig",
    Frequency.PAUSED: "zurzeit keine Treffen",
}
FREQUENCIES: list[tuple[str, str]] = [(value.value, value.label) for value in Frequency]

# Lower bounds in meetings a year. Each lies between two usual rhythms: 36 between weekly (52) and fortnightly
# (24-26), 17.7 between fortnightly and monthly (so „alle 3 Wochen“, 17.4, is about monthly), 10 under „alle 5
# Wochen“ (10.4) and over „alle 6 Wochen“ (8.7), 4.9 under „alle 10 Wochen“ (5.2) and over quarterly, 2.8 so that
# „dreimal im Jahr“ counts as quarterly, 1.4 between half-yearly and yearly.
_BOUNDS = [
    (36.0, Frequency.WEEKLY),
    (17.7, Frequency.FORTNIGHTLY),
    (10.0, Frequency.MONTHLY),
    (4.9, Frequency.SIX_TO_TEN_WEEKS),
    (2.8, Frequency.QUARTERLY),
    (1.4, Frequency.HALF_YEARLY),
    (0.0, Frequency.YEARLY),
]


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """A meeting rhythm.

    `period` None means that the text names no cadence (only „nach Bedarf“ or „ruht“).
    `times`/`times_max`: „zwei- bis dreimal“ is 2 and 3; `interval`/`interval_max`: „alle 6 bis 8 Wochen“ is 6 and 8.
    `weekdays`: 0 is Monday. `nth`: 1..5, -1 the last, -2 the one before; counted in the month, or in the period
    where that is a quarter or half-year. `month_days`: 1..31. `months`: the months in which meetings happen, 1..12,
    empty for all. `outside_holidays`: not in the school holidays. `start`, `end`: local time.
    `leftover`: the part of the text that was not understood. `doubt`: a German sentence for the person typing
    where the text can be read in two ways; it is advice, so it does not count for equality.
    """

    period: Period | None = None
    times: int = 1
    times_max: int | None = None
    interval: int = 1
    interval_max: int | None = None
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    week_parity: WeekParity | None = None
    months: tuple[int, ...] = ()
    outside_holidays: bool = False
    start: time | None = None
    end: time | None = None
    on_demand: bool = False
    at_least: bool = False
    approximate: bool = False
    paused: bool = False
    leftover: str = ""
    doubt: str = field(default="", compare=False)

    @property
    def _slots(self) -> int:
        """How many days the rhythm names within one turn: „dienstags und donnerstags“ has two."""
        if self.times > 1 or self.times_max:
            return 1
        if self.month_days:
            return len(self.month_days)
        if self.nth:
            return len(self.nth) * max(1, len(self.weekdays))
        return max(1, len(self.weekdays)) if self.period is Period.WEEK else 1

    @property
    def cadence(self) -> float | None:
        """Meetings a year while the network meets: pauses in certain months are not deducted."""
        if self.period is None or self.paused:
            return None
        times = (self.times + (self.times_max or self.times)) / 2
        interval = (self.interval + (self.interval_max or self.interval)) / 2
        if self.week_parity and self.period is Period.WEEK:
            interval = 2
        return times * self._slots * PER_YEAR[self.period] / interval

    @property
    def is_seasonal(self) -> bool:
        """Whether `months` takes meetings away („monatlich, September bis Mai“) rather than saying when the few
        meetings are („jährlich im Herbst“)."""
        return bool(self.months) and self.period in SHORT_PERIODS

    @property
    def times_per_year(self) -> float | None:
        """Meetings to be expected in a year (the minimum for „nach Bedarf, mindestens …“), None if unknown.

        School holidays are not deducted: dates that fall into them are often moved, not dropped.
        """
        cadence = self.cadence
        if cadence is None:
            return None
        return round(cadence * len(self.months) / 12 if self.is_seasonal else cadence, 2)

    @property
    def expected_gap_days(self) -> float | None:
        """Days from one meeting to the next while the network meets; None where nothing can be expected."""
        cadence = self.cadence
        return round(DAYS_IN_YEAR / cadence, 1) if cadence else None

    @property
    def frequency(self) -> Frequency:
        """The filter value. By the cadence in season: „im Wintersemester monatlich“ is found under monthly."""
        if self.paused:
            return Frequency.PAUSED
        cadence = self.cadence
        if cadence is None or (self.on_demand and self.at_least):
            return Frequency.ON_DEMAND
        return next(value for bound, value in _BOUNDS if cadence >= bound)

    @property
    def rrule(self) -> str | None:
        """RFC 5545 rule without „RRULE:“, None where the text does not fix one; see `rhythm_dates.rule`."""
        from networks.rhythm_dates import rule

        return rule(self)

    def in_words(self) -> str:
        """The rhythm in normalised German: „jeden 2. Dienstag im Monat, 16 Uhr“. Never contains `leftover`."""
        from networks.rhythm_words import in_words

        return in_words(self)

    def to_dict(self) -> dict[str, Any]:
        """For a JSON field: only what differs from the default, times as "16:30"."""
        result: dict[str, Any] = {}
        for item in fields(self):
            value = getattr(self, item.name)
            if value == item.default:
                continue
            if isinstance(value, time):
                value = value.isoformat("minutes")
            elif isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, StrEnum):
                value = value.value
            result[item.name] = value
        return result

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_dict`; keys it does not know are ignored. Raises ValueError on a wrong value."""
        known = {item.name for item in fields(cls)}
        values = {key: _FROM_JSON.get(key, _same)(value) for key, value in data.items() if key in known}
        return cls(**values)


def _same(value: Any) -> Any:
    return value


def _optional_time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in value)


_FROM_JSON = {
    "period": lambda value: Period(value) if value else None,
    "week_parity": lambda value: WeekParity(value) if value else None,
    "weekdays": _numbers,
    "nth": _numbers,
    "month_days": _numbers,
    "months": _numbers,
    "start": _optional_time,
    "end": _optional_time,
}
