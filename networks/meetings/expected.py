"""Expected dates: when a network meets next by its rhythm, where nobody has entered it.

They are kept in a table (`ExpectedMeeting`), for a calendar asks for thousands at once. A trigger marks networks whose rhythm,
status or meetings changed; readers reckon those anew before they look, a job does all of them once a day. Nothing is
expected of a rhythm that was read only in part, and nothing beyond the last school holidays that are published where the
rhythm leaves them out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import batched
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.utils import timezone

import rhythm as rhythms
from networks.meetings.land import land
from networks.models import ExpectedMeeting, Meeting, Network, StaleExpectation
from rhythm.lands import Land
from vocabulary.days import start_of

AHEAD = timedelta(days=731)  # as far as a series may be planned
MOST = 250  # of a network: twice a week for two years, and more than anybody looks at
SHOWN_AHEAD = timedelta(days=366)  # each month once
FEW = 30  # of what is monthly in that time; each date that is looked for costs
REFRESHED_AT_ONCE = 300  # marks that a reader works off on the way: no page waits for a whole import
BATCH = 500  # networks reckoned in one go: few statements, little memory
TAKE_SQL = """
DELETE FROM networks_staleexpectation WHERE id = ANY (ARRAY(
    SELECT id FROM networks_staleexpectation ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING network_id"""
TAKE_OF_SQL = """
DELETE FROM networks_staleexpectation WHERE id = ANY (ARRAY(
    SELECT id FROM networks_staleexpectation WHERE network_id = ANY (%s) ORDER BY id FOR UPDATE)) RETURNING network_id"""


def refresh(limit: int = REFRESHED_AT_ONCE) -> int:
    """Reckons the dates of changed networks anew, at most `limit` marks; returns how many marks were worked off."""
    return _take(TAKE_SQL, limit)


def refresh_of(ids: list[int]) -> int:
    """The same for some networks, of which whoever asks keeps the answer: it waits for a reader who is at them just now."""
    return _take(TAKE_OF_SQL, ids)


def _take(statement: str, which: int | list[int]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [which])
        marked = {pk for (pk,) in cursor.fetchall()}
        if marked:
            _write(marked)
    return len(marked)


class Expected(NamedTuple):
    network_id: int
    start: datetime
    end: datetime | None
    is_all_day: bool


def first_of_each_month(ids: list[int], seen: QuerySet[Meeting]) -> list[Expected]:
    """What these networks let expect of the next twelve months, as far as no meeting of `seen` replaces it, next first: in
    each month the first date. Reckons anew what has to be."""
    refresh_of(ids)
    now = timezone.now()
    ahead = Q(start__gte=now) | Q(is_all_day=True, start__gte=start_of(timezone.localdate()))
    dates = ExpectedMeeting.objects.filter(ahead, network__in=ids, start__lt=now + SHOWN_AHEAD)
    place = Window(RowNumber(), partition_by=["network", TruncMonth("start")], order_by="start")
    firsts = dates.not_replaced_by(seen).annotate(place=place).filter(place=1).order_by("start", "pk")
    return [Expected(*row) for row in firsts.values_list("network_id", "start", "end", "is_all_day")]


def refresh_all() -> int:
    """Of all networks, for time has passed; returns how many dates are expected."""
    StaleExpectation.objects.all().delete()
    for batch in batched(Network.objects.order_by("pk").values_list("pk", flat=True), BATCH, strict=False):
        with transaction.atomic():
            _write(batch)
    return ExpectedMeeting.objects.count()


def reckoned(
    rhythm: rhythms.Rhythm,
    since: datetime,
    anchor: date | None = None,
    place: Land | None = None,
    most: int = MOST,
    *,
    guesses_days: bool = False,
) -> list[tuple[datetime, datetime | None, bool]]:
    """Begin, end and whether the time is open of the meetings after `since` that follow from a rhythm, ascending, at most
    `most`.

    `anchor`: the day of any meeting, from which „alle 4 Wochen dienstags“ is counted. `guesses_days`: also days that the
    rhythm does not name („monatlich“), as far away as the anchor says: to propose some, never to expect them."""
    named = rhythm if guesses_days else _naming_days(rhythm)
    if named is None:
        return []
    rhythm = named
    until = since + AHEAD
    if rhythm.needs_school_holidays:
        if place is None:
            return []
        until = min(until, start_of(place.known_until(since.date()) + timedelta(days=1)))
    school, public = (place.is_school_holiday, place.is_public_holiday) if place else (None, None)
    found: list[datetime] = []
    for count in (min(FEW, most), most):
        found = rhythms.next_dates(rhythm, since, count, anchor, holidays=school, public_holidays=public)
        if len(found) < count or found[-1] >= until:
            break
    return [(moment, *_clock(rhythm, moment)) for moment in found if moment < until]


def _naming_days(rhythm: rhythms.Rhythm) -> rhythms.Rhythm | None:
    """Its rules that say on which days, without the others."""
    named = [one for one in rhythm.rules if one.names_days or one.period is rhythms.Period.DAY]
    return replace(named[0], also=tuple(named[1:])) if named else None


def _clock(rhythm: rhythms.Rhythm, moment: datetime) -> tuple[datetime | None, bool]:
    """The end, and whether the time is open."""
    start, end = rhythm.clock_on(moment.date())
    if start is None or start != moment.time():
        return None, moment.time() == datetime.min.time()
    return (rhythms.end_of(moment.date(), start, end) if end else None), False


def _write(ids: Collection[int]) -> None:
    ExpectedMeeting.objects.filter(network__in=ids).delete()
    networks = Network.objects.active().filter(pk__in=ids, rhythm__isnull=False)
    since = start_of(timezone.localdate().replace(day=1)) - timedelta(seconds=1)  # the month shown is whole
    anchors = _anchors(ids)
    ExpectedMeeting.objects.bulk_create(
        [
            ExpectedMeeting(network=network, start=start, end=end, is_all_day=is_open)
            for network in networks.order_by("pk")
            if (rhythm := network.structured_rhythm)
            for start, end, is_open in reckoned(rhythm, since, anchors.get(network.pk), land())
        ],
        ignore_conflicts=True,  # two readers at once: both reckon the same
        batch_size=BATCH,
    )


def _anchors(ids: Collection[int]) -> dict[int, date]:
    """Of each network the day of the last meeting that everybody may know of, also one ahead."""
    held = Meeting.objects.public().filter(network__in=ids, is_cancelled=False).order_by()
    found = held.values("network").annotate(last=Max("start", filter=Q(start__lte=timezone.now() + AHEAD)))
    return {row["network"]: timezone.localdate(row["last"]) for row in found if row["last"]}
