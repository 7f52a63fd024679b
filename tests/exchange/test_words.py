"""A word in a cell means one entry of a list, or the file is told what it may have meant."""

from __future__ import annotations

import pytest

from exchange.errors import CellError
from exchange.words import LONGEST_GUESS, ListWords, fold, nearest

THEMES = ListWords(
    [
        ("schule", "Schule", ["Unterricht"]),
        ("beruf", "Übergang Schule – Beruf", ["Berufsorientierung", "Unterricht"]),
        ("uni", "UNI", []),
        ("uni2", "Uni", []),
    ],
    label="Themen",
)


def reason(word):
    with pytest.raises(CellError) as told:
        THEMES.find(word)
    return str(told.value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kita – Schule", "kita-schule"),
        ("Kita—Schule", "KITA - SCHULE"),
        ("Straße", "STRASSE"),
        (" a  b ", "a b"),
    ],
)
def test_dashes_blanks_and_capitals_make_no_other_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Schule", "schule"),
        ("SCHULE", "schule"),
        ("übergang schule-beruf", "beruf"),
        ("berufsorientierung", "beruf"),
        ("UNI", "uni"),  # as it is written, before all others
        ("Uni", "uni2"),
    ],
)
def test_a_word_is_found_as_written_then_however_written_then_as_a_synonym(word, value):
    assert THEMES.find(word) == value


def test_a_word_of_two_meanings_is_told_with_both():
    assert reason("uni") in {
        "„uni“ kann „UNI“ oder „Uni“ heißen: bitte genau eines schreiben.",
        "„uni“ kann „Uni“ oder „UNI“ heißen: bitte genau eines schreiben.",
    }
    assert "„Schule“" in reason("Unterricht")


def test_an_unknown_word_is_told_with_the_nearest_one():
    assert reason("Schulle") == "„Schulle“ steht nicht in der Liste Themen. Meinten Sie „Schule“?"
    assert "Am nächsten kommt" in reason("xq")


def test_a_long_word_is_told_shortened():
    assert f"„{'x' * LONGEST_GUESS}…“" in reason("x" * 500)


def test_nothing_is_near_where_nothing_is_known():
    assert nearest("Schule", []) == ""


def test_an_export_writes_the_name():
    assert THEMES.reference("beruf") == "Übergang Schule – Beruf"
