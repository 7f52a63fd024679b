"""The calendar on paper: everything of the days shown, as far as somebody would print it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

import numpy as np

from networks.meetings.days import Line
from portal.calendar.page import CalendarPage
from portal.calendar.span import Span

ON_PAPER = 500  # lines: some twenty sheets
A_YEAR = timedelta(days=366)  # of a list, which has no end of its own


def days_of(span: Span) -> tuple[date, date]:
    if not span.is_open:
        return span.first, span.last
    if span.is_backwards:
        return max(span.first, span.last - A_YEAR), span.last
    return span.first, min(span.last, span.first + A_YEAR)


class PaperPage(CalendarPage):
    @property
    def is_grid(self) -> bool:
        return False

    @cached_property
    def _read(self) -> tuple[list[Line], np.ndarray]:
        return self.reader.lines_and_counts(*days_of(self.choice.span), most=ON_PAPER)

    @property
    def lines(self) -> list[Line]:
        return self._read[0]

    @property
    def is_cut(self) -> bool:
        return len(self.lines) == ON_PAPER and self.total > ON_PAPER
