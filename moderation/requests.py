"""Requests that the people behind an entry decide themselves: logged in, or by a signed link to their address."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from moderation.models import Case

SIGNER = signing.TimestampSigner(salt="moderation.request")
ANSWER_WITHIN = 30 * 24 * 3600  # seconds


def link_for(case: Case) -> str:
    """Path that decides this one case without a login."""
    return reverse("moderation:request_by_link", args=[SIGNER.sign_object(case.pk)])


def read_link(token: str) -> Case | None:
    """None if the link is forged or too old."""
    try:
        pk = SIGNER.unsign_object(token, max_age=ANSWER_WITHIN)
    except signing.BadSignature:
        return None
    return Case.objects.filter(pk=pk).first()
