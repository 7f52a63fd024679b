"""Typed text made readable."""

import pytest

from rhythm.spelling import normalised


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("monatlch", "monatlich"),
        ("einaml im Monat", "einmal im monat".replace("monat", "Monat")),
        ("jeden zwieten Dienstag", "jeden zweiten Dienstag"),
        ("Donerstag", "donnerstag"),
        ("vierteljaehrlich", "vierteljährlich"),
        ("1x/Q", "1x/Quartal"),
        ("2 x im Qu.", "2 x im Quartal"),
        ("19³⁰ Uhr", "19.30 Uhr"),
        ("im 2-Wochen-Rythmus", "im 2-Wochen-Rhythmus"),
        ("im Sommer (Juni bis August) montags", "Juni bis August montags"),
        ("im Sommer (draußen) montags", "im Sommer (draußen) montags"),
        ("jeden zweiten (neu!) Donnerstag", "jeden zweiten Donnerstag"),
        ("alle\u00a06\u2013\u20108 Wochen", "alle 6--8 Wochen"),
    ],
)
def test_what_is_meant_is_read(typed, read):
    assert normalised(typed) == read


@pytest.mark.parametrize(
    "text", ["Montage", "zweite Woche", "letztes Treffen", "viertel nach acht", "gemeinsames Kochen"]
)
def test_words_of_their_own_are_no_slips(text):
    assert normalised(text) == text
