"""Words and what they name."""

import pytest

from rhythm import parse
from rhythm.lexicon import (
    count_of_months_named,
    interval_named,
    months_named,
    number_named,
    ordinals_named,
    period_named,
    weekdays_named,
)
from rhythm.terms import Period


def test_numbers_and_ordinals():
    assert [number_named(word) for word in ("drei", "14", "zwo", "viele")] == [3, 14, 2, 0]
    assert ordinals_named("1. und letzten") == [1, -1]
    assert [interval_named(word) for word in ("zweiten", "2.", "letzten")] == [2, 2, -1]


def test_weekdays_in_the_order_of_the_week():
    assert weekdays_named("Mo–Mi und freitags".replace("–", "-")) == (0, 1, 2, 4)
    assert weekdays_named("Sa bis Di") == (0, 1, 5, 6)
    assert weekdays_named("Sonnabend") == (5,)


def test_months_over_the_turn_of_the_year():
    assert months_named("November bis Feber") == (11, 12, 1, 2)
    assert months_named("Frühjahr/Herbst") == (3, 4, 5, 9, 10, 11)
    assert count_of_months_named("Frühjahr und Herbst") == 2


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Tag täglich", Period.DAY),
        ("Woche Kalenderwochen KW wöchentlich", Period.WEEK),
        ("Monat Kalendermonats Mon. mtl. mntl.", Period.MONTH),
        ("Vierteljahr vierteljährlich Quartals", Period.QUARTER),
        ("Halbjahr halbjährlich halbes\u00a0Jahr halben\u00a0Jahres halbe\u00a0Jahr", Period.HALF_YEAR),
        ("Jahr jährl. Kalenderjahr p.a. p.\u00a0a. anno", Period.YEAR),
        ("Semester", Period.SEMESTER),
        ("Schulhalbjahr", Period.SCHOOL_HALF_YEAR),
        ("Schuljahr", Period.SCHOOL_YEAR),
        ("Mondphase Mai", None),
    ],
)
def test_spans_as_people_name_them(words, period):
    named = words.split(" ")
    assert [period_named(word) for word in named] == [period] * len(named)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mo Mi Fr 9-12", "jeden Montag, Mittwoch und Freitag, 9–12 Uhr"),
        ("am Samstag Vormittag", "jeden Samstag"),
        ("Montag - Donnerstag Morgen 8:30", "montags bis donnerstags, 8.30 Uhr"),
        ("monatlich, dienstags oder mittwochs", "monatlich, dienstags oder mittwochs"),
        ("wöchentlich, im Wechsel Mo und Mi", "wöchentlich, abwechselnd montags und mittwochs"),
        ("alle 14 Tage Di/Do im Wechsel", "alle 2 Wochen, abwechselnd dienstags und donnerstags"),
        ("jeden Dienstag im Jänner", "jeden Dienstag, im Januar"),
        ("am zweitletzten Freitag im Monat", "jeden vorletzten Freitag im Monat"),
        ("Samstage 10 Uhr", "jeden Samstag, 10 Uhr"),
    ],
)
def test_days_as_people_name_them(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")
