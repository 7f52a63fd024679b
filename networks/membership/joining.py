"""„Mitmachen anfragen“, and how a membership or a whole network ends."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from actors.models import Actor
from mailing.letters import send_letter
from moderation import decisions
from moderation.models import Case
from moderation.requests import link_for
from networks.models import Membership, Network


@transaction.atomic
def ask_to_join(network: Network, actor: Actor, *, by: User, text: str) -> Case:
    """Open a case for those who look after the network: its editors, else whoever reads its address, else the curators.

    Raises ValidationError with a German sentence where there is nothing to ask."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)  # one click at a time
    _check(network, actor)
    people = list(network.caretakers())
    case = decisions.submit(
        kind=Case.Kind.JOIN,
        entry=network,
        submitter=by,
        reason=text,
        payload={"actor": actor.pk, "name": actor.name},
        audience=Case.Audience.EDITORS if people else Case.Audience.CURATION,
    )
    page = reverse("moderation:request", args=[case.pk])
    letters = [(person.email, page) for person in people]
    if not people and network.address_on_record:
        letters = [(network.address_on_record, link_for(case))]
    for to, path in letters:
        send_letter("join_request", to, {"case": case, "actor": actor, "path": path})
    return case


def _check(network: Network, actor: Actor) -> None:
    names = {"actor": actor.name, "network": network.name}
    if not network.accepts_requests:
        raise ValidationError(_("„%(network)s“ nimmt zurzeit niemanden auf.") % names)
    seat = network.memberships.current().filter(actor=actor, until__isnull=True).first()
    if seat and not seat.is_confirmed:
        raise ValidationError(
            _(
                "„%(network)s“ hat „%(actor)s“ schon eingeladen. Sie können es unter „Meine Einträge“ bestätigen."
            )
            % names
        )
    if seat:
        raise ValidationError(_("„%(actor)s“ ist schon Mitglied von „%(network)s“.") % names)
    waiting = Case.objects.about(network).open().filter(kind=Case.Kind.JOIN, payload__actor=actor.pk)
    if waiting.exists():
        raise ValidationError(
            _("Für „%(actor)s“ läuft schon eine Anfrage. Sie bekommen Bescheid, sobald sie entschieden ist.")
            % names
        )


@decisions.effect(Case.Kind.JOIN, Case.Outcome.ACCEPTED)
def add_member(case: Case) -> None:
    """Membership from today; one that would end today or later goes on instead."""
    actor = Actor.objects.filter(pk=case.payload.get("actor")).first()
    if actor is None:
        return
    today = timezone.localdate()
    later = case.entry.memberships.filter(Q(until__isnull=True) | Q(until__gte=today), actor=actor)
    known = later.order_by("since", "pk").last()
    if known is None:
        Membership.objects.create(network=case.entry, actor=actor, since=today)
    elif known.until is not None or not known.is_confirmed:
        known.until, known.state = None, Membership.State.CONFIRMED
        known.save(update_fields=["until", "state", "changed_at"])


@transaction.atomic
def leave(membership: Membership) -> None:
    """Today is the last day. Who looks after the network hears of it."""
    membership.until = timezone.localdate()
    membership.save(update_fields=["until", "changed_at"])
    for person in membership.network.caretakers():
        send_letter("member_left", person.email, {"membership": membership})


@transaction.atomic
def end(network: Network, *, on: date, reason: str, successor: Network | None) -> None:
    """A network that has ended already stays as it is: the second click changes nothing."""
    network = Network.objects.select_for_update(of=("self",)).get(pk=network.pk)
    if network.status == Network.Status.ENDED:
        return
    network.status, network.is_permanent = Network.Status.ENDED, False
    network.ends_on, network.end_reason, network.successor = on, reason, successor
    network.save(update_fields=["status", "is_permanent", "ends_on", "end_reason", "successor", "changed_at"])
