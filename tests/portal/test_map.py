"""The map: the same hits as the list, "about there" where no better place is known, no picture from elsewhere unasked."""

from __future__ import annotations

import base64
import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from playwright.sync_api import Page, Route, expect

from bildungsnetz.environment import Environment
from search.index import indexer
from tests.factories import ActorFactory, DistrictFactory, MunicipalityFactory, NetworkFactory
from tests.markup import faults
from vocabulary.outlines import middle

TILES = "https://kacheln.example/{z}/{x}/{y}.png"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SQUARE = {"type": "Polygon", "coordinates": [[[9, 51], [9.2, 51], [9.2, 51.2], [9, 51.2], [9, 51]]]}


@pytest.fixture
def foreign_tiles(settings):
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = TILES, "© <b>Quelle</b>"


@pytest.mark.parametrize(
    ("outline", "place"),
    [
        (SQUARE, (51.1, 9.1)),
        ({"type": "Polygon", "coordinates": [SQUARE["coordinates"][0][::-1]]}, (51.1, 9.1)),
        ({"type": "MultiPolygon", "coordinates": [[[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]], [[[4, 0], [6, 0], [6, 1], [4, 1], [4, 0]]]]}, (0.5, 3.0)),
        ({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]], [[2, 0], [4, 0], [4, 2], [2, 2], [2, 0]]]}, (1.0, 1.0)),
        ({"type": "Polygon", "coordinates": [[[1, 2], [3, 2], [1, 2], [1, 2]]]}, (2.0, 1.5)),
    ],
)  # fmt: skip
def test_middle_of_an_outline(outline, place):
    assert middle(outline) == pytest.approx(place)


@pytest.mark.django_db
def test_a_network_without_coordinates_stands_in_the_middle_of_its_one_district(client: Client) -> None:
    land = DistrictFactory(name="Auenland", level="land", outline=SQUARE)
    city = MunicipalityFactory(name="Auenberg", parent=land)
    quarter = DistrictFactory(name="Lindenau", parent=city, outline=SQUARE)
    bare = DistrictFactory(name="Ohne Umriss", parent=city)
    somewhere = ActorFactory(latitude=51.5, longitude=9.5)
    NetworkFactory(name="A genau", coordinator=somewhere, districts=[quarter])
    NetworkFactory(name="B ungefähr", districts=[quarter])
    NetworkFactory(name="C im Land", districts=[land])
    NetworkFactory(name="D in zweien", districts=[quarter, bare])
    NetworkFactory(name="E ohne Umriss", districts=[bare])
    NetworkFactory(name="F nirgends")
    NetworkFactory(name="G verborgen", districts=[quarter], review_status="entwurf")

    answer = client.get("/netzwerke/karte.json").json()
    assert answer["points"] == [
        [51.5, 9.5, "netzwerk", "A genau", "/netzwerke/a-genau/", ""],
        [
            pytest.approx(51.1),
            pytest.approx(9.1),
            "netzwerk",
            "B ungefähr",
            "/netzwerke/b-ungefaehr/",
            "Lindenau",
        ],
    ]
    assert (answer["total"], answer["without_place"]) == (6, 4)
    response = client.get("/netzwerke/?ansicht=karte")
    page = response.content.decode()
    assert faults(page) == []
    assert "1 Treffer ohne Anschrift steht in der Mitte seines Stadtteils" in page
    assert "1 für die ganze Stadt oder den ganzen Kreis" in page
    assert response.context["listing"].places.whole == [("C im Land", "/netzwerke/c-im-land/")]
    assert "3 ohne Ort" in page
    assert response.context["listing"].places.without == [
        ("D in zweien", "/netzwerke/d-in-zweien/"),
        ("E ohne Umriss", "/netzwerke/e-ohne-umriss/"),
        ("F nirgends", "/netzwerke/f-nirgends/"),
    ]


def test_map_and_list_show_the_same_hits(auenberg: None, client: Client) -> None:
    indexer.drain()
    for query in ("", "q=lesen", "thema=sprachbildung&stadtteil=lindenau"):
        table = b"".join(client.get(f"/verzeichnis.csv?{query}").streaming_content).decode("utf-8-sig")
        listed = {line.split(";")[3].partition("testserver")[2] for line in table.splitlines()[1:]}
        places = client.get(f"/verzeichnis/?ansicht=karte&{query}").context["listing"].places
        elsewhere = {url for _name, url in places.without + places.whole}
        assert {point[4] for point in places.points} | elsewhere == listed


