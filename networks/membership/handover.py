"""The coordination of a network goes to another member: one side proposes, the other accepts, perhaps a curator looks.

Until then nothing changes. The proposal is a case whose entry is the successor, so its editors find it with theirs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Action
from actors.models import Actor
from mailing.letters import send_letter
from moderation import decisions, editing
from moderation.case_context import section
from moderation.changes import FieldDifference
from moderation.editing import propose as propose_change
from moderation.models import Case
from moderation.permissions import may
from moderation.rights import telling
from moderation.wording import NOTHING
from networks.coordination import beside, seat_coordinators
from networks.membership.inviting import addresses_of, offer, state_for
from networks.models import Membership, Network

SHARED = "shared_with"  # in a case of a change: who is to coordinate, too


def successors(network: Network) -> QuerySet[Membership]:
    """Seats of members who could be named first, or coordinate beside: public, confirmed, without an end."""
    seats = network.memberships.current().confirmed().filter(until__isnull=True)
    seats = seats.filter(actor__in=Actor.objects.published())
    if network.coordinator_id:
        seats = seats.exclude(actor=network.coordinator_id)
    return seats.select_related("actor").order_by("actor__sort_name", "pk")


def open_case(network: Network) -> Case | None:
    """The proposal that waits for an answer; there is at most one per network."""
    cases = Case.objects.open().filter(kind=Case.Kind.HANDOVER, payload__network=network.pk)
    return cases.select_related("submitter").first()


@transaction.atomic
def propose(
    network: Network,
    actor: Actor,
    *,
    by: User,
    text: str = "",
    keeps_editing: bool = False,
    shares: bool = False,
) -> Case:
    """Ask the successor; done at once where `by` edits it, too. Raises ValidationError with a German sentence.

    `keeps_editing`: whether `by` stays among the editors of the network when it is done. `shares`: the successor coordinates
    beside those who do."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)  # one click at a time
    if open_case(network):
        raise ValidationError(
            _("Es läuft schon eine Übergabe. Nehmen Sie die erste zurück, wenn sich etwas ändert.")
        )
    if not successors(network).filter(actor=actor).exists():
        raise ValidationError(_("„%(actor)s“ ist zurzeit kein Mitglied.") % {"actor": actor})
    if shares and actor.pk in beside(network):
        raise ValidationError(_("„%(actor)s“ koordiniert schon mit.") % {"actor": actor})
    is_mine = actor.editors.filter(pk=by.pk).exists()
    case = decisions.submit(
        kind=Case.Kind.HANDOVER,
        entry=actor,
        submitter=by,
        reason=text,
        payload={
            "network": network.pk,
            "name": network.name,
            "keeps_editing": keeps_editing or shares,
            "shares": shares,
            "vouched": may(by, Action.CURATE, network),  # as of now: later nobody knows how she was logged in
        },
        audience=Case.Audience.EDITORS,
    )
    if is_mine:
        return decisions.decide(case, by=by, outcome=Case.Outcome.ACCEPTED)
    letters = addresses_of(case, actor)
    if not letters:
        raise ValidationError(
            _(
                "Für „%(actor)s“ kann noch niemand annehmen: Es gibt weder ein Konto noch eine E-Mail-Adresse. "
                "Bitte wenden Sie sich an die Koordinierungsstelle."
            )
            % {"actor": actor}
        )
    for to, path in letters:
        send_letter("handover_request", to, {"case": case, "network": network, "actor": actor, "path": path})
    return case


@transaction.atomic
def withdraw(case: Case, *, by: User) -> None:
    """The network takes its proposal back. Raises AlreadyDecidedError."""
    decisions.withdraw(case, by=by)
    for person in case.entry.editors.filter(is_active=True).order_by("pk"):
        send_letter("handover_withdrawn", person.email, {"case": case, "actor": case.entry})


# --- what an answer does ---------------------------------------------------------------------------------------------


