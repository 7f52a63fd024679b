"""Every word that is listed for saying little or nothing would say more without its row."""

from __future__ import annotations

from collections.abc import Sequence

from german.compounds import segments
from german.folding import fold_word, tokenize
from german.words import analyse, form_roots, generic_roots, is_stop_word, rank_of
from tests.shipped import Row, lines, table

FILLERS = table("german/data/fuellwoerter.csv")
STOP_WORDS = [(place, word) for place, line in lines("german/data/stopwoerter.txt") for word in line.split()]
RANKS = ("rauschen", "form", "allgemein")


def word_of(row: Row) -> str:
    return fold_word(row.cells["wort"])


def ranked(fillers: Sequence[Row]) -> dict[str, str]:
    """What the rows say about their words, and where a word has no row, about its dictionary form."""
    ranks = {word_of(row): row.cells["rang"] for row in fillers}
    for row in fillers:
        ranks.setdefault(analyse(word_of(row)).lemma, row.cells["rang"])
    return ranks


def roots(fillers: Sequence[Row], ranks: Sequence[str]) -> set[str]:
    return {segments(word_of(row))[-1].root for row in fillers if row.cells["rang"] in ranks}


def said(fillers: Sequence[Row], word: str) -> tuple[str, set[str], set[str]]:
    """All that the module makes of the file: the rank of a word, generic families, families of forms."""
    ranks = ranked(fillers)
    rank = ranks.get(word) or ranks.get(analyse(word).lemma, "")
    return rank, roots(fillers, ("form", "allgemein")), roots(fillers, ("form",))


def test_the_rows_are_read_as_the_portal_reads_them():
    for row in FILLERS:
        assert said(FILLERS, word_of(row)) == (rank_of(word_of(row)), generic_roots(), form_roots())


def test_each_filler_would_say_more_without_its_row():
    dead = []
    for row in FILLERS:
        others = [other for other in FILLERS if other is not row]
        if said(others, word_of(row)) == said(FILLERS, word_of(row)):
            dead.append((row.place, row.cells["wort"]))
    assert dead == []


def test_each_filler_has_a_rank_that_exists():
    assert [row.place for row in FILLERS if row.cells["rang"] not in RANKS] == []


def test_no_filler_is_a_stop_word():
    """Stop words are gone before anybody asks for a rank."""
    assert [(row.place, word_of(row)) for row in FILLERS if is_stop_word(word_of(row))] == []


def test_each_stop_word_stands_once():
    folded = [fold_word(word) for _, word in STOP_WORDS]
    twice = [(place, word) for place, word in STOP_WORDS if folded.count(fold_word(word)) > 1]
    assert twice == []


def test_each_stop_word_is_a_word_as_texts_are_cut():
    cut = {word: [token.folded for token in tokenize(word)] for _, word in STOP_WORDS}
    assert [(place, word) for place, word in STOP_WORDS if cut[word] != [fold_word(word)]] == []
    assert all(is_stop_word(fold_word(word)) for word in cut)
