"""A meeting in a day of month and week, as HTML. Written here, not in a template: a page has up to six hundred of them, and the
template engine would spend more time on these lines than the database on everything."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from design.templatetags.bn import clock, clock_range, icon
from networks.meetings.days import Line
from networks.meetings.occurrences import OccurrenceKind
from vocabulary.days import local_day, start_of

LOOKS = {
    OccurrenceKind.AGREED: "ev",
    OccurrenceKind.EXPECTED: "ev expected",
    OccurrenceKind.CANCELLED: "ev off",
    OccurrenceKind.MOVED: "ev off",
}


@lru_cache(maxsize=1)
def _plan_of_network() -> tuple[str, str]:
    before, after = reverse("networks:meetings", args=["platz-0"]).split("platz-0")
    return before, after


def address_of(line: Line) -> str:
    """The page that tells more of it: of an expected one, all dates of its network."""
    before, after = _plan_of_network()
    meeting = f"{line.meeting_id}/" if line.meeting_id else ""
    return f"{before}{line.slug}{after}{meeting}"


def time_of(line: Line) -> str:
    """„14–16 Uhr“ on the day on which it begins; empty where the time is open, and on its later days. Of a moved one nobody
    knows whether its time was open then; nobody meets at midnight."""
    was_open = line.kind == OccurrenceKind.MOVED and line.start == start_of(line.day)
    return "" if line.is_all_day or was_open or line.number_of_day > 1 else clock_range(line)


def status_of(line: Line, style: str) -> list[tuple[str, str]]:
    """(icon, words) of everything that is not as usual. `style`: how other days are written."""
    said = []
    if line.days > 1:
        about = {"n": line.number_of_day, "days": line.days}
        said.append(("calendar-days", _("Tag %(n)d von %(days)d") % about))
    match line.kind:
        case OccurrenceKind.EXPECTED:
            said.append(("repeat", _("voraussichtlich")))
        case OccurrenceKind.CANCELLED:
            said.append(("x", _("fällt aus")))
        case OccurrenceKind.MOVED if line.other:
            said.append(("arrow-right", _("verlegt auf %(day)s") % {"day": _other_day(line.other, style)}))
        case _kind if line.other:
            said.append(("info", _moved_from(line, line.other, style)))
    return said


def _moved_from(line: Line, before: datetime, style: str) -> str:
    if local_day(before) == line.first_day:
        return _("verlegt von %(time)s") % {"time": clock(before)}
    return _("verlegt vom %(day)s") % {"day": _other_day(before, style)}


def _other_day(moment: datetime, style: str) -> str:
    day = local_day(moment)
    return date_format(day, style if day.year == timezone.localdate().year else f"{style} Y")


def items(lines: list[Line], own: frozenset[int], hidden_from: int, *, with_place: bool) -> SafeString:
    """The lines of a day as <li>; from `hidden_from` on only narrow pages show them."""
    rows = []
    for position, line in enumerate(lines):
        li = '<li class="over">' if position >= hidden_from else "<li>"
        rows.append(f"{li}{_event(line, line.network_id in own, with_place)}</li>")
    return mark_safe("".join(rows))  # noqa: S308 (all that comes from the database is escaped)


def _event(line: Line, is_own: bool, with_place: bool) -> str:
    time = time_of(line)
    begin = f"<b>{escape(time)}</b> " if time else ""
    star = _star() if is_own else ""
    where = ", ".join(filter(None, [line.title, line.place])) if with_place else ""
    place = f' <span class="where">{escape(where)}</span>' if where else ""
    status = "".join(
        f' <span class="st">{icon(name)}{escape(words)}</span>' for name, words in status_of(line, "D, j.n.")
    )
    name = f'<span class="name">{star}{escape(line.name)}</span>'
    return f'<a class="{LOOKS[line.kind]}" href="{escape(address_of(line))}">{begin}{name}{place}{status}</a>'


def _star() -> str:
    words = escape(_("Ihre Einrichtung ist dabei:"))
    return f'<span aria-hidden="true">★&nbsp;</span><span class="vh">{words} </span>'
