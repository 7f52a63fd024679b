"""The one writer of who coordinates a network: the seats that say so. Form, wizard, import, handover, merge and admin call it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from actors.models import Actor
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

    An actor without a seat gets one; `state` says whether it is agreed upon, `since` from when. Returns the new seats.
    The field `coordinator` is the caller's, who knows in which form it is being saved."""
    role = Membership.Role
    seats = list(Membership.objects.filter(network=network).current().order_by("pk"))
    for seat in seats:
        leads = seat.actor_id in actors
        if leads != (seat.role == role.COORDINATION):
            before_change(seat)
            seat.role = role.COORDINATION if leads else role.MEMBER
            seat.save(update_fields=["role", "changed_at"])
    missing = Actor.objects.filter(pk__in=actors).exclude(pk__in=[seat.actor_id for seat in seats])
    return [
        Membership.objects.create(
            network=network, actor=actor, role=role.COORDINATION, state=state(actor), since=since
        )
        for actor in missing.order_by("pk")
    ]
