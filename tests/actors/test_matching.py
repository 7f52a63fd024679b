"""Two lists of institutions side by side: what is compared, and who becomes whose partner."""

from __future__ import annotations

import pytest

from actors.recognition.matching import Index, blocks, matched
from actors.recognition.records import Corpus, Record

KITA = Record(
    key="a",
    name="Kita Regenbogen",
    other_names=("Rappelkiste",),
    street="Lindenpl. 2",
    postal_code="37992",
    city="Auenberg (Kernstadt)",
    phone="05555 50421",
    website="https://www.kita-regenbogen.de",
)


def test_blocks_are_all_by_which_an_institution_may_be_found_again():
    assert blocks(KITA) == {
        "t:555550421", "h:kita-regenbogen.de", "s:379:lindenplatz:2", "s:auenberg:lindenplatz:2", "w:37992:kita", "w:37992:regenb", "w:37992:rappel",
        "w:auenberg:kita", "w:auenberg:regenb", "w:auenberg:rappel",
    }  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        Record(name="Regenbogenland", postal_code="37992"),
        Record(name="Regenbogen", postal_code="37990", city="Auenberg"),
        Record(name="x", phone="+49 5555 50421"),
        Record(name="x", email="post@kita-regenbogen.de"),
        Record(name="x", street="Lindenplatz 2", postal_code="37990"),
        Record(name="Rappelkisten", postal_code="37992"),
    ],
)
def test_what_shares_one_of_them_is_compared(other):
    assert Index([other]).candidates(KITA) == [other]


@pytest.mark.parametrize(
    "other",
    [
        Record(name="Regenbogen", city="Flensburg"),
        Record(name="Igelnest", postal_code="37992"),
        Record(name="x", street="Lindenplatz 2", postal_code="24937"),
        Record(name="x", street="Lindenplatz 3", postal_code="37992"),
    ],
)
def test_what_shares_none_is_not(other):
    assert Index([other]).candidates(KITA) == []


def test_nobody_is_compared_with_himself_or_twice():
    twin = Record(key="b", name=KITA.name, postal_code=KITA.postal_code, phone=KITA.phone)
    assert Index([KITA, twin]).candidates(KITA) == [twin]


def test_what_too_many_share_says_nothing():
    same = [Record(key=str(number), name="Schule", postal_code="37990") for number in range(61)]
    asked = Record(name="Schule", postal_code="37990")
    assert len(Index(same[:60]).candidates(asked)) == 60
    assert Index(same).candidates(asked) == []


def test_everybody_has_one_partner_the_most_alike():
    first = [
        Record(key="1", name="Kita Regenbogen", city="Auenberg", phone="05555 50421"),
        Record(key="2", name="Kita Regenbogen", city="Auenberg"),
    ]
    second = [
        Record(key="x", name="Kita Regenbogen", city="Auenberg", phone="05555 50421"),
        Record(key="y", name="Kita Regenbogen Auenberg", city="Auenberg"),
    ]
    found = matched(first, Index(second), Corpus.measure([*first, *second]))
    assert [(record.key, match.existing.key) for record, match in found] == [("1", "x"), ("2", "y")]
    assert found[0][1].score > found[1][1].score


def test_order_of_the_lists_does_not_matter_among_equals():
    first = [Record(key=key, name="Kita Regenbogen", city="Auenberg") for key in "ba"]
    second = [Record(key=key, name="Kita Regenbogen", city="Auenberg") for key in "yx"]
    found = matched(first, Index(second), Corpus.measure([*first, *second]))
    assert [(record.key, match.existing.key) for record, match in found] == [("a", "x"), ("b", "y")]


def test_who_is_too_little_alike_stays_alone():
    first = [Record(key="1", name="Grundschule am Hafen", postal_code="37992")]
    second = [Record(key="x", name="Gymnasium am Hafen", postal_code="37992", street="Wall 1")]
    assert matched(first, Index(second), Corpus.measure([*first, *second])) == []


def test_in_lists_side_by_side_a_weak_likeness_is_enough():
    """Another sort of name, but the same house and telephone: nobody else in the other list is as near."""
    place = {"street": "Kai 8", "postal_code": "37992", "city": "Auenberg", "phone": "05555 50421"}
    first, second = Record(key="1", name="Kita Igel", **place), Record(key="x", name="Verein Igel", **place)
    [(_record, match)] = matched([first], Index([second]), Corpus.measure([first, second]))
    assert match.existing == second
    assert match.score < 0.1  # by itself hardly worth showing


@pytest.mark.parametrize(
    ("street", "blocks_of_it"),
    [
        ("Lindenplatz 2-4", {"s:379:lindenplatz:2", "s:379:lindenplatz:4"}),
        ("Lindenplatz", {"s:379:lindenplatz:"}),
        ("", set()),
    ],
)
def test_both_ends_of_a_range_of_house_numbers_are_blocks(street, blocks_of_it):
    found = blocks(Record(street=street, postal_code="37990"))
    assert {block for block in found if block.startswith("s:")} == blocks_of_it


def test_a_street_without_any_place_is_a_block():
    assert blocks(Record(street="Lindenplatz 2")) == {"s::lindenplatz:2"}
