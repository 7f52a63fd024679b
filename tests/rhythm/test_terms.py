"""The filter values."""

from rhythm import FREQUENCIES, Frequency
from rhythm.terms import BOUNDS, COUNTED_PER_YEAR, PER_YEAR, Parity, Period, Understood


def test_every_filter_value_has_a_label_and_fits_an_address():
    assert [value for value, _ in FREQUENCIES] == [frequency.value for frequency in Frequency]
    assert all(value.isascii() and label for value, label in FREQUENCIES)


def test_what_is_stored_and_stands_in_addresses_stays_as_it_is():
    """Networks, saved searches and links of others hold these words."""
    assert [*Frequency] == [
        "woechentlich", "vierzehntaegig", "monatlich", "sechs-bis-zehn-wochen", "vierteljaehrlich", "halbjaehrlich",
        "jaehrlich", "nach-bedarf", "ruht",
    ]  # fmt: skip
    assert [*Period] == [
        "tag", "woche", "monat", "quartal", "halbjahr", "jahr", "semester", "schulhalbjahr", "schuljahr",
    ]  # fmt: skip
    assert [*Parity] == ["gerade", "ungerade"]
    assert [*Understood] == ["yes", "partly", "no"]


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
