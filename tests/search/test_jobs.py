"""What the portal does for the search by itself."""

from __future__ import annotations

import pytest

from search.index import indexer, snapshots
from search.jobs import renew_snapshot
from search.models import Posting
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db


def test_a_small_directory_needs_no_words_kept_ready():
    ActorFactory()
    indexer.drain()
    assert renew_snapshot() == "nichts zu tun"


def test_the_job_says_how_many_words_it_keeps_ready(monkeypatch):
    monkeypatch.setattr(snapshots, "FROM_ENTRIES", 1)
    monkeypatch.setattr(snapshots, "OUTDATED", 1)
    monkeypatch.setattr(snapshots, "COMMON", 2)
    for name in ("Schach", "Schach und Dame"):
        ActorFactory(name=name)
    indexer.drain()
    said = renew_snapshot()
    assert said == f"{Posting.objects.count()} häufige Wörter neu bereitgelegt"
    assert {"Aschach", "Adame"} & set(Posting.objects.values_list("term", flat=True)) == {"Aschach"}
