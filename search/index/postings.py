"""What a worker process keeps of the index in memory: bitmaps of ids, and the order of the names.

Counting every facet under every combination is an intersection of bitmaps: microseconds at 3,000 entries, a few
milliseconds at a million. The database stays the only truth: before every search the process asks for the highest
revision (`synchronise`), and takes over exactly the rows written since. Postings of words are read on first use and
kept, the most recent first. Nothing here decides who may see what; see `search.query.results`."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from search.index import indexer
from search.index.dictionary import spellings
from search.sources import ACTIVE

SPACING = 1 << 16  # between neighbouring names, so that a changed name finds a place without renumbering
KEPT_BYTES = 64_000_000  # over all kept words; a word costs two bytes an entry, a common one a bit for each
EMPTY_BYTES = 60  # of a bitmap without ids
RERANK_FROM = 200  # so many changed names are ranked faster all at once
RELOAD_FROM = 20_000  # so many changed entries are read faster with all others than one by one
PATIENCE = 0.4  # seconds that a reader spends at most on what others changed; an import takes several readers

ORDER_SQL = """
SELECT coalesce(string_agg(int4send(id), '' ORDER BY sort_name, id), ''),
       coalesce(string_agg(int4send(name_words), '' ORDER BY sort_name, id), ''),
       coalesce(string_agg(int4send(standing), '' ORDER BY sort_name, id), ''),
       coalesce(string_agg(int4send(coalesce(confirmed_at - date '1970-01-01', 0)), '' ORDER BY sort_name, id), ''),
       coalesce(string_agg(int4send(coalesce(extract(epoch from upcoming_at) / 60, 0)::int), ''
                           ORDER BY sort_name, id), '')
FROM search_entry"""
FACETS_SQL = """
SELECT value, string_agg(int4send(id), '') FROM search_entry, unnest(facets) AS value GROUP BY value"""
POSTINGS_SQL = "SELECT source, term, ids FROM search_postings(%s)"
CHANGES_SQL = """
SELECT entry.id, entry.revision, entry.facets, entry.terms, entry.name_words, entry.standing,
       coalesce(entry.confirmed_at - date '1970-01-01', 0),
       coalesce(extract(epoch from entry.upcoming_at) / 60, 0)::int, before.id
FROM search_entry entry LEFT JOIN LATERAL (
    SELECT id FROM search_entry WHERE (sort_name, id) < (entry.sort_name, entry.id)
    ORDER BY sort_name DESC, id DESC LIMIT 1) before ON true
WHERE entry.revision > %s ORDER BY entry.sort_name, entry.id"""
STATE_SQL = """
SELECT epoch, vocabulary, (SELECT coalesce(max(revision), 0) FROM search_entry),
       EXISTS (SELECT 1 FROM search_dirty)
       OR EXISTS (SELECT 1 FROM search_entry WHERE stale_at <= %s),
       (SELECT count(*) FROM search_entry WHERE revision > %s)
