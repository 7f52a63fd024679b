"""Ways to the comparison from pages of rooms below, in the places that they have for it."""

from __future__ import annotations

from typing import Any

from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from design.extensions import extend
from insight.choosing import TICKED
from insight.compare import address_of
from insight.comparing import MOST
from networks.models import Network
from networks.recognition.candidates import FoundNetwork
from search.pages.listing import Listing
from search.query.highlighting import Hit

OF_TABLE = "vergleichen"  # the id of the form that the boxes of a table belong to


def _from_network(_context: Context, *, network: Network) -> SafeString:
    return render_to_string(
        "insight/_compare_link.html", {"url": address_of([network.slug]), "is_menu": True}
    )


def _from_pair(_context: Context, *, first: Any, second: Any) -> SafeString:
    """Pairs of actors are not compared here."""
    if not isinstance(first, Network):
        return SafeString()
    about = {"url": address_of([first.slug, second.slug]), "names": f"{first} · {second}"}
    return render_to_string("insight/_compare_link.html", about)


def _from_similar(_context: Context, *, network: Network, other: Network) -> SafeString:
    about = {"url": address_of([network.slug, other.slug]), "names": other.name}
    return render_to_string("insight/_compare_link.html", about)


def _from_check(_context: Context, *, found: list[FoundNetwork]) -> SafeString:
    """A plan is in no table; what was found for it can be laid side by side."""
    slugs = [item.network.slug for item in found if item.network][:MOST]
    if len(slugs) < 2:
        return SafeString()
    return render_to_string("insight/_compare_link.html", {"url": address_of(slugs), "number": len(slugs)})


def _tick(_context: Context, *, hit: Hit) -> SafeString:
    """A box in a row of the table; it belongs to the form below it."""
    if hit.kind != "netzwerk":
        return SafeString()
    return format_html(
        '<label class="tick noprint"><input class="form-check-input" type="checkbox" name="{}" value="{}" form="{}" aria-label="{}"></label>',
        TICKED,
        hit.card["slug"],
        OF_TABLE,
        _("%(name)s zum Vergleichen auswählen") % {"name": hit.name},
    )


def _from_table(_context: Context, *, listing: Listing) -> SafeString:
    """Sends what was ticked. Nothing where fewer than two networks stand in the table."""
    if sum(hit.kind == "netzwerk" for hit in listing.hits) < 2:
        return SafeString()
    return render_to_string("insight/_compare_ticked.html", {"form_id": OF_TABLE})


extend("row-actions", _tick)
extend("table-actions", _from_table)
extend("network-menu", _from_network)
extend("pair-actions", _from_pair)
extend("similar-actions", _from_similar)
extend("found-actions", _from_check)
