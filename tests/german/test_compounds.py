"""Compounds are divided where few common parts meet, and lexicalised ones carry their parts inside."""

import pytest

from german.compounds import BOUND, head_of, modifier_of, parts_as_written, segments
from german.morphology import ADJECTIVE, NOUN, VERB, Lemma


def roots(word):
    return [segment.root for segment in segments(word)]


def inside(word):
    (whole,) = segments(word)
    return [part.root for part in whole.inner]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("stadtteilbibliothek", ["stadtteil", "bibliothek"]),
        ("kleingartenverein", ["klein", "garten", "verein"]),
        ("bundesteilhabegesetz", ["bund", "teilhabe", "gesetz"]),
        ("froebelschule", ["froebel", "schule"]),  # a name before a word that everybody knows
        ("blumenkohl", ["blumenkohl"]),
        ("xyzzyq", ["xyzzyq"]),
    ],
)
def test_parts_are_those_of_a_reader(word, parts):
    assert roots(word) == parts


def test_a_feminine_form_is_divided_like_the_other():
    assert segments("erzieherinnen") == segments("erzieher")


def test_words_that_are_one_in_meaning_keep_their_parts_inside():
    assert inside("schulsozialarbeit") == ["schule", "sozialarbeit"]
    assert inside("mehrgenerationenhaus") == []


def test_a_prefix_that_keeps_the_sense_leaves_the_verb_findable():
    assert inside("vorlesen") == ["lesen"]
    assert inside("ausbildung") == ["bilden"]
    assert inside("verstehen") == []  # no kind of standing


def test_acronyms_see_all_parts_by_the_letter():
    assert [part.text for part in parts_as_written("mehrgenerationenhaus")] == ["mehr", "generation", "haus"]
    assert parts_as_written("schule") == ()


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("schul", Lemma("schule", NOUN)),
        ("berufs", Lemma("beruf", NOUN)),
        ("gaerten", Lemma("garten", NOUN)),
        ("muetter", Lemma("mutter", NOUN)),
        ("frauen", Lemma("frau", NOUN)),
        ("sozial", Lemma("sozial", ADJECTIVE)),
        ("obdachlosen", Lemma("obdachlos", ADJECTIVE)),
        ("vorlese", Lemma("vorles", VERB)),
    ],
)
def test_first_parts_lose_what_links_them(text, lemma):
    assert modifier_of(text)[1] == lemma


def test_what_is_no_word_is_no_part():
    assert modifier_of("xq") is None
    assert [head_of(ending) for ending in ("innen", "haft", "ung", "ei")] == [None] * 4


def test_last_parts_may_be_inflected_but_no_short_verbs():
    assert head_of("schulen")[1] == Lemma("schule", NOUN)
    assert head_of("suchend")[1] == Lemma("such", VERB)
    assert head_of("sagt") is None


def test_common_parts_cost_less_than_rare_and_short_ones():
    assert head_of("verein")[0] < head_of("altar")[0]
    assert modifier_of("schul")[0] < modifier_of("uhr")[0]


def test_a_bound_part_makes_no_compound_of_a_known_noun():
    assert "unter" in BOUND
    assert roots("unternehmen") == ["unternehmen"]
