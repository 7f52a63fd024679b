"""What stands in a calendar file: the single meetings, and what can't be read of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, tzinfo

from django.utils.translation import gettext as _

from networks.calendar_files.event import EventReader, FileMeeting
from networks.calendar_files.moments import UnreadableError
from networks.calendar_files.recurrence import RuleError
from networks.calendar_files.text import CalendarFileError, Component, components, value_of
from vocabulary.texts import one_line

MOST_MEETINGS = 1_000  # that come out of a file: nobody looks through a longer list
MOST_DAYS = 300_000  # looked at for all rules together, a second of work


@dataclass(frozen=True)
class Refused:
    title: str
    reason: str


@dataclass
class Found:
    """`dropped`: the UIDs of dates that a series leaves out."""

    entries: list[FileMeeting] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)


def read(text: str, today: date) -> Found:
    """What stands in the text (`text.text_of`). Of a series, what lies between a year back and two years ahead.

    Raises CalendarFileError where too much comes out of it."""
    events, head, cut = components(text)
    found, left = Found(), MOST_DAYS
    if cut is not None:
        found.refused.append(_refused(cut, _("Die Datei endet mitten in diesem Termin.")))
    is_recall = value_of(head, "METHOD").strip().upper() == "CANCEL"
    readers = []
    for event in events:
        try:
            readers.append(EventReader(event, head, is_recall=is_recall))
        except (UnreadableError, RuleError) as error:
            found.refused.append(_refused(event, str(error)))
    zones = {reader.uid: reader.start.zone for reader in readers if reader.repeats}
    apart = _apart(readers, zones)
    for reader in readers:
        try:
            left -= reader.cost(today, left)
            dropped = reader.dropped()
            entries = list(reader.entries(today, apart[reader.uid], zones.get(reader.uid)))
        except (UnreadableError, RuleError) as error:
            found.refused.append(_refused(reader.event, str(error)))
            continue
        found.dropped |= dropped
        found.entries += entries
        if len(found.entries) > MOST_MEETINGS:
            raise CalendarFileError(
                _("Aus der Datei kämen mehr als %d Treffen. Bitte in mehrere Dateien teilen.") % MOST_MEETINGS
            )
    # What stands there twice counts as it stands there last: programmes append newer versions.
    once = {entry.uid: entry for entry in found.entries}
    found.entries = sorted(once.values(), key=lambda entry: (entry.start, entry.uid))
    return found


def _apart(readers: list[EventReader], zones: dict[str, tzinfo]) -> dict[str, set[date]]:
    """UID of a series -> the days of it that stand in the file by themselves."""
    found: dict[str, set[date]] = defaultdict(set)
    for reader in readers:
        if reader.original is not None:
            found[reader.uid].add(reader.original.day_in(zones.get(reader.uid)))
    return found


def _refused(event: Component, reason: str) -> Refused:
    return Refused(one_line(value_of(event, "SUMMARY")) or _("ohne Titel"), reason)
