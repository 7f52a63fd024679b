"""What this room tells a person about herself, line by line."""

from __future__ import annotations

import pytest

from networks import personal
from tests.factories import NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_networks_are_those_that_she_edits_entered_or_was_left_out_of():
    person, other = UserFactory(), UserFactory()
    NetworkFactory(name="A", submitted_by=person)
    NetworkFactory(name="B", editors=[person, other])
    NetworkFactory(name="C", withheld=[person, other])
    NetworkFactory(name="D", submitted_by=person, editors=[person], withheld=[person])
    NetworkFactory(name="E", submitted_by=other, editors=[other], withheld=[other])
    rows = [
        (row["netzwerk"], row["eingereicht"], row["bearbeitet"], row["ausgenommen"])
        for row in personal.editorships(person)
    ]
    assert rows == [
        ("A", True, False, False),
        ("B", False, True, False),
        ("C", False, False, True),
        ("D", True, True, True),
    ]
