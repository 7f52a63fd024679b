"""Times of day, written and spoken."""

from datetime import date, datetime, time

import pytest

from rhythm import end_of, parse
from rhythm.dates import BERLIN

TIMES = {
    "18 h": "18 Uhr",
    "18h30": "18.30 Uhr",
    "18.30h": "18.30 Uhr",
    "18:30": "18.30 Uhr",
    "18 Uhr 30": "18.30 Uhr",
    "1830 Uhr": "18.30 Uhr",
    "18³⁰ Uhr": "18.30 Uhr",
    "19°° Uhr": "19 Uhr",
    "um 18": "18 Uhr",
    "ab 18.30 Uhr": "18.30 Uhr",
    "gegen 19 Uhr": "19 Uhr",
    "18–20": "18–20 Uhr",
    "von 18 bis 20": "18–20 Uhr",
    "18 bis 20 Uhr": "18–20 Uhr",
    "von 10-11.30": "10–11.30 Uhr",
    "zwischen 15 und 17 Uhr": "15–17 Uhr",
    "18 Uhr bis ca. 20 Uhr": "18–20 Uhr",
    "18 Uhr s.t.": "18 Uhr",
    "18 Uhr c.t.": "18.15 Uhr",
    "8 pm": "20 Uhr",
    "8:30 p.m.": "20.30 Uhr",
    "9 a.m.": "9 Uhr",
    "7 Uhr abends": "19 Uhr",
    "um 3 Uhr nachmittags": "15 Uhr",
    "11 Uhr vormittags": "11 Uhr",
    "halb acht": "7.30 Uhr",
    "halb acht abends": "19.30 Uhr",
    "um halb 8 Uhr abends": "19.30 Uhr",
    "dreiviertel acht": "7.45 Uhr",
    "viertel acht": "7.15 Uhr",
    "um Viertel vor Elf": "10.45 Uhr",
    "viertel nach sechs abends": "18.15 Uhr",
    "um acht Uhr": "8 Uhr",
}


@pytest.mark.parametrize(("text", "words"), TIMES.items())
def test_a_time_of_day(text, words):
    rhythm = parse(f"montags {text}")

    assert (rhythm.in_words(), rhythm.leftover) == (f"jeden Montag, {words}", "")


@pytest.mark.parametrize("text", ["Montagabend um acht", "am Montagabend 8 Uhr", "montags, abends um 8"])
def test_the_name_of_the_day_says_that_it_is_evening(text):
    assert parse(text).start.hour == 20


def test_a_spoken_hour_that_may_be_of_the_evening_raises_a_doubt():
    assert parse("freitags um halb sechs").doubt == (
        "„halb sechs“ lesen wir als 5.30 Uhr. Meinen Sie abends, schreiben Sie bitte „17.30 Uhr“."
    )
    assert parse("freitags um halb sechs abends").doubt == ""
    assert parse("freitags um Viertel vor elf").doubt == ""


def test_an_end_before_the_beginning_stays_unread():
    rhythm = parse("dienstags 17–14 Uhr")

    assert (rhythm.start.hour, rhythm.end, rhythm.leftover) == (17, None, "bis 14 Uhr")


@pytest.mark.parametrize("text", ["2 Stunden pro Woche", "montags 25 Uhr", "montags 18.75 Uhr"])
def test_no_time_of_day(text):
    rhythm = parse(text)

    assert rhythm is None or rhythm.start is None


@pytest.mark.parametrize(
    ("text", "start", "end", "unread"),
    [
        ("freitags 18–1 Uhr", time(18), time(1), ""),
        ("freitags 18h - ca 1h", time(18), time(1), ""),
        ("freitags 20 bis ungefähr 22 Uhr", time(20), time(22), ""),
        ("freitags bereits ab 13 Uhr", time(13), None, ""),
        ("freitags von sechs bis acht Uhr", time(6), time(8), ""),
        ("freitags von 8 bis 12 und von 15 bis 18 Uhr", time(8), time(12), "15 bis 18 Uhr"),
        ("freitags bis etwa 22 Uhr", None, None, "bis etwa 22 Uhr"),
        ("freitags nach der 10.00 Uhr Messe", None, None, "nach der 10.00 Uhr Messe"),
        ("freitags vor dem 11-Uhr-Gottesdienst", None, None, "vor dem 11-Uhr-Gottesdienst"),
    ],
)
def test_first_and_last_hour(text, start, end, unread):
    rhythm = parse(text)

    assert (rhythm.start, rhythm.end, rhythm.weekdays) == (start, end, (4,))
    assert rhythm.leftover == unread or unread in rhythm.leftover.split(", ")[-1]


def test_a_meeting_over_midnight_ends_on_the_next_day():
    assert end_of(date(2026, 12, 31), time(18), time(1)) == datetime(2027, 1, 1, 1, tzinfo=BERLIN)
    assert end_of(date(2026, 12, 31), time(18), time(20)) == datetime(2026, 12, 31, 20, tzinfo=BERLIN)
