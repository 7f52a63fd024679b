"""Facet options and their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING, Any, Protocol

from pyroaring import BitMap

from german.analyzer import fold
from search.index.postings import InvertedIndex
from search.models import CuratedSynonym
from search.query.parsing import Lexicon, place_forms
from search.sources import FACETS, Facet, Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN_OPTIONS = 7  # of a long facet, before "Alle 18 zeigen"
MOST_OPTIONS = 300  # of a very long one, after it
DEEPEST = 8  # of options below options: a list that stands below itself ends
ENOUGH_TO_FOLD = SHOWN_OPTIONS + 3  # options of a facet that is long
MOST_KEPT = 5_000  # options that were looked up: an address may name any number that do not exist


class LookedUp(Mapping[str, Option]):
    """Options that are entries themselves, read when they are asked for and kept until the index changes: an entry
    that is renamed, hidden or deleted is another one with the next page. Iterates over those read so far."""

    def __init__(self, read: Callable[[Iterable[str]], dict[str, Option]]) -> None:
        self._read, self._as_of = read, (-1, -1)
        self._known: dict[str, Option | None] = {}

    def keep_as_of(self, state: tuple[int, int]) -> None:
        if state != self._as_of or len(self._known) > MOST_KEPT:
            self._known, self._as_of = {}, state

    def prepare(self, values: Iterable[str]) -> None:
        """Reads those that are not here yet: at most one query."""
        missing = [value for value in values if value not in self._known]
        if missing:
            found = self._read(missing)
            self._known |= {value: found.get(value) for value in missing}

    def __getitem__(self, value: str) -> Option:
        self.prepare([value])
        option = self._known[value]
        if option is None:
            raise KeyError(value)
        return option

    def __iter__(self) -> Iterator[str]:
        return (value for value, option in self._known.items() if option)

    def __len__(self) -> int:
        return sum(1 for _value in self)


class ListOptions(dict[str, Option]):
    """Options of a controlled list by their value; each is found by its former values, too, but is there only once."""

    def __init__(self, options: Iterable[Option]) -> None:
        super().__init__((option.value, option) for option in options)
        self._former = {value: option for option in self.values() for value in option.former}

    def __missing__(self, value: str) -> Option:
        return self._former[value]

    def __contains__(self, value: object) -> bool:
        return super().__contains__(value) or value in self._former

    def get(self, value: str, default: Any = None) -> Any:
        return super().get(value) or self._former.get(value, default)


@dataclass
class Vocabulary:
    """All options of all facets, as of one state of the vocabulary, and the places among them."""

    options: dict[str, Mapping[str, Option]]
    children: dict[str, dict[str, list[Option]]]
    places: dict[str, list[tuple[str, Option]]]
    lexicon: Lexicon

    @cached_property
    def where(self) -> frozenset[str]:
        """Folded names of places that say where something is: not that of the one city that everything is in."""
        several = len(_cities(self.places)) > 1
        return frozenset(
            name
            for name, found in self.places.items()
            if several or not all(one.is_whole for _facet, one in found)
        )

    def within(self, facet: str, place: Option) -> list[str]:
        """The values of a place and of its parts."""
        inside = [one.value for one in self.options[facet].values() if one.whole == place.value]
        return [place.value, *inside] if place.is_whole else [place.value]

    def option(self, facet: str, value: str) -> Option | None:
        return self.options.get(facet, {}).get(value)


def _cities(places: Mapping[str, list[tuple[str, Option]]]) -> set[str]:
    """Places that have parts, or that are neither a part nor have any: one in the directory of a single city."""
    known = [option for found in places.values() for _facet, option in found]
    return {one.whole for one in known if one.whole} | {
        one.value for one in known if not (one.whole or one.is_whole)
    }


def _read() -> Vocabulary:
    options: dict[str, Mapping[str, Option]] = {
        name: LookedUp(facet.look_up) if facet.look_up else ListOptions(facet.options())
        for name, facet in FACETS.items()
    }
    children: dict[str, dict[str, list[Option]]] = {name: defaultdict(list) for name in options}
    places: dict[str, list[tuple[str, Option]]] = defaultdict(list)
    pairs = []
    for name, known in options.items():
        for option in known.values():
            children[name][option.parent if option.parent in known else ""].append(option)
            if FACETS[name].is_place:
                for word in {fold(word) for word in (option.label, *option.synonyms)}:
                    for spelling in place_forms(word):
                        places[spelling].append((name, option))
            else:
                pairs.append((option.label, option.synonyms))
    pairs += [(meaning, (word,)) for word, meaning in CuratedSynonym.objects.values_list("word", "meaning")]
    wide = {fold(option.label) for known in places.values() for _facet, option in known if option.is_whole}
    if len(_cities(places)) > 1:
        wide = set()
    lexicon = Lexicon(pairs, places=places, optional=wide)
    return Vocabulary(options, children, dict(places), lexicon)


_kept: dict[object, Vocabulary] = {}


def vocabulary(index: InvertedIndex) -> Vocabulary:
    """The options as of this (synchronised) index. Those of the controlled lists are read once per state of the
    vocabulary; those that are entries hang on the index, which changes with every entry."""
    known = _kept.get(index.terms)
    if known is None:
        known = _read()
        _kept.clear()
        _kept[index.terms] = known
    for options in known.options.values():
        if isinstance(options, LookedUp):
            options.keep_as_of((index.loads, index.revision))
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


def selection(index: InvertedIndex, facet: str, values: list[str]) -> BitMap:
    """Ids that have one of the values (OR)."""
    return BitMap.union(*(index.facet(f"{facet}={value}") for value in values)) if values else BitMap()


class Countable(Protocol):
    """What options are counted over: entries, or whatever an upper room counts by the entries that it hangs on."""

    def intersection_cardinality(self, other: BitMap, /) -> int: ...


def count(
    index: InvertedIndex,
    known: Vocabulary,
    facet: Facet,
    chosen: list[str],
    base: Countable,
    *,
    is_unfolded: bool = False,
    named: frozenset[str] | None = None,
) -> CountedFacet:
    """Counts over `base`: the hits of everything but this facet's own selection. `named`: of options that are entries,
    those to choose from."""
    if isinstance(known.options[facet.name], LookedUp):
        most = ENOUGH_TO_FOLD if named is None and not is_unfolded else MOST_OPTIONS
        return _count_entries(index, known, facet, chosen, base, most=most, named=named)
    children = known.children[facet.name]
    picked = set(chosen)

    def counted(option: Option, depth: int) -> Counted:
        number = base.intersection_cardinality(index.facet(f"{facet.name}={option.value}"))
        below = (
            [counted(child, depth + 1) for child in children.get(option.value, ())] if depth < DEEPEST else []
        )
        return Counted(option.value, option.label, number, option.value in picked, depth, below)

    options = [counted(option, 0) for option in children.get("", ())]
    result = CountedFacet(
        facet.name, facet.label, facet.all_label, options, len(known.options[facet.name]), []
    )
    result.selected = [option for option in result.flat if option.is_selected]
    return result


def _count_entries(
    index: InvertedIndex,
    known: Vocabulary,
    facet: Facet,
    chosen: list[str],
    base: Countable,
    *,
    most: int,
    named: frozenset[str] | None,
) -> CountedFacet:
    """The most frequent options, and those chosen: nobody reads the names of a thousand actors. What has no hit that
    the asker may see is no option, so that a hidden entry does not show through the names of its members."""
    numbers = _most_frequent(index, facet.name, base, most, named)
    for value in chosen:
        numbers[value] = base.intersection_cardinality(index.facet(f"{facet.name}={value}"))
    options = known.options[facet.name]
    assert isinstance(options, LookedUp)  # noqa: S101 (for the types)
    options.prepare(numbers)
    found = [
        Counted(option.value, option.label, number, value in chosen)
        for value, number in numbers.items()
        if (option := options.get(value))
    ]
    found.sort(key=lambda option: (-option.count, fold(option.label), option.value))
    selected = [option for option in found if option.is_selected]
    return CountedFacet(facet.name, facet.label, facet.all_label, found, len(found), selected)


def _most_frequent(
    index: InvertedIndex, facet: str, base: Countable, most: int, named: frozenset[str] | None
) -> dict[str, int]:
    """Value -> hits, of the `most` values (of `named`) that have the most. Values come by the number of all their entries, and
    none can have more hits than that: most lists are done after a few."""
    if named is not None and not named:
        return {}
    best: list[tuple[int, int, str]] = []
    least = 0  # what a value must have more of to be among them
    for position, (value, ids) in enumerate(index.by_size(facet)):
        if least and len(ids) <= least:
            break
        if (named is None or value in named) and (number := base.intersection_cardinality(ids)) > least:
            item = (number, -position, value)
            heappush(best, item) if len(best) < most else heappushpop(best, item)
            least = best[0][0] if len(best) == most else 0
    return {value: number for number, _position, value in best}
