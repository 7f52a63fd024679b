"""Recognition in a directory of several towns: the town decides among namesakes, and without one there is no verdict."""

from __future__ import annotations

import pytest

from duplicates.scoring import RELATED, SAME
from networks.recognition.places import Places
from networks.recognition.profiles import Profile
from networks.recognition.scoring import assess, rank
from networks.recognition.structures import Corpus, Structure

FAMILY = "Familienfreundlichkeit vor Ort stärken, Beruf und Familie vereinbaren"
TOWNS = ("Lippstadt", "Rostock", "Landkreis Nordsachsen", "Mannheim", "Kassel", "Köln")


def network(key: int, name: str, place: str, purpose: str = FAMILY, **more: object) -> Structure:
    return Structure(
        key, f"N{key}", name, purpose=purpose, districts=frozenset(filter(None, [place])), **more
    )


EXISTING = [
    *(network(key, f"Bündnis für Familie {town}", town) for key, town in enumerate(TOWNS, 1)),
    network(10, "Murgelnetz", "Kassel", "Einrichtungen im Osten bilden und beraten gemeinsam"),
    network(11, "Präventionsrat", "Lippstadt", "Gewalt vorbeugen, Sicherheit erhöhen", short_name="PRL"),
    network(12, "Bündnis für Demokratie", "Mannheim", "Demokratie fördern, Extremismus vorbeugen"),
    network(13, "Seniorennetzwerk", "Nippes", "Ältere Menschen im Viertel beraten"),
]
CORPUS = Corpus.measure(
    EXISTING,
    places=Places.of(
        [*TOWNS, "Nippes", "Kalk"], parents={"Nippes": "Köln", "Kalk": "Köln"}, seats={"A1": "Rostock"}
    ),
)
PROFILES = [Profile(structure, CORPUS) for structure in EXISTING]


def found(name: str, place: str = "", purpose: str = "", **more: object) -> list[tuple[str, bool]]:
    """Kennung of what is shown, best first, and whether it is said to be the same."""
    matches = rank(Profile(network(0, name, place, purpose, **more), CORPUS), PROFILES)
    return [(match.existing.kennung, match.verdict == SAME) for match in matches]


def test_among_namesakes_the_town_decides():
    for key, town in enumerate(TOWNS, 1):
        assert found("Bündnis für Familie", town, "Mehr Zeit füreinander")[0] == (f"N{key}", True)


@pytest.mark.parametrize("name", ["Bündnis für Familie Rostock", "Rostocker Familienbündnis"])
def test_a_town_in_the_name_is_a_place_said(name):
    assert found(name)[0] == ("N2", True)


def test_the_seat_of_who_coordinates_says_the_place_when_nothing_else_does():
    assert found("Bündnis für Familie", coordinator="A1")[0] == ("N2", True)


def test_without_a_place_what_every_town_has_is_never_the_same():
    shown = found("Bündnis für Familie", purpose=FAMILY)
    assert shown
    assert not any(is_same for _kennung, is_same in shown)


def test_without_a_place_a_name_of_its_own_is_enough():
    assert found("Murgelnetz")[0] == ("N10", True)


def test_in_a_town_without_one_the_others_are_no_double():
    assert not any(is_same for _kennung, is_same in found("Bündnis für Familie", "Ulm", FAMILY))


def test_letters_may_hold_the_town():
    assert found("PRL", "Lippstadt", "Ursachen von Sucht und Angst mindern")[0][0] == "N11"


@pytest.mark.parametrize("name", ["Begleitausschuss", "Jugendforum des Bündnisses für Demokratie"])
def test_a_part_of_it_is_not_it(name):
    proposal = Profile(network(0, name, "Mannheim", "Demokratie fördern, Extremismus vorbeugen"), CORPUS)
    whole = next(profile for profile in PROFILES if profile.structure.kennung == "N12")
    match = assess(proposal, whole)
    assert match.verdict == RELATED
    assert "part of it" in [rule.name for rule in match.rules]
    assert "das eine ist ein Gremium des anderen" in match.reasons


def test_in_one_town_a_near_name_with_other_words_is_another_round():
    shown = found("Präventionsnetz", "Lippstadt", "Sicherheit in Schulen, Angst und Sucht mindern")
    assert shown[0] == ("N11", False)
    assert found("Präventionsrat", "Lippstadt", "Sicherheit in Schulen, Angst und Sucht mindern")[0] == (
        "N11",
        True,
    )


def test_the_circle_around_a_town_is_no_town():
    assert not any(is_same for _key, is_same in found("Familienbund Soest", "Kreis Soest", FAMILY))


def test_the_same_round_in_another_part_of_town_is_another():
    shown = found("Seniorennetzwerk", "Kalk", "Ältere Menschen im Viertel beraten")
    assert shown[0] == ("N13", False)
    assert found("Seniorennetzwerk", "Nippes", "Ältere Menschen im Viertel beraten")[0] == ("N13", True)


def test_who_takes_part_nowhere_else_is_no_sign_of_another_round():
    one = network(20, "Lernbund", "Kassel", "Lernen", members=frozenset({"X"}))
    corpus = Corpus.measure([*EXISTING, one], places=CORPUS.places)
    mine = Profile(network(0, "Lernbund", "Kassel", "Lernen", members=frozenset({"Y"})), corpus)
    assert assess(mine, Profile(one, corpus)).found["mitglieder_gegen"] == 0
    known = Profile(network(0, "Lernbund", "Kassel", "Lernen", members=frozenset({"Z"})), corpus)
    corpus.members["Z"] = 3
    assert assess(known, Profile(one, corpus)).found["mitglieder_gegen"] > 0
