"""Whom an actor meets, and where. Pure: no Django."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from insight.snapshot import NetworkFacts, Snapshot

MOST_DRAWN = 24  # actors in the picture


@dataclass(frozen=True)
class Met:
    """`actor`: entry of somebody that sits with the one asked for; `rounds`: where, in the order of their names."""

    actor: int
    rounds: tuple[NetworkFacts, ...]


def met_by(snapshot: Snapshot, actor: int) -> list[Met]:
    """All that sit with it in an active network, those it meets in most networks first."""
    found: dict[int, list[NetworkFacts]] = defaultdict(list)
    for one in snapshot.rounds.get(actor, ()):
        for other in one.members:
            if other != actor:
                found[other].append(one)
    return [
        Met(other, tuple(found[other])) for other in sorted(found, key=lambda one: (-len(found[one]), one))
    ]


def worth_drawing(met: list[Met], most: int = MOST_DRAWN) -> list[Met]:
    """Those met most often: whole groups of equals as long as there is room, so that nobody is left out by chance. Where even
    the first group is too large, the first of it."""
    if len(met) <= most:
        return met
    least = len(met[most].rounds) + 1
    chosen = [one for one in met if len(one.rounds) >= least]
    return chosen or met[:most]
