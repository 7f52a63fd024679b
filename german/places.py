"""Places of Germany in German texts: every Gemeinde, Kreis and Land, the larger parts of towns, and regions. Pure: no Django.

    places = gazetteer()
    [mention] = places.find("Netzwerk Frühe Hilfen im Landkreis Nordsachsen")
    mention.places[0].label                       # "Landkreis Nordsachsen"
    places.relation(*places.named("Torgau"), mention.places[0])   # "within"

How a name is told from the words around it stands in `german.place_signs`, what there is in `german.place_register`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product

from german.place_names import stems_of_adjective
from german.place_register import Kind, Place, Register, Relation, register
from german.place_signs import Piece, Signs, words_of

__all__ = ["Gazetteer", "How", "Kind", "Mention", "Place", "Relation", "gazetteer"]

LONGEST = 3_000  # characters that are read
LARGE = 20_000  # people: of a town that is found inside other words
CITY = 100_000  # people: of a town whose adjective counts although it is a surname or a thing as well

_COUNTIES = (Kind.COUNTY,)
_TOWNS = (Kind.MUNICIPALITY,)
# Words before a name that say what it is the name of.
TYPES: dict[str, tuple[Kind, ...]] = {
    **dict.fromkeys(
        "landkreis landkreises landkreise landkreisen lk lkr kreis kreises kreise kreisen landratsamt kreisverwaltung".split(),
        _COUNTIES,
    ),
    **dict.fromkeys(
        "stadt gemeinde marktgemeinde kreisstadt hansestadt landeshauptstadt universitaetsstadt lutherstadt"
        " staedte staedten gemeinden kommune einheitsgemeinde ortsgemeinde stadtgemeinde stadtverwaltung gemeindeverwaltung rathaus".split(),
        _TOWNS,
    ),
    **dict.fromkeys(
        "samtgemeinde verbandsgemeinde vg sg amt verwaltungsgemeinschaft".split(), (Kind.ASSOCIATION,)
    ),
    **dict.fromkeys("stadtteil ortsteil stadtbezirk bezirk ortschaft quartier".split(), (Kind.QUARTER,)),
    **dict.fromkeys("land bundesland freistaat".split(), (Kind.STATE,)),
    "regierungsbezirk": (Kind.GOVERNMENT_REGION,),
    "region": (Kind.REGION,),
}
PLURALS = frozenset("landkreise landkreisen kreise kreisen staedte staedten gemeinden".split())
FORMER_COUNTIES = frozenset("altkreis altlandkreis altkreises altlandkreises".split())
DIRECTIONS = frozenset("nord sued ost west mitte zentrum stadt land innenstadt altstadt umland".split())
# Behind the adjective of a town they say a landscape: „Gießener Land“ is not Gießen.
LANDSCAPES = frozenset(
    "land bergland hoehe schweiz wald heide moor berge tal see becken platte boerde seenplatte".split()
)
# What a compound with the name of a place ends in: Harznetzwerk, hamburgweit.
TAILS = ("weit", "netzwerk", "netz", "forum", "buendnis", "konferenz", "kreis", "region", "verbund", "dialog")
# Kinds in the order in which a name alone means them: „Rosenheim“ is the town and not the Kreis around it.
_PRECEDENCE = (
    (Kind.MUNICIPALITY, Kind.QUARTER),
    (Kind.REGION, Kind.COUNTY),
    (Kind.COUNTY,),
    (Kind.QUARTER,),
    (Kind.GOVERNMENT_REGION,),
)
_CLOSING = re.compile(r"\.?\)")
_ADJECTIVES = ("er", "sche", "schen", "scher", "sches")
_STRENGTH: tuple[Relation, ...] = ("same", "within", "contains", "unknown", "apart")


class How(StrEnum):
    """By what a place is named."""

    NAME = "name"  # Lippstadt, Landkreis Rosenheim, LK NWM
    ADJECTIVE = "adjective"  # Lippstädter Schulen
    COMPOUND = "compound"  # Harzkreis, Lippstadt-Süd, Altkreis Weilheim


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: `text[start:end]` names one of `places` (at least one), the one with most people first."""

    start: int
    end: int
    places: tuple[Place, ...]
    how: How


@dataclass(slots=True)
class _Hit:
    """While a text is read: words `first` up to before `last` name one of these."""

    first: int
    last: int
    numbers: tuple[int, ...]
    how: How = How.NAME
    is_sure: bool = False  # by a word such as Landkreis, or by an addition such as „am Main“
    kinds: tuple[Kind, ...] = ()  # of what a plural before it announces


