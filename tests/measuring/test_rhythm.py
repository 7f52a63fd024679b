"""The phrases that docs/quality.md counts, and how they are judged."""

from pathlib import Path

import pytest

from measuring.rhythm import EXPECTED, LOTS, Outcome, collections, counted, outcome, report

CLOSED = {
    "third unseen": (102, 79, 4),
    "fourth unseen": (71, 49, 2),
}  # nobody who works on the reader looks at their rows
FOLDER = Path(__file__).parents[1] / "rhythm"


@pytest.fixture(scope="module")
def phrases():
    return collections(FOLDER)


def row(phrase: str, understood: str, text: str = "", unread: str = "") -> dict[str, str]:
    return {"phrase": phrase, "understood": understood, "text": text, "unread": unread}


@pytest.mark.parametrize(
    ("judged", "as_what"),
    [
        (row("monatlich", "ja", "monatlich"), Outcome.RIGHT),
        (row("monatlich, wenn nötig", "teils", "monatlich", "wenn nötig"), Outcome.RIGHT),
        (row("12.10.2026", "nein"), Outcome.RIGHT),
        (row("monatlich, wenn nötig", "ja", "monatlich"), Outcome.IN_PART),
        (row("nichts", "ja", "monatlich"), Outcome.NOT_AT_ALL),
        (row("monatlich", "ja", "wöchentlich"), Outcome.SILENTLY_WRONG),
        (row("monatlich", "nein"), Outcome.SILENTLY_WRONG),
    ],
)
def test_a_phrase_is_judged(judged, as_what):
    assert outcome(judged) is as_what


def test_real_phrases_have_an_address_each_and_are_parted_in_halves(phrases):
    real = [row for lot in LOTS for row in phrases[lot]]

    assert len(real) >= 634
    assert abs(len(phrases["learn"]) - len(phrases["unseen"])) <= 1
    assert abs(len(phrases["third"]) - len(phrases["third unseen"])) <= 1
    assert all(
        one["source"].startswith(("http", "github-file:")) and one["understood"] in EXPECTED for one in real
    )
    assert len({one["phrase"].lower() for one in real}) == len(real)


def test_nothing_is_silently_wrong_and_all_that_was_learned_from_is_right(phrases):
    for name, rows in phrases.items():
        if name in CLOSED:
            continue
        wrong = [one["phrase"] for one in rows if outcome(one) is Outcome.SILENTLY_WRONG]
        assert wrong == [], name
    assert [one["phrase"] for one in phrases["learn"] if outcome(one) is not Outcome.RIGHT] == []


def test_what_is_read_rightly_stays_so(phrases):
    right = {name: counted(rows)[1] for name, rows in phrases.items()}

    assert right["unseen"] >= 75
    assert right["fresh"] >= 46
    assert right["second"] >= 84
    assert right["third"] >= 101
    assert right["fourth"] >= 65
    assert right["invented"] >= 113


def test_of_the_closed_collection_only_sums_are_told(phrases):
    for name, (all_of_them, least_right, most_wrong) in CLOSED.items():
        n, right, _in_part, _not_at_all, wrong = counted(phrases[name])

        assert (n, right >= least_right, wrong <= most_wrong) == (all_of_them, True, True)


def test_the_report_has_a_line_before_and_now_for_each_collection():
    lines = [line for line in report(FOLDER) if line.startswith("| ") and not line.startswith("| phrases")]

    assert [line.split(" | ")[0] for line in lines] == [
        "| learn, before", "| **learn, now**", "| unseen, before", "| unseen, first", "| **unseen, now**",
        "| fresh, first", "| **fresh, now**", "| second, first", "| **second, now**",
        "| third, first", "| **third, now**", "| third unseen, first", "| **third unseen, now**",
        "| fourth, first", "| **fourth, now**",
        "| fourth unseen, before", "| fourth unseen, first", "| **fourth unseen, now**",
        "| invented, before", "| **invented, now**",
    ]  # fmt: skip
