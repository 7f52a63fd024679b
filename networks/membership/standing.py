"""How a person stands to a network that she may want to join: what she just did, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from actors.models import Actor
from moderation.decisions import answer_page
from moderation.models import Case
from networks.models import Membership, Network


@dataclass(frozen=True)
class Seat:
    """One of the person's actors that is a member, invited, or asked for. Links are empty where she can do nothing."""

    actor: Actor
    membership: Membership | None = None
    invitation: Case | None = None
    request: Case | None = None
    answer_page: str = ""


@dataclass(frozen=True)
class Standing:
    seats: list[Seat] = field(default_factory=list)
    free: list[Actor] = field(default_factory=list)  # actors for which she may ask
    waiting: list[Actor] = field(default_factory=list)  # her new ones, not published yet
    claimed: list[Case] = field(default_factory=list)  # actors that she asked to look after

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to ask for: each of her actors has a seat, or asked for one."""
        return bool(self.seats) and not self.free

    @property
    def waits(self) -> bool:
        return any(seat.request for seat in self.seats)


def standing_of(network: Network, user: User | AnonymousUser) -> Standing:
    if not user.is_authenticated:
        return Standing()
    mine = list(Actor.objects.of(user).order_by("sort_name", "pk"))
    own = {actor.pk: actor for actor in mine if actor.is_public}
    seats = _seats(network, own, user)
    taken = {seat.actor.pk for seat in seats}
    claims = user.submitted_cases.open().filter(kind=Case.Kind.CLAIM)
    return Standing(
        seats=seats,
        free=[actor for actor in own.values() if actor.pk not in taken],
        waiting=[actor for actor in mine if actor.review_status == Actor.ReviewStatus.SUBMITTED],
        claimed=[case for case in claims if isinstance(case.entry, Actor)],
    )


def _seats(network: Network, own: dict[int, Actor], user: User) -> list[Seat]:
    if not own:
        return []
    open_seats = network.memberships.current().filter(actor__in=own, until__isnull=True)
    memberships = {seat.actor_id: seat for seat in open_seats}
    about = Case.objects.open().filter(payload__network=network.pk, kind=Case.Kind.INVITATION)
    invitations = {case.payload["membership"]: case for case in about}
    asked = Case.objects.about(network).open().filter(kind=Case.Kind.JOIN, payload__actor__in=list(own))
    requests = {case.payload["actor"]: case for case in asked}
    found = []
    for pk, actor in own.items():
        membership, request = memberships.get(pk), requests.get(pk)
        if membership or request:
            invitation = invitations.get(membership.pk) if membership else None
            page = answer_page(request) if request and request.submitter_id == user.pk else ""
            found.append(Seat(actor, membership, invitation, request, page))
    return found
