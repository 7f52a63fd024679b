"""What this room tells a person about herself, line by line."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from actors import personal
from tests.factories import ActorFactory, ContactPersonFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return UserFactory(email="erika@example.org")


def test_actors_are_those_that_she_edits_or_entered(person):
    ActorFactory(name="A", submitted_by=person)
    ActorFactory(name="B", editors=[person, UserFactory()])
    ActorFactory(name="C", submitted_by=person, editors=[person])
    ActorFactory(name="D", submitted_by=UserFactory(), editors=[UserFactory()])
    assert list(personal.editorships(person)) == [
        {"akteur": "A", "eingereicht": True, "bearbeitet": False},
        {"akteur": "B", "eingereicht": False, "bearbeitet": True},
        {"akteur": "C", "eingereicht": True, "bearbeitet": True},
    ]


def test_contact_persons_are_told_by_the_address_alone(person):
    day, until = date(2026, 1, 2), date(2027, 1, 2)
    ContactPersonFactory(
        actor=ActorFactory(name="Kita Süd"), name="E. Zwölfer", role="Leitung", phone="0211 123456",
        email="ERIKA@example.org", is_key_person=True, consent_on=day, consent_until=until,
        consent_source="Formular", consent_version="2026-1",
    )  # fmt: skip
    ContactPersonFactory(name=person.name, email="rika@example.org")
    ContactPersonFactory(name=person.name)
    assert list(personal.contacts(person)) == [
        {
            "akteur": "Kita Süd", "name": "E. Zwölfer", "funktion": "Leitung", "telefon": "0211 123456",
            "e_mail": "ERIKA@example.org", "schluesselperson": True, "einwilligung_am": day,
            "einwilligung_bis": until, "einwilligung_als": "Formular", "fassung": "2026-1",
        }
    ]  # fmt: skip
