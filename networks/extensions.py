"""What pages of rooms below show of networks: a hint in the lists that something like it may exist, the calendar of an actor."""

from __future__ import annotations

from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from actors.models import Actor
from design.extensions import extend
from networks.models import Network
from networks.recognition import intention
from networks.templatetags.calendars import calendar_menu
from search.pages.listing import Listing


def is_plan(listing: Listing) -> bool:
    """Whether what was typed may be the plan of something new. Who asks for what networks have looks for them."""
    understood = listing.answer.understood
    if understood.unknown or any(facet != "art" for facet, _values in understood.conditions):
        return False
    places = (option.label for _facet, option in listing.answer.places)
    names = [name for hit in listing.hits[:1] for name in (hit.name, hit.card.get("short_name")) if name]
    return bool(listing.query) and intention.is_plan(_plan(listing), places=places, names=names)


def _plan(listing: Listing) -> str:
    """What would be planned: of „Gibt es schon ein Netzwerk zu Leseförderung?“ only that."""
    return listing.answer.understood.topic or listing.query


def _hint(_context: Context, *, listing: Listing) -> SafeString:
    """How many networks the search found, whatever the filters. The comparison itself would take as long as the rest of
    the page; it is one click away."""
    if not is_plan(listing):
        return SafeString()
    about = {
        "query": _plan(listing),
        "count": listing.answer.found_with("art", "netzwerk"),
        "is_filtered": bool(listing.chips),
    }
    return render_to_string("networks/_hint.html", about)


def _calendar(context: Context, *, actor: Actor) -> SafeString:
    """Of an actor that nobody else sees there is no calendar, and of one without networks it would be empty."""
    networks = Network.objects.published().with_actor(actor)
    if not actor.is_public or not networks.exists():
        return SafeString()
    path = reverse("networks:actor_calendar", args=[actor.slug])
    about = calendar_menu(context, path, of=actor.name, expects=True)
    return render_to_string("networks/_calendar_menu.html", about)


extend("list-hint", _hint)
extend("actor-actions", _calendar)
