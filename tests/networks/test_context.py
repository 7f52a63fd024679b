"""The Kommune around a comparison: which districts are all of it, and what it is called."""

from __future__ import annotations

import pytest

from networks.recognition.context import (
    KnownDistricts,
    districts_known,
    own_names,
    read_places,
    split_districts,
    theme_parents,
)
from tests.factories import ActorFactory, ActorKindFactory, DistrictFactory, MunicipalityFactory, ThemeFactory
from vocabulary.models import District

CITY = KnownDistricts(
    names={1: "Auenberg", 2: "Lindenau", 3: "Nordstadt"},
    synonyms={1: ("Gesamte Stadt",), 2: ("Nordstadt", "Lindenhof"), 3: ()},
    whole=frozenset({1}),
    parents={2: 1, 3: 1},
)


def test_names_come_before_synonyms():
    assert CITY.by_word() == {
        "auenberg": 1,
        "gesamte stadt": 1,
        "lindenau": 2,
        "lindenhof": 2,
        "nordstadt": 3,
    }


@pytest.mark.parametrize(
    ("ids", "names", "is_whole"),
    [((), set(), False), ((1,), set(), True), ((2, 3), {"Lindenau", "Nordstadt"}, False), ((1, 2), {"Lindenau"}, True)],
)  # fmt: skip
def test_parts_and_the_whole(ids, names, is_whole):
    assert split_districts(ids, CITY) == (names, is_whole)


def whole() -> set[str]:
    known = districts_known()
    return {known.names[pk] for pk in known.whole}


def test_one_municipality_is_all_of_a_city(db):
    town = MunicipalityFactory(name="Auenberg")
    quarter = DistrictFactory(name="Lindenau", parent=town, synonyms=["Lindenhof"])
    DistrictFactory(name="Stadtweit")
    known = districts_known()
    assert whole() == {"Auenberg", "Stadtweit"}
    assert (known.parents, known.synonyms[quarter.pk]) == ({quarter.pk: town.pk}, ("Lindenhof",))


def test_several_are_parts_of_a_county(db):
    MunicipalityFactory(name="Auenberg")
    MunicipalityFactory(name="Kranach")
    DistrictFactory(name="Kreis Au", level=District.Level.COUNTY)
    assert whole() == {"Kreis Au"}


def test_places_are_the_parts_with_the_institutions_that_stand_in_them(db):
    town = MunicipalityFactory(name="Auenberg")
    north = DistrictFactory(name="Nordstadt", parent=town)
    quarter = DistrictFactory(name="Lindenau", parent=north)
    kita, office = ActorKindFactory(name="Kita"), ActorKindFactory(name="Amt")
    ActorFactory(name="Kita Quietschfidel", kind=kita, district=quarter)
    ActorFactory(name="Amt Xylophonia", kind=office, district=quarter)
    ActorFactory(name="Kita Zwergenburgia", kind=kita, district=town)
    ActorFactory(name="Kita Geheimnisvollia", kind=kita, district=quarter, review_status="entwurf")
    places = read_places(districts_known())
    assert places.districts == {"nordstadt": "Nordstadt", "lindenau": "Lindenau"}
    assert places.parents == {"Lindenau": "Nordstadt"}
    assert places.sites == {"quietschfidel": "Lindenau"}
    assert {"quietschfidel", "xylophonia", "zwergenburgia"} <= places.institutions.keys()
    assert "geheimnisvollia" not in places.institutions


def test_too_many_institutions_tell_nothing(db, monkeypatch):
    monkeypatch.setattr("networks.recognition.context.INSTITUTIONS", 1)
    ActorFactory(name="Kita Quietschfidel")
    assert read_places(districts_known()).institutions
    ActorFactory(name="Kita Zwergenburgia")
    assert read_places(districts_known()).institutions == {}


def test_kommune_is_called_what_its_district_is_called(db, settings):
    settings.KOMMUNE_NAME = "Stadt Auenberg"
    assert own_names(districts_known()) == set()
    MunicipalityFactory(name="Auenberg")
    DistrictFactory(name="Gesamte Stadt")
    assert own_names(districts_known()) == {"Auenberg", "Stadt Auenberg"}
    settings.KOMMUNE_NAME = "Musterkommune"
    assert own_names(districts_known()) == {"Auenberg"}


@pytest.mark.parametrize(
    ("number", "bearing", "there", "names"),
    [
        (20, 3, 10, {"xanthia", "Xanthiastadt"}),
        (20, 2, 9, set()),
        (20, 3, 0, {"xanthia"}),
        (19, 19, 19, set()),  # too few to tell
    ],
)
def test_what_many_institutions_bear_is_the_towns_name(db, settings, number, bearing, there, names):
    settings.KOMMUNE_NAME = "Musterkommune"
    kind = ActorKindFactory()
    for place in range(number):
        ActorFactory(
            name=f"Schule {'Xanthia' if place < bearing else ''} {place}",
            kind=kind,
            city="Xanthiastadt" if place < there else "",
        )
    assert own_names(districts_known()) == names


def test_theme_above_a_theme(db):
    ThemeFactory(name="Lesen", parent=ThemeFactory(name="Sprache"))
    assert theme_parents() == {"Lesen": "Sprache"}


def test_of_several_counties_none_is_the_whole(db):
    land = DistrictFactory(name="Sachsen", level=District.Level.STATE)
    for name in ("Landkreis Nordsachsen", "Erzgebirgskreis"):
        MunicipalityFactory(
            name=f"Markt {name}", parent=DistrictFactory(name=name, level=District.Level.COUNTY, parent=land)
        )
    assert whole() == set()


def test_where_an_institution_is_says_its_district_or_its_town(db):
    MunicipalityFactory(name="Auenberg")
    quarter = DistrictFactory(name="Lindenau")
    for slug, more in {"a": {"district": quarter, "city": "Auenberg"}, "b": {"city": "Kranach"}}.items():
        ActorFactory(name=f"Verein {slug}", **{"district": None, **more})
    assert sorted(read_places(districts_known()).seats.values()) == ["Kranach", "Lindenau"]
