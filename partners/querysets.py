from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts import privacy

if TYPE_CHECKING:
    from accounts.models import User


class PartnerRequestQuerySet(models.QuerySet):
    def of(self, user: User) -> Self:
        """What the person wrote, with the account or before with an address that is hers. Who typed an address that was never
        confirmed is not known."""
        by_mail = self.with_address_of(user).filter(sender=None).sent()
        return self.filter(Q(sender=user) | Q(pk__in=by_mail.values("pk")))

    def with_address_of(self, user: User) -> Self:
        query = Q(pk__in=[])
        for address in privacy.addresses_of(user):
            query |= Q(email__iexact=address)
        return self.filter(query)

    def sent(self) -> Self:
        """What left the hands of the sender. Mirrors `PartnerRequest.is_sent`."""
        return self.exclude(state=self.model.State.UNCONFIRMED)

    def to_ask_about(self, delivered_before: datetime) -> Self:
        """What arrived before that moment, and nobody has said or been asked what came of it."""
        return self.filter(
            state=self.model.State.DELIVERED, delivered_at__lt=delivered_before, asked_at=None, outcome=""
        )
