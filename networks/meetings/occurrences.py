"""What a calendar shows of a span of time: agreed, cancelled, moved and expected meetings in one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import User
from networks.meetings import expected
from networks.models import ExpectedMeeting, Meeting, Network
from vocabulary.days import local_day


class OccurrenceKind(StrEnum):
    AGREED = "vereinbart"
    EXPECTED = "voraussichtlich"
    CANCELLED = "faellt-aus"
    MOVED = "verlegt"  # the day on which it was to be


@dataclass(frozen=True)
class Occurrence:
    """`meeting` is None for an expected one. Of a moved one, `start` is when it was to be, `meeting.start` when it is."""

    kind: OccurrenceKind
    network: Network
    start: datetime
    end: datetime | None
    is_all_day: bool
    meeting: Meeting | None = None

    @property
    def day(self) -> date:
        return local_day(self.start)

    @property
    def last_day(self) -> date:
        return max(self.day, local_day(self.end)) if self.end else self.day


def occurrences(
    networks: QuerySet[Network],
    user: User | AnonymousUser,
    since: datetime,
    until: datetime,
) -> list[Occurrence]:
    """What this person may see of these networks and what lies in [since, until), days without a time first, then by time.

    A constant number of queries. The networks come with `format`."""
    meetings = Meeting.objects.visible_to(user).filter(network__in=networks)
    runs = Q(start__lt=until) & (Q(start__gte=since) | Q(end__gte=since))
    was = Q(moved_from__gte=since, moved_from__lt=until)
    found: list[Occurrence] = []
    for meeting in meetings.filter(runs | was).select_related("network__format"):
        if meeting.start < until and (meeting.start >= since or (meeting.end and meeting.end >= since)):
            kind = OccurrenceKind.CANCELLED if meeting.is_cancelled else OccurrenceKind.AGREED
            found.append(_occurrence(kind, meeting))
        before = meeting.moved_from
        if before and since <= before < until and local_day(before) != local_day(meeting.start):
            found.append(
                Occurrence(OccurrenceKind.MOVED, meeting.network, before, None, meeting.is_all_day, meeting)
            )
    found += _expected(networks, Meeting.objects.visible_to(user), since, until)
    return sorted(found, key=lambda one: (one.day, not one.is_all_day, one.start, one.network.sort_name))


def _occurrence(kind: OccurrenceKind, meeting: Meeting) -> Occurrence:
    return Occurrence(kind, meeting.network, meeting.start, meeting.end, meeting.is_all_day, meeting)


def _expected(
    networks: QuerySet[Network], seen: QuerySet[Meeting], since: datetime, until: datetime
) -> list[Occurrence]:
    expected.refresh()
    ahead = ExpectedMeeting.objects.filter(network__in=networks, start__gte=since, start__lt=until)
    return [
        Occurrence(OccurrenceKind.EXPECTED, one.network, one.start, one.end, one.is_all_day)
        for one in ahead.not_replaced_by(seen).select_related("network__format")
    ]
