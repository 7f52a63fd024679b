from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Max
from django.utils import timezone

if TYPE_CHECKING:
    from mailing.models import JobRun


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True)

    def older_than(self, age: timedelta) -> Self:
        return self.filter(created_at__lt=timezone.now() - age)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def latest_of(self, name: str) -> JobRun | None:
        return self.filter(name=name).order_by("-started_at", "-pk").first()

    def forgettable(self, age: timedelta) -> Self:
        """Older than `age`, except the last run of each job: it says when the job is due again."""
        last = self.order_by().values("name").annotate(last=Max("started_at")).values("last")
        return self.filter(started_at__lt=timezone.now() - age).exclude(started_at__in=last)
