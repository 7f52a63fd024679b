"""Candidates for a proposal: one indexed step over the footprints, then the scoring of `similarity`."""

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
from networks import footprints, surroundings
from networks.features import Profile
from networks.models import Footprint, Network
from networks.similarity import MAX_MATCHES, Match, rank
from networks.structures import Stock, Structure

CANDIDATES = 32
SAMPLE = 3_000  # networks on which rarity is measured
PATIENCE = 60.0  # seconds that statistics of a bigger stock may lag behind
KEPT_PROFILES = 4_000
POSTINGS = 6_000  # rows that one search may look at; the rarest keys come first
KINDS = {
    "r": 1.0,
    "f": 0.5,
    "g": 0.12,
    "a": 1.2,
    "m": 0.6,
    "t": 0.3,
}  # what a shared key of a kind is worth, if rare

PUBLIC = Network.ReviewStatus.PUBLISHED
# What is rare is measured on what is public: otherwise the likeness of two public networks told of hidden ones.
MEASURED_SQL = """
SELECT f.structure, f.keys FROM networks_footprint f JOIN networks_network n ON n.id = f.network_id
WHERE n.review_status = %s {order} LIMIT %s"""

CANDIDATES_SQL = """
SELECT f.network_id, f.revision, n.review_status, f.structure FROM networks_footprint f JOIN (
    SELECT found.network_id, sum(wanted.weight) AS weight
    FROM unnest(%s::text[], %s::float8[]) AS wanted (key, weight)
    CROSS JOIN LATERAL (SELECT network_id FROM networks_footprint WHERE keys @> ARRAY[wanted.key] LIMIT %s) AS found
    GROUP BY found.network_id ORDER BY weight DESC, found.network_id LIMIT %s
) AS best USING (network_id) JOIN networks_network n ON n.id = f.network_id
ORDER BY best.weight DESC, f.network_id"""


@dataclass
class Measured:
    """Statistics of the stock in this process, and when they were taken."""

    stock: Stock = field(default_factory=Stock)
    keys: Counter[str] = field(default_factory=Counter)
    scale: float = 1.0  # networks in the stock for each one measured
    public: int = 0
    size: int = -1
    revision: int = -1
    taken_at: float = 0.0
    profiles: dict[tuple[int, int], Profile] = field(default_factory=dict)
    pairs: dict[str, Any] = field(default_factory=dict)  # what `duplicates` worked out from this state

    def profile(self, pk: int, revision: int, data: str) -> Profile:
        """Profile of a stored network, kept: the same ones are asked for again and again."""
        found = self.profiles.get((pk, revision))
        if found is None:
            if len(self.profiles) >= KEPT_PROFILES:
                self.profiles.clear()
            found = self.profiles[pk, revision] = Profile(
                footprints.from_json(json.loads(data), pk), self.stock
            )
        return found


_lock = threading.Lock()
_measured: dict[str, Measured] = {}


def measured() -> Measured:
    """Statistics of the stock: of today, or at most a minute old. Brings footprints up to date first."""
    footprints.refresh()
    name = connection.settings_dict["NAME"]
    size, revision = _state()
    if not size:
        footprints.refresh_all()
        size, revision = _state()
    with _lock:
        known = _measured.get(name)
        if known is None:
            footprints.mark_outdated()  # worked off 300 a reading; until then they are found by the keys they have
        if known is None or _is_outdated(known, size, revision):
            known = _measured[name] = _measure(size, revision)
        return known


