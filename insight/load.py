"""How much cooperation asks of an actor. Pure: no Django.

Source: the rhythm of each network (`NetworkFacts.times_a_year`), counted for every member alike. Limits: who of a house goes,
and whether somebody goes at all, is not known; a large office is one actor, however many departments it has; what meets on
demand or says no rhythm is not estimated, but counted as `unknown`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from pyroaring import BitMap

from insight.compact import seats
from insight.snapshot import NOTHING, NetworkFacts, Snapshot

MONTHS = 12  # of a year
MANY = 10  # networks of an actor, from which on the distribution tells no more apart


@dataclass(frozen=True)
class LoadRule:
    """`busy_from`: more meetings a month than that are many; `hours`: length of a meeting, without the way; `everyday_from`:
    networks that meet so often in a year are daily work and stand beside the sum."""

    busy_from: float = 4
    hours: float = 2
    everyday_from: float = 24

    def is_everyday(self, network: NetworkFacts) -> bool:
        return (network.times_a_year or 0) >= self.everyday_from


@dataclass(frozen=True)
class Load:
    """What one actor carries. `actor`: its entry; `rounds`: the active networks it sits in; `coordinated`: how many of them it
    coordinates; `a_year`: meetings a year of those that are no daily work (`everyday`); `unknown`: networks whose meetings
    nobody can count."""

    actor: int
    rounds: tuple[NetworkFacts, ...]
    everyday: tuple[NetworkFacts, ...]
    coordinated: int
    a_year: float
    unknown: int
    rule: LoadRule

    @property
    def a_month(self) -> float:
        return self.a_year / MONTHS

    @property
    def hours_a_month(self) -> float:
        return self.a_month * self.rule.hours

    @property
    def is_busy(self) -> bool:
        return self.a_month > self.rule.busy_from


def load_of(snapshot: Snapshot, actor: int, rule: LoadRule) -> Load:
    rounds = snapshot.rounds.get(actor, ())
    everyday = tuple(one for one in rounds if rule.is_everyday(one))
    return Load(
        actor,
        rounds,
        everyday,
        coordinated=sum(actor in one.coordinators for one in rounds),
        a_year=sum(one.times_a_year or 0 for one in rounds if one not in everyday),
        unknown=sum(one.times_a_year is None for one in rounds),
        rule=rule,
    )


class Loads(Sequence[Load]):
    """Of all actors that sit in an active network, the one with most meetings first, then with most networks.

    The sums are columns, row by row in the order of `actors`; a `Load` is made when somebody looks at it: there are 100,000 in
    a Land. `a_year`: meetings; `rounds`, `coordinated`, `unknown`: numbers of networks."""

    def __init__(self, snapshot: Snapshot, rule: LoadRule, actors: BitMap | None = None) -> None:
        """`actors`: only these."""
        self._snapshot, self._rule = snapshot, rule
        networks = list(snapshot.active.values())
        seated, number = seats([one.members for one in networks])
        counted = np.array(
            [0 if rule.is_everyday(one) else one.times_a_year or 0 for one in networks], dtype=float
        )
        unknown = np.array([one.times_a_year is None for one in networks], dtype=float)
        found, row = np.unique(seated, return_inverse=True)
        a_year = np.bincount(row, counted[number])
        rounds = np.bincount(row)
        order = np.lexsort((found, -rounds, -a_year))
        if actors is not None:
            order = order[np.isin(found[order], actors.to_array())]
        leading, _number = seats([one.coordinators for one in networks])
        led = np.bincount(np.searchsorted(found, leading), minlength=len(found))
        self.actors, self.a_year, self.rounds = found[order], a_year[order], rounds[order]
        self.coordinated = led[order]
        self.unknown = np.bincount(row, unknown[number])[order].astype(int)

    def __len__(self) -> int:
        return len(self.actors)

    @overload
    def __getitem__(self, place: int) -> Load: ...

    @overload
    def __getitem__(self, place: slice) -> list[Load]: ...

    def __getitem__(self, place: int | slice) -> Load | list[Load]:
        if isinstance(place, slice):
            return [load_of(self._snapshot, int(actor), self._rule) for actor in self.actors[place]]
        return load_of(self._snapshot, int(self.actors[place]), self._rule)

    @property
    def busy(self) -> int:
        """How many have more meetings than are called many (`Load.is_busy`)."""
        return int((self.a_year / MONTHS > self._rule.busy_from).sum())

    @property
    def networks_each(self) -> float:
        """In how many networks an actor sits on average; 0 where there is none."""
        return float(self.rounds.mean()) if len(self) else 0.0

    def distribution(self) -> list[int]:
        """How many sit in one network, in two …, in `MANY` or more."""
        return np.bincount(np.minimum(self.rounds, MANY), minlength=MANY + 1)[1:].tolist()


def loads(snapshot: Snapshot, rule: LoadRule) -> Loads:
    return Loads(snapshot, rule)


def meetings_a_year(snapshot: Snapshot) -> float:
    """Of all active networks whose rhythm is known."""
    return sum(one.times_a_year or 0 for one in snapshot.active.values())


def attendances_a_year(snapshot: Snapshot) -> float:
    """Meetings times members: if one person of each actor comes."""
    return sum((one.times_a_year or 0) * len(one.members) for one in snapshot.active.values())


def without_network(snapshot: Snapshot) -> BitMap:
    """Entries of the actors of the choice that sit in no active network of it."""
    return snapshot.actors - BitMap.union(NOTHING, *(one.members for one in snapshot.active.values()))
