"""What of a document is written into the index."""

from __future__ import annotations

from search.index.terms_of_entries import facet_values_of, name_term, running_text_of, terms_of, texts_of
from search.sources import PUBLIC, Passage
from tests.search.memory import document


def keys(letter: str, terms: list[str]) -> set[str]:
    return {term[1:] for term in terms if term[0] == letter}


def test_a_word_stands_behind_the_letter_of_its_best_place_only():
    terms = terms_of(
        document("Schach", also=["Dame"], passages=[Passage("D", "Schach Dame Turm"), Passage("C", "Turm")])
    )
    assert {letter: {"schach", "dame", "turm"} & keys(letter, terms) for letter in "ABCDE"} == {
        "A": {"schach"},
        "B": {"dame"},
        "C": {"turm"},
        "D": set(),
        "E": set(),
    }


def test_terms_are_sorted_and_there_once():
    terms = terms_of(document("Schach und Dame", "Schach"))
    assert terms == sorted(set(terms))


def test_every_name_is_a_term_as_a_whole():
    assert keys("=", terms_of(document("Haus der Künste", also=["HdK", ""]))) == {"haus der kuenste", "hdk"}
    assert keys("=", terms_of(document(""))) == set()


def test_a_whole_name_is_the_same_in_any_spelling_and_has_an_end():
    assert name_term("Müller-Haus") == name_term("MUELLER-HAUS")
    assert name_term("a" * 10 + " b" * 1_000) == "=" + ("aaaaaaaaaa" + " b" * 145)[:200]


def test_initials_of_three_letters_are_found_like_a_theme_unless_they_stand_in_a_name():
    assert "Chdkb" in terms_of(document("Haus der Künste Bremen"))
    assert not {"Ckb", "Ahk"} & set(terms_of(document("Künste Bremen")))
    assert "Bhdkb" in (terms := terms_of(document("Haus der Künste Bremen", also=["HdKB"])))
    assert "Chdkb" not in terms


def test_the_first_name_weighs_more_than_the_others():
    found = document("A", also=["B"], passages=[Passage("E", "C", "Mitglied")])
    assert list(texts_of(found)) == [("A", "A"), ("B", "B"), ("E", "C")]


def test_facets_and_groups_of_readers_stand_in_one_list():
    found = document("A", facets={"thema": ["b", "a"], "art": ["akteur"]}, audience=[PUBLIC, "@person=7"])
    assert facet_values_of(found) == ["@oeffentlich", "@person=7", "art=akteur", "thema=a", "thema=b"]


def test_no_phrase_reaches_from_one_passage_into_the_next():
    assert running_text_of(document("Schöne Künste", "in Bremen")) == " schoene kuenste | in bremen |"