def _state() -> tuple[int, int]:
    """How many footprints there are, and the highest revision."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(revision), 0) FROM networks_footprint")
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
    districts = surroundings.districts_known()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM networks_network WHERE review_status = %s", [PUBLIC])
        public = cursor.fetchone()[0]
        cursor.execute(
            MEASURED_SQL.format(order="ORDER BY hashint8(f.network_id)" if public > SAMPLE else ""),
            [PUBLIC, SAMPLE],
        )
        rows = [(footprints.from_json(json.loads(data)), keys) for data, keys in cursor.fetchall()]
    stock = Stock.measure(
        (structure for structure, _keys in rows),
        places=surroundings.read_places(districts),
        own_names=surroundings.own_names(districts),
        theme_parents=surroundings.theme_parents(),
    )
    keys = Counter(key for _structure, found in rows for key in found)
    return Measured(
        stock, keys, max(1.0, public / max(1, len(rows))), public, size, revision, time.monotonic()
    )


def find(proposal: Structure, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES) -> list[Match]:
    """Matches worth showing, best first. All networks, whatever their state; for people see `found_for`."""
    known = measured()
    left_out = set(exclude)
    rows = [row for row in nearest(proposal, known) if row.pk not in left_out]
    profiles = [row.profile(known) for row in rows[:CANDIDATES]]
    return rank(Profile(proposal, known.stock), profiles, limit=limit)


@dataclass(frozen=True, slots=True)
class Near:
    """A stored network that shares rare keys with a proposal, not looked at yet."""

    pk: int
    revision: int
    review_status: str
    data: str  # the structure as JSON

    def profile(self, known: Measured) -> Profile:
        return known.profile(self.pk, self.revision, self.data)


def nearest(proposal: Structure, known: Measured, limit: int = 2 * CANDIDATES) -> list[Near]:
    """The networks that share most with a proposal, rare things counting most: one query over the index of keys."""
    wanted = wanted_keys(proposal, known)
    if not wanted:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES_SQL, [list(wanted), list(wanted.values()), POSTINGS, limit])
        return [Near(*row) for row in cursor.fetchall()]


def wanted_keys(proposal: Structure, known: Measured) -> dict[str, float]:
    """Key → weight, rarest first, until as many rows as `POSTINGS` would have to be looked at."""
    weighted = []
    for key in footprints.keys_of(proposal):
        often = known.keys[key] * known.scale  # 0 where only what is not public has the key
        weighted.append((often, key, key_weight(key, often, known.public)))
    budget, chosen = float(POSTINGS), dict[str, Any]()
    for often, key, weight in sorted(weighted):
        budget -= often
        if budget < 0 and chosen:
            break
        chosen[key] = weight
    return chosen


def key_weight(key: str, often: float, size: int) -> float:
    """What it is worth that two networks share a key which `often` of `size` networks have."""
    total = size + 10
    return KINDS[key[0]] * max(0.02, math.log(total / (often + 1)) / math.log(total))


# --- for people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """A match for somebody to see. `network` is None when this person may not see the entry: then nothing of it shows."""

    match: Match
    network: Network | None

    @property
    def join_address(self) -> str:
        """The page to ask for taking part on; "" where nobody can."""
        network = self.network
        return reverse("networks:join", args=[network.slug]) if network and network.accepts_requests else ""


def found_for(
    user: User | AnonymousUser, proposal: Structure, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES
) -> list[Found]:
    """Matches as `user` may see them, best first. What this person sees is compared as if nothing else existed, so that
    no verdict, order or number tells of hidden entries; what was handed in and is not public yet shows only as the fact
    that there is one. What was rejected, archived or not handed in does not show at all.
    """
    known = measured()
    visible, hidden = _by_sight(user, nearest(proposal, known), set(exclude))
    mine = Profile(proposal, known.stock)
    matches = rank(mine, [row.profile(known) for row in visible[:CANDIDATES]], limit=limit)
    secret = rank(mine, [row.profile(known) for row in hidden[:CANDIDATES]], limit=1)
    networks = Network.objects.select_related("format", "coordinator").in_bulk(
        [match.existing.key for match in matches]
    )
    found = [
        Found(match, networks[match.existing.key]) for match in matches if match.existing.key in networks
    ]
    found += [Found(match, None) for match in secret]
    return sorted(found, key=lambda item: -item.match.score)


def _by_sight(
    user: User | AnonymousUser, rows: list[Near], left_out: set[int]
) -> tuple[list[Near], list[Near]]:
    """Rows that `user` may see, and those that are only handed in; each in the order given."""
    rows = [row for row in rows if row.pk not in left_out]
    visible = set(
        Network.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    handed_in = Network.ReviewStatus.SUBMITTED
    return (
        [row for row in rows if row.pk in visible],
        [row for row in rows if row.pk not in visible and row.review_status == handed_in],
    )


def similar_to(network: Network, user: User | AnonymousUser, *, limit: int = 5) -> list[Found]:
    """Networks like this one that `user` may see, best first; what is linked as related is left out."""
    footprints.refresh()
    footprint = Footprint.objects.filter(network=network).first()
    if footprint is None:
        return []
    linked = set(network.related_networks.values_list("pk", flat=True)) | {network.pk, network.parent_id}
    linked |= set(network.subnetworks.values_list("pk", flat=True))
    structure = footprints.from_json(footprint.structure, network.pk)
    found = found_for(user, structure, exclude={pk for pk in linked if pk is not None})
    return [item for item in found if item.network is not None][:limit]
