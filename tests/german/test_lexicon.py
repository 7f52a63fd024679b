"""What the house says about a word holds against the corpus."""

import csv

import pytest

from german.lexicon import (
    CURATED_COST,
    DATA,
    Inventory,
    inventory,
    newspaper_words,
    rows,
    take_family,
    take_word,
)


def row(word, kind, forms="", parts=""):
    return {"wort": word, "art": kind, "formen": forms, "teile": parts}


def taken(*said, words=None):
    words = words or Inventory()
    for one in said:
        take_word(words, one)
    return words


def test_a_noun_of_ours_is_common_has_its_forms_and_is_curated():
    words = taken(row("Café", "n", "Cafés"))
    assert words == Inventory(nouns={"cafe": CURATED_COST}, noun_forms={"cafes": "cafe"}, curated={"cafe"})


def test_a_word_that_is_commoner_in_the_corpus_stays_so():
    assert taken(row("Kind", "n"), words=Inventory(nouns={"kind": 6.2})).nouns == {"kind": 6.2}


def test_verbs_and_adjectives_have_stems_and_forms_of_their_own():
    words = taken(row("les", "v", "lies"), row("alt", "a", "ält"), row("forsch", "i"))
    assert words.verbs == {"les": CURATED_COST, "forsch": CURATED_COST}
    assert (words.verb_forms, words.adjective_forms) == ({"lies": "les"}, {"aelt": "alt"})
    assert words.infinitives == {"forsch"}


def test_a_form_of_ours_is_no_word_of_its_own():
    words = taken(row("Junge", "n", "Jungs"), words=Inventory(nouns={"jungs": 12.5}))
    assert words.nouns == {"junge": CURATED_COST}


def test_parts_are_named_or_forbidden_or_left_to_the_rules():
    words = taken(
        row("Tagesmutter", "n", "", "Tagespflege|Mutter"), row("Kohl", "n", "", "-"), row("Amt", "n")
    )
    assert words.parts == {"tagesmutter": ("tagespflege", "mutter"), "kohl": ()}


def test_a_struck_word_is_gone_from_nouns_and_verbs():
    words = Inventory(
        nouns={"ung": 1.0}, noun_forms={"ung": "x"}, verbs={"ung": 2.0}, verb_forms={"ung": "y"}
    )
    assert taken(row("ung", "-"), words=words) == Inventory()


def test_the_first_family_of_a_word_counts():
    words = Inventory()
    take_family(words, {"stamm": "sprechen", "mitglieder": "Sprache|Gespräch"})
    take_family(words, {"stamm": "Sprache", "mitglieder": "Gespräch"})
    assert words.families == {"sprechen": "sprechen", "sprache": "sprechen", "gespraech": "sprechen"}


def test_the_corpus_is_read_without_plurals_misprints_and_nominalised_adjectives():
    words = newspaper_words()
    assert {"jugendlicher", "beratungen", "freiheiten"} & set(words.nouns) == set()
    assert {"schule", "beratung", "freiheit"} <= set(words.nouns)
    assert [noun for noun in words.nouns if len(noun) < 3] == []
    assert words.curated == set()


def test_the_inventory_is_the_corpus_with_what_the_house_says():
    words = newspaper_words()
    for one in rows("woerter.csv"):
        take_word(words, one)
    for one in rows("familien.csv"):
        take_family(words, one)
    assert inventory() == words


@pytest.mark.parametrize("name", [path.name for path in sorted(DATA.glob("*.csv"))])
def test_no_row_has_a_cell_too_many_or_too_few(name):
    """A cell too many would be lost in silence."""
    text = (DATA / name).read_text(encoding="utf-8").splitlines()
    head, *rest = (
        cells for cells in csv.reader((line for line in text if not line.startswith("#")), delimiter=";")
    )
    assert [cells for cells in rest if len(cells) != len(head)] == []
    assert [list(one) for one in rows(name)] == [head] * len(rest)
