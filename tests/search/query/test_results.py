"""From matched entries to pages in the order that was asked for."""

from __future__ import annotations

import pytest
from pyroaring import BitMap

from search.query.results import SearchRequest
from tests.search.memory import answer


def test_a_page_is_a_slice_of_the_whole_order():
    found = answer([30, 10, 50, 20, 40])
    assert found.ids() == [1, 3, 0, 4, 2]
    assert [found.page(start, start + 2) for start in (0, 2, 4, 6)] == [[1, 3], [0, 4], [2], []]
    assert found.page(1, 4) == [3, 0, 4]


def test_nothing_found_has_one_empty_page():
    assert answer([]).page(0, 20) == []


def test_what_meets_only_a_part_is_no_complete_hit():
    found = answer([1, 2], _complete=BitMap([0]))
    assert (found.complete_ids(), found.is_complete(0), found.is_complete(1)) == ([0], True, False)
    assert found.needs == []


@pytest.mark.parametrize(
    ("text", "sort", "effective"),
    [("", "", "name"), (" ", "", "name"), ("Kita", "", "treffer"), ("Kita", "termin", "termin")],
)
def test_who_asks_for_words_wants_the_best_hits_first(text, sort, effective):
    assert SearchRequest(text=text, sort=sort).effective_sort == effective
