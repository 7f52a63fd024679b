"""Postings of common words, kept ready: to read them from the index visits much of a large table of entries.

A snapshot is as of one revision; who reads it adds what was written since (`search_postings` in the database), so it
may be old, only not too old. Nothing of this is needed, or done, below some ten thousand entries."""

from __future__ import annotations

from collections import defaultdict
from itertools import batched

from django.db import connection, transaction
from django.db.models import Max
from pyroaring import BitMap

from search.models import Entry, IndexState, Posting

FROM_ENTRIES = 20_000  # below, the index answers for any word as fast
COMMON = 200  # entries that have a word
SAMPLE = 20_000  # entries on which it is measured which words are common
OUTDATED = 250  # entries written since: 1,800 cost whoever reads a common word first 60 ms
CHUNK = 20_000  # entries in memory at once
LOCK = 4_250_002  # any number that no other advisory lock has

COMMON_SQL = """
SELECT term FROM (SELECT unnest(terms) AS term FROM search_entry TABLESAMPLE SYSTEM (%s)) AS sample
GROUP BY term HAVING count(*) >= %s"""


def renew() -> int:
    """Writes the snapshot anew where it is missing or old; returns the number of words, 0 when nothing was done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0] or not _is_outdated():
            return 0
        # Writers commit revisions in their order: everything up to this one is seen by the queries below.
        revision = Entry.objects.aggregate(highest=Max("revision"))["highest"]
        postings = _postings(_common(cursor))
        Posting.objects.all().delete()
        with cursor.copy("COPY search_posting (term, ids) FROM STDIN") as copy:
            for term, ids in postings.items():
                copy.write_row([term, ids.serialize()])
        IndexState.objects.update(snapshot=revision)
        return len(postings)


def _is_outdated() -> bool:
    written_since = Entry.objects.filter(revision__gt=IndexState.objects.get().snapshot)
    return Entry.objects.count() >= FROM_ENTRIES and written_since[:OUTDATED].count() >= OUTDATED


def _common(cursor) -> list[str]:
    """Words that about COMMON entries or more have; a rarer one is found in the index at once."""
    share = min(1, SAMPLE / Entry.objects.count())
    cursor.execute(COMMON_SQL, [100 * share, COMMON * share])
    return [term for (term,) in cursor]


def _postings(terms: list[str]) -> dict[str, BitMap]:
    """Term -> ids of its entries. Reads every entry once."""
    postings = {term: BitMap() for term in terms}
    rows = Entry.objects.values_list("id", "terms").iterator(chunk_size=CHUNK)
    for chunk in batched(rows, CHUNK, strict=False):
        found: dict[str, list[int]] = defaultdict(list)
        for entry_id, of_entry in chunk:
            for term in postings.keys() & of_entry:
                found[term].append(entry_id)
        for term, ids in found.items():
            postings[term].update(ids)
    return postings
