"""What two institutions may have in common, as keys, and how a record is kept."""

from __future__ import annotations

import json

import pytest

from actors.models import BlockingRecord
from actors.recognition.blocking import (
    KEYS_OF_TODAY,
    TABLE,
    from_json,
    keys_of,
    read_records,
    to_json,
    towns_by_district,
)
from actors.recognition.records import Record
from tests.factories import ActorFactory, DistrictFactory, MunicipalityFactory
from vocabulary.models import District

FULL = Record(key="7", name="Kita Igel", other_names=("Igelnest",), phone="05555 50421", latitude=0.0)


def keys(kind: str, **fields: object) -> set[str]:
    found = keys_of(Record(**fields))
    assert found == sorted(set(found))
    return {key[2:] for key in found if key[0] == kind}


def test_words_of_all_names_by_their_first_six_letters():
    assert keys("n", name="Kita Regenbogen", other_names=("Igelnest",)) == {"kita", "regenb", "igelne"}


@pytest.mark.parametrize(
    ("name", "other_names", "letters"),
    [
        ("Kita 7", (), {"kita", "ita7"}),
        ("Kit", ("Igel",), {"kit", "igel"}),
        ("", (), set()),
        ("xx " * 66 + "yzzz", (), {"xxxx", "xxxy", "xxyz"}),  # 200 characters are read
    ],
)
def test_four_letters_of_a_name(name, other_names, letters):
    assert keys("g", name=name, other_names=other_names) == letters


def test_blocks_are_keys_too():
    assert keys("t", phone="05555 50421") == {"555550421"}


def test_what_says_nothing_is_not_kept():
    assert to_json(FULL) == {
        "name": "Kita Igel", "other_names": ("Igelnest",), "phone": "05555 50421", "latitude": 0.0,
    }  # fmt: skip


def test_what_is_kept_is_read_back():
    assert from_json(json.loads(json.dumps(to_json(FULL))), 7) == FULL
    assert from_json({}) == Record()


def test_a_stored_actor_is_read_with_all_that_is_compared(db):
    body, quarter = ActorFactory(name="AWO"), DistrictFactory(parent=MunicipalityFactory(name="Auenberg"))
    written = {
        "street": "Kai 8", "postal_code": "37994", "city": "Ulm", "phone": "05555 50421", "email": "a@b.de",
        "website": "https://b.de/", "latitude": 51.5, "longitude": 9.25,
    }  # fmt: skip
    full = ActorFactory(
        name="Kita Igel", short_name="Igel", other_names=["Nest"], kind__name="Kita", parent_body=body, **written,
    )  # fmt: skip
    bare = ActorFactory(name="Hort", kind__name="Hort", parent_body_name="Caritas", district=quarter)
    assert sorted(read_records([full.pk, bare.pk, 0])) == [
        (
            full.pk,
            Record(
                key=str(full.pk), name="Kita Igel", other_names=("Igel", "Nest"), kind="Kita", parent_body="AWO", **written
            ),
        ),
        (bare.pk, Record(key=str(bare.pk), name="Hort", kind="Hort", parent_body="Caritas", city="Auenberg")),
    ]  # fmt: skip


def test_town_of_a_quarter_is_the_municipality_above_it(db):
    county = DistrictFactory(name="Kreis Au", level=District.Level.COUNTY)
    town = MunicipalityFactory(name="Auenberg", parent=county)
    north = DistrictFactory(name="Nord", parent=town)
    quarter = DistrictFactory(name="Lindenau", parent=north)
    DistrictFactory(name="Nirgends")
    DistrictFactory(name="Kreisviertel", parent=county)
    assert towns_by_district() == dict.fromkeys((town.pk, north.pk, quarter.pk), "Auenberg")


def test_records_with_keys_of_yesterday_are_made_anew(db):
    actor = ActorFactory(name="Kita Igel", street="Kai 8", postal_code="37994", city="Auenberg")
    TABLE.refresh_all()
    BlockingRecord.objects.update(keys=["w:37994:kita"])
    TABLE.refresh_all()
    keys = BlockingRecord.objects.get(pk=actor.pk).keys
    assert {"s:auenberg:kai:8", KEYS_OF_TODAY} <= set(keys)
