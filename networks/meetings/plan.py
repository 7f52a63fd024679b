"""What the plan of one network shows: what is to come, agreed or expected, and what has been."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from networks.meetings.occurrences import Occurrence, OccurrenceKind, occurrences
from networks.models import Meeting, Network
from vocabulary.days import LAST_MOMENT, start_of

EXPECTED_SHOWN = 6  # a weekly round expects a hundred
PAST_SHOWN = 24  # two years of a monthly one


@dataclass(frozen=True)
class MeetingPlan:
    """`ahead` in the order of the calendar, `past` with the last one first. `more_expected`, `more_past`: how many are not
    shown."""

    ahead: list[Occurrence]
    past: list[Meeting]
    more_expected: int
    more_past: int

    @property
    def expects(self) -> bool:
        return any(one.kind is OccurrenceKind.EXPECTED for one in self.ahead)

    @property
    def agrees(self) -> bool:
        return any(one.kind is OccurrenceKind.AGREED for one in self.ahead)


def plan_of(network: Network, user: User | AnonymousUser) -> MeetingPlan:
    """A constant number of queries."""
    today = start_of(timezone.localdate())
    found = occurrences(Network.objects.filter(pk=network.pk), user, today, LAST_MOMENT)
    likely = [one for one in found if one.kind is OccurrenceKind.EXPECTED]
    too_far = {one.start for one in likely[EXPECTED_SHOWN:]}
    over = Q(end__isnull=True) | Q(end__lt=today)
    past = network.meetings.visible_to(user).filter(over, start__lt=today).order_by("-start", "-pk")
    return MeetingPlan(
        ahead=[one for one in found if one.meeting or one.start not in too_far],
        past=list(past[:PAST_SHOWN]),
        more_expected=len(too_far),
        more_past=max(0, past.count() - PAST_SHOWN),
    )
