"""Every German word for a number, a day, a month or a season is read as what it means, and none hides another."""

import pytest

from rhythm.lexicon import interval_named, months_named, number_named, ordinals_named, weekdays_named
from rhythm.spelling import normalised

NUMBERS = {
    "ein": 1, "eine": 1, "einem": 1, "einen": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6,
    "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12, "vierzehn": 14, "fünfzehn": 15,
}  # fmt: skip
ORDINALS = {
    "erst": 1, "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10,
    "zwölft": 12, "letzt": -1, "vorletzt": -2,
}  # fmt: skip
MONTHS = {
    "Januar Jänner Jan": (1,), "Februar Feb": (2,), "März Mär Mrz": (3,), "April Apr": (4,), "Mai": (5,), "Juni Jun": (6,),
    "Juli Jul": (7,), "August Aug": (8,), "September Sept Sep": (9,), "Oktober Okt": (10,), "November Nov": (11,),
    "Dezember Dez": (12,), "Frühjahr Frühling": (3, 4, 5), "Sommer Sommermonate": (6, 7, 8), "Herbst": (9, 10, 11),
    "Winter Wintermonate": (12, 1, 2), "Wintersemester Winterhalbjahr": (10, 11, 12, 1, 2, 3),
    "Sommersemester Sommerhalbjahr": (4, 5, 6, 7, 8, 9),
}  # fmt: skip
DAYS = [
    "Montag Mo",
    "Dienstag Di",
    "Mittwoch Mi",
    "Donnerstag Do",
    "Freitag Fr",
    "Samstag Sonnabend Sa",
    "Sonntag So.",
]


@pytest.mark.parametrize(("word", "number"), NUMBERS.items())
def test_number_words(word, number):
    assert number_named(f" {word.title()} ") == interval_named(word) == number


@pytest.mark.parametrize(("stem", "number"), ORDINALS.items())
@pytest.mark.parametrize("ending", ["e", "en", "er", "es", "em"])
def test_ordinals_in_all_endings(stem, ending, number):
    assert ordinals_named(f"am {stem}{ending} Dienstag") == [number]


@pytest.mark.parametrize(("words", "months"), MONTHS.items())
def test_months_and_seasons(words, months):
    for word in words.split():
        assert (word, months_named(f"im {word}")) == (word, months)
        assert (word, months_named(word.upper())) == (word, months)


def test_even_and_odd_months():
    assert months_named("in jedem geraden Monat") == (2, 4, 6, 8, 10, 12)
    assert months_named("in jedem ungeraden Monat") == (1, 3, 5, 7, 9, 11)


@pytest.mark.parametrize("words", DAYS)
def test_weekdays_and_their_short_names(words):
    for word in words.split():
        assert weekdays_named(word) == (DAYS.index(words),)


def test_a_short_name_needs_its_capital_and_so_needs_more():
    assert weekdays_named("so mi di") == ()
    assert weekdays_named("So haben wir es immer gemacht") == ()


@pytest.mark.parametrize(
    "word", ["Montag", "monatlich", "September", "vierteljährlich", "quartals", "Kochen", "Montage"]
)
def test_what_is_spelled_right_stays(word):
    assert normalised(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Motnag", "montag"), ("monatlch", "monatlich"), ("Septemmber", "september"), ("jaehrlich", "jährlich")],
)
def test_a_slip_is_repaired(typed, meant):
    assert normalised(typed).lower() == meant
