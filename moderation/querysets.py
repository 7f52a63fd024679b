from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class ModeratedQuerySet(models.QuerySet):
    """The one visibility gate. `objects` is unfiltered; whatever reaches a person goes through `visible_to`."""

    def published(self) -> Self:
        return self.filter(review_status=self.model.ReviewStatus.PUBLISHED)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody sees what is published, submitters also their own, Koordination everything."""
        if getattr(user, "is_coordination", False):
            return self.all()
        public = Q(review_status=self.model.ReviewStatus.PUBLISHED)
        if user.is_authenticated:
            return self.filter(public | Q(submitted_by=user))
        return self.filter(public)

    def editable_by(self, user: User | AnonymousUser) -> Self:
        if getattr(user, "is_curator", False):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(submitted_by=user)


class IdentifiedQuerySet(models.QuerySet):
    def at_address(self, slug: str) -> Self:
        """The entry that is, or once was, at the address `slug`; the one that is there now comes first."""
        return self.filter(Q(slug=slug) | Q(former_slugs__contains=[slug])).order_by(
            models.Case(models.When(slug=slug, then=0), default=1)
        )
