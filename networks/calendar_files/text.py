"""A calendar file (RFC 5545) as it comes out of Outlook, Google or a phone, and the lines of it that are read.

Read without trust: sizes and numbers are bounded, and no address in it is opened. Descriptions and the names of people are
left out at once: that is where dial-in numbers and attendees stand."""

from __future__ import annotations

import re
from collections import defaultdict

from django.utils.translation import gettext as _

LARGEST_FILE = 2_000_000  # bytes: a calendar of ten years, with descriptions, is smaller
MOST_EVENTS = 2_000  # in a file, each series counted once
DEEPEST = 10  # components within components; a calendar has three
READ = {
    "BEGIN", "END", "VERSION", "METHOD", "X-WR-TIMEZONE", "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION",
    "CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE", "STATUS", "CLASS", "RRULE", "RDATE", "EXDATE",
    "EXRULE", "RECURRENCE-ID",
}  # fmt: skip

_FOLD = re.compile(rb"\r?\n[ \t]")  # joined as bytes: some programmes cut in the middle of a letter
_HEAD = re.compile(r'((?:[^":]|"[^"]*")*):')
_ESCAPED = re.compile(r"\\([\\;,nN])")

type Component = dict[str, list[tuple[dict[str, str], str]]]  # name -> parameters and value, in their order


class CalendarFileError(Exception):
    """The file as a whole can't be read; says why in German."""


def text_of(data: bytes) -> str:
    """The lines of a file that are read, unfolded, in UTF-8: without descriptions, attendees and alarms.

    Raises CalendarFileError."""
    refuse_large(len(data))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode()
    if b"\0" in data:
        raise CalendarFileError(_not_a_calendar())
    data = _FOLD.sub(b"", data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    kept = [line for line in re.split(r"\r\n|\r|\n", text) if _name(line) in READ]
    begun = [line.partition(":")[2].strip().upper() for line in kept if _name(line) == "BEGIN"]
    if "VCALENDAR" not in begun:
        raise CalendarFileError(_not_a_calendar())
    if begun.count("VEVENT") > MOST_EVENTS:
        raise CalendarFileError(
            _("Die Datei enthält mehr als %d Termine. Bitte nur den Kalender dieses Netzwerks ausgeben.")
            % MOST_EVENTS
        )
    if any(_name(line) == "VERSION" and line.strip().endswith("1.0") for line in kept):
        raise CalendarFileError(
            _("Das ist eine Datei im alten Format vCalendar 1.0. Bitte als iCalendar (.ics) speichern.")
        )
    return "\n".join(kept)


def refuse_large(size: int) -> None:
    """Before anything of it is read. `size` in bytes."""
    if size > LARGEST_FILE:
        raise CalendarFileError(
            _("Die Datei ist zu groß: Erlaubt sind %d MB. Bitte nur den Kalender dieses Netzwerks ausgeben.")
            % (LARGEST_FILE // 1_000_000)
        )


def _not_a_calendar() -> str:
    return _(
        "Das ist keine Kalenderdatei. Bitte geben Sie den Kalender in Ihrem Programm als .ics-Datei aus."
    )


def _name(line: str) -> str:
    return re.split("[;:]", line[:60], maxsplit=1)[0].strip().upper()


def components(text: str) -> tuple[list[Component], Component, Component | None]:
    """The events of the calendar, not what stands within them; what the calendar says of itself; the event in whose middle the
    file ends.

    Raises CalendarFileError."""
    stack: list[str] = []
    events: list[Component] = []
    head: Component = defaultdict(list)
    for line in text.split("\n"):
        name, parameters, value = _parts(line)
        if name == "BEGIN":
            stack.append(value.strip().upper())
            if len(stack) > DEEPEST:
                raise CalendarFileError(_not_a_calendar())
            if stack == ["VCALENDAR", "VEVENT"]:
                events.append(defaultdict(list))
        elif name == "END":
            if stack and stack[-1] == value.strip().upper():
                stack.pop()
        elif stack == ["VCALENDAR", "VEVENT"]:
            events[-1][name].append((parameters, value))
        elif stack == ["VCALENDAR"]:
            head[name].append((parameters, value))
    cut = events.pop() if events and "VEVENT" in stack else None
    return events, head, cut


def _parts(line: str) -> tuple[str, dict[str, str], str]:
    match = _HEAD.match(line)
    if match is None:
        return "", {}, ""
    name, *parameters = re.findall(r'(?:[^";]|"[^"]*")+', match[1]) or [""]
    pairs = (parameter.partition("=") for parameter in parameters)
    return (
        name.strip().upper(),
        {key.strip().upper(): value.strip(' "') for key, _equals, value in pairs},
        line[match.end() :],
    )


def value_of(component: Component, name: str) -> str:
    """The first one, without what escapes it."""
    value = next((value for _parameters, value in component.get(name, [])), "")
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
