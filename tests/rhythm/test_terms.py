"""The filter values."""

from rhythm import FREQUENCIES, Frequency
from rhythm.terms import BOUNDS, COUNTED_PER_YEAR, PER_YEAR, Period


def test_every_filter_value_has_a_label_and_fits_an_address():
    assert [value for value, _ in FREQUENCIES] == [frequency.value for frequency in Frequency]
    assert all(value.isascii() and label for value, label in FREQUENCIES)


def test_the_bounds_of_the_filter_values_fall():
    assert [bound for bound, _ in BOUNDS] == sorted((bound for bound, _ in BOUNDS), reverse=True)
    assert BOUNDS[-1][0] == 0


def test_a_week_counts_48_times_a_month_twelve():
    assert (COUNTED_PER_YEAR[Period.WEEK], COUNTED_PER_YEAR[Period.DAY], COUNTED_PER_YEAR[Period.MONTH]) == (
        48,
        336,
        12,
    )
    assert set(COUNTED_PER_YEAR) == set(PER_YEAR) == set(Period)
