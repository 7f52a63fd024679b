"""A facet as the page shows it."""

from __future__ import annotations

import pytest

from search.pages.facets import ShownFacet
from search.query.facets import Counted, CountedFacet


def facet(number: int, *, chosen: tuple[int, ...] = (), all_label: str = "") -> CountedFacet:
    """Options 0, 1, 2 …; the later, the more hits."""
    options = [Counted(f"v{n}", f"Wert {n}", n, n in chosen) for n in range(number)]
    return CountedFacet(
        "thema", "Themen", all_label, options, number, [one for one in options if one.is_selected]
    )


def shown(
    counted: CountedFacet, *, is_unfolded: bool = False, is_first: bool = False, wanted: str | None = None
):
    return ShownFacet(counted, is_unfolded=is_unfolded, is_first=is_first, wanted=wanted)


def values(found: ShownFacet) -> list[str]:
    return [option.value for option in found.options]


@pytest.mark.parametrize(("number", "is_folded"), [(9, False), (10, True)])
def test_a_long_facet_is_folded_to_its_most_frequent_options_in_their_order(number, is_folded):
    found = shown(facet(number))
    assert (found.is_long, found.is_folded) == (is_folded, is_folded)
    assert values(found) == [f"v{n}" for n in range(number - 7 if is_folded else 0, number)]


def test_chosen_options_stay_in_a_folded_facet():
    assert values(shown(facet(12, chosen=(0, 1)))) == ["v0", "v1", "v7", "v8", "v9", "v10", "v11"]
    many = tuple(range(9))
    assert values(shown(facet(12, chosen=many))) == [f"v{n}" for n in many]


def test_an_unfolded_facet_shows_all_and_of_a_very_long_one_the_three_hundred_most_frequent():
    assert values(shown(facet(12), is_unfolded=True)) == [f"v{n}" for n in range(12)]
    assert values(shown(facet(301), is_unfolded=True)) == [f"v{n}" for n in range(1, 301)]
    assert len(values(shown(facet(301), wanted="vhs"))) == 300


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, False),
        ({"is_first": True}, True),
        ({"is_unfolded": True}, True),
        ({"wanted": "vhs"}, True),
        ({"wanted": ""}, False),
    ],
)
def test_a_facet_is_open_where_somebody_uses_it(given, is_open):
    assert shown(facet(3), **given).is_open is is_open
    assert shown(facet(3, chosen=(1,))).is_open


@pytest.mark.parametrize(
    ("number", "wanted", "asks"), [(20, None, False), (20, "", True), (3, "", False), (3, "vhs", True)]
)
def test_a_name_is_asked_for_where_there_are_more_options_than_one_reads(number, wanted, asks):
    assert shown(facet(number), wanted=wanted).asks_name is asks


def test_a_facet_in_which_a_name_is_looked_for_is_not_folded():
    assert not shown(facet(20), wanted="vhs").is_folded
    assert not shown(facet(20), is_unfolded=True).is_folded


def test_the_button_says_how_many_there_are():
    assert shown(facet(18)).unfold_label == "Alle 18 zeigen"
    assert shown(facet(18, all_label="Alle %(n)d Themen")).unfold_label == "Alle 18 Themen"


def test_options_are_boxes_with_their_numbers_and_everything_is_escaped():
    counted = facet(0)
    counted.options = [Counted("a", "Lesen & <b>", 3, False), Counted("b", "Chor", 0, True, depth=1)]
    assert shown(counted).option_rows == (
        '<li><label class="opt"><input class="form-check-input" type="checkbox" id="f-thema-a" name="thema" value="a">'
        '<span>Lesen &amp; &lt;b&gt;</span><span class="c" aria-hidden="true">3</span><span class="vh">(3 Treffer)</span>'
        "</label></li>"
        '<li><label class="opt zero sub-1"><input class="form-check-input" type="checkbox" id="f-thema-b" name="thema"'
        ' value="b" checked><span>Chor</span><span class="c" aria-hidden="true">0</span><span class="vh">(0 Treffer)</span>'
        "</label></li>"
    )
