"""What is derived from a structure once: its names, its places, and how much it says."""

from __future__ import annotations

from collections import Counter

import pytest

from networks.recognition.places import Places
from networks.recognition.profiles import Profile, saturate
from networks.recognition.structures import Corpus, Structure

PLACES = Places.of(
    ["Lindenau", "Altstadt"], [("Kita Hafenmäuse", "Altstadt")], [("A9", "Jugendzentrum Nordstern")]
)
CORPUS = Corpus.measure(
    (
        Structure(name=f"Runde {theme}", themes=frozenset({theme}))
        for theme in ("Sprachbildung", "Inklusion", "Leseförderung")
    ),
    places=PLACES,
    own_names=["Auenberg", "Altenheim"],
)


def profile(name: str = "", **fields: object) -> Profile:
    return Profile(Structure(name=name, **fields), CORPUS)


def words(texts: list) -> list[list[str]]:
    return [[word.folded for word in text.words] for text in texts]


def test_names_are_compared_without_town_district_and_institution():
    given = profile(
        "Vorlesekreis Lindenau Auenberg", short_name="VLK", other_names=("Lesepaten Hafenmäuse", " ")
    )
    assert words(given.names) == [["vorlesekreis"], ["vlk"], ["lesepaten"]]
    assert (given.bare_name, given.letters) == ("Vorlesekreis", "vorlesekreislindenau")
    assert words(profile().names) == [[]]


def test_purpose_is_compared_without_town_district_and_kind_of_cooperation():
    given = profile(purpose="Netzwerk in Lindenau und Auenberg: Singen")
    assert words([given.purpose]) == [["singen"]]


def test_everything_is_where_a_word_may_turn_up():
    given = profile("Runder Tisch Chor", other_names=("Lied",), purpose="Singen", themes=frozenset({"Musik"}))
    assert words([given.everything]) == [["chor", "lied", "singen", "musik"]]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, False),
        ({"name": "Runder Tisch Lindenau"}, False),
        ({"name": "Treff Auenberg"}, False),
        ({"name": "Haus"}, False),
        ({"name": "Haus Jahr heute"}, False),  # three everyday words
        ({"purpose": "Haus Jahr Kind fördern"}, True),  # four
        ({"name": "Mathematik"}, True),
        ({"short_name": "Mathematik"}, True),
        ({"purpose": "Mathematik"}, True),
    ],
)
def test_says_what_for(fields, says):
    assert profile(**fields).says_what_for == says


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"name": "Treff Lindenau"}, {"Lindenau"}),
        ({"short_name": "Treff Lindenau"}, {"Lindenau"}),
        ({"districts": frozenset({"Altstadt"}), "purpose": "In Lindenau"}, {"Altstadt"}),
        ({"districts": frozenset({"Altstadt"}), "name": "Treff Lindenau"}, {"Altstadt", "Lindenau"}),
        ({"purpose": "In Lindenau"}, {"Lindenau"}),
        ({"purpose": "Bei den Hafenmäusen in der Kita Hafenmäuse"}, {"Altstadt"}),
        ({"name": "Treff Hafenmäuse"}, {"Altstadt"}),
        ({"name": "Treff Bergheim"}, {"bergheim"}),
        ({"name": "Treff Bergheim", "purpose": "In Lindenau"}, {"Lindenau"}),
        ({"name": "Treff Altenheim"}, set()),  # the Kommune's own name
        ({"name": "Treff Bergheim", "is_citywide": True}, set()),
        ({"name": "Treff"}, set()),
    ],
)
def test_places_named(fields, places):
    assert profile(**fields).places_named == places


def test_a_word_of_the_corpus_is_no_place_elsewhere():
    corpus = Corpus(roots=Counter(bergheim=1))
    assert Profile(Structure(name="Treff Bergheim"), corpus).places_named == frozenset()


def test_institutions_named_in_name_or_purpose():
    assert profile("Treff im Nordstern").named == profile(purpose="mit dem Nordstern").named == {"A9"}


@pytest.mark.parametrize(
    ("name", "weight"),
    [("", 0), ("Arbeitskreis", 0), ("Neue Runde", 0), ("Haus", 0), ("Mathematik", 0.632), ("Mathematik Xylophon", 0.865)],
)  # fmt: skip
def test_name_weighs_what_its_telling_words_say(name, weight):
    assert profile(name).name_weight == pytest.approx(weight, abs=0.001)


@pytest.mark.parametrize(
    ("name", "purpose", "themes", "value"),
    [
        ("Rückenwind", "", set(), 1.0),  # nothing else is said
        ("Rückenwind", "Mathematik", set(), 0.2),
        ("Rückenwind", "", {"Inklusion"}, 0.2),
        ("Mathematik", "Mathematik", set(), 1.0),
        ("Mathematik Xylophon", "Mathematik", set(), 1.0),  # half of it is enough
        ("Mathematik Xylophon Orgel Pferd", "Mathematik", set(), 0.6),
    ],
)
def test_name_speaks_as_far_as_it_says_what_the_rest_says(name, purpose, themes, value):
    given = profile(name, purpose=purpose, themes=frozenset(themes))
    assert given.name_speaks == pytest.approx(value, abs=0.001)


def test_themes_meant_are_those_whose_words_stand_in_the_texts():
    assert profile(purpose="Wir fördern das Lesen.").themes_meant == {"Leseförderung": pytest.approx(1.0)}
    assert profile("Inklusion").themes_meant == {"Inklusion": 1.0}
    assert profile("Wald").themes_meant == {}
    lesen = profile("Lesen").themes_meant["Leseförderung"]
    assert lesen == pytest.approx(0.656, abs=0.001)


def test_evidence_saturates():
    assert [saturate(mass) for mass in (0, 1, 3)] == pytest.approx([0, 0.632, 0.950], abs=0.001)
