"""Whether a meeting is overdue: the rhythm can hardly be true any more."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import floor
from typing import TYPE_CHECKING

from rhythm.dates import in_school_holidays

if TYPE_CHECKING:
    from rhythm.dates import Holidays
    from rhythm.form import Rhythm

MOST_DAYS = 3660  # ten years: whatever it was, it is overdue
GRACE_DAYS = 60  # a missed meeting or the summer holidays (six and a half weeks): no reason yet to ask


def is_overdue(
    rhythm: Rhythm, last_meeting: date | None, today: date, holidays: Holidays | None = None
) -> bool:
    """Whether the last meeting is so long ago that the rhythm can hardly be true any more.

    Overdue is more than the expected gap and, on top, half of it or 60 days, whichever is more: weekly after
    67 days, monthly after 90, quarterly after 152, yearly after 548. Months without meetings, and school holidays if the
    rhythm leaves them out and `holidays` is given, do not count. False where the rhythm expects nothing (on demand
    without a minimum, paused, „höchstens …“), where a part of the text was not read, and where no meeting is known:
    then there is nothing to measure from.
    """
    left = days_left(rhythm, last_meeting, today, holidays)
    return left is not None and left < 0


def days_left(
    rhythm: Rhythm, last_meeting: date | None, today: date, holidays: Holidays | None = None
) -> int | None:
    """How many days a meeting may still be waited for; below 0 it is overdue. None where it never will be.

    A lower bound: days of the holidays and of months without meetings that are still to come make it more."""
    gap = rhythm.expected_gap_days
    if gap is None or last_meeting is None or rhythm.leftover:
        return None
    last = last_meeting.date() if isinstance(last_meeting, datetime) else last_meeting
    now = today.date() if isinstance(today, datetime) else today
    allowed = floor(gap + max(gap / 2, GRACE_DAYS))
    left = allowed - (now - last).days
    return left if left >= 0 else allowed - _days_that_count(rhythm, last, now, holidays)


def _days_that_count(rhythm: Rhythm, last: date, now: date, holidays: Holidays | None) -> int:
    months = rhythm.months if rhythm.is_seasonal else range(1, 13)
    since = max(day for day in (last, rhythm.begins, rhythm.first) if day)
    until = min(now, rhythm.ends) if rhythm.ends else now
    days = (since + timedelta(days=step) for step in range(1, min((until - since).days, MOST_DAYS) + 1))
    return sum(day.month in months and not in_school_holidays(rhythm, day, holidays) for day in days)
