"""Meetings as iCalendar (RFC 5545, 7986), for subscribing in Outlook, Thunderbird, a phone.

Two calls over the same meetings give the same bytes: nothing in it depends on the clock, so an unchanged calendar is
answered with 304. Times are in UTC: meetings are single dates, so no time zone definition has to travel along.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from networks.models import Meeting
from vocabulary.days import local_day

PRODID = "-//Bildungsnetz//Treffen//DE"
REFRESH = timedelta(hours=6)


def calendar_of(meetings: Iterable[Meeting], *, name: str, address: str, site_url: str) -> bytes:
    """A calendar of the meetings in their order.

    `name` is what the calendar programme shows, `address` the path where what it says is to be found. The meetings'
    networks must be loaded (`select_related("network")`). Cancelled meetings stay in, marked as cancelled: a programme that
    fetched them before would otherwise show them for ever or drop them without a word.
    """
    calendar = Calendar.new(
        prodid=PRODID, name=printable(name), url=f"{site_url}{address}", uid=f"{address}@{_host(site_url)}"
    )
    # RFC 7986 demands VALUE=DURATION here; X-PUBLISHED-TTL is what Outlook reads.
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    for meeting in meetings:
        calendar.add_component(_event(meeting, site_url))
    return calendar.to_ical()


def _event(meeting: Meeting, site_url: str) -> Event:
    page = f"{site_url}{meeting.network.get_absolute_url()}"
    start, end = _span(meeting)
    event = Event.new(
        uid=f"treffen-{meeting.pk}@{_host(site_url)}",
        stamp=meeting.changed_at.astimezone(UTC),
        created=meeting.created_at.astimezone(UTC),
        last_modified=meeting.changed_at.astimezone(UTC),
        sequence=meeting.version,
        start=start,
        end=end,
        summary=_summary(meeting),
        location=printable(meeting.place) or None,
        description=_description(meeting, page),
        url=page,
    )
    event.add("STATUS", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


def _span(meeting: Meeting) -> tuple[date, date | None]:
    """Start and end; days without a time where the time is open, then the end is the day after the last (RFC 5545)."""
    if not meeting.is_all_day:
        return meeting.start.astimezone(UTC), meeting.end.astimezone(UTC) if meeting.end else None
    first = local_day(meeting.start)
    last = local_day(meeting.end) if meeting.end else first
    return first, last + timedelta(days=1)


def _summary(meeting: Meeting) -> str:
    """„Abgesagt: Lesenetz – Herbsttreffen“. Said in words too: not every programme shows the status."""
    network = meeting.network.short_name or meeting.network.name
    says_network = meeting.title and network.casefold() in meeting.title.casefold()
    words = meeting.title if says_network else " – ".join(filter(None, [network, meeting.title]))
    return printable(_("Abgesagt: %(meeting)s") % {"meeting": words} if meeting.is_cancelled else words)


def _description(meeting: Meeting, page: str) -> str:
    lines = [meeting.network.name]
    lines.append(_("Alle Angaben: %(page)s") % {"page": page})
    return "\n".join(printable(line) for line in lines)


def printable(text: str) -> str:
    """Without control and non-characters, which would make a whole file (also one in XML) unreadable."""
    return "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE else char
        for char in text
    ).strip()


def _host(site_url: str) -> str:
    return urlsplit(site_url).hostname or "bildungsnetz"
