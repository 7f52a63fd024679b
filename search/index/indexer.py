"""Writes entries, and only where the document changed: the index is a function of the data.

Writers take one advisory lock, so revisions are committed in their order and a process that has seen revision n has
seen everything up to n. Readers call `refresh` before a search; it never waits: when somebody else is writing, that
process is about to make the same rows."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from german.analyzer import tokenize
from search.index import terms_of_entries
from search.index.dictionary import words_of
from search.models import Dirty, Entry
from search.sources import PUBLIC, SOURCES, Document
from vocabulary.days import clamped

LOCK = 4_250_001  # any number, the same in every process of one database
REFRESHED_AT_ONCE = 200  # marks; an edit makes two to five
CHUNK = 500  # entries in one transaction: a reader waits no longer than for these
MOST_WORDS = 999  # of a name; more tell no names apart
COLUMNS = (
    "kennung", "name", "sort_name", "name_words", "standing", "terms", "facets", "running_text", "passages", "card",
    "confirmed_at", "upcoming_at", "stale_at", "latitude", "longitude", "digest",
)  # fmt: skip
JSON = {"passages", "card"}
UPDATE_SQL = (  # the columns are those above, never input
    f"UPDATE search_entry SET {', '.join(f'{column} = %s' for column in COLUMNS)}, "  # noqa: S608
    "revision = nextval('search_revision') WHERE id = %s"
)
INSERT_SQL = (
    f"INSERT INTO search_entry ({', '.join(COLUMNS)}, kind, object_id, revision) "  # noqa: S608
    f"VALUES ({', '.join(['%s'] * len(COLUMNS))}, %s, %s, nextval('search_revision'))"
)
DIRTY_SQL = """
DELETE FROM search_dirty WHERE id = ANY (ARRAY(
    SELECT id FROM search_dirty ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING kind, object_id"""
STALE_SQL = "SELECT kind, object_id FROM search_entry WHERE stale_at <= %s ORDER BY stale_at LIMIT %s"
WORDS_SQL = """
INSERT INTO search_word (word, shown)
SELECT word, shown FROM unnest(%s::text[], %s::text[]) AS new (word, shown)
WHERE NOT EXISTS (SELECT 1 FROM search_word old WHERE old.word = new.word)
ON CONFLICT (word) DO NOTHING"""
EMPTY = Document(
    object_id=0, names=[""], sort_name="", passages=[], facets={}, audience=[], card={}
)  # what is left of an entry whose object is gone


def refresh(limit: int = REFRESHED_AT_ONCE) -> int:
    """Rewrites the entries of objects that changed, at most `limit` marks. Returns how many entries were looked at;
    0 when there is nothing to do or another process is at it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(DIRTY_SQL, [limit])
        marked = set(cursor.fetchall())
        cursor.execute(STALE_SQL, [timezone.now(), limit])
        marked |= set(cursor.fetchall())
        by_kind: dict[str, list[int]] = defaultdict(list)
        for kind, object_id in marked:
            by_kind[kind].append(object_id)
        for kind, ids in sorted(by_kind.items()):
            if kind in SOURCES:
                write(kind, ids)
        return len(marked)


def drain() -> int:
    """Refreshes until nothing is marked any more, in steps that let readers through."""
    done = 0
    while count := refresh(CHUNK):
        done += count
    return done


def write(kind: str, ids: Iterable[int]) -> int:
    """Writes the entries of these objects; the caller is in a transaction and holds the lock. Returns how many
    changed. An object that is gone leaves an empty entry."""
    ids = sorted(set(ids))
    documents = {document.object_id: document for document in SOURCES[kind].documents(ids)}
    present = Entry.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", "id", "digest")
    known = {object_id: (entry_id, digest) for object_id, entry_id, digest in present}
    updates, inserts, public = [], [], []
    for object_id in ids:
        document = documents.get(object_id)
        if document is None and object_id not in known:
            continue
        row = row_of(document or EMPTY)
        if known.get(object_id, (0, ""))[1] == row["digest"]:
            continue
        if object_id in known:
            updates.append([*values_of(row), known[object_id][0]])
        else:
            inserts.append([*values_of(row), kind, object_id])
        if document and PUBLIC in document.audience:
            public.append(document)
    with connection.cursor() as cursor:
        if updates:
            cursor.cursor.executemany(
                UPDATE_SQL, updates
            )  # psycopg's own: pghistory breaks Django's in a POST
        if inserts:
            cursor.cursor.executemany(INSERT_SQL, inserts)
    remember_words(text for document in public for text in terms_of_entries.words_to_remember(document))
    return len(updates) + len(inserts)


def row_of(document: Document) -> dict[str, Any]:
    """The columns of an entry. `digest` covers all of them: equal digests mean that nothing has to be written."""
    latitude, longitude = document.place or (None, None)
    row = {
        "kennung": document.kennung,
        "name": document.names[0],
        "sort_name": document.sort_name,
        "name_words": min(len(tokenize(document.names[0])), MOST_WORDS),
        "standing": document.standing,
        "terms": terms_of_entries.terms_of(document),
        "facets": terms_of_entries.facet_values_of(document),
        "running_text": terms_of_entries.running_text_of(document),
        "passages": [[passage.via, passage.stands_for, passage.text] for passage in document.passages],
        "card": document.card | {"names": document.names[1:]},
        # Whatever a source reckons out, the index takes: one wrong day must not stop every list.
        "confirmed_at": document.confirmed_at and clamped(document.confirmed_at),
        "upcoming_at": document.upcoming_at and clamped(document.upcoming_at),
        "stale_at": clamped(document.stale_at)
        if document.stale_at and document.stale_at > timezone.now()
        else None,
        "latitude": latitude,
        "longitude": longitude,
    }
    packed = json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return row | {"digest": hashlib.blake2b(packed.encode(), digest_size=16).hexdigest()}


def values_of(row: dict[str, Any]) -> list[Any]:
    """The values of a row in the order of COLUMNS, as the database takes them."""
    return [Jsonb(row[column], dumps=_dumps) if column in JSON else row[column] for column in COLUMNS]


def _dumps(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def remember_words(texts: Iterable[str]) -> None:
    """Adds the words of public texts to those a typing error can be corrected to."""
    words: dict[str, str] = {}
    for text in texts:
        words |= words_of(text)
    if words:
        with connection.cursor() as cursor:
            ordered = sorted(words)  # in one order, so that two writers never wait for each other crosswise
            cursor.execute(WORDS_SQL, [ordered, [words[word] for word in ordered]])


def rebuild(kinds: Iterable[str] = ()) -> Iterator[tuple[str, int, int]]:
    """Makes every entry anew while the site runs; yields (kind, looked at, changed) after each step.

    Each step is a transaction of its own with the lock, so an edit in between is either seen by the step or marked
    and refreshed after it. Entries whose object is gone are emptied at the end of their kind."""
    for kind in kinds or SOURCES:
        seen: set[int] = set()
        for ids in batched(SOURCES[kind].all_ids(), CHUNK, strict=False):
            seen.update(ids)
            yield kind, len(ids), _locked_write(kind, ids)
        gone = (
            set(Entry.objects.filter(kind=kind).exclude(name="").values_list("object_id", flat=True)) - seen
        )
        if gone:
            yield kind, len(gone), _locked_write(kind, gone)


def _locked_write(kind: str, ids: Iterable[int]) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return write(kind, ids)


def drift() -> Iterator[tuple[str, int]]:
    """(kind, object id) of every entry that differs from what its document would give now. Marked objects are no
    drift: they wait for the next reader."""
    waiting = set(Dirty.objects.values_list("kind", "object_id"))
    for kind, source in SOURCES.items():
        seen: set[int] = set()
        for ids in batched(source.all_ids(), CHUNK, strict=False):
            seen.update(ids)
            stored = dict(
                Entry.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", "digest")
            )
            for document in source.documents(list(ids)):
                key = (kind, document.object_id)
                if stored.get(document.object_id) != row_of(document)["digest"] and key not in waiting:
                    yield key
        for object_id in Entry.objects.filter(kind=kind).exclude(name="").values_list("object_id", flat=True):
            if object_id not in seen and (kind, object_id) not in waiting:
                yield kind, object_id
