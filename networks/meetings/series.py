"""A series is made of single meetings: each can be moved or cancelled by itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

import rhythm as rhythms
from networks.meetings import expected
from networks.meetings.land import land
from networks.meetings.sentences import break_words
from networks.meetings.slots import NoSuchTimeError, Slot, slot_on
from networks.models import Meeting, Network
from rhythm import Period
from vocabulary.days import local_day, start_of

DAY = timedelta(days=1)
FOURTH = 4  # „den fünften Dienstag“ nobody means, but the last
SAME = ("network", "title", "place", "link", "visibility", "agenda", "guests")  # of all meetings of a series


@dataclass(frozen=True)
class Planned:
    """A date of a series; `slot` is None where it is left out, and `skipped` says why."""

    day: date
    slot: Slot | None = None
    skipped: str = ""


def every(first: date, period: Period, interval: int) -> rhythms.Rhythm:
    """Every so many weeks or months, on the weekday of the first day: months keep „den 2. Dienstag“, as people do."""
    if period is Period.WEEK:
        return rhythms.Rhythm(period=period, interval=interval, weekdays=(first.weekday(),))
    number = (first.day - 1) // 7 + 1
    nth = number if number <= FOURTH else -1
    return rhythms.Rhythm(period=period, interval=interval, weekdays=(first.weekday(),), nth=(nth,))


def days_of(rhythm: rhythms.Rhythm, first: date, until: date, anchor: date | None = None) -> list[date]:
    """The days after `first` up to `until`, both included, ascending; `anchor` is a day from which the rhythm counts.

    What is nearer to the first day than half a turn is the meeting that it stands for."""
    gap = timedelta(days=(rhythm.expected_gap_days or 0) / 2)
    after = first + max(DAY, gap)
    found = expected.reckoned(rhythm, start_of(first + DAY), anchor or first, land(), guesses_days=True)
    return sorted({day for start, _end, _open in found if after <= (day := local_day(start)) <= until})


def planned(
    network: Network, days: Iterable[date], begins: time | None, ends: time | None, *, skips_holidays: bool
) -> list[Planned]:
    """What becomes of each of the days."""
    meetings = network.meetings.filter(is_cancelled=False)
    taken = {local_day(start) for start in meetings.values_list("start", flat=True)}
    return [_planned(day, taken, begins, ends, skips_holidays) for day in days]


def _planned(
    day: date, taken: set[date], begins: time | None, ends: time | None, skips_holidays: bool
) -> Planned:
    if day in taken:
        return Planned(day, skipped=_("dort steht schon ein Treffen"))
    place = land() if skips_holidays else None
    if place and (name := place.public_holiday_on(day)):
        return Planned(day, skipped=name)
    if place and (found := place.school_break(day)):
        return Planned(day, skipped=break_words(found))
    try:
        return Planned(day, slot_on(day, begins, ends))
    except NoSuchTimeError:
        return Planned(day, skipped=_("in dieser Nacht wird die Uhr vorgestellt"))


@transaction.atomic
def enter(given: Meeting, slots: Iterable[Slot]) -> list[Meeting]:
    """Saves a meeting like `given` for each of the slots; several of them are a series."""
    wanted = list(slots)
    series = uuid.uuid4() if len(wanted) > 1 else None
    same = {name: getattr(given, name) for name in SAME}
    return [
        Meeting.objects.create(
            **same, start=slot.start, end=slot.end, is_all_day=slot.is_all_day, series=series
        )
        for slot in wanted
    ]
