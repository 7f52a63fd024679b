"""Candidates: the few stored entries that share rare keys with something described, found in one indexed step.

Knows no domain model: a room says what its keys are worth, and compares what was found.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from duplicates.blocking import BlockingTable
from duplicates.scoring import telling
from moderation.models import Moderated

CANDIDATES = 32  # compared one by one: three times as many as are ever shown
SAMPLE = 3_000  # entries on which rarity is measured
AT_ONCE = 2.0  # seconds for records of what changed, before a reader looks: after a load „nichts Ähnliches“ shall be true
PATIENCE = 60.0  # seconds that statistics of many entries may lag behind
KEPT_FORMS = 4_000  # in the memory of a process: all of a large Kommune
SMALL = 500  # entries: statistics of fewer are measured at every change, it takes no time
GROWN = 0.02  # share of entries that came or went, from which on nobody waits for the minute
# Entries that a small directory is taken to hold beside its own, so that nothing in it is very rare.
PRIOR_SIZE = 10
LEAST_RARITY = 0.02  # what everybody has still breaks a tie

STATE_SQL = "SELECT count(*), coalesce(max(revision), 0) FROM {room}_footprint"
# What is rare is measured on what is public: otherwise the likeness of two public entries told of hidden ones.
SAMPLE_SQL = """
SELECT f.{form}, f.keys FROM {room}_footprint f JOIN {room}_{kind} entry ON entry.id = f.{kind}_id
WHERE entry.review_status = %s {order} LIMIT %s"""
CANDIDATES_SQL = """
SELECT f.{kind}_id, f.revision, entry.review_status, f.{form} FROM {room}_footprint f JOIN (
    SELECT found.{kind}_id, sum(wanted.weight) AS weight
    FROM unnest(%s::text[], %s::float8[]) AS wanted (key, weight)
    CROSS JOIN LATERAL (SELECT {kind}_id FROM {room}_footprint WHERE keys @> ARRAY[wanted.key] LIMIT %s) AS found
    GROUP BY found.{kind}_id ORDER BY weight DESC, found.{kind}_id LIMIT %s
) AS best USING ({kind}_id) JOIN {room}_{kind} entry ON entry.id = f.{kind}_id
ORDER BY best.weight DESC, f.{kind}_id"""


@dataclass(frozen=True, slots=True)
class Near:
    """A stored entry that shares rare keys with something, not looked at yet."""

    pk: int
    revision: int
    review_status: str
    data: str  # its form as JSON


@dataclass(kw_only=True)
class Statistics[Form, Compared]:
    """Statistics of a room's entries in this process, and when they were taken. Subclasses name the blocking records, learn what
    else they need to know of them, and turn a stored form into what they compare."""

    table: ClassVar[BlockingTable[Any]]
    _lock: ClassVar[threading.Lock]
    _kept: ClassVar[dict[str, Any]]  # by database

    keys: Counter[str] = field(default_factory=Counter)
    scale: float = 1.0  # stored entries for each one of the sample
    public: int = 0
    size: int = -1
    revision: int = -1
    taken_at: float = field(default_factory=time.monotonic)
    compared: dict[tuple[int, int], Compared] = field(default_factory=dict)
    remembered: tuple[Hashable, Any] = (None, None)

    def __init_subclass__(cls) -> None:
        cls._lock, cls._kept = threading.Lock(), {}

    def learn(self, forms: Iterable[Form]) -> None:
        raise NotImplementedError

    def prepare(self, form: Form) -> Compared:
        raise NotImplementedError

    @classmethod
    def now(cls) -> Self:
        """Statistics of the entries: of today, or at most a minute old. Brings blocking records up to date first."""
        until = time.monotonic() + AT_ONCE  # one entry is marked many times while it is loaded
        while cls.table.refresh() and time.monotonic() < until:
            pass
        name = connection.settings_dict["NAME"]
        state = cls._state()
        if not state[0] and cls.table.refresh_all():
            state = cls._state()
        with cls._lock:
            known = cls._kept.get(name)
            if known is None and cls.table.bears:
                cls.table.mark_outdated()  # worked off 300 a reading; until then they are found by the keys they have
            if known is None or known.is_outdated(*state):
                known = cls._kept[name] = cls._measure(*state)
            return known

    @classmethod
    def _state(cls) -> tuple[int, int]:
        """How many blocking records there are, and the highest revision."""
        with connection.cursor() as cursor:
            cursor.execute(cls.table.sql(STATE_SQL))
            return cursor.fetchone()

    def is_outdated(self, size: int, revision: int) -> bool:
        if (size, revision) == (self.size, self.revision):
            return False
        return (
            size < SMALL
            or abs(size - self.size) > self.size * GROWN
            or time.monotonic() - self.taken_at > PATIENCE
        )

    @classmethod
    def _measure(cls, size: int, revision: int) -> Self:
        kind = cls.table.model._meta.pk
        public = kind.related_model._default_manager.published().count()
        order = f"ORDER BY hashint8(f.{kind.column})" if public > SAMPLE else ""
        with connection.cursor() as cursor:
            values: list[Any] = [Moderated.ReviewStatus.PUBLISHED, SAMPLE]
            cursor.execute(cls.table.sql(SAMPLE_SQL, order=order), values)
            rows = [(cls.table.from_json(json.loads(data)), keys) for data, keys in cursor.fetchall()]
        known = cls(
            keys=Counter(key for _form, found in rows for key in found),
            scale=max(1.0, public / max(1, len(rows))),
            public=public,
            size=size,
            revision=revision,
        )
        known.learn(form for form, _keys in rows)
        return known

    def nearest(self, wanted: Mapping[str, float], *, looked_at: int, limit: int) -> list[Near]:
        """The entries that share most of the `wanted` keys (key → weight): one query over the index of keys, in which
        `looked_at` rows of a key count."""
        if not wanted:
            return []
        with connection.cursor() as cursor:
            values: list[Any] = [list(wanted), list(wanted.values()), looked_at, limit]
            cursor.execute(self.table.sql(CANDIDATES_SQL), values)
            return [Near(*row) for row in cursor.fetchall()]

    def best(self, rows: Iterable[Near]) -> list[Compared]:
        """The first of them, ready to be compared."""
        return [self._read(row) for row in list(rows)[:CANDIDATES]]

    def once[Found](self, key: Hashable, work: Callable[[], Found]) -> Found:
        """What `work` finds among the entries in this state; the last one is kept."""
        known = self.remembered
        if known[0] != key:
            known = self.remembered = (key, work())
        return known[1]

    def _read(self, row: Near) -> Compared:
        """Kept: the same ones are asked for again and again."""
        found = self.compared.get((row.pk, row.revision))
        if found is None:
            if len(self.compared) >= KEPT_FORMS:
                self.compared.clear()
            found = self.prepare(self.table.from_json(json.loads(row.data), row.pk))
            self.compared[row.pk, row.revision] = found
        return found


def rarity(often: float, size: int) -> float:
    """How telling it is to share a key that `often` of `size` entries have: from 1 for one that nobody has down to 0.02."""
    return telling(often, size, prior=PRIOR_SIZE, least=LEAST_RARITY)


def without(rows: Iterable[Near], left_out: Iterable[int]) -> list[Near]:
    ids = set(left_out)
    return [row for row in rows if row.pk not in ids]


def by_sight(
    user: User | AnonymousUser, model: type[Moderated], rows: list[Near]
) -> tuple[list[Near], list[Near]]:
    """Rows that `user` may see, and those that are only handed in; each in the order given. Neither: what was rejected,
    archived or not handed in."""
    entries = model._default_manager.visible_to(user).filter(pk__in=[row.pk for row in rows])
    visible = set(entries.values_list("pk", flat=True))
    handed_in = Moderated.ReviewStatus.SUBMITTED
    return (
        [row for row in rows if row.pk in visible],
        [row for row in rows if row.pk not in visible and row.review_status == handed_in],
    )


def gone(model: type[Moderated]) -> set[int]:
    """Entries that nobody means any more or not yet: rejected, archived, not handed in."""
    status = Moderated.ReviewStatus
    hidden = model._default_manager.filter(review_status__in=(status.REJECTED, status.ARCHIVED, status.DRAFT))
    return set(hidden.values_list("pk", flat=True))
