"""Every everyday word makes something say less: its own families, which no other line names."""

from __future__ import annotations

from collections import Counter

from german.folding import fold_word
from networks.recognition.wording import common_words, parts, telling
from tests.shipped import lines

EVERYDAY = [
    (place, word)
    for place, line in lines("networks/recognition/data/alltagswoerter.txt")
    for word in line.split()
]


def test_the_words_are_written_as_they_are_looked_up():
    assert [(place, word) for place, word in EVERYDAY if word != fold_word(word)] == []
    assert common_words() == {word for _, word in EVERYDAY}


def test_each_everyday_word_brings_a_family_that_no_other_word_brings():
    """Compounds are let be: they bring two families, and whole they are known to be no names of places."""
    simple = [(place, word, *parts(word)) for place, word in EVERYDAY if len(parts(word)) == 1]
    brought = Counter(root for _, _, root in simple)
    assert [(place, word) for place, word, root in simple if brought[root] > 1] == []


def test_an_everyday_word_says_a_third_of_what_a_rare_one_says():
    assert telling("termin", "termin") == 0.35
    assert telling("quastenflosser", "quastenflosser") == 1.0
