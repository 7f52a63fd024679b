"""From matched entries to pages in the order that was asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from pyroaring import BitMap

from search.query.matching import as_array
from search.query.results import SearchRequest, ask, sort_keys
from tests.search.memory import IndexOfDocuments, answer, document


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


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_loosened", "found"),
    [
        ("offene Netzwerke zu Vorlesen", False, ["Vorlesekreis Lindenau"]),
        (
            "offene Netzwerke zu Technik",
            True,
            ["Runder Tisch Technik"],
        ),  # not open, but nothing else is about it
        ("offene Netzwerke", False, ["Vorlesekreis Lindenau"]),
        ("Technik", False, ["Runder Tisch Technik"]),
        ("Zirkus", False, []),
    ],
)
def test_what_nothing_meets_as_a_whole_is_asked_for_by_its_words(directory, find, text, is_loosened, found):
    assert (ask(SearchRequest(text=text)).is_loosened, find(text)) == (is_loosened, found)


# --- order -----------------------------------------------------------------------------------------------------------


def ordered(index: IndexOfDocuments, sort: str, text: str = "", among: BitMap | None = None) -> list[str]:
    found = index.match(text) if text else None
    ids = as_array(among or (found.bitmap if found else index.everything))
    keys = sort_keys(index, sort, ids, found)
    assert len(set(keys.tolist())) == len(ids)
    return [index.names[i] for i in ids[keys.argsort()].tolist()]


def meeting(name: str, year: int, prose: str = "Schach Dame"):
    return document(name, prose, upcoming_at=datetime(year, 3, 1, 12, tzinfo=UTC))


def test_names_are_the_order_of_who_asks_for_nothing_else():
    index = IndexOfDocuments(document("C"), document("A"), document("B"))
    assert ordered(index, "name") == ordered(index, "treffer") == ["A", "B", "C"]


def test_what_was_checked_last_comes_first_and_what_never_was_last():
    days = {
        "A": None,
        "B": date(2026, 1, 1),
        "C": date(2026, 1, 2),
        "E": date(2026, 1, 1),
    }
    index = IndexOfDocuments(*(document(name, confirmed_at=day) for name, day in days.items()))
    assert ordered(index, "aktualitaet") == ["C", "B", "E", "A"]


def test_what_was_active_last_comes_first_or_last_and_what_never_was_last():
    days = {"A": None, "B": date(2026, 1, 1), "C": date(2026, 1, 2), "E": date(2026, 1, 1)}
    index = IndexOfDocuments(*(document(name, active_on=day) for name, day in days.items()))
    assert ordered(index, "aktiv") == ["C", "B", "E", "A"]
    assert ordered(index, "still") == ["B", "E", "C", "A"]


def test_the_next_meeting_comes_first_and_what_has_none_last_by_name():
    index = IndexOfDocuments(
        document("A"), meeting("B", 2028), meeting("C", 2027), document("D"), meeting("E", 2199)
    )
    assert ordered(index, "termin") == ["C", "B", "A", "D", "E"]


def test_the_better_hit_comes_first_and_of_equal_ones_the_first_name():
    index = IndexOfDocuments(document("B", "Schach"), document("Schach"), document("A", "Schach"))
    assert ordered(index, "treffer", "Schach") == ["Schach", "A", "B"]
    assert ordered(index, "treffer", "Schach", BitMap([1, 2])) == ["Schach", "B"]


@pytest.mark.parametrize("sort", ["name", "treffer", "aktualitaet", "termin", "aktiv", "still"])
def test_what_meets_only_a_part_comes_after_all_that_meets_the_whole_in_every_order(sort):
    index = IndexOfDocuments(
        document("A", "Schach"),
        meeting("B", 2027, "Schach"),
        document("C", "Schach", confirmed_at=date(2026, 1, 1)),
        document("X", "Schach Dame"),
        document("Y", "Schach Dame", confirmed_at=date(1960, 1, 1)),
        meeting("Z", 2028),
        *(document(f"Haus {n}") for n in range(9)),
    )
    found = ordered(index, sort, "Schach Dame")
    assert (set(found[:3]), set(found[3:])) == ({"X", "Y", "Z"}, {"A", "B", "C"})
