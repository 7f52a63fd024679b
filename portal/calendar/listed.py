"""How a list is paged: by whole days, forwards and backwards from any day, however much or little there is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from networks.meetings.days import Line, MeetingReader
from portal.calendar.span import Span

A_DAY = 20  # of a day in any page; the others are a page of their own
A_PAGE = 50  # of a list: whole days, until so many are there
# How far a list looks at first: where much is going on, a month fills the page, and nothing further is read.
REACHES = (timedelta(days=31), timedelta(days=366), None)


def listed(reader: MeetingReader, span: Span) -> tuple[list[Line], bool]:
    """The lines of a list, and whether there are more behind them."""
    found: list[Line] = []
    for reach in REACHES:
        first, last = within(span, reach)
        found = reader.lines(first, last, a_day=A_DAY, most=A_PAGE + A_DAY + 1, from_end=span.is_backwards)
        if len(found) > A_PAGE + A_DAY:
            break
    return _whole_days(found, is_backwards=span.is_backwards)


def within(span: Span, reach: timedelta | None) -> tuple[date, date]:
    """The days of an open list that are looked at."""
    if reach is None:
        return span.first, span.last
    if span.is_backwards:
        return max(span.first, span.last - reach), span.last
    return span.first, min(span.last, span.first + reach)


def _whole_days(found: list[Line], *, is_backwards: bool) -> tuple[list[Line], bool]:
    """Cut behind the day on which the page is full; whether something is left out."""
    lines = found[::-1] if is_backwards else found
    kept: list[Line] = []
    for _day, group in groupby(lines, key=lambda line: line.day):
        if len(kept) >= A_PAGE:
            return kept[::-1] if is_backwards else kept, True
        kept += group
    return found, False
