"""The parameters of a list address: what is valid, and what is said of the rest."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.pages.filters import LONGEST_NAME, LONGEST_VALUE, MOST_VALUES, DirectoryFilter
from search.query.facets import ListOptions, LookedUp, Vocabulary
from search.query.parsing import Lexicon
from search.sources import COORDINATION, Option

THEMES = [
    Option("sprache", "Sprache"),
    Option("lesen", "Lesen", former=("buecher",)),
    Option("technik", "Technik"),
]
FACETS = ("thema", "zielgruppe", "mitglied")
NETWORKS = {"art": ["netzwerk"]}


def filters(query: str = "", facets: tuple[str, ...] = FACETS) -> DirectoryFilter:
    there = {"vhs": Option("vhs", "Volkshochschule")}
    options = {
        "thema": ListOptions(THEMES),
        "zielgruppe": ListOptions([Option("eltern", "Eltern")]),
        "mitglied": LookedUp(lambda values: {value: there[value] for value in values if value in there}),
    }
    known = Vocabulary(options, {}, {}, Lexicon())
    return DirectoryFilter(QueryDict(query), facets=facets, scope=NETWORKS, known=known)


def test_an_empty_address_asks_for_everything():
    found = filters()
    assert found.values == {
        "q": "", "woertlich": "", "sort": "", "ansicht": "", "spalten": [], "thema": [], "zielgruppe": [], "mitglied": [],
    }  # fmt: skip
    assert (found.chosen, found.notes) == ({}, [])


def test_known_values_are_chosen_in_the_order_of_the_facets():
    found = filters(
        "zielgruppe=eltern&thema=technik&thema=sprache&mitglied=vhs&sort=name&ansicht=karte&spalten=zweck"
    )
    assert list(found.chosen.items()) == [
        ("thema", ["technik", "sprache"]),
        ("zielgruppe", ["eltern"]),
        ("mitglied", ["vhs"]),
    ]
    assert (found.values["sort"], found.values["ansicht"], found.values["spalten"]) == (
        "name",
        "karte",
        ["zweck"],
    )
    assert found.notes == []


def test_a_former_value_is_the_one_that_took_its_place():
    assert filters("thema=buecher&thema=lesen&thema=lesen").chosen == {"thema": ["lesen"]}


def test_a_facet_of_another_list_is_no_filter():
    assert filters("zielgruppe=eltern", ("thema",)).chosen == {}


def test_an_unknown_value_beside_a_known_one_is_left_out_and_said():
    found = filters("thema=lesen&thema=musik")
    assert found.chosen == {"thema": ["lesen"]}
    assert found.notes == ["„musik“ gibt es bei „Thema“ nicht; dieser Teil der Adresse bleibt unbeachtet."]


def test_a_filter_of_which_nothing_is_known_goes_on_to_narrow():
    found = filters("thema=musik&mitglied=weg")
    assert found.chosen == {"thema": ["musik"], "mitglied": ["weg"]}
    assert found.notes == [
        "„musik“ gibt es bei „Thema“ nicht (mehr). Mit diesem Filter passt darum kein Eintrag.",
        "„weg“ gibt es bei „Mitglied“ nicht (mehr). Mit diesem Filter passt darum kein Eintrag.",
    ]


@pytest.mark.parametrize(
    ("value", "carried_on"),
    [
        ("a" * LONGEST_VALUE, "a" * LONGEST_VALUE),
        ("a" * (LONGEST_VALUE + 1), "unbekannt"),
        ("<b>", "unbekannt"),
        ("zwei worte", "unbekannt"),
    ],
)
def test_what_is_no_word_of_an_address_is_not_carried_on(value, carried_on):
    assert filters(f"thema={value}").chosen == {"thema": [carried_on]}


def test_many_wrong_values_narrow_once_and_three_of_them_are_said():
    found = filters("&".join(f"thema=<{n}>" for n in range(9)))
    assert found.chosen == {"thema": ["unbekannt"]}
    assert len(found.notes) == 3


def test_a_long_wrong_value_is_said_in_short():
    [note] = filters(f"thema={'a' * 100}").notes
    assert note.startswith(f"„{'a' * 39}…“")


def test_an_address_has_an_end():
    values = "&".join(f"thema=x{n}" for n in range(MOST_VALUES))
    assert filters(f"{values}&thema=lesen").chosen["thema"] == [f"x{n}" for n in range(MOST_VALUES)]


def test_empty_values_are_none():
    assert (filters("thema=&sort=&spalten=").chosen, filters("thema=&sort=").notes) == ({}, [])


@pytest.mark.parametrize(
    ("query", "name", "note"),
    [
        ("sort=alter", "sort", "„alter“ gibt es bei „Sortierung“ nicht"),
        ("ansicht=globus", "ansicht", "„globus“ gibt es bei „Ansicht“ nicht"),
        ("spalten=telefon", "spalten", "„telefon“ gibt es bei „Spalten“ nicht"),
    ],
)
def test_an_unknown_way_to_show_is_left_out_and_said(query, name, note):
    found = filters(query)
    assert not found.values[name]
    assert [one.partition(";")[0] for one in found.notes] == [note]


def test_what_a_database_refuses_is_no_part_of_a_question():
    assert filters("q=Ki%00ta").values["q"] == "Ki ta"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("  Volks \0 hoch  ", "Volks hoch"), ("a" * 200, "a" * LONGEST_NAME), ("", "")],
)
def test_a_name_that_is_looked_for_among_options_is_cleaned(typed, name):
    data = QueryDict(mutable=True)
    data["mitglied-name"] = typed
    found = filters(data.urlencode())
    assert found.names == {"mitglied": name}


def test_the_question_holds_all_that_was_asked():
    asked = filters("q=Kita&thema=lesen&sort=termin&mehr=thema&mehr=zielgruppe").question((COORDINATION,))
    assert (asked.text, asked.filters, asked.scope, asked.sort) == (
        "Kita",
        {"thema": ["lesen"]},
        NETWORKS,
        "termin",
    )
    assert (asked.facets, asked.unfolded) == (FACETS, {"thema", "zielgruppe"})
    assert (asked.named, asked.audience) == ({}, (COORDINATION,))


def test_a_file_counts_no_facets_and_looks_for_no_name():
    asked = filters("mitglied-name=vhs").question((COORDINATION,), with_facets=False)
    assert (asked.facets, asked.named) == ((), {})
