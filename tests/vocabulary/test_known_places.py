"""What the list of Germany's places knows of districts, and what the admin proposes from it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from german.places import gazetteer
from tests.factories import DistrictFactory, MunicipalityFactory, UserFactory
from tests.markup import flat
from vocabulary.known_places import district_at, nearest_above, place_called, place_of
from vocabulary.models import District

pytestmark = pytest.mark.django_db
Level = District.Level


@pytest.fixture
def curator(client: Client) -> Client:
    client.force_login(UserFactory(role=User.Role.SYSTEM))
    return client


def add(client: Client, name: str, **more: object) -> tuple[str, str, str]:
    """Level, parent and message of a district that was added with everything else left empty."""
    data = {"name": name, "level": "", "parent": "", "position": "0", "synonyms": "", "slug": ""}
    answer = client.post(reverse("admin:vocabulary_district_add"), data | more, follow=True)
    district = District.objects.get(name=name)
    said = [str(message) for message in answer.context["messages"] if "Nach dem Namen" in str(message)]
    return district.level, str(district.parent or ""), "".join(said)


def test_the_admin_proposes_what_is_known(curator):
    DistrictFactory(name="Landkreis Nordsachsen", level=Level.COUNTY)
    assert add(curator, "Torgau") == (
        "gemeinde",
        "Landkreis Nordsachsen",
        "Nach dem Namen eingetragen: Ebene „Gemeinde“, übergeordnetes Gebiet „Landkreis Nordsachsen“.",
    )


def test_the_admin_creates_nothing_above(curator):
    assert add(curator, "Torgau") == ("gemeinde", "", "Nach dem Namen eingetragen: Ebene „Gemeinde“.")
    assert District.objects.count() == 1


def test_what_is_unknown_is_a_quarter(curator):
    assert add(curator, "Nordviertel") == (
        "stadtteil",
        "",
        "Nach dem Namen eingetragen: Ebene „Stadtteil oder Quartier“.",
    )


def test_what_somebody_chose_stays(curator):
    DistrictFactory(name="Landkreis Nordsachsen", level=Level.COUNTY)
    town = MunicipalityFactory(name="Auenberg")
    assert add(curator, "Torgau", level="stadtteil", parent=town.pk) == ("stadtteil", "Auenberg", "")
    assert add(curator, "Eilenburg", level="stadtteil") == ("stadtteil", "", "")
    assert add(curator, "Delitzsch", parent=town.pk)[:2] == ("stadtteil", "Auenberg")
    assert add(curator, "Oschatz", level="gemeinde")[:2] == ("gemeinde", "Landkreis Nordsachsen")


def test_a_district_that_is_there_is_left_alone(curator):
    DistrictFactory(name="Landkreis Nordsachsen", level=Level.COUNTY)
    quarter = DistrictFactory(name="Torgau")
    address = reverse("admin:vocabulary_district_change", args=[quarter.pk])
    form = curator.get(address).context["adminform"].form
    sent = {field.html_name: field.value() for field in form if field.value() is not None}
    answer = curator.post(address, sent | {"position": "7", "synonyms": ""})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    quarter.refresh_from_db()
    assert (quarter.level, quarter.parent, quarter.position) == ("stadtteil", None, 7)


def test_only_a_new_district_may_leave_its_level_empty(curator):
    new = flat(curator.get(reverse("admin:vocabulary_district_add")).content.decode())
    old = flat(
        curator.get(reverse("admin:vocabulary_district_change", args=[DistrictFactory().pk])).content.decode()
    )
    assert ("nach dem Namen" in new, "nach dem Namen" in old) == (True, False)


def test_a_mistake_in_the_form_proposes_nothing(curator):
    data = {"name": "", "level": "", "position": "0"}
    answer = curator.post(reverse("admin:vocabulary_district_add"), data)
    assert set(answer.context["adminform"].form.errors) == {"name"}


@pytest.mark.parametrize(
    ("key", "label"), [("05758", "Kreis Herford"), ("057580000000", None), ("99999", None)]
)
def test_a_key_that_is_another_ones_tells_that_nothing_is_known(key, label):
    place = place_of(DistrictFactory(name="Herford", level=Level.COUNTY, key=key))
    assert (place and place.label) == label


@pytest.mark.parametrize("key", ["05974028", "059740028028"])
def test_a_gemeinde_is_known_by_its_ags_and_its_ars(key):
    town = MunicipalityFactory(name="Lippstadt", key=key)
    assert place_of(town).key == "05974028"
    assert district_at(place_of(town)) == town


def test_among_namesakes_what_a_district_lies_in_decides():
    county = DistrictFactory(name="Kreis Gütersloh", level=Level.COUNTY)
    assert place_of(MunicipalityFactory(name="Halle", parent=county)).name == "Halle (Westf.)"
    assert place_of(MunicipalityFactory(name="Halle")) is None


def test_the_narrowest_district_around_a_place():
    [lippstadt] = gazetteer().named("Lippstadt")
    assert nearest_above(lippstadt) is None
    state = DistrictFactory(name="Nordrhein-Westfalen", level=Level.STATE)
    assert nearest_above(lippstadt) == state
    county = DistrictFactory(name="Kreis Soest", level=Level.COUNTY, parent=state)
    assert nearest_above(lippstadt) == county


def test_a_region_and_a_verband_are_no_level():
    assert [place_called(name) for name in ("Ruhrgebiet", "Samtgemeinde Bersenbrück", "")] == [None] * 3
