"""One day of the calendar, with what a grid and a list say of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.safestring import SafeString

from networks.meetings.days import Line
from networks.meetings.occurrences import OccurrenceKind
from rhythm.lands import Break

IN_A_CELL = 3  # of a day in the grid of a month, and the fourth where it is the last


@dataclass(frozen=True)
class CalendarDay:
    """A day with its meetings; `lines` are those that the page shows, `on_day` how many they are."""

    date: date
    lines: list[Line]
    on_day: int
    is_today: bool
    is_past: bool
    is_other: bool = False  # belongs to the month before or after, and says nothing of itself
    public_holiday: str = ""
    school_break: Break | None = None
    items: SafeString = field(default_factory=SafeString)
    week_url: str = ""
    day_url: str = ""

    @property
    def begins_break(self) -> bool:
        return bool(self.school_break and self.school_break.first == self.date)

    @property
    def names_break(self) -> bool:
        """Said where it begins and where somebody meets nevertheless, not on each of forty days."""
        return self.begins_break or bool(self.school_break and self.lines)

    @property
    def is_expected(self) -> bool:
        """Whether nothing on this day is agreed."""
        return all(line.kind == OccurrenceKind.EXPECTED for line in self.lines)

    @property
    def is_empty(self) -> bool:
        """Nothing that a narrow page would show."""
        return not (self.lines or self.public_holiday or self.begins_break)

    @property
    def look(self) -> str:
        """Its classes."""
        marks = {
            "other": self.is_other, "none": self.is_empty, "is-today": self.is_today, "past": self.is_past,
            "holiday": bool(self.public_holiday or self.school_break),
        }  # fmt: skip
        return " ".join(["day", *(name for name, is_on in marks.items() if is_on)])

    @property
    def not_in_cell(self) -> int:
        """How many the grid of a month leaves out."""
        return self.on_day - in_cell(self.on_day)

    @property
    def not_in_page(self) -> int:
        return self.on_day - len(self.lines)


def in_cell(number: int) -> int:
    return number if number <= IN_A_CELL + 1 else IN_A_CELL
