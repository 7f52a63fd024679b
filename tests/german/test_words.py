"""One word has one analysis whatever its spelling, and is found by all that it contains."""

import pytest

from german.words import (
    BINDING,
    EXACT,
    FAMILY,
    LEMMA,
    LINKING,
    PART,
    VARIANT,
    analyse,
    form_roots,
    generic_roots,
    is_stop_word,
    rank_of,
    word_keys,
)


def test_short_words_and_numbers_are_only_themselves():
    for word in ("AG", "2026", ""):
        analysis = analyse(word)
        assert (analysis.lemma, analysis.root, analysis.segments, analysis.known) == (
            word.lower(),
            word.lower(),
            (),
            False,
        )


def test_a_compound_has_the_lemma_of_its_head_behind_its_own_beginning():
    analysis = analyse("Stadtteilbibliotheken")
    assert analysis.is_compound
    assert (analysis.surface, analysis.lemma) == ("stadtteilbibliotheken", "stadtteilbibliothek")


def test_the_root_of_a_compound_does_not_ask_for_the_order():
    assert analyse("Sprachförderung").root == "foerdern_sprechen"


def test_a_form_of_two_words_has_a_second_family():
    assert (analyse("Stellen").root, analyse("Stellen").second_root) == ("stellen", "stelle")
    assert analyse("Beratung").second_root == ""


@pytest.mark.parametrize("word", ["Schulen", "Tagen", "Rollen", "Sorgen"])
def test_a_noun_is_not_taken_for_the_verb_that_is_written_the_same(word):
    assert analyse(word).second_root == ""


def test_parts_of_parts_weigh_less_and_general_words_half():
    assert dict(analyse("Vorlesekreis").parts) == {"vorlesen": 1.0, "lesen": 0.7, "kreis": 0.5}


def test_of_three_parts_two_neighbours_may_be_a_word():
    assert dict(analyse("Jugendberufsagentur").parts)["beruf_jugend"] == 0.9


def test_a_part_that_is_no_word_of_its_own_is_no_part():
    assert dict(analyse("Cyberkriminalität").parts) == {"kriminalitaet": 1.0}


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("schule", {"schule": EXACT, "r_schule": FAMILY}),
        ("schulen", {"schulen": EXACT, "schule": LEMMA, "r_schule": FAMILY}),
        ("mueller", {"mueller": EXACT, "muller": VARIANT, "r_mueller": FAMILY}),
        ("foerdern", {"foerdern": EXACT, "r_foerdern": FAMILY}),  # fordern is a word of its own
    ],
)
def test_a_word_is_found_by_itself_its_lemma_and_its_families(word, keys):
    assert dict(word_keys(word)) == keys


def test_a_part_is_weaker_than_the_word():
    assert dict(word_keys("stadtteilbibliothek"))["p_bibliothek"] == PART


def test_stop_words_are_asked_for_folded():
    assert is_stop_word("fuer")
    assert not is_stop_word("schule")


def test_linking_words_are_stop_words_that_make_the_sense():
    assert BINDING < LINKING
    assert all(map(is_stop_word, LINKING))


@pytest.mark.parametrize(
    ("word", "rank"),
    [("suchen", "rauschen"), ("gesucht", "rauschen"), ("projekte", "form"), ("schule", "")],
)
def test_the_rank_of_a_word_is_that_of_its_lemma(word, rank):
    assert rank_of(word) == rank


def test_forms_are_generic_and_noise_is_neither():
    assert form_roots() < generic_roots()
    assert "projekt" in form_roots()
    assert "suchen" not in generic_roots()
