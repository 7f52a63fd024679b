"""A stretch of time in which a network may meet, before it is a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

import rhythm as rhythms
from vocabulary.days import local_day, start_of

USUAL_LENGTH = timedelta(hours=2)  # of a meeting whose end nobody entered


class NoSuchTimeError(ValueError):
    """In the night in which the clocks are put forward, an hour is left out."""


@dataclass(frozen=True)
class Slot:
    """`end` None: not known. `is_all_day`: the time is open."""

    start: datetime
    end: datetime | None = None
    is_all_day: bool = False

    @property
    def day(self) -> date:
        return local_day(self.start)

    @property
    def last_day(self) -> date:
        """A meeting that ends at midnight ends on the day before."""
        return max(self.day, local_day(self.end - timedelta(microseconds=1))) if self.end else self.day

    @property
    def ends_later(self) -> bool:
        return self.last_day > self.day

    def overlaps(self, other: Slot) -> bool:
        """Whether both are at the same time, as far as both times are known."""
        if self.is_all_day or other.is_all_day:
            return False
        end, others_end = (one.end or one.start + USUAL_LENGTH for one in (self, other))
        return self.start < others_end and other.start < end

    def shares_a_day_with(self, other: Slot) -> bool:
        return self.day <= other.last_day and other.day <= self.last_day


def slot_on(day: date, begins: time | None, ends: time | None = None) -> Slot:
    """From when until when on that day; an end before the begin is on the day after. Raises NoSuchTimeError."""
    if begins is None:
        return Slot(start_of(day), None, is_all_day=True)
    start = timezone.make_aware(datetime.combine(day, begins))
    end = rhythms.end_of(day, begins, ends) if ends else None
    for moment, clock in ((start, begins), (end, ends)):
        if moment is not None and _here(moment) != clock:
            raise NoSuchTimeError(clock)
    return Slot(start, end)


def _here(moment: datetime) -> time:
    """What the clocks really show at that moment."""
    return timezone.localtime(moment.astimezone(UTC)).time()
