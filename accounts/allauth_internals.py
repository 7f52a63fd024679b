"""The two things of allauth that are needed here and have no public interface. No other module imports what allauth calls
internal, so that an update of allauth has one place to be checked against. Looked at: allauth 65.21.1.

Everything else of allauth comes from its public modules; `tests/bildungsnetz/test_private_names.py` holds it.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.http import HttpRequest


def count_use(request: HttpRequest, action: str, rate: str, *, key: str = "") -> bool:
    """Count one `action`; False when that was too many for `rate` („5/h/ip“).

    `allauth.core.ratelimit.consume` is public, but knows only limits of ACCOUNT_RATE_LIMITS, counts them together with
    allauth's own, and says of itself that it is to go."""
    used = ratelimit.consume(
        request, app="bildungsnetz", action=action, config={action: rate}, key=key or None, limit_get=True
    )
    return used is not None


def record_factor(request: HttpRequest, factor: Authenticator) -> None:
    """Note in the session that this factor has just been proved.

    `allauth.account.authentication` lets these records be read, and nothing public writes one: allauth's views do it by
    themselves, but not when a factor is set up."""
    post_authentication(request, factor)
