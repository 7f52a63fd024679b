"""What is there for a theme in a place, for a target group, in a phase: networks, actors, and where a network is missing. Pure: no
Django.

Source: the facets of the directory, so that every figure is the number of hits behind its link. Limits: where an actor has its
seat is not where it works; an actor with two themes and two target groups may not do each for each; how great the need is
(children, poverty) is not in the data; a network for the whole Kommune works in every Stadtteil, but says so of none, and stands
apart (`around`)."""

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
class GapCell:
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

    @property
    def is_finding(self) -> bool:
        return self.kind in (CellKind.GAP, CellKind.CHECK)


@dataclass(frozen=True)
class Column:
    """A place, a target group or a phase. `values`: what of the facet counts as it: itself, and of a Gemeinde its parts; nothing
    is looked for where it `is_central`: in a centre full of offices that work for the whole Kommune."""

    value: str
    label: str
    values: tuple[str, ...]
    is_central: bool = False


@dataclass(frozen=True)
class ThemeRow:
    """A theme with all columns. `networks` that are active and `actors`, wherever they are; `around` as in its cells."""

    theme: str
    networks: BitMap
    actors: BitMap
    around: BitMap
    cells: tuple[GapCell, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.networks or self.actors)


def theme_rows(
    snapshot: Snapshot,
    themes: Iterable[str],
    facet: str,
    columns: Collection[Column],
    around: BitMap = NOTHING,
) -> list[ThemeRow]:
    """`facet` is `stadtteil`, `zielgruppe` or `phase`; `around`: entries of what is there for the whole Kommune."""
    there = [(one, _having_any(snapshot, facet, one.values)) for one in columns]
    rows = []
    for theme in themes:
        on_theme = _OnTheme(snapshot, theme)
        beside = on_theme.networks & around
        cells = tuple(
            on_theme.cell(one.value, entries, beside, is_central=one.is_central) for one, entries in there
        )
        rows.append(ThemeRow(theme, on_theme.networks, on_theme.actors, beside, cells))
    return rows


def place_cell(
    snapshot: Snapshot,
    theme: str,
    district: str,
    *,
    parts: Collection[str] = (),
    whole: str = "",
    is_central: bool = False,
) -> GapCell:
    """One cell by itself. `parts`: slugs of what lies in the district; `whole`: slug of the Kommune. A gap: no network there, at
    least two actors, and none of them sits in any network on the theme. To be checked: no network there, three actors or more.
    Neither is looked for in a centre full of offices that work for the whole Kommune."""
    on_theme, there = _OnTheme(snapshot, theme), _having_any(snapshot, "stadtteil", (district, *parts))
    around = on_theme.networks & snapshot.having("stadtteil", whole) if whole else NOTHING
    return on_theme.cell(district, there, around, is_central=is_central)


class _OnTheme:
    """What there is on a theme, `seated`: its actors that sit in one of its networks. Read once for all cells of its row."""

    def __init__(self, snapshot: Snapshot, theme: str) -> None:
        having = snapshot.having("thema", theme)
        self.theme = theme
        self.networks, self.actors = snapshot.active_entries & having, snapshot.actors & having
        self.seated = self.actors & members_of(snapshot, self.networks)

    def cell(self, column: str, there: BitMap, around: BitMap, *, is_central: bool) -> GapCell:
        networks, actors, seated = self.networks & there, self.actors & there, self.seated & there
        kind = CellKind.HERE if networks else CellKind.NOTHING
        if not networks and not is_central:
            if len(actors) >= GAP_FROM and not seated:
                kind = CellKind.GAP
            elif len(actors) >= CHECK_FROM:
                kind = CellKind.CHECK
        return GapCell(self.theme, column, networks, actors, around, seated, kind)


def group_cell(snapshot: Snapshot, facet: str, value: str) -> GapCell:
    """A target group or a phase (`facet` is `zielgruppe` or `phase`) over all themes. A gap: no network and somebody who works for
    them; to be checked: five actors or more, and at most a fifth as many networks."""
    having = snapshot.having(facet, value)
    networks, actors = snapshot.active_entries & having, snapshot.actors & having
    kind = CellKind.HERE if networks else CellKind.NOTHING
    if actors and not networks:
        kind = CellKind.GAP
    elif len(actors) >= GROUP_CHECK_FROM and len(networks) * GROUP_SHARE <= len(actors):
        kind = CellKind.CHECK
    return GapCell(value, value, networks, actors, NOTHING, actors & members_of(snapshot, networks), kind)


def members_of(snapshot: Snapshot, networks: Iterable[int]) -> BitMap:
    """Everybody who sits in one of these networks."""
    return BitMap.union(NOTHING, *(snapshot.networks[entry].members for entry in networks))


def _having_any(snapshot: Snapshot, facet: str, values: Iterable[str]) -> BitMap:
    return BitMap.union(NOTHING, *(snapshot.having(facet, value) for value in values))