@decisions.effect(Case.Kind.HANDOVER, Case.Outcome.ACCEPTED)
def accept(case: Case) -> None:
    """The coordinator changes, or a curator looks at it first (EDIT_NEEDS_REVIEW)."""
    network = Network.objects.select_for_update(of=("self",)).filter(pk=case.payload["network"]).first()
    is_over = network is not None and network.status == Network.Status.ENDED
    if network is None or is_over or not successors(network).filter(actor=case.object_id).exists():
        raise ValidationError(
            _("Diese Übergabe ist nicht mehr möglich: Netzwerk oder Mitgliedschaft haben sich geändert.")
        )
    is_vouched_for = case.payload.get("vouched") or (
        case.decided_by is not None and may(case.decided_by, Action.CURATE, network)
    )
    shares = case.payload.get("shares") and network.coordinator_id
    if settings.EDIT_NEEDS_REVIEW and network.is_public and not is_vouched_for:
        name, before = (SHARED, None) if shares else ("coordinator", network.coordinator_id)
        propose_change(network, {name: [before, case.object_id]}, case.submitter)
        return
    with telling(network, by=case.decided_by) as told:
        if shares:
            share(network, case.object_id)
        else:
            before, network.coordinator_id = network.coordinator_id, case.object_id
            network.save(update_fields=["coordinator", "changed_at"])
            seat_coordinator(network, by=case.decided_by, instead_of=before)
        told.update(_finish(network, case.object_id))


@decisions.effect(Case.Kind.CHANGE, Case.Outcome.ACCEPTED)
def follow_change(case: Case) -> None:
    """A curator agreed to another or a further coordinator: roles of the members follow, and who accepted hears of it."""
    if not isinstance(case.entry, Network):
        return
    network = Network.objects.get(pk=case.object_id)
    if "coordinator" in case.payload:
        seat_coordinator(network, by=case.decided_by, instead_of=case.payload["coordinator"][0])
        case.told_apart.update(_finish(network, network.coordinator_id))
    further = case.payload.get(SHARED, [None, None])[1]
    if further and successors(network).filter(actor=further).exists():  # it may have left meanwhile
        share(network, further)
        case.told_apart.update(_finish(network, further))


@decisions.effect(Case.Kind.CHANGE, Case.Outcome.REJECTED)
def tell_refusal(case: Case) -> None:
    if not isinstance(case.entry, Network):
        return
    for name in sorted({"coordinator", SHARED} & case.payload.keys()):
        if handover := _accepted(case.entry, case.payload[name][1]):
            context = {"network": case.entry, "actor": handover.entry, "is_done": False}
            for person in handover.entry.editors.filter(is_active=True).order_by("pk"):
                send_letter("handover_done", person.email, context)


def _accepted(network: Network, actor_id: int | None) -> Case | None:
    """The latest handover of this network that this actor accepted."""
    cases = Case.objects.filter(
        kind=Case.Kind.HANDOVER, outcome=Case.Outcome.ACCEPTED, payload__network=network.pk
    )
    return cases.filter(object_id=actor_id or 0).order_by("-decided_at", "-pk").first()


def _finish(network: Network, actor_id: int | None) -> set[int]:
    """Who handed over stops editing unless she wanted to go on; the successor's people hear that it is theirs.

    Returns the ids of those who got a letter, or know it because they proposed it."""
    case = _accepted(network, actor_id)
    if case is None:
        return set()
    if case.submitter and not case.payload.get("keeps_editing"):
        network.editors.remove(case.submitter)
    told = {case.submitter_id} if case.submitter_id else set()
    for person in case.entry.editors.filter(is_active=True).exclude(pk=case.submitter_id).order_by("pk"):
        context = {"network": network, "actor": case.entry, "is_done": True}
        send_letter("handover_done", person.email, context)
        told.add(person.pk)
    return told


def share(network: Network, actor_id: int) -> None:
    """The actor coordinates beside those who do."""
    first = [network.coordinator_id] if network.coordinator_id else []
    seat_coordinators(network, {*first, *beside(network), actor_id})


@editing.held_apart(SHARED)
def shared(case: Case) -> FieldDifference:
    """What a curator reads who decides whether somebody coordinates, too."""
    name = Actor.objects.filter(pk=case.payload[SHARED][1]).values_list("name", flat=True).first()
    return FieldDifference(_("weitere Koordination"), NOTHING, name or NOTHING)


def seat_coordinator(network: Network, *, by: User | None, instead_of: int | None) -> None:
    """Let the roles of the members follow the field; who gets a seat without being asked yet is asked. Who coordinates beside
    the one that was named first goes on doing so."""
    first = [network.coordinator_id] if network.coordinator_id else []
    actors = [*first, *beside(network, network.coordinator_id, instead_of)]
    for seat in seat_coordinators(
        network, actors, state=lambda actor: state_for(actor, by), since=timezone.localdate()
    ):
        if not seat.is_confirmed and network.is_public:
            offer(seat, by=by)


@section(Case.Kind.HANDOVER, "networks/_handover.html")
def handover(case: Case, user: User | AnonymousUser) -> dict[str, Any]:
    networks = Network.objects.visible_to(user).select_related("format", "coordinator")
    return {"network": networks.filter(pk=case.payload.get("network")).first(), "case": case}
