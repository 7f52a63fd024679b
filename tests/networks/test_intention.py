"""The yellow hint asks only people who may be planning something."""

import pytest

from networks.recognition.intention import is_plan
from tests.factories import ActorFactory, NetworkFactory
from tests.markup import flat


@pytest.mark.parametrize(
    "query",
    [
        "Vorlesepaten",
        "Runder Tisch Schulhof",
        "Rentnern das Handy erklären",
        "Sprachcafé im Hafenviertel",
        "MINT",
    ],
)
def test_a_purpose_is_a_plan(query):
    assert is_plan(query, places=["Hafenviertel"])


@pytest.mark.parametrize(
    "query",
    [
        "monatlich", "jeden 2. Dienstag im Monat", "vierteljährlich, donnerstags 15 Uhr",  # a rhythm
        "ruhend", "Beendet", "offen", "vereinbart", "Videokonferenz", "hybrid",  # a property
        "Runder Tisch", "AG", "Netzwerk Nordstadt", "Hafenviertel",  # a kind, a place
        "Stadtbibliothek Auenberg", "lesenetz auenberg",  # what somebody looks for
        "", "???", "12",
    ],
)  # fmt: skip
def test_what_is_looked_for_is_no_plan(query):
    names = ["Stadtbibliothek Auenberg", "Lesenetz Auenberg"]
    assert not is_plan(query, places=["Nordstadt", "Hafenviertel"], names=names)


@pytest.mark.django_db
def test_whom_one_looks_for_by_the_short_name_is_no_plan(client):
    ActorFactory(name="Volkshochschule Auenberg", short_name="VHS")
    page = flat(client.get("/verzeichnis/", {"q": "VHS"}).content.decode())
    assert 'href="/akteure/volkshochschule-auenberg/"' in page
    assert "Neues Netzwerk geplant?" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "asked"), [("monatlich", False), ("Lesehunde in Schulen", True)])
def test_list_asks_only_about_a_plan(client, query, asked):
    NetworkFactory(name="AK Lesen", rhythm_text="monatlich", purpose="Lesehunde besuchen Schulen.")
    page = client.get("/netzwerke/", {"q": query}).content.decode()
    assert ("Neues Netzwerk geplant?" in page) is asked
