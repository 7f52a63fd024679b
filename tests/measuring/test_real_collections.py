"""The real networks: what refers to something finds it, and the halves are what they are said to be."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.conf import settings

from measuring import evaluation

HALVES = (evaluation.SEVERAL_TOWNS, evaluation.UNSEEN_TOWNS)


def rows(half: str, name: str) -> list[dict[str, str]]:
    with (Path(settings.BASE_DIR) / half / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.mark.parametrize("half", HALVES)
def test_what_is_referred_to_is_there(half):
    networks = {row["kennung"] for row in rows(half, "netzwerke.csv")}
    actors = {row["kennung"] for row in rows(half, "akteure.csv")}
    proposals = {row["kennung"] for row in rows(half, "vorschlaege.csv")}
    truth = rows(half, "wahrheit.csv")
    assert [row["kennung"] for row in truth] == [row["kennung"] for row in rows(half, "vorschlaege.csv")]
    assert {row["duplikat_von"] for row in truth} - {""} <= networks
    assert {row["kennung"] for row in rows(half, "quellen.csv") if row["adresse"]} >= networks | proposals
    for row in (*rows(half, "netzwerke.csv"), *rows(half, "vorschlaege.csv")):
        members = {*row["mitglieder"].split("|"), row["koordination"]} - {""}
        assert members <= actors
    for row in rows(half, "suchanfragen.csv"):
        assert {*row["treffer"].split(", "), *row["auch"].split(", ")} - {""} <= networks


def asked_about(collection: evaluation.Collection) -> set[tuple[str, frozenset[str]]]:
    """Names and places of the networks that a proposal repeats."""
    targets = {target for target, _stratum in collection.truth.values()}
    there = (profile for profile in collection.existing if profile.structure.kennung in targets)
    return {(profile.folded_name, profile.structure.districts) for profile in there if profile.folded_name}


def test_both_are_directories_of_several_towns_and_no_double_is_in_both():
    first, second = (evaluation.read_collection(Path(settings.BASE_DIR) / half, []) for half in HALVES)
    assert first.existing[0].corpus.places.territory
    assert second.existing[0].corpus.places.territory
    assert not asked_about(first) & asked_about(second)
    assert evaluation.without_place(first).proposals[0].structure.districts == frozenset()
