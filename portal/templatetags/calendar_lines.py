"""One meeting in the list of the calendar and on paper."""

from __future__ import annotations

from typing import Any

from django import template

from networks.meetings.days import Line
from networks.meetings.occurrences import OccurrenceKind
from portal.calendar import markup
from portal.calendar.page import CalendarPage

register = template.Library()
OFF = {OccurrenceKind.CANCELLED, OccurrenceKind.MOVED}


@register.inclusion_tag("portal/calendar/_line.html")
def calendar_line(line: Line, page: CalendarPage) -> dict[str, Any]:
    return _about(line, page) | {"network": page.about.get(line.network_id)}


@register.inclusion_tag("portal/calendar/_paper_line.html")
def paper_line(line: Line, page: CalendarPage) -> dict[str, Any]:
    return _about(line, page)


def _about(line: Line, page: CalendarPage) -> dict[str, Any]:
    is_off = line.kind in OFF
    return {
        "line": line,
        "address": markup.address_of(line),
        "time": markup.time_of(line),
        "status": markup.status_of(line, "j. F"),
        "is_off": is_off,
        "look": "off" if is_off else "expected" if line.kind == OccurrenceKind.EXPECTED else "news",
        "is_own": line.network_id in page.choice.own_networks,
    }
