"""Filling an empty index in bulk."""

from __future__ import annotations

import pytest
from django.db import connection

from search.index import bulk, indexer
from search.models import Dirty, Entry, IndexState, Word
from search.sources import SOURCES
from tests.factories import ActorFactory, NetworkFactory


def rows() -> list[tuple]:
    return list(
        Entry.objects.order_by("kind", "object_id").values_list("kind", "object_id", *indexer.COLUMNS)
    )


class InThisProcess:
    """Other processes would not see what a test wrote: its transaction is never committed."""

    def __init__(self, jobs, context, initializer):
        self.jobs = jobs

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def submit(self, function, *given):
        return Done(function(*given))


class Done:
    def __init__(self, value):
        self.value = value

    def result(self):
        return self.value


@pytest.fixture
def here(monkeypatch, db):
    monkeypatch.setattr(bulk, "ProcessPoolExecutor", InThisProcess)
    monkeypatch.setattr(bulk, "as_completed", list)
    monkeypatch.setattr(bulk, "CHUNK", 2)


def test_a_filled_index_equals_one_that_was_written_entry_by_entry(here):
    for number in range(3):
        ActorFactory(name=f"Quittenhaus {number}")
    ActorFactory(name="Geheimlabor", review_status="entwurf")
    NetworkFactory(name="Runde")
    indexer.drain()
    expected, epoch = rows(), IndexState.objects.get().epoch
    Entry.objects.all().delete()
    Word.objects.all().delete()
    Dirty.objects.create(kind="akteur", object_id=1)
    assert sorted(bulk.fill()) == [("akteur", 2), ("akteur", 2), ("netzwerk", 1)]
    assert rows() == expected
    assert (Dirty.objects.count(), IndexState.objects.get().epoch) == (0, epoch + 1)
    assert set(
        Word.objects.filter(word__in=["quittenhaus", "geheimlabor"]).values_list("word", flat=True)
    ) == {"quittenhaus"}
    assert list(indexer.drift()) == []
    assert set(SOURCES) == {"akteur", "netzwerk"}


def test_an_index_that_somebody_may_be_reading_is_not_filled(here):
    ActorFactory()
    indexer.drain()
    with pytest.raises(bulk.IndexNotEmptyError):
        list(bulk.fill())


def test_nobody_else_writes_while_it_is_filled(here):
    ActorFactory()
    Entry.objects.all().delete()

    def held() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_database here ON here.oid = database"
                " WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()",
                [indexer.LOCK],
            )
            return cursor.fetchone()[0]

    steps = bulk.fill()
    next(steps)
    assert held() == 1
    assert list(steps) == []
    assert held() == 0
