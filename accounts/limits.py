"""How often one internet connection may send something that makes work for the curators.

A classroom behind one address gets through, a robot does not fill the queue. Counted in the shared cache (so by all
processes together) with allauth's counters, which know about proxies and cut IPv6 addresses to their network."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.allauth_internals import count_use

TOO_MANY = 429  # HTTP status


def is_over_limit(request: HttpRequest, action: str, *, key: str = "") -> bool:
    """Count one `action` of settings.LIMITS; says whether that was too many. Staff is not counted.

    Raises KeyError for an action without a limit."""
    if request.user.is_staff:
        return False
    return not count_use(request, action, settings.LIMITS[action], key=key)


def sentence() -> str:
    """What happened, that nothing is lost, and what to do."""
    told = _(
        "Von Ihrem Internetanschluss kam in der letzten Stunde schon sehr viel. Ihr Text ist noch da: Bitte senden Sie "
        "ihn in einer Stunde noch einmal ab."
    )
    if settings.PORTAL_EMAIL:
        told += " " + _("Eilt es, schreiben Sie an %s.") % settings.PORTAL_EMAIL
    return told
