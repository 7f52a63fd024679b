"""What rooms below show of partners, in the places that they have for it."""

from __future__ import annotations

from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from actors.models import Actor
from design.extensions import extend


def _ask(_context: Context, *, actor: Actor) -> SafeString:
    """In front where it is the way to reach somebody, beside the others where an address stands there."""
    if not (actor.is_public and actor.takes_requests):
        return SafeString()
    is_only_way = not (actor.email or actor.phone)
    return render_to_string("partners/_ask_button.html", {"actor": actor, "is_only_way": is_only_way})


extend("actor-actions", _ask)