@pytest.mark.django_db
def test_policy_names_the_host_of_the_tiles_on_the_map_page_only(client: Client, foreign_tiles: None) -> None:
    policies = {
        address: client.get(address)["Content-Security-Policy"]
        for address in ("/netzwerke/?ansicht=karte", "/netzwerke/", "/")
    }
    own = policies.pop("/netzwerke/?ansicht=karte")
    assert own == policies["/"].replace(
        "img-src 'self' data:", "img-src 'self' data: https://kacheln.example"
    )
    assert set(policies.values()) == {policies["/"]}
    assert "kacheln" not in policies["/"]


@pytest.mark.django_db
def test_without_the_setting_and_with_tiles_of_ones_own_nothing_is_asked(client: Client, settings) -> None:
    def page() -> str:
        response = client.get("/netzwerke/?ansicht=karte")
        assert "img-src 'self' data:;" in response["Content-Security-Policy"]
        return response.content.decode()

    assert "data-tile" not in page()
    settings.MAP_TILE_URL, settings.MAP_TILE_ATTRIBUTION = (
        f"{settings.SITE_URL}/kacheln/{{z}}/{{x}}/{{y}}.png",
        "Wir",
    )
    assert "data-tile-url" in page()
    assert "data-tile-consent" not in page()


@pytest.mark.parametrize(
    "value",
    [
        "kacheln.example",
        "https://x.example/{z}/{x}.png",
        "https://{s}.x.example/{z}/{x}/{y}.png",
        "ftp://x.example/{z}/{x}/{y}",
    ],
)
def test_wrong_address_of_tiles_stops_the_start_in_words(value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"mit \{z\}, \{x\} und \{y\}"):
        Environment({"MAP_TILE_URL": value}).tiles("MAP_TILE_URL")
    assert Environment({"MAP_TILE_URL": TILES}).tiles("MAP_TILE_URL") == TILES


@pytest.mark.browser
def test_streets_come_after_consent_and_go_when_it_is_taken_back(
    auenberg_live: None, page: Page, foreign_tiles: None
) -> None:
    asked: list[str] = []
    blocked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        assert "referer" not in route.request.headers
        route.fulfill(body=PIXEL, content_type="image/png")

    page.route("https://kacheln.example/**", answer)
    page.on("console", lambda message: blocked.append(message.text) if message.type == "error" else None)
    page.goto("/netzwerke/?ansicht=karte")
    expect(page.locator("#map .point, #map .cluster").first).to_be_visible()
    assert asked == []
    button = page.get_by_role("button", name="Straßenkarte zeigen")
    button.click()
    expect(page.locator("#map .leaflet-tile").first).to_be_visible()
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© <b>Quelle</b>")
    assert asked

    page.reload()
    expect(page.locator("#map .point, #map .cluster").first).to_be_visible()
    assert page.locator("#map .leaflet-tile").count() == 0  # it was for that view only
    page.get_by_label("auf diesem Gerät merken").check()
    button.click()
    page.reload()
    expect(page.locator("#map .leaflet-tile").first).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("localStorage.getItem('strassenkarte')") == "kacheln.example"
    button.click()
    expect(page.locator("#map .leaflet-tile")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('strassenkarte')") is None
    assert blocked == []


@pytest.mark.browser
def test_map_follows_the_filters(auenberg_live: None, strict: Page) -> None:
    """Also after results came live, which bring a new map."""
    strict.goto("/netzwerke/?ansicht=karte")
    expect(strict.locator("#map .point, #map .cluster").first).to_be_visible()
    with strict.expect_response(lambda response: "karte.json?" in response.url) as answer:
        strict.locator("#filter input[name=stadtteil]").nth(2).check()
    points = json.loads(answer.value.body())["points"]
    assert points
    expect(strict.locator("#map .point, #map .cluster").first).to_be_visible()
    counts = strict.locator("#map .point, #map .cluster").all_text_contents()
    assert sum(int(text or 1) for text in counts) == len(points)
