"""What is computed of the graph for pages, and kept (`insight.kept`). Registered when Django is ready."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from insight import graph
from insight.graph import Bridge, Field
from insight.kept import measure
from insight.overlap import Pair, pair_of
from insight.snapshot import Snapshot

QUICK_SEATS = (
    3_000  # members of all networks together up to which a page waits for the betweenness: some 0.2 seconds
)


def is_quick(snapshot: Snapshot) -> bool:
    return sum(len(one.members) for one in snapshot.active.values()) <= QUICK_SEATS


def always_quick(_snapshot: Snapshot) -> bool:
    """A tenth of a second for a Land with 300,000 seats."""
    return True


@measure("bridges", is_quick=is_quick)
def kept_bridges(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [asdict(one) for one in graph.bridges(snapshot)]


def bridges_in(data: Iterable[dict[str, Any]], snapshot: Snapshot) -> list[Bridge]:
    """As kept, without what the snapshot of now does not hold: a result may be older than an entry that was hidden since."""
    found = []
    for one in data:
        links = tuple((a, b) for a, b in one["only_links"] if a in snapshot.rounds and b in snapshot.rounds)
        if one["actor"] in snapshot.rounds:
            found.append(Bridge(**one | {"only_links": links}))
    return found


@measure("fields", is_quick=always_quick)
def kept_fields(snapshot: Snapshot) -> dict[str, Any]:
    """`ties`: pairs of entries, the strongest first; `total`: how many there are; `fields`: lists of entries."""
    found = graph.ties(snapshot)
    return {
        "ties": [[pair.first.entry, pair.second.entry] for pair in found.strongest],
        "total": found.total,
        "fields": [[one.entry for one in field] for field in graph.fields(found.strongest)],
    }


def ties_in(data: dict[str, Any], snapshot: Snapshot) -> list[Pair]:
    networks = snapshot.active
    return [pair_of(networks[a], networks[b]) for a, b in data["ties"] if a in networks and b in networks]


def fields_in(data: dict[str, Any], snapshot: Snapshot) -> list[Field]:
    networks = snapshot.active
    kept = (tuple(networks[entry] for entry in entries if entry in networks) for entries in data["fields"])
    return [field for field in kept if field]
