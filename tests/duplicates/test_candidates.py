"""Which stored entries are worth comparing: those that share what is rare, prepared once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from duplicates.candidates import (
    CANDIDATES,
    KEPT_FORMS,
    LEAST_RARITY,
    PATIENCE,
    SMALL,
    Near,
    Statistics,
    rarity,
    without,
)


class Table:
    @staticmethod
    def from_json(data: Any, pk: int) -> tuple[int, Any]:
        return pk, data


@dataclass(kw_only=True)
class Numbers(Statistics[Any, Any]):
    table: ClassVar[Any] = Table
    prepared: int = 0

    def prepare(self, form: Any) -> Any:
        self.prepared += 1
        return form


def near(pk: int, revision: int = 1) -> Near:
    return Near(pk, revision, "veroeffentlicht", json.dumps({"n": pk}))


def test_a_key_that_nobody_has_tells_all_and_one_that_everybody_has_nearly_nothing():
    assert rarity(0, 1000) == 1.0
    assert rarity(0, 1000) > rarity(3, 1000) > rarity(300, 1000) > rarity(1000, 1000)
    assert rarity(10_000, 1000) == LEAST_RARITY


def test_in_a_small_stock_twice_is_not_yet_common():
    assert rarity(2, 5) > 0.5


def test_what_is_left_out_is_gone_and_the_order_stays():
    rows = [near(3), near(1), near(2)]
    assert without(rows, [1, 9]) == [near(3), near(2)]


def test_an_entry_is_prepared_once_for_each_state_of_it():
    known = Numbers()
    assert known.best([near(1), near(2), near(1)]) == [(1, {"n": 1}), (2, {"n": 2}), (1, {"n": 1})]
    assert known.prepared == 2
    known.best([near(1, revision=2)])
    assert known.prepared == 3


def test_only_the_first_are_compared():
    known = Numbers()
    assert len(known.best(map(near, range(CANDIDATES + 5)))) == known.prepared == CANDIDATES


def test_memory_is_emptied_before_it_grows_too_large():
    known = Numbers(compared=dict.fromkeys(((pk, 0) for pk in range(KEPT_FORMS)), "old"))
    known.best([near(1)])
    assert known.compared == {(1, 1): (1, {"n": 1})}


def test_work_is_done_once_for_the_same_question():
    known, done = Numbers(), []
    for key in ("a", "a", "b"):
        known.once(key, lambda key=key: done.append(key))
    assert done == ["a", "b"]


@pytest.mark.parametrize(
    ("size", "revision", "is_outdated"),
    [
        (SMALL, 1, False),  # nothing happened
        (SMALL, 2, False),  # an entry changed
        (SMALL + 9, 2, False),
        (SMALL + 11, 2, True),  # more than 2 % came
        (SMALL - 1, 2, True),  # so small that it costs nothing
    ],
)
def test_statistics_are_taken_anew_when_much_has_changed(size, revision, is_outdated):
    assert Numbers(size=SMALL, revision=1).is_outdated(size, revision) is is_outdated


def test_statistics_are_taken_anew_after_a_while():
    known = Numbers(size=SMALL, revision=1)
    known.taken_at -= PATIENCE + 1
    assert known.is_outdated(SMALL, 2)
    assert not known.is_outdated(SMALL, 1)


def test_nothing_is_asked_of_the_database_without_a_key():
    assert Numbers().nearest({}, looked_at=10, limit=10) == []
