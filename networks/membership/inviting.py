"""Membership needs both sides: the network invites an actor, the actor's people confirm or refuse.

Until they answer, the seat stands there as „noch nicht bestätigt“. Without anybody who edits the actor, a signed link
goes to its address on record; without an address the seat waits until somebody takes the entry over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Action
from actors.models import Actor
from mailing.letters import send_letter
from moderation import decisions
from moderation.case_context import section
from moderation.editing import propose
from moderation.models import Case, Note
from moderation.permissions import may
from moderation.requests import link_for
from networks.coordination import beside
from networks.models import Membership, Network

MOST_A_DAY = 60  # invitations by one person: mails go to strangers


def state_for(actor: Actor, by: User | AnonymousUser | None) -> Membership.State:
    """Confirmed at once where the same person speaks for both sides, or where the office enters it."""
    if by is None or not by.is_authenticated:
        return Membership.State.INVITED
    is_agreed = may(by, Action.EDIT, actor) and not is_only_named(actor)
    return Membership.State.CONFIRMED if is_agreed else Membership.State.INVITED


def is_only_named(actor: Actor) -> bool:
    """Whether somebody named the actor in a network, which does not mean to speak for it, and it waits for review."""
    named = Case.objects.about(actor).open().filter(kind=Case.Kind.NEW, payload__only_named=True)
    return not actor.is_public and named.exists()  # what is public costs no query


@transaction.atomic
def invite(network: Network, actor: Actor, *, by: User, text: str = "") -> Membership:
    """A seat from today, and the question whether the actor agrees, unless `by` speaks for it.

    Raises ValidationError with a German sentence where there is nobody to invite."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)  # one click at a time
    _check(network, actor, by)
    seat = Membership.objects.create(
        network=network, actor=actor, since=timezone.localdate(), state=state_for(actor, by)
    )
    if not seat.is_confirmed:
        offer(seat, by=by, text=text)
    return seat


def _check(network: Network, actor: Actor, by: User) -> None:
    names = {"actor": actor.name, "network": network.name}
    today = timezone.localdate()
    if not network.is_public or network.status == Network.Status.ENDED:
        raise ValidationError(_("„%(network)s“ kann zurzeit niemanden einladen.") % names)
    seat = network.memberships.filter(Q(until__isnull=True) | Q(until__gte=today), actor=actor).first()
    if seat and not seat.is_confirmed:
        raise ValidationError(_("„%(actor)s“ ist schon eingeladen und hat noch nicht geantwortet.") % names)
    if seat and seat.until:
        until = {"until": f"{seat.until:%d.%m.%Y}"}
        raise ValidationError(
            _("„%(actor)s“ ist noch bis %(until)s Mitglied. Danach geht es wieder.") % (names | until)
        )
    if seat:
        raise ValidationError(_("„%(actor)s“ ist schon Mitglied von „%(network)s“.") % names)
    if Case.objects.about(network).open().filter(kind=Case.Kind.JOIN, payload__actor=actor.pk).exists():
        raise ValidationError(
            _("„%(actor)s“ hat selbst schon angefragt. Die Anfrage steht unter „Meine Einträge“.") % names
        )
    since = timezone.now() - timedelta(days=1)
    sent = Case.objects.filter(kind=Case.Kind.INVITATION, submitter=by, created_at__gte=since)
    if sent.count() >= MOST_A_DAY:
        raise ValidationError(_("Für heute sind es genug Einladungen. Bitte machen Sie morgen weiter."))


def offer(seat: Membership, *, by: User | None, text: str = "") -> Case:
    """Ask the actor's people about a seat that is not confirmed."""
    network = seat.network
    case = decisions.submit(
        kind=Case.Kind.INVITATION,
        entry=seat.actor,
        submitter=by,
        reason=text,
        payload={"membership": seat.pk, "network": network.pk, "name": network.name},
        audience=Case.Audience.EDITORS,
    )
    _write(case, seat)
    return case


def _write(case: Case, seat: Membership, *, is_reminder: bool = False) -> int:
    """Letters to whoever may answer; returns how many."""
    letters = addresses_of(case, seat.actor)
    context = {"case": case, "seat": seat, "network": seat.network, "is_reminder": is_reminder}
    for to, path in letters:
        send_letter("invitation", to, context | {"path": path})
    return len(letters)


def addresses_of(case: Case, actor: Actor) -> list[tuple[str, str]]:
    """E-mail addresses with the page on which each answers: the editors' with a login, else the actor's with a link."""
    page = reverse("moderation:request", args=[case.pk])
    people = actor.editors.filter(is_active=True).order_by("pk")
    letters = [(person.email, page) for person in people]
    if not letters and actor.address_on_record:
        letters = [(actor.address_on_record, link_for(case))]
    return letters


def case_of(seat: Membership) -> Case | None:
    """The open question about a seat."""
    return Case.objects.open().filter(kind=Case.Kind.INVITATION, payload__membership=seat.pk).first()


def cases_of(network: Network, seats: list[Membership]) -> dict[int, Case]:
    """Open questions of a network by the id of the seat, in one query; none where nobody waits."""
    if all(seat.is_confirmed for seat in seats):
        return {}
    cases = Case.objects.open().filter(kind=Case.Kind.INVITATION, payload__network=network.pk)
    return {case.payload["membership"]: case for case in cases}


