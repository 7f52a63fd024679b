"""Whether a card should say that nobody confirmed its entry in time."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from moderation.models.entries import UNCONFIRMED_AFTER

register = template.Library()


@register.filter
def is_unconfirmed(hit: Any) -> bool:
    """Mirrors `Moderated.is_unconfirmed` for a hit of the search, which knows the date but not the entry."""
    confirmed, every = hit.entry.confirmed_at, settings.CONFIRM_EVERY.get(hit.kind)
    if (
        confirmed is None
        or every is None
        or not hit.card.get("is_public")
        or hit.card.get("status") == "beendet"
    ):
        return False
    return confirmed + every + UNCONFIRMED_AFTER < timezone.localdate()
