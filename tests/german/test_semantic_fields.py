"""What belongs to the same matter is near; how near, depends on where it stands in its field."""

from german.semantic_fields import CLOSE, NEAR, related, word_lists
from german.thesaurus import signature


def near(word, other):
    return related(signature(word)).get(signature(other), 0.0)


def test_words_of_a_core_are_close_and_those_around_it_near():
    assert near("Bibliothek", "Bücherei") == CLOSE
    assert near("Bibliothek", "Ausleihe") == NEAR
    assert near("Ausleihe", "Bibliothek") == NEAR
    assert near("Bibliothek", "Feuerwehr") == 0.0


def test_what_stands_around_a_core_is_not_near_to_its_neighbours():
    assert near("Sprachbildung", "Wortschatz") == near("Sprachbildung", "Deutsch") == NEAR
    assert near("Wortschatz", "Deutsch") == 0.0


def test_a_word_is_not_related_to_itself():
    assert signature("lesen") not in related(signature("lesen"))


def test_the_nearest_of_several_fields_counts():
    fields = [(core, around) for core, around in word_lists() if "lesen" in core + around]
    assert len(fields) > 1
    assert near("lesen", "Vorlesen") == CLOSE


def test_a_word_without_a_field_is_related_to_nothing():
    assert related(signature("Quastenflosser")) == {}


def test_fields_have_a_core_and_words_without_blanks_around_them():
    lists = list(word_lists())
    assert all(core for core, _ in lists)
    assert all(word == word.strip() != "" for core, around in lists for word in core + around)
