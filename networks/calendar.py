"""Meetings as iCalendar (RFC 5545, 7986), for subscribing in Outlook, Thunderbird, a phone. `docs/calendars.md` says what is
in which calendar, and what the programmes make of it.

Two calls over the same meetings give the same bytes: nothing in it depends on the clock, so an unchanged calendar is
answered with 304.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vDuration

from design.templatetags.bn import clock
from networks.models import ExpectedMeeting, Meeting, Network
from vocabulary.days import local_day

PRODID = "-//Bildungsnetz//Treffen//DE"
REFRESH = timedelta(hours=6)
LONGEST_AGENDA = (
    1_000  # characters: 2,000 meetings stay a file that every programme takes; the page has all of it
)
# As everybody writes it down (RFC 5545, 3.6.5), by rules: Outlook does not read lists of days here.
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
ZONE_HOLDS_FROM = datetime(1996, 10, 27, 1, tzinfo=UTC)  # before, summer ended in September


def calendar_of(
    meetings: Iterable[Meeting],
    *,
    name: str,
    address: str,
    site_url: str,
    expected: Iterable[ExpectedMeeting] = (),
    inside: Collection[int] = frozenset(),
) -> bytes:
    """A calendar of the meetings in their order, then of what is expected.

    `name` is what the calendar programme shows, `address` the path where what it says is to be found. The networks must be
    loaded (`select_related("network")`). `inside`: ids of the networks whose links and minutes the reader may have.
    Cancelled meetings stay in, marked as cancelled: a programme that fetched them before would otherwise show them for
    ever or drop them without a word.
    """
    calendar = Calendar.new(
        prodid=PRODID, name=printable(name), url=f"{site_url}{address}", uid=f"{address}@{_host(site_url)}"
    )
    # RFC 7986 demands VALUE=DURATION here; X-PUBLISHED-TTL is what Outlook reads.
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    events = [_event(meeting, site_url, is_inside=meeting.network_id in inside) for meeting in meetings]
    ahead = {
        (one.network_id, local_day(one.start)): one for one in expected
    }  # two on a day would share a UID
    events += [_expected(one, site_url) for one in ahead.values()]
    if any(
        "TZID" in event[name].params for event in events for name in ("DTSTART", "DTEND") if name in event
    ):
        calendar.add_component(Timezone.from_ical(ZONE))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def uid_of(meeting: Meeting, site_url: str) -> str:
    """For ever: neither a new name nor another network (after a merge) changes it."""
    return f"treffen-{meeting.pk}@{_host(site_url)}"


def _event(meeting: Meeting, site_url: str, *, is_inside: bool) -> Event:
    page = f"{site_url}{meeting.get_absolute_url()}"
    start, end = _span(meeting)
    event = Event.new(
        uid=uid_of(meeting, site_url),
        stamp=meeting.changed_at.astimezone(UTC),
        created=meeting.created_at.astimezone(UTC),
        last_modified=meeting.changed_at.astimezone(UTC),
        sequence=meeting.version,
        start=start,
        end=end,
        summary=_summary(meeting),
        location=printable(meeting.place or (meeting.link if is_inside else "")) or None,
        description=_joined(_description(meeting, page, is_inside=is_inside)),
        url=page,
    )
    event.add("STATUS", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    if meeting.is_cancelled:
        event.add("TRANSP", "TRANSPARENT")
    if not meeting.is_public:
        event.add("CLASS", "PRIVATE")  # who shares her calendar with colleagues shows them that she is busy
    return event


def _expected(one: ExpectedMeeting, site_url: str) -> Event:
    """The stamp is that of the network: what is reckoned anew every day has not changed."""
    network, page = one.network, f"{site_url}{one.network.get_absolute_url()}"
    start, end = _span(one)
    event = Event.new(
        uid=f"voraussichtlich-{network.pk}-{local_day(one.start):%Y%m%d}@{_host(site_url)}",
        stamp=network.created_at.astimezone(UTC),
        start=start,
        end=end,
        summary=printable(_("Voraussichtlich: %(network)s") % {"network": called(network)}),
        description=_joined(
            [
                network.name,
                _("Noch nicht vereinbart. Das Bildungsnetz erwartet den Termin, weil als Rhythmus steht:"),
                network.rhythm_text,
                _("Alle Angaben: %(page)s") % {"page": page},
            ]
        ),
        url=page,
    )
    event.add("STATUS", "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    return event


def _span(one: Meeting | ExpectedMeeting) -> tuple[date, date | None]:
    """Start and end; days without a time where the time is open, then the end is the day after the last (RFC 5545)."""
    if not one.is_all_day:
        return _moment(one.start), _moment(one.end) if one.end and one.end > one.start else None
    first = local_day(one.start)
    last = local_day(one.end) if one.end else first
    return first, last + timedelta(days=1)


def _moment(moment: datetime) -> datetime:
    """Local time, so that 17:00 stays 17:00 whatever becomes of summer time. UTC in the hour that comes twice in October, of
    which every programme takes one or the other, and where our definition of the zone does not reach."""
    here = localtime(moment)
    comes_twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return moment.astimezone(UTC) if comes_twice or moment < ZONE_HOLDS_FROM else here


def _summary(meeting: Meeting) -> str:
    """„Abgesagt: Lesenetz – Herbsttreffen“. Said in words too: not every programme shows the status."""
    network = called(meeting.network)
    says_network = meeting.title and network.casefold() in meeting.title.casefold()
    words = meeting.title if says_network else " – ".join(filter(None, [network, meeting.title]))
    return printable(_("Abgesagt: %(meeting)s") % {"meeting": words} if meeting.is_cancelled else words)


def called(network: Network) -> str:
    return network.short_name or network.name


def _description(meeting: Meeting, page: str, *, is_inside: bool) -> Iterator[str]:
    yield meeting.network.name
    if meeting.moved_from and not meeting.is_cancelled:
        yield _("Verlegt, zuerst geplant für %(when)s.") % {
            "when": _said(meeting.moved_from, is_all_day=meeting.is_all_day)
        }
    if meeting.reason and (meeting.is_cancelled or meeting.moved_from):
        yield _("Grund: %(reason)s") % {"reason": meeting.reason}
    if meeting.agenda.strip():
        yield _("Tagesordnung:")
        yield from Truncator(meeting.agenda.strip()).chars(LONGEST_AGENDA).splitlines()
    if meeting.guests:
        yield _("Gäste: %(guests)s") % {"guests": meeting.guests}
    if is_inside and meeting.link:
        yield _("Treffen im Netz: %(link)s") % {"link": meeting.link}
    if is_inside and meeting.minutes:
        yield _("Protokoll: %(link)s") % {"link": meeting.minutes}
    yield _("Alle Angaben: %(page)s") % {"page": page}


def _said(moment: datetime, *, is_all_day: bool) -> str:
    """„Donnerstag, 3. Dezember 2026, 17 Uhr“."""
    day = date_format(localtime(moment), "l, j. F Y")
    return day if is_all_day else f"{day}, {clock(moment)}"


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, map(printable, lines)))


def printable(text: str) -> str:
    """Without control and non-characters, which would make a whole file (also one in XML) unreadable."""
    return "".join(
        " " if unicodedata.category(char) in {"Cc", "Cs"} or ord(char) & 0xFFFE == 0xFFFE else char
        for char in text
    ).strip()


def _host(site_url: str) -> str:
    return urlsplit(site_url).hostname or "bildungsnetz"
