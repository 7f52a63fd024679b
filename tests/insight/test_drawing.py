"""The picture as numbers: nothing covers anything, nothing is outside, the same each time."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.drawing import (
    EDGE,
    FIGURE,
    STRIP,
    THICK,
    THIN,
    WIDTH,
    WORDS,
    FieldLabel,
    NetworkLabel,
    Picture,
    drawn,
)
from insight.layout import CARD, Tie
from insight.lettering import width_of

NAMES = (
    "Runde",
    "Arbeitsgemeinschaft Bildungsübergangsbegleitung im Landkreis",
    "AK <script>",
    "Netzwerk „A & B“ für alle",
)


def group(name: str, entries: range) -> FieldLabel:
    return FieldLabel(
        name, tuple(NetworkLabel(one, NAMES[one % 4], "", one, f"/netzwerke/{one}/") for one in entries)
    )


@st.composite
def pictures(draw) -> tuple[tuple[FieldLabel, ...], tuple[Tie, ...]]:
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=9))
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    groups = tuple(group(f"Feld {place}", range(at, at + sizes[place])) for place, at in enumerate(starts))
    pairs = list(combinations(range(sum(sizes)), 2))
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=25)) if pairs else []
    return groups, tuple(Tie(a, b, draw(st.integers(1, 9))) for a, b in chosen)


def assert_legible(picture: Picture) -> None:
    for card in picture.cards:
        box = next(
            one
            for one in picture.boxes
            if one.x <= card.x <= one.x + one.width and one.y < card.y < one.y + one.height
        )
        assert card.x + CARD[0] <= box.x + box.width <= WIDTH
        assert card.y + CARD[1] <= box.y + box.height <= picture.height
        for x, y, line in card.words:
            half = width_of(line, WORDS) / 2
            assert card.x + STRIP <= x - half < x + half <= card.x + CARD[0] + EDGE
            assert card.y < y - WORDS / 2 < y < card.y + CARD[1]
    for one, other in combinations(picture.cards, 2):
        assert abs(one.x - other.x) >= CARD[0] or abs(one.y - other.y) >= CARD[1]
    for one, other in combinations(picture.boxes, 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y


@settings(deadline=None, max_examples=40)
@given(pictures())
def test_nothing_covers_anything(given_):
    assert_legible(drawn(*given_))


def test_sixty_connections_of_one_network_are_legible():
    """The worst there is: all in one field."""
    groups = (group("Mitte", range(61)),)
    assert_legible(drawn(groups, tuple(Tie(0, other, 1 + other % 5) for other in range(1, 61))))


def test_sixty_pairs_are_legible():
    groups = tuple(group(f"Feld {at}", range(2 * at, 2 * at + 2)) for at in range(60))
    assert_legible(drawn(groups, tuple(Tie(2 * at, 2 * at + 1, 3) for at in range(60))))


@settings(deadline=None, max_examples=15)
@given(pictures())
def test_the_same_input_gives_the_same_picture(given_):
    first = drawn(*given_)
    drawn.cache_clear()
    assert drawn(*given_) == first


@settings(deadline=None, max_examples=30)
@given(pictures())
def test_lines_say_what_they_connect(given_):
    groups, ties = given_
    home = {one.entry: place for place, found in enumerate(groups) for one in found.networks}
    lines = drawn(*given_).lines
    assert {(line.first, line.second, line.number) for line in lines} == set(ties)
    assert all(line.is_across == (home[line.first] != home[line.second]) for line in lines)
    assert all(THIN <= line.thickness <= THICK for line in lines)
    by_number = sorted(lines, key=lambda line: line.number)
    assert [line.thickness for line in by_number] == sorted(line.thickness for line in lines)


def test_a_figure_covers_no_words():
    picture = drawn(
        (group("A", range(5)), group("B", range(5, 8))), (Tie(0, 1, 4), Tie(1, 2, 3), Tie(4, 6, 2))
    )
    for line in picture.lines:
        for card in picture.cards:
            dx, dy = abs(line.figure.x - card.middle.x), abs(line.figure.y - card.middle.y)
            assert dx >= CARD[0] / 2 + FIGURE or dy >= CARD[1] / 2 + FIGURE


def test_a_short_name_stands_where_the_name_is_too_long():
    long = "Übergangs" * 12
    named = (NetworkLabel(1, long, "ÜG", 3, "/"), NetworkLabel(2, "Lesenetz", "LN", 3, "/"))
    first, second = drawn((FieldLabel("", named),), (Tie(1, 2, 1),)).cards
    assert [line for _, _, line in first.words] == ["ÜG"]
    assert [line for _, _, line in second.words] == ["Lesenetz"]


@pytest.mark.parametrize("ties", [(), (Tie(0, 1, 2),)])
def test_no_field_and_one_are_drawn(ties):
    groups = (group("Eins", range(2)),) if ties else ()
    picture = drawn(groups, ties)
    assert len(picture.cards) == 2 * len(groups)
    assert picture.height > 0
