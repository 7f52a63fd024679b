"""On which days Auenberg lives: the lists were written for one week, the city is shown in any other.

Facts of the past stay (founded in 2012); what lay ahead then lies ahead of the day on which the city is loaded."""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterator
from datetime import date, datetime, time, timedelta
from math import ceil

from dateutil.easter import easter
from django.utils import timezone

import rhythm as rhythms
from networks.models import Network

WRITTEN_ON = date(2026, 11, 23)  # a Monday; every next meeting in the lists is later
PAST_MEETINGS = 4  # enough for a rhythm to be read off them
LOOKING_BACK = timedelta(days=500)
USUAL_HOURS = (time(9), time(14), time(16, 30))
SATURDAY = 5  # as Python counts
HOLIDAYS = {(5, 1), (10, 3), (10, 31)}
DAYS_AFTER_EASTER = {-2, 1, 39, 50}  # Karfreitag, Ostermontag, Himmelfahrt, Pfingstmontag


def from_today(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def working_day(days_ago: int) -> date:
    """So many days ago, or on the last day before that on which one meets."""
    day = from_today(-days_ago)
    while is_free(day) or day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day


def carried_on(given: date) -> date:
    """A day of the lists: what lay ahead then keeps its weekday and lies as far ahead now."""
    if given <= WRITTEN_ON:
        return given
    return given + timedelta(weeks=ceil((timezone.localdate() - WRITTEN_ON).days / 7))


def next_meeting(rhythm: rhythms.Rhythm | None, given: date, taken: Container[date] = ()) -> date:
    """The first day after today on which a network meets that met on the given day, in its rhythm if that says it.

    On days that are `taken` it meets anyway."""
    today = timezone.localdate()
    if rhythm is not None:
        tonight = datetime.combine(today, time.max)
        for moment in rhythms.next_dates(rhythm, tonight, 24, anchor=given, holidays=is_free):
            if moment.date() not in taken and not is_free(moment.date()):
                return moment.date()
    day = carried_on(given)
    while day <= today or day in taken or is_free(day):
        day += timedelta(weeks=1)
    return day


def earlier_meetings(
    network: Network, upcoming: date, taken: Container[date] = ()
) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end of the last meetings before today, without those on holidays, in summer and around New Year."""
    rhythm = network.structured_rhythm
    if rhythm is None or not rhythm.expected_gap_days:
        return
    start = rhythm.start or USUAL_HOURS[zlib.crc32(network.name.encode()) % len(USUAL_HOURS)]
    begins, today = network.begins_on or date.min, timezone.localdate()
    days = [day for day in _days_in_rhythm(rhythm, upcoming) if begins <= day < today]
    for day in [day for day in days if day not in taken and not is_free(day)][-PAST_MEETINGS:]:
        begin = timezone.make_aware(datetime.combine(day, start))
        end = rhythms.end_of(day, start, rhythm.end) if rhythm.end else None
        yield begin, end or begin + timedelta(hours=2)


def _days_in_rhythm(rhythm: rhythms.Rhythm, upcoming: date) -> list[date]:
    since = timezone.now() - LOOKING_BACK
    days = [
        moment.date() for moment in rhythms.next_dates(rhythm, since, LOOKING_BACK.days, upcoming, is_free)
    ]
    if days:
        return days
    gap = timedelta(weeks=max(1, round((rhythm.expected_gap_days or 7) / 7)))  # the same weekday
    return [upcoming - gap * step for step in range(LOOKING_BACK // gap, 0, -1)]


def is_free(day: date) -> bool:
    """Holidays of all Länder, and those of schools as far as they are the same every year."""
    around_new_year = (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)
    holiday = (day.month, day.day) in HOLIDAYS or (day - easter(day.year)).days in DAYS_AFTER_EASTER
    return day.month in (7, 8) or around_new_year or holiday
