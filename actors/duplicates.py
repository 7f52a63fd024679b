"""Pairs of stored actors that look alike: found by blocking, decided by people, remembered.

Only actors that share a word of the name at one place, a street, a telephone number or a web host are compared, each with
the few that share most: for n actors some 6 n comparisons instead of n².
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from actors import candidates, footprints
from actors.candidates import SHARED_BY_MOST, Measured
from actors.models import Actor, DuplicateDecision, Footprint
from actors.similarity import SAME, Match, Record, assess
from search import german

LEAST = 0.3  # pairs that are less alike are not worth anybody's time
PARTNERS = 6  # pairs looked at closer for each actor
SUBSTANTIAL = ("name", "street", "postal_code", "city", "phone", "parent_body")
USED = (Actor.ReviewStatus.PUBLISHED, Actor.ReviewStatus.SUBMITTED)

type Pair = tuple[int, int]


@dataclass(frozen=True)
class AlikePair:
    """Two actors by id (smaller first) and how alike they are."""

    first: int
    second: int
    match: Match

    @property
    def is_same(self) -> bool:
        return self.match.verdict == SAME


def alike_pairs(least: float = LEAST) -> list[AlikePair]:
    """All pairs in use (published or handed in) at least this alike, most alike first, without those decided upon."""
    footprints.refresh_all()
    decided = decided_pairs()
    return [
        item for item in _compared(candidates.measured(), least) if (item.first, item.second) not in decided
    ]


def _compared(known: Measured, least: float) -> list[AlikePair]:
    """Worked out once for every state of the stock: the page is opened again after each decision."""
    used = frozenset(Actor.objects.filter(review_status__in=USED).values_list("pk", flat=True))
    key = (least, known.size, known.revision, hash(used))
    if known.pairs.get("key") != key:
        rows = Footprint.objects.filter(actor__review_status__in=USED).values_list("pk", "record", "keys")
        records: dict[int, Record] = {}
        blocks: dict[str, list[int]] = defaultdict(list)
        for pk, data, keys in rows.iterator(chunk_size=2000):
            records[pk] = footprints.from_json(data, pk)
            for shared in keys:
                if shared[0] not in "gn":
                    blocks[shared].append(pk)
        found = [
            AlikePair(a, b, assess(records[a], records[b], known.names)) for a, b in _promising(blocks, known)
        ]
        found = [item for item in found if item.match.score >= least]
        found.sort(key=lambda item: (-item.match.score, item.first, item.second))
        known.pairs.update(key=key, found=found)
    return known.pairs["found"]


def _promising(blocks: dict[str, list[int]], known: Measured) -> Iterable[Pair]:
    """Pairs that share rare keys: for each actor the PARTNERS that share most."""
    shared: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for key, members in blocks.items():
        if not 1 < len(members) <= SHARED_BY_MOST:
            continue
        weight = known.weight(key)
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
    rows = list(
        DuplicateDecision.objects.filter(undone_at__isnull=True).values_list("first_id", "second_id", "seen")
    )
    now = _essences({pk for first, second, _seen in rows for pk in (first, second)})
    return {(first, second) for first, second, seen in rows if seen == [now.get(first), now.get(second)]}


def _essences(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    prints = Footprint.objects.filter(pk__in=ids).values_list("pk", "record")
    return {pk: essence(record) for pk, record in prints}


def essence(record: dict[str, Any]) -> dict[str, Any]:
    """What of a record has to change before a decision is asked for again; spelling does not count."""
    return {name: german.fold(record[name]) for name in SUBSTANTIAL if record.get(name)}


@transaction.atomic
def decide(first: Actor, second: Actor, *, by: User, reason: str = "") -> DuplicateDecision:
    """Remembers that the two are different. A former decision is replaced."""
    footprints.refresh_all()
    low, high = sorted((first, second), key=lambda actor: actor.pk)
    with connection.cursor() as cursor:  # two people deciding at once about one pair come one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [low.pk % 2**31, high.pk % 2**31])
    for old in DuplicateDecision.objects.filter(first=low, second=high, undone_at__isnull=True):
        undo(old, by=by)
    seen = _essences((low.pk, high.pk))
    return DuplicateDecision.objects.create(
        first=low, second=high, reason=reason, decided_by=by, seen=[seen.get(low.pk), seen.get(high.pk)]
    )


@transaction.atomic
def undo(decision: DuplicateDecision, *, by: User) -> None:
    """Takes a decision back. Does nothing when somebody else did already."""
    locked = DuplicateDecision.objects.select_for_update().get(pk=decision.pk)
    if locked.undone_at is None:
        locked.note_undone(by)
