"""What of a German text is compared: its words, their roots, and how much each says."""

from __future__ import annotations

from csv import DictReader

import pytest
from django.conf import settings

from german.analyzer import analyse, fold_word
from networks.recognition.wording import (
    FORMAT_WORDS,
    MAX_CHARACTERS,
    MAX_WORDS,
    TELLING_FORMATS,
    ComparableWord,
    format_roots,
    kinship,
    knowledge,
    parts,
    telling,
    words_of,
)


def root(word: str) -> str:
    (only,) = parts(fold_word(word))
    return only


def told(word: str) -> float:
    """What a word of one part says in German at large."""
    (only,) = words_of(word)
    return only.telling[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Lesen und Schreiben", ["lesen", "schreiben"]),
        ("im Hafen", ["hafen"]),
        ("a 7 b", ["7"]),
        ("Kita-Schule", ["kita", "schule"]),
        ("Grund-Bildung", ["grundbildung"]),
        ("Mehr-Sprachigkeit", ["mehrsprachigkeit"]),
        ("", []),
    ],
)
def test_words_that_say_something(text, words):
    assert [word.folded for word in words_of(text)] == words


def test_words_keep_their_capitals():
    assert [word.surface for word in words_of("QZ Kita-Schule")] == ["QZ", "Kita", "Schule"]


def test_text_is_cut_short():
    assert len(words_of("Hafen " * (MAX_WORDS + 1))) == MAX_WORDS
    assert words_of(" " * MAX_CHARACTERS + "Hafen") == ()


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Gym. Nord", [True, False]),
        ("Gym Nord", [False, False]),
        ("Im Hafen.", [False]),  # the full stop of the sentence
        ("Im Hafen. ...", [False]),
    ],
)
def test_an_abbreviating_full_stop(text, cut):
    assert [word.is_cut for word in words_of(text)] == cut


@pytest.mark.parametrize(
    ("word", "roots"),
    [
        ("Pflegeausbildung", ("pfleg", "ausbild")),
        ("Leseförderung", ("lesen", "foerder")),
        ("Ausbildung", ("ausbild",)),  # not „Bildung“
        ("Xylophon", ("xylopho",)),
        ("Erwachsene", ("erwachs",)),
        ("Kita", ("kita",)),
    ],
)
def test_roots_of_a_compound_and_of_a_word(word, roots):
    assert parts(fold_word(word)) == roots


@pytest.mark.parametrize("word", ["Netzwerk", "AK", "Kooperationsrunde", "Arbeitskries", "Projektgrupe"])
def test_words_for_the_kind_of_cooperation_say_nothing(word):
    (only,) = words_of(word)
    assert (only.is_format, only.telling, only.roots) == (True, (0.0,), (only.folded,))


@pytest.mark.parametrize("word", ["Tageskrupe", "Gruppe7", "Krais", "Lesenetz", "Kreißsaal", "Grupe"])
def test_other_words_do(word):
    assert not any(only.is_format for only in words_of(word))


@pytest.mark.parametrize(("word", "first"), [("Lesenetz", 2 / 3), ("Ganztagsrunde", 1.0)])
def test_head_of_a_compound_that_says_what_kind_it_is_says_little(word, first):
    (only,) = words_of(word)
    assert only.telling == pytest.approx((first, 0.05), abs=0.001)


def test_format_words_stand_for_the_shipped_formats():
    with (settings.BASE_DIR / "vocabulary/data/vokabular.csv").open(encoding="utf-8") as file:
        shipped = {row["begriff"] for row in DictReader(file, delimiter=";") if row["liste"] == "format"}
    assert set(FORMAT_WORDS.values()) - {""} | set(TELLING_FORMATS.values()) == shipped
    assert not FORMAT_WORDS.keys() & TELLING_FORMATS.keys()


def test_format_words_are_known_by_their_only_root():
    assert {"netzwerk", "kreis", "tisch", "treff"} <= format_roots()
    assert not {"ak", "fachforum"} & format_roots()
    assert all(word == fold_word(word) for word in FORMAT_WORDS)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("Haus", 0.35),  # everyday words, from the list
        ("fördern", 0.35),
        ("Jahren", 0.35),
        ("heute", 0.25),  # neither noun nor verb nor adjective
        ("7", 0.4),
        ("Astronomie", 1.0),
        ("lesen", 2 / 3),  # verbs by how rare they are
        ("Ausbildung", 0.9),
    ],
)
def test_how_much_a_word_says_in_german_at_large(word, value):
    found = telling("heute", "heute") if word == "heute" else told(word)
    assert found == pytest.approx(value, abs=0.005)


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        ("Wald", "Wald", 1.0),
        ("Teenager", "Jugendliche", 0.8),  # in the core of one field
        ("Gewalt", "Mobbing", 0.8),
        ("Kita", "Krippe", 0.4),  # in one field
        ("Krippe", "Kita", 0.4),
        ("lesen", "Buch", 0.4),
        ("Teenager", "Wald", 0.0),
        ("Xylophon", "Teenager", 0.0),  # in no field
    ],
)
def test_kinship(first, second, value):
    assert kinship(root(first), root(second)) == value


@pytest.mark.parametrize(
    "written", ["KTB", "BfN", "QD", "BeQua", "LeFö", "AbcdEfgh", "ABCDEFGH", "AB2", "JBAS2", "MuT", "ÖPNV"]
)
def test_acronyms(written):
    assert ComparableWord(written, fold_word(written), ()).looks_like_acronym


@pytest.mark.parametrize(
    "written", ["K", "Kit", "Be", "Kita", "Jugend", "ab", "A2", "ABCDEFGHI", "AbcdEfghIj"]
)
def test_words_that_are_no_acronyms(written):
    assert not ComparableWord(written, fold_word(written), ()).looks_like_acronym


def test_knowledge_has_a_short_name():
    assert len(knowledge()) == 8
    assert int(knowledge(), 16) >= 0


def test_words_for_kinds_of_cooperation_are_german_words_or_their_abbreviations():
    words = {*FORMAT_WORDS, *TELLING_FORMATS}
    short = set("ag ak bd db fak fg jba lk nw pfd pg qz rt".split())
    assert {word for word in words if not analyse(word).known} == short
