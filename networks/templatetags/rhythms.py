"""The rhythm of a network on cards and pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from networks import rhythm_words
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
