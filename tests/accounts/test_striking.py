"""A person is struck out by her whole address and whole name: not out of another's, and not out of a word."""

from __future__ import annotations

import pytest

from accounts.striking import NOBODY, pattern_of, strings_in, struck, telling

PATTERN = pattern_of(["n@example.org", "Erika Zwölfer"])


@pytest.mark.parametrize(
    "text",
    [
        "Schreiben Sie an {}!",
        "<{}>",
        "?mail={}&x=1",
        "„{}“.",
        "{}, zweite",
    ],
)
@pytest.mark.parametrize("word", ["n@example.org", "N@Example.ORG", "n%40example.org"])
def test_an_address_goes_wherever_it_stands_by_itself(text, word):
    assert struck(text.format(word), PATTERN) == text.format(NOBODY)


@pytest.mark.parametrize(
    "text",
    [
        "jan@example.org",
        "o'n@example.org",
        "a.n@example.org",
        "x-n@example.org",
        "n@example.organisation",
        "n@example.org.de",
        "n@example.org-verein.de",
    ],
)
def test_an_address_stays_where_it_is_a_part_of_another(text):
    assert struck(text, PATTERN) == text


@pytest.mark.parametrize(
    "text", ["Erika Zwölfer", "ERIKA ZWÖLFER", "Erika \n Zwölfer", "Erika Zwo\u0308lfer"]
)
def test_a_name_goes_in_every_spelling(text):
    assert struck(f"Frau {text} fragt", PATTERN) == f"Frau {NOBODY} fragt"


@pytest.mark.parametrize(
    "text", ["Erika Zwölferin", "Anna-Erika Zwölfer", "Erika Zwölfer-Holm", "Zwölfer Erika"]
)
def test_another_name_stays(text):
    assert struck(text, PATTERN) == text


def test_the_longest_word_is_struck_as_a_whole():
    pattern = pattern_of(["Eva Holm", "Eva Holm Berg"])
    assert struck("Eva Holm Berg, Eva Holm", pattern) == f"{NOBODY}, {NOBODY}"


def test_no_words_find_nothing():
    assert pattern_of([]) is None
    assert pattern_of(["", "  "]) is None


def test_of_data_the_values_are_struck_and_never_the_keys():
    data = {"n@example.org": ["n@example.org", 5, None, {"a": "n@example.org"}], "b": True}
    assert struck(data, PATTERN) == {"n@example.org": [NOBODY, 5, None, {"a": NOBODY}], "b": True}


def test_strings_are_found_however_deep_they_lie():
    assert list(strings_in({"a": ["b", ("c", {"d": "e"}), 5, None]})) == ["b", "c", "e"]
    assert list(strings_in("x")) == ["x"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Li Wu", ""),  # four letters stand in too many texts
        ("Li Wua", "Li Wua"),
        ("Eva 12345", ""),  # one word with a number is one word
        (" Eva \t Holm ", "Eva Holm"),
    ],
)
def test_a_name_that_stands_by_chance_is_not_struck(name, told):
    assert telling(name) == told
