"""How much of one text is found in another: the same word, kin, parts of compounds, slips and abbreviations."""

from __future__ import annotations

import pytest

from networks.recognition.containment import Containment, containment, root_match, word_match
from networks.recognition.structures import Corpus, Text
from networks.recognition.wording import ComparableWord, words_of

CORPUS = Corpus()


def found(words: str, other: str, name: str = "") -> Containment:
    return containment(words_of(words), Text(words_of(other)), CORPUS, name)


def met(word: str, *others: str) -> float:
    """How a word of no language is met by such words: only spelling can tell."""
    made = [ComparableWord(folded, folded, (folded,), (1.0,)) for folded in (word, *others)]
    return word_match(made[0], Text(made[1:]), CORPUS)


def test_share_is_weighed_and_words_are_those_that_meet():
    result = found("Lesen Mathematik", "Lesen")
    assert (result.share, result.mass) == pytest.approx((0.4, 0.667), abs=0.001)
    assert result.words == ("Lesen",)
    assert found("Lesen Mathematik", "Mathematik").share == pytest.approx(0.6, abs=0.001)


def test_format_words_count_for_nothing():
    assert found("Arbeitskreis", "Arbeitskreis") == Containment(0.0, 0.0, ())
    assert found("Arbeitskreis Lesen", "Lesen").share == 1.0


def test_nothing_is_found_in_nothing():
    assert found("", "Lesen") == found("Lesen", "") == Containment(0.0, 0.0, ())


@pytest.mark.parametrize(
    ("words", "other", "share", "quoted"),
    [
        ("Lesen", "Lesen", 1.0, True),
        ("Teenager", "Jugendliche", 0.8, True),  # core of one field
        ("Lesen", "Schreiben", 0.4, False),  # one field
        ("Pflegeausbildung", "Ausbildung Pflege", 1.0, True),
        ("Pflegeausbildung", "Pflege", 0.459, False),  # one part of two, by what it says
        ("Lesenetz", "Lesen", 1.0, True),
        ("Gym. Nord", "Gymnasium Nord", 1.0, True),
        ("Mathematik", "Mathematk", 0.85, True),
        ("Mathematik", "Lesen", 0.0, False),
    ],
)
def test_words_in_other_words(words, other, share, quoted):
    result = found(words, other)
    assert (result.share, bool(result.words)) == (pytest.approx(share, abs=0.001), quoted)


def test_words_that_say_little_are_not_quoted():
    assert found("heute", "heute").words == ()
    assert found("Haus", "Haus").words == ("Haus",)


def test_part_of_a_concept_is_less_than_a_part():
    """„Tagespflege“ is a thing of its own, „Pflegeausbildung“ is what its parts say."""
    assert found("Tagespflege", "Pflege").share == pytest.approx(0.6 * 0.685, abs=0.002)
    assert found("Tagespflege", "Tag Pflege").share == 1.0


def test_acronym_is_met_by_the_name_that_it_spells():
    assert found("XRZ", "Wald", "Xylophon Regenbogen Zebra").share == 0.85
    assert found("XRZ", "Wald").share == 0.0
    assert found("xrz", "Wald", "Xylophon Regenbogen Zebra").share == 0.0


@pytest.mark.parametrize(
    ("word", "other", "value"),
    [
        ("tann", "tamn", 0.0),  # four letters
        ("tanne", "tanme", 0.4),  # one error in up to seven letters
        ("tanne", "tamme", 0.0),
        ("tannenb", "tanmenb", 0.4),
        ("tannenba", "tanmenba", 0.85),  # two in up to thirteen
        ("tannenba", "tammenba", 0.7),
        ("tannenba", "tammenbo", 0.0),
        ("tannenbaumwal", "xannenbaumwxx", 0.0),
        ("tannenbaumwald", "xannenbaumwaly", 0.8),  # three in more
        ("tannenbaumwald", "xannenbaumxaly", 0.7),
        ("tannenbaumwald", "xannxnbaumxaly", 0.0),
    ],
)  # fmt: skip
def test_typing_errors(word, other, value):
    assert met(word, other) == pytest.approx(value)


@pytest.mark.parametrize(
    ("word", "other", "value"),
    [
        ("tannenb", "tannenbaum", 0.75),  # an ending of three letters
        ("tannenb", "tannenbaume", 0.0),
        ("tannen", "tannenxyz", 0.0),  # six letters in common
        ("tannenix", "tannenixyzu", 0.75),
        ("tanneniabc", "tannenixyz", 0.75),
        ("tannenabc", "tannenxyz", 0.0),
    ],
)
def test_endings_that_no_rule_knows(word, other, value):
    assert met(word, other) == pytest.approx(value)


def test_the_nearest_of_several_words_counts():
    assert met("tannenba", "tammenba", "tanmenba") == pytest.approx(0.85)


def test_abbreviation_is_met_by_what_begins_so():
    cut = ComparableWord("Abt", "abt", ("abt",), (1.0,), is_cut=True)
    assert word_match(cut, Text(words_of("Abteilung")), CORPUS) == 0.8
    assert word_match(cut, Text(words_of("Amt")), CORPUS) == 0.0


def test_roots_alone_know_no_slips():
    (word,) = words_of("Mathematik")
    assert root_match(word, Text(words_of("Mathematk")), CORPUS) == 0.0
    assert root_match(word, Text(words_of("Mathematiker")), CORPUS) > 0.0


def test_word_without_weight_is_met_by_nothing():
    silent = ComparableWord("x", "x", ("x",), (0.0,))
    assert root_match(silent, Text(()), CORPUS) == 0.0
