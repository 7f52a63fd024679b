"""What people do in many tests: log in, decide about a case that is theirs to decide."""

from __future__ import annotations

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
