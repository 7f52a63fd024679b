"""A rhythm in words; that they read back is a property (`test_properties`)."""

from datetime import date

from rhythm import parse
from rhythm.words import exceptions_in_words, in_full, months_in_words


def test_days_and_months():
    assert in_full(date(2027, 1, 1)) == "1. Januar 2027"
    assert months_in_words((9, 10, 11, 12, 1, 2)) == "September bis Februar"
    assert months_in_words((3, 10)) == "im März und Oktober"


def test_exceptions_of_all_rules_each_once():
    rhythm = parse("montags 17 Uhr, donnerstags 19 Uhr, außer in den Ferien und im August")

    assert exceptions_in_words(rhythm) == ["nicht im August", "außer in den Ferien"]
    assert exceptions_in_words(parse("jährlich im Herbst, außer an Feiertagen")) == ["außer an Feiertagen"]
    assert exceptions_in_words(parse("monatlich")) == []
