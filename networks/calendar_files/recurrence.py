"""The days of a rule from a calendar file (RFC 5545, RRULE), bounded whatever the rule says.

Days only: a meeting keeps its time of day. Rules that repeat within a day, or that no programme offers for meetings
(BYWEEKNO, BYYEARDAY), are refused. Every day of the span is looked at once, so a rule costs what its span is long."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
UNDERSTOOD = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"
}  # fmt: skip
_WEEKDAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(WEEKDAYS)})")
_NUMBER = re.compile(r"[+-]?\d{1,6}")


class RuleError(ValueError):
    """A rule that is not read; says why in German."""


@dataclass(frozen=True)
class SeriesRule:
    """`until` as it is written; `days`: (number within month or year, 0 for each; weekday from 0)."""

    frequency: str
    interval: int = 1
    count: int = 0
    until: str = ""
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    @classmethod
    def read(cls, text: str) -> SeriesRule:
        parts = dict(part.partition("=")[::2] for part in text.upper().replace(" ", "").split(";") if part)
        if parts.get("FREQ") not in FREQUENCIES or parts.keys() - UNDERSTOOD:
            raise RuleError(_("Die Wiederholung „%s“ liest das Bildungsnetz nicht.") % text[:80])
        days = [_WEEKDAY.fullmatch(day) for day in _listed(parts, "BYDAY")]
        if not all(days) or parts.get("WKST", "MO") not in WEEKDAYS:
            raise RuleError(_("Die Wiederholung „%s“ liest das Bildungsnetz nicht.") % text[:80])
        return cls(
            parts["FREQ"],
            interval=max(1, *_numbers(parts, "INTERVAL")) if "INTERVAL" in parts else 1,
            count=max(0, *_numbers(parts, "COUNT")) if "COUNT" in parts else 0,
            until=parts.get("UNTIL", ""),
            months=_numbers(parts, "BYMONTH"),
            month_days=_numbers(parts, "BYMONTHDAY"),
            days=tuple((int(day[1] or 0), WEEKDAYS.index(day[2])) for day in days if day),
            positions=_numbers(parts, "BYSETPOS"),
            week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
        )

    def dates(self, first: date, since: date, until: date) -> Iterator[date]:
        """The days from `since` to `until`, ascending; `first`, the day of DTSTART, is always one of the rule."""
        for number, day in enumerate(self._all(first, first if self.count else max(first, since), until)):
            if self.count and number >= self.count:
                return
            if since <= day <= until:
                yield day

    def span(self, first: date, since: date, until: date) -> int:
        """How many days have to be looked at for that."""
        return max(0, (until - (first if self.count else max(first, since))).days)

    def _all(self, first: date, since: date, until: date) -> Iterator[date]:
        yield first
        start = self._start(since)
        length = (until - start).days + 1 + (366 if self.positions else 0)  # they count from its end, too
        looked_at = (start + timedelta(days=number) for number in range(length))
        for period, days in groupby(looked_at, lambda day: self._period(day, first)):
            if period % self.interval == 0:
                fitting = self._picked([day for day in days if self._fits(day, first)])
                yield from (day for day in fitting if day > first)

    def _picked(self, days: list[date]) -> list[date]:
        """BYSETPOS counts among the days of a period."""
        if self.positions:
            kept = {position - 1 if position > 0 else len(days) + position for position in self.positions}
            days = [day for number, day in enumerate(days) if number in kept]
        return days

    def _start(self, day: date) -> date:
        """The first day of the period in which a day lies."""
        match self.frequency:
            case "WEEKLY":
                return day - timedelta(days=(day.weekday() - self.week_start) % 7)
            case "MONTHLY":
                return day.replace(day=1)
            case "YEARLY":
                return day.replace(month=1, day=1)
        return day

    def _period(self, day: date, first: date) -> int:
        """How many periods after that of `first`."""
        match self.frequency:
            case "WEEKLY":
                return (self._start(day) - self._start(first)).days // 7
            case "MONTHLY":
                return (day.year - first.year) * 12 + day.month - first.month
            case "YEARLY":
                return day.year - first.year
        return (day - first).days

    def _fits(self, day: date, first: date) -> bool:
        if self.months and day.month not in self.months:
            return False
        last = monthrange(day.year, day.month)[1]
        if self.month_days and not {day.day, day.day - last - 1} & set(self.month_days):
            return False
        if self.days:
            return any(weekday == day.weekday() and self._is_nth(day, nth) for nth, weekday in self.days)
        return bool(self.month_days) or self._repeats(day, first)

    def _repeats(self, day: date, first: date) -> bool:
        """Where the rule names no day, that of `first` counts."""
        match self.frequency:
            case "WEEKLY":
                return day.weekday() == first.weekday()
            case "MONTHLY":
                return day.day == first.day
            case "YEARLY":
                return day.day == first.day and (bool(self.months) or day.month == first.month)
        return True

    def _is_nth(self, day: date, nth: int) -> bool:
        """Whether the day is the nth of its weekday: of the year for a yearly rule without months, else of the month."""
        if nth == 0 or self.frequency in {"DAILY", "WEEKLY"}:
            return True
        if self.frequency == "YEARLY" and not self.months:
            place, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        else:
            place, length = day.day, monthrange(day.year, day.month)[1]
        return nth in ((place - 1) // 7 + 1, -((length - place) // 7 + 1))


def _listed(parts: dict[str, str], name: str) -> list[str]:
    return [item for item in parts.get(name, "").split(",") if item]


def _numbers(parts: dict[str, str], name: str) -> tuple[int, ...]:
    items = _listed(parts, name)
    if not items or not all(map(_NUMBER.fullmatch, items)):
        if name not in parts:
            return ()
        raise RuleError(_("In der Wiederholung steht bei %s keine Zahl.") % name)
    return tuple(map(int, items))
