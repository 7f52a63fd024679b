"""The structured form of a meeting rhythm: what „jeden 2. Dienstag im Monat, 16 Uhr“ says, as data.

A rhythm is: `times` meetings in every `interval` `period`s, perhaps on certain days, at a certain time, in
certain months. Everything else (how often in a year, the filter value, an RRULE) is computed from that.
Pure: no Django. The German words in here are data (what clerks write), not user interface texts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from enum import StrEnum
from typing import Any, Self

from rhythm.dates import rule
from rhythm.terms import BOUNDS, DAYS_IN_YEAR, PER_YEAR, SHORT_PERIODS, Frequency, Period, WeekParity
from rhythm.words import in_words


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """A meeting rhythm.

    `period` None means that the text names no cadence (only „nach Bedarf“ or „ruht“).
    `times`/`times_max`: „zwei- bis dreimal“ is 2 and 3; `interval`/`interval_max`: „alle 6 bis 8 Wochen“ is 6 and 8.
    `weekdays`: 0 is Monday. `nth`: 1..5, -1 the last, -2 the one before; counted in the month, or in the period
    where that is a quarter or half-year. `month_days`: 1..31. `months`: the months in which meetings happen, 1..12,
    empty for all. `outside_holidays`: not in the school holidays. `start`, `end`: local time.
    `leftover`: the part of the text that was not parsed. `doubt`: a German sentence for the person typing
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
        return next(value for bound, value in BOUNDS if cadence >= bound)

    @property
    def rrule(self) -> str | None:
        """RFC 5545 rule without „RRULE:“, None where the text does not fix one; see `dates.rule`."""
        return rule(self)

    def in_words(self) -> str:
        """The rhythm in normalised German: „jeden 2. Dienstag im Monat, 16 Uhr“. Never contains `leftover`."""
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


_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "times": int,
    "times_max": lambda value: None if value is None else int(value),
    "interval": int,
    "interval_max": lambda value: None if value is None else int(value),
    "period": lambda value: Period(value) if value else None,
    "week_parity": lambda value: WeekParity(value) if value else None,
    "weekdays": _numbers,
    "nth": _numbers,
    "month_days": _numbers,
    "months": _numbers,
    "start": _optional_time,
    "end": _optional_time,
}
