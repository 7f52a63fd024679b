"""The structured form of a meeting rhythm: what „jeden 2. Dienstag im Monat, 16 Uhr“ says, as data.

A rhythm is: `times` meetings in every `interval` `period`s, perhaps on certain days, at a certain time, in
certain months. Everything else (how often in a year, the filter value, an RRULE) is computed from that.
Pure: no Django. The German words in here are data (what clerks write), not user interface texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from enum import StrEnum
from typing import Any, Self

from rhythm.dates import rule
from rhythm.feasts import BREAKS_IN_A_YEAR, Feast, is_break
from rhythm.terms import (
    BOUNDS,
    COUNTED_PER_YEAR,
    DAYS_IN_YEAR,
    PER_YEAR,
    SHORT_PERIODS,
    Frequency,
    Parity,
    Period,
    Understood,
)
from rhythm.words import in_words


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """A meeting rhythm.

    `period` None means that the text names no cadence (only „nach Bedarf“ or „ruht“).
    `times`/`times_max`: „zwei- bis dreimal“ is 2 and 3; `interval`/`interval_max`: „alle 6 bis 8 Wochen“ is 6 and 8.
    `weekdays`: 0 is Monday. `nth`: 1..5, -1 the last, -2 the one before; counted in the month, or in the period
    where that is a quarter or half-year; with `workdays` it is the nth workday of the month, with a `feast` the nth
    weekday after it (before it, if negative). `month_days`: 1..31, -1 the last. `months`: the months in which meetings
    happen, 1..12, empty for all. `either`, `alternating`: on one of the weekdays, the text does not say which when.
    `outside_holidays`: not in the school holidays; `outside_breaks`: not in these of them. `start`, `end`: local time. `begins`, `ends`: the days between which
    the rhythm holds; `first`: the day of its first meeting. `by_appointment`: the dates are agreed on each time.
    `also`: further rules of the same text („Plenum halbjährlich, Vorstand monatlich“); their dates are united.
    `leftover`: the part of the text that was not parsed and may change the dates. `note`: the part that can't (where,
    who, what for). `doubt`: a German sentence for the person typing where the text can be read in two ways. The last
    two are no part of the rhythm, so they do not count for equality.
    """

    period: Period | None = None
    times: int = 1
    times_max: int | None = None
    interval: int = 1
    interval_max: int | None = None
    weekdays: tuple[int, ...] = ()
    nth: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    workdays: bool = False
    feast: Feast | None = None
    either: bool = False
    alternating: bool = False
    week_parity: Parity | None = None
    year_parity: Parity | None = None
    months: tuple[int, ...] = ()
    outside_holidays: bool = False
    outside_public_holidays: bool = False
    outside_breaks: tuple[Feast, ...] = ()
    begins: date | None = None
    first: date | None = None
    ends: date | None = None
    start: time | None = None
    end: time | None = None
    on_demand: bool = False
    by_appointment: bool = False
    at_least: bool = False
    at_most: bool = False
    approximate: bool = False
    paused: bool = False
    also: tuple[Rhythm, ...] = ()
    leftover: str = ""
    note: str = field(default="", compare=False)
    doubt: str = field(default="", compare=False)

    @property
    def understood(self) -> Understood:
        return Understood.PARTLY if self.leftover else Understood.YES

    @property
    def rules(self) -> tuple[Rhythm, ...]:
        """Each rule of the text by itself; what is left unread of the text is said of all of them."""
        return (replace(self, also=()), *self.also)

    @property
    def names_days(self) -> bool:
        return bool(self.weekdays or self.nth or self.month_days or self.feast)

    @property
    def needs_school_holidays(self) -> bool:
        """Whether its dates depend on when the school holidays are."""
        return any(
            rule.outside_holidays or rule.outside_breaks or (rule.feast and is_break(rule.feast))
            for rule in self.rules
        )

    @property
    def cadence(self) -> float | None:
        """Meetings a year while the network meets: pauses in certain months are not deducted. Of several rules the
        most frequent counts: what „etwa monatlich“ means to somebody who looks for a place in a diary."""
        known = [found for rule in self.rules if (found := _per_year(rule, PER_YEAR))]
        return max(known, default=None)

    @property
    def is_seasonal(self) -> bool:
        """Whether `months` takes meetings away („monatlich, September bis Mai“) rather than saying when the few
        meetings are („jährlich im Herbst“)."""
        return bool(self.months) and self.period in SHORT_PERIODS

    @property
    def times_per_year(self) -> float | None:
        """Meetings to be expected in a year, of all rules together: the one count for everybody who needs one.

        The minimum for „mindestens …“, the limit for „höchstens …“, None if unknown. A week counts 48 times: four
        weeks without a meeting are usual. Other school holidays are not deducted: dates in them are often moved.
        """
        counted = [
            found * (len(rule.months) / 12 if rule.is_seasonal else 1)
            for rule in self.rules
            if (found := _per_year(rule, COUNTED_PER_YEAR))
        ]
        return round(sum(counted), 2) if counted else None

    @property
    def expected_gap_days(self) -> float | None:
        """Days from one meeting to the next while the network meets; None where nothing can be expected."""
        cadence = None if self.at_most else self.cadence
        return round(DAYS_IN_YEAR / cadence, 1) if cadence else None

    def clock_on(self, day: date) -> tuple[time | None, time | None]:
        """From when until when a meeting on that day is. Nothing where the rules that fit the day differ in it, or a
        part of the text was not read."""
        fitting = {
            (rule.start, rule.end)
            for rule in self.rules
            if not rule.weekdays or day.weekday() in rule.weekdays
        }
        return fitting.pop() if len(fitting) == 1 and not self.leftover else (None, None)

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
            result[item.name] = _to_json(value)
        return result

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of `to_dict`; keys it does not know are ignored. Raises ValueError on a wrong value."""
        known = {item.name for item in fields(cls)}
        values = {key: _FROM_JSON.get(key, _same)(value) for key, value in data.items() if key in known}
        return cls(**values)


