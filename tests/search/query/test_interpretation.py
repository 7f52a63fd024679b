"""What is made of the text that somebody typed."""

from __future__ import annotations

import pytest

from search.query.interpretation import MAX_LENGTH, clean, interpret
from tests.factories import ActorFactory
from tests.search.memory import IndexOfDocuments, document, vocabulary


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Kita \n\t Nord ", "Kita Nord"),
        ("Ki\0ta", "Ki ta"),
        ("\u202eKita", "Kita"),
        ("Mu\u0308hle", "Mühle"),
        ("a" * 5_000, "a" * 4 * MAX_LENGTH),
        ("", ""),
    ],
)
def test_text_is_one_line_of_letters(typed, text):
    assert clean(typed) == text


def read(typed: str, *documents, **options):
    index = IndexOfDocuments(*documents)
    return interpret(index, vocabulary(), typed, index.everything, **options)


@pytest.mark.parametrize("typed", ["", "  ", "– !"])
def test_without_words_nothing_is_asked(typed):
    assert (read(typed).match, read(typed).is_cut) == (None, False)


@pytest.mark.parametrize(
    ("typed", "is_cut"),
    [
        ("schach " + "a" * (MAX_LENGTH - 7), False),
        ("schach " + "a" * (MAX_LENGTH - 6), True),
        (" " * 5 * MAX_LENGTH, True),
    ],
)
def test_a_long_text_is_cut_and_the_answer_says_so(typed, is_cut):
    found = read(typed, document("Schach"), document("a" * 60))
    assert (found.is_cut, len(found.text) <= MAX_LENGTH) == (is_cut, True)


def test_a_word_that_somebody_has_is_not_corrected():
    found = read("Schach", document("Schach"))
    assert (found.corrections, len(found.match.complete)) == ([], 1)


@pytest.fixture
def find(answer):
    def find(typed: str) -> tuple[list[tuple[str, str]], int]:
        found = answer(typed)
        return found.interpretation.corrections, found.total

    return find


def test_several_words_are_corrected_each_in_its_place(find):
    ActorFactory(name="Quittengarten Ziegenhof")
    assert find("Quitengarten und Zigenhof") == (
        [("Quitengarten", "Quittengarten"), ("Zigenhof", "Ziegenhof")],
        1,
    )


def test_a_word_is_corrected_only_to_one_that_the_asker_may_see(find):
    ActorFactory(name="Quittengarten", review_status="entwurf")
    ActorFactory(name="Ziegenhof")
    assert find("Quitengarten") == ([], 0)


def test_a_word_in_quotes_is_meant_as_it_is(find):
    ActorFactory(name="Quittengarten")
    assert find('"Quitengarten"') == ([], 0)


def test_a_place_is_not_taken_for_a_mistake(answer, city):
    ActorFactory(name="Lindenaue")
    assert answer("Lindenau").interpretation.corrections == []


def test_an_unfinished_word_that_begins_others_is_no_mistake(answer, db):
    ActorFactory(name="Ziegenhof")
    assert answer("Ziegenho", is_typing=True).interpretation.corrections == []
    assert answer("Ziegenho").interpretation.corrections == [("Ziegenho", "Ziegenhof")]
