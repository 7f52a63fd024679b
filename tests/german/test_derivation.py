"""One family has one name, whichever of its words is asked; what only looks alike has another."""

import pytest

from german.derivation import root_of, verb_root
from german.morphology import ADJECTIVE, NOUN, VERB, Lemma, lemma_of


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("beteiligung", "beteiligen"),  # verb
        ("beteiligte", "beteiligen"),
        ("integrativ", "integrieren"),
        ("musiker", "musik"),  # person
        ("sportler", "sport"),
        ("kuenstler", "kunst"),
        ("rassist", "rassismus"),
        ("patenschaft", "pate"),
        ("nachhaltigkeit", "nachhaltig"),  # property
        ("mobilitaet", "mobil"),
        ("musikalisch", "musik"),  # adjective
        ("kulturell", "kultur"),
        ("schulisch", "schule"),
        ("radikalisieren", "radikal"),
        ("sprache", "sprechen"),  # listed: no rule knows it
    ],
)
def test_words_lead_to_the_name_of_their_family(word, root):
    assert root_of(lemma_of(word)) == root


@pytest.mark.parametrize("word", ["wirtschaft", "landschaft", "buerger", "zeitung", "messer", "station"])
def test_words_that_only_look_derived_are_their_own_family(word):
    assert root_of(Lemma(word, NOUN)) == word


def test_a_word_of_which_somebody_named_the_parts_is_its_own_family():
    assert root_of(Lemma("tagespflege", NOUN)) == "tagespflege"


def test_a_participle_belongs_to_its_verb():
    assert root_of(Lemma("ausreichend", ADJECTIVE)) == "ausreichen"


def test_a_noun_of_three_letters_is_behind_no_adjective():
    """Too many words end like that: „Mut“ is lost to mutig, but „Weg“ is not found by wenig."""
    assert root_of(Lemma("mutig", ADJECTIVE)) == "mutig"
    assert root_of(Lemma("kraeftig", ADJECTIVE)) == "kraft"


def test_verbs_are_called_by_their_infinitive():
    assert verb_root("begleit") == root_of(Lemma("begleit", VERB)) == "begleiten"
