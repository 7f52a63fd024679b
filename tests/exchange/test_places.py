"""From a place name in a cell to a district: what is created for it, and where."""

from __future__ import annotations

import pytest

from exchange.errors import CellError
from exchange.places import Districts
from tests.factories import DistrictFactory, MunicipalityFactory
from vocabulary.models import District

pytestmark = pytest.mark.django_db
Level = District.Level


def created(*names: str, below: District | None = None) -> list[tuple[str, str, str]]:
    """Name, level and name of what it lies in, of all that is created for cells with these names."""
    districts = Districts(below=below, create_missing=True)
    for name in names:
        districts.find(name)
    return [(d.name, d.level, d.parent.name if d.parent else "") for d in districts.created]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Landkreis Nordsachsen", [("Landkreis Nordsachsen", "kreis", "")]),
        ("LK NWM", [("LK NWM", "kreis", "")]),
        ("Torgau", [("Landkreis Nordsachsen", "kreis", ""), ("Torgau", "gemeinde", "Landkreis Nordsachsen")]),
        ("Stadt Soest", [("Kreis Soest", "kreis", ""), ("Stadt Soest", "gemeinde", "Kreis Soest")]),
        ("Stadt Rosenheim", [("Stadt Rosenheim", "gemeinde", "")]),
        ("Hessen", [("Hessen", "land", "")]),
        ("Nordviertel", [("Nordviertel", "stadtteil", "")]),
        ("Lindenau", [("Lindenau", "stadtteil", "")]),  # in Leipzig, and a Gemeinde of its own
        ("Connewitz", [("Connewitz", "stadtteil", "")]),  # of Leipzig, which is none of ours
        ("Ruhrgebiet", [("Ruhrgebiet", "stadtteil", "")]),  # no unit
    ],
)
def test_a_place_is_created_as_what_it_is(name, expected):
    assert created(name) == expected


def test_what_is_created_has_its_official_key():
    created("Torgau")
    assert dict(District.objects.values_list("name", "key")) == {
        "Torgau": "14730310",
        "Landkreis Nordsachsen": "14730",
    }


def test_a_key_that_another_district_has_is_left_to_it():
    DistrictFactory(name="Ganz anders", key="14730310")
    created("Torgau")
    assert District.objects.get(name="Torgau").key is None


def test_what_lies_around_a_place_is_used_where_it_is_there():
    state = DistrictFactory(name="Sachsen", level=Level.STATE)
    county = DistrictFactory(name="Nordsachsen", level=Level.COUNTY, parent=state)
    assert created("Torgau", "Eilenburg") == [
        ("Torgau", "gemeinde", "Nordsachsen"),
        ("Eilenburg", "gemeinde", "Nordsachsen"),
    ]
    assert District.objects.get(name="Torgau").parent == county


def test_a_kreisfreie_stadt_lies_in_its_land_and_in_no_kreis():
    DistrictFactory(name="Bayern", level=Level.STATE)
    DistrictFactory(name="Rosenheim", level=Level.COUNTY)
    assert created("Stadt Rosenheim") == [("Stadt Rosenheim", "gemeinde", "Bayern")]


def test_a_quarter_lies_in_its_town_where_that_is_there():
    MunicipalityFactory(name="Leipzig"), MunicipalityFactory(name="Halle (Saale)")
    assert created("Connewitz") == [("Connewitz", "stadtteil", "Leipzig")]


@pytest.mark.parametrize("name", ["Lindenau", "Wald", "Soest", "Connewitz", "Nordviertel"])
def test_in_a_file_about_a_town_a_bare_name_is_that_of_a_part_of_it(name):
    assert created(name, below=MunicipalityFactory(name="Auenberg")) == [(name, "stadtteil", "Auenberg")]


def test_in_a_file_about_a_town_its_kreis_is_its_kreis():
    town = MunicipalityFactory(name="Lippstadt")
    assert created("Kreis Soest", "Altstadt", below=town) == [
        ("Kreis Soest", "kreis", ""),
        ("Altstadt", "stadtteil", "Lippstadt"),
    ]
    assert created("Nordrhein-Westfalen", below=town) == [("Nordrhein-Westfalen", "land", "")]


def test_in_a_file_about_a_kreis_its_towns_are_meant_and_not_their_namesakes():
    county = DistrictFactory(name="Landkreis Esslingen", level=Level.COUNTY)
    assert created("Kirchheim", "Neuland", below=county) == [
        ("Kirchheim", "gemeinde", "Landkreis Esslingen"),
        ("Neuland", "stadtteil", "Landkreis Esslingen"),
    ]
    assert District.objects.get(name="Kirchheim").key == "08116033"


def test_a_new_kommune_is_created_below_its_kreis_with_its_first_district():
    town = District(name="Lippstadt", level=Level.MUNICIPALITY)
    assert created("Altstadt", below=town) == [
        ("Kreis Soest", "kreis", ""),
        ("Lippstadt", "gemeinde", "Kreis Soest"),
        ("Altstadt", "stadtteil", "Lippstadt"),
    ]


def test_another_name_of_a_district_finds_it():
    county = DistrictFactory(name="Landkreis Nordwestmecklenburg", level=Level.COUNTY)
    districts = Districts()
    assert [districts.find(name) for name in ("LK NWM", "Nordwestmecklenburg")] == [county.pk] * 2


def test_another_name_costs_no_question_twice(django_assert_num_queries):
    DistrictFactory(name="Landkreis Nordwestmecklenburg", level=Level.COUNTY)
    districts = Districts()
    districts.find("LK NWM")
    with django_assert_num_queries(0):
        districts.find("LK NWM")


def test_what_is_known_is_not_created_unasked():
    with pytest.raises(CellError, match="„Torgau“ steht nicht in der Liste Gebiet"):
        Districts().find("Torgau")
    assert not District.objects.exists()


def test_what_was_guessed_is_told():
    districts = Districts(create_missing=True)
    for name in ("Nordviertel", "Torgau"):
        districts.find(name)
    assert [district.name for district in districts.guessed] == ["Nordviertel"]
    districts = Districts(below=MunicipalityFactory(name="Auenberg"), create_missing=True)
    districts.find("Südviertel")
    assert districts.guessed == []


@pytest.mark.parametrize(
    ("name", "level"), [("Halle", Level.QUARTER), ("Neustadt", Level.QUARTER), ("Kassel", Level.MUNICIPALITY)]
)
def test_of_namesakes_only_a_city_among_villages_is_meant(name, level):
    assert created(name) == [(name, level, "")]


@pytest.mark.parametrize("name", ["LK Nordsachsen", "Landkreis Nordsachsen", "Nordsachsen", "kreisweit"])
def test_the_new_kommune_itself_is_created_once(name):
    county = District(name="Landkreis Nordsachsen", level=Level.COUNTY)
    assert created(name, "Torgau", name, below=county) == [
        ("Landkreis Nordsachsen", "kreis", ""),
        ("Torgau", "gemeinde", "Landkreis Nordsachsen"),
    ]


def test_a_place_is_created_once_however_it_is_written():
    assert created("Stadt Soest", "Soest", "LK NWM", "Landkreis Nordwestmecklenburg", "Kreis Soest") == [
        ("Kreis Soest", "kreis", ""),
        ("Stadt Soest", "gemeinde", "Kreis Soest"),
        ("LK NWM", "kreis", ""),
    ]
