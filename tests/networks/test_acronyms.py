"""Which acronyms stand for which names, and how sure that is."""

from __future__ import annotations

import pytest

from networks.recognition.acronyms import stands_for


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("BeQua", "Beratung Qualität"),  # small letters after a capital are the letters that follow it
        ("LeFö", "Leseförderung"),
        ("ABCDEFGH", "Anna Berta Cäsar Dora Emil Friedrich Gustav Heinrich"),
    ],
)
def test_four_letters_or_more_hardly_fit_by_chance(acronym, name):
    assert stands_for(acronym, name) == 1.0


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("KTB", "Kindertagesbetreuung"),  # parts of a compound
        ("K-T-B", "Kindertagesbetreuung"),
        ("SPZ", "Sozialpädiatrisches Zentrum"),
        ("DLN", "Digitale Lernnetzwerke"),
        ("BfN", "Bildung für Neuzugewanderte"),  # a small letter may be a function word
        ("BuT", "Bildung und Teilhabe"),
        ("BUT", "Bildung und Teilhabe"),  # and a capital too
        ("BTS", "Bildung und Teilhabe Schule"),  # or there is none for it
        ("BNE", "Bildung für nachhaltige Entwicklung"),
        ("BnE", "Bildung für nachhaltige Entwicklung"),
        ("BeQ", "Beratung Qualität"),
    ],
)
def test_three_letters_are_trusted_less(acronym, name):
    assert stands_for(acronym, name) == 0.85


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("LF", "Leseförderung"),
        ("NL", "Netzwerk Lesen"),  # a letter for the kind of cooperation is no more than fitting
        ("LF", "Arbeitskreis Leseförderung"),
        (
            "LF",
            "Runder Tisch für Leseförderung",
        ),  # three words for the kind of cooperation may stand before it
    ],
)
def test_two_letters_least(acronym, name):
    assert stands_for(acronym, name) == 0.55


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("", "Leseförderung"),
        ("L", "Leseförderung"),
        ("ABCDEFGHI", "Anna Berta Cäsar Dora Emil Friedrich Gustav Heinrich Ida"),
        ("LF", ""),
        ("LFX", "Leseförderung"),
        ("AB", "Bildung Arbeit"),  # another order
        ("BE", "Bildung für nachhaltige Entwicklung"),  # „nachhaltig“ is left out
        ("BfN", "Bildung Neuzugewanderte"),  # there is no „für“
        ("KTP", "Kindergarten"),
        ("GTn", "Ganztagsschule"),  # a small letter must follow at once
        ("LF", "Musik Kunst Tanz Leseförderung"),  # it begins with one of the first three words
        ("AK LF", "Leseförderung"),
    ],
)
def test_what_does_not_fit_is_nothing(acronym, name):
    assert stands_for(acronym, name) == 0.0


@pytest.mark.parametrize(
    ("acronym", "name", "value"),
    [
        ("BNE", "Bildung nachhaltiger Energie Klima Umwelt Schutz", 0.85 / 2),  # three of six words
        ("LF", "Musik Kunst Leseförderung", 0.55 / 3),
        ("LF", "Lesefreunde Leseförderung", 0.55 / 2),  # each letter once
        ("LF", "Leseförderung" + " Kita" * 20, 0.55 / 14),  # no more words are read
        ("ÖPNV", "Öffentlicher Personennahverkehr", 1 - 0.12 / 2),  # N stands inside „Personennahverkehr“
        ("GTS", "Ganztagsschule", 0.85 * (1 - 0.12)),  # T as well
        ("MGH", "Mehrgenerationenhaus", 0.85 * (1 - 2 * 0.12)),
        (
            "BQU",
            "Beratung Qualifizierung",
            0.85 * (1 - 0.12 / 2),
        ),  # the U of „-rung“: any letter but the last two
        ("BQN", "Beratung Qualifizierung", 0),
    ],
)
def test_words_left_over_and_letters_inside_words_take_off(acronym, name, value):
    assert stands_for(acronym, name) == pytest.approx(value)
