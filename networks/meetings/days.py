"""What a calendar shows of its days, read day by day: however many meetings a month has, only those that a page shows leave
the database.

A meeting of several days, or over midnight, is a line on each of them. Days are those here (`settings.TIME_ZONE`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from networks.meetings import expected
from networks.meetings.occurrences import OccurrenceKind
from networks.models import ExpectedMeeting, Meeting, Network
from networks.querysets import NEAR
from vocabulary.days import start_of

ONE_DAY = timedelta(days=1)
WHOLE_DAY = 1_000_000  # more lines than a day can have
# What ends at midnight has ended with the day before; a day whose time is open is meant as a whole. The days of one meeting
# are the one that the span begins with or it begins on, and those of the few that last longer. Names and places are read only
# of what is shown, one by one: all others are only sorted and counted.
LINES_SQL = """
WITH held AS MATERIALIZED (
    SELECT id, network_id, start, "end", is_all_day, CASE WHEN is_cancelled THEN %s ELSE %s END AS kind, first_day,
        CASE WHEN "end" IS NULL THEN first_day ELSE greatest(first_day, ((CASE WHEN is_all_day THEN "end"
            ELSE "end" - interval '1 microsecond' END) AT TIME ZONE %s)::date) END AS last_day,
        greatest(first_day, %s) AS day, moved_from, (moved_from AT TIME ZONE %s)::date AS moved_day
    FROM (SELECT *, (start AT TIME ZONE %s)::date AS first_day FROM ({meetings}) AS seen OFFSET 0) AS seen),
lines AS (
    SELECT network_id, id AS meeting_id, kind, day, true AS is_first, first_day, last_day, start, "end", is_all_day
    FROM held WHERE first_day <= %s AND last_day >= %s
    UNION ALL
    SELECT network_id, id, kind, later, false, first_day, last_day, start, "end", is_all_day
    FROM held JOIN unnest(%s::date[]) AS later ON later > day AND later <= last_day WHERE last_day > day
    UNION ALL
    SELECT network_id, id, %s, moved_day, true, moved_day, moved_day, moved_from, NULL, is_all_day
    FROM held WHERE moved_day BETWEEN %s AND %s AND moved_day <> first_day
    UNION ALL
    SELECT network_id, NULL, %s, day, true, day, day, start, "end", is_all_day
    FROM (SELECT *, (start AT TIME ZONE %s)::date AS day FROM ({expected}) AS ahead OFFSET 0) AS ahead WHERE %s),
sorted AS (
    SELECT lines.*, sort_name FROM lines JOIN ({networks}) AS network ON network.id = network_id),
numbered AS (
    SELECT *, row_number() OVER in_day AS number, count(*) OVER (PARTITION BY day) AS on_day FROM sorted WHERE {chosen}
    WINDOW in_day AS (PARTITION BY day ORDER BY NOT is_all_day, start, sort_name, network_id, meeting_id)),
page AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY {order}) AS rank
    FROM numbered WHERE number > %s AND number <= %s ORDER BY {order} LIMIT %s)
SELECT {counts}, day, number, on_day, kind, network_id, meeting_id, name, slug, coalesce(title, ''), coalesce(place, ''),
    coalesce(reason, ''), start, "end", is_all_day, CASE WHEN kind = %s THEN starts ELSE moved_from END, first_day, last_day
FROM (VALUES (1)) AS always LEFT JOIN page ON true
    LEFT JOIN LATERAL (SELECT name, slug FROM networks_network WHERE id = network_id OFFSET 0) AS network ON true
    LEFT JOIN LATERAL (
        SELECT start AS starts, moved_from, title, place, reason FROM networks_meeting WHERE id = meeting_id OFFSET 0
    ) AS meeting ON true
ORDER BY {order}
"""
CHOSEN_SQL = "network_id IN (SELECT object_id FROM search_entry WHERE kind = 'netzwerk' AND id = ANY(%s))"
# Beside the first row, for one more statement would have to read everything once more.
COUNTS_SQL = """
CASE WHEN coalesce(rank, 1) = 1 THEN (
    SELECT string_agg(concat_ws(',', entry.id, {by_kind}), ',')
    FROM (SELECT network_id, {counted} FROM sorted WHERE is_first GROUP BY network_id) AS counted
        JOIN search_entry AS entry ON entry.kind = 'netzwerk' AND entry.object_id = network_id) END
"""
FORWARDS, BACKWARDS = "day, number", "day DESC, number DESC"
KINDS = [kind.value for kind in OccurrenceKind]


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting on one of its days. `number` counts the lines of the day from 1, `on_day` is how many they are, also those
    that were not read. `other`: of a moved one, when it is now; of others, when they were to be. `meeting_id` is None for an
    expected one."""

    day: date
    number: int
    on_day: int
    kind: OccurrenceKind
    network_id: int
    meeting_id: int | None
    name: str
    slug: str
    title: str
    place: str
    reason: str
    start: datetime
    end: datetime | None
    is_all_day: bool
    other: datetime | None
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def number_of_day(self) -> int:
        """Which of its days this is, counted from 1."""
        return (self.day - self.first_day).days + 1


