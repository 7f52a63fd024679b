"""A meeting on another day. It stays the same one: who has it in a calendar sees it move."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from networks.models import Meeting


def move(meeting: Meeting, to: datetime, *, before: tuple[datetime, datetime | None]) -> None:
    """Sets the new begin, and the end as long after it as it was. Does not save.

    `before`: begin and end as they are stored. `moved_from` is the day before this one, also of what was moved already: people
    look for what they last knew."""
    meeting.moved_from, _end = before
    meeting.start, meeting.end = to, end_of(to, before)


def end_of(begin: datetime, before: tuple[datetime, datetime | None]) -> datetime | None:
    """As long after the new begin, by the clock, as it was after the old one."""
    start, end = before
    if end is None:
        return None
    return timezone.make_aware(_by_clock(begin) + (_by_clock(end) - _by_clock(start)))


def _by_clock(moment: datetime) -> datetime:
    """Without the time zone: an hour that the clocks leave out or repeat makes no meeting longer."""
    return timezone.localtime(moment).replace(tzinfo=None)
