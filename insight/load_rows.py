"""What the page on load shows of actors, pairs of networks and meetings, ready for templates and tables. Knows addresses, no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from actors.listing import OfActors
from actors.models import Actor
from actors.search import actors_called
from insight.choosing import SLOTS
from insight.load import Load, LoadRule, Loads
from insight.overlap import Pair, SameWeek
from insight.scope import BOTH, Scope
from insight.snapshot import NetworkFacts
from search.index.postings import inverted_index
from search.models import Entry
from search.pages.paging import PageOfHits

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_NAMED = 8  # actors in one sentence; more than that nobody reads
FEW = 5  # networks, below which a share says nothing
# ColumnHead of the table -> what it is sorted by; the first one where nothing is asked for.
SORTS = {
    "": _("Treffen im Monat"),
    "netzwerke": _("Netzwerke"),
    "koordiniert": _("davon koordiniert"),
    "unbestimmt": _("ohne festen Rhythmus"),
    "name": _("Akteur"),
}


@dataclass(frozen=True)
class LoadRow:
    """`networks_url`, `coordinated_url`: lists of the directory with as many hits as the row says. `share`: 0 to 100, of the one
    with most meetings."""

    load: Load
    actor: Actor
    networks_url: str
    coordinated_url: str
    share: float


class LoadTable:
    """Who sits in the networks of the choice, in the order asked for. Filters that only actors have narrow it to these actors."""

    def __init__(self, scope: Scope, rule: LoadRule, *, sort: str = "", wanted: str = "") -> None:
        self.scope, self.sort, self.wanted = scope, sort if sort in SORTS else "", wanted
        self.loads = Loads(scope.snapshot, rule, self._only())
        self.order = self._order()
        if wanted:
            found = _called(wanted).to_array()
            self.order = self.order[np.isin(self.loads.actors[self.order], found)]

    def _only(self) -> BitMap | None:
        of_actors = [
            name for name in self.scope.filters.chosen if name in OfActors.facets and name not in BOTH
        ]
        return self.scope.snapshot.actors if of_actors else None

    def _order(self) -> np.ndarray:
        """Places in `loads`: equal ones stay in its order."""
        loads = self.loads
        if self.sort == "name":
            with inverted_index.lock:
                return np.argsort(inverted_index.rank[loads.actors], kind="stable")
        columns = {"netzwerke": loads.rounds, "koordiniert": loads.coordinated, "unbestimmt": loads.unknown}
        column = columns.get(self.sort)
        return np.arange(len(loads)) if column is None else np.argsort(-column, kind="stable")

    def __len__(self) -> int:
        return len(self.order)

    def page(self, asked: str | None) -> PageOfHits:
        return PageOfHits(asked, len(self))

    def between(self, start: int, stop: int) -> list[Load]:
        return [self.loads[int(place)] for place in self.order[start:stop]]

    def rows(self, loads: Sequence[Load], actors: Mapping[int, Actor]) -> list[LoadRow]:
        """An actor that went meanwhile has no row."""
        most = float(self.loads.a_year.max(initial=0)) or 1.0
        return [
            LoadRow(
                one,
                actor,
                self.scope.directory("networks:list", mitglied=actor.slug, status="aktiv"),
                self.scope.directory("networks:list", koordination=actor.slug, status="aktiv"),
                100 * one.a_year / most,
            )
            for one in loads
            if (actor := actors.get(one.actor))
        ]


def _called(wanted: str) -> BitMap:
    """Entries of the published actors that the filters of the directory offer for these words of a name."""
    called = Actor.objects.filter(slug__in=actors_called(wanted)).values("pk")
    return BitMap(Entry.objects.filter(kind="akteur", object_id__in=called).values_list("pk", flat=True))


@dataclass(frozen=True)
class NamedActors:
    """Some actors by name, as many as a sentence bears, and how many there are beside them."""

    actors: list[Actor]
    more: int

    @classmethod
    def of(cls, entries: BitMap, actors: Mapping[int, Actor]) -> NamedActors:
        known = [actor for entry, actor in actors.items() if entry in entries]
        return cls(known[:MOST_NAMED], max(0, len(entries) - MOST_NAMED))


@dataclass(frozen=True)
class PairRow:
    """Two networks to be looked at. `themes`: in common, in words. `per_cent` is None where a share says nothing."""

    pair: Pair
    shared: NamedActors
    themes: list[str]
    per_cent: int | None
    compare_url: str


def pair_rows(scope: Scope, pairs: Iterable[Pair], actors: Mapping[int, Actor]) -> list[PairRow]:
    tells_shares = len(scope.snapshot.active) >= FEW
    return [
        PairRow(
            one,
            NamedActors.of(one.shared, actors),
            [scope.label("thema", slug) for slug in one.first.themes if slug in one.themes],
            round(100 * one.share) if tells_shares else None,
            compare_url(scope, one.first, one.second),
        )
        for one in pairs
    ]


def compare_url(scope: Scope, *networks: NetworkFacts) -> str:
    return scope.at("insight:compare", **{slot: one.slug for slot, one in zip(SLOTS, networks, strict=False)})


@dataclass(frozen=True)
class WeekRow:
    """Two meetings of one week. `calendar_url`: that week in the calendar."""

    found: SameWeek
    shared: NamedActors
    calendar_url: str


def week_rows(found: Iterable[SameWeek], actors: Mapping[int, Actor]) -> list[WeekRow]:
    return [
        WeekRow(
            one,
            NamedActors.of(one.pair.shared, actors),
            f"{reverse('portal:meetings')}?{urlencode({'ansicht': 'woche', 'woche': f'{one.day:%G-W%V}'})}",
        )
        for one in found
    ]


@dataclass(frozen=True)
class LonelyRow:
    """An actor that sits in none of the networks. `double`: the actor that is probably the same, None where there is none."""

    actor: Actor
    double: Actor | None


def lonely_rows(
    entries: Iterable[int], doubles: Mapping[int, int], actors: Mapping[int, Actor]
) -> list[LonelyRow]:
    return [
        LonelyRow(actors[entry], actors.get(doubles.get(entry, 0))) for entry in entries if entry in actors
    ]


@dataclass(frozen=True)
class ColumnHead:
    """A head of the table. `url`: the table sorted by it."""

    label: StrOrPromise
    url: str
    is_current: bool
    is_name: bool


def columns_of(table: LoadTable) -> list[ColumnHead]:
    """In the order of the table: who, and what is counted of them."""
    order = ["name", *(sort for sort in SORTS if sort != "name")]
    return [
        ColumnHead(
            SORTS[sort],
            table.scope.at("insight:load", sort=sort, akteur=table.wanted),
            sort == table.sort,
            sort == "name",
        )
        for sort in order
    ]
