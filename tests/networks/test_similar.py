"""„Ähnliche Netzwerke“: apart from the page of a network, fetched when it is scrolled to, and a page of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import DistrictFactory, NetworkFactory
from tests.markup import flat

pytestmark = pytest.mark.django_db
PART = {"headers": {"HX-Request": "true"}}


@pytest.fixture
def alike():
    """Two that are alike, and one that nobody may see yet."""
    said = {
        "purpose": "Ehrenamtliche lesen in der Kita vor.",
        "districts": [DistrictFactory(name="Lindenau")],
    }
    NetworkFactory(name="Vorleserunde Lindenau", review_status="eingereicht", **said)
    return [NetworkFactory(name=f"Vorlesekreis {place}", **said) for place in ("Lindenau", "in Lindenau")]


def address(network) -> str:
    return reverse("networks:similar", args=[network.slug])


def test_the_page_of_a_network_leads_there_and_does_not_look_itself(client, alike):
    first, second = alike
    html = client.get(first.get_absolute_url()).content.decode()
    assert f'<a href="{address(first)}">Ähnliche Netzwerke ansehen</a>' in html
    assert f'hx-get="{address(first)}"' in html
    assert second.name not in html


def test_a_page_of_its_own(client, alike):
    first, second = alike
    page = flat(client.get(address(first)).content.decode())
    assert "Netzwerke wie „Vorlesekreis Lindenau“" in page
    assert second.get_absolute_url() in page
    assert "Vorleserunde" not in page


def test_htmx_gets_the_list_alone(client, alike):
    first, second = alike
    response = client.get(address(first), **PART)
    part = response.content.decode()
    assert "<html" not in part
    assert second.get_absolute_url() in part
    assert "HX-Request" in response["Vary"]


def test_nothing_alike(client):
    alone = NetworkFactory(name="Imkerverein Nordstadt", purpose="Wir halten Bienen.")
    assert client.get(address(alone), **PART).content.decode().strip() == ""
    assert "Im Verzeichnis steht nichts Ähnliches." in client.get(address(alone)).content.decode()


def test_of_what_nobody_may_see_there_is_none(client):
    hidden = NetworkFactory(review_status="entwurf")
    assert client.get(address(hidden)).status_code == 404


def test_a_former_address_leads_to_the_new_one(client, alike):
    network = alike[0]
    old = address(network)
    network.name = "Lesefreunde"
    network.save()
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, address(network))
