"""What curators see beside a case about an actor, see `moderation.case_context`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from actors.models import Actor
from actors.recognition import blocking
from actors.recognition.candidates import found_for
from moderation.addresses import merge_address
from moderation.case_context import AlikeEntry, asks_for_comparison, section
from moderation.models import Case


@section(Case.Kind.NEW, "moderation/_alike.html")
@section(Case.Kind.REPORT, "moderation/_alike.html")
def alike(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:
    """What else in the directory could be this actor."""
    if not asks_for_comparison(case, Actor):
        return None
    actor: Any = case.entry
    found = found_for(user, blocking.record_of(actor), exclude=[actor.pk])
    items = [
        AlikeEntry(
            item.actor,
            item.verdict,
            tuple(item.match.reasons),
            (),
            merge_address("actors:merge", item.actor, actor),
        )
        for item in found
        if item.actor is not None
    ]
    other = f"{reverse('actors:merge')}?{urlencode({'bleibt': actor.slug})}"
    return {"alike": items, "other_address": other}
