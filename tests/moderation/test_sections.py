"""One line a field: the lists of form, wizard and admin that are made of the lines."""

import pytest

from actors import sections as of_actors
from moderation.sections import Entered, fieldsets, in_form, in_sections, in_step
from networks import sections as of_networks

HEADINGS = {"first": "Erstens", "second": "Zweitens"}
FIELDS = (
    Entered("street", "second", "ort"),
    Entered("name", "first", "name"),
    Entered("postal_code", "second", in_form=False),
    Entered("city", "second", "ort", beside=True),
)


def test_lists_follow_the_lines_and_sections_the_headings():
    assert in_form(FIELDS) == ["street", "name", "city"]
    assert in_step(FIELDS, "ort") == ["street", "city"]
    assert in_sections(HEADINGS, FIELDS) == [("Erstens", ["name"]), ("Zweitens", ["street", "city"])]
    assert fieldsets(HEADINGS, FIELDS) == [
        ("Erstens", {"fields": ["name"]}),
        ("Zweitens", {"fields": ["street", ("postal_code", "city")]}),
    ]


@pytest.mark.parametrize("room", [of_actors, of_networks])
def test_a_field_is_entered_once(room):
    names = [field.name for field in room.FIELDS]
    assert sorted(names) == sorted(set(names))
