"""Whom somebody means by a name within a question."""

from __future__ import annotations

import pytest

from search.index.postings import inverted_index
from search.query import naming
from search.query.facets import vocabulary
from tests.factories import ActorFactory


@pytest.fixture
def called(db):
    def called(name: str) -> list[str]:
        with inverted_index.lock:
            inverted_index.synchronise()
            options = naming.called(inverted_index, vocabulary(inverted_index), "mitglied", name)
        return [option.label for option in options]

    return called


@pytest.fixture
def actors(db):
    for name, short in [
        ("Volkshochschule Auenberg", "VHS"), ("Stadtbibliothek", ""), ("Kita Regenbogen", ""), ("Kita Nordlicht", ""),
        ("Waldgrundschule", ""), ("Hafengrundschule", ""), ("Domgrundschule", ""), ("Berggrundschule", ""),
        ("Grundschule Eins", ""),
    ]:  # fmt: skip
        ActorFactory(name=name, short_name=short)
    ActorFactory(name="Zirkus", review_status="entwurf")
    ActorFactory(name="Turnverein", description="Mit der Volkshochschule.")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("die VHS", ["Volkshochschule Auenberg"]),
        ("Volkshochschule", ["Volkshochschule Auenberg"]),
        ("der Folkshochschule", ["Volkshochschule Auenberg"]),
        ("die Kitas", ["Kita Nordlicht", "Kita Regenbogen"]),
        ("Kita Regenbogen", ["Kita Regenbogen"]),
        (
            "die Grundschulen",
            ["Berggrundschule", "Domgrundschule", "Grundschule Eins", "Hafengrundschule", "Waldgrundschule"],
        ),
        ("der Zirkus", []),
        ("Gärtnerei", []),
        ("die", []),
        ("", []),
    ],
)
def test_all_telling_words_stand_in_the_name(called, actors, name, found):
    assert called(name) == found


def test_a_name_of_too_many_is_none(called, actors, monkeypatch):
    monkeypatch.setattr(naming, "MOST", 1)
    assert called("Kita") == []
