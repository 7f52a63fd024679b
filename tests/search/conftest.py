"""A small directory with everything the facets know, and a way to ask it as a page does."""

from __future__ import annotations

import pytest

from search.query.highlighting import hits
from search.query.results import SearchRequest, SearchResult, ask
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DistrictFactory,
    MunicipalityFactory,
    NetworkFactory,
    NetworkFormatFactory,
    TargetGroupFactory,
    ThemeFactory,
)


@pytest.fixture
def city(db) -> dict[str, object]:
    """Vocabulary and places by name."""
    language = ThemeFactory(name="Sprachbildung", synonyms=["Sprachförderung", "DaZ"])
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    things = [
        language,
        ThemeFactory(name="Leseförderung", parent=language, synonyms=["Vorlesen"]),
        ThemeFactory(name="MINT", synonyms=["Technik"]),
        TargetGroupFactory(name="Jugendliche"),
        town,
        DistrictFactory(name="Lindenau", parent=town),
        DistrictFactory(name="Nordstadt", parent=town),
        NetworkFormatFactory(name="Arbeitskreis", synonyms=["AK"]),
        NetworkFormatFactory(name="Runder Tisch", synonyms=["RT"]),
        ActorKindFactory(name="Kita", synonyms=["Kindergarten"]),
        ActorKindFactory(name="Bibliothek", synonyms=["Bücherei"]),
    ]
    return {thing.name: thing for thing in things}


@pytest.fixture
def directory(city) -> dict[str, object]:
    """Three networks and three actors by name."""
    reading, language, mint = city["Leseförderung"], city["Sprachbildung"], city["MINT"]
    entries = [
        NetworkFactory(
            name="Vorlesekreis Lindenau", format=city["Arbeitskreis"], themes=[reading], districts=[city["Lindenau"]],
            purpose="Ehrenamtliche lesen in der Zweigstelle vor.", openness="offen", character=["abstimmung"],
        ),
        NetworkFactory(
            name="Arbeitskreis Deutsch als Zweitsprache", short_name="AK DaZ", format=city["Arbeitskreis"],
            themes=[language], districts=[city["Auenberg"]], purpose="Fachaustausch der Lehrkräfte.",
        ),
        NetworkFactory(
            name="Runder Tisch Technik", format=city["Runder Tisch"], themes=[mint], districts=[city["Nordstadt"]],
            purpose="Betriebe und Schulen planen Werkstatttage.", status="ruhend",
        ),
        ActorFactory(name="Kita Regenbogen", kind=city["Kita"], district=city["Lindenau"], themes=[language]),
        ActorFactory(name="Stadtbibliothek Auenberg", kind=city["Bibliothek"], themes=[reading], city="Auenberg"),
        ActorFactory(name="Kita Nordlicht", kind=city["Kita"], district=city["Nordstadt"], description="Mit Garten."),
    ]  # fmt: skip
    return {entry.name: entry for entry in entries}


@pytest.fixture
def find(db):
    """Names of the hits, in order."""

    def find(text: str = "", **question: object) -> list[str]:
        answer = ask(SearchRequest(text=text, **question))
        return [hit.name for hit in hits(answer, answer.ids())]

    return find


@pytest.fixture
def answer(db):
    def answer(text: str = "", **question: object) -> SearchResult:
        return ask(SearchRequest(text=text, **question))

    return answer
