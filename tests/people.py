"""What people do in many tests: log in, decide about a case that is theirs to decide."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from moderation.models import Case


def login(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def answer(case: Case, outcome: str, client: Client, **extra: str) -> HttpResponse:
    page = reverse("moderation:request", args=[case.pk])
    return client.post(page, {"action": "decide", "outcome": outcome} | extra)


def prove_factor(client: Client, who: User, *, kind: str = "totp") -> Authenticator:
    """As if this login had been confirmed with a second factor of the account."""
    factor = Authenticator.objects.create(user=who, type=kind, data={})
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "id": factor.pk, "type": kind, "at": time.time()}
    ]
    session["account_authentication_methods_user"] = str(who.pk)
    session.save()
    return factor
