"""Texts of several rules, contradictions, and texts that nobody should have to read."""

import pytest

from rhythm import Understood, parse
from rhythm.several import MAX_LENGTH, MOST_PARTS, TOO_LONG


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("montags 17 Uhr und donnerstags 19 Uhr", "jeden Montag, 17 Uhr; außerdem jeden Donnerstag, 19 Uhr"),
        ("wöchentlich Fallbesprechung, Lenkung quartalsweise", "wöchentlich; außerdem vierteljährlich"),
        ("Plenum halbjährlich, AG jeden 1. Montag", "halbjährlich; außerdem jeden 1. Montag im Monat"),
        ("jeden Montag Probe, Vorstand monatlich", "jeden Montag; außerdem monatlich"),
        ("Plenum 2x jährlich; AG monatlich; Lenkung alle 6 Wochen", "zweimal im Jahr; außerdem monatlich; außerdem alle 6 Wochen"),
        ("im Winter wöchentlich, im Sommer monatlich", "wöchentlich, im Winter; außerdem monatlich, im Sommer"),
        ("montags 17 Uhr, donnerstags 19 Uhr, außer in den Ferien",
         "jeden Montag, 17 Uhr, außer in den Ferien; außerdem jeden Donnerstag, 19 Uhr, außer in den Ferien"),
        ("montags 17 Uhr, donnerstags 19 Uhr, nicht im August",
         "jeden Montag, 17 Uhr, September bis Juli; außerdem jeden Donnerstag, 19 Uhr, September bis Juli"),
        ("Montag bis Donnerstag: 7:30 – 16:30 Uhr Freitag: 7:30 – 13:00 Uhr",
         "montags bis donnerstags, 7.30–16.30 Uhr; außerdem jeden Freitag, 7.30–13 Uhr"),
        ("jeden 1. Dienstag und jeden 3. Samstag im Monat, 10 Uhr",
         "jeden 1. Dienstag im Monat, 10 Uhr; außerdem jeden 3. Samstag im Monat, 10 Uhr"),
    ],
)  # fmt: skip
def test_two_rules_are_two_rules(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")
    assert parse(words) == rhythm


@pytest.mark.parametrize(
    "text",
    [
        "monatlich, dienstags 17 Uhr",
        "jeden 1. Montag im Monat, 18 Uhr, im Rathaus, mit Kaffee",
        "monatlich, im Gasthaus Adler, montags",
        "Mo, Mi und Fr, jeweils 9 bis 12 Uhr",
    ],
)
def test_one_rule_with_commas_is_one_rule(text):
    assert parse(text).also == ()


@pytest.mark.parametrize(
    ("text", "leftover"),
    [
        ("monatlich, dienstags 17 Uhr und donnerstags 19 Uhr", "donnerstags 19 Uhr"),
        ("außer in den Ferien montags 17 Uhr und donnerstags 19 Uhr", "donnerstags 19 Uhr"),
        ("montags 17 Uhr, donnerstags 19 Uhr, Oktober bis März", "donnerstags 19 Uhr"),
        ("jeden 1. Montag, im Januar am 2. Montag", "im Januar am 2. Montag"),
    ],
)
def test_where_it_is_unclear_what_belongs_to_which_rule_the_second_stays_unread(text, leftover):
    assert parse(text).leftover == leftover


@pytest.mark.parametrize(
    "text",
    [
        "jeden 6. Montag im Monat",
        "jeden 13. Montag",
        "am 35. jeden Monats",
        "am 0. des Monats",
        "jedes Jahr am 31. Februar",
        "wöchentlich um 25 Uhr",
        "wöchentlich, 17.75 Uhr",
        "0x im Jahr",
        "alle 0 Wochen",
        "jeden Montag am Dienstag",
        "jeden 1. Montag im Monat dienstags",
        "wöchentlich alle zwei Monate",
        "monatlich, alle 6 Wochen",
        "wöchentlich am 1. Montag im Monat",
        "täglich montags",
        "monatlich am Aschermittwoch",
        "monatlich am 1. Montag im Quartal",
        "zweimal pro Woche, Mo, Mi und Fr",
        "monatlich in geraden Kalenderwochen",
        "monatlich, ab 31.2.2027",
        "monatlich, ab 1.5.2027, bis 1.3.2027",
        "mindestens und höchstens zweimal im Jahr",
    ],
)
def test_a_contradiction_is_not_understood(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "jeden " * 2000,
        "1. und " * 2000 + "Montag",
        "alle 6 - " * 1500,
        "9-" * 5000 + " Uhr",
        "Mo, " * 2500,
        "März bis " * 1200,
        "nach " * 2000 + "Absprache",
        "monatlich " + "\x00\x07\u202e" * 3000,
        "m\u0308" * 5000,
        "🥐" * 10_000,
        "\ud800 monatlich",
        "a" * 10_000,
        "(" * 10_000,
        " " * 10_000 + "monatlich",
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_only_the_beginning_of_a_hostile_text_is_read(text):
    """So the time is bounded, whatever comes; and what nobody read may say otherwise."""
    rhythm, beginning = parse(text), parse(text[:MAX_LENGTH])

    assert (rhythm is None) == (beginning is None)
    if rhythm and len(text.strip()) > MAX_LENGTH:
        assert rhythm.understood is Understood.PARTLY
        assert rhythm.leftover.endswith(TOO_LONG)


def test_a_list_of_too_many_parts_is_not_taken_apart():
    parts = [f"Gruppe {chr(65 + number)} monatlich" for number in range(MOST_PARTS + 2)]

    assert len(parse(", ".join(parts[:3])).rules) == 3
    assert parse(", ".join(parts)).also == ()


def test_control_characters_do_not_hide_a_rhythm():
    assert parse("alle\x00 6\u00a0Wochen\u200b").in_words() == "alle 6 Wochen"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("im Winter wöchentlich, im Sommer 14-tägig, jeweils dienstags 15 Uhr",
         "jeden Dienstag, 15 Uhr, im Winter; außerdem alle 2 Wochen, dienstags, 15 Uhr, im Sommer"),
        ("Plenum wöchentlich, AG alle zwei Wochen dienstags", "wöchentlich; außerdem alle 2 Wochen, dienstags"),
        ("Einige Kreise treffen sich wöchentlich, andere alle zwei Wochen", "wöchentlich; außerdem alle 2 Wochen"),
        ("Mo 9-11 Uhr | Di 10-12 Uhr", "jeden Montag, 9–11 Uhr; außerdem jeden Dienstag, 10–12 Uhr"),
        ("Di–So 10–17 Uhr", "dienstags bis sonntags, 10–17 Uhr"),
        ("montags 8 bis 12 Uhr fest besetzt. Auch freitags 13 Uhr", "jeden Montag, 8–12 Uhr; außerdem jeden Freitag, 13 Uhr"),
    ],
)  # fmt: skip
def test_whose_day_and_hour_it_is(text, words):
    rhythm = parse(text)

    assert (rhythm.in_words(), rhythm.leftover) == (words, "")


def test_some_dates_are_no_rule_beside_all():
    rhythm = parse("jeden Montag, einige Termine dienstags")

    assert (rhythm.in_words(), rhythm.leftover) == ("jeden Montag", "einige Termine dienstags")