def offer_waiting(networks: QuerySet[Network] | None = None) -> int:
    """Ask about seats that were named before their network was public; returns how many."""
    seats = (
        Membership.objects.invited()
        .current()
        .filter(
            network__in=(Network.objects.all() if networks is None else networks).published(),
            actor__in=Actor.objects.published(),
        )
    )
    asked = set(
        Case.objects.filter(kind=Case.Kind.INVITATION).open().values_list("payload__membership", flat=True)
    )
    waiting = [
        seat
        for seat in seats.exclude(network__status=Network.Status.ENDED).select_related(
            "network__submitted_by", "actor"
        )
        if seat.pk not in asked
    ]
    for seat in waiting:
        offer(seat, by=seat.network.submitted_by)
    return len(waiting)


def close_pointless() -> int:
    """Withdraw questions about seats that are gone, confirmed or over; returns how many."""
    seats = set(Membership.objects.invited().current().values_list("pk", "actor_id"))
    cases = Case.objects.filter(kind=Case.Kind.INVITATION).open()
    pointless = [case for case in cases if (case.payload["membership"], case.object_id) not in seats]
    for case in pointless:
        decisions.withdraw(case, by=None)
    return len(pointless)


@transaction.atomic
def remind(seat: Membership, *, by: User) -> None:
    """Write once more, and only once. Raises ValidationError with a German sentence."""
    case = case_of(seat)
    if case is None:
        raise ValidationError(_("Diese Einladung ist nicht mehr offen."))
    case = Case.objects.select_for_update().get(pk=case.pk)
    if case.payload.get("reminded_on"):
        raise ValidationError(_("Erinnert haben Sie schon einmal. Fragen Sie jetzt am besten direkt nach."))
    if not _write(case, seat, is_reminder=True):
        raise ValidationError(
            _("Für „%(actor)s“ steht keine E-Mail-Adresse im Verzeichnis. Fragen Sie bitte direkt nach.")
            % {"actor": seat.actor}
        )
    case.payload = case.payload | {"reminded_on": timezone.localdate().isoformat()}
    case.save(update_fields=["payload", "changed_at"])
    Note.objects.create(case=case, kind=Note.Kind.INTERNAL, author=by, text=_("Erinnerung geschickt."))


@transaction.atomic
def withdraw(seat: Membership, *, by: User) -> None:
    """The network takes an unanswered invitation back. Raises ValidationError with a German sentence."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=seat.network_id)
    if network.coordinator_id == seat.actor_id:
        raise ValidationError(_("Bitte ändern Sie zuerst die Koordination des Netzwerks."))
    if case := case_of(seat):
        decisions.withdraw(case, by=by)
    seat.delete()
    network.commitments.filter(actor=seat.actor_id).delete()


# --- what an answer does ---------------------------------------------------------------------------------------------


def seat_of(case: Case) -> Membership | None:
    """The seat that a case asks about, if it still waits for an answer."""
    seats = Membership.objects.invited().filter(pk=case.payload.get("membership"), actor=case.object_id)
    return seats.select_related("network").first()


@decisions.effect(Case.Kind.INVITATION, Case.Outcome.ACCEPTED)
def confirm_member(case: Case) -> None:
    """An invitation by the coordinator counts from today; who was named as a member from the start keeps her time."""
    seat = seat_of(case)
    if seat is None:
        raise ValidationError(
            _("Diese Einladung gibt es nicht mehr. Sie können selbst „Mitmachen anfragen“.")
        )
    seat.state = Membership.State.CONFIRMED
    if seat.since:
        seat.since = timezone.localdate()
    seat.save(update_fields=["state", "since", "changed_at"])


@decisions.effect(Case.Kind.INVITATION, Case.Outcome.REJECTED)
def remove_member(case: Case) -> None:
    """The seat goes; the history keeps it. Who does not want to be a member takes nothing on and does not coordinate
    either: the next one of several is named first."""
    seat = seat_of(case)
    if seat is None:
        return
    network = Network.objects.select_for_update(of=("self",)).get(pk=seat.network_id)
    seat.delete()
    network.commitments.filter(actor=case.object_id).delete()
    if network.coordinator_id != case.object_id:
        return
    following = next(iter(beside(network, case.object_id)), None)
    if settings.EDIT_NEEDS_REVIEW and network.is_public:
        propose(network, {"coordinator": [network.coordinator_id, following]}, case.decided_by)
    else:
        network.coordinator_id = following
        network.save(update_fields=["coordinator", "changed_at"])


@decisions.effect(Case.Kind.NEW, Case.Outcome.ACCEPTED)
def ask_the_named(case: Case) -> None:
    """A new network is public now, or a new actor that waits in one: the named members hear of it."""
    if isinstance(case.entry, Network):
        offer_waiting(Network.objects.filter(pk=case.object_id))
    elif isinstance(case.entry, Actor):
        offer_waiting(Network.objects.filter(memberships__actor=case.object_id))


@section(Case.Kind.INVITATION, "networks/_invitation.html")
def invitation(case: Case, user: User | AnonymousUser) -> dict[str, Any]:
    """Which network it is about; nothing of one that is not public (any more) and that this person may not see."""
    networks = Network.objects.visible_to(user).select_related("format")
    network = networks.filter(pk=case.payload.get("network")).first()
    return {"network": network, "seat": seat_of(case), "case": case}
