"""What is kept in columns says the same as a dictionary."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from insight.compact import Groups, PrimaryKeys, met_pairs

entries = st.integers(0, 40)
sets = st.lists(st.frozensets(entries, max_size=8), max_size=9)


@given(st.dictionaries(entries, st.integers(-(2**40), 2**40)))
def test_primary_keys_are_those_of_a_dictionary(given) -> None:
    kept = PrimaryKeys([*given], [*given.values()])
    assert dict(kept) == given == dict(kept.items())
    assert [*kept] == sorted(given)
    assert [*kept.values()] == [given[entry] for entry in sorted(given)]
    assert (len(kept), kept.get(99), 99 in kept, -1 in kept, "a" in kept) == (
        len(given),
        None,
        False,
        False,
        False,
    )


@given(sets)
def test_groups_are_those_of_a_dictionary(given) -> None:
    kept = Groups((f"set {number}", BitMap(found)) for number, found in enumerate(given))
    expected = {
        entry: tuple(f"set {number}" for number, found in enumerate(given) if entry in found)
        for entry in sorted(frozenset().union(*given))
    }
    assert dict(kept) == expected == dict(kept.items())
    assert [*kept] == [*expected]
    assert [*kept.values()] == [*expected.values()]
    assert kept.get(99, ()) == ()
    with pytest.raises(KeyError):
        kept[99]


@given(sets)
def test_met_pairs_are_those_that_a_look_at_all_pairs_finds(given) -> None:
    columns = met_pairs([BitMap(found) for found in given])
    found = Counter({(a, b): n for a, b, n in zip(*(column.tolist() for column in columns), strict=True)})
    expected = {(a, b): len(given[a] & given[b]) for a, b in combinations(range(len(given)), 2)}
    assert found == Counter({pair: number for pair, number in expected.items() if number})
