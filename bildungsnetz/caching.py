"""What browsers may keep of a page that is one person's.

`private, no-cache`: the browser keeps it, and Back brings back what was typed. `private, no-store` only where personal
data stand: there, whoever comes to the same computer next must not find them."""

from collections.abc import Callable
from fnmatch import fnmatchcase

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

# Names of addresses: the account and „Meine Daten“, the curators' cases, people in the admin, the demo's mailbox, the address of
# one's own calendar, what somebody asked whom.
PERSONAL = (
    "account_*", "mfa_*", "socialaccount_*", "openid_connect_*", "accounts:*", "moderation:*", "mailing:*",
    "admin:accounts_*", "admin:auth_*", "admin:mailing_*", "admin:moderation_*", "admin:actors_contactperson_*",
    "admin:portal_barrierreport_*", "following:calendar", "partners:requests", "admin:partners_*",
)  # fmt: skip
SECRETS = {"token", "key", "uidb36"}  # arguments of the links in mails


class CachingMiddleware:
    """Says it for every page in one place. Pages for visitors without a login say for themselves what they allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match, is_known = request.resolver_match, settings.SESSION_COOKIE_NAME in request.COOKIES
        if response.status_code == 503 or "immutable" in response.get("Cache-Control", ""):
            return response
        if match and (_is_link_from_a_mail(match) or (is_known and _is_personal(match))):
            response.headers["Cache-Control"] = "private, no-store"
        elif is_known and "private, max-age" not in response.get("Cache-Control", ""):
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def _is_personal(match: ResolverMatch) -> bool:
    return any(fnmatchcase(match.view_name or "", pattern) for pattern in PERSONAL)


def _is_link_from_a_mail(match: ResolverMatch) -> bool:
    return not SECRETS.isdisjoint(match.kwargs)
