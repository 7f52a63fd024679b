"""What pages of other rooms show of watching: the button beside a heading, the ways to subscribe to a list.

Rooms above load this library, rooms below have a place for it (`following.extensions`)."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode

from following.lists import KINDS, canonical_query
from following.models import SavedSearch, Watch
from search.pages.listing import Listing

register = template.Library()


@register.inclusion_tag("following/_button.html", takes_context=True)
def watch_button(context: Context, **target: Model) -> dict[str, Any]:
    """`{% watch_button network=network %}`: the way to the page where somebody begins to watch, or stops."""
    user = context.get("user")
    ((kind, thing),) = target.items()
    is_watched = bool(
        user and user.is_authenticated and Watch.objects.of(user).running().filter(**{kind: thing}).exists()
    )
    address = reverse(f"following:watch_{kind}", args=[thing.slug])
    return {"address": address, "is_watched": is_watched, "thing": thing}


@register.inclusion_tag("following/_subscribe.html", takes_context=True)
def subscribe(context: Context, listing: Listing, *, is_quiet: bool = False) -> dict[str, Any]:
    """Keep this search, and have what is new by mail, as a feed, in the calendar. No query: it stands on every list.

    `is_quiet`: only the way to keep it, for a list without hits."""
    request = context["request"]
    kind = KINDS[request.resolver_match.view_name]
    query = canonical_query(listing)
    user = context.get("user")
    return {
        "is_quiet": is_quiet,
        "is_known": bool(user and user.is_authenticated),
        "keep": f"{reverse('following:new_search')}?{urlencode({'liste': kind})}{'&' if query else ''}{query}",
        "feed": listing.feed_url,
        "calendar": "" if kind == SavedSearch.Kind.ACTORS else listing.calendar_url,
    }
