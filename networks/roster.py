"""Who takes part in a network and what each of them takes on, as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from networks.models import Commitment, MemberGroup, Membership, Network
from vocabulary.models import ActorKind

SHOWN = 12  # members without an office; more of them are folded by kind, so that 200 stay readable
TASKS_SHOWN = 12  # what fits on a screen; the rest is folded


@dataclass(frozen=True)
class Roster:
    """`leading` have an office today or later, who is named first as coordinator in front. `folded`: the others by kind, where
    they are many."""

    leading: list[Membership] = field(default_factory=list)
    others: list[Membership] = field(default_factory=list)
    folded: list[tuple[ActorKind, list[Membership]]] = field(default_factory=list)
    waiting: list[Membership] = field(default_factory=list)
    groups: list[MemberGroup] = field(default_factory=list)
    tasks: list[Commitment] = field(default_factory=list)
    resources: list[Commitment] = field(default_factory=list)
    count: int = 0

    @property
    def first_tasks(self) -> list[Commitment]:
        return self.tasks[:TASKS_SHOWN]

    @property
    def further_tasks(self) -> list[Commitment]:
        return self.tasks[TASKS_SHOWN:]


def roster_of(network: Network, user: User | AnonymousUser) -> Roster:
    """Three queries and those of visibility, for any number of members."""
    seats = list(
        network.memberships.current()
        .visible_to(user)
        .select_related("actor__kind", "contact", "function")
        .order_by("actor__sort_name", "pk")
    )
    members = [seat for seat in seats if seat.is_confirmed]
    groups = list(network.member_groups.select_related("function"))
    commitments = list(
        network.commitments.current().visible_to(user).select_related("actor", "resource", "theme")
    )
    leading = [seat for seat in members if seat.office or seat.coming_office]
    leading.sort(key=lambda seat: _rank(seat, network))
    others = [seat for seat in members if seat not in leading]
    many = len(others) > SHOWN
    return Roster(
        leading=leading,
        others=[] if many else others,
        folded=_by_kind(others) if many else [],
        waiting=[seat for seat in seats if not seat.is_confirmed],
        groups=groups,
        tasks=[one for one in commitments if one.is_task],
        resources=[one for one in commitments if not one.is_task],
        count=len(members) + sum(group.number or 1 for group in groups),
    )


def _rank(seat: Membership, network: Network) -> tuple[bool, ...]:
    """Who coordinates in front, the first one before the others; then offices of today, then those to come."""
    is_first = seat.is_coordinating and seat.actor_id == network.coordinator_id
    return not is_first, not seat.is_coordinating, not seat.office


def _by_kind(seats: list[Membership]) -> list[tuple[ActorKind, list[Membership]]]:
    found: dict[ActorKind, list[Membership]] = defaultdict(list)
    for seat in seats:
        found[seat.actor.kind].append(seat)
    return sorted(found.items(), key=lambda item: (item[0].position, item[0].name))
