"""Fills an empty index in bulk: several processes, COPY, the large index built once at the end.

For the first time and for benchmarks. A portal in use is rebuilt by `search.index.indexer.rebuild`."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from itertools import batched
from multiprocessing import get_context

import django
from django.db import connection, transaction

from search.index import indexer, snapshots, terms_of_entries
from search.models import Dirty, Entry
from search.sources import PUBLIC, SOURCES

CHUNK = 2_000  # entries in memory at once, with all their words
COPY_SQL = f"COPY search_entry (kind, object_id, {', '.join(indexer.COLUMNS)}, revision) FROM STDIN"
INDEX = next(index for index in Entry._meta.indexes if index.name == "search_entry_terms")


class IndexNotEmptyError(Exception):
    """The index holds entries: somebody may be reading it."""


def fill(jobs: int = 2) -> Iterator[tuple[str, int]]:
    """Yields (kind, entries written) after each step. Raises NotEmptyError."""
    if Entry.objects.exists():
        raise IndexNotEmptyError
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [indexer.LOCK])
    try:
        Dirty.objects.all().delete()  # everything is read after this
        with connection.schema_editor() as editor:
            editor.remove_index(Entry, INDEX)
        yield from _in_processes(jobs)
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
        with connection.schema_editor() as editor:
            editor.add_index(Entry, INDEX)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_entry")
            cursor.execute("UPDATE search_state SET epoch = epoch + 1")
        snapshots.renew()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [indexer.LOCK])


def _in_processes(jobs: int) -> Iterator[tuple[str, int]]:
    tasks = [
        (kind, list(ids))
        for kind, source in SOURCES.items()
        for ids in batched(source.all_ids(), CHUNK, strict=False)
    ]
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=django.setup) as pool:
        waiting = [pool.submit(_copy, kind, ids) for kind, ids in tasks]
        for done in as_completed(waiting):
            yield done.result()


def _copy(kind: str, ids: list[int]) -> tuple[str, int]:
    """Documents of one chunk into the table, their words into the list of words. Runs in a process of its own."""
    rows, texts = [], []
    for document in SOURCES[kind].documents(ids):  # all of it before COPY takes the connection
        rows.append([kind, document.object_id, *indexer.values_of(indexer.row_of(document))])
        if PUBLIC in document.audience:
            texts += [text for _letter, text in terms_of_entries.texts_of(document)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nextval('search_revision')")
        [revision] = cursor.fetchone()
        with cursor.copy(COPY_SQL) as copy:
            for row in rows:
                copy.write_row([*row, revision])
    with transaction.atomic():
        indexer.remember_words(texts)
    return kind, len(rows)
