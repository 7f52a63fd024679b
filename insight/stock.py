"""What there is in a district, on a theme or for a phase of life: who, together in what, for whom, and what is missing. Read with
a constant number of queries; as many names as paper holds, and numbers of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import cached_property
from pyroaring import BitMap

from actors.models import Actor, Offer
from insight.cases import FindingKind
from insight.doubles import by_name
from insight.figures import KeyFigure, KeyFigures
from insight.finding_words import FindingWords, SaidFinding
from insight.lacking import Lack
from insight.load import without_network
from insight.noticing import cases_of
from insight.reading import actors_behind, snapshot_for
from insight.scope import Scope
from insight.snapshot import Audience, NetworkFacts
from networks.models import Network
from search.sources import Option

MOST_NETWORKS = 16  # lines of the table: half a page of paper
MOST_AROUND = 6  # networks from elsewhere
MOST_ACTORS = 20  # up to so many stand with their telephone numbers; of more, a few names of each kind
NAMES_OF_A_KIND = 5  # two lines of a column on paper
OFFERS_OF_A_KIND = 3  # enough to see what is meant; the list has all
MOST_MEETINGS, MOST_GAPS = 6, 5  # lines of a column that stands beside two others
GAPS = (FindingKind.PLACE, FindingKind.GROUP, FindingKind.THEME, FindingKind.DISTRICT)


@dataclass(frozen=True)
class NetworkLine:
    """`here`: how many of its members belong to the choice."""

    network: Network
    coordinators: list[Actor]
    contact: str
    next_meeting: datetime | None
    here: int

    @property
    def is_public(self) -> bool:
        return self.network.is_public


@dataclass(frozen=True)
class KindOfActors:
    """`actors`: the first of `number`, by name."""

    label: str
    number: int
    url: str
    actors: list[Actor]

    @property
    def more(self) -> int:
        return self.number - len(self.actors)


@dataclass(frozen=True)
class KindOfOffers:
    """`number`: how many actors offer, or look for, something of this kind; `offers`: the first."""

    label: str
    number: int
    url: str
    offers: list[Offer]


@dataclass(frozen=True)
class Covered:
    """A target group, a phase, a theme or a district: how many active networks and actors name it."""

    label: str
    networks: int
    actors: int
    networks_url: str = ""
    actors_url: str = ""


@dataclass(frozen=True)
class Coverage:
    """`missing`: what neither a network nor an actor of the choice names."""

    shown: list[Covered] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


class Stock:
    """Of one choice, for one audience. Hidden entries are among it for Koordination alone, and marked."""

    def __init__(self, scope: Scope) -> None:
        self.scope, self.snapshot = scope, scope.snapshot
        self.figures = KeyFigures(scope)

    @property
    def is_internal(self) -> bool:
        return self.scope.audience is Audience.COORDINATION

    def key_figures(self) -> list[KeyFigure]:
        return self.figures.shown(())

    def lacks(self) -> list[KeyFigure]:
        return self.figures.shown(Lack)[len(self.key_figures()) :]

    # --- networks -----------------------------------------------------------------------------------------------------

    @cached_property
    def networks(self) -> list[NetworkLine]:
        return self._lines([*self.snapshot.active.values()][:MOST_NETWORKS])

    @property
    def more_networks(self) -> int:
        return len(self.snapshot.active) - len(self.networks)

    @property
    def networks_url(self) -> str:
        return self.scope.directory("networks:list", status="aktiv")

    @property
    def resting(self) -> int:
        return len(self.snapshot.networks) - len(self.snapshot.active)

    @cached_property
    def _elsewhere(self) -> list[NetworkFacts]:
        """Networks that name another place, or the whole Kommune, in which actors from here sit: most of these first. Only where a
        district is chosen."""
        if not self.scope.filters.chosen.get("stadtteil"):
            return []
        here, actors = self.snapshot.networks, self.snapshot.actors
        others = self.scope.without("stadtteil").active.values()
        found = [one for one in others if one.entry not in here and one.members & actors]
        return sorted(found, key=lambda one: -len(one.members & actors))

    @cached_property
    def around(self) -> list[NetworkLine]:
        return self._lines(self._elsewhere[:MOST_AROUND])

    @property
    def more_around(self) -> int:
        return len(self._elsewhere) - len(self.around)

    def _lines(self, facts: list[NetworkFacts]) -> list[NetworkLine]:
        """Three queries."""
        rows = Network.objects.filter(pk__in=[one.pk for one in facts]).select_related("format", "contact")
        read = {row.pk: row for row in rows}
        leading = actors_behind(
            self.scope.whole, BitMap.union(BitMap(), *(one.coordinators for one in facts))
        )
        lines = []
        for one in facts:
            coordinators = [actor for entry, actor in leading.items() if entry in one.coordinators]
            if network := read.get(one.pk):
                contact = network.address_among(coordinators)
                here = len(one.members & self.snapshot.actors)
                lines.append(NetworkLine(network, coordinators, contact, self._next.get(one.entry), here))
        return lines

    # --- meetings -----------------------------------------------------------------------------------------------------

    @cached_property
    def _public_meetings(self) -> list[tuple[int, datetime, bool]]:
        """Paper is passed on: what only members may know is not on it, whoever prints it."""
        public = snapshot_for(Audience.PUBLIC)
        return [(one.network, one.start, one.is_all_day) for one in public.agreed]

    @cached_property
    def _next(self) -> dict[int, datetime]:
        """Network -> its first meeting."""
        found: dict[int, datetime] = {}
        for network, start, _is_all_day in self._public_meetings:
            found.setdefault(network, start)
        return found

    @cached_property
    def meetings(self) -> list[tuple[NetworkFacts, datetime, bool]]:
        """The next ones: network, start, whether it is the whole day."""
        active = self.snapshot.active
        found = [(active[one[0]], one[1], one[2]) for one in self._public_meetings if one[0] in active]
        return found[:MOST_MEETINGS]

    # --- actors -------------------------------------------------------------------------------------------------------

    @property
    def is_short(self) -> bool:
        """Whether all actors stand on the page, with the ways to reach them."""
        return len(self.snapshot.actors) <= MOST_ACTORS

    @cached_property
    def kinds(self) -> list[KindOfActors]:
        """Most first. One query for the names."""
        most = MOST_ACTORS if self.is_short else NAMES_OF_A_KIND
        there = [
            (option, self.snapshot.actors & self.snapshot.having("akteursart", option.value))
            for option in self._options("akteursart")
        ]
        found = [(option, len(actors), by_name(actors)[:most]) for option, actors in there if actors]
        found.sort(key=lambda one: -one[1])
        named = actors_behind(self.scope.whole, {entry for one in found for entry in one[2]})
        return [
            KindOfActors(
                option.label,
                number,
                self._list("actors:list", "akteursart", option.value),
                [named[entry] for entry in entries if entry in named],
            )
            for option, number, entries in found
        ]

    @cached_property
    def alone(self) -> int:
        """Actors of the choice that sit in no active network."""
        everywhere = self.scope.whole.within(BitMap(self.scope.whole.networks), self.snapshot.actors)
        return sum(1 for _actor in without_network(everywhere))

    @cached_property
    def offers(self) -> list[tuple[str, list[KindOfOffers]]]:
        """What actors offer and look for today, by kind: the first ones of each. One query."""
        found, wanted = [], set()
        for direction in Offer.Direction:
            for option in self._options(direction.value):
                if there := self.snapshot.actors & self.snapshot.having(direction.value, option.value):
                    first = by_name(there)[:OFFERS_OF_A_KIND]
                    wanted |= {self.snapshot.pks[entry] for entry in first}
                    url = self._list("actors:list", direction.value, option.value)
                    found.append((direction, option, KindOfOffers(option.label, len(there), url, [])))
        current = Offer.objects.current().filter(actor__in=wanted).select_related("actor")
        for offer in current.order_by("actor__sort_name", "pk"):
            for direction, option, kind in found:
                is_same = (offer.direction, offer.kind) == (direction, option.value)
                if is_same and len(kind.offers) < OFFERS_OF_A_KIND:
                    kind.offers.append(offer)
        by_direction = [(one, [kind for way, _o, kind in found if way == one]) for one in Offer.Direction]
        return [(str(one.label).capitalize(), kinds) for one, kinds in by_direction if kinds]

    # --- what is covered, and what is missing -------------------------------------------------------------------------

    def phases(self) -> Coverage:
        return self._coverage("phase")

    def target_groups(self) -> Coverage:
        return self._coverage("zielgruppe")

    def themes(self) -> Coverage:
        return self._coverage("thema")

    def _coverage(self, facet: str) -> Coverage:
        """Of the topmost words of a list: those of the choice itself say nothing."""
        if self.scope.filters.chosen.get(facet):
            return Coverage()
        shown, missing = [], []
        for option in self.scope.answer.vocabulary.children[facet].get("", ()):
            having = self.snapshot.having(facet, option.value)
            networks, actors = len(self.snapshot.active_entries & having), len(self.snapshot.actors & having)
            if networks or actors:
                ways = [self._list(route, facet, option.value) for route in ("networks:list", "actors:list")]
                shown.append(Covered(option.label, networks, actors, *ways))
            else:
                missing.append(option.label)
        return Coverage(shown, missing)

    @cached_property
    def gaps(self) -> list[SaidFinding]:
        """The strongest of each kind, then the second ones."""
        found, seen = [], Counter[FindingKind]()
        for one in cases_of(self.scope)[0]:
            if one.kind in GAPS:
                seen[one.kind] += 1
                found.append((seen[one.kind], one))
        found.sort(key=lambda case: case[0])
        return FindingWords(self.scope, [one for _place, one in found[:MOST_GAPS]]).all()

    def _options(self, facet: str) -> Iterable[Option]:
        return self.scope.answer.vocabulary.options[facet].values()

    def _list(self, route: str, facet: str, value: str) -> str:
        active = {"status": "aktiv"} if route == "networks:list" else {}
        return self.scope.directory(route, **active, **{facet: value})


class Entrance:
    """Where nothing is chosen: what may be."""

    FACETS = ("stadtteil", "thema", "phase")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def lists(self) -> list[tuple[str, list[Covered]]]:
        """Of each list its name, and the words that anything is there for."""
        return [(self.scope.filters.filters[facet].label, self._words(facet)) for facet in self.FACETS]

    def _words(self, facet: str) -> list[Covered]:
        snapshot, found = self.scope.snapshot, []
        for option in self.scope.answer.vocabulary.children[facet].get("", ()):
            having = snapshot.having(facet, option.value)
            networks, actors = len(snapshot.active_entries & having), len(snapshot.actors & having)
            if networks or actors:
                url = self.scope.at("insight:stock", **{facet: option.value})
                found.append(Covered(option.label, networks, actors, url))
        return found
