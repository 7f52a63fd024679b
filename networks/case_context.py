"""What curators see beside a case about a network, see `moderation.case_context`."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from moderation.addresses import merge_address
from moderation.case_context import AlikeEntry, asks_for_comparison, section
from moderation.models import Case
from networks.models import Network
from networks.recognition.candidates import similar_to


@section(Case.Kind.NEW, "moderation/_alike.html")
@section(Case.Kind.REPORT, "moderation/_alike.html")
def alike(case: Case, user: User | AnonymousUser) -> dict[str, Any] | None:
    """What else in the directory could be this network."""
    if not asks_for_comparison(case, Network):
        return None
    network: Any = case.entry
    items = [
        AlikeEntry(
            item.network,
            item.verdict,
            tuple(item.match.why.speaks_for),
            tuple(item.match.why.speaks_against),
            merge_address("networks:merge", item.network, network),
        )
        for item in similar_to(network, user)
        if item.network is not None
    ]
    return {"alike": items}
