"""A link to all that is in a district."""

from __future__ import annotations

import pytest

from search.pages.districts import list_filter, slugs_with_parts
from search.pages.filters import MOST_VALUES
from tests.factories import DistrictFactory, MunicipalityFactory
from vocabulary.models import District

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, District]:
    """A Kreis, in it a city of two quarters, in one of them a harbour."""
    county = DistrictFactory(name="Kreis", level=District.Level.COUNTY)
    city = MunicipalityFactory(name="Stadt", parent=county)
    north, linden = (
        DistrictFactory(name=name, parent=city, position=n) for n, name in enumerate(["Nord", "Linde"])
    )
    harbour = DistrictFactory(name="Hafen", parent=north)
    return {place.name: place for place in (county, city, north, linden, harbour)}


def test_a_city_is_asked_for_with_all_its_parts_and_a_kreis_alone(places):
    found = slugs_with_parts(places.values())
    assert {place.name: found[place.pk] for place in places.values()} == {
        "Kreis": ["kreis"],
        "Stadt": ["stadt", "nord", "linde", "hafen"],
        "Nord": ["nord", "hafen"],
        "Linde": ["linde"],
        "Hafen": ["hafen"],
    }


def test_places_that_lie_in_each_other_come_to_an_end(places):
    District.objects.filter(name="Stadt").update(parent=places["Hafen"])
    assert list_filter(places["Nord"]) == ["nord", "hafen", "stadt", "linde"]


def test_a_city_with_more_parts_than_an_address_may_carry_is_asked_for_alone(places):
    DistrictFactory.create_batch(MOST_VALUES - 4, parent=places["Stadt"])
    assert len(list_filter(places["Stadt"])) == MOST_VALUES
    DistrictFactory(parent=places["Stadt"])
    assert list_filter(places["Stadt"]) == ["stadt"]
