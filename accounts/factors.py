"""The second factor: whether this login has proved it.

A staff account that must have one (STAFF_NEEDS_MFA) and came without it has the rights of a registered person; the one
place where that is decided is `User.acting_role`, which asks for what the middleware notes here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.allauth_internals import record_factor
from accounts.models import User

FACTORS = ("totp", "webauthn")  # recovery codes only stand in for one of these
SIGN_ON = "sign_on_factor"  # in the session: key of the linked account whose provider asked for a factor
TARGET = "factor_next"  # in the session: where the person was when the factor was missing


def is_confirmed(request: HttpRequest, user: User) -> bool:
    """Whether this session proved a factor that the account still has, or the Kommune's single sign-on asked for one."""
    records = get_authentication_records(request, user)
    used = {record.get("id") for record in records if record.get("method") == "mfa"}
    owned = dict(Authenticator.objects.filter(user=user).values_list("pk", "type"))
    if used & owned.keys() and not set(FACTORS).isdisjoint(owned.values()):
        return True
    linked = request.session.get(SIGN_ON)
    return linked is not None and SocialAccount.objects.filter(pk=linked, user=user).exists()


def note_set_up(request: HttpRequest, kind: str) -> None:
    """Who has just set a factor up has proved it: nobody types a second code at once."""
    newest = Authenticator.objects.filter(user=request.user, type=kind).latest("created_at", "pk")
    record_factor(request, newest)


def note_sign_on(request: HttpRequest, login: SocialLogin | None) -> None:
    """Remember for this session whether the provider says in `amr` (RFC 8176) that it asked for a second factor."""
    request.session.pop(SIGN_ON, None)
    if login is not None and login.account.pk and says_factor(login.account.extra_data):
        request.session[SIGN_ON] = login.account.pk


def says_factor(told: Mapping[str, Any] | None) -> bool:
    """Only the ID token counts: it is about this login, the user info is about the person."""
    token = (told or {}).get("id_token")
    methods = token.get("amr", []) if isinstance(token, Mapping) else []
    if isinstance(methods, str):
        methods = [methods]
    return isinstance(methods, list) and any(str(method) in settings.OIDC_MFA_AMR for method in methods)


def safe_target(request: HttpRequest, target: str) -> str:
    """Where somebody wanted to go, if that is inside this portal; else nothing."""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else ""
