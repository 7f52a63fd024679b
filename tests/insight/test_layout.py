from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.layout import CARD, PITCH, WIDEST, Spot, Tie, arranged, cross, grids, passes


@pytest.mark.parametrize("number", range(1, 62))
def test_grids_have_room_and_fit_into_the_picture(number):
    found = grids(number)
    assert found
    for grid in found[:6]:
        assert len(grid.places) == sum(grid.rows) >= number
        assert grid.columns <= WIDEST
        rows = ((abs(a.x - b.x), abs(a.y - b.y)) for a, b in combinations(grid.places, 2))
        apart = (across >= PITCH[0] if not down else down >= PITCH[1] for across, down in rows)
        assert all(apart)


def test_two_stand_side_by_side():
    _, places = arranged((7, 9), (Tie(7, 9, 3),))
    assert places[7].y == places[9].y


def test_a_path_is_drawn_without_crossing_and_beneath_no_card():
    networks = tuple(range(6))
    ties = tuple(Tie(a, a + 1, 2) for a in range(5))
    _, places = arranged(networks, ties)
    lines = [(places[tie.first], places[tie.second]) for tie in ties]
    assert not any(cross(*one, *other) for one, other in combinations(lines, 2) if not {*one} & {*other})
    assert not any(
        passes((*a, *b), place) for a, b in lines for place in places.values() if place not in (a, b)
    )


@settings(deadline=None, max_examples=30)
@given(st.integers(3, 14), st.data())
def test_everybody_has_a_place_of_their_own(number, data):
    networks = tuple(range(number))
    pairs = data.draw(st.lists(st.sampled_from(list(combinations(networks, 2))), unique=True, max_size=20))
    ties = tuple(Tie(a, b, 1) for a, b in pairs)
    grid, places = arranged(networks, ties)
    assert set(places) == set(networks)
    assert len(set(places.values())) == number
    assert set(places.values()) <= set(grid.places)


def test_cross():
    a, b, c, d = Spot(0, 0), Spot(10, 10), Spot(0, 10), Spot(10, 0)
    assert cross(a, b, c, d)
    assert not cross(a, c, b, d)


def test_passes():
    card = Spot(0, 0)
    assert passes((-500, 0, 500, 0), card)
    assert not passes((-500, CARD[1], 500, CARD[1]), card)
    assert not passes((CARD[0], -9, CARD[0], 9), card)
    assert passes((0, -500, 0, 500), card)
    assert not passes((200, 0, 500, 0), card)
