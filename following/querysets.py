from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


class SavedSearchQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """What this person kept, deleted searches left out."""
        return self.filter(owner=user, deleted_at__isnull=True)

    def deleted_before(self, moment: datetime) -> Self:
        return self.filter(deleted_at__lt=moment)

    def delete_softly(self) -> int:
        """Deleted for everybody, but not beyond recall. Returns how many were not deleted already."""
        return self.filter(deleted_at__isnull=True).update(deleted_at=timezone.now())


class WatchQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """What this person watches; a deleted search waits unseen for its return."""
        return self.filter(owner=user).filter(Q(search__isnull=True) | Q(search__deleted_at__isnull=True))

    def running(self) -> Self:
        """Watches that may cause a mail. Mirrors `Watch.is_running`."""
        at_work = self.filter(paused_at__isnull=True, owner__is_active=True)
        return at_work.filter(Q(search__isnull=True) | Q(search__deleted_at__isnull=True))

    def with_targets(self) -> Self:
        return self.select_related("owner", "network", "theme", "district", "search").defer(
            "district__outline"
        )
