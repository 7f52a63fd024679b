"""Pairs of stored entries that look alike: which are worth comparing, and what people decided about them.

Knows no domain model: a room says what of two entries is compared, and how.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from duplicates.blocking import BlockingTable
from duplicates.candidates import Statistics
from german import analyzer
from moderation.models.comparison import Deciding, Merging

type Pair = tuple[int, int]


@dataclass(frozen=True)
class AlikePair[Match]:
    """Two entries by id (smaller first) and how alike they are."""

    first: int
    second: int
    match: Match


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """Which pairs are compared at all. `weight`: of a key that so many entries have."""

    weight: Callable[[str, int], float]
    no_blocks: str  # kinds of keys that too many entries have by chance
    longest: int  # entries that share a key; a longer block says nothing
    partners: int  # pairs looked at closer for each entry


def compared[Compared, Match](
    known: Statistics[Any, Compared], choosing: Choosing, compare: Callable[[Compared, Compared], Match]
) -> list[AlikePair[Match]]:
    """The promising pairs among all entries in use."""
    prepared: dict[int, Compared] = {}
    blocks: dict[str, list[int]] = defaultdict(list)
    for pk, form, keys in known.table.in_use():
        prepared[pk] = known.prepare(form)
        for key in keys:
            if key[0] not in choosing.no_blocks:
                blocks[key].append(pk)
    return [AlikePair(a, b, compare(prepared[a], prepared[b])) for a, b in promising(blocks, choosing)]


def promising(blocks: Mapping[str, list[int]], choosing: Choosing) -> list[Pair]:
    """Pairs that share rare keys: for each entry the few that share most. `blocks`: key → who has it."""
    shared: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for key, members in blocks.items():
        if not 1 < len(members) <= choosing.longest:
            continue
        weight = choosing.weight(key, len(members))
        for place, first in enumerate(members):
            for second in members[place + 1 :]:
                shared[min(first, second)][max(first, second)] += weight
    best: set[Pair] = set()
    for first, theirs in shared.items():
        most = heapq.nlargest(choosing.partners, theirs, key=lambda pk: (theirs[pk], -pk))
        best.update((first, second) for second in most)
    return sorted(best)


# --- decisions -------------------------------------------------------------------------------------------------------


def decided_pairs(decisions: type[Deciding], table: BlockingTable[Any]) -> set[Pair]:
    """Pairs whose decision still holds: nothing substantial changed since."""
    rows = list(decisions.objects.in_force().values_list("first_id", "second_id", "seen"))
    now = essences(table, {pk for first, second, _seen in rows for pk in (first, second)})
    return {
        (first, second) for first, second, seen in rows if seen == [now.get(first, {}), now.get(second, {})]
    }


def essences(table: BlockingTable[Any], ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What has to change before a decision is asked for again, by id; spelling does not count."""
    stored = table.model._default_manager.filter(pk__in=ids).values_list("pk", table.model.form)
    return {
        pk: {name: _plain(form[name]) for name in table.substantial if form.get(name)} for pk, form in stored
    }


def _plain(value: Any) -> Any:
    return analyzer.fold(value) if isinstance(value, str) else value


def known_pairs[Form](
    decisions: type[Deciding],
    merges: type[Merging],
    table: BlockingTable[Form],
    then: Callable[[dict[str, Any]], Form],
) -> Iterator[tuple[Form, Form, bool]]:
    """Pairs that people decided upon here, and whether they were the same: for re-fitting. Merged entries are taken as they
    were before (`then`: form from the fields of then)."""
    for record in merges.objects.in_force():
        yield then(record.before["kept"]["fields"]), then(record.before["merged"]["fields"]), True
    apart = list(decisions.objects.in_force().values_list("first_id", "second_id"))
    ids = {pk for both in apart for pk in both}
    stored = table.model._default_manager.filter(pk__in=ids).values_list("pk", table.model.form)
    forms = {pk: table.from_json(form) for pk, form in stored}
    for first, second in apart:
        if first in forms and second in forms:
            yield forms[first], forms[second], False


@transaction.atomic
def decide[Decision: Deciding](decision: Decision, table: BlockingTable[Any]) -> Decision:
    """Saves and carries out what somebody decided about two entries; a former decision about them is replaced."""
    low, high = sorted((decision.first, decision.second), key=lambda entry: entry.pk)
    with connection.cursor() as cursor:  # two people deciding at once about one pair come one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [low.pk % 2**31, high.pk % 2**31])
    for old in type(decision).objects.in_force().filter(first=low, second=high):
        undo(old, by=decision.decided_by)
    now = essences(table, (low.pk, high.pk))
    decision.first, decision.second = low, high
    decision.seen = [now.get(low.pk, {}), now.get(high.pk, {})]
    decision.carry_out()
    decision.save()
    return decision


@transaction.atomic
def undo(decision: Deciding, *, by: User) -> None:
    """Takes a decision back, and with it what it did. Does nothing when somebody else did already."""
    locked = type(decision).objects.select_for_update().get(pk=decision.pk)
    if locked.undone_at is None:
        locked.take_back()
        locked.note_undone(by)
