"""A directory of several towns: which town something is in, and how two places lie to each other. Pure: no Django models.

A Kommune's own portal has one town, whose Stadtteile are told apart by name (`places`). Where the places of a directory lie in
several Kreise, each town has its Bündnis für Familie: then the town decides, and places are those of `german.places`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from german import analyzer
from german.places import Kind, Place, Relation, gazetteer

SEVERAL = 4  # Kreise and kreisfreie Städte of places that the register knows: no Kommune lies in so many
MOSTLY = 0.5  # of the places must be known, or their names are those of Stadtteile that a village somewhere bears, too
TOWNS = {Kind.MUNICIPALITY, Kind.ASSOCIATION}
WIDE = {Kind.STATE, Kind.GOVERNMENT_REGION}
UNSAID = frozenset(
    "landkreis kreis stadt gemeinde region ort kommune umgebung".split()
)  # which one is not said
TOLD_BY = 6  # first letters of a word: enough to tell one name of a Stadtteil from the next
REMEMBERED = 2_000  # texts and sets of places: a comparison looks at some hundred, and what is stored is kept as profiles


class Lies(StrEnum):
    """How one side's places lie to the other's."""

    SAME = "gleich"
    PART = "teil"  # one lies in the other
    APART = "getrennt"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Where:
    """Places that something names: `places` of the register, `others` folded, of which the register knows nothing, `towns`
    numbers of the towns and Kreise in which it all lies (folded names where the register knows none)."""

    places: tuple[tuple[Place, ...], ...] = ()
    others: frozenset[str] = frozenset()
    towns: frozenset[int | str] = frozenset()

    def names(self) -> set[str]:
        """Folded."""
        return {analyzer.fold(place.name) for places in self.places for place in places} | self.others

    def __bool__(self) -> bool:
        return bool(self.places or self.others)


NOWHERE = Where()


@dataclass(frozen=True)
class Territory:
    """Places of a directory of several towns; `parents`: name → the place it lies in, as the directory says."""

    parents: Mapping[str, str] = field(default_factory=dict)
    _seen: dict[frozenset[str], Where] = field(default_factory=dict, repr=False, compare=False)
    _texts: dict[str, tuple[str, Where]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, names: Iterable[str]) -> Where:
        """What places written in a field are: „Landkreis Nordsachsen“, „Landau und Kreis Südliche Weinstraße“."""
        key = frozenset(filter(None, names))
        if key not in self._seen:
            _bounded(self._seen)
            self._seen[key] = self._where(key)
        return self._seen[key]

    def _where(self, names: frozenset[str]) -> Where:
        places: list[tuple[Place, ...]] = []
        others, towns = set[str](), set[int | str]()
        for name in names:
            around = self.of([self.parents.get(name, "")])
            found = _within(_known(name), around.places)
            folded = analyzer.fold(name)
            if found:
                places += found
                towns |= _towns_of(found)
            elif folded not in UNSAID:
                others.add(folded)
                in_town = any(
                    place.kind in TOWNS for places_around in around.places for place in places_around
                )
                towns |= around.towns if in_town else {folded}
        return Where(tuple(places), frozenset(others), frozenset(towns))

    def named_in(self, text: str) -> tuple[str, Where]:
        """A text without the places that it names, and those."""
        if text not in self._texts:
            _bounded(self._texts)
            mentions = gazetteer().find(text)
            rest, end = [], 0
            for mention in mentions:
                rest.append(text[end : mention.start])
                end = mention.end
            found = tuple(mention.places for mention in mentions)
            self._texts[text] = " ".join((*rest, text[end:])), Where(found, towns=frozenset(_towns_of(found)))
        return self._texts[text]

    def lies(self, mine: Where, theirs: Where) -> Lies:
        """How the places of two things lie to each other; UNKNOWN where one says nothing, or what nobody knows."""
        if not mine or not theirs:
            return Lies.UNKNOWN
        if mine.others & theirs.others:
            return Lies.SAME
        relations = {_relation(some, others) for some in mine.places for others in theirs.places}
        if "same" in relations:
            return Lies.SAME if len(mine.places) == len(theirs.places) else Lies.PART
        if relations & {"within", "contains"}:
            return Lies.PART
        if mine.others or theirs.others or not relations:  # a place in no list is still a place
            return Lies.UNKNOWN if _share_a_word(mine, theirs) else Lies.APART
        return Lies.UNKNOWN if "unknown" in relations else Lies.APART


def _relation(some: tuple[Place, ...], others: tuple[Place, ...]) -> Relation:
    """Like that of the register, but a Land is another matter than a town in it, and two parts of a town are two places."""
    relation = gazetteer().closest_relation(some, others)
    kinds = {place.kind for place in (*some, *others)}
    if relation in {"within", "contains"} and kinds & WIDE:
        return "apart"
    return "apart" if relation == "unknown" and kinds == {Kind.QUARTER} else relation


def territory_of(names: Iterable[str], parents: Mapping[str, str]) -> Territory | None:
    """Of a directory with these places; None where they are the parts of one Kommune or Kreis."""
    every = [name for name in names if name]
    tops = [name for name in every if not parents.get(name)]
    known = [found for found in map(_known, tops) if found]
    around = {number for found in known for number in _counties_of(found)}
    return Territory(parents) if len(around) >= SEVERAL and len(known) >= MOSTLY * len(tops) else None


def _known(name: str) -> tuple[tuple[Place, ...], ...]:
    """Places a field names: the whole of it, or several in one."""
    whole = gazetteer().named(name)
    return (whole,) if whole else tuple(mention.places for mention in gazetteer().find(name))


def _within(
    found: tuple[tuple[Place, ...], ...], around: tuple[tuple[Place, ...], ...]
) -> tuple[tuple[Place, ...], ...]:
    """Of namesakes those that lie in what is around them; all where nothing is."""
    if not around:
        return found
    wholes = [place for places in around for place in places]
    inside = (
        tuple(
            place for place in places if gazetteer().closest_relation([place], wholes) in {"same", "within"}
        )
        for places in found
    )
    return tuple(filter(None, inside))


def _towns_of(found: Iterable[tuple[Place, ...]]) -> set[int]:
    """Of each place, with all its namesakes: itself from a Gemeinde upwards, else the Gemeinde around it."""
    return {town for places in found for place in places for town in _town(place)}


def _town(place: Place) -> set[int]:
    if place.kind != Kind.QUARTER:
        return {place.number}
    return {above.number for above in gazetteer().above(place) if above.kind in TOWNS}


def _counties_of(found: Iterable[tuple[Place, ...]]) -> set[int]:
    """The Kreis of what has no namesakes (of which one could lie anywhere), the town itself where it lies in none."""
    numbers = set()
    for places in found:
        if len(places) == 1:
            ups = (places[0], *gazetteer().above(places[0]))
            units = [up.number for up in ups if up.kind == Kind.COUNTY] or [
                up.number for up in ups if up.kind == Kind.MUNICIPALITY
            ]
            numbers.update(units[:1])
    return numbers


def _share_a_word(mine: Where, theirs: Where) -> bool:
    """„murgelwiek oben“ and „murgelwieker hoehe“ may be one place, „Region Marburg“ and Marburg may lie in each other."""
    words = (
        {word[:TOLD_BY] for name in side.names() for word in name.split() if len(word) >= TOLD_BY}
        for side in (mine, theirs)
    )
    return bool(set.intersection(*words) - UNSAID)


def _bounded(memory: dict) -> None:
    if len(memory) >= REMEMBERED:
        memory.clear()
