import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.chart import BOTTOM, LEFT, MARKS, RIGHT, TOP, chart


@given(st.lists(st.integers(0, 20_000), min_size=1, max_size=25))
def test_bars_are_as_high_as_their_numbers(numbers):
    made = chart([(2_000 + place, number) for place, number in enumerate(numbers)])
    top = made.marks[-1].number
    assert top >= max(numbers)
    for bar, number in zip(made.bars, numbers, strict=True):
        assert bar.height == pytest.approx((BOTTOM - TOP) * number / top, abs=0.5)
        assert bar.y + bar.height == BOTTOM
        assert LEFT <= bar.x < bar.x + bar.width <= RIGHT
    assert made.bars[-1].is_named
    assert len(made.marks) <= MARKS + 1


def test_no_years_no_bars():
    assert chart([]).bars == ()
