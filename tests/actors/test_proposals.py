"""From what somebody fills in to a record that can be compared."""

from __future__ import annotations

import pytest

from actors.recognition.proposals import record_of_answers, record_of_row
from actors.recognition.records import Record
from tests.factories import DistrictFactory, MunicipalityFactory
from vocabulary.models import ActorKind


def test_record_of_a_row():
    row = {"kennung": "A1", "name": " Kita  Igel ", "kurzname": "Igel", "weitere_namen": "Igelnest | Nest", "art": "Kita", "traeger": "AWO",
           "adresse": "Kai 8, 37994 Auenberg", "telefon": "1", "email": "a@b.de", "website": "b.de"}  # fmt: skip
    assert record_of_row(row) == Record(
        key="A1",
        name="Kita Igel",
        other_names=("Igel", "Igelnest", "Nest"),
        kind="Kita",
        parent_body="AWO",
        street="Kai 8",
        postal_code="37994",
        city="Auenberg",
        phone="1",
        email="a@b.de",
        website="b.de",
    )
    own = {"strasse": "Wall 1", "plz": "24937", "ort": "Flensburg"}
    found = record_of_row(row | own)
    assert (found.street, found.postal_code, found.city) == ("Wall 1", "24937", "Flensburg")
    assert record_of_row({}) == Record()


def test_record_of_answers():
    answers = {"name": " Kita  Igel ", "short_name": "Igel", "kind": ActorKind(name="Kita"), "parent_body_name": "AWO", "street": "Kai 8",
               "postal_code": "37994", "city": "Auenberg", "phone": "1", "email": "a@b.de", "website": "b.de"}  # fmt: skip
    assert record_of_answers(answers) == Record(
        name="Kita Igel",
        other_names=("Igel",),
        kind="Kita",
        parent_body="AWO",
        street="Kai 8",
        postal_code="37994",
        city="Auenberg",
        phone="1",
        email="a@b.de",
        website="b.de",
    )
    assert record_of_answers({"name": "Kit"}) == Record(name="Kit")


@pytest.mark.parametrize("name", [None, "", " Ki "])
def test_too_short_a_name_is_not_compared(name):
    assert record_of_answers({"name": name, "phone": "1"}) is None


def test_without_a_place_the_town_of_the_chosen_district_counts(db):
    quarter = DistrictFactory(parent=MunicipalityFactory(name="Auenberg"))
    assert record_of_answers({"name": "Kita", "district": quarter}).city == "Auenberg"
    assert record_of_answers({"name": "Kita", "district": quarter, "city": "Ulm"}).city == "Ulm"
    assert record_of_answers({"name": "Kita", "district": DistrictFactory()}).city == ""
