"""What is there for a theme in a place, for a target group, in a phase: networks, actors, and where a network is missing. Pure: no
Django.

Source: the facets of the directory, so that every figure is the number of hits behind its link. Limits: where an actor has its
seat is not where it works; how great the need is (children, poverty) is not in the data; a network for the whole Kommune works in
every Stadtteil, but says so of none, and stands apart (`around`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from pyroaring import BitMap

from insight.snapshot import NOTHING, Snapshot

GAP_FROM, CHECK_FROM = 2, 3  # actors on the spot
GROUP_CHECK_FROM, GROUP_SHARE = (
    5,
    5,
)  # actors of a target group, and how many of them one network may stand for


class CellKind(StrEnum):
    HERE = "vor-ort"  # a network of its own
    GAP = "luecke"
    CHECK = "pruefen"
    NOTHING = "nichts"


@dataclass(frozen=True)
class Cell:
    """Where a theme meets a place or another axis. Entries: `networks` that are active there, `actors` there, `around`: active
    networks for the whole Kommune, `seated`: those of the actors that sit in any active network on the theme."""

    row: str
    column: str
    networks: BitMap
    actors: BitMap
    around: BitMap
    seated: BitMap
    kind: CellKind

    @property
    def is_empty(self) -> bool:
        return not (self.networks or self.actors)


def place_cell(
    snapshot: Snapshot,
    theme: str,
    district: str,
    *,
    parts: Collection[str] = (),
    whole: str = "",
    is_central: bool = False,
) -> Cell:
    """`parts`: slugs of what lies in the district; `whole`: slug of the Kommune. A gap: no network there, at least two actors,
    and none of them sits in any network on the theme. To be checked: no network there, three actors or more. Neither is looked
    for in a centre full of offices that work for the whole Kommune."""
    there = BitMap.union(*(snapshot.having("stadtteil", one) for one in (district, *parts)))
    on_theme = snapshot.having("thema", theme)
    networks = snapshot.active_entries & on_theme & there
    actors = snapshot.actors & on_theme & there
    around = snapshot.active_entries & on_theme & snapshot.having("stadtteil", whole) if whole else NOTHING
    seated = actors & members_of(snapshot, snapshot.active_entries & on_theme)
    kind = CellKind.HERE if networks else CellKind.NOTHING
    if not networks and not is_central:
        if len(actors) >= GAP_FROM and not seated:
            kind = CellKind.GAP
        elif len(actors) >= CHECK_FROM:
            kind = CellKind.CHECK
    return Cell(theme, district, networks, actors, around, seated, kind)


def group_cell(snapshot: Snapshot, facet: str, value: str, theme: str = "") -> Cell:
    """A target group or a phase (`facet` is `zielgruppe` or `phase`), of one theme or of all. A gap: no network and somebody who
    works for them; to be checked: five actors or more, and at most a fifth as many networks."""
    having = snapshot.having(facet, value)
    if theme:
        having = having & snapshot.having("thema", theme)
    networks, actors = snapshot.active_entries & having, snapshot.actors & having
    kind = CellKind.HERE if networks else CellKind.NOTHING
    if actors and not networks:
        kind = CellKind.GAP
    elif len(actors) >= GROUP_CHECK_FROM and len(networks) * GROUP_SHARE <= len(actors):
        kind = CellKind.CHECK
    return Cell(
        theme or value, value, networks, actors, NOTHING, actors & members_of(snapshot, networks), kind
    )


def members_of(snapshot: Snapshot, networks: Iterable[int]) -> BitMap:
    """Everybody who sits in one of these networks."""
    return BitMap.union(NOTHING, *(snapshot.networks[entry].members for entry in networks))
