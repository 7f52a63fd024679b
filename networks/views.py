from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.models import User
from accounts.roles import Action
from actors.models import Actor
from moderation.addresses import EntryView
from moderation.permissions import may
from networks.meetings.access import is_inside
from networks.membership.handover import open_case
from networks.membership.inviting import cases_of
from networks.membership.standing import standing_of
from networks.models import Membership, Network
from networks.querysets import NetworkQuerySet
from networks.recognition.candidates import similar_to
from networks.roster import roster_of
from search.pages.views import wants_part

MEETINGS_SHOWN = 5  # the next ones; the calendar has all
UPDATES_SHOWN = 10  # the newest news; the feed has more


def connected(network: Network, user: User | AnonymousUser) -> dict[str, object]:
    """The networks that this one names, and those that name it, in one query."""
    links = Network.related_networks.through.objects.filter(from_network=network, to_network=OuterRef("pk"))
    named = Q(pk__in=[pk for pk in (network.parent_id, network.successor_id) if pk])
    visible = Network.objects.visible_to(user).annotate(is_related=Exists(links)).select_related("format")
    found = list(visible.filter(named | Q(parent=network) | Q(is_related=True)))
    return {
        "parent": next((one for one in found if one.pk == network.parent_id), None),
        "successor": next((one for one in found if one.pk == network.successor_id), None),
        "subnetworks": [one for one in found if one.parent_id == network.pk],
        "related_networks": [one for one in found if one.is_related],
    }


def municipal(network: Network, user: User | AnonymousUser) -> dict[str, object]:
    """Whom the network reports to, and the units that work for it, in one query."""
    units = Exists(network.involved_units.through.objects.filter(network=network, actor=OuterRef("pk")))
    visible = Actor.objects.visible_to(user).annotate(is_involved=units)
    found = list(visible.filter(Q(pk=network.committee_id) | Q(is_involved=True)))
    return {
        "committee": next((one for one in found if one.pk == network.committee_id), None),
        "involved_units": [one for one in found if one.is_involved],
    }


class NetworkView(EntryView):
    """A visitor's page takes at most fifteen queries, however many members there are."""

    model = Network
    template_name = "networks/detail.html"
    context_object_name = "network"

    def get_visible(self) -> NetworkQuerySet:
        return (
            super()
            .get_visible()
            .select_related("format", "coordinator", "contact")
            .prefetch_related("themes", "target_groups", "life_phases", "districts", "digital_forms")
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        network, user = self.object, self.request.user
        meetings = list(network.meetings.visible_to(user).upcoming()[:MEETINGS_SHOWN])
        roster = roster_of(network, user)
        return super().get_context_data(
            **kwargs,
            **self.answers_due(roster.waiting),
            **connected(network, user),
            **municipal(network, user),
            roster=roster,
            coordinators=network.coordinators().filter(pk__in=Actor.objects.visible_to(user).values("pk")),
            contact=network.contact if network.contact and network.contact.is_publishable else None,
            next_meeting=meetings[0] if meetings else None,
            meetings=meetings,
            last_meeting=network.meetings.visible_to(user).past().first(),
            is_inside=is_inside(network, user),
            updates=network.updates.visible_to(user)[:UPDATES_SHOWN],
            joining=standing_of(network, user),
            own_seats=set(network.memberships.open_to(user).values_list("pk", flat=True)),
            can_leave=user.is_authenticated and network.memberships.to_leave_by(user).exists(),
            shows_internal=may(user, Action.READ_INTERNAL, self.object),
        )

    def answers_due(self, waiting: list[Membership]) -> dict[str, object]:
        """Seats that are not confirmed, each with its open question, and what waits for an answer of this person."""
        network, user = self.object, self.request.user
        if not user.is_authenticated:
            return {"waiting": [(seat, None) for seat in waiting]}
        cases = cases_of(network, waiting)
        handover = open_case(network)
        offers = [cases[seat.pk] for seat in waiting if seat.pk in cases] + ([handover] if handover else [])
        mine = Actor.objects.of(user).filter(pk__in=[case.object_id for case in offers]) if offers else []
        own = {actor.pk: actor for actor in mine}
        return {
            "waiting": [(seat, cases.get(seat.pk)) for seat in waiting],
            "handover": handover,
            "my_offers": [(case, own[case.object_id]) for case in offers if case.object_id in own],
        }


class SimilarView(View):
    """„Ähnliche Netzwerke“: to htmx the list alone, for the page of the network; else a page of its own.

    Apart from that page, for looking takes longer than all the rest of it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        network = Network.objects.visible_to(request.user).at_address(slug).first()
        if network is None:
            raise Http404(_("Unter dieser Adresse gibt es keinen Eintrag."))
        if network.slug != slug:
            return redirect("networks:similar", network.slug, permanent=True)
        template = "networks/_similar.html" if wants_part(request) else "networks/similar.html"
        response = render(request, template, {"network": network, "found": similar_to(network, request.user)})
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        return response
