"""What the search knows of the meetings of networks: only what everybody may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from networks import times
from networks.meetings import aliveness, expected
from networks.meetings.expected import Expected
from networks.models import Meeting, Network, Update
from vocabulary.days import local_day, start_of


class PublicMeetings:
    """Those of the networks with these ids, past, agreed and expected, and what they tell in between. Five queries, however
    many networks these are."""

    def __init__(self, ids: list[int]) -> None:
        public = Meeting.objects.public().filter(network__in=ids)
        self.upcoming: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in public.upcoming():
            self.upcoming[meeting.network_id].append(meeting)
        past = public.past().order_by("network_id", "-start", "-pk").distinct("network_id")
        self.last = {meeting.network_id: meeting for meeting in past}
        told = Update.objects.filter(network__in=ids, is_public=True).order_by().values("network")
        self.told = {row["network"]: row["last"] for row in told.annotate(last=Max("date"))}
        self.expected: dict[int, list[Expected]] = defaultdict(list)
        for one in expected.first_of_each_month(ids, Meeting.objects.public()):
            self.expected[one.network_id].append(one)
        self._alive: dict[int, aliveness.Aliveness] = {}
        self._derived = aliveness.as_of_today()

    def next_of(self, network: Network) -> Meeting | None:
        return next(iter(self.upcoming[network.pk]), None)

    def likely(self, network: Network) -> list[Expected]:
        """What may be expected: nothing of a network that is overdue."""
        return self.expected[network.pk] if self.alive(network).lets_expect else []

    def expected_of(self, network: Network) -> Expected | None:
        """The next one, where none is agreed."""
        return None if self.upcoming[network.pk] else next(iter(self.likely(network)), None)

    def alive(self, network: Network) -> aliveness.Aliveness:
        if network.pk not in self._alive:
            last, agreed = self.last.get(network.pk), self.next_of(network)
            known = aliveness.Known(
                met=local_day(last.start) if last else None,
                agreed=local_day(agreed.start) if agreed else None,
                told=self.told.get(network.pk),
                confirmed=network.confirmed_at,
            )
            self._alive[network.pk] = self._derived(network, known)
        return self._alive[network.pk]

    def facets(self, network: Network) -> dict[str, list[str]]:
        sign = self.alive(network).sign
        when = times.facets_of(network.structured_rhythm, self.upcoming[network.pk], self.likely(network))
        return {**when, "lebendigkeit": [sign.value] if sign else []}

    def card(self, network: Network) -> dict[str, Any]:
        alive, last = self.alive(network), self.last.get(network.pk)
        agreed, likely = self.next_of(network), self.expected_of(network)
        return {
            "last_meeting": last.start.isoformat() if last else "",
            "meeting": _shown(agreed) | {"place": agreed.place} if agreed else None,
            "expected": _shown(likely) if likely else None,
            "alive": alive.as_card(),
            "alive_label": alive.label,
        }

    def changes(self, network: Network) -> Iterator[datetime]:
        """The moments at which some of this will be otherwise by itself."""
        if agreed := self.next_of(network):
            yield agreed.over_at + timedelta(seconds=1)
        if likely := self.likely(network):
            yield _over_at(likely[0]) + timedelta(seconds=1)
        if changes_on := self.alive(network).changes_on:
            yield start_of(changes_on) + timedelta(seconds=1)  # when a meeting of the day before is over


def _shown(meeting: Meeting | Expected) -> dict[str, Any]:
    return {"start": meeting.start.isoformat(), "is_all_day": meeting.is_all_day}


def _over_at(likely: Expected) -> datetime:
    return start_of(local_day(likely.start) + timedelta(days=1)) if likely.is_all_day else likely.start
