"""Pairs of stored networks that look alike: found by blocking, decided by people, remembered.

A pair is only compared when each finds the other among its candidates through the index of footprints: for n networks
some 5 n comparisons instead of n².
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from networks import candidates, footprints
from networks.candidates import Measured
from networks.features import SIGNALS, Profile, signals
from networks.models import DuplicateDecision, Footprint, Merge, Network
from networks.similarity import SAME, Match, pair
from networks.structures import Structure
from search import german
from vocabulary.models import TargetGroup, Theme

LEAST = 0.1  # pairs that are less alike are not worth anybody's time
LONGEST_BLOCK = 60  # networks that share a key; a longer block says nothing
PARTNERS = 5  # pairs looked at closer for each network
SUBSTANTIAL = ("name", "purpose", "districts", "is_citywide", "coordinator", "members", "themes")

USED = (Network.ReviewStatus.PUBLISHED, Network.ReviewStatus.SUBMITTED)

type Pair = tuple[int, int]


@dataclass(frozen=True)
class AlikePair:
    """Two networks by id (smaller first) and how alike they are."""

    first: int
    second: int
    match: Match

    @property
    def is_same(self) -> bool:
        return self.match.verdict == SAME


def alike_pairs(least: float = LEAST) -> list[AlikePair]:
    """All pairs in use at least this alike, most alike first (the public ones before those with one that was only handed
    in), without those decided upon and those that know of each other.
    """
    footprints.refresh_all()
    settled = decided_pairs() | acquainted_pairs()
    return [
        item for item in _compared(candidates.measured(), least) if (item.first, item.second) not in settled
    ]


def acquainted_pairs() -> set[Pair]:
    """Pairs that were made to be two: one above the other at any depth, one after the other, or linked as related."""
    parents = dict(Network.objects.filter(parent__isnull=False).values_list("pk", "parent_id"))
    found = {(pk, above) for pk in parents for above in _above(pk, parents)}
    found |= set(Network.objects.filter(successor__isnull=False).values_list("pk", "successor_id"))
    links = Network.related_networks.through.objects.values_list("from_network_id", "to_network_id")
    reopened = DuplicateDecision.objects.filter(undone_at__isnull=True, linked=True)
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


def _compared(known: Measured, least: float) -> list[AlikePair]:
    """Worked out once for every state of the stock: the page is opened again after each decision."""
    used = dict(Network.objects.filter(review_status__in=USED).values_list("pk", "review_status"))
    key = (least, known.size, known.revision, hash(frozenset(used.items())))
    if known.pairs.get("key") != key:
        profiles = _profiles(known)
        found = [AlikePair(a, b, pair(profiles[a], profiles[b])) for a, b in _promising(profiles, known)]
        found = [item for item in found if item.match.score >= least and item.match.verdict]
        # What was only handed in is looked at in its own case: it comes after what is public and as alike.
        waits = {pk for pk, status in used.items() if status != Network.ReviewStatus.PUBLISHED}
        found.sort(
            key=lambda item: (
                not item.is_same,
                bool({item.first, item.second} & waits),
                -item.match.score,
                item.first,
                item.second,
            )
        )
        known.pairs.update(key=key, found=found)
    return known.pairs["found"]


def _profiles(known: Measured) -> dict[int, Profile]:
    rows = Footprint.objects.filter(network__review_status__in=USED).values_list(
        "pk", "revision", "structure"
    )
    return {
        pk: Profile(footprints.from_json(data, pk), known.stock)
        for pk, _revision, data in rows.iterator(chunk_size=2000)
    }


def _promising(profiles: dict[int, Profile], known: Measured) -> Iterable[Pair]:
    """Pairs that share rare keys: for each network the PARTNERS that share most."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for pk, keys in (
        Footprint.objects.filter(pk__in=profiles).values_list("pk", "keys").iterator(chunk_size=2000)
    ):
        for key in keys:
            if key[0] not in "gv":
                blocks[key].append(pk)
    shared: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for key, members in blocks.items():
        if not 1 < len(members) <= LONGEST_BLOCK:
            continue
        weight = candidates.key_weight(key, len(members), known.size)
        for place, first in enumerate(members):
            for second in members[place + 1 :]:
                shared[min(first, second)][max(first, second)] += weight
    best: set[Pair] = set()
    for first, partners in shared.items():
        best.update(
            (first, second)
            for second in heapq.nlargest(PARTNERS, partners, key=lambda pk: (partners[pk], -pk))
        )
    return sorted(best)


