"""Actors that work on what a proposal is about: said where no network does, so that nobody takes „nichts Ähnliches“ for an
untouched field. The search answers; shown is only what meets all that was asked for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from networks.recognition.candidates import FoundNetwork, too_little
from networks.recognition.structures import Structure
from networks.recognition.wording import words_of
from search.index.postings import inverted_index
from search.pages.views import audience_of
from search.query.highlighting import Hit, hits
from search.query.results import SearchRequest, Tier, ask

MOST_WORDS = 5  # of a topic: a whole description is in no other entry, word for word
SHOWN = 3  # actors: enough to ask one of them


def where_nothing_is_alike(
    user: User | AnonymousUser, proposal: Structure, found: list[FoundNetwork], *, named: str = ""
) -> dict[str, Any]:
    """What pages say beside `found` where it shows nobody anything: `too_little`, why that means nothing (`named` as there), else
    `at_work`, who works on it."""
    missing = too_little(proposal, found, named=named)
    is_new = not missing and not any(item.network for item in found)
    return {"too_little": missing, "at_work": at_work(user, proposal) if is_new else []}


def at_work(user: User | AnonymousUser, proposal: Structure) -> list[Hit]:
    """The best few actors as `user` may see them; none where the proposal names no topic, or one too long to look for."""
    topic = topic_of(proposal)
    if not topic:
        return []
    question = SearchRequest(
        text=topic, scope={"art": ["akteur"]}, audience=audience_of(user), is_literal=True
    )
    with inverted_index.lock:
        answer = ask(question, inverted_index.synchronise())
    best = [entry for entry in answer.page(0, SHOWN) if answer.tier_of(entry) is Tier.FULL]
    return hits(answer, best)


def topic_of(proposal: Structure) -> str:
    """What the name says beside the kind of cooperation, else what the purpose says: „Hebammen-Stammtisch“ is about Hebammen."""
    for text in (proposal.name, proposal.purpose):
        words = [word.surface for word in words_of(text) if not word.is_format]
        if words:
            return " ".join(words) if len(words) <= MOST_WORDS else ""
    return ""
