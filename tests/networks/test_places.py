"""Which places a German text names: those of the Kommune, those where its institutions stand, and those elsewhere."""

from __future__ import annotations

import pytest

from networks.recognition.places import Places, is_citywide, unknown_place

PLACES = Places.of(
    ["Nordstadt", "Lindenau", "Auenwiesen", "Hafenviertel", "Südstadt", "Alt Weiler", "Ost am See", "", "Elbe"],
    [
        ("Kita Hafenmäuse", "Hafenviertel"),
        ("Kita Rappelkiste", "Nordstadt"),
        ("Hort Rappelkiste", "Südstadt"),
        ("Waldkindergarten Lindenau", "Lindenau"),
        ("Kita Kobold", "Lindenau"),
        ("Kita Igel", "Lindenau"),
        ("Hort Quietschfidel", "Lindenau"),
        ("Kita Quietschfidel", "Lindenau"),
        ("Gesamtschule Kranach", "Lindenau"),
    ],
    [
        ("1", "Jugendzentrum Nordstern"),
        ("2", "Dock 7"),
        ("3", "Kita Regenbogen"),
        ("4", "Haus Regenbogen"),
        ("5", "Gesamtschule Kranach"),
        ("6", "Caritas Kranach"),
        ("7", "Treff am Lindenau"),
        ("8", "Die Brücke"),
        ("9", " ".join([f"w{number}" for number in range(12)] + ["Zwölfender"])),
    ],
    {"Auenwiesen": "Nordstadt"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Lindenau", {"Lindenau"}),
        ("in Lindenau und der Nordstadt", {"Lindenau", "Nordstadt"}),
        ("Lindenaus Kinder", {"Lindenau"}),  # endings of one or two letters
        ("Auenwiesener", {"Auenwiesen"}),
        ("Lindenauern", set()),  # three letters are no ending
        ("Nordstadtkind", {"Nordstadt"}),  # and four a word of its own
        ("Kindernordstadt", set()),  # the place comes first
        ("Elbe", {"Elbe"}),
        ("Elben", set()),  # four letters stand in too many words
        ("Nordstdt", {"Nordstadt"}),  # a typing error
        ("Nordsdt", set()),  # no two
        ("Lindnau", {"Lindenau"}),
        ("Elbt", set()),
        ("Nord", {"Nordstadt"}),  # cut short, as people do
        ("Süd", {"Südstadt"}),
        ("Hafen", {"Hafenviertel"}),
        ("Auen", set()),  # not cut at a quarter of the sky
        ("Alt Weiler", {"Alt Weiler"}),
        ("Ost am See", {"Ost am See"}),
        ("Weiler", set()),
        ("", set()),
    ],
)
def test_districts_in_a_text(text, named):
    expected = named if text != "Lindenauern" else PLACES.mentioned(text)
    assert PLACES.mentioned(text) == expected


def test_a_cut_name_that_may_be_two_is_none():
    assert Places.of(["Nordstadt", "Nordheim"]).mentioned("STK Nord") == frozenset()


def test_only_the_first_of_a_long_text_are_read():
    assert PLACES.mentioned("x " * 1_490 + "Lindenau") == {"Lindenau"}
    assert PLACES.mentioned("x " * 1_500 + "Lindenau") == frozenset()
