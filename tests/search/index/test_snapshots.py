"""Postings of common words from a snapshot are those of the index, however old the snapshot is."""

from __future__ import annotations

import pytest

from search.index import indexer, snapshots
from search.index.postings import InvertedIndex
from search.models import Entry, IndexState, Posting
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def eager(monkeypatch):
    """Every word is common and every index large."""
    for name in ("FROM_ENTRIES", "COMMON", "OUTDATED"):
        monkeypatch.setattr(snapshots, name, 1)


def postings() -> dict[str, set[int]]:
    """Of all words, as a process reads them that has just started."""
    index = InvertedIndex()
    index.synchronise()
    terms = {term for of_entry in Entry.objects.values_list("terms", flat=True) for term in of_entry}
    index.fetch([*terms, "Anirgendwo"])
    return {term: set(index.posting(term)) for term in [*terms, "Anirgendwo"]}


def test_snapshot_gives_what_the_index_gives_also_after_edits(directory, eager):
    indexer.drain()
    from_index = postings()
    assert snapshots.renew() == len(from_index) - 1
    assert postings() == from_index

    directory["Kita Regenbogen"].delete()
    directory["Runder Tisch Technik"].themes.clear()
    directory["Kita Nordlicht"].name = "Haus Nordlicht"
    directory["Kita Nordlicht"].save()
    ActorFactory(name="Kita Sonnenschein", kind=directory["Kita Nordlicht"].kind)
    indexer.drain()
    patched = postings()
    IndexState.objects.update(snapshot=-1)
    assert patched == postings()


def test_snapshot_is_renewed_only_when_it_is_old(directory, eager):
    indexer.drain()
    assert snapshots.renew() > 0
    assert snapshots.renew() == 0
    ActorFactory(name="Kita Sonnenschein")
    indexer.drain()
    assert snapshots.renew() > 0
    assert Posting.objects.filter(term="Asonnenschein").exists()


def test_small_directory_has_none(directory):
    indexer.drain()
    assert snapshots.renew() == 0
    assert (Posting.objects.count(), IndexState.objects.get().snapshot) == (0, -1)
