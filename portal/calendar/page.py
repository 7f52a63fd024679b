"""Everything a page of the calendar shows, ready for the template. Knows no HTML but that of `markup`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Action
from moderation.permissions import may
from networks.meetings.days import Line, MeetingReader
from networks.meetings.occurrences import OccurrenceKind
from networks.models import Network
from portal.calendar import holidays, markup
from portal.calendar.choice import Choice
from portal.calendar.counting import Meetings, by_kind, counted, number_without
from portal.calendar.days import CalendarDay, in_cell
from portal.calendar.listed import A_DAY, REACHES, listed, within
from portal.calendar.span import Span, SpanKind, span_at, until
from portal.calendar.undated import SHOWN, undated
from search.pages.facets import ShownFacet
from search.pages.listing import Help
from search.pages.reach import Reach, reach_of
from search.sources import FACETS
from vocabulary.days import meeting_days

IN_A_MONTH = 12  # of a day in a month: a phone shows them all one below the other
ONE_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)  # shorter holidays are no reason for a month without a meeting
MAIN_FACETS = ("thema", "stadtteil", "format", "zielgruppe", "mitglied")  # each behind a button of its own
RELIEFS = 3  # filters that are offered to be dropped


class CalendarFacet(ShownFacet):
    number_read_out = gettext_lazy("(%(n)d Treffen)")


class CalendarPage:
    """Of one choice. Reads the meetings once, whatever the view."""

    def __init__(self, choice: Choice, *, number: int = 1) -> None:
        """`number`: which page of a single day."""
        self.choice, self.number = choice, number
        self.user: Any = choice.user
        self.today = choice.today
        self.reader = MeetingReader(
            choice.networks_of_person, choice.user, choice.with_expected, choice.entries
        )

    # --- days -----------------------------------------------------------------------------------------------------

    @property
    def is_grid(self) -> bool:
        return self.choice.span.view in {SpanKind.MONTH, SpanKind.WEEK}

    @cached_property
    def _listed(self) -> tuple[list[Line], bool]:
        """The lines of a list, and whether there are more behind them."""
        return listed(self.reader, self.choice.span)

    @cached_property
    def _read(self) -> tuple[list[Line], np.ndarray]:
        """The lines of the page, and the counts of the days shown."""
        span = self.choice.span
        if span.is_open:
            return self._listed[0], self.reader.lines_and_counts(self.shown.first, self.shown.last, most=0)[1]
        a_day = IN_A_MONTH if span.view == SpanKind.MONTH else A_DAY
        after = a_day * (self.number - 1) if span.view == SpanKind.DAY else 0
        lines, counts = self.reader.lines_and_counts(span.first, span.last, a_day=a_day, after=after)
        if after and not lines:
            self.number = 1
            return self.reader.lines_and_counts(span.first, span.last, a_day=a_day)
        return lines, counts

    @property
    def lines(self) -> list[Line]:
        return self._listed[0] if self.choice.span.is_open else self._read[0]

    @cached_property
    def shown(self) -> Span:
        """The days of which something is said: of a list, those up to the last meeting of the page."""
        span = self.choice.span
        if not span.is_open:
            return span
        first, last = within(span, REACHES[0])
        if lines := self.lines:
            first, last = (lines[0].day, last) if span.is_backwards else (first, lines[-1].day)
        return replace(span, first=first, last=last)

    @cached_property
    def days(self) -> list[CalendarDay]:
        """Of month and week all, of a list those on which something is."""
        by_day = {day: list(lines) for day, lines in groupby(self.lines, key=lambda line: line.day)}
        span = self.choice.span
        if not self.is_grid:
            return [self._day(day, lines) for day, lines in by_day.items()]
        monday, sunday = (
            span_at(SpanKind.WEEK, span.first).first,
            span_at(SpanKind.WEEK, span.last).last,
        )
        dates = (monday + timedelta(days=number) for number in range((sunday - monday).days + 1))
        return [self._day(day, by_day.get(day, [])) for day in dates]

    def _day(self, day: date, lines: list[Line]) -> CalendarDay:
        view, choice = self.choice.span.view, self.choice
        on_day = lines[0].on_day if lines else 0
        hidden_from = in_cell(on_day) if view == SpanKind.MONTH else A_DAY
        return CalendarDay(
            date=day,
            lines=lines,
            on_day=on_day,
            is_today=day == self.today,
            is_past=day < self.today,
            is_other=self.is_grid and not choice.span.holds(day),
            public_holiday=holidays.public_holiday(day),
            school_break=holidays.school_break(day),
            items=markup.items(lines, choice.own_networks, hidden_from, with_place=view == SpanKind.WEEK)
            if self.is_grid
            else SafeString(),
            week_url=choice.at(span_at(SpanKind.WEEK, day)),
            day_url=choice.at(span_at(SpanKind.DAY, day)),
        )

    @property
    def weekdays(self) -> list[date]:
        """A week, for the names above the grid."""
        return [day.date for day in self.days[:7]]

    @cached_property
    def months(self) -> list[tuple[date, list[tuple[CalendarDay, list[str]]]]]:
        """Of a list: its months with their days, each with the school holidays that begin before it and after the day before."""
        pending = holidays.breaks(self.shown.first, self.shown.last) if self.lines else []
        found: list[tuple[date, list[tuple[CalendarDay, list[str]]]]] = []
        for day in self.days:
            month = day.date.replace(day=1)
            if not found or found[-1][0] != month:
                found.append((month, []))
            due = [one for one in pending if one.first <= day.date]
            pending = pending[len(due) :]
            found[-1][1].append((day, [holidays.sentence(one) for one in due]))
        return found

    @cached_property
    def about(self) -> dict[int, Network]:
        """Of a list: its networks, with their format."""
        shown = {line.network_id for line in self.lines}
        return Network.objects.filter(pk__in=shown).select_related("format").in_bulk()

    @cached_property
    def undated(self) -> list[Network]:
        return undated(self.choice.networks, self.user, self.choice.span)[:SHOWN]

    @property
    def has_more_undated(self) -> bool:
        return len(self.undated) == SHOWN

    # --- what is said ---------------------------------------------------------------------------------------------

    @cached_property
    def totals(self) -> dict[OccurrenceKind, int]:
        """Meetings of the days shown, by kind."""
        return by_kind(self._read[1], self.choice.entries)

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @cached_property
    def status(self) -> str:
        """„24 vereinbarte und 12 voraussichtliche Treffen. 1 fällt aus, 1 ist verlegt.“"""
        if not self.total:
            return _("Für diese Auswahl steht hier nichts im Kalender.")
        n = self.totals
        agreed, expected = n[OccurrenceKind.AGREED], n[OccurrenceKind.EXPECTED]
        main = ngettext("%(n)s vereinbartes Treffen", "%(n)s vereinbarte Treffen", agreed) % {"n": agreed}
        if expected and agreed:
            main = ngettext(
                "%(agreed)s vereinbarte und %(n)s voraussichtliches Treffen",
                "%(agreed)s vereinbarte und %(n)s voraussichtliche Treffen", expected,
            ) % {"agreed": agreed, "n": expected}  # fmt: skip
        elif expected:
            main = ngettext("%(n)s voraussichtliches Treffen", "%(n)s voraussichtliche Treffen", expected) % {
                "n": expected
            }
        cancelled, moved = n[OccurrenceKind.CANCELLED], n[OccurrenceKind.MOVED]
        off = (
            ngettext("%(n)s fällt aus", "%(n)s fallen aus", cancelled) % {"n": cancelled} if cancelled else ""
        )
        away = ngettext("%(n)s ist verlegt", "%(n)s sind verlegt", moved) % {"n": moved} if moved else ""
        sentences = [main, ", ".join(filter(None, [off, away]))]
        return " ".join(f"{said}." for said in sentences if said)

    @property
    def heading(self) -> str:
        span = self.choice.span
        if span.view == SpanKind.LIST and not span.is_backwards and span.first == self.today:
            return _("Ab heute")
        return span.title

    @property
    def week(self) -> int | None:
        """The number of the week shown."""
        span = self.choice.span
        return span.first.isocalendar().week if span.view == SpanKind.WEEK else None

    @property
    def land(self) -> str:
        return holidays.land_after_in()

    @property
    def misses_land(self) -> bool:
        """Said to those who can do something about it."""
        return not settings.KOMMUNE_LAND and may(self.user, Action.CURATE)

    @property
    def unknown_holidays(self) -> int | None:
        """The year whose school holidays are not published yet."""
        last = self.shown.last
        return holidays.not_published(last) if last >= self.today and not self.choice.span.is_open else None

    # --- filters --------------------------------------------------------------------------------------------------

    @cached_property
    def _meetings(self) -> Meetings:
        """Of the days shown, whatever the filters of the directory."""
        return Meetings.of(self._read[1])

    @cached_property
    def facets(self) -> list[CalendarFacet]:
        choice = self.choice
        names = tuple(
            name for name in choice.filters.facets if FACETS[name].is_listed and name != "koordination"
        )
        choice.answer = replace(choice.answer, facets=counted(choice.answer, names, self._meetings))
        unfolded = set(choice.filters.data.getlist("mehr"))
        return [
            CalendarFacet(
                one,
                is_unfolded=one.name in unfolded,
                is_first=False,
                wanted=choice.filters.names.get(one.name),
            )
            for one in choice.answer.facets
        ]

    @property
    def main_facets(self) -> list[CalendarFacet]:
        return [one for one in self.facets if one.name in MAIN_FACETS]

    @property
    def more_facets(self) -> list[CalendarFacet]:
        return [one for one in self.facets if one.name not in MAIN_FACETS]

    @property
    def chosen_of_more(self) -> int:
        return sum(len(one.selected) for one in self.more_facets)

    @property
    def is_unfolded(self) -> bool:
        """Whether somebody asked for more of one of the other filters."""
        return any(one.is_unfolded for one in self.more_facets)

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the form carries beside its own fields: the days, and filters that no list shows."""
        shown = {one.name for one in self.facets}
        unlisted = [
            (name, value)
            for name, values in self.choice.filters.chosen.items()
            if name not in shown
            for value in values
        ]
        return [*self.choice.span.state.items(), *unlisted]

    @property
    def reach(self) -> Reach | None:
        """What is there for the whole city, beside the chosen Stadtteil."""
        return reach_of(self.choice) if self.facets else None

    @property
    def before_url(self) -> str:
        before = self.choice.span.before
        return self.choice.at(before) if before else ""

    @property
    def after_url(self) -> str:
        after = self.choice.span.after
        return self.choice.at(after) if after else ""

    @property
    def earlier_url(self) -> str:
        return self.choice.at(self.earlier) if self.earlier else ""

    @property
    def later_url(self) -> str:
        return self.choice.at(self.later) if self.later else ""

    @property
    def back_url(self) -> str:
        return self.choice.at(self.choice.span)

    # --- other days -----------------------------------------------------------------------------------------------

    @property
    def earlier(self) -> Span | None:
        """Of a list: the page before."""
        span = self.choice.span
        if span.is_backwards:
            return until(self.shown.first - ONE_DAY) if self._listed[1] else None
        return until(span.first - ONE_DAY) if span.first > meeting_days.first else None

    @property
    def later(self) -> Span | None:
        span = self.choice.span
        if span.is_backwards:
            return span_at(SpanKind.LIST, span.last + ONE_DAY) if span.last < meeting_days.last else None
        return span_at(SpanKind.LIST, self.shown.last + ONE_DAY) if self._listed[1] else None

    @property
    def pages_of_day(self) -> int:
        """Of a single day."""
        on_day = self.lines[0].on_day if self.lines else 0
        return -(-on_day // A_DAY)

    @property
    def pages(self) -> list[tuple[int, str, bool]]:
        """(number, address, whether it is the one shown), of a single day."""
        address = self.choice.at(self.choice.span)
        return [(n, f"{address}&seite={n}", n == self.number) for n in range(1, self.pages_of_day + 1)]

    # --- nothing there --------------------------------------------------------------------------------------------

    @cached_property
    def nearest(self) -> Line | None:
        """The next meeting behind the days shown that takes place, else the last one before them."""
        first = self.choice.span.first if self.choice.span.is_backwards else self.choice.span.last + ONE_DAY
        ways = [(span_at(SpanKind.LIST, first), False), (until(self.choice.span.first - ONE_DAY), True)]
        for span, from_end in ways:
            for reach in REACHES[1:]:
                begin, end = within(span, reach)
                found = self.reader.lines(begin, end, a_day=A_DAY, most=A_DAY, from_end=from_end)
                takes_place = [
                    one for one in found if one.kind in {OccurrenceKind.AGREED, OccurrenceKind.EXPECTED}
                ]
                if takes_place:
                    return takes_place[-1 if from_end else 0]
        return None

    @property
    def nearest_url(self) -> str:
        """The page of the calendar that shows it."""
        view = SpanKind.MONTH if self.choice.span.is_open else self.choice.span.view
        return self.choice.at(span_at(view, self.nearest.day)) if self.nearest else ""

    @property
    def relief(self) -> list[Help]:
        """What to drop of the filters, the one that leaves most first."""
        choice = self.choice
        ways = [
            Help(str(FACETS[name].label), choice.address(without_facet=name), number)
            for name in choice.filters.chosen
            if (number := number_without(choice.answer, name, self._meetings))
        ]
        return sorted(ways, key=lambda way: -way.count)[:RELIEFS]

    @property
    def pause(self) -> str:
        """The school holidays that the days shown lie in, as a possible reason."""
        span = self.choice.span
        found = [] if span.is_open else holidays.breaks(span.first, span.last)
        longest = max(found, key=lambda one: one.last - one.first, default=None)
        if longest is None or longest.last - longest.first < A_WEEK:
            return ""
        about = {
            "first": date_format(longest.first, "j. F"), "last": date_format(longest.last, "j. F"), "name": longest.name,
            "land": holidays.land_after_in(),
        }  # fmt: skip
        return (
            _("Vom %(first)s bis %(last)s sind %(name)s in %(land)s. Viele Netzwerke machen dann Pause.")
            % about
        )
