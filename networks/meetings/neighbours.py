"""What was before a meeting and what comes after it, for its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from networks.meetings import expected
from networks.models import ExpectedMeeting, Meeting


@dataclass(frozen=True)
class Neighbours:
    """Of those that take place. `expected`: what the rhythm lets expect before the next agreed one, or where there is none."""

    before: Meeting | None
    after: Meeting | None
    expected: ExpectedMeeting | None


def neighbours_of(meeting: Meeting, user: User | AnonymousUser) -> Neighbours:
    """As far as this person sees them."""
    seen = Meeting.objects.visible_to(user)
    held = seen.filter(network=meeting.network_id, is_cancelled=False)
    same = Q(start=meeting.start)
    before = held.filter(Q(start__lt=meeting.start) | (same & Q(pk__lt=meeting.pk)))
    after = held.filter(Q(start__gt=meeting.start) | (same & Q(pk__gt=meeting.pk)))
    following = after.order_by("start", "pk").first()
    expected.refresh_of([meeting.network_id])
    ahead = ExpectedMeeting.objects.filter(
        network=meeting.network_id, start__gt=max(meeting.start, timezone.now())
    )
    if following:
        ahead = ahead.filter(start__lt=following.start)
    return Neighbours(
        before.order_by("-start", "-pk").first(), following, ahead.not_replaced_by(seen).first()
    )
