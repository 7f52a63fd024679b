"""Actors without a network that may be in the directory twice: their seats may hang on the other entry."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

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
from search.models import Entry

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
    alike: dict[int, list[int]] = {}  # primary keys
    for pk, record in blocking.read_records([snapshot.pks[entry] for entry in entries]):
        rows = without(nearest(record, known), [pk])
        matches = filter(is_doubtful, rank(record, known.best(rows), known.corpus))
        others = (int(match.existing.key) for match in matches)
        alike[pk] = [other for other in others if (min(pk, other), max(pk, other)) not in decided]
    entry_of = _entries(chain(alike, *alike.values()))
    seen = {
        pk: [entry_of[o] for o in others if entry_of.get(o, -1) in snapshot.actors]
        for pk, others in alike.items()
    }
    return {str(entry_of[pk]): others[0] for pk, others in seen.items() if others}


def _entries(pks: Iterable[int]) -> dict[int, int]:
    found = Entry.objects.filter(kind="akteur", object_id__in=[*pks])
    return dict(found.values_list("object_id", "pk"))


def probable_doubles(scope: Scope) -> dict[int, int]:
    """Entry -> entry of the actor that is probably the same, for the first ones of the choice that sit in none of its networks."""
    found = result_of("lonely doubles", scope.snapshot, scope.key).data
    return {int(entry): other for entry, other in found.items()}