FROM search_state"""


class Now(NamedTuple):
    """The state of the index at the start of a request. `mark` stands for it in ETags."""

    epoch: int
    vocabulary: int
    revision: int
    has_dirty: bool
    changed: int

    @property
    def mark(self) -> str:
        return f"{self.epoch}.{self.vocabulary}.{self.revision}"


class IndexChange(NamedTuple):
    id: int
    revision: int
    facets: list[str]
    terms: list[str]
    name_words: int
    standing: int
    confirmed: int
    upcoming: int
    before: int | None


class InvertedIndex:
    """One per process. All public methods expect `lock` to be held: threads of a worker share the bitmaps."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.loads = 0
        self.database: tuple[str, ...] = ()
        self.forget()

    def forget(self) -> None:
        self.epoch = self.vocabulary = self.revision = -1
        self.facets: dict[str, BitMap] = {}
        self._by_size: dict[str, list[tuple[str, BitMap]]] = {}
        self._active: np.ndarray | None = None
        self.forget_words()
        self.is_trusted = False
        self._resize(0)

    def forget_words(self) -> None:
        self.postings: OrderedDict[str, BitMap] = OrderedDict()
        self.kept = 0

    def _resize(self, size: int) -> None:
        self.rank = np.full(size, -1, np.int64)
        self.name_words = np.ones(size, np.int16)
        self.standing = np.full(size, 100, np.int16)
        self.confirmed = np.zeros(size, np.int32)
        self.upcoming = np.zeros(size, np.int32)

    def synchronise(self) -> Now:
        """Takes over what changed. One query when nothing did. Call outside a transaction: what is read inside
        one may be rolled back, so it is not trusted by the next request."""
        now, deadline = self._ask(), monotonic() + PATIENCE
        while (
            now.has_dirty and indexer.refresh() and (now := self._ask()).has_dirty and monotonic() < deadline
        ):
            pass
        is_other = now.epoch != self.epoch or now.revision < self.revision or self.database != _database()
        if is_other or not self.is_trusted or now.changed > RELOAD_FROM:
            self._load(now)
        elif now.changed:
            self._take_over()
        self.vocabulary = now.vocabulary
        self.is_trusted = not connection.in_atomic_block
        return now

    @property
    def terms(self) -> tuple[int, int]:
        """Stands for the vocabulary as it is now in this process, see `search.query.facets.vocabulary`."""
        return self.loads, self.vocabulary

    def _ask(self) -> Now:
        with connection.cursor() as cursor:
            cursor.execute(STATE_SQL, [timezone.now(), self.revision])  # of the clock that writes stale_at
            return Now(*cursor.fetchone())

    def _load(self, now: Now) -> None:
        self.forget()
        spellings.forget()
        self.loads += 1
        self.epoch, self.revision, self.database = now.epoch, now.revision, _database()
        with connection.cursor() as cursor:
            self._rank(cursor)
            cursor.execute(FACETS_SQL)
            self.facets = {value: BitMap(_ids(packed)) for value, packed in cursor}

    def _rank(self, cursor) -> None:
        cursor.execute(ORDER_SQL)
        ids, name_words, standing, confirmed, upcoming = (_ids(packed) for packed in cursor.fetchone())
        self._resize(int(ids.max()) + 1 if len(ids) else 0)
        self.rank[ids] = np.arange(1, len(ids) + 1, dtype=np.int64) * SPACING
        self.name_words[ids], self.standing[ids] = name_words, standing
        self.confirmed[ids], self.upcoming[ids] = confirmed, upcoming

    def _take_over(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(CHANGES_SQL, [self.revision])
            changes = [IndexChange(*row) for row in cursor]
            if len(changes) > RERANK_FROM:
                self.forget_words()
            self._by_size.clear()
            self._active = None
            _replace(self.facets, {change.id: change.facets for change in changes}, adds_new=True)
            _replace(self.postings, {change.id: change.terms for change in changes}, adds_new=False)
            if len(changes) > RERANK_FROM or not self._place(changes):
                self._rank(cursor)
        self.revision = max([self.revision, *(change.revision for change in changes)])

    def _place(self, changes: list[IndexChange]) -> bool:
        """Gives changed entries their place in the order of names; false when there is no room left."""
        highest = max((change.id for change in changes), default=0)
        if highest >= len(self.rank):
            self._grow(highest + 1)
        self.rank[[change.id for change in changes]] = -1
        for change in changes:
            below = int(self.rank[change.before]) if change.before is not None else 0
            above = self.rank[self.rank > below]
            after = int(above.min()) if len(above) else below + 2 * SPACING
            if below < 0 or after - below < 2:
                return False
            self.rank[change.id] = (below + after) // 2
            self.name_words[change.id], self.standing[change.id] = change.name_words, change.standing
            self.confirmed[change.id], self.upcoming[change.id] = change.confirmed, change.upcoming
        return True

    def _grow(self, size: int) -> None:
        old = self.rank, self.name_words, self.standing, self.confirmed, self.upcoming
        self._resize(size + size // 8)  # an eighth to spare: not every new entry moves all arrays
        new = self.rank, self.name_words, self.standing, self.confirmed, self.upcoming
        before: Any
        after: Any
        for before, after in zip(old, new, strict=True):
            after[: len(before)] = before

    def facet(self, value: str) -> BitMap:
        return self.facets.get(value, NOTHING)

    def by_size(self, facet: str) -> list[tuple[str, BitMap]]:
        """The values of a facet with their ids, the most frequent first. Kept until the index changes."""
        if facet not in self._by_size:
            start = f"{facet}="
            found = [(name[len(start) :], ids) for name, ids in self.facets.items() if name.startswith(start)]
            self._by_size[facet] = sorted(found, key=lambda pair: (-len(pair[1]), pair[0]))
        return self._by_size[facet]

    @property
    def active(self) -> np.ndarray:
        """On which day each entry last gave a sign of life, in days since 1970; 0: not known. Kept until the index changes."""
        if self._active is None:
            self._active = np.zeros(len(self.rank), np.int32)
            for day, ids in self.by_size(ACTIVE):
                self._active[ids.to_array()] = max(1, int(day))
        return self._active

    def fetch(self, terms: Iterable[str]) -> None:
        """Reads the postings of those terms that are not here yet: at most one query."""
        terms = list(dict.fromkeys(terms))
        missing = [term for term in terms if term not in self.postings]
        if missing:
            self._read(missing)
        for term in terms:
            self.postings.move_to_end(term)
        while self.kept > KEPT_BYTES and len(self.postings) > len(terms):
            _term, oldest = self.postings.popitem(last=False)
            self.kept -= self._cost(oldest)

    def _read(self, terms: list[str]) -> None:
        """Common terms come from a snapshot, patched by what was written since, the others from the index."""
        found: dict[str, dict[str, bytes]] = defaultdict(dict)
        with connection.cursor() as cursor:
            cursor.execute(POSTINGS_SQL, [terms])
            for source, term, packed in cursor:
                found[source][term] = bytes(packed or b"")
        changed = BitMap(_ids(found["changed"].get("", b"")))
        for term, packed in found["index"].items():
            self._keep(term, BitMap(_ids(packed)))
        for term, packed in found["snapshot"].items():
            now = BitMap(_ids(found["now"].get(term, b"")))
            self._keep(term, BitMap.deserialize(packed) - changed | now)

    def _keep(self, term: str, posting: BitMap) -> None:
        self.postings[term] = posting
        self.kept += self._cost(posting)

    def _cost(self, posting: BitMap) -> int:
        """About how many bytes a bitmap takes: a sparse one by its ids, a dense one by the range of all ids."""
        return EMPTY_BYTES + min(2 * len(posting), len(self.rank) // 8)

    def posting(self, term: str) -> BitMap:
        """The ids of a term that `fetch` has read."""
        return self.postings[term]


NOTHING = BitMap()
inverted_index = InvertedIndex()


def _database() -> tuple[str, ...]:
    """Tests go from one database to the next in one process."""
    return tuple(str(connection.settings_dict[key]) for key in ("HOST", "PORT", "NAME"))


def _ids(packed: bytes | memoryview) -> np.ndarray:
    return np.frombuffer(packed, ">i4").astype(np.int32)


def _replace(bitmaps: dict[str, BitMap], changed: dict[int, list[str]], *, adds_new: bool) -> None:
    """Looks once at every bitmap, however many entries changed: there is one for each actor that sits somewhere."""
    ids = BitMap(changed)
    for bitmap in bitmaps.values():
        bitmap.difference_update(ids)
    for entry_id, values in changed.items():
        for value in values:
            if value in bitmaps:
                bitmaps[value].add(entry_id)
            elif adds_new:
                bitmaps[value] = BitMap([entry_id])
