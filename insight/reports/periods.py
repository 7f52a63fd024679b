"""Spans of time that reports are about. Pure: no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Self

MONTHS = 12  # of a year


class Length(IntEnum):
    """In months."""

    QUARTER = 3
    HALF_YEAR = 6
    YEAR = 12


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """From a day to a day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @classmethod
    def around(cls, day: date, length: Length) -> Self:
        """The quarter, half-year or year of the calendar in which a day lies."""
        month = (day.month - 1) // length * length + 1
        after = date(day.year + (month + length > MONTHS), (month + length - 1) % MONTHS + 1, 1)
        return cls(date(day.year, month, 1), after - timedelta(days=1))

    @classmethod
    def before(cls, day: date, length: Length) -> Self:
        """The last one that is over on that day."""
        return cls.around(cls.around(day, length).first - timedelta(days=1), length)

    @property
    def length(self) -> Length | None:
        """Whether it is a quarter, half-year or year of the calendar."""
        return next((one for one in Length if type(self).around(self.first, one) == self), None)

    @property
    def number(self) -> int:
        """Which quarter or half-year of its year; 1 for any other span."""
        length = self.length
        return (self.first.month - 1) // length + 1 if length else 1
