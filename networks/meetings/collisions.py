"""What speaks against a day: whom of the members another network needs, holidays, meetings on the same theme.

A collision is that a member of this network is a member of another one that meets then. Meetings that the reader may not see
count as well, but neither their network nor their time is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from actors.models import Actor
from networks.meetings import expected
from networks.meetings.land import land
from networks.meetings.occurrences import Occurrence, OccurrenceKind, occurrences
from networks.meetings.slots import Slot
from networks.models import ExpectedMeeting, Meeting, Membership, Network
from rhythm.lands import Break
from vocabulary.days import start_of

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Collision:
    """Members whom another meeting needs. `network` is None where the reader may not know which one; then the time is unknown,
    too."""

    actors: list[Actor]
    network: Network | None
    slot: Slot
    is_expected: bool
    is_same_time: bool


@dataclass(frozen=True)
class Outlook:
    """How a slot suits a network. `knows_holidays`: whether somebody has published the school holidays of that time. `own`: what the network itself has on that day; `on_theme`: meetings of others on the same
    theme, without those among the collisions."""

    slot: Slot
    members: list[Actor] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    own: list[Meeting] = field(default_factory=list)
    on_theme: list[Occurrence] = field(default_factory=list)
    public_holiday: str = ""
    school_break: Break | None = None
    knows_holidays: bool = False

    @property
    def busy(self) -> int:
        """How many members have another meeting on that day."""
        return len({actor.pk for one in self.collisions for actor in one.actors})

    @property
    def busy_then(self) -> int:
        """How many of them at the same time."""
        return len({actor.pk for one in self.collisions if one.is_same_time for actor in one.actors})

    @property
    def weight(self) -> int:
        """To compare days by, never shown: a member who is away counts twice one who only has a full day."""
        return self.busy + self.busy_then

    @property
    def is_holiday(self) -> bool:
        return bool(self.public_holiday or self.school_break)


@dataclass(frozen=True)
class _Held:
    """A meeting, agreed or expected, of a network in which a member sits."""

    network: Network
    slot: Slot
    is_expected: bool = False
    is_shown: bool = True


def outlooks(
    network: Network, user: User, slots: Iterable[Slot], *, with_theme: bool = True
) -> list[Outlook]:
    """One for each slot, in their order. The number of queries does not depend on how many there are."""
    wanted = list(slots)
    if not wanted:
        return []
    since = start_of(min(slot.day for slot in wanted))
    until = start_of(max(slot.last_day for slot in wanted) + DAY)
    seated = network.memberships.current().confirmed().visible_to(user).select_related("actor")
    members = [seat.actor for seat in seated.order_by("actor__sort_name", "actor")]
    seats = _seats_elsewhere(network, user, members)
    held = _by_day(_held(seats.keys(), user, since, until))
    own = list(network.meetings.visible_to(user).filter(_runs(since, until), is_cancelled=False))
    themed = _on_theme(network, user, since, until) if with_theme else []
    return [_outlook(slot, members, seats, held, own, themed) for slot in wanted]


def _seats_elsewhere(network: Network, user: User, members: list[Actor]) -> dict[int, list[Actor]]:
    """By network, who of the members is a member there, too."""
    others = Network.objects.visible_to(user).exclude(pk=network.pk)
    seats = Membership.objects.current().confirmed().filter(actor__in=members, network__in=others)
    pairs = set(seats.order_by().values_list("network", "actor"))
    found: dict[int, list[Actor]] = defaultdict(list)
    for actor in members:
        for other in [pk for pk, member in pairs if member == actor.pk]:
            found[other].append(actor)
    return found


def _runs(since: datetime, until: datetime) -> Q:
    return Q(start__lt=until) & (Q(start__gte=since) | Q(end__gte=since))


def _held(networks: Collection[int], user: User, since: datetime, until: datetime) -> list[_Held]:
    expected.refresh_of(list(networks))
    shown = Meeting.objects.visible_to(user)
    meetings = Meeting.objects.filter(_runs(since, until), network__in=networks, is_cancelled=False)
    meetings = meetings.annotate(is_shown=Exists(shown.filter(pk=OuterRef("pk"))))
    ahead = ExpectedMeeting.objects.filter(_runs(since, until), network__in=networks).not_replaced_by(shown)
    likely = [_Held(one.network, _slot(one), is_expected=True) for one in ahead.select_related("network")]
    known = {(one.network.pk, one.slot.day) for one in likely}
    agreed = [
        _Held(one.network, _slot(one), is_shown=one.is_shown)
        for one in meetings.select_related("network")
        if one.is_shown or (one.network_id, _slot(one).day) not in known  # once a day is enough
    ]
    return sorted([*agreed, *likely], key=lambda one: (one.slot.start, one.network.sort_name))


def _by_day(held: list[_Held]) -> dict[date, list[_Held]]:
    """On each of its days, so that a series of two years is not held against each meeting of two years."""
    found: dict[date, list[_Held]] = defaultdict(list)
    for one in held:
        for step in range((one.slot.last_day - one.slot.day).days + 1):
            found[one.slot.day + step * DAY].append(one)
    return found


def _slot(meeting: Meeting | ExpectedMeeting) -> Slot:
    return Slot(meeting.start, meeting.end, meeting.is_all_day)


def _on_theme(network: Network, user: User, since: datetime, until: datetime) -> list[Occurrence]:
    themes = network.themes.through.objects.filter(network=network).values("theme")
    like = network.themes.through.objects.filter(theme__in=themes).values("network")
    others = Network.objects.visible_to(user).filter(pk__in=like).exclude(pk=network.pk)
    takes_place = {OccurrenceKind.AGREED, OccurrenceKind.EXPECTED}
    return [one for one in occurrences(others, user, since, until) if one.kind in takes_place]


def _outlook(
    slot: Slot,
    members: list[Actor],
    seats: dict[int, list[Actor]],
    held: dict[date, list[_Held]],
    own: list[Meeting],
    themed: list[Occurrence],
) -> Outlook:
    there = [*held.get(slot.day, [])]
    if slot.ends_later:  # after midnight only what is at the same time
        there += [one for one in held.get(slot.last_day, []) if one not in there and slot.overlaps(one.slot)]
    found = [_collision(slot, seats[one.network.pk], one) for one in there]
    named = {one.network.pk for one in found if one.network}
    place = land()
    return Outlook(
        slot=slot,
        members=members,
        collisions=sorted(found, key=lambda one: not one.is_same_time),
        own=[one for one in own if _slot(one).shares_a_day_with(slot)],
        on_theme=[
            one for one in themed if one.day <= slot.day <= one.last_day and one.network.pk not in named
        ],
        public_holiday=place.public_holiday_on(slot.day) if place else "",
        school_break=place.school_break(slot.day) if place else None,
        knows_holidays=bool(place and slot.day <= place.known_until(timezone.localdate())),
    )


def _collision(slot: Slot, actors: list[Actor], held: _Held) -> Collision:
    """When a meeting that is not shown begins could else be found out by asking for one time after the other."""
    return Collision(
        actors=actors,
        network=held.network if held.is_shown else None,
        slot=held.slot if held.is_shown else Slot(start_of(held.slot.day), is_all_day=True),
        is_expected=held.is_expected,
        is_same_time=held.is_shown and slot.overlaps(held.slot),
    )
