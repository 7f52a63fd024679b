"""Paragraphs of laws, and what they stand for."""

import re

import pytest

from german.folding import fold
from german.statutes import meant_by
from german.thesaurus import signature
from tests.shipped import table

ROWS = table("german/data/paragraphen.csv")


@pytest.mark.parametrize(
    ("number", "text", "terms"),
    [
        ("3", "§ 3 KKG", ("Frühe Hilfen", "Kinderschutz")),
        ("3", "§ 3 SGB VIII", ()),
        ("24", "§ 24 ÖGDG NRW", ("Gesundheitskonferenz",)),
        ("24", "§ 24 SGB VIII", ("Kindertagesbetreuung", "Kita-Platz")),
        ("24", "§ 24", ("Kindertagesbetreuung", "Kita-Platz")),
        ("41a", "Paragraph 41a der Gemeindeordnung", ("Jugendbeteiligung", "Jugendparlament")),
        ("999", "§ 999", ()),
    ],
)
def test_a_paragraph_stands_for_what_its_law_says(number, text, terms):
    assert meant_by(number, text) == terms


def test_each_row_is_met_by_its_paragraph_and_each_of_its_laws():
    for row in ROWS:
        for law in row.terms("gesetz"):
            number = row.cells["paragraph"]
            assert meant_by(number, f"§ {number} {law}") == tuple(row.terms("meint")), (row.place, law)


def test_paragraphs_are_written_as_they_are_read():
    assert [row.place for row in ROWS if not re.fullmatch(r"\d{1,4}[a-z]?", row.cells["paragraph"])] == []


def test_no_paragraph_of_a_law_stands_twice():
    laws = [(row.cells["paragraph"], fold(law)) for row in ROWS for law in row.terms("gesetz")]
    assert len(laws) == len(set(laws))


def test_terms_can_be_met_in_a_text():
    assert [(row.place, term) for row in ROWS for term in row.terms("meint") if not signature(term)] == []
