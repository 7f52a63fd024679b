"""The one writer of who coordinates a network: the seats that say so, and who of them is named first.

Form, wizard, import, handover, merge and admin call it. Who coordinates today says `Network.coordinators`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from django.db import transaction
from django.db.models import F

from actors.models import Actor
from moderation.rights import telling
from networks.models import Membership, Network


def confirmed(_actor: Actor) -> Membership.State:
    return Membership.State.CONFIRMED


def seat_coordinators(
    network: Network,
    actors: Collection[int],
    *,
    state: Callable[[Actor], Membership.State] = confirmed,
    since: date | None = None,
    before_change: Callable[[Membership], None] = lambda _seat: None,
) -> list[Membership]:
    """Let today's members be coordinated by these actors (ids), and by nobody else: who did it before stays a member.
    Whose turn is still to come keeps it.

    An actor without a seat gets one; `state` says whether it is agreed upon, `since` from when. Returns the new seats.
    The field `coordinator` is the caller's, who knows in which form it is being saved."""
    role = Membership.Role
    seats = list(Membership.objects.filter(network=network).current().order_by("pk"))
    for seat in seats:
        leads = seat.actor_id in actors
        if leads != (seat.role == role.COORDINATION and seat.is_in_office):
            before_change(seat)
            seat.role = role.COORDINATION if leads else role.MEMBER
            seat.role_since = seat.role_until = None  # the term of another role
            seat.save(update_fields=["role", "role_since", "role_until", "changed_at"])
    missing = Actor.objects.filter(pk__in=actors).exclude(pk__in=[seat.actor_id for seat in seats])
    return [
        Membership.objects.create(
            network=network, actor=actor, role=role.COORDINATION, state=state(actor), since=since
        )
        for actor in missing.order_by("pk")
    ]


def beside(network: Network, *others: int | None) -> list[int]:
    """Ids of the actors that coordinate today, without `others`."""
    seats = network.memberships.coordinating().exclude(actor__in=[pk for pk in others if pk])
    return list(seats.order_by("pk").values_list("actor", flat=True))


@transaction.atomic
def take_turn(network: Network) -> bool:
    """The next one is named first where the term of the first one is over. Returns whether somebody took over.

    Nobody to take over, and the first one stays: a network does not lose its coordination overnight."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    seats = list(network.memberships.coordinating().order_by(F("role_since").desc(nulls_last=True), "pk"))
    if not seats or network.coordinator_id in {seat.actor_id for seat in seats}:
        return False
    if network.coordinator_id and not _is_over(network):
        return False
    with telling(network):
        network.coordinator_id = seats[0].actor_id
        network.save(update_fields=["coordinator", "changed_at"])
    return True


def _is_over(network: Network) -> bool:
    """Whether the first one coordinated for a time that has passed. Old entries name somebody without a seat: that stays."""
    seats = network.memberships.filter(actor=network.coordinator_id, role=Membership.Role.COORDINATION)
    return any(not (seat.is_in_office and seat.is_current) for seat in seats)


def take_turns() -> int:
    """Every network whose coordination changes by the calendar. Returns how many changed."""
    turning = Membership.objects.coordinating().exclude(network__coordinator=F("actor"))
    networks = Network.objects.filter(pk__in=turning.values("network")).order_by("pk")
    return sum(take_turn(network) for network in networks)
