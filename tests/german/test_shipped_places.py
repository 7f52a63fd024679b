"""The shipped lists of places, row by row."""

from __future__ import annotations

from collections import Counter

import pytest

from german.place_names import key, without_addition
from german.place_register import DATA, Kind, register, rows
from german.place_signs import given_names
from german.places import gazetteer

TOWNS = {Kind.MUNICIPALITY, Kind.QUARTER}


def test_every_kind_is_there_in_its_number():
    count = Counter(row["art"] for row in rows("orte.csv"))
    assert (count["land"], count["bezirk"], count["kreis"]) == (14, 19, 294)
    assert 10_784 <= count["gemeinde"] < 11_100
    assert set(count) == {kind.value for kind in Kind if kind != Kind.REGION}


def test_every_place_stands_once_and_lies_in_one_that_is_there():
    known = register()
    numbers = range(len(known))
    shown = Counter((known.place(n).kind, known.place(n).key) for n in numbers if known.place(n).key)
    assert [place for place, times in shown.items() if times > 1] == []
    lost = [
        known.place(n).name
        for n in numbers
        if next(known.above(n), None) is None and known.kind(n) != Kind.REGION
    ]
    states = {row["name"] for row in rows("orte.csv") if row["art"] == "land"}
    assert set(lost) == states | {"Berlin", "Hamburg"}


def test_every_judged_name_is_one_and_is_judged_so():
    marked: dict[str, set[str]] = {}
    for row in rows("orte.csv"):
        marked.setdefault(key(without_addition(row["name"])[0]), set()).add(row["wort"])
    judged = {row["name"]: row["wort"] for row in rows("woerter.csv")}
    assert {name: marked.get(key(name)) for name in judged} == {name: {word} for name, word in judged.items()}


def test_every_plate_is_that_of_a_kreis_and_of_one_only():
    known = register()
    plates = [row["kennzeichen"] for row in rows("kennzeichen.csv")]
    counties = [known.plate(plate) for plate in plates]
    assert len(set(plates)) == len(plates) == len(set(counties))
    assert {known.kind(county) for county in counties} == {Kind.COUNTY}


@pytest.mark.parametrize("name", sorted(row["name"] for row in rows("regionen.csv")))
def test_a_region_is_found_and_contains_what_it_should(name):
    known = gazetteer()
    [region] = known.named(name, kind=Kind.REGION)
    [row] = [row for row in rows("regionen.csv") if row["name"] == name]
    for other in filter(None, row["andere"].split(", ")):
        assert region in known.named(other)
    for whole in filter(None, row["ganz"].split(", ")):
        kind = Kind.COUNTY if whole.startswith("Kreis ") else None
        named = known.named(whole.removeprefix("Kreis "), kind=kind)
        assert known.closest_relation([region], named) in {"contains", "same"}, whole


def test_no_large_town_is_taken_for_a_given_name():
    known = register()
    assert [
        name
        for name in sorted(given_names())
        for number in known.called(name)
        if known.kind(number) in TOWNS and known.population(number) > 10_000
    ] == []


def test_sources_and_licences_are_named():
    said = (DATA / "README.md").read_text()
    assert all(word in said for word in ("GeoBasis-DE / BKG", "GeoNutzV", "GeoNames", "CC BY 4.0"))
    assert sorted(path.name for path in DATA.iterdir() if path.name not in said) == ["README.md"]
