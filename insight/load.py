"""How much cooperation asks of an actor. Pure: no Django.

Source: the rhythm of each network (`NetworkFacts.times_a_year`), counted for every member alike. Limits: who of a house goes,
and whether somebody goes at all, is not known; a large office is one actor, however many departments it has; what meets on
demand or says no rhythm is not estimated, but counted as `unknown`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from insight.snapshot import NetworkFacts, Snapshot

MONTHS = 12  # of a year


@dataclass(frozen=True)
class Rule:
    """`busy_from`: more meetings a month than that are many; `hours`: length of a meeting, without the way; `everyday_from`:
    networks that meet so often in a year are daily work and stand beside the sum."""

    busy_from: float = 4
    hours: float = 2
    everyday_from: float = 24


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
    rule: Rule

    @property
    def a_month(self) -> float:
        return self.a_year / MONTHS

    @property
    def hours_a_month(self) -> float:
        return self.a_month * self.rule.hours

    @property
    def is_busy(self) -> bool:
        return self.a_month > self.rule.busy_from


def load_of(snapshot: Snapshot, actor: int, rule: Rule) -> Load:
    rounds = snapshot.rounds.get(actor, ())
    everyday = tuple(one for one in rounds if (one.times_a_year or 0) >= rule.everyday_from)
    return Load(
        actor,
        rounds,
        everyday,
        coordinated=sum(actor in one.coordinators for one in rounds),
        a_year=sum(one.times_a_year or 0 for one in rounds if one not in everyday),
        unknown=sum(one.times_a_year is None for one in rounds),
        rule=rule,
    )


def loads(snapshot: Snapshot, rule: Rule) -> list[Load]:
    """Of all actors that sit in an active network, the one with most meetings first, then with most networks."""
    found = [load_of(snapshot, actor, rule) for actor in snapshot.rounds]
    return sorted(found, key=lambda one: (-one.a_year, -len(one.rounds), one.actor))


def meetings_a_year(snapshot: Snapshot) -> float:
    """Of all active networks whose rhythm is known."""
    return sum(one.times_a_year or 0 for one in snapshot.active.values())


def attendances_a_year(snapshot: Snapshot) -> float:
    """Meetings times members: if one person of each actor comes."""
    return sum((one.times_a_year or 0) * len(one.members) for one in snapshot.active.values())


def without_network(snapshot: Snapshot) -> Iterator[int]:
    """Actors of the choice that sit in no active network of it."""
    return (actor for actor in snapshot.actors if actor not in snapshot.rounds)
