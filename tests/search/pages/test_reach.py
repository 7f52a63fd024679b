"""Networks of a Stadtteil beside those of the whole city."""

from __future__ import annotations

import pytest

from tests.factories import ActorFactory, DistrictFactory, MunicipalityFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(city):
    """One network in each Stadtteil, two for the whole city."""
    NetworkFactory(name="Kreis Nord", districts=[city["Nordstadt"]])
    NetworkFactory(name="Kreis Linde", districts=[city["Lindenau"]])
    NetworkFactory(name="Stadtweit 1", districts=[city["Auenberg"]])
    NetworkFactory(name="Stadtweit 2", districts=[city["Auenberg"]], review_status="veroeffentlicht")
    NetworkFactory(name="Stadtweit verborgen", districts=[city["Auenberg"]], review_status="entwurf")
    return city


def listing(client, query: str, path: str = "/netzwerke/"):
    page = client.get(f"{path}{query}")
    return page.context["listing"], page.content.decode()


def test_filter_says_how_many_are_there_for_the_whole_city(client, town):
    shown, page = listing(client, "?stadtteil=nordstadt")
    assert (shown.total, shown.reach.is_with) == (1, False)
    assert shown.reach.sentence == "1 für „Nordstadt“, 2 für „Gesamte Stadt“"
    assert shown.reach.sentence in page


def test_one_chooses_with_or_without(client, town):
    shown, _page = listing(client, "?stadtteil=nordstadt&sort=name")
    both, _page = listing(client, shown.reach.with_url.removeprefix("/netzwerke/"))
    assert (both.total, both.reach.is_with) == (3, True)
    assert both.reach.sentence == shown.reach.sentence
    back, _page = listing(client, both.reach.without_url.removeprefix("/netzwerke/"))
    assert (back.total, back.address()) == (1, shown.address())


def test_several_stadtteile_and_other_filters_are_counted_alike(client, town):
    shown, _page = listing(client, "?stadtteil=nordstadt&stadtteil=lindenau&q=Stadtweit")
    assert shown.reach.parts == [("Lindenau", 0), ("Nordstadt", 0)]
    assert shown.reach.whole == ("Gesamte Stadt", 2)


@pytest.mark.parametrize("query", ["", "?stadtteil=auenberg", "?stadtteil=gibt-es-nicht"])
def test_nothing_is_said_without_a_stadtteil(client, town, query):
    assert listing(client, query)[0].reach is None


def test_nothing_is_said_when_nothing_is_there_for_the_whole_city(client, town):
    ActorFactory(name="Kita", district=town["Nordstadt"])
    assert listing(client, "?stadtteil=nordstadt", "/akteure/")[0].reach is None


def test_stadtteile_of_two_cities_have_no_whole(client, town):
    other = MunicipalityFactory(name="Harle")
    DistrictFactory(name="Altstadt", parent=other)
    assert listing(client, "?stadtteil=nordstadt&stadtteil=altstadt")[0].reach is None
