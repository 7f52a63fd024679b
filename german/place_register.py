"""All places of Germany with what they lie in, read once per process from `data/places/`. Pure: no Django.

Kept as columns, because 14 000 objects would take three times the memory; a `Place` is made when it is asked for."""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from german.place_names import key, keys, pieces

DATA = Path(__file__).parent / "data" / "places"
Relation = Literal["same", "within", "contains", "apart", "unknown"]


class Kind(StrEnum):
    """From the widest to the narrowest; a region is no unit and stands beside them."""

    STATE = "land"
    GOVERNMENT_REGION = "bezirk"  # Regierungsbezirk
    COUNTY = "kreis"  # Landkreis, Kreis; a kreisfreie Stadt is a MUNICIPALITY that lies in none
    ASSOCIATION = "verband"  # Amt, Samtgemeinde, Verbandsgemeinde, Verwaltungsgemeinschaft
    MUNICIPALITY = "gemeinde"  # also Berlin and Hamburg, which are no STATE here
    QUARTER = "stadtteil"  # part of a MUNICIPALITY: Bezirk, Stadtteil, village
    REGION = "region"  # Harz, Ruhrgebiet


KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Place:
    """One place. `number` tells it from all others while the process lives; keep `key`, never the number.

    `key`: official key, digits: Land 2, Regierungsbezirk 3, Kreis 5, Verband 9, Gemeinde 8 (AGS). Empty for parts of a
    Gemeinde, for regions, and where the list does not know it. `population`: of the town itself, 0 where unknown."""

    number: int
    name: str
    kind: Kind
    key: str
    population: int

    @property
    def label(self) -> str:
        """„Landkreis Rosenheim“, „Kreis Unna“, „Enzkreis“, „Lippstadt“."""
        if self.kind == Kind.COUNTY and not _says_what_it_is(self.name):
            return f"{'Kreis' if self.key[:2] in {'01', '05'} else 'Landkreis'} {self.name}"
        return self.name


def _says_what_it_is(county: str) -> bool:
    return "kreis" in county.lower() or county.startswith(("Region", "Städteregion"))


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")


