"""/termine/ and what hangs on it: the page, the one for paper, the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from networks.meetings.days import Line, MeetingReader
from networks.meetings.occurrences import OccurrenceKind
from networks.models import Network
from portal.calendar import markup
from portal.calendar.choice import choice_of
from portal.calendar.page import CalendarPage
from portal.calendar.paper import PaperPage, days_of
from search.pages.tables import attached, table_lines
from search.pages.views import wants_part
from vocabulary.days import written

IN_A_TABLE = 10_000  # rows: more than a Kommune has in years


class MeetingsView(TemplateView):
    """Month, week, list or one day, as the address says; to htmx only what changes."""

    template_name = "portal/calendar/page.html"

    def get_template_names(self) -> list[str]:
        return [self.template_name + ("#results" if wants_part(self.request) else "")]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.GET.get("seite", "")
        page = CalendarPage(
            choice_of(request), number=int(number) if number.isdecimal() and len(number) < len("1000") else 1
        )
        response = self.render_to_response(self.get_context_data(page=page, choice=page.choice))
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        response["Cache-Control"] = "no-cache"
        if wants_part(request):
            response["HX-Push-Url"] = (
                page.choice.address()
            )  # not what the form sends: the empty and the doubled go
        return response


class MeetingsPrintView(TemplateView):
    """The same days for paper: a list by day, without anything to click."""

    template_name = "portal/calendar/paper.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = PaperPage(choice_of(self.request))
        return super().get_context_data(**kwargs, page=page, choice=page.choice)


class MeetingsTableView(View):
    """The same days as CSV, whoever asks: what everybody may see."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        choice, everybody = choice_of(request), AnonymousUser()
        public = Network.objects.visible_to(everybody).filter(pk__in=choice.networks.order_by().values("pk"))
        first, last = days_of(choice.span)
        lines = MeetingReader(public, everybody, choice.with_expected).lines(first, last, most=IN_A_TABLE)
        return attached(table_lines(_rows(lines, request.build_absolute_uri("/"))), "termine")


COLUMNS = ("netzwerk", "titel", "beginn", "ende", "ort", "art", "status", "adresse_im_portal")


def _rows(lines: list[Line], base: str) -> Iterator[Iterable[str]]:
    yield COLUMNS
    for line in lines:
        if line.number_of_day == 1:  # one of several days stands here once
            yield _row(line, base)


def _row(line: Line, base: str) -> list[str]:
    """Days and times as an import reads them."""
    end = written(line.end, is_all_day=line.is_all_day) if line.end else ""
    kind = OccurrenceKind.EXPECTED if line.kind == OccurrenceKind.EXPECTED else OccurrenceKind.AGREED
    return [
        line.name, line.title, written(line.start, is_all_day=line.is_all_day), end, line.place, kind,
        _status(line), base.rstrip("/") + markup.address_of(line),
    ]  # fmt: skip


def _status(line: Line) -> str:
    if line.kind == OccurrenceKind.CANCELLED:
        return _("fällt aus")
    other = written(line.other, is_all_day=line.is_all_day) if line.other else ""
    if line.kind == OccurrenceKind.MOVED:
        return _("verlegt auf %(day)s") % {"day": other}
    return _("verlegt vom %(day)s") % {"day": other} if other else _("findet statt")
