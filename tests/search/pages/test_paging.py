"""One page of many hits."""

from __future__ import annotations

import pytest

from search.pages.paging import PageOfHits


@pytest.mark.parametrize(
    ("asked", "total", "number", "count", "is_wrong"),
    [
        (None, 0, 1, 1, False),
        ("", 20, 1, 1, False),
        ("2", 21, 2, 2, False),
        ("2", 20, 1, 1, True),
        ("0", 50, 1, 3, True),
        ("-1", 50, 1, 3, True),
        ("abc", 50, 1, 3, True),
        ("3", 60, 3, 3, False),
        ("999999999", 60, 3, 3, True),
        ("9" * 5_000, 60, 1, 3, True),
    ],
)
def test_the_page_is_always_one_that_exists(asked, total, number, count, is_wrong):
    page = PageOfHits(asked, total)
    assert (page.number, page.count, page.is_wrong) == (number, count, is_wrong)


def test_a_page_has_twenty_hits_and_the_last_what_is_left():
    pages = [PageOfHits(str(number), 45) for number in (1, 2, 3)]
    assert [(page.start, page.stop, page.first) for page in pages] == [(0, 20, 1), (20, 40, 21), (40, 45, 41)]


@pytest.mark.parametrize(
    ("number", "count", "numbers"),
    [
        (1, 1, [1]),
        (1, 9, [1, 2, 3, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, 6, None, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (6, 12, [1, None, 4, 5, 6, 7, 8, None, 12]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_first_last_and_those_around_are_offered_and_no_gap_of_one(number, count, numbers):
    assert PageOfHits(str(number), 20 * count).numbers == numbers
