"""Overlaps against a naive recomputation over all pairs."""

from datetime import datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.overlap import Advice, advised, pairs, same_week
from tests.insight.landscape import BERLIN, landscape, round_of

MONDAY = datetime(2026, 11, 30, 10, tzinfo=BERLIN)
DAY = timedelta(days=1)
members = st.text("ABCDE", max_size=6)
rounds = st.lists(st.tuples(members, st.sampled_from(["aktiv", "aktiv", "ruhend"])), max_size=7)


def made(given, agreed=()):
    return landscape([round_of(who, facts={"status": status}) for who, status in given], agreed=agreed)


@given(rounds, st.integers(1, 3))
def test_pairs_are_those_that_a_look_at_all_pairs_finds(given, least) -> None:
    found = {(one.first.pk, one.second.pk, one.number) for one in pairs(made(given), least)}
    active = [(place + 1, set(who)) for place, (who, status) in enumerate(given) if status == "aktiv"]
    assert found == {
        (a, b, len(one & other))
        for (a, one), (b, other) in combinations(active, 2)
        if len(one & other) >= least
    }


@given(rounds, st.lists(st.tuples(st.integers(0, 6), st.integers(0, 14)), max_size=10))
def test_same_week_is_what_a_look_at_all_meetings_finds(given, meetings) -> None:
    agreed = [(place, MONDAY + days * DAY) for place, days in meetings if place < len(given)]
    found = same_week(made(given, agreed))
    expected: dict[tuple, int] = {}
    for (a, start), (b, other) in combinations(sorted(agreed), 2):
        both = len(set(given[a][0]) & set(given[b][0]))
        is_active = given[a][1] == given[b][1] == "aktiv"
        if a != b and is_active and both >= 2 and start.isocalendar()[:2] == other.isocalendar()[:2]:
            key = (a + 1, b + 1, start.isocalendar()[:2])
            expected[key] = min(expected.get(key, 9), abs((start - other).days))
    assert {
        (one.pair.first.pk, one.pair.second.pk, one.day.isocalendar()[:2]): one.days_between for one in found
    } == expected
    assert len(found) == len(expected)


def test_a_week_ends_on_sunday() -> None:
    two = [("AB", "aktiv"), ("AB", "aktiv")]
    sunday = MONDAY + 6 * DAY
    assert [one.days_between for one in same_week(made(two, [(0, MONDAY), (1, sunday)]))] == [6]
    assert same_week(made(two, [(0, sunday), (1, sunday + DAY)])) == []


def test_one_day_comes_first_then_who_touches_most_then_the_earliest() -> None:
    agreed = [(0, MONDAY), (1, MONDAY), (2, MONDAY + DAY), (3, MONDAY + DAY), (4, MONDAY + 2 * DAY)]
    found = same_week(
        made(
            [("ABC", "aktiv"), ("AB", "aktiv"), ("DEFGHC", "aktiv"), ("DEF", "aktiv"), ("DEFG", "aktiv")],
            agreed,
        )
    )
    order = [(one.pair.first.pk, one.pair.second.pk, one.is_same_day) for one in found]
    assert order == [(3, 4, True), (1, 2, True), (3, 5, False), (4, 5, False)]


@pytest.mark.parametrize("least", [1, 2])
def test_two_networks_without_members_have_nothing_in_common(least) -> None:
    assert pairs(made([("", "aktiv"), ("", "aktiv")]), least) == []
    assert same_week(made([("", "aktiv"), ("", "aktiv")], [(0, MONDAY), (1, MONDAY)]), least) == []


def test_what_a_pair_is_advised() -> None:
    same = {
        "thema": ["lesen"],
        "zielgruppe": ["kinder"],
        "stadtteil": ["nord"],
        "facts": {"character": ("fach",)},
    }
    else_where = same | {"thema": ["sport"]}
    found = pairs(
        landscape(
            [
                round_of("ABCD", **same),
                round_of("ABCE", **same),
                round_of("ABCD", **else_where),
                round_of("AXYZ", **same),
            ]
        ),
        least=1,
    )
    advice = {(one.first.pk, one.second.pk): one.advice for one in found}
    assert advice[1, 2] is Advice.MERGE
    assert advice[1, 3] is Advice.BUNDLE
    assert advice[1, 4] is Advice.LINK
    assert advice[3, 4] is Advice.SEPARATE
    assert [(one.first.pk, one.second.pk) for one in advised(found, Advice.MERGE)] == [(1, 2)]
