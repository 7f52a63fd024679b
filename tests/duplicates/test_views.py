"""What the addresses of the pages of pairs may hold, without a database."""

from __future__ import annotations

import pytest

from duplicates.views import is_place, place_in


@pytest.mark.parametrize(
    ("text", "holds"),
    [("1", True), ("999", True), ("1000", False), ("", False), ("-1", False), ("²", False), ("٣", False), ("a", False)],
)  # fmt: skip
def test_number_of_a_pair_on_its_page(text, holds):
    assert is_place(text) == holds


def test_filters_page_and_pair_are_kept_and_nothing_else():
    place = {"art": "verwandt", "stadtteil": "nord", "page": "2", "platz": "3"}
    assert place_in(place | {"erstes": "a"}) == place
    assert place_in({"art": "", "platz": "x"}) == {}
    assert place_in({}) == {}
