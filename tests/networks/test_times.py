"""When networks meet, as questions ask for it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

import rhythm
from networks.meetings.expected import Expected
from networks.models import Meeting
from networks.times import facets_of

BERLIN = ZoneInfo("Europe/Berlin")
ALL_MONTHS = [f"{month:02}" for month in range(1, 13)]


def of(text: str, *meetings: Meeting) -> dict[str, list[str]]:
    return facets_of(rhythm.parse(text), meetings)


@pytest.mark.parametrize(
    ("text", "months", "days", "times"),
    [
        ("jeden 2. Dienstag im Monat, 16 Uhr", ALL_MONTHS, ["2"], ["nachmittags"]),
        ("vierteljährlich", [], [], []),
        ("einmal im Jahr im Oktober", ["10"], [], []),
        ("wöchentlich montags 9 Uhr", ALL_MONTHS, ["1"], ["vormittags"]),
        ("monatlich, freitags 12 Uhr", ALL_MONTHS, ["5"], ["nachmittags"]),
        ("monatlich, samstags 17 Uhr", ALL_MONTHS, ["6"], ["abends"]),
        ("ruht zurzeit", [], [], []),
        ("", [], [], []),
    ],
)
def test_a_rhythm_says_when(text, months, days, times):
    assert of(text) == {"monat": months, "wochentag": days, "tageszeit": times}


def test_meetings_ahead_say_it_too():
    evening = Meeting(start=datetime(2026, 12, 9, 18, 30, tzinfo=BERLIN))
    whole_day = Meeting(start=datetime(2027, 3, 1, tzinfo=BERLIN), is_all_day=True)
    assert of("vierteljährlich", evening, whole_day) == {
        "monat": ["03", "12"],
        "wochentag": ["1", "3"],
        "tageszeit": ["abends"],
    }


def test_what_a_rare_rhythm_lets_expect_says_the_months():
    likely = Expected(1, datetime(2027, 3, 1, tzinfo=BERLIN), None, is_all_day=True)
    found = facets_of(rhythm.parse("vierteljährlich, mittwochs"), [], [likely])
    assert (found["monat"], found["wochentag"], found["tageszeit"]) == (["03"], ["3"], [])
