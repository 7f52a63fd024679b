from __future__ import annotations

from collections import defaultdict

from accounts.roles import Action
from actors.models import Actor
from actors.querysets import ActorQuerySet
from moderation.addresses import EntryView
from moderation.permissions import may

PARTNERS_SHOWN = 10  # those one sits with most; the networks name all
MEETINGS_SHOWN = 3  # the next ones; the calendar has all


class ActorView(EntryView):
    model = Actor
    template_name = "actors/detail.html"
    context_object_name = "actor"

    def get_visible(self) -> ActorQuerySet:
        return (
            super()
            .get_visible()
            .select_related("kind", "district", "parent_body")
            .prefetch_related("themes", "target_groups", "life_phases")
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        actor, user = self.object, self.request.user
        others = Actor.objects.visible_to(user)
        networks = Actor._meta.get_field("coordinated_networks").related_model.objects.visible_to(user)
        memberships = (
            actor.memberships.visible_to(user)
            .current()
            .select_related("network__format", "function")
            .order_by("network__sort_name", "pk")
        )
        taken_on = defaultdict(list)
        for commitment in actor.commitments.current().visible_to(user).select_related("resource"):
            taken_on[commitment.network_id].append(commitment)
        own = networks.with_actor(actor)  # what the list filtered by this actor shows
        meetings = (
            networks.model._meta.get_field("meetings").related_model.objects.visible_to(user).upcoming()
        )
        return super().get_context_data(
            **kwargs,
            seats=own.count() if actor.is_public else 0,
            next_meetings=meetings.filter(network__in=own.in_use()).select_related("network")[
                :MEETINGS_SHOWN
            ],
            parent_body=others.filter(pk=actor.parent_body_id).first(),
            subsidiaries=others.filter(parent_body=actor).select_related("kind"),
            contacts=actor.contacts.publishable(),
            offers=actor.offers.current(),
            memberships=[(seat, taken_on[seat.network_id]) for seat in memberships],
            coordinated_only=networks.filter(coordinator=actor)
            .exclude(pk__in=memberships.values("network"))
            .select_related("format"),
            partners=others.sitting_with(actor, networks)[:PARTNERS_SHOWN],
            shows_internal=may(user, Action.READ_INTERNAL, self.object),
        )
