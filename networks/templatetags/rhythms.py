"""The rhythm of a network, and whether it lives, on cards and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from networks import rhythm_words
from networks.meetings.aliveness import Aliveness
from networks.models import Network

register = template.Library()


@register.filter
def shown_rhythm(network: Network) -> SafeString:
    """For a page. Empty where no rhythm is entered."""
    return rhythm_words.marked(network.rhythm_text, *rhythm_words.read_in_part(network))


@register.filter
def rhythm_on_card(card: Mapping[str, str]) -> SafeString:
    """For what the search keeps of a network; what was kept before a part of a rhythm was shown has the text only."""
    return rhythm_words.marked(card["rhythm"], card.get("rhythm_read", ""), card.get("rhythm_unread", ""))


@register.filter
def alive_on_card(card: Mapping[str, Any]) -> Aliveness | None:
    """None where nothing can be said, and of what was kept before the sign was."""
    return Aliveness.from_card(card["alive"]) if card.get("alive_label") else None


@register.filter
def reason(alive: Aliveness) -> str:
    """Why, as of today."""
    return alive.reason(timezone.localdate())
