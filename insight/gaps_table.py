"""The table of /einblick/luecken/: themes against places, target groups or phases, as an address asks for it. Knows addresses, no
HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from insight.coverage import Column, GapCell, ThemeRow, theme_rows
from insight.models import CountingRule
from insight.places import PlaceTree, TreePlace
from insight.scope import Scope
from insight.snapshot import NOTHING
from search.pages.filters import MOST_VALUES
from search.sources import Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROUTE = "insight:gaps"
NETWORKS, ACTORS = "networks:list", "actors:list"
MOST_COLUMNS = 25  # more no screen shows and nobody reads; the others are one step away
PLACE = "stadtteil"
AXES: dict[str, StrOrPromise] = {
    PLACE: gettext_lazy("Stadtteile"),
    "zielgruppe": gettext_lazy("Zielgruppen"),
    "phase": gettext_lazy("Phasen"),
}
ALL = "alle"  # `offen`: all themes unfolded


@dataclass(frozen=True)
class GapsAddress:
    """What the page keeps in its address: the axis (`mit`), whose parts are laid side by side (`gebiet`), which theme is unfolded
    (`offen`), and the how manieth 25 columns are shown (`teil`)."""

    mit: str = ""
    gebiet: str = ""
    offen: str = ""
    teil: str = ""

    @property
    def axis(self) -> str:
        return self.mit if self.mit in AXES else PLACE

    @property
    def part(self) -> int:
        is_number = self.teil.isascii() and self.teil.isdigit() and len(self.teil) < 4
        return max(1, int(self.teil)) if is_number else 1


@dataclass(frozen=True)
class Figure:
    """How many, and the list of the directory that shows them; no address where there is none, or no list can show it."""

    number: int
    url: str = ""


@dataclass(frozen=True)
class ShownCell:
    cell: GapCell
    column: Column
    networks: Figure
    actors: Figure


@dataclass(frozen=True)
class ShownRow:
    """`below`: how deep the theme lies; `toggle_url`: the page with its narrower themes, or without them."""

    theme: Option
    row: ThemeRow
    below: int
    is_open: bool
    toggle_url: str
    networks: Figure
    actors: Figure
    around: Figure
    cells: tuple[ShownCell, ...]

    @property
    def filled(self) -> list[ShownCell]:
        return [one for one in self.cells if not one.cell.is_empty]

    @property
    def findings(self) -> list[ShownCell]:
        return [one for one in self.cells if one.cell.is_finding]

    @property
    def in_columns(self) -> int:
        """Different networks of the columns that are shown."""
        return len(BitMap.union(NOTHING, *(one.cell.networks for one in self.cells)))


@dataclass(frozen=True)
class Heading:
    """A column with the way into its parts, if it has any."""

    column: Column
    url: str


class GapsTable:
    """`own` narrows what is shown, the filters of `scope` what is counted. Where places are the columns, a chosen place is one of
    them, or the one whose parts they are, and narrows nothing else."""

    def __init__(self, scope: Scope, asked: GapsAddress) -> None:
        self.scope, self.asked, self.axis = scope, asked, asked.axis
        self.snapshot = scope.without(PLACE) if self.is_of_places else scope.snapshot

    @property
    def is_of_places(self) -> bool:
        return self.axis == PLACE

    # --- columns --------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> PlaceTree:
        return PlaceTree.read()

    @cached_property
    def place(self) -> TreePlace | None:
        """The one whose parts are the columns."""
        if not self.is_of_places:
            return None
        chosen = self.scope.filters.chosen.get(PLACE, [])
        option = self.scope.answer.vocabulary.option(PLACE, self.asked.gebiet) if self.asked.gebiet else None
        wanted = option.value if option else chosen[0] if len(chosen) == 1 else ""
        if wanted:
            found = self.places.get(wanted)
            return found if found and self.places.parts(found.slug) else None
        return None if chosen else self.places.outermost

    @cached_property
    def columns(self) -> list[Column]:
        """All of them, shown or not."""
        chosen = self.scope.filters.chosen.get(self.axis, [])
        if not self.is_of_places:
            options = self.scope.options(self.axis)
            return [
                Column(one.value, one.label, (one.value,))
                for one in options
                if not chosen or one.value in chosen
            ]
        if self.place:
            found: Iterable[TreePlace] = self.places.parts(self.place.slug)
        elif chosen:
            found = filter(None, map(self.places.get, chosen))
        else:
            found = self.places.parts() if len(self.places.parts()) > 1 else ()
        rule = CountingRule.current()
        central = set(rule.central_districts.values_list("slug", flat=True))
        return [
            Column(one.slug, one.name, self.places.counted(one), is_central=one.slug in central)
            for one in found
        ]

    @cached_property
    def shown(self) -> list[Column]:
        start = (self.part - 1) * MOST_COLUMNS
        return self.columns[start : start + MOST_COLUMNS]

    @property
    def part(self) -> int:
        return min(self.asked.part, self.parts)

    @property
    def parts(self) -> int:
        return max(1, -(-len(self.columns) // MOST_COLUMNS))

    @property
    def part_urls(self) -> list[tuple[int, str]]:
        numbers = range(1, self.parts + 1)
        return [(one, self.here(teil=str(one) if one > 1 else "")) for one in numbers]

    @property
    def headings(self) -> list[Heading]:
        def url(column: Column) -> str:
            is_divided = self.is_of_places and self.places.parts(column.value)
            return self.here(gebiet=column.value, teil="") if is_divided else ""

        return [Heading(column, url(column)) for column in self.shown]

    @property
    def outer(self) -> list[tuple[str, str]]:
        """The way back out: (name, address) of what the place lies in, as far as it is divided."""
        if not self.place or self.place == self.places.outermost:
            return []
        way = self.places.above(self.place)
        start = self.places.outermost
        inside = way[way.index(start) :] if start in way else way
        return [(one.name, self.here(gebiet=one.slug, teil="")) for one in inside]

    @property
    def central(self) -> list[Column]:
        return [one for one in self.shown if one.is_central]

    # --- rows -----------------------------------------------------------------------------------------------------

    @cached_property
    def around(self) -> BitMap:
        """Active networks that name the very place whose parts are shown."""
        if not self.place:
            return NOTHING
        slug = self.place.slug
        return BitMap(entry for entry, one in self.snapshot.active.items() if slug in one.districts)

    @property
    def around_label(self) -> str:
        return self.scope.label(PLACE, self.place.slug) if self.place else ""

    @cached_property
    def top(self) -> list[ShownRow]:
        """The widest themes of the choice: what is counted and found."""
        return self._shown(self.themes, 0)

    @cached_property
    def rows(self) -> list[ShownRow]:
        """As they are shown: without those to which nobody belongs, narrower ones below the wider one."""
        return [deeper for row in self.top if not row.row.is_empty for deeper in self._unfolded(row)]

    @property
    def unnamed(self) -> list[str]:
        """Themes that no network and no actor of the choice names."""
        return [row.theme.label for row in self.top if row.row.is_empty]

    @cached_property
    def themes(self) -> list[Option]:
        """The widest ones of the choice: a row each."""
        known = self.scope.answer.vocabulary
        chosen = self.scope.filters.chosen.get("thema")
        if not chosen:
            return known.children["thema"].get("", [])
        options = [option for slug in chosen if (option := known.option("thema", slug))]
        return [one for one in options if not any(above in chosen for above in self._above(one))]

    def _above(self, theme: Option) -> Iterator[str]:
        known, seen = self.scope.answer.vocabulary, {theme.value}
        while theme.parent and theme.parent not in seen:
            seen.add(theme.parent)
            yield theme.parent
            wider = known.option("thema", theme.parent)
            if wider is None:
                return
            theme = wider

    def _unfolded(self, row: ShownRow) -> Iterator[ShownRow]:
        yield row
        if row.is_open:
            for narrower in self._shown(self._narrower(row.theme), row.below + 1):
                if not narrower.row.is_empty:
                    yield from self._unfolded(narrower)

    def _narrower(self, theme: Option) -> list[Option]:
        return self.scope.answer.vocabulary.children["thema"].get(theme.value, [])

    def _is_open(self, theme: Option) -> bool:
        opened = self.asked.offen
        if opened in (ALL, theme.value):
            return True
        option = self.scope.answer.vocabulary.option("thema", opened) if opened else None
        return option is not None and theme.value in self._above(option)

    def _shown(self, themes: Sequence[Option], below: int) -> list[ShownRow]:
        rows = theme_rows(self.snapshot, [one.value for one in themes], self.axis, self.shown, self.around)
        return [self._row(theme, row, below) for theme, row in zip(themes, rows, strict=True)]

    def _row(self, theme: Option, row: ThemeRow, below: int) -> ShownRow:
        is_open = self._is_open(theme)
        has_narrower = bool(self._narrower(theme))
        folded = theme.parent if below else ""
        toggle = self.here(offen=folded if is_open else theme.value) + f"#thema-{theme.value}"
        whole = () if self.is_of_places else None
        around_values = (self.place.slug,) if self.place and not self.place.is_wide else None
        return ShownRow(
            theme,
            row,
            below,
            is_open=is_open and has_narrower,
            toggle_url=toggle if has_narrower else "",
            networks=self.figure(NETWORKS, row.networks, thema=theme.value, axis=whole),
            actors=self.figure(ACTORS, row.actors, thema=theme.value, axis=whole),
            around=self.figure(NETWORKS, row.around, thema=theme.value, axis=around_values)
            if around_values
            else Figure(len(row.around)),
            cells=tuple(self._cell(*both) for both in zip(row.cells, self.shown, strict=True)),
        )

    def _cell(self, cell: GapCell, column: Column) -> ShownCell:
        return ShownCell(
            cell,
            column,
            self.figure(NETWORKS, cell.networks, thema=cell.row, axis=column.values),
            self.figure(ACTORS, cell.actors, thema=cell.row, axis=column.values),
        )

    # --- addresses ------------------------------------------------------------------------------------------------

    def figure(
        self, route: str, entries: BitMap, *, axis: tuple[str, ...] | None = None, **narrower: str
    ) -> Figure:
        """`axis`: the values of the axis that it counts; None leaves what is chosen of it, () drops it."""
        if not entries or (axis and len(axis) > MOST_VALUES):
            return Figure(len(entries))
        status = {"status": "aktiv"} if route == NETWORKS else {}
        along = {} if axis is None else {self.axis: axis}
        return Figure(len(entries), self.scope.directory(route, **narrower, **status, **along))

    def here(self, **changed: str) -> str:
        """This page, with something of its own changed."""
        return self.scope.at(ROUTE, **(self.own | changed))

    @property
    def own(self) -> dict[str, str]:
        mit = self.axis if not self.is_of_places else ""
        return {
            "mit": mit,
            "gebiet": self.asked.gebiet,
            "offen": self.asked.offen,
            "teil": str(self.part) if self.part > 1 else "",
        }

    @property
    def axis_urls(self) -> list[tuple[str, StrOrPromise, bool]]:
        """(address, word, whether it is this one)"""
        return [
            (self.scope.at(ROUTE, mit="" if name == PLACE else name), label, name == self.axis)
            for name, label in AXES.items()
        ]

    @property
    def unfold_url(self) -> str:
        """All narrower themes, or none of them."""
        return self.here(offen="" if self.asked.offen == ALL else ALL)

    @property
    def csv_url(self) -> str:
        return self.scope.at("insight:gaps_csv", **self.own)

    def plan_url(self, cell: GapCell) -> str:
        """„Gibt es das schon?“ with what is known of the plan."""
        known = {"thema": cell.row} | ({} if self.axis == "phase" else {self.axis: cell.column})
        return f"{reverse('networks:check')}?{urlencode(known)}"

    # --- what is said ---------------------------------------------------------------------------------------------

    @property
    def axis_label(self) -> StrOrPromise:
        return AXES[self.axis]

    @property
    def is_blank(self) -> bool:
        """Neither a network nor an actor is left."""
        return not (self.snapshot.active or self.snapshot.actors)

    @cached_property
    def nowhere(self) -> tuple[int, int]:
        """Active networks and actors that belong to no column and not to the whole: with a place of their own elsewhere, or none."""
        if not self.is_of_places or not self.columns:
            return 0, 0
        values = (value for column in self.columns for value in column.values)
        there = BitMap.union(NOTHING, *(self.snapshot.having(PLACE, value) for value in values))
        rest = self.snapshot.active_entries - there - self.around
        return len(rest), len(self.snapshot.actors - there)
