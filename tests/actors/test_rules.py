"""What overrides the score of two institutions, each rule where it alone decides."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from actors.recognition.records import Corpus, Record
from actors.recognition.rules import RULES
from actors.recognition.scoring import ActorMatch, assess, is_doubtful
from duplicates.scoring import RELATED, SAME

HERE = {"postal_code": "37990", "city": "Auenberg"}
HOUSE = {"street": "Lindenweg 2", **HERE}
OTHERS = [
    Record(
        f"o{number}",
        f"{kind} {first}{second}",
        city="Auenberg",
        street=f"{first}weg {number}",
        postal_code="37990",
    )
    for number, (kind, first, second) in enumerate(
        product(
            ("Kita", "Grundschule", "Bücherei"), ("Amsel", "Dachs", "Elster"), ("berg", "tal", "moor", "feld")
        )
    )
]


def compared(first: dict[str, str], second: dict[str, str], left_out: str = "") -> ActorMatch:
    """Two institutions in a small town, without one of the rules."""
    pair = Record("1", **first), Record("2", **second)
    rules = [rule for rule in RULES if rule.name != left_out]
    return assess(*pair, Corpus.measure([*OTHERS, *pair]), rules=rules)


LIFTED = [
    (
        "namesake",
        {"name": "Grundschule", "street": "Amselweg 7", "phone": "05555 1234", **HERE},
        {"name": "Grundschule", "phone": "05555 4711", **HOUSE},
    ),
    ("same telephone", {"name": "Igelschule", "phone": "05555 4711"}, {"name": "Haus Otter", "phone": "05555 4711"}),
    ("renamed", {"name": "Igelschule", **HOUSE}, {"name": "Grundschule Otter", **HOUSE}),
    ("renamed", {"name": "Grundschule Igel", "street": "Lindenweg", **HERE}, {"name": "Otterschule, Grundschule", **HOUSE}),
    (
        "branch",
        {"name": "Igelschule", **HOUSE},
        {"name": "Igelschule – Außenstelle Bruch", "street": "Moorweg 1", "postal_code": "24937", "city": "Bruch"},
    ),
    ("successor", {"name": "Hauptschule Igel", **HOUSE}, {"name": "Gemeinschaftsschule Otter", **HOUSE}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "second"), LIFTED)
def test_what_is_worth_a_look_is_shown(name, first, second):
    with_it, without_it = compared(first, second), compared(first, second, name)
    assert (with_it.verdict, without_it.verdict) == (RELATED, "")
    assert name in [rule.name for rule in with_it.rules]


LOWERED = [
    ("another number", {"name": "Kita Nordmark Süderland 2", **HOUSE}, {"name": "Kita Nordmark Süderland 4", **HOUSE}),
    (
        "another trade",
        {"name": "Berufsfachschule für Ergotherapie der Akademie Nordmark Gesundheit Zukunft Leben Süderland", **HOUSE},
        {"name": "Berufsfachschule für Altenpflege der Akademie Nordmark Gesundheit Zukunft Leben Süderland", **HOUSE},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "first", "second"), LOWERED)
def test_what_looks_the_same_and_is_not(name, first, second):
    phone = {"phone": "05555 4711"}
    pair = {**first, **phone}, {**second, **phone}
    assert (compared(*pair).verdict, compared(*pair, name).verdict) == (RELATED, SAME)


def test_the_more_alike_comes_first_of_what_is_lifted():
    phone = {"phone": "05555 4711"}
    near = compared({"name": "Igelschule", **phone}, {"name": "Igelhaus", **phone})
    far = compared(
        {"name": "Igelschule", **phone, **HERE},
        {"name": "Otterhaus", **phone, "city": "Bruch", "postal_code": "24937"},
    )
    assert near.score > far.score >= near.model.related_from


def test_every_rule_says_why_and_the_documents_say_the_same():
    page = (Path(__file__).parents[2] / "docs/quality.md").read_text()
    assert [rule.name for rule in RULES if f"- **{rule.name}**: {rule.why}\n" not in page] == []
    assert all(str(rule.words) for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


# --- what becomes of it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("Waldschule", "Waldschule, Grundschule der Gemeinde Auenberg", SAME),
        ("Grundschule Auenberg", "Grundschule der Stadt Auenberg in Auenberg", SAME),
        ("Hauptschule am Hafen", "Gemeinschaftsschule am Hafen", RELATED),  # both may be open still
        ("Städt. Gem. Grundschule", "Grundschule am Lindenweg", RELATED),
        ("Grundschule am Bach", "Gymnasium am Bach", ""),  # a Schulzentrum: two institutions
        ("Kita am Bach", "Hort an der Bachschule", ""),
        ("Förderverein der Bachschule", "Bachschule", RELATED),
    ],
)
def test_two_names_in_one_house_without_any_telephone(first, second, verdict):
    assert compared({"name": first, **HOUSE}, {"name": second, **HOUSE}).verdict == verdict


@pytest.mark.parametrize(
    ("street", "verdict"),
    [
        ("Hafenstr. 12", SAME),
        ("Hafen-Straße 12 a", SAME),
        ("Hafenstrasse 10–14", SAME),
        ("Hafenstraße", SAME),
        ("Moorweg 3", RELATED),
    ],
)
def test_one_school_at_addresses_in_many_spellings(street, verdict):
    known = {"name": "Grundschule Auenberg", "street": "Hafenstraße 12", **HERE}
    assert compared({"name": "Grundschule Auenberg", "street": street, **HERE}, known).verdict == verdict


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ({"name": "Stadtbibliothek Auenberg", "street": "Moorweg 3"}, {"name": "Stadtbücherei", **HOUSE}, True),
        ({"name": "Stadtbibliothek", "city": "Bruch"}, {"name": "Stadtbücherei", **HOUSE}, False),
        ({"name": "Kita 2", "city": "Auenberg"}, {"name": "Kita 3", **HOUSE}, False),
        ({"name": "Kita Igel", **HOUSE}, {"name": "Kita Igel e. V.", **HOUSE}, True),
        ({"name": "Kita Igel", "city": "Auenberg"}, {"name": "Kita Otter", **HOUSE}, False),
    ],
)  # fmt: skip
def test_a_namesake_in_town_is_a_doubt(first, second, is_one):
    assert is_doubtful(compared(first, second)) == is_one
