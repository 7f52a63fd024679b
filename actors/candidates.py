"""Candidates for an institution: one indexed step over the footprints, then the scoring of `similarity`."""

from __future__ import annotations

import json
import math
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from accounts.models import User
from actors import footprints
from actors.models import Actor
from actors.similarity import MAX_MATCHES, SAME, Match, Names, Record, rank

CANDIDATES = 32
SAMPLE = 3_000  # actors on which rarity is measured
PATIENCE = 60.0  # seconds that statistics of a bigger stock may lag behind
KEPT_RECORDS = 4_000
SHARED_BY_MOST = 60  # a key that more actors have says nothing: „Stadtbücherei“ without a place
LOOKED_AT = 200  # rows of one key, whatever the sample said
KINDS = {
    "t": 3.0,
    "s": 1.5,
    "h": 1.5,
    "w": 1.0,
    "n": 0.6,
    "g": 0.1,
}  # what a shared key of a kind is worth, if rare

PUBLIC = Actor.ReviewStatus.PUBLISHED
GONE = (Actor.ReviewStatus.REJECTED, Actor.ReviewStatus.ARCHIVED, Actor.ReviewStatus.DRAFT)
# What is rare is measured on what is public: otherwise the likeness of two public actors told of hidden ones.
MEASURED_SQL = """
SELECT f.record, f.keys FROM actors_footprint f JOIN actors_actor a ON a.id = f.actor_id
WHERE a.review_status = %s {order} LIMIT %s"""

CANDIDATES_SQL = """
SELECT f.actor_id, f.revision, a.review_status, f.record FROM actors_footprint f JOIN (
    SELECT found.actor_id, sum(wanted.weight) AS weight
    FROM unnest(%s::text[], %s::float8[]) AS wanted (key, weight)
    CROSS JOIN LATERAL (SELECT actor_id FROM actors_footprint WHERE keys @> ARRAY[wanted.key] LIMIT %s) AS found
    GROUP BY found.actor_id ORDER BY weight DESC, found.actor_id LIMIT %s
) AS best USING (actor_id) JOIN actors_actor a ON a.id = f.actor_id
ORDER BY best.weight DESC, f.actor_id"""


@dataclass
class Measured:
    """Statistics of the stock in this process, and when they were taken."""

    names: Names = field(default_factory=Names)
    keys: Counter[str] = field(default_factory=Counter)
    scale: float = 1.0  # actors in the stock for each one measured
    public: int = 0
    size: int = -1
    revision: int = -1
    taken_at: float = 0.0
    records: dict[tuple[int, int], Record] = field(default_factory=dict)
    pairs: dict[str, Any] = field(default_factory=dict)  # what `duplicates` worked out from this state

    def record(self, pk: int, revision: int, data: str) -> Record:
        """Record of a stored actor, kept: the same ones are asked for again and again."""
        found = self.records.get((pk, revision))
        if found is None:
            if len(self.records) >= KEPT_RECORDS:
                self.records.clear()
            found = self.records[pk, revision] = footprints.from_json(json.loads(data), str(pk))
        return found

    def weight(self, key: str) -> float:
        """What it is worth to share a key; 0 for one that too many actors have."""
        often = self.keys[key] * self.scale
        total = self.public + 10
        if often > SHARED_BY_MOST:
            return 0.0
        return KINDS[key[0]] * max(0.02, math.log(total / (often + 1)) / math.log(total))


_lock = threading.Lock()
_measured: dict[str, Measured] = {}


def measured() -> Measured:
    """Statistics of the stock: of today, or at most a minute old. Brings footprints up to date first."""
    footprints.refresh()
    name = connection.settings_dict["NAME"]
    size, revision = _state()
    if not size and footprints.refresh_all():
        size, revision = _state()
    with _lock:
        known = _measured.get(name)
        if known is None or _is_outdated(known, size, revision):
            known = _measured[name] = _measure(size, revision)
        return known


