"""What a calendar file says, laid beside the meetings that a network has.

What comes from the file once is known by its UID ever after; before, by day and time or title. What the file leaves open
stays as it is here, and what was cancelled here stays cancelled: a file is older than what somebody has just entered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from design.templatetags.bn import clock
from networks.calendar import called, uid_of
from networks.calendar_files.event import FileMeeting
from networks.calendar_files.reading import Found, Refused
from networks.models import Meeting, Network
from vocabulary.days import local_day

NEAR = timedelta(hours=2)  # two meetings of one network that begin this near on one day are one
OWN_EXPECTED = "voraussichtlich-"  # begins the UIDs of what the portal itself only expects
COMPARED = ("title", "start", "end", "is_all_day", "place", "link")


class RowKind(StrEnum):
    NEW = "neu"
    CHANGED = "geaendert"
    CANCELLED = "abgesagt"
    MATCHED = "verbunden"  # is here already, and is known by its UID from now on
    SAME = "unveraendert"


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass
class Row:
    """One meeting of the file. `values`: what is written into `meeting` if somebody chooses the row."""

    kind: RowKind
    key: str
    meeting: Meeting
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[FieldChange] = field(default_factory=list)
    note: str = ""


@dataclass
class CalendarPlan:
    rows: list[Row]
    refused: list[Refused]

    def of(self, *kinds: RowKind) -> list[Row]:
        return [row for row in self.rows if row.kind in kinds]

    @property
    def to_choose(self) -> list[Row]:
        return [row for row in self.rows if row.kind != RowKind.SAME]


def plan_of(network: Network, found: Found, visibility: str = Meeting.Visibility.PUBLIC) -> CalendarPlan:
    """One query. `visibility`: who sees what is new; what the file calls private is for editors only."""
    return _Matching(network, found, visibility).plan()


class _Matching:
    def __init__(self, network: Network, found: Found, visibility: str) -> None:
        self.network, self.found, self.visibility = network, found, visibility
        self.left = {meeting.pk: meeting for meeting in network.meetings.order_by("start", "pk")}
        self.by_uid = {uid_of(meeting, settings.SITE_URL): meeting for meeting in self.left.values()}
        self.by_uid |= {meeting.foreign_uid: meeting for meeting in self.left.values() if meeting.foreign_uid}
        self.plans = CalendarPlan([], list(found.refused))

    def plan(self) -> CalendarPlan:
        known = [entry for entry in self.found.entries if entry.uid in self.by_uid]
        for entry in known:
            self.left.pop(self.by_uid[entry.uid].pk, None)
        for entry in self.found.entries:
            if entry.uid.startswith(OWN_EXPECTED):
                continue
            meeting = self.by_uid.get(entry.uid) or self._near(entry)
            row = self._of_known(entry, meeting) if meeting else self._of_new(entry)
            if row is not None:
                self.plans.rows.append(row)
        for uid in sorted(self.found.dropped & self.by_uid.keys()):
            if not (meeting := self.by_uid[uid]).is_cancelled:
                self.plans.rows.append(Row(RowKind.CANCELLED, uid, meeting, {"is_cancelled": True}))
        return self.plans

    def _near(self, entry: FileMeeting) -> Meeting | None:
        """Each meeting is found once: two rounds on one day stay two."""
        for meeting in self.left.values():
            if meeting.foreign_uid or local_day(meeting.start) != local_day(entry.start):
                continue
            is_open = meeting.is_all_day or entry.is_all_day
            is_same = bool(entry.title) and self._title(entry).casefold() == meeting.title.casefold()
            if is_open or is_same or abs(meeting.start - entry.start) <= NEAR:
                return self.left.pop(meeting.pk)
        return None

    def _of_new(self, entry: FileMeeting) -> Row | None:
        if entry.is_cancelled:
            return None  # neither here nor there
        values = self._values(entry)
        meeting = Meeting(
            network=self.network,
            foreign_uid=entry.uid,
            series=_series(self.network, entry),
            visibility=Meeting.Visibility.HIDDEN if entry.is_private else self.visibility,
            **values,
        )
        if not self._is_valid(meeting, entry):
            return None
        return Row(RowKind.NEW, entry.uid, meeting, values, note=entry.note)

    def _of_known(self, entry: FileMeeting, meeting: Meeting) -> Row | None:
        is_known = entry.uid in self.by_uid
        identity = {} if is_known else {"foreign_uid": entry.uid}
        if entry.is_cancelled and not meeting.is_cancelled:
            return Row(RowKind.CANCELLED, entry.uid, meeting, {**identity, "is_cancelled": True})
        values = {} if meeting.is_cancelled or entry.is_cancelled else self._differing(entry, meeting)
        changes = list(_changes(meeting, values))
        if values:
            after = Meeting(
                network=self.network, **{name: getattr(meeting, name) for name in COMPARED} | values
            )
            if not self._is_valid(after, entry):
                return None
        if "start" in values and _is_moved(meeting, values["start"]):
            values["moved_from"] = meeting.start
        kind = (RowKind.CHANGED if values else RowKind.SAME) if is_known else RowKind.MATCHED
        return Row(kind, entry.uid, meeting, {**identity, **values}, changes, entry.note)

    def _differing(self, entry: FileMeeting, meeting: Meeting) -> dict[str, Any]:
        """What the file says otherwise. Where it says nothing, or a day only, what stands here stays."""
        values = self._values(entry)
        if entry.is_all_day and local_day(entry.start) == local_day(meeting.start):
            for name in ("start", "end", "is_all_day"):
                del values[name]
        told = {name: value for name, value in values.items() if value not in ("", None)}
        if meeting.end and "start" in told and "end" not in told:
            told["end"] = entry.start + (meeting.end - meeting.start)
        return {name: value for name, value in told.items() if value != getattr(meeting, name)}

    def _values(self, entry: FileMeeting) -> dict[str, Any]:
        return {
            "title": _fitting("title", self._title(entry)),
            "start": entry.start,
            "end": entry.end,
            "is_all_day": entry.is_all_day,
            "place": _fitting("place", entry.place),
            "link": entry.link if len(entry.link) <= _room("link") else "",
        }

    def _title(self, entry: FileMeeting) -> str:
        """Without the name of the network, which the portal's own calendars put in front."""
        for name in (called(self.network), self.network.name):
            if entry.title.casefold() == name.casefold():
                return ""
            if entry.title.casefold().startswith(f"{name} – ".casefold()):
                return entry.title[len(name) + 3 :]
        return entry.title

    def _is_valid(self, meeting: Meeting, entry: FileMeeting) -> bool:
        """What no form would take is refused with its sentence; no query."""
        try:
            meeting.full_clean(exclude=["network"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self.plans.refused.append(Refused(entry.title or _("ohne Titel"), " ".join(error.messages)))
            return False
        return True


def _fitting(name: str, text: str) -> str:
    return Truncator(text).chars(_room(name))


def _room(name: str) -> int:
    """Characters that the field takes."""
    return Meeting._meta.get_field(name).max_length or 0


def _is_moved(meeting: Meeting, start: datetime) -> bool:
    """A day that gets its time is not."""
    is_that_day = local_day(start) == local_day(meeting.start)
    return not meeting.is_over and not (meeting.is_all_day and is_that_day)


def _series(network: Network, entry: FileMeeting) -> uuid.UUID | None:
    """The same at every import."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{network.pk} {entry.series}") if entry.series else None


def _changes(meeting: Meeting, values: dict[str, Any]) -> Iterator[FieldChange]:
    for name in COMPARED:
        if name in values:
            label = str(Meeting._meta.get_field(name).verbose_name)
            yield FieldChange(label, _said(getattr(meeting, name)), _said(values[name]))


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{date_format(localtime(value), 'D, j. F Y')}, {clock(value)}"
    return (_("ja") if value else _("nein")) if isinstance(value, bool) else str(value or _("leer"))
