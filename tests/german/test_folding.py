"""Spellings of one word meet, unrelated words do not, and offsets point into the original."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from german.folding import MAX_WORD, bare_variants, fold, fold_word, tokenize


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller", "mueller"),
        ("Mu\u0308ller", "mueller"),
        ("MUELLER", "mueller"),
        ("Straße", "strasse"),
        ("Förde\u00adrung", "foerderung"),
        ("Café Zoë", "cafe zoe"),
        ("Kinder-Uni", "kinder uni"),
        ("Turnverein e. V.", "turnverein ev"),
        ("Turnverein e.V.", "turnverein ev"),
        ("Ev. Kita St. Marien", "evangelisch kita sankt marien"),
        ("Lindenstr. 5", "lindenstrasse 5"),
        ("Girls’ Day", "girls day"),
        ("Kita/Hort & Schule", "kita hort schule"),
        ("60+ und 60plus", "60plus und 60plus"),
        ("§ 78 SGB VIII", "78 sgb viii"),
        ("\0\t\u202e", ""),
    ],
)
def test_fold_brings_spellings_together(text, expected):
    assert fold(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Schüler:innen",
        "Schüler*innen",
        "Schüler_innen",
        "SchülerInnen",
        "Schüler/-innen",
        "Schüler/innen",
        "Schüler(innen)",
    ],
)
def test_gender_forms_are_one_word(text):
    assert [token.folded for token in tokenize(text)] == ["schuelerinnen"]


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("mueller", "muller"),
        ("goethe", "gothe"),
        ("bauer", None),
        ("neue", None),
        ("quelle", None),
        ("steuer", None),
        ("kita", None),
    ],
)
def test_bare_variants_know_what_is_no_umlaut(word, bare):
    assert bare_variants(word) == bare


def test_tokens_carry_pieces_and_ellipses():
    tokens = tokenize("Kinder- und Jugend-Café, Lernpatinnen und -paten")
    assert [(token.folded, token.pieces) for token in tokens if len(token.pieces) > 1] == [
        ("jugendcafe", ("jugend", "cafe"))
    ]
    assert [token.folded for token in tokens if token.opens] == ["kinder"]
    assert [token.folded for token in tokens if token.closes] == ["paten"]


@given(st.text(max_size=200))
def test_offsets_point_at_what_was_folded(text):
    tokens = tokenize(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    assert all(first.end <= second.start for first, second in pairwise(tokens))
    assert all(token.folded.isalnum() and len(token.folded) <= MAX_WORD + 4 for token in tokens)


@given(st.text(max_size=60))
def test_folding_a_folded_word_changes_nothing(text):
    assert fold_word(fold_word(text)) == fold_word(text)
    assert fold(fold(text)) == fold(text)
