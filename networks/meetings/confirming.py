"""An expected date becomes a meeting, or is dropped: then it is a meeting that does not take place."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.dateparse import parse_datetime

from networks.meetings import expected
from networks.models import ExpectedMeeting, Meeting, Network

TAKEN_BACK_WITHIN = timedelta(days=1)  # later a meeting is cancelled, so that members read of it


def expected_at(network: Network, moment: str) -> ExpectedMeeting | None:
    """The date that begins then (ISO, with its zone) and that no meeting has replaced; None for anything else."""
    start = _parsed(moment)
    if start is None:
        return None
    expected.refresh_of([network.pk])
    ahead = network.expected_meetings.not_replaced_by(network.meetings.all())
    return ahead.filter(start=start).first()


def _parsed(moment: str) -> datetime | None:
    try:
        start = parse_datetime(moment)
    except ValueError:
        return None
    return start if start and start.tzinfo else None


def confirm(one: ExpectedMeeting) -> Meeting:
    """Where and for whom the last meeting was."""
    last = one.network.meetings.filter(is_cancelled=False).order_by("start", "pk").last()
    same = {"place": last.place, "visibility": last.visibility} if last else {}
    return _meeting(one, **same)


def drop(one: ExpectedMeeting) -> Meeting:
    return _meeting(one, is_cancelled=True)


def _meeting(one: ExpectedMeeting, **more: object) -> Meeting:
    return Meeting.objects.create(
        network=one.network, start=one.start, end=one.end, is_all_day=one.is_all_day, **more
    )


@transaction.atomic
def take_back(network: Network, ids: Collection[int]) -> tuple[int, int]:
    """Deletes those of the meetings that nobody has touched; how many are gone, and how many stay."""
    meetings = network.meetings.select_for_update().filter(pk__in=ids)
    untouched = [one.pk for one in meetings if one.version == 1 and not one.updates.exists()]
    gone = len(untouched)
    stay = len(meetings) - gone
    Meeting.objects.filter(pk__in=untouched).delete()
    return gone, stay