class Gazetteer:
    """Finds places in texts and says how they lie to each other. One for the whole process: `gazetteer()`."""

    def __init__(self, places: Register) -> None:
        self._all = places

    def find(self, text: str, *, own: Collection[str] = ()) -> tuple[Mention, ...]:
        """Places named in the first 3 000 characters of a text, in their order, without overlaps.

        A mention has several `places` where there are namesakes (Neustadt) that nothing in the text tells apart; another
        place named in it does („Kirchheim, Landkreis München“). A name that is an ordinary word too (Essen, Lage, Mitte) counts
        only with a sign that it is meant: „in Essen“, „Stadt Essen“, last in a name („Frühe Hilfen Essen“), or when its
        key (`german.place_names.key`) stands in `own`, the names of the portal's own districts. Names of persons and streets
        are none. In a text all in small letters (a query) names need no capital."""
        words = words_of(text[:LONGEST])
        signs = Signs(words, frozenset(own))
        hits: list[_Hit] = []
        at = 0
        while at < len(words):
            hit = self._hit(words, at, signs, hits[-1] if hits else None)
            if hit:
                hits.append(hit)
            at = hit.last if hit else at + 1
        return tuple(self._mention(text, words, hit, numbers) for hit, numbers in self._told_apart(hits))

    def named(self, name: str, *, kind: Kind | None = None) -> tuple[Place, ...]:
        """Places that `name` as a whole may mean, most people first: „Landkreis Nordsachsen“, „Halle/Saale“, „Altona“.

        For fields that hold nothing but a place; no sign is needed. A bare name is that of the town before that of the Kreis
        around it, unless `kind` says which is meant. Empty where it is none that is known."""
        words = words_of(name)
        if not words:
            return ()
        hit = self._typed(words, 0) or (
            self._of_kinds(words, 0, 0, (kind,)) if kind else self._bare(words, 0)
        )
        if hit is None or hit.last != len(words):
            return ()
        return tuple(place for place in self._ordered(hit.numbers) if kind in {None, place.kind})

    def relation(self, one: Place, other: Place) -> Relation:
        """How `one` lies to `other`.

        "same": one and the same. "within": one lies in the other (Stadtteil in Gemeinde in Verband in Kreis in Land; Kreis
        wholly in a region). "contains": the other way round. "apart": they have nothing in common; so are a kreisfreie Stadt and
        the Landkreis of its name. "unknown": they may overlap (two parts of one town; a region that lies partly in a Kreis)."""
        return self._all.relation(one.number, other.number)

    def closest_relation(self, some: Iterable[Place], others: Iterable[Place]) -> Relation:
        """The best that any of `some` has to any of `others`, in the order same, within, contains, unknown, apart.

        For mentions with namesakes; "unknown" where one of the two is empty."""
        found = {self.relation(one, other) for one, other in product(tuple(some), tuple(others))}
        return next((relation for relation in _STRENGTH if relation in found), "unknown")

    def above(self, place: Place) -> tuple[Place, ...]:
        """What a place lies in, nearest first: of a Stadtteil its Gemeinde, (Verband,) Kreis, (Regierungsbezirk,) Land.

        Empty for a Land, Berlin, Hamburg and regions."""
        return tuple(map(self._all.place, self._all.above(place.number)))

    # --- one place in a text -----------------------------------------------------------------------------------------

    def _hit(self, words: list[Piece], at: int, signs: Signs, before: _Hit | None) -> _Hit | None:
        if signs.is_of_person(at):
            return None
        if hit := self._typed(words, at, before):
            return None if signs.is_street(hit.last) else hit
        if not signs.may_be_name(at) or signs.is_of_region(at):
            return self._inside(words[at], at)
        for hit in (self._bare(words, at), self._adjective(words, at, signs), self._inside(words[at], at)):
            if hit and not signs.is_street(hit.last) and (hit.is_sure or self._is_meant(hit, signs, before)):
                return self._with_direction(words, hit)
        return None

    def _typed(self, words: list[Piece], at: int, before: _Hit | None = None) -> _Hit | None:
        """„Landkreis Rosenheim“, „LK NWM“, „Stadtteil Altona“, „Kreise Unna und Soest“, „Altkreis Weilheim“."""
        if words[at].folded in FORMER_COUNTIES:
            return self._former_county(words, at)
        if before and before.kinds and _goes_on(words[before.last : at + 1]):
            return self._of_kinds(words, at, at, before.kinds)
        kinds = TYPES.get(words[at].folded)
        if kinds is None or at + 1 >= len(words) or words[at + 1].is_parted:
            return None
        if kinds == _COUNTIES and (number := self._all.plate(words[at + 1].text)) is not None:
            return _Hit(at, at + 2, (number,), is_sure=True)
        if not words[at + 1].is_capital and words[at].is_capital:
            return None
        if at > 1 and words[at - 1].folded == "und":
            kinds += TYPES.get(words[at - 2].folded, ())  # „Stadt und Landkreis Kassel“
        return self._of_kinds(words, at, at + 1, kinds)

    def _of_kinds(self, words: list[Piece], first: int, at: int, kinds: tuple[Kind, ...]) -> _Hit | None:
        """The longest name at a word that places of these kinds have."""
        for last, numbers in self._names_at(words, at, kinds):
            fitting = tuple(number for number in numbers if self._all.kind(number) in kinds)
            if fitting:
                is_plural = words[first].folded in PLURALS or first == at
                return _Hit(first, last, fitting, is_sure=True, kinds=kinds if is_plural else ())
        return None

    def _former_county(self, words: list[Piece], at: int) -> _Hit | None:
        """A Kreis of former days is taken for that of today which bears its name, else for the one around its town."""
        if at + 1 >= len(words):
            return None
        name = words[at + 1].folded
        towns = [number for number in self._all.called(name) if self._all.kind(number) == Kind.MUNICIPALITY]
        around = [up for town in towns for up in self._all.above(town) if self._all.kind(up) == Kind.COUNTY]
        same = [number for number in self._all.called(name) if self._all.kind(number) == Kind.COUNTY]
        found = same or self._all.counties_with(name) or around
        return _Hit(at, at + 2, tuple(dict.fromkeys(found)), How.COMPOUND, is_sure=True) if found else None

    def _bare(self, words: list[Piece], at: int) -> _Hit | None:
        """A name without a word before it: the longest one that begins here."""
        for last, numbers in self._names_at(words, at):
            meant = self._meant_alone(numbers)
            if meant:
                return _Hit(at, last, meant, is_sure=last - at > 1 and words[at].folded != "sankt")
        return None

    def _names_at(
        self, words: list[Piece], at: int, kinds: tuple[Kind, ...] = ()
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Names that begin at a word, longest first, each with the number of the word behind it."""
        last = at + 1
        is_glued = last < len(words) and words[last].is_glued
        most = max(self._all.longest(words[at].folded), 1 + is_glued)
        while last < len(words) and last - at < most and not words[last].is_parted:
            last += 1
        for end in range(last, at, -1):
            name = "".join(word.folded for word in words[at:end])
            numbers = self._all.called(name)
            if not numbers and name.endswith("s") and len(name) > 4:
                numbers = self._all.called(name[:-1])  # „Lippstadts Schulen“
            if Kind.COUNTY in kinds:
                numbers = tuple(dict.fromkeys(numbers + self._all.county_called(name)))
            if numbers:
                yield end, numbers

    def _meant_alone(self, numbers: tuple[int, ...]) -> tuple[int, ...]:
        """A Land, unless a town bears just its name (Bremen); then the narrower before the wider."""
        towns = {self._all.name(number) for number in numbers if self._all.kind(number) == Kind.MUNICIPALITY}
        states = tuple(number for number in numbers if self._all.kind(number) == Kind.STATE)
        if any(self._all.name(state) not in towns for state in states):
            return states
        for kinds in _PRECEDENCE:
            found = tuple(number for number in numbers if self._all.kind(number) in kinds)
            if any(self._all.kind(number) == kinds[0] for number in found):
                return found
        return found

    def _adjective(self, words: list[Piece], at: int, signs: Signs) -> _Hit | None:
        """„Lippstädter Schulen“, „Hannoversche Kinderkonferenz“: before another noun, and no word of its own (Lehrer)."""
        word = words[at]
        if not word.folded.endswith(_ADJECTIVES) or not signs.qualifies(at):
            return None
        if words[at + 1].folded in LANDSCAPES:
            return None
        for stem in stems_of_adjective(word.folded):
            numbers = self._meant_alone(self._all.called(stem))
            if numbers and (not signs.is_known_word(at) or self._largest(numbers) >= CITY):
                return _Hit(at, at + 1, numbers, How.ADJECTIVE, is_sure=True)
        return None

    def _inside(self, word: Piece, at: int) -> _Hit | None:
        """„Harzkreis“, „hamburgweit“."""
        if not word.folded.endswith(TAILS):
            return None
        for tail in TAILS:
            stem = word.folded.removesuffix(tail)
            if len(stem) < 4 or stem == word.folded:
                continue
            numbers = self._all.called(stem)
            if tail == "kreis":
                numbers = tuple(number for number in numbers if self._all.kind(number) == Kind.COUNTY)
            elif self._largest(numbers) < LARGE:
                numbers = tuple(number for number in numbers if self._all.kind(number) == Kind.REGION)
            if numbers and not all(map(self._all.is_word, numbers)):
                return _Hit(at, at + 1, numbers, How.COMPOUND, is_sure=True)
        return None

    def _with_direction(self, words: list[Piece], hit: _Hit) -> _Hit:
        """„Lippstadt-Süd“ is a part of Lippstadt that no list has."""
        follows = words[hit.last] if hit.last < len(words) else None
        if not follows or not follows.is_glued or follows.folded not in DIRECTIONS:
            return hit
        if self._lie_in(self._all.called(follows.folded), hit.numbers):
            return hit  # „Berlin-Mitte“ is a part that the list has
        return _Hit(hit.first, hit.last + 1, hit.numbers, How.COMPOUND, is_sure=True)

    def _is_meant(self, hit: _Hit, signs: Signs, before: _Hit | None) -> bool:
        is_town = any(self._all.kind(number) in {Kind.MUNICIPALITY, Kind.QUARTER} for number in hit.numbers)
        if is_town and signs.has_article(hit.first, hit.last):
            return False  # „am Kirchberg“, „in der Neustadt“: its own district knows the portal itself
        is_saint = signs.words[hit.first].folded == "sankt" and self._largest(hit.numbers) < LARGE
        if not is_saint and not any(map(self._all.is_word, hit.numbers)):
            return (
                not is_town or len(signs.words[hit.first].folded) > 3 or self._largest(hit.numbers) >= LARGE
            )
        if before and before.last == hit.first and self._lie_in(hit.numbers, before.numbers):
            return True  # „Berlin-Mitte“
        return signs.shows_a_place(hit.first, hit.last, is_large=self._largest(hit.numbers) >= LARGE)

    # --- among namesakes ---------------------------------------------------------------------------------------------

    def _told_apart(self, hits: list[_Hit]) -> Iterator[tuple[_Hit, tuple[int, ...]]]:
        """Of namesakes those that lie in, or around, another place of the text."""
        for hit in hits:
            others = [other for other in hits if other is not hit]
            numbers = hit.numbers
            for other in others if len(numbers) > 1 else ():
                near = self._lie_in(numbers, other.numbers) or self._lie_around(numbers, other.numbers)
                numbers = near or numbers
            yield hit, numbers

    def _lie_in(self, numbers: tuple[int, ...], wholes: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(n for n in numbers if any(self._all.relation(n, whole) == "within" for whole in wholes))

    def _lie_around(self, numbers: tuple[int, ...], parts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(n for n in numbers if any(self._all.relation(n, part) == "contains" for part in parts))

    def _largest(self, numbers: tuple[int, ...]) -> int:
        return max(map(self._all.population, numbers), default=0)

    def _ordered(self, numbers: tuple[int, ...]) -> tuple[Place, ...]:
        return tuple(
            sorted(map(self._all.place, numbers), key=lambda place: (-place.population, place.number))
        )

    def _mention(self, text: str, words: list[Piece], hit: _Hit, numbers: tuple[int, ...]) -> Mention:
        """What closes the name is a part of it: „Halle (Westf.)“, „Frankfurt a. M.“."""
        start, end = words[hit.first].start, words[hit.last - 1].end
        if len(words[hit.last - 1].text) == 1 and text[end : end + 1] == ".":
            end += 1
        elif "(" in text[start:end] and (closing := _CLOSING.match(text, end)):
            end = closing.end()
        return Mention(start, end, self._ordered(numbers), hit.how)


def _goes_on(words: list[Piece]) -> bool:
    """From behind one name to the first word of the next: „Unna und Soest“, „Essen, Hagen“."""
    *between, name = words
    if between:
        return [word.folded for word in between] == ["und"]
    return name.gap.strip() == ","


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of the process; the first call reads the list (a third of a second, some 5 MB)."""
    return Gazetteer(register())
