"""Two networks that turned out to be one. The mechanics are those of `duplicates.merging`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db import models

from accounts.models import User
from actors.models import Actor
from duplicates import merging
from duplicates.comparing import differences
from duplicates.merging import undo
from moderation.models import Case, Moderated
from networks.coordination import seat_coordinators
from networks.models import (
    BlockingRecord,
    Commitment,
    DuplicateDecision,
    Meeting,
    MemberGroup,
    Membership,
    Merge,
    Network,
)

__all__ = ["differences", "merge", "undo"]

ASIDE: tuple[type[models.Model], ...] = (BlockingRecord, DuplicateDecision)  # belong to one network alone


def merge(kept: Network, merged: Network, *, by: User, take: Collection[str] = (), reason: str = "") -> Merge:
    """Members, meetings, updates, links and names of `merged` go over to `kept`; its address and kennung lead there."""
    return merging.merge(
        kept, merged, into=Merge, by=by, take=take, aside=ASIDE, reason=reason, settle=one_coordinates
    )


def one_coordinates(kept: Network, ledger: merging.Ledger) -> None:
    """Both networks had somebody who coordinates: those go on who belong to who stands in the field, else those of the kept
    network, else who did it in the other one first. The others stay as members."""
    seats = list(kept.memberships.current().order_by("pk"))
    leading = [seat for seat in seats if seat.is_coordinating]
    own = [seat for seat in seats if seat.actor_id == kept.coordinator_id and seat.is_confirmed]
    if not own and not any(ledger.came(seat) for seat in leading):
        return
    from_there = any(ledger.came(seat) for seat in own)
    together = [seat for seat in leading if ledger.came(seat) == from_there]
    leads = [*own, *together] or leading[:1]
    seat_coordinators(kept, [seat.actor_id for seat in leads], before_change=ledger.note_change)


# --- what belongs to networks and names both an actor and a network ---------------------------------------------------

ROLES = tuple(
    map(Membership.Role, ("koordination", "moderation", "mitglied", "foerderung", "gast"))
)  # who does most comes first


@merging.twin(Membership)
def same_seat(row: Membership, field: str, target: int) -> Membership | None:
    """One seat instead of two at one time: from the first day of both to the last, in the role that lasts longer.

    Both ending on one day, the stronger role counts. Where several seats would have to become one, those of the kept
    entry stay as they are.
    """
    network, actor = (target, row.actor_id) if field == "network" else (row.network_id, target)
    seats = Membership.objects.filter(network=network, actor=actor)
    probe = Membership(network_id=network, actor_id=actor, since=row.since, until=row.until)
    overlapping = [seat for seat in seats if seat.overlaps(probe)]
    if not overlapping:
        return None
    seat = overlapping[0]
    if len(overlapping) > 1:
        return seat
    first = max((seat, row), key=lambda one: (one.until or date.max, -ROLES.index(Membership.Role(one.role))))
    seat.role, seat.role_since, seat.role_until = first.role, first.role_since, first.role_until
    seat.function_id = first.function_id or seat.function_id or row.function_id
    seat.representation = seat.representation or row.representation
    seat.since = min(seat.since, row.since) if seat.since and row.since else None
    seat.until = max(seat.until, row.until) if seat.until and row.until else None
    if Membership.State.CONFIRMED in (seat.state, row.state):
        seat.state = Membership.State.CONFIRMED
    seat.contact_id = seat.contact_id or row.contact_id
    return seat


@merging.twin(Commitment)
def same_commitment(row: Commitment, field: str, target: int) -> Commitment | None:
    """Both promised the same: it stands there once, and gains what only the other one said."""
    network, actor = (target, row.actor_id) if field == "network" else (row.network_id, target)
    known = Commitment.objects.filter(
        network=network, actor=actor, resource=row.resource, text__iexact=row.text
    )
    same = known.exclude(pk=row.pk).order_by("pk").first()
    if same is None:
        return None
    same.theme_id = same.theme_id or row.theme_id
    if same.amount is None:
        same.amount, same.unit = row.amount, row.unit
    same.is_public = same.is_public and row.is_public
    return same


@merging.twin(Meeting)
def same_meeting(row: Meeting, _field: str, target: int) -> Meeting | None:
    """Both networks read it from one calendar file: it stands there once, and gains what only the other one said."""
    if not row.foreign_uid:
        return None
    same = Meeting.objects.filter(network=target, foreign_uid=row.foreign_uid).first()
    if same is None:
        return None
    if row.is_public or not same.is_public:  # what was not for everybody does not become so
        for name in ("title", "place", "link", "agenda", "minutes", "guests", "reason"):
            setattr(same, name, getattr(same, name) or getattr(row, name))
    return same


@merging.twin(MemberGroup)
def same_group(row: MemberGroup, _field: str, target: int) -> MemberGroup | None:
    same = MemberGroup.objects.filter(network=target, name__iexact=row.name).order_by("pk").first()
    if same is None:
        return None
    same.number, same.note = same.number or row.number, same.note or row.note
    same.function_id = same.function_id or row.function_id
    return same


@merging.besides
def cases_naming(kept: Moderated, merged: Moderated) -> Iterator[Case]:
    """Somebody asked for an actor that is another one now."""
    if isinstance(kept, Actor):
        for case in Case.objects.open().filter(payload__actor=merged.pk):
            case.payload = {**case.payload, "actor": kept.pk, "name": kept.name}
            yield case