# --- decisions -------------------------------------------------------------------------------------------------------


def decided_pairs() -> set[Pair]:
    """Pairs whose decision still holds: nothing substantial changed since."""
    decisions = DuplicateDecision.objects.filter(undone_at__isnull=True).values_list(
        "first_id", "second_id", "seen"
    )
    rows = list(decisions)
    ids = {pk for first, second, _seen in rows for pk in (first, second)}
    now = dict(Footprint.objects.filter(pk__in=ids).values_list("pk", "structure"))
    return {
        (first, second)
        for first, second, seen in rows
        if seen == [essence(now.get(first, {})), essence(now.get(second, {}))]
    }


def essence(structure: dict[str, Any]) -> dict[str, Any]:
    """What of a structure has to change before a decision is asked for again; spelling does not count."""
    found = {name: structure.get(name) for name in SUBSTANTIAL if structure.get(name)}
    return {name: german.fold(value) if isinstance(value, str) else value for name, value in found.items()}


@transaction.atomic
def decide(
    first: Network, second: Network, *, decision: str, by: User, reason: str = ""
) -> DuplicateDecision:
    """Remembers what somebody decided about a pair; „verwandt“ links the two. A former decision is replaced."""
    footprints.refresh()
    low, high = sorted((first, second), key=lambda network: network.pk)
    _lock_pair(low.pk, high.pk)
    for old in DuplicateDecision.objects.filter(first=low, second=high, undone_at__isnull=True):
        undo(old, by=by)
    is_link = decision == DuplicateDecision.Decision.RELATED
    linked = is_link and not low.related_networks.filter(pk=high.pk).exists()
    if linked:
        low.related_networks.add(high)
    prints = dict(Footprint.objects.filter(pk__in=(low.pk, high.pk)).values_list("pk", "structure"))
    return DuplicateDecision.objects.create(
        first=low,
        second=high,
        decision=decision,
        reason=reason,
        decided_by=by,
        linked=linked,
        seen=[essence(prints.get(low.pk, {})), essence(prints.get(high.pk, {}))],
    )


@transaction.atomic
def undo(decision: DuplicateDecision, *, by: User) -> None:
    """Takes a decision back, and with it the link that it made. Does nothing when somebody else did already."""
    locked = DuplicateDecision.objects.select_for_update().get(pk=decision.pk)
    if locked.undone_at:
        return
    if locked.linked:
        locked.first.related_networks.remove(locked.second)
    locked.note_undone(by)


def _lock_pair(first: int, second: int) -> None:
    """Two people deciding at once about one pair come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [first % 2**31, second % 2**31])


# --- learning from them ----------------------------------------------------------------------------------------------


def decided_signals() -> tuple[list[list[float]], list[bool]]:
    """Signals of the pairs that people decided upon here, both ways, and whether they were the same: for re-fitting.

    Merged networks are taken as they were before; their members of then are not known any more.
    """
    known = candidates.measured()
    pairs: list[tuple[Structure, Structure, bool]] = [
        (_merged_then(record.before["kept"]), _merged_then(record.before["merged"]), True)
        for record in Merge.objects.filter(undone_at__isnull=True)
    ]
    prints = dict(Footprint.objects.values_list("pk", "structure"))
    decided = DuplicateDecision.objects.filter(undone_at__isnull=True)
    for one, other in decided.values_list("first_id", "second_id"):
        if one in prints and other in prints:
            pairs.append((footprints.from_json(prints[one]), footprints.from_json(prints[other]), False))
    rows, is_same = [], []
    for first, second, same in pairs:
        for mine, theirs in ((first, second), (second, first)):
            found = signals(Profile(mine, known.stock), Profile(theirs, known.stock))
            rows.append([found[name] for name in SIGNALS])
            is_same.append(same)
    return rows, is_same


def _merged_then(data: dict[str, Any]) -> Structure:
    fields = data["fields"]
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
