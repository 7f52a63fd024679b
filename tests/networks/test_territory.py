"""A directory of several towns: where something is, and how that lies to where something else is."""

from __future__ import annotations

import pytest

from networks.recognition.territory import Lies, Territory, territory_of

TOWNS = ("Lippstadt", "Kreis Gütersloh", "Köln", "Rostock", "Landkreis Nordsachsen", "Hamburg")
PARENTS = {"Altstadt-Nord": "Köln", "Klingelpütz-Veedel": "Köln", "Altona": "Hamburg", "Bergedorf": "Hamburg"}
TERRITORY = Territory(PARENTS)


def lie(mine: str, theirs: str) -> Lies:
    return TERRITORY.lies(TERRITORY.of([mine]), TERRITORY.of([theirs]))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Lippstadt", "Stadt Lippstadt"),
        ("Kreis Weimarer Land", "Landkreis Weimarer Land"),
        ("Köthen", "Köthen (Anhalt)"),
        ("Hafenkante Nord", "Hafenkante Nord"),  # in no list, and yet a place
        ("Landau und Landkreis Südliche Weinstraße", "Landkreis Südliche Weinstraße und Stadt Landau"),
    ],
)
def test_one_place_is_the_same_however_it_is_written(mine, theirs):
    assert lie(mine, theirs) == lie(theirs, mine) == Lies.SAME


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Lippstadt", "Kreis Soest"),
        ("Altona", "Hamburg"),
        ("Trier", "Stadt Trier und Kreis Trier-Saarburg"),
        ("Torgau", "Landkreis Nordsachsen"),
    ],
)
def test_a_part_lies_in_the_whole(mine, theirs):
    assert lie(mine, theirs) == lie(theirs, mine) == Lies.PART


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Lippstadt", "Rostock"),
        ("Rosenheim", "Landkreis Rosenheim"),
        ("Köln", "Nordrhein-Westfalen"),  # what a Land does is not what a town in it does
        ("Altona", "Bergedorf"),
        ("Altstadt-Nord", "Klingelpütz-Veedel"),
        ("Lippstadt", "Hafenkante Nord"),
    ],
)
def test_other_places_are_apart(mine, theirs):
    assert lie(mine, theirs) == lie(theirs, mine) == Lies.APART


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("Landkreis", "Kreis Soest"), ("", "Lippstadt"), ("Murgelwiek oben", "Murgelwieker Höhe")],
)
def test_what_nobody_knows_is_no_evidence(mine, theirs):
    assert lie(mine, theirs) == Lies.UNKNOWN


def test_parts_of_one_town_lie_in_one_town_although_apart():
    altona, bergedorf = TERRITORY.of(["Altona"]), TERRITORY.of(["Bergedorf"])
    assert altona.towns & bergedorf.towns
    assert not altona.towns & TERRITORY.of(["Klingelpütz-Veedel"]).towns


def test_namesakes_are_told_apart_by_what_they_lie_in():
    """Altona is a part of Hamburg; a village of that name elsewhere is not meant."""
    assert len(TERRITORY.of(["Altona"]).places) == 1
    assert all(place.key.startswith("02") or not place.key for place in TERRITORY.of(["Altona"]).places[0])


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Lokales Bündnis für Familie im Kreis Gütersloh", "Lokales Bündnis für Familie im  "),
        ("Mannheimer Bündnis für Vielfalt", "  Bündnis für Vielfalt"),
        ("Netzwerk Medien", "Netzwerk Medien"),
    ],
)
def test_a_text_is_read_without_its_places(text, rest):
    assert TERRITORY.named_in(text)[0].split() == rest.split()


def test_a_directory_of_several_towns_is_told_by_its_places():
    assert territory_of(TOWNS, {}) is not None
    assert territory_of([*TOWNS, *PARENTS], PARENTS) is not None


@pytest.mark.parametrize(
    "names",
    [
        (),
        ("Altstadt", "Nordstadt", "Lindenau", "Hafenviertel", "Weststadt", "Auental"),  # of one town
        ("Lippstadt", "Soest", "Erwitte", "Anröchte", "Geseke", "Warstein", "Rüthen"),  # of one Kreis
        ("Köln", "Rostock", "Lippstadt"),  # too few to be sure
    ],
)
def test_parts_of_one_kommune_are_no_several_towns(names):
    assert territory_of(names, {}) is None


def test_a_gemeinde_is_a_town_of_its_own_within_its_kreis():
    within = Territory(
        {
            "Torgau": "Landkreis Nordsachsen",
            "Eilenburg": "Landkreis Nordsachsen",
            "Murgelwiek": "Landkreis Nordsachsen",
        }
    )
    torgau, eilenburg, village = (within.of([name]) for name in ("Torgau", "Eilenburg", "Murgelwiek"))
    assert torgau.towns.isdisjoint(eilenburg.towns)
    assert village.towns == {"murgelwiek"}
    assert within.lies(torgau, eilenburg) == within.lies(torgau, village) == Lies.APART
    assert within.lies(torgau, within.of(["Landkreis Nordsachsen"])) == Lies.PART


def test_no_more_is_remembered_than_fits(monkeypatch):
    """Texts and places come from whoever asks: a process must not keep them all."""
    monkeypatch.setattr("networks.recognition.territory.REMEMBERED", 2)
    territory = Territory()
    for text in ("Runde in Berlin", "Runde in Hamburg", "Runde in Köln"):
        territory.named_in(text)
        territory.of([text])
    assert max(len(territory._texts), len(territory._seen)) <= 2
