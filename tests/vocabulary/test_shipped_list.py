"""Every row of the shipped vocabulary can be loaded, and every synonym leads to one entry."""

from __future__ import annotations

from collections import defaultdict

from german.folding import fold
from tests.shipped import Row, table

ROWS = table("vocabulary/data/vokabular.csv")


def of_list(name: str) -> list[Row]:
    return [row for row in ROWS if row.cells["liste"] == name]


LISTS = {row.cells["liste"]: of_list(row.cells["liste"]) for row in ROWS}


def test_no_entry_stands_twice_in_its_list():
    twice = defaultdict(list)
    for row in ROWS:
        twice[row.cells["liste"], fold(row.cells["begriff"])].append(row.place)
    assert {name: places for name, places in twice.items() if len(places) > 1} == {}


def test_each_broader_entry_stands_before_those_below_it():
    seen: set[tuple[str, str]] = {(name, "") for name in LISTS}
    lost = []
    for row in ROWS:
        if (row.cells["liste"], row.cells["oberbegriff"]) not in seen:
            lost.append(row.place)
        seen.add((row.cells["liste"], row.cells["begriff"]))
    assert lost == []


def test_no_synonym_repeats_its_entry_or_another_synonym_of_it():
    repeated = []
    for row in ROWS:
        known = [fold(row.cells["begriff"])]
        for synonym in row.terms("synonyme"):
            if fold(synonym) in known:
                repeated.append((row.place, synonym))
            known.append(fold(synonym))
    assert repeated == []


def test_no_synonym_leads_to_two_entries_of_a_list():
    meant = defaultdict(set)
    for row in ROWS:
        for term in (row.cells["begriff"], *row.terms("synonyme")):
            meant[row.cells["liste"], fold(term)].add(row.place)
    assert {key: sorted(places) for key, places in meant.items() if len(places) > 1} == {}
