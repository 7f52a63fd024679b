"""Facet options and their counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyroaring import BitMap

from search.german import fold
from search.lexicon import Lexicon, place_forms
from search.sources import Facet, Option, registry
from search.stock import Stock

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass
class Vocabulary:
    """All options of all facets, as of one state of the vocabulary, and the places among them."""

    options: dict[str, dict[str, Option]]
    children: dict[str, dict[str, list[Option]]]
    places: dict[str, list[tuple[str, Option]]]
    lexicon: Lexicon

    def option(self, facet: str, value: str) -> Option | None:
        return self.options.get(facet, {}).get(value)


def _read() -> Vocabulary:
    options = {name: {o.value: o for o in facet.options()} for name, facet in registry.facets.items()}
    children: dict[str, dict[str, list[Option]]] = {name: defaultdict(list) for name in options}
    places: dict[str, list[tuple[str, Option]]] = defaultdict(list)
    pairs = []
    for name, known in options.items():
        for option in known.values():
            children[name][option.parent if option.parent in known else ""].append(option)
            if registry.facets[name].is_place:
                for word in {fold(word) for word in (option.label, *option.synonyms)}:
                    for spelling in place_forms(word):
                        places[spelling].append((name, option))
            else:
                pairs.append((option.label, option.synonyms))
    wide = {fold(option.label) for known in places.values() for _facet, option in known if option.is_whole}
    lexicon = Lexicon(pairs, places=places, optional=wide)
    return Vocabulary(options, children, dict(places), lexicon)


_kept: dict[object, Vocabulary] = {}


def vocabulary(state: object) -> Vocabulary:
    """The options as of `state`, any value that changes with every change of the vocabulary. Read once per state."""
    known = _kept.get(state)
    if known is None:
        known = _read()
        _kept.clear()
        _kept[state] = known
    return known


@dataclass
class Counted:
    """An option with the number of hits it would leave. `count` is exact for what the viewer may see."""

    value: str
    label: str
    count: int
    is_selected: bool
    depth: int = 0
    children: list[Counted] = field(default_factory=list)

    @property
    def row_class(self) -> str:
        return f"opt{'' if self.count else ' zero'}{f' sub-{self.depth}' if self.depth else ''}"

    @property
    def is_zero(self) -> bool:
        return not self.count


@dataclass
class CountedFacet:
    name: str
    label: StrOrPromise
    all_label: StrOrPromise
    options: list[Counted]
    total_options: int
    selected: list[Counted]

    @property
    def flat(self) -> list[Counted]:
        """Options in reading order, sub-options behind their parents."""
        return [option for top in self.options for option in _walk(top)]


def _walk(option: Counted) -> list[Counted]:
    return [option, *(deeper for child in option.children for deeper in _walk(child))]


def selection(stock: Stock, facet: str, values: list[str]) -> BitMap:
    """Ids that have one of the values (OR)."""
    return BitMap.union(*(stock.facet(f"{facet}={value}") for value in values)) if values else BitMap()


def count(stock: Stock, known: Vocabulary, facet: Facet, chosen: list[str], base: BitMap) -> CountedFacet:
    """Counts over `base`: the hits of everything but this facet's own selection."""
    children = known.children[facet.name]
    picked = set(chosen)

    def counted(option: Option, depth: int) -> Counted:
        number = base.intersection_cardinality(stock.facet(f"{facet.name}={option.value}"))
        below = [counted(child, depth + 1) for child in children.get(option.value, ())] if depth < 8 else []
        return Counted(option.value, option.label, number, option.value in picked, depth, below)

    options = [counted(option, 0) for option in children.get("", ())]
    result = CountedFacet(
        facet.name, facet.label, facet.all_label, options, len(known.options[facet.name]), []
    )
    result.selected = [option for option in result.flat if option.is_selected]
    return result
