"""Actors on many short ways between others, for the page on load: what each connects, ready for a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from actors.models import Actor
from insight.graph import FEWEST, MOST_LINKS, Bridge
from insight.kept import result_of
from insight.measures import bridges_in
from insight.scope import Scope
from insight.snapshot import Snapshot

SHOWN = 8  # bridges: further down the list nobody is one any more
THEMES = 2  # of an actor that are named


@dataclass(frozen=True)
class Bridges:
    """`is_possible`: whether there are networks enough for the word to mean something; `as_of`: None where it was never computed."""

    found: list[Bridge]
    as_of: datetime | None
    is_current: bool
    is_possible: bool


def bridges_of(scope: Scope) -> Bridges:
    snapshot = scope.snapshot
    if len(snapshot.active) < FEWEST:
        return Bridges([], snapshot.read_at, is_current=True, is_possible=False)
    result = result_of("bridges", snapshot, scope.key)
    found = bridges_in(result.data or (), snapshot)[:SHOWN]
    return Bridges(found, result.as_of, result.is_current, is_possible=True)


@dataclass(frozen=True)
class Subject:
    """A theme on which the actor sits in `number` networks: as many hits as `url` has."""

    label: str
    number: int
    url: str


@dataclass(frozen=True)
class BridgeRow:
    """`first`, `second`: the two best connected of those that have nobody in common but this actor; None where there are none.
    `links`: how many such pairs, `has_more_links`: that they are at least so many. `share`, `error` in per cent."""

    actor: Actor
    bridge: Bridge
    first: Actor | None
    second: Actor | None
    number: int
    networks_url: str
    subjects: list[Subject]
    width: float

    @property
    def links(self) -> int:
        return len(self.bridge.only_links)

    @property
    def has_more_links(self) -> bool:
        return self.links >= MOST_LINKS

    @property
    def share(self) -> float:
        return 100 * self.bridge.betweenness

    @property
    def error(self) -> float:
        return 100 * self.bridge.error


def named_pair(bridge: Bridge, snapshot: Snapshot) -> tuple[int, int] | None:
    """Of the pairs that only it connects, the one with most networks: those two are known best."""

    def weight(pair: tuple[int, int]) -> tuple[int, int, int]:
        return -sum(len(snapshot.rounds[one]) for one in pair), *pair

    return min(bridge.only_links, key=weight, default=None)


def bridge_rows(scope: Scope, found: Iterable[Bridge], actors: Mapping[int, Actor]) -> list[BridgeRow]:
    found = [one for one in found if one.actor in actors]
    most = max((one.betweenness for one in found), default=1.0)
    rows = []
    for one in found:
        actor = actors[one.actor]
        first, second = named_pair(one, scope.snapshot) or (0, 0)
        rows.append(
            BridgeRow(
                actor=actor,
                bridge=one,
                first=actors.get(first),
                second=actors.get(second),
                number=len(scope.snapshot.rounds[one.actor]),
                networks_url=scope.directory("networks:list", mitglied=actor.slug, status="aktiv"),
                subjects=_subjects(scope, one.actor, actor),
                width=100 * one.betweenness / most,
            )
        )
    return rows


def _subjects(scope: Scope, entry: int, actor: Actor) -> list[Subject]:
    """The fields that most of its networks are about; of the widest themes."""
    rounds = [one.entry for one in scope.snapshot.rounds[entry]]
    found = []
    for option in scope.answer.vocabulary.children["thema"].get("", ()):
        on_theme = scope.snapshot.having("thema", option.value)
        if number := sum(one in on_theme for one in rounds):
            url = scope.directory("networks:list", mitglied=actor.slug, status="aktiv", thema=option.value)
            found.append(Subject(str(option.label), number, url))
    return sorted(found, key=lambda one: -one.number)[:THEMES]