class Register:
    """Names and nesting of all places. `number` is the place's row."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._kinds = bytearray()
        self._keys = array("Q")  # official keys as numbers, with their length in `_digits`
        self._digits = bytearray()
        self._parents = array("i")  # -1: nothing above
        self._people = array("L")
        self._words = bytearray()  # 1: an ordinary word as well
        self._by_key: dict[str, int | tuple[int, ...]] = {}
        self._longest: dict[str, int] = {}
        self._stems: dict[str, int] = {}  # wetterau: Wetteraukreis
        self._plates: dict[str, int] = {}
        self._whole: dict[int, frozenset[int]] = {}  # of a region: what lies wholly in it
        self._partly: dict[int, frozenset[int]] = {}
        self._read_units()
        self._read_regions()

    # --- asking ------------------------------------------------------------------------------------------------------

    def __len__(self) -> int:
        return len(self._names)

    def place(self, number: int) -> Place:
        digits = self._digits[number]
        official = f"{self._keys[number]:0{digits}d}" if digits else ""
        if len(official) == 12:
            official = official[:5] + official[9:]
        return Place(number, self._names[number], self.kind(number), official, self._people[number])

    def name(self, number: int) -> str:
        return self._names[number]

    def kind(self, number: int) -> Kind:
        return KINDS[self._kinds[number]]

    def population(self, number: int) -> int:
        return self._people[number]

    def is_word(self, number: int) -> bool:
        """Its name is an ordinary word as well: Essen, Lage, Mitte."""
        return bool(self._words[number])

    def called(self, name_key: str) -> tuple[int, ...]:
        """Numbers of all places with this key (`german.place_names.key`)."""
        found = self._by_key.get(name_key, ())
        return found if isinstance(found, tuple) else (found,)

    def longest(self, first_piece: str) -> int:
        """How many pieces the longest name has that begins with this one; 1 where nothing begins so."""
        return self._longest.get(first_piece, 1)

    def county_called(self, stem: str) -> tuple[int, ...]:
        """„Kreis Wetterau“ is the Wetteraukreis."""
        return (self._stems[stem],) if stem in self._stems else ()

    def counties_with(self, piece: str) -> tuple[int, ...]:
        """Kreise in whose double name this is one: weilheim → Weilheim-Schongau."""
        return tuple(
            number
            for number, kind in enumerate(self._kinds)
            if KINDS[kind] == Kind.COUNTY and piece in pieces(self._names[number])
        )

    def plate(self, letters: str) -> int | None:
        return self._plates.get(letters)

    def above(self, number: int) -> Iterator[int]:
        """What it lies in, nearest first."""
        while (number := self._parents[number]) >= 0:
            yield number

    def relation(self, one: int, other: int) -> Relation:
        """How `one` lies to `other`; see `german.places.Gazetteer.relation`."""
        if one == other:
            return "same"
        if one in self._whole or other in self._whole:
            return self._relation_of_regions(one, other)
        if other in self.above(one):
            return "within"
        if one in self.above(other):
            return "contains"
        both_parts = Kind.QUARTER == self.kind(one) == self.kind(other)
        if both_parts and self._parents[one] == self._parents[other]:
            return "unknown"  # a Bezirk and a Stadtteil of it stand side by side in the list
        return "apart"

    def _relation_of_regions(self, one: int, other: int) -> Relation:
        """By what is said to lie in a region wholly or partly."""
        first, second = self._extent(one), self._extent(other)
        if not (first[0] | first[1]) or not (second[0] | second[1]):
            return "unknown"
        if first == second and not first[1]:
            return "same"
        if all(self._is_in(part, second[0]) for part in first[0] | first[1]):
            return "within"
        if all(self._is_in(part, first[0]) for part in second[0] | second[1]):
            return "contains"
        touching = any(
            self._is_in(a, {b}) or self._is_in(b, {a})
            for a in first[0] | first[1]
            for b in second[0] | second[1]
        )
        return "unknown" if touching else "apart"

    def _extent(self, number: int) -> tuple[frozenset[int], frozenset[int]]:
        if number in self._whole:
            return self._whole[number], self._partly[number]
        return frozenset({number}), frozenset()

    def _is_in(self, number: int, wholes: Iterable[int]) -> bool:
        return number in wholes or any(upper in wholes for upper in self.above(number))

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read_units(self) -> None:
        by_official: dict[str, int] = {}
        waiting: list[tuple[int, str]] = []
        for row in rows("orte.csv"):
            kind, official = Kind(row["art"]), row["schluessel"]
            is_own = kind != Kind.QUARTER and not (kind == Kind.MUNICIPALITY and len(official) == 5)
            number = self._add(
                row["name"], kind, official if is_own else "", int(row["einwohner"] or 0), row["wort"]
            )
            waiting.append((number, official))
            if is_own:
                by_official[official] = number
                if len(official) == 12:
                    by_official[official[:5] + official[9:]] = number  # the AGS, by which parts name it
        for number, official in waiting:
            self._parents[number] = self._parent_of(number, official, by_official)
        for row in rows("kennzeichen.csv"):
            self._plates[row["kennzeichen"]] = by_official[row["kreis"]]

    def _parent_of(self, number: int, official: str, by_official: dict[str, int]) -> int:
        """The narrowest other unit whose key the place's own begins with."""
        lengths = (12, 9, 5, 3, 2) if len(official) == 12 else (len(official), 5, 3, 2)
        for length in lengths:
            found = by_official.get(official[:length], -1)
            if found not in {-1, number}:
                return found
        return -1

    def _add(self, name: str, kind: Kind, official: str, people: int, word: str) -> int:
        number = len(self._names)
        self._names.append(name)
        self._kinds.append(KINDS.index(kind))
        self._keys.append(int(official or 0))
        self._digits.append(len(official))
        self._parents.append(-1)
        self._people.append(people)
        self._words.append(bool(word))
        for name_key in dict.fromkeys(keys(name)):
            self._enter(name_key, number)
        if kind == Kind.COUNTY:
            self._enter_county(name, number)
        first, *rest = pieces(name)
        if rest:
            self._longest[first] = max(self._longest.get(first, 1), len(rest) + 2)
        return number

    def _enter(self, name_key: str, number: int) -> None:
        found = self.called(name_key)
        if number not in found:
            self._by_key[name_key] = (*found, number) if found else number

    def _enter_county(self, name: str, number: int) -> None:
        """„Rhein-Sieg“ is the Rhein-Sieg-Kreis; „Enz“ is a river, and only „Kreis Enz“ the Enzkreis."""
        stem = key(name).removesuffix("kreis")
        self._stems[stem] = number
        if name.endswith("-Kreis"):
            self._enter(stem, number)

    def _read_regions(self) -> None:
        for row in rows("regionen.csv"):
            for county in self.called(key(row["name"])):
                if key(self._names[county]) != key(row["name"]):
                    del self._by_key[key(row["name"])]  # „Rhein-Neckar“ is more than the Kreis
            number = self._add(row["name"], Kind.REGION, "", 0, "")
            self._whole[number] = frozenset(map(self._unit, _listed(row["ganz"])))
            self._partly[number] = frozenset(map(self._unit, _listed(row["teils"])))
            for other in _listed(row["andere"]):
                self._enter(key(other), number)
                first, *rest = pieces(other)
                self._longest[first] = max(self.longest(first), len(rest) + 1)

    def _unit(self, name: str) -> int:
        """A Land, Regierungsbezirk, Kreis or kreisfreie Stadt by the name in `regionen.csv`."""
        bare = name.removeprefix("Kreis ")
        found = [
            number
            for number in self.called(key(bare))
            if (self._names[number] == bare and self._is_unit(number))
            and (bare == name or self.kind(number) == Kind.COUNTY)
        ]
        if not found:
            raise ValueError(f"regionen.csv: {name} is no Land, Kreis or kreisfreie Stadt")
        return found[0]

    def _is_unit(self, number: int) -> bool:
        kind = self.kind(number)
        if kind == Kind.MUNICIPALITY:
            return not any(self.kind(upper) == Kind.COUNTY for upper in self.above(number))
        return kind in {Kind.STATE, Kind.GOVERNMENT_REGION, Kind.COUNTY}


def _listed(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


@cache
def register() -> Register:
    """The places, read once per process."""
    return Register()