def _state() -> tuple[int, int]:
    """How many footprints there are, and the highest revision."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(revision), 0) FROM actors_footprint")
        return cursor.fetchone()


def _is_outdated(known: Measured, size: int, revision: int) -> bool:
    if (size, revision) == (known.size, known.revision):
        return False
    return (
        size < 500
        or abs(size - known.size) > known.size * 0.02
        or time.monotonic() - known.taken_at > PATIENCE
    )


def _measure(size: int, revision: int) -> Measured:
    public = Actor.objects.published().count()
    with connection.cursor() as cursor:
        order = "ORDER BY hashint8(f.actor_id)" if public > SAMPLE else ""
        cursor.execute(MEASURED_SQL.format(order=order), [PUBLIC, SAMPLE])
        rows = [(footprints.from_json(json.loads(data)), keys) for data, keys in cursor.fetchall()]
    names = Names.measure(record for record, _keys in rows)
    keys = Counter(key for _record, found in rows for key in found)
    scale = max(1.0, public / max(1, len(rows)))
    return Measured(names, keys, scale, public, size, revision, time.monotonic())


def find(record: Record, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES) -> list[Match]:
    """Matches worth showing, best first. All actors, whatever their state; for people see `found_for`."""
    known = measured()
    left_out = set(exclude)
    near = [row for row in nearest(record, known) if row.pk not in left_out]
    return rank(record, [row.record for row in near[:CANDIDATES]], known.names, limit=limit)


@dataclass(frozen=True, slots=True)
class Near:
    """A stored actor that shares rare keys with a record, not compared yet."""

    pk: int
    review_status: str
    record: Record


def nearest(record: Record, known: Measured, limit: int = 2 * CANDIDATES) -> list[Near]:
    """The actors that share most with a record, rare things counting most: one query over the index of keys."""
    wanted = {key: weight for key in footprints.keys_of(record) if (weight := known.weight(key))}
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES_SQL, [list(wanted), list(wanted.values()), LOOKED_AT, limit])
        return [
            Near(pk, status, known.record(pk, revision, data))
            for pk, revision, status, data in cursor.fetchall()
        ]


def gone() -> set[int]:
    """Actors that nobody means any more or not yet: rejected, archived, not handed in."""
    return set(Actor.objects.filter(review_status__in=GONE).values_list("pk", flat=True))


# --- for people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A match for somebody to see. `actor` is None when this person may not see the entry: then nothing of it shows."""

    match: Match
    actor: Actor | None
    is_looked_after: bool = False

    @property
    def is_same(self) -> bool:
        return self.match.verdict == SAME

    @property
    def claim_address(self) -> str:
        """The page on which somebody says „Das ist meine Einrichtung“; "" where nobody can."""
        actor = self.actor
        can_be = actor is not None and actor.is_public and not self.is_looked_after
        return reverse("actors:claim", args=[actor.slug]) if actor and can_be else ""


def found_for(
    user: User | AnonymousUser, record: Record, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES
) -> list[Found]:
    """Matches as `user` may see them, best first. What this person sees is compared as if nothing else existed, so that
    no verdict, order or number tells of hidden entries; what was handed in and is not public yet shows only as the fact
    that there is one, at the end. What was rejected, archived or not handed in does not show at all.
    """
    known = measured()
    left_out = set(exclude)
    near = [row for row in nearest(record, known) if row.pk not in left_out]
    seen = Actor.objects.visible_to(user).filter(pk__in=[row.pk for row in near])
    visible = seen.select_related("kind", "district").in_bulk()
    mine = [row.record for row in near if row.pk in visible][:CANDIDATES]
    handed_in = Actor.ReviewStatus.SUBMITTED
    hidden = [row.record for row in near if row.pk not in visible and row.review_status == handed_in]
    looked_after = set(seen.filter(editors__isnull=False).values_list("pk", flat=True))
    found = [
        Found(match, visible[int(match.record.key)], int(match.record.key) in looked_after)
        for match in rank(record, mine, known.names, limit=limit)
    ]
    return found + [Found(match, None) for match in rank(record, hidden[:CANDIDATES], known.names, limit=1)]