def _per_year(rhythm: Rhythm, weights: Mapping[Period, float]) -> float | None:
    if rhythm.period is None or rhythm.paused:
        return None
    times = rhythm.times if rhythm.at_most else (rhythm.times + (rhythm.times_max or rhythm.times)) / 2
    interval = (rhythm.interval + (rhythm.interval_max or rhythm.interval)) / 2
    if rhythm.week_parity and rhythm.period is Period.WEEK:
        interval = 2
    breaks = BREAKS_IN_A_YEAR if rhythm.feast is Feast.EACH_BREAK else 1
    return times * _slots(rhythm) * breaks * weights[rhythm.period] / interval


def _slots(rhythm: Rhythm) -> int:
    """How many days the rhythm names within one turn: „dienstags und donnerstags“ has two."""
    if rhythm.times > 1 or rhythm.times_max or rhythm.either or rhythm.alternating:
        return 1
    if rhythm.month_days:
        return len(rhythm.month_days)
    if rhythm.nth:
        return len(rhythm.nth) * max(1, len(rhythm.weekdays))
    return max(1, len(rhythm.weekdays)) if rhythm.period is Period.WEEK else 1


def _to_json(value: Any) -> Any:
    match value:
        case time():
            return value.isoformat("minutes")
        case date():
            return value.isoformat()
        case tuple():
            return [_to_json(item) for item in value]
        case StrEnum():
            return value.value
        case Rhythm():
            return value.to_dict()
    return value


def _same(value: Any) -> Any:
    return value


def _optional_time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


def _optional_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _numbers(value: Any) -> tuple[int, ...]:
    return tuple(int(number) for number in value)


_FROM_JSON: dict[str, Callable[[Any], Any]] = {
    "times": int,
    "times_max": lambda value: None if value is None else int(value),
    "interval": int,
    "interval_max": lambda value: None if value is None else int(value),
    "period": lambda value: Period(value) if value else None,
    "week_parity": lambda value: Parity(value) if value else None,
    "year_parity": lambda value: Parity(value) if value else None,
    "weekdays": _numbers,
    "nth": _numbers,
    "month_days": _numbers,
    "months": _numbers,
    "outside_breaks": lambda value: tuple(Feast(item) for item in value),
    "feast": lambda value: Feast(value) if value else None,
    "also": lambda value: tuple(Rhythm.from_dict(item) for item in value),
    "begins": _optional_date,
    "first": _optional_date,
    "ends": _optional_date,
    "start": _optional_time,
    "end": _optional_time,
}
