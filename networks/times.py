"""When networks meet, as questions ask for it: the months, the days of the week, the times of day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from networks.meetings.expected import Expected
    from networks.models import Meeting
    from rhythm import Rhythm

EVERY_MONTH = 10.0  # meetings a year from which on there is one in each month
NOON, EVENING = time(12), time(17)
TIMES_OF_DAY = [("vormittags", _("vormittags")), ("nachmittags", _("nachmittags")), ("abends", _("abends"))]
FACETS = [
    ("monat", _("Treffen im Monat"), [(f"{number:02}", name) for number, name in MONTHS.items()]),
    ("wochentag", _("Wochentag"), [(str(number + 1), name) for number, name in WEEKDAYS.items()]),
    ("tageszeit", _("Tageszeit"), TIMES_OF_DAY),
]


def facets_of(
    known: Rhythm | None, upcoming: Iterable[Meeting], expected: Iterable[Expected] = ()
) -> dict[str, list[str]]:
    """Facet -> values, from a rhythm, the meetings ahead and those to be expected; the latter say only the months: the
    rhythm itself names days and times. Of a rhythm that was read only in part, nothing."""
    rules = known.rules if known and not known.leftover and not known.paused else ()
    starts = [(timezone.localtime(meeting.start), meeting.is_all_day) for meeting in upcoming]
    times = [rule.start for rule in rules if rule.start]
    times += [start.time() for start, is_all_day in starts if not is_all_day]
    days = {day for rule in rules for day in rule.weekdays} | {start.weekday() for start, _all_day in starts}
    ahead = [start for start, _all_day in starts] + [timezone.localtime(one.start) for one in expected]
    return {
        "monat": sorted({f"{month:02}" for month in _months(rules, ahead)}),
        "wochentag": sorted(str(day + 1) for day in days),
        "tageszeit": sorted({_time_of_day(moment) for moment in times}),
    }


def _months(rules: Iterable[Rhythm], starts: Iterable[datetime]) -> Iterator[int]:
    for rule in rules:
        yield from rule.months or (range(1, 13) if (rule.cadence or 0) >= EVERY_MONTH else ())
    yield from (start.month for start in starts)


def _time_of_day(moment: time) -> str:
    return "vormittags" if moment < NOON else "nachmittags" if moment < EVENING else "abends"
