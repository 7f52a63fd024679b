from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from moderation.querysets import IdentifiedQuerySet, ModeratedQuerySet
from vocabulary.models import District

if TYPE_CHECKING:
    from actors.models import Actor


class ActorQuerySet(ModeratedQuerySet, IdentifiedQuerySet):
    def in_district(self, district: District) -> Self:
        """In the district or anywhere below it."""
        return self.filter(district__in=district.descendants(include_self=True))

    def sitting_with(self, actor: Actor, networks: models.QuerySet) -> Self:
        """Actors in the same `networks` as `actor`, with `shared` (number of networks), most first.

        Seats that the other side has not confirmed do not count."""
        shared = networks.filter(memberships__actor=actor, memberships__state="bestaetigt")
        return (
            self.exclude(pk=actor.pk)
            .filter(memberships__network__in=shared, memberships__state="bestaetigt")
            .annotate(shared=Count("memberships__network", distinct=True))
            .order_by("-shared", "sort_name", "pk")
        )

    def with_reach(self) -> Self:
        """Mirrors `Moderated.caretakers` and `Actor.address_for_questions`."""
        people = self.model._meta.get_field("contacts").related_model.objects.publishable()
        reached = people.filter(actor=OuterRef("pk")).exclude(email="")
        edited = self.model.editors.through.objects.filter(actor=OuterRef("pk"), user__is_active=True)
        return self.annotate(can_be_asked=~Q(email="") | Exists(reached) | Exists(edited))

    def internal(self) -> Self:
        return self.filter(is_internal=True)


class ContactPersonQuerySet(models.QuerySet):
    def publishable(self) -> Self:
        """Persons who agreed to publication, and whose consent has not run out. Mirrors `is_publishable`."""
        today = timezone.localdate()
        return self.filter(Q(consent_until__isnull=True) | Q(consent_until__gte=today), consent_on__lte=today)


class OfferQuerySet(models.QuerySet):
    def current(self) -> Self:
        """Offers and wishes that have not run out. Mirrors `is_current`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()))
