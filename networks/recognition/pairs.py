"""Pairs of stored networks that look alike: found by blocking, decided by people, remembered.

A pair is only compared when each finds the other among its candidates through the index of blocking records: for n networks
some 5 n comparisons instead of n².
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Any

from accounts.models import User
from duplicates import pairing
from duplicates.candidates import Near
from duplicates.pairing import AlikePair, Choosing, Pair
from duplicates.scoring import SAME
from networks.models import BlockingRecord, DuplicateDecision, Merge, Network
from networks.recognition import blocking, candidates
from networks.recognition.candidates import NetworkStatistics
from networks.recognition.features import signals
from networks.recognition.profiles import Profile
from networks.recognition.scoring import NetworkMatch, pair
from networks.recognition.structures import Structure
from vocabulary.models import TargetGroup, Theme

LEAST = 0.1  # pairs that are less alike are not worth anybody's time
LONGEST_BLOCK = 60  # networks that share a key; a longer block says nothing
PARTNERS = 5  # pairs looked at closer for each network
USED = (Network.ReviewStatus.PUBLISHED, Network.ReviewStatus.SUBMITTED)


def alike_pairs() -> list[AlikePair[NetworkMatch]]:
    """All pairs in use that are at least LEAST alike, most alike first (the public ones before those with one that was only
    handed in), without those decided upon and those that know of each other.
    """
    blocking.refresh_all()
    settled = pairing.decided_pairs(DuplicateDecision, blocking.TABLE) | acquainted_pairs()
    known = candidates.current_statistics()
    used = dict(Network.objects.filter(review_status__in=USED).values_list("pk", "review_status"))
    found = known.once(hash(frozenset(used.items())), lambda: _compared(known, used))
    return [item for item in found if (item.first, item.second) not in settled]


def _compared(known: NetworkStatistics, used: dict[int, str]) -> list[AlikePair[NetworkMatch]]:
    choosing = Choosing(
        weight=lambda key, often: candidates.key_weight(key, often, known.size),
        no_blocks="gv",
        longest=LONGEST_BLOCK,
        partners=PARTNERS,
    )
    pairs = pairing.compared(known, choosing, pair)
    # What was only handed in is looked at in its own case: it comes after what is public and as alike.
    waits = {pk for pk, status in used.items() if status != Network.ReviewStatus.PUBLISHED}

    def rank(item: AlikePair[NetworkMatch]) -> tuple[Any, ...]:
        both = (item.first, item.second)
        return item.match.verdict != SAME, not waits.isdisjoint(both), -item.match.score, both

    return sorted((item for item in pairs if item.match.score >= LEAST and item.match.verdict), key=rank)


def of_each(ids: Collection[int]) -> dict[Pair, NetworkMatch]:
    """Every two of a few networks, smaller id first, whatever was decided about them and however unlike they are: what
    `alike_pairs` would say of them. Without those that have no blocking record yet."""
    known = candidates.current_statistics()
    rows = BlockingRecord.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "revision", "structure")
    near = [Near(pk, revision, "", json.dumps(structure)) for pk, revision, structure in rows]
    compared = zip((one.pk for one in near), known.best(near), strict=True)
    return {(a, b): pair(first, second) for (a, first), (b, second) in combinations(compared, 2)}


def acquainted_pairs() -> set[Pair]:
    """Pairs that were made to be two: one above the other at any depth, one after the other, or linked as related."""
    parents = dict(Network.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    found = {(pk, above) for pk in parents for above in _above(pk, parents)}
    found |= set(Network.objects.filter(successor__isnull=False).values_list("pk", "successor_id"))
    links = Network.related_networks.through.objects.values_list("from_network_id", "to_network_id")
    reopened = DuplicateDecision.objects.in_force().filter(linked=True)
    found |= set(links) - {
        (one, other)
        for pair in reopened.values_list("first_id", "second_id")
        for one, other in (pair, pair[::-1])
    }
    return {(min(pair), max(pair)) for pair in found}


def _above(pk: int, parents: dict[int, int]) -> Iterator[int]:
    """Everything above a network, nearest first; a ring ends where it began."""
    seen = {pk}
    while (pk := parents.get(pk, 0)) and pk not in seen:
        seen.add(pk)
        yield pk


def decide(
    first: Network, second: Network, *, decision: str, by: User, reason: str = ""
) -> DuplicateDecision:
    """Remembers what somebody decided about a pair; „verwandt“ links the two. A former decision is replaced."""
    blocking.refresh()
    made = DuplicateDecision(first=first, second=second, decision=decision, reason=reason, decided_by=by)
    return pairing.decide(made, blocking.TABLE)


# --- learning from them ----------------------------------------------------------------------------------------------


def decided_signals() -> tuple[list[list[float]], list[bool]]:
    """Signals of the pairs that people decided upon here, both ways, and whether they were the same: for re-fitting.

    Members that merged networks had before the merge are not known any more.
    """
    corpus = candidates.current_statistics().corpus
    rows, is_same = [], []
    for first, second, same in pairing.known_pairs(DuplicateDecision, Merge, blocking.TABLE, _as_it_was):
        for mine, theirs in ((first, second), (second, first)):
            rows.append([*signals(Profile(mine, corpus), Profile(theirs, corpus)).values()])
            is_same.append(same)
    return rows, is_same


def _as_it_was(fields: dict[str, Any]) -> Structure:
    return Structure(
        name=fields["name"],
        short_name=fields["short_name"],
        purpose=f"{fields['purpose']} {fields['goals']}".strip(),
        themes=frozenset(Theme.objects.filter(pk__in=fields["themes"]).values_list("name", flat=True)),
        target_groups=frozenset(
            TargetGroup.objects.filter(pk__in=fields["target_groups"]).values_list("name", flat=True)
        ),
        coordinator=str(fields["coordinator"] or ""),
    )
