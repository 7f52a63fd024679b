"""Which days a calendar shows, and how its address says so: `ansicht=woche&woche=2026-W50`.

A wrong value never breaks a link: the page of today is shown instead, and a sentence says so."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vocabulary.days import meeting_days

LONGEST_NOTED = 40  # characters of a wrong value that are said
MONTH, WEEK, DAY = (
    re.compile(r"\d{4}-\d\d", re.ASCII),
    re.compile(r"\d{4}-W\d\d", re.ASCII),
    re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
)
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)


class SpanKind(StrEnum):
    MONTH = "monat"
    WEEK = "woche"
    LIST = "liste"
    DAY = "tag"


@dataclass(frozen=True)
class Span:
    """The days from `first` to `last`. A list is `open`: it goes on from `first`, or where `is_backwards` up to `last`, for
    as many meetings as a page holds."""

    view: SpanKind
    first: date
    last: date
    is_backwards: bool = False

    @property
    def is_open(self) -> bool:
        return self.view == SpanKind.LIST

    @property
    def state(self) -> dict[str, str]:
        """Its parameters."""
        match self.view:
            case SpanKind.MONTH:
                return {"monat": f"{self.first:%Y-%m}"}
            case SpanKind.WEEK:
                year, week, _weekday = self.first.isocalendar()
                return {"ansicht": self.view, "woche": f"{year}-W{week:02}"}
            case SpanKind.DAY:
                return {"ansicht": self.view, "tag": self.first.isoformat()}
        edge = {"bis": self.last.isoformat()} if self.is_backwards else {"ab": self.first.isoformat()}
        return {"ansicht": self.view, **edge}

    @property
    def title(self) -> str:
        """„Dezember 2026“, „7. bis 13. Dezember 2026“, „Dienstag, 8. Dezember 2026“."""
        match self.view:
            case SpanKind.MONTH:
                return date_format(self.first, "F Y")
            case SpanKind.DAY:
                return date_format(self.first, "l, j. F Y")
            case SpanKind.LIST if self.is_backwards:
                return _("Bis %(day)s") % {"day": date_format(self.last, "j. F Y")}
            case SpanKind.LIST:
                return _("Ab %(day)s") % {"day": date_format(self.first, "j. F Y")}
        same_year, same_month = self.first.year == self.last.year, self.first.month == self.last.month
        begin = "j. F Y" if not same_year else "j. F" if not same_month else "j."
        return _("%(first)s bis %(last)s") % {
            "first": date_format(self.first, begin), "last": date_format(self.last, "j. F Y"),
        }  # fmt: skip

    @property
    def before(self) -> Span | None:
        """The one before, of the same kind; None where the calendar begins."""
        day = self.first - ONE_DAY
        return None if self.is_open or day < meeting_days.first else span_at(self.view, day)

    @property
    def after(self) -> Span | None:
        """The one behind it; None where the calendar ends."""
        day = self.last + ONE_DAY
        return None if self.is_open or day > meeting_days.last else span_at(self.view, day)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def span_at(view: SpanKind, day: date) -> Span:
    """The month, the week, the day itself or the list from it on."""
    match view:
        case SpanKind.MONTH:
            last = day.replace(day=monthrange(day.year, day.month)[1])
            return Span(view, day.replace(day=1), last)
        case SpanKind.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Span(view, monday, monday + ONE_WEEK - ONE_DAY)
        case SpanKind.DAY:
            return Span(view, day, day)
    return Span(view, day, meeting_days.last)


def until(day: date) -> Span:
    """The list that ends with a day."""
    return Span(SpanKind.LIST, meeting_days.first, day, is_backwards=True)


def span_of(params: QueryDict, today: date) -> tuple[Span, list[str]]:
    """What is asked for, and what is said where it can't be shown."""
    notes: list[str] = []
    asked = params.get("ansicht", "")
    view = SpanKind(asked) if asked in set(SpanKind) else SpanKind.MONTH
    if asked and asked != view:
        notes.append(_("„%(value)s“ ist keine Ansicht; Sie sehen den Monat.") % {"value": _short(asked)})
    if view == SpanKind.LIST and params.get("bis") and not params.get("ab"):
        last = _day(params, "bis", DAY, date.fromisoformat, notes)
        return (until(last) if last else span_at(view, today)), notes
    name, pattern, read = PARAMETERS[view]
    return span_at(view, _day(params, name, pattern, read, notes) or today), notes


def _day(
    params: QueryDict, name: str, pattern: re.Pattern[str], read: Callable[[str], date], notes: list[str]
) -> date | None:
    """A day of what is asked for; None where nothing is, or nothing that there is."""
    given = params.get(name, "")
    if not given:
        return None
    try:
        day = read(given) if pattern.fullmatch(given) else None
    except ValueError:
        day = None
    if day is None:
        notes.append(_("„%(value)s“ ist kein Zeitraum; Sie sehen den von heute.") % {"value": _short(given)})
    elif not meeting_days.first <= day <= meeting_days.last:
        bounds = {"first": meeting_days.first.year, "last": meeting_days.last.year}
        notes.append(
            _("Der Kalender reicht von %(first)s bis %(last)s; Sie sehen den Zeitraum von heute.") % bounds
        )
        return None
    return day


def _short(value: str) -> str:
    return Truncator(value).chars(LONGEST_NOTED)


def _month(value: str) -> date:
    return date.fromisoformat(f"{value}-01")


def _week(value: str) -> date:
    return date.fromisocalendar(int(value[:4]), int(value[6:]), 1)


PARAMETERS = {
    SpanKind.MONTH: ("monat", MONTH, _month),
    SpanKind.WEEK: ("woche", WEEK, _week),
    SpanKind.LIST: ("ab", DAY, date.fromisoformat),
    SpanKind.DAY: ("tag", DAY, date.fromisoformat),
}
