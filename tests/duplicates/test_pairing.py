"""Which pairs of entries are compared at all, without a database."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from duplicates.candidates import Near, Statistics, rarity, without
from duplicates.pairing import AlikePair, Choosing, compared, promising


class Words(Statistics[str, str]):
    """Statistics of entries that are words."""

    table = SimpleNamespace(from_json=lambda data, pk: f"{pk}{data}")

    def prepare(self, form: str) -> str:
        return form.upper()


def choosing(**fields: object) -> Choosing:
    return Choosing(
        **{"weight": lambda _key, often: 1 / often, "no_blocks": "", "longest": 3, "partners": 2} | fields
    )


@pytest.mark.parametrize(
    ("blocks", "pairs"),
    [
        ({}, []),
        ({"a": [1]}, []),  # nobody to share it with
        ({"a": [2, 1]}, [(1, 2)]),
        ({"a": [3, 1, 2]}, [(1, 2), (1, 3), (2, 3)]),
        ({"a": [1, 2, 3, 4]}, []),  # too many
        ({"a": [1, 2], "b": [2, 3]}, [(1, 2), (2, 3)]),
    ],
)
def test_pairs_share_a_key_that_few_have(blocks, pairs):
    assert promising(blocks, choosing()) == pairs


def test_each_entry_has_so_many_partners_those_that_share_most():
    blocks = {"a": [1, 2], "b": [1, 3], "c": [1, 4], "d": [1, 4]}
    assert promising(blocks, choosing(partners=1)) == [(1, 4)]
    assert promising(blocks, choosing()) == [(1, 2), (1, 4)]  # of equals the older one


def test_weights_of_shared_keys_add_up():
    blocks = {"rare": [1, 2], "a": [1, 3], "b": [1, 3]}
    weights = {"rare": 3.0, "a": 1.0, "b": 1.0}
    assert promising(blocks, choosing(partners=1, weight=lambda key, _often: weights[key])) == [(1, 2)]
    assert promising(blocks, choosing(partners=1, weight=lambda _key, _often: 1.0)) == [(1, 3)]


def test_weight_knows_how_many_have_the_key():
    asked = []
    promising({"a": [1, 2, 3]}, choosing(weight=lambda key, often: asked.append((key, often)) or 1.0))
    assert asked == [("a", 3)]


def test_entries_in_use_are_compared_prepared_and_by_keys_that_say_something():
    def compare(one: str, other: str) -> str:
        return f"{one} {other}"

    def in_use() -> list[tuple[int, str, list[str]]]:
        return [(1, "a", ["r:x", "g:y"]), (2, "b", ["r:x"]), (3, "c", ["g:y"])]

    class Known(Words):
        table = SimpleNamespace(in_use=in_use)

    found = compared(Known(), choosing(no_blocks="g"), compare)
    assert found == [AlikePair(1, 2, "A B")]


# --- candidates ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("often", "size", "value"), [(0, 100, 1.0), (10, 100, 0.49), (109, 100, 0.02), (10**6, 100, 0.02), (0, 0, 1.0)]
)  # fmt: skip
def test_what_few_have_is_rare(often, size, value):
    assert rarity(often, size) == pytest.approx(value, abs=0.001)


def near(pk: int) -> Near:
    return Near(pk, 1, "", "{}")


def test_rows_without_some():
    assert [row.pk for row in without([near(1), near(2), near(3)], iter([2]))] == [1, 3]


def test_best_are_the_first_ready_to_be_compared(monkeypatch):
    monkeypatch.setattr("duplicates.candidates.CANDIDATES", 2)
    rows = [Near(pk, 1, "", '"x"') for pk in (3, 1, 2)]
    assert Words().best(rows) == ["3X", "1X"]


def test_forms_are_read_once_until_they_change_or_are_too_many(monkeypatch):
    monkeypatch.setattr("duplicates.candidates.KEPT_FORMS", 2)
    words = Words()
    words.best([Near(1, 1, "", '"x"')])
    assert words.best([Near(1, 1, "", '"y"')]) == ["1X"]
    assert words.best([Near(1, 2, "", '"y"')]) == ["1Y"]
    assert words.compared == {(1, 1): "1X", (1, 2): "1Y"}
    words.best([Near(2, 1, "", '"z"')])
    assert words.compared == {(2, 1): "2Z"}


def test_work_is_done_once_for_a_state():
    words, done = Words(), []

    def work() -> int:
        done.append(1)
        return len(done)

    assert [words.once(key, work) for key in "aabba"] == [1, 1, 2, 2, 3]


def test_nothing_wanted_is_nothing_near():
    assert Words().nearest({}, looked_at=1, limit=1) == []


@pytest.mark.parametrize(
    ("size", "revision", "later", "outdated"),
    [
        (1_000, 5, 0, False),
        (1_000, 6, 59, False),  # may lag behind for a minute
        (1_000, 6, 61, True),
        (1_020, 6, 0, False),
        (1_021, 6, 0, True),  # more than one in fifty came
        (979, 6, 0, True),
        (499, 5, 0, True),
        (1_000, 5, 61, False),
    ],
)
def test_statistics_grow_old(monkeypatch, size, revision, later, outdated):
    words = Words(size=1_000, revision=5, taken_at=100.0)
    monkeypatch.setattr("duplicates.candidates.time.monotonic", lambda: 100.0 + later)
    assert words.is_outdated(size, revision) == outdated


def test_statistics_of_few_are_always_of_today():
    assert Words(size=499, revision=5).is_outdated(499, 6)
    assert not Words(size=500, revision=5).is_outdated(500, 6)
