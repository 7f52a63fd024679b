"""Outliers decide neither where the Kommune lies nor what the map shows."""

import random

import pytest
from django.test import Client

from search.index import indexer
from tests import factories
from vocabulary.area import GERMANY, area_of

INDIANA, ATLANTIC, SWAPPED, MADRID = (39.77, -86.16), (0.0, 0.0), (9.35, 51.54), (40.4, -3.7)


def town(count: int, seed: int = 1) -> list[tuple[float, float]]:
    chance = random.Random(seed)
    return [(51.54 + chance.gauss(0, 0.02), 9.35 + chance.gauss(0, 0.03)) for _n in range(count)]


@pytest.mark.parametrize(
    "wrong", [[], [INDIANA], [ATLANTIC] * 8, [SWAPPED] * 8, [INDIANA, ATLANTIC, SWAPPED, MADRID] * 2]
)
def test_the_area_is_where_most_places_are(wrong: list[tuple[float, float]]) -> None:
    here = town(40)
    area = area_of([*wrong, *here])
    assert all(map(area.holds, here))
    assert not any(map(area.holds, wrong))
    assert area.distance_km((51.54, 9.35)) < 5


def test_a_swap_is_suggested_only_where_it_leads_here() -> None:
    area = area_of(town(40))
    assert "vertauscht" in area.doubt(SWAPPED)
    assert "Breite 51.54, Länge 9.35" in area.doubt(SWAPPED)
    assert "Atlantik" in area.doubt(ATLANTIC)
    assert area.doubt(INDIANA).endswith("km von hier entfernt.")
    assert area.doubt((51.5, 9.3)) == ""


def test_few_places_say_nothing() -> None:
    assert area_of([INDIANA, (float("nan"), 9.0)]) == GERMANY


def test_both_sides_of_the_date_line_are_near_each_other() -> None:
    assert area_of([(-17.0, 179.9)] * 6).distance_km((-17.0, -179.9)) < 30


@pytest.mark.django_db
@pytest.mark.parametrize("outlined", [False, True])
def test_one_wrong_coordinate_leaves_the_map_where_it_was(client: Client, outlined: bool) -> None:
    if outlined:
        ring = [[9.25, 51.45], [9.45, 51.45], [9.45, 51.65], [9.25, 51.65], [9.25, 51.45]]
        factories.DistrictFactory(outline={"type": "Polygon", "coordinates": [ring]})
    places = town(12)
    for latitude, longitude in places:
        factories.ActorFactory(latitude=latitude, longitude=longitude)
    indexer.drain()
    before = client.get("/akteure/karte.json").json()["bounds"]
    factories.ActorFactory(name="Null Null", latitude=0.0, longitude=0.0)
    factories.ActorFactory(name="Vertauscht", latitude=9.35, longitude=51.54)
    indexer.drain()
    after = client.get("/akteure/karte.json").json()
    assert (
        after["bounds"]
        == before
        == [
            min(y for y, _x in places),
            min(x for _y, x in places),
            max(y for y, _x in places),
            max(x for _y, x in places),
        ]
    )
    assert len(after["points"]) == 14
    page = client.get("/akteure/?ansicht=karte")
    assert "2 weit entfernt: Stimmen die Koordinaten?" in page.content.decode()
    assert [name for name, _url in page.context["listing"].places.far] == ["Null Null", "Vertauscht"]


@pytest.mark.django_db
def test_a_network_for_the_whole_city_is_no_dot_at_an_address(client: Client) -> None:
    city = factories.MunicipalityFactory()
    quarter = factories.DistrictFactory(parent=city)
    office = factories.ActorFactory(latitude=51.54, longitude=9.35)
    factories.NetworkFactory(name="Für alle", coordinator=office, districts=[city])
    factories.NetworkFactory(name="Im Viertel", coordinator=office, districts=[quarter])
    factories.NetworkFactory(name="Nirgends gesagt", coordinator=office)
    indexer.drain()
    assert [point[3] for point in client.get("/netzwerke/karte.json").json()["points"]] == [
        "Im Viertel",
        "Nirgends gesagt",
    ]
    assert (
        "1 für die ganze Stadt oder den ganzen Kreis"
        in client.get("/netzwerke/?ansicht=karte").content.decode()
    )
