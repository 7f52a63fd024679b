"""What rooms below show of watching, in the places that they have for it."""

from __future__ import annotations

from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from design.extensions import extend
from following.templatetags.following import subscribe, watch_button
from networks.models import Network
from search.pages.listing import Listing


def _watch(context: Context, *, network: Network) -> SafeString:
    return render_to_string("following/_button.html", watch_button(context, network=network))


def _subscribe(context: Context, *, listing: Listing) -> SafeString:
    about = subscribe(context, listing, is_quiet=not listing.hits)
    return render_to_string("following/_subscribe.html", about)


def _own_calendar(context: Context) -> SafeString:
    user = context.get("user")
    return (
        render_to_string("following/_own_calendar.html") if user and user.is_authenticated else SafeString()
    )


extend("network-actions", _watch)
extend("list-actions", _subscribe)
extend("calendar-actions", _own_calendar)
