"""Requests that the people behind an entry decide themselves: logged in, or by a signed link to their address."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from mailing import links
from moderation.models import Case

SIGNER = signing.TimestampSigner(salt="moderation.request")
ANSWER_WITHIN = 30 * 24 * 3600  # seconds


def link_for(case: Case) -> str:
    """Path that decides this one case without a login, for whoever reads the address on record of its entry."""
    token = SIGNER.sign_object({"case": case.pk, "for": links.mark_of(case.entry.address_on_record)})
    return reverse("moderation:request_by_link", args=[token])


def read_link(token: str) -> Case | None:
    """None if the link is forged or too old, or if the entry is gone or has another address by now."""
    try:
        found = SIGNER.unsign_object(token, max_age=ANSWER_WITHIN)
    except signing.BadSignature:
        return None
    case = Case.objects.filter(pk=found["case"]).first()
    return case if case and case.entry and links.is_for(found, case.entry.address_on_record) else None
