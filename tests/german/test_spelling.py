"""Typing errors find the word that was meant, and words that occur are left alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from german.spelling import Speller, phonetic, slip_cost

WORDS = str.split("""
volkshochschule stadtbibliothek schulabsentismus engagement integrationsbeirat hebammen kinderschutz kindergarten
foerderverein jugendzentrum bibliothek mehrgenerationenhaus ehrenamt nachhaltigkeit schwimmen gymnasium sprachcafe
demokratiebildung fluechtlinge musikschule jugendarbeit familienzentrum grundschule inklusion schacht mueller stadt
integration beratungsstelle buergerschaftliches schulsozialarbeit quartiersmanagement rhythmus psychologie kita
gesellenpruefungen
""")
SPELLER = Speller(dict.fromkeys(WORDS, 3))

SLIPS = {
    "Volkhochschule": "volkshochschule",
    "Stadtbiblothek": "stadtbibliothek",
    "Schulabsentimus": "schulabsentismus",
    "Engagemnt": "engagement",
    "Hebamen": "hebammen",
    "Geselenprüfung": "gesellenpruefungen",
    "Kinderschuz": "kinderschutz",
    "Kidnergarten": "kindergarten",
    "Forderverein": "foerderverein",
    "Bibliotek": "bibliothek",
    "Mehrgenerationenhauß": "mehrgenerationenhaus",
    "Ehrenammt": "ehrenamt",
    "Nachhaltigkeid": "nachhaltigkeit",
    "Gimnasium": "gymnasium",
    "Fluchtlinge": "fluechtlinge",
    "Musikschuhle": "musikschule",
    "Grundshcule": "grundschule",
    "Inklussion": "inklusion",
    "Integrazion": "integration",
    "Rythmus": "rhythmus",
    "Psüchologie": "psychologie",
    "Müler": "mueller",
}


@pytest.mark.parametrize(("typed", "meant"), SLIPS.items())
def test_slips_are_corrected(typed, meant):
    assert [correction.word for correction in SPELLER.correct(typed)][:1] == [meant]


@pytest.mark.parametrize(
    "word", ["Volkshochschule", "STADTBIBLIOTHEK", "Schach", "2026", "xy", "", "Wolkenkuckucksheim"]
)
def test_known_words_good_german_and_strangers_are_left_alone(word):
    assert SPELLER.correct(word) == []


def test_half_known_compounds_are_corrected_by_their_parts():
    assert SPELLER.correct("Seniorenbibliotek")[0].word == "seniorenbibliothek"


def test_frequent_words_win_between_equals():
    speller = Speller({"kursleiter": 1, "kursleiten": 500})
    assert speller.correct("Kursleitex")[0].word == "kursleiten"


@pytest.mark.parametrize(
    ("one", "other"),
    [("meier", "mayer"), ("philosophie", "filosofie"), ("bibliothek", "bibliotek"), ("stadt", "statt")],
)
def test_what_sounds_alike_has_one_code(one, other):
    assert phonetic(one) == phonetic(other)


def test_likely_slips_cost_less_than_unlikely_ones():
    assert slip_cost("schwimen", "schwimmen") < slip_cost("schwimken", "schwimmen")
    assert slip_cost("forderung", "foerderung") < slip_cost("fxrderung", "foerderung")
    assert slip_cost("kidner", "kinder") < slip_cost("kirder", "kinder") + slip_cost("kixder", "kinder")


@settings(deadline=None)
@given(st.text(alphabet="abcdefgh", max_size=12), st.text(alphabet="abcdefgh", max_size=12))
def test_cost_is_zero_only_for_equal_words(one, other):
    assert (slip_cost(one, other) == 0) == (one == other)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_input_is_answered_from_the_words_or_not_at_all(text):
    for correction in SPELLER.correct(text):
        assert correction.cost > 0
        assert correction.word in WORDS or any(word in correction.word for word in WORDS)


def test_the_right_one_of_a_hundred_thousand_words_is_found():
    chance = random.Random(1)
    words = {"".join(chance.choices("aeioubdgklmnrst", k=chance.randint(5, 18))): 1 for _ in range(100_000)}
    speller = Speller(words | {"volkshochschule": 5})
    found = speller.correct("Volkhochschule")
    assert found[0].word == "volkshochschule"
