"""The same institution in two spellings, and different ones that look the same."""

from __future__ import annotations

import csv

import pytest
from django.conf import settings

from actors.recognition.matching import Index, matched
from actors.recognition.naming import host_of, name_words, phone_digits, street_and_number
from actors.recognition.records import Corpus, Record
from actors.recognition.scoring import assess, rank
from duplicates.scoring import SAME


def record(**fields: str) -> Record:
    return Record(**fields)


LIBRARY = record(
    key="1",
    name="Stadtbücherei",
    street="Marktgasse 11",
    postal_code="37990",
    city="Auenberg",
    phone="05555 50421",
)


@pytest.fixture(scope="module")
def auenberg() -> list[Record]:
    path = settings.BASE_DIR / "portal/demo/auenberg/akteure.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";")
    return [
        Record(
            row["kennung"],
            row["name"],
            (row["kurzname"],),
            row["art"],
            row["traeger"],
            row["strasse"],
            row["plz"],
            row["ort"],
            row["telefon"],
        )
        for row in rows
    ]


def test_doubles_of_auenberg_are_found_first(auenberg):
    path = settings.BASE_DIR / "portal/demo/auenberg/akteure_dubletten.csv"
    doubles = [
        tuple(row.values())
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";")
    ]
    by_key, index, corpus = {r.key: r for r in auenberg}, Index(auenberg), Corpus.measure(auenberg)
    found = [
        bool(matches := rank(by_key[second], index.candidates(by_key[second]), corpus))
        and matches[0].existing.key == first
        for first, second in doubles
    ]
    assert sum(found) >= len(doubles) - 1


def test_same_name_in_another_town_is_somebody_else():
    other = record(
        key="2", name="Stadtbücherei", street="Hauptstraße 3", postal_code="24937", city="Flensburg"
    )
    assert assess(LIBRARY, other, Corpus.measure([LIBRARY, other])).verdict != SAME


def test_different_schools_at_one_address_stay_different():
    first = record(
        key="1", name="Grundschule am Hafen", street="Kaistr. 22", postal_code="37994", city="Auenberg"
    )
    second = record(
        key="2", name="Gymnasium am Hafen", street="Kaistraße 22", postal_code="37994", city="Auenberg"
    )
    assert assess(first, second, Corpus.measure([first, second])).verdict != SAME


def test_schools_with_other_numbers_stay_different():
    first = record(
        key="1", name="Berufsbildende Schulen I", postal_code="37994", city="Auenberg", phone="05555 63907"
    )
    second = record(
        key="2", name="Berufsbildende Schulen II", postal_code="37993", city="Auenberg", phone="05555 64520"
    )
    assert assess(first, second, Corpus.measure([first, second])).verdict != SAME


def test_comparison_is_symmetric(auenberg):
    corpus = Corpus.measure(auenberg)
    for first in auenberg[:40:3]:
        for second in auenberg[100:140:3]:
            assert assess(first, second, corpus).score == pytest.approx(assess(second, first, corpus).score)


def test_lists_are_matched_one_to_one():
    first = [
        record(key="a", name="Kita Regenbogen", city="Auenberg", street="Lindenplatz 2", postal_code="37992")
    ]
    second = [
        record(
            key="b",
            name="Kindertagesstätte Regenbogen",
            city="Auenberg",
            street="Lindenpl. 2",
            postal_code="37992",
        ),
        record(
            key="c",
            name="Kita Regenbogen e. V.",
            city="Auenberg",
            street="Lindenplatz 2",
            postal_code="37992",
        ),
    ]
    found = matched(first, Index(second), Corpus.measure([*first, *second]))
    assert len(found) == 1


def test_reasons_are_german():
    copy = record(
        key="2",
        name="Stadtbibliothek Auenberg",
        street="Marktgasse 11",
        postal_code="37990",
        city="Auenberg",
        phone="+49 5555 50421",
    )
    match = assess(LIBRARY, copy, Corpus.measure([LIBRARY, copy]))
    assert match.reasons == ["gleicher Name", "gleiche Anschrift", "gleiche Telefonnummer"]


def test_forms_are_brought_to_one():
    assert street_and_number("Hafenstr. 31a") == street_and_number("Hafenstraße 31") == ("hafenstrasse", "31")
    assert phone_digits("+49 (0)4121 908456-0") == phone_digits("04121 9084560") == "41219084560"
    assert name_words("VHS der Stadt Auenberg e. V.", "Auenberg") == ("volkshochschule",)
    assert (host_of("https://www.kita-nord.de/start"), host_of("gmx.de")) == ("kita-nord.de", "")


def test_empty_records_say_nothing():
    empty = record(key="x")
    assert assess(empty, empty, Corpus()).verdict == ""
