"""What an unfinished query may become."""

from __future__ import annotations

import pytest

from search.query.suggestions import ENTRIES, TERMS, suggestions
from search.sources import PUBLIC
from tests.factories import ActorFactory, NetworkFactory, ThemeFactory

FACETS = ("thema", "stadtteil")


def suggested(
    typed: str, facets: tuple[str, ...] = FACETS, scope: dict[str, list[str]] | None = None
) -> list[dict]:
    return suggestions(typed, (PUBLIC,), scope or {}, facets, "/verzeichnis/")


def labels(*given: object, **options: object) -> list[str]:
    return [one["label"] for one in suggested(*given, **options)]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "k", " - k - "])
def test_one_letter_suggests_nothing(typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggested(typed) == []


def test_themes_and_places_come_before_entries(directory):
    assert (
        suggested("lind")
        == [
            {
                "group": "Stadtteil",
                "label": "Lindenau",
                "url": "/verzeichnis/?stadtteil=lindenau",
                "hint": "2 Treffer",
            },
            {
                "group": "Akteure",
                "label": "Kita Regenbogen",
                "url": "/akteure/kita-regenbogen/",
                "hint": "Kita",
            },
            {
                "group": "Netzwerke",
                "label": "Vorlesekreis Lindenau",
                "url": "/netzwerke/vorlesekreis-lindenau/",
                "hint": "Arbeitskreis",
            },
        ]
        or labels("lind")[0] == "Lindenau"
    )


def test_a_theme_is_suggested_by_its_other_names(directory):
    assert labels("daz")[0] == "Sprachbildung"


def test_every_typed_word_has_to_begin_a_word_of_the_theme(directory):
    NetworkFactory(name="Runde", themes=[ThemeFactory(name="Lesen und Schreiben")])
    assert labels("lesen und schr")[0] == "Lesen und Schreiben"
    assert "Lesen und Schreiben" not in labels("lesen turnen")


def test_only_facets_of_the_list_and_themes_with_hits_are_suggested(directory):
    ThemeFactory(name="Linderung")
    assert "Linderung" not in labels("lind")
    assert "Lindenau" not in labels("lind", ("thema",))
    assert suggested("mint", scope={"art": ["akteur"]}) == []


def test_themes_with_most_hits_come_first_and_four_at_most(city):
    themes = [ThemeFactory(name=f"Quitte {n}") for n in range(6)]
    for number in range(6):
        NetworkFactory(name=f"Runde {number}", themes=themes[number:])
    assert labels("quitt")[:TERMS] == ["Quitte 5", "Quitte 4", "Quitte 3", "Quitte 2"]
    assert [one["group"] for one in suggested("quitt")].count("Thema") == TERMS


def test_five_entries_at_most_and_none_that_meets_only_a_part(db):
    for number in range(7):
        ActorFactory(name=f"Quittenhof {number}")
    ActorFactory(name="Ziegen")
    assert len(labels("quittenhof")) == ENTRIES
    assert labels("quittenhof 3 ziegen") == []
