"""Words that a mistyped or unfinished one was meant to be."""

from __future__ import annotations

import pytest

from search.index.dictionary import MOST_COMPLETIONS, Spellings, completions, words_of
from search.models import Word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Haus der Künste", {"haus": "Haus", "kuenste": "Künste"}),
        ("in der AG", {}),
        ("Tag 2026 und 100", {"tag": "Tag"}),
        ("a" * 40, {"a" * 40: "a" * 40}),
        ("a" * 41, {}),
        (
            "Montessori-Kinderhaus",
            {
                "montessorikinderhaus": "Montessori-Kinderhaus",
                "montessori": "Montessori",
                "kinderhaus": "Kinderhaus",
            },
        ),
    ],
)
def test_words_worth_a_correction_are_kept_as_they_are_written(text, words):
    assert words_of(text) == words


def known(*words: str) -> None:
    Word.objects.bulk_create(Word(word=word.lower(), shown=word) for word in words)


@pytest.mark.django_db
def test_a_beginning_becomes_words_the_shortest_first():
    known("Quittensaft", "Quitte", "Quarz", "Quittenbaum", "Quit")
    assert completions("quitt") == ["quitte", "quittenbaum", "quittensaft"]


@pytest.mark.django_db
def test_a_beginning_becomes_no_more_words_than_one_can_mean():
    known(*(f"Quitte{letter}" for letter in "abcdefghijklmnopqrstuvwxyzäöü0123"))
    assert len(completions("quitte")) == MOST_COMPLETIONS


@pytest.mark.django_db
def test_new_words_are_read_when_they_are_there():
    spellings = Spellings()
    known("Quitte")
    assert [one.word for one in spellings.speller().correct("quite", most=4)] == ["quitte"]
    known("Ziegel")
    assert [one.word for one in spellings.speller().correct("zigel", most=4)] == ["ziegel"]
    assert (spellings.shown("ziegel"), spellings.shown("nie")) == ("Ziegel", "nie")
    spellings.forget()
    assert spellings.shown("ziegel") == "ziegel"


@pytest.mark.django_db
def test_the_speller_stays_until_the_words_grew_by_a_fiftieth(django_assert_num_queries):
    spellings = Spellings()
    known(*(f"wort{n}" for n in range(100)))
    first = spellings.speller()
    known("Ziegel", "Quitte")
    assert spellings.speller() is first
    assert spellings.shown("ziegel") == "Ziegel"
    known("Birne")
    with django_assert_num_queries(1):
        assert spellings.speller() is not first
