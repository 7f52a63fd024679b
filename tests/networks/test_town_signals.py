"""What the towns of two networks say in a directory of several towns."""

from __future__ import annotations

import pytest

from networks.recognition.features import TOWN_SIGNALS, signals
from networks.recognition.profiles import Profile
from tests.networks.test_several_towns import CORPUS, FAMILY, PROFILES, network

BY_KENNUNG = {profile.structure.kennung: profile for profile in PROFILES}
WHERE = {*TOWN_SIGNALS, "ort", "ort_gegen", "ort_teil_gegen"}


def told(kennung: str, name: str, place: str = "", purpose: str = "") -> dict[str, float]:
    """Signals of place that say something."""
    found = signals(Profile(network(0, name, place, purpose), CORPUS), BY_KENNUNG[kennung])
    return {signal: value for signal, value in found.items() if value and signal in WHERE}


def near(**values: float) -> object:
    return pytest.approx(values, abs=0.001)


def test_in_one_town_name_and_purpose_count_for_it():
    assert told("N2", "Bündnis für Familie", "Rostock", FAMILY) == near(
        ort=1.0, stadt=1.0, stadt_name=1.0, stadt_zweck=0.835
    )
    found = told("N6", "Etwas", "Nippes", "Familie und Beruf vereinbaren")
    assert found == near(
        stadt=1.0, stadt_name=0.41, stadt_zweck=0.568
    )  # the name as far as the text bears it


def test_a_part_of_the_town_is_neither_the_same_place_nor_another():
    assert told("N13", "Seniorennetzwerk", "Köln") == near(stadt=1.0, stadt_name=1.0)
    assert told("N13", "Seniorennetzwerk", "Nippes") == near(ort=1.0, stadt=1.0, stadt_name=1.0)
    assert told("N13", "Seniorennetzwerk", "Kalk") == near(ort_gegen=1.0, stadt=1.0, stadt_name=1.0)


def test_in_another_town_only_that_is_said():
    assert told("N2", "Bündnis für Familie", "Kassel") == {"ort_gegen": 1.0}


@pytest.mark.parametrize(
    ("kennung", "name", "value"),
    [
        ("N2", "Bündnis für Familie", 1.0),  # every town may have one
        ("N10", "Murgelnetz", 0.172),  # nobody else is called so
        ("N10", "Netzwerk Murgelnetz Billewitz", 0.172),
        ("N10", "MURGELNETZ", 1.0),  # an acronym is nobody's own
    ],
)
def test_where_no_place_is_said_a_name_of_its_own_may_say_it(kennung, name, value):
    assert told(kennung, name) == near(stadt_offen_gegen=value)
