"""„Tag noch offen“: networks that meet by a rhythm from which no day can be reckoned. Nothing is guessed of them."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from networks.meetings.expected import AHEAD
from networks.models import ExpectedMeeting, Meeting, Network
from portal.calendar.span import Span, SpanKind
from rhythm import Frequency
from vocabulary.days import start_of

SHOWN = 12  # more would be a directory, and there is one


def undated(networks: QuerySet[Network], user: User | AnonymousUser, span: Span) -> list[Network]:
    """Of a month at hand at most one more than `SHOWN`; in other views none. One query."""
    today = timezone.localdate()
    if span.view != SpanKind.MONTH or not today.replace(day=1) <= span.first <= today + AHEAD:
        return []
    dated = ExpectedMeeting.objects.filter(network=OuterRef("pk"))
    held = Meeting.objects.readable_by(user).filter(
        network=OuterRef("pk"),
        start__gte=start_of(span.first),
        start__lt=start_of(span.last + timedelta(days=1)),
    )
    found = networks.active().filter(_meets_in(span.first), ~Exists(dated), ~Exists(held.order_by()))
    shown = found.only("name", "slug", "rhythm_text", "rhythm").order_by("sort_name", "pk")
    return list(shown[: SHOWN + 1])


def _meets_in(month: date) -> Q:
    """By what was understood: with a frequency, in this month where months are named."""
    known = Q(rhythm__has_key="period", rhythm__paused__isnull=True) & ~Q(
        rhythm_frequency__in=[Frequency.ON_DEMAND, Frequency.PAUSED]
    )
    return known & (Q(rhythm__months__isnull=True) | Q(rhythm__months__contains=month.month))
