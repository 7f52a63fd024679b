"""What the comparison counts of a corpus, and what a word, a member, a theme says in it."""

from __future__ import annotations

from collections import Counter

import pytest

from networks.recognition.structures import Corpus, Structure, Text
from networks.recognition.wording import ComparableWord, words_of

CORPUS = Corpus.measure(
    [
        Structure(
            name="Lesen Lesen Kita",
            members=frozenset({"1", "2"}),
            coordinator="3",
            themes=frozenset({"Sprache"}),
            target_groups=frozenset({"Kinder"}),
        ),
        Structure(name="Lesen Hort", short_name="Wald", purpose="Musik", members=frozenset({"1"})),
    ],
    own_names=["Auenberg", "Bad Au"],
    theme_parents={"Sprache": "Bildung"},
)


def test_each_structure_counts_once():
    assert CORPUS.size == 2
    assert CORPUS.roots == {"lesen": 2, "kita": 1, "hort": 1, "wald": 1, "musik": 1}
    assert CORPUS.members == {"1": 2, "2": 1, "3": 1}
    assert (CORPUS.themes, CORPUS.target_groups) == ({"Sprache": 1}, {"Kinder": 1})
    assert max(CORPUS.fields.values()) == 2
    assert CORPUS.theme_parents == {"Sprache": "Bildung"}


def test_what_is_rarer_says_more():
    assert [CORPUS.weight(root) for root in ("lesen", "wald", "neu")] == pytest.approx(
        [0.734, 0.832, 1.0], abs=0.001
    )
    assert [CORPUS.member_weight(key) for key in "129"] == pytest.approx([0.721, 1.0, 1.0], abs=0.001)
    assert [CORPUS.theme_weight(theme) for theme in ("Sprache", "Neu")] == pytest.approx(
        [0.776, 1.0], abs=0.001
    )


def test_what_everybody_has_still_says_something():
    many = 10**6
    corpus = Corpus(size=many, roots=Counter(a=many), members=Counter(a=many), themes=Counter(a=many))
    assert (corpus.weight("a"), corpus.member_weight("a"), corpus.theme_weight("a")) == (0.05, 0.1, 0.15)


def test_weights_are_remembered():
    corpus = Corpus(size=1)
    before = corpus.weight("neu")
    corpus.roots["neu"] = 1
    assert corpus.weight("neu") == before


def test_word_says_what_its_parts_say():
    word = ComparableWord("x", "x", ("lesen", "neu"), (0.5, 1.0))
    assert CORPUS.word_weight(word) == pytest.approx(0.5 * CORPUS.weight("lesen") + 1.0)


@pytest.mark.parametrize(
    ("word", "is_own"),
    [
        ("auenberg", True),
        ("auenberger", True),
        ("auenbergs", True),
        ("auenbergern", True),
        ("auenbergsche", True),
        ("auenbergschen", True),
        ("auenbrg", True),  # a typing error
        ("auembrg", False),  # two
        ("auen", False),
        ("au", False),  # too short to be told from a word
        ("bad", False),
        ("lindenau", False),
    ],
)
def test_own_name_of_the_kommune(word, is_own):
    assert CORPUS.is_own_name(word) == is_own


def test_short_names_are_not_misspelt():
    corpus = Corpus.measure([], own_names=["Celle"])
    assert (corpus.is_own_name("celle"), corpus.is_own_name("zelle"), corpus.is_own_name("cellers")) == (
        True,
        False,
        False,
    )


def test_remembered_words_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr("networks.recognition.structures.REMEMBERED", 2)
    corpus = Corpus.measure([], own_names=["Auenberg"])
    assert [corpus.is_own_name(word) for word in ("auenberg", "wald", "see", "auenberg")] == [
        True, False, False, True,
    ]  # fmt: skip
    assert len(corpus._own_seen) <= 2


def test_people_are_members_and_coordinator():
    members = frozenset({"1"})
    assert Structure(members=members, coordinator="2").people == {"1", "2"}
    assert Structure(members=members).people == members
    assert Structure(coordinator="2").people == {"2"}


def test_text_knows_words_by_what_they_are_looked_up_by():
    text = Text(words_of("Teenager Pflegeausbildung Wald"))
    assert text.folded == {"teenager", "pflegeausbildung", "wald"}
    assert sorted(text.long) == ["pflegeausbildung", "teenager"]
    assert text.roots == {"teenager", "pfleg", "ausbild", "wald"}
    assert text.keys == {*text.roots, "pfleg+ausbild"}
    young = Text(words_of("Jugendliche"))
    assert text.cores & young.cores
    assert Text(words_of("Kita")).cores & Text(words_of("Krippe")).nears
