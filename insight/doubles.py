"""Actors without a network that may be in the directory twice: their seats may hang on the other entry."""

from __future__ import annotations

from collections.abc import Iterable

from actors.models import DuplicateDecision
from actors.recognition import blocking
from actors.recognition.candidates import current_statistics, nearest
from actors.recognition.scoring import is_doubtful, rank
from duplicates.candidates import without
from duplicates.pairing import decided_pairs
from insight.kept import measure, result_of
from insight.load import without_network
from insight.scope import Scope
from insight.snapshot import Snapshot
from search.index.postings import inverted_index

LOOKED_AT = 12  # actors: each costs a question to the recognition


def by_name(actors: Iterable[int]) -> list[int]:
    """Entries in the order of their names, as lists have them."""
    with inverted_index.lock:
        rank_of = inverted_index.rank
        return sorted(actors, key=lambda entry: (int(rank_of[entry]), entry))


@measure("lonely doubles", is_quick=lambda _snapshot: True)
def _found(snapshot: Snapshot) -> dict[str, int]:
    """Of the first actors of the choice that sit in none of its networks: entry (as text) -> entry of the actor that is probably
    the same. What somebody has told apart is no double."""
    entries = by_name(without_network(snapshot))[:LOOKED_AT]
    if not entries:
        return {}
    known, decided = current_statistics(), decided_pairs(DuplicateDecision, blocking.TABLE)
    shown = {snapshot.pks[entry]: entry for entry in snapshot.actors}
    found = {}
    for pk, record in blocking.read_records([snapshot.pks[entry] for entry in entries]):
        rows = without(nearest(record, known), [pk])
        for match in filter(is_doubtful, rank(record, known.best(rows), known.corpus)):
            other = int(match.existing.key)
            if other in shown and (min(pk, other), max(pk, other)) not in decided:
                found[str(shown[pk])] = shown[other]
                break
    return found


def probable_doubles(scope: Scope) -> dict[int, int]:
    """Entry -> entry of the actor that is probably the same, for the first ones of the choice that sit in none of its networks."""
    found = result_of("lonely doubles", scope.snapshot, scope.key).data
    return {int(entry): other for entry, other in found.items()}
