"""Two entries side by side, without a database: between which fields somebody has to choose."""

from __future__ import annotations

import pytest

from actors.models import Actor
from actors.recognition.merging import TOGETHER, differences
from duplicates.comparing import taken


def chosen(kept: dict[str, object], merged: dict[str, object]) -> list[tuple[str, str, str, bool]]:
    sides = (Actor(pk=pk, name="Kita", **fields) for pk, fields in ((1, kept), (2, merged)))
    return [(one.name, one.kept, one.merged, one.prefers_merged) for one in differences(*sides)]


@pytest.mark.parametrize(
    ("kept", "merged", "choices"),
    [
        ({}, {}, []),
        ({"phone": "1"}, {"phone": "1"}, []),
        ({"phone": "1"}, {"phone": ""}, []),  # what says nothing is no choice
        ({"phone": "1"}, {"phone": "2"}, [("phone", "1", "2", False)]),
        ({"phone": ""}, {"phone": "2"}, [("phone", "", "2", True)]),
        ({"street": "Kai 1", "city": "Au"}, {"street": "Wall 2"}, [("street", "Kai 1, Au", "Wall 2", False)]),
        ({"street": "Kai 1"}, {"street": "Kai 1", "city": "Au"}, [("street", "Kai 1", "Kai 1, Au", False)]),
        ({}, {"city": "Au"}, [("street", "", "Au", True)]),
        ({"parent_body_id": 2}, {"parent_body_id": 1}, []),  # each other's
        ({"parent_body_id": 2, "parent_body_name": "AWO"}, {"parent_body_name": "DRK"}, [("parent_body", "AWO", "DRK", False)]),
    ],
)  # fmt: skip
def test_choices(kept, merged, choices):
    assert chosen(kept, merged) == choices


def test_choices_have_the_label_of_what_belongs_together():
    sides = Actor(pk=1, street="Kai 1", phone="1"), Actor(pk=2, street="Kai 2", phone="2")
    assert {one.name: one.label for one in differences(*sides)} == {"street": "Anschrift", "phone": "Telefon"}


def test_what_belongs_together_is_taken_together():
    assert taken(["street", "phone"], TOGETHER) == {"street", "postal_code", "city", "phone"}
    assert taken([], TOGETHER) == set()
