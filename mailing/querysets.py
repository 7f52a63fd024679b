from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True)

    def older_than(self, age: timedelta) -> Self:
        return self.filter(created_at__lt=timezone.now() - age)