@dataclass(frozen=True)
class MeetingReader:
    """Reads the meetings of `networks`, all of which the person may see, as far as she may see those. `entries`: of these
    only those with such an entry in the search are shown; all are counted."""

    networks: QuerySet[Network]
    user: User | AnonymousUser
    with_expected: bool = True
    entries: list[int] | None = None

    def __post_init__(self) -> None:
        """What is expected is as of now; all that is read of one page is as of then."""
        if self.with_expected:
            expected.refresh()

    def lines(
        self,
        first: date,
        last: date,
        *,
        a_day: int = WHOLE_DAY,
        after: int = 0,
        most: int | None = None,
        from_end: bool = False,
    ) -> list[Line]:
        """Those on the days from `first` to `last`: of each day at most `a_day` behind the first `after`, all in all `most`,
        the last ones where they are read `from_end`. Days without a time come first, then by time. One query."""
        order = BACKWARDS if from_end else FORWARDS
        lines, _counts = self._read(first, last, "NULL", order, [after, after + a_day, most])
        return lines[::-1] if from_end else lines

    def lines_and_counts(
        self, first: date, last: date, *, a_day: int = WHOLE_DAY, after: int = 0, most: int | None = None
    ) -> tuple[list[Line], np.ndarray]:
        """The same; and a row of every network that meets on these days: its entry in the search, and how many meetings there
        are of each `OccurrenceKind`, in their order. One query."""
        columns = [f"kind_{place}" for place, _kind in enumerate(KINDS)]
        counted = [
            f"count(*) FILTER (WHERE kind = '{k}') AS {c}" for k, c in zip(KINDS, columns, strict=True)
        ]
        counts = COUNTS_SQL.format(by_kind=", ".join(columns), counted=", ".join(counted))
        return self._read(first, last, counts, FORWARDS, [after, after + a_day, most])

    def _read(
        self, first: date, last: date, counts: str, order: str, values: list[Any]
    ) -> tuple[list[Line], np.ndarray]:
        since, until = start_of(first), start_of(last + ONE_DAY)
        try:
            networks, of_networks = _sql(self.networks.values("id", "sort_name"))
        except EmptyResultSet:  # somebody asks for networks of which there are none
            return [], np.zeros((0, 1 + len(KINDS)), np.int64)
        meetings, of_meetings = _sql(self._meetings(since, until))
        ahead, of_expected = _sql(self._expected(since, until))
        chosen, of_chosen = ("true", []) if self.entries is None else (CHOSEN_SQL, [self.entries])
        sql = LINES_SQL.format(
            meetings=meetings, expected=ahead, networks=networks, chosen=chosen, counts=counts, order=order
        )
        values = [
            *self._days(first, last, of_meetings, of_expected),
            *of_networks,
            *of_chosen,
            *values,
            OccurrenceKind.MOVED.value,
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        lines = [_line(row[1:]) for row in rows if row[1]]
        return lines, np.fromstring(rows[0][0] or "", np.int64, sep=",").reshape(-1, 1 + len(KINDS))

    def _days(
        self, first: date, last: date, of_meetings: tuple[Any, ...], of_expected: tuple[Any, ...]
    ) -> list[Any]:
        """The values of `lines` in `LINES_SQL`."""
        zone, kind = timezone.get_current_timezone_name(), OccurrenceKind
        days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
        return [
            kind.CANCELLED.value, kind.AGREED.value, zone, first, zone, zone, *of_meetings, last, first, days,
            kind.MOVED.value, first, last, kind.EXPECTED.value, zone, *of_expected, self.with_expected,
        ]  # fmt: skip

    def _meetings(self, since: datetime, until: datetime) -> QuerySet[Meeting, Any]:
        runs = Q(start__lt=until) & (Q(start__gte=since) | Q(end__gte=since))
        was = Q(moved_from__gte=since, moved_from__lt=until)
        found = Meeting.objects.readable_by(self.user).filter(runs | was)
        return found.values("id", "network_id", "start", "end", "is_all_day", "is_cancelled", "moved_from")

    def _expected(self, since: datetime, until: datetime) -> QuerySet[ExpectedMeeting, Any]:
        ahead = ExpectedMeeting.objects.filter(start__gte=since, start__lt=until)
        near = Meeting.objects.readable_by(self.user).filter(start__gt=since - NEAR, start__lt=until + NEAR)
        return ahead.not_replaced_by(near).values("network_id", "start", "end", "is_all_day")


def _line(values: tuple[Any, ...]) -> Line:
    day, number, on_day, kind, *others = values
    return Line(day, number, on_day, OccurrenceKind(kind), *others)


def _sql(rows: QuerySet) -> tuple[str, tuple[Any, ...]]:
    return rows.order_by().query.sql_with_params()
