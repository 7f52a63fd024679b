"""The parts of a merge that need no database: names, addresses and what may be chosen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from actors.models import Actor
from duplicates.merging import _identity_of, _take_fields, _take_identity, mergeable_fields


def entry(**fields: object) -> SimpleNamespace:
    empty = {"slug": "", "kennung": None, "former_slugs": [], "former_kennungen": []}
    return SimpleNamespace(**empty | fields)


def test_old_address_and_kennung_lead_to_the_kept_entry():
    kept = entry(slug="a", former_slugs=["c", "d"], former_kennungen=["K3"])
    merged = entry(slug="b", kennung="K1", former_slugs=["d", "e"], former_kennungen=["K2", "K3"])
    assert _take_identity(kept, merged) == {"former_slugs", "former_kennungen"}
    assert kept.former_slugs == ["c", "d", "e", "b"]
    assert kept.former_kennungen == ["K3", "K2", "K1"]


def test_old_names_are_found_each_once():
    kept = entry(name="Kita", short_name="K", other_names=["Nest"])
    merged = entry(name="Kita Igel", short_name="", other_names=["Nest", "K", "Kita", "Hort"])
    assert "other_names" in _take_identity(kept, merged)
    assert kept.other_names == ["Nest", "Kita Igel", "Hort"]


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"slug": "a", "kennung": None, "former_slugs": [], "former_kennungen": []}, ["a"]),
        ({"slug": "a", "kennung": "K", "former_slugs": ["b"], "former_kennungen": ["L"]}, ["a", "K", "b", "L"]),
        ({"slug": "a", "kennung": "", "former_slugs": '["b"]', "former_kennungen": "[]"}, ["a", "b"]),
    ],
)  # fmt: skip
def test_everything_by_which_an_entry_was_known(fields, known):
    assert _identity_of(fields) == known


def test_identity_is_nobodys_choice():
    names = {field.name for field in mergeable_fields(Actor)}
    assert names & {
        "id", "slug", "former_slugs", "kennung", "former_kennungen", "version", "created_at", "changed_at",
        "review_status", "submitted_by", "published_at", "sort_name",
    } == set()  # fmt: skip
    assert {"name", "phone", "kind"} <= names


def test_chosen_values_are_taken_unless_it_would_point_at_itself():
    kept, merged = Actor(pk=1, phone="1", email="a@b.de"), Actor(pk=2, phone="2", email="a@b.de", city="Au")
    assert _take_fields(kept, merged, ["phone", "email"]) == {"phone"}
    assert (kept.phone, kept.city) == ("2", "")
    for itself in (1, 2):
        assert _take_fields(Actor(pk=1), Actor(pk=2, parent_body_id=itself), ["parent_body"]) == set()
    assert _take_fields(Actor(pk=1), Actor(pk=2, parent_body_id=3), ["parent_body"]) == {"parent_body"}
