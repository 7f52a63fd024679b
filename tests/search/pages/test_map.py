"""Which hits stand on the map, and what is named beneath it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.csp import CSP

from search.pages.map import MOST_NAMED, MapPlaces, OffTheMap, Tiles, outlines, places_of, tiles
from tests.factories import ActorFactory, DistrictFactory, MunicipalityFactory, NetworkFactory
from vocabulary.area import Area

HERE = Area(53.0, 8.0, 30.0)


def point(latitude: float, longitude: float, name: str, district: str = ""):
    return (latitude, longitude, "akteur", name, f"/akteure/{name}/", district)


def test_points_far_away_are_named_and_do_not_widen_the_map():
    places = MapPlaces([point(53.0, 8.1, "a"), point(53.1, 8.0, "b", "Nord"), point(8.0, 53.0, "c")])
    places.fit(HERE)
    assert places.bounds == (53.0, 8.0, 53.1, 8.1)
    assert places.far == [("c", "/akteure/c/")]
    assert places.rough_count == 1


def test_nothing_near_gives_no_bounds():
    places = MapPlaces([point(8.0, 53.0, "c")])
    places.fit(HERE)
    assert (places.bounds, len(places.far)) == (None, 1)


def test_what_is_not_on_the_map_is_named_in_groups_of_one_reason():
    places = MapPlaces(without=[("a", "/a/")], whole=[("b", "/b/"), ("c", "/c/")], far=[("d", "/d/")])
    assert [(group.label, group.named) for group in places.off_the_map] == [
        ("2 für die ganze Stadt oder den ganzen Kreis", places.whole),
        ("1 weit entfernt: Stimmen die Koordinaten?", places.far),
        ("1 ohne Ort", places.without),
    ]
    assert MapPlaces().off_the_map == []


@pytest.mark.parametrize(("more", "unnamed"), [(-1, 0), (0, 0), (2, 2)])
def test_a_long_group_says_how_many_it_does_not_name(more, unnamed):
    group = OffTheMap("%(n)d ohne Ort", [(str(n), "/") for n in range(MOST_NAMED + more)])
    assert (len(group.named), group.unnamed_count) == (min(MOST_NAMED, MOST_NAMED + more), unnamed)


@pytest.mark.parametrize(
    ("url", "is_foreign"), [("https://tiles.example:8443/{z}/{x}/{y}.png", True), ("/kacheln/{z}", True)]
)
def test_pictures_of_another_host_are_foreign(url, is_foreign):
    assert Tiles(url, "").is_foreign is is_foreign


def test_pictures_of_the_portal_itself_are_not_foreign(settings):
    settings.SITE_URL = "https://portal.example"
    assert not Tiles("https://portal.example/kacheln/{z}/{x}/{y}.png", "").is_foreign


def test_the_policy_lets_pictures_of_this_one_host_in_and_nothing_else():
    policy = Tiles("https://tiles.example:8443/{z}/{x}/{y}.png", "").policy
    assert policy == settings.SECURE_CSP | {"img-src": [CSP.SELF, "data:", "https://tiles.example:8443"]}


def test_without_an_address_there_are_no_pictures(settings):
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = "", "© jemand"
    assert tiles() is None
    settings.MAP_TILE_URL = "https://tiles.example/{z}"
    assert tiles() == Tiles("https://tiles.example/{z}", "© jemand")


# --- districts -------------------------------------------------------------------------------------------------------


def square(longitude: float, latitude: float) -> dict[str, object]:
    """An outline a tenth of a degree wide, by its lower left corner."""
    steps = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[longitude + x, latitude + y] for x, y in steps]]}


@pytest.fixture
def quarters(db) -> dict[str, object]:
    """A town of two quarters with outlines, and one that nobody has drawn."""
    town = MunicipalityFactory(name="Auenberg", outline=square(9.3, 51.5))
    return {
        "Auenberg": town,
        "Lindenau": DistrictFactory(name="Lindenau", parent=town, outline=square(9.3, 51.5)),
        "Nordstadt": DistrictFactory(name="Nordstadt", parent=town, outline=square(9.4, 51.6)),
        "Süd": DistrictFactory(name="Süd", parent=town),
    }


def test_who_has_no_coordinates_stands_in_the_middle_of_the_one_district(quarters, answer):
    ActorFactory(name="Kita", district=quarters["Lindenau"])
    NetworkFactory(name="Runde", districts=[quarters["Nordstadt"]])
    NetworkFactory(name="Zwei Quartiere", districts=[quarters["Lindenau"], quarters["Nordstadt"]])
    NetworkFactory(name="Ganze Stadt", districts=[quarters["Auenberg"]])
    ActorFactory(name="Ungezeichnet", district=quarters["Süd"])
    found = places_of(answer())
    assert [(name, district, latitude, longitude) for latitude, longitude, _kind, name, _url, district in found.points] == [
        ("Kita", "Lindenau", pytest.approx(51.55), pytest.approx(9.35)),
        ("Runde", "Nordstadt", pytest.approx(51.65), pytest.approx(9.45)),
    ]  # fmt: skip
    assert [name for name, _url in found.whole] == ["Ganze Stadt"]
    assert [name for name, _url in found.without] == ["Ungezeichnet", "Zwei Quartiere"]
    assert (found.far, found.rough_count) == ([], 2)


def test_places_are_drawn_by_their_outlines_and_named_where_nothing_lies_in_them(quarters):
    DistrictFactory(name="Verschrieben", parent=quarters["Auenberg"], outline={"type": "Point"})
    middles = {place["name"]: place["middle"] for place in outlines()}
    assert middles == {
        "Auenberg": None,
        "Lindenau": (pytest.approx(51.55), pytest.approx(9.35)),
        "Nordstadt": (pytest.approx(51.65), pytest.approx(9.45)),
    }
    assert outlines()[0]["geometry"] == square(9.3, 51.5)
