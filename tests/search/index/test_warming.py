"""A worker reads what it needs before its first visitor comes."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from search.index import indexer
from search.index.dictionary import spellings
from search.index.postings import inverted_index
from search.index.warming import warm_up
from search.query import facets
from tests.factories import ActorFactory


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.django_db(transaction=True)
def test_first_visitor_of_a_warm_worker_waits_no_longer_than_the_next(client):
    ActorFactory(name="Kita Regenbogen")
    indexer.drain()
    inverted_index.forget()
    facets._kept.clear()
    spellings.forget()
    in_a_thread_of_its_own = Thread(target=lambda: (warm_up(), connection.close()))
    in_a_thread_of_its_own.start()
    in_a_thread_of_its_own.join()
    first, second = (queries_of(client, "/verzeichnis/?q=Kita") for _visit in range(2))
    assert first == second


def test_warming_up_without_a_database_is_left_to_the_first_visitor(monkeypatch):
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(inverted_index, "synchronise", refuse)
    warm_up()
