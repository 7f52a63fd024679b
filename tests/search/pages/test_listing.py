"""What a list page says, and where it leads."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from pyroaring import BitMap

from search.pages.filters import DirectoryFilter
from search.pages.listing import Help, Listing
from search.query.clauses import Clause, Query
from search.query.facets import Counted, CountedFacet, ListOptions, Vocabulary
from search.query.interpretation import Interpretation
from search.query.matching import MatchedEntries, Need
from search.query.parsing import Lexicon
from search.query.results import Relief, SearchRequest, Tier
from search.sources import Option
from tests.search.memory import answer

KNOWN = Vocabulary(
    {
        "thema": ListOptions([Option("lesen", "Lesen"), Option("technik", "Technik")]),
        "stadtteil": ListOptions([Option("nord", "Nordstadt"), Option("linde", "Lindenau")]),
    },
    {},
    {},
    Lexicon(),
)


def listing(
    query: str = "", number: int = 0, *, is_cut: bool = False, needs: list[Need] | None = None, **given
) -> Listing:
    params = QueryDict(query)
    filters = DirectoryFilter(params, facets=("thema", "stadtteil"), scope={}, known=KNOWN)
    text = filters.values["q"]
    found = MatchedEntries(None, None, None, None, needs) if needs else None
    interpretation = Interpretation(text, Query(text), found, is_cut=is_cut)
    question = SearchRequest(text=text, sort=filters.values["sort"])
    usual = {"question": question, "interpretation": interpretation, "vocabulary": KNOWN}
    return Listing("/netzwerke/", params, filters, answer(range(number), **usual | given))


def need(text: str, *, required: bool = True, place: Option | None = None) -> Need:
    places = [("stadtteil", place)] if place else []
    return Need((Clause(text, 0, len(text), (), required),), places)


# --- sentences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "number", "status"),
    [
        ("", 0, "0 Treffer"),
        ("", 1, "1 Treffer"),
        ("q=Kita", 20, "20 Treffer für „Kita“"),
        ("thema=lesen", 2, "2 Treffer mit 1 Filter"),
        ("q=Kita&thema=lesen&thema=technik&page=2", 21, "21 Treffer für „Kita“ mit 2 Filtern, Seite 2 von 2"),
    ],
)
def test_the_status_says_how_many_hits_for_what(query, number, status):
    assert listing(query, number).status == status


def test_notes_say_what_was_not_as_asked():
    assert listing("page=1", 1).notes == []
    assert listing("page=7&thema=lesen&thema=x", 21, is_cut=True).notes == [
        "„x“ gibt es bei „Thema“ nicht; dieser Teil der Adresse bleibt unbeachtet.",
        "Diese Seite gibt es nicht; Sie sehen Seite 2.",
        "Die Eingabe war sehr lang; gesucht wurde nach ihrem Anfang.",
    ]


@pytest.mark.parametrize(
    ("tier", "above", "words", "divider"),
    [
        (Tier.AROUND, 0, 1, "Für die ganze Stadt:"),
        (Tier.REMOTE, 0, 1, "Genau das ist nicht eingetragen. Entfernt verwandt:"),
        (Tier.REMOTE, 1, 1, "Entfernt verwandt:"),
        (Tier.PARTIAL, 0, 1, "Genau das ist nicht eingetragen. Diese Einträge kommen dem nahe:"),
        (Tier.PARTIAL, 1, 1, "Diese Treffer enthalten das Wort nicht, haben aber damit zu tun:"),
        (Tier.PARTIAL, 1, 2, "Diese Treffer enthalten nicht alle Wörter:"),
    ],
)
def test_the_divider_says_why_others_follow(tier, above, words, divider):
    needs = [need("netzwerk", required=False), *(need(f"wort{n}") for n in range(words))]
    found = listing("q=Wort", 3, needs=needs, _complete=BitMap(range(above)))
    assert found.divider_of(tier) == divider


def test_a_divider_stands_before_the_first_hit_of_each_tier(monkeypatch):
    tiers = [Tier.FULL, Tier.FULL, Tier.AROUND, Tier.PARTIAL, Tier.PARTIAL]
    stubs = [SimpleNamespace(tier=tier) for tier in tiers]
    monkeypatch.setattr("search.pages.listing.hits", lambda _answer, _ids: stubs)
    assert [bool(hit.divider) for hit in listing().hits] == [False, False, True, True, False]
    stubs[:] = [SimpleNamespace(tier=Tier.PARTIAL)]
    assert listing().hits[0].divider


# --- addresses -------------------------------------------------------------------------------------------------------

EVERYTHING = (
    "spalten=zweck&ansicht=tabelle&sort=name&stadtteil=nord&thema=technik&thema=lesen&q=Kita&page=2&weg=1"
)
FILTERS = "q=Kita&thema=technik&thema=lesen&stadtteil=nord"


def test_equal_questions_have_equal_addresses():
    assert (
        listing(EVERYTHING, 50).address() == f"/netzwerke/?{FILTERS}&sort=name&ansicht=tabelle&spalten=zweck"
    )
    assert listing().address() == "/netzwerke/"


def test_addresses_of_files_keep_what_changes_the_hits():
    found = listing(EVERYTHING, 50)
    assert found.csv_url == f"/netzwerke.csv?{FILTERS}&sort=name"
    assert found.markers_url == f"/netzwerke/karte.json?{FILTERS}&sort=name"
    assert found.feed_url == f"/netzwerke.atom?{FILTERS}"
    assert found.calendar_url == f"/netzwerke.ics?{FILTERS}"
    assert found.asked_url == f"/netzwerke/?{FILTERS}"
    assert found.suggest_url == "/netzwerke/vorschlaege.json"


def test_chips_take_one_filter_away():
    chips = listing("q=Kita&thema=lesen&thema=technik&stadtteil=weg").chips
    assert [(str(chip.facet), chip.label, chip.url) for chip in chips] == [
        ("Thema", "Lesen", "/netzwerke/?q=Kita&thema=technik&stadtteil=weg"),
        ("Thema", "Technik", "/netzwerke/?q=Kita&thema=lesen&stadtteil=weg"),
        ("Stadtteil", "weg", "/netzwerke/?q=Kita&thema=lesen&thema=technik"),
    ]


def test_who_takes_all_filters_away_keeps_the_words():
    assert listing("q=Kita&thema=lesen&sort=name").reset_url == "/netzwerke/?q=Kita"
    assert listing("thema=lesen").reset_url == "/netzwerke/"


def test_pages_lead_to_the_one_before_and_the_next():
    first, second, last = (listing(f"thema=lesen&page={number}", 50) for number in (1, 2, 3))
    assert (first.previous_url, first.next_url) == ("", "/netzwerke/?thema=lesen&page=2")
    assert (second.previous_url, second.next_url) == (
        "/netzwerke/?thema=lesen",
        "/netzwerke/?thema=lesen&page=3",
    )
    assert (last.previous_url, last.next_url) == ("/netzwerke/?thema=lesen&page=2", "")
    assert second.canonical_url == "/netzwerke/?thema=lesen&page=2"
    assert [(page.label, page.url, page.is_current) for page in second.pages] == [
        ("1", "/netzwerke/?thema=lesen", False),
        ("2", "/netzwerke/?thema=lesen&page=2", True),
        ("3", "/netzwerke/?thema=lesen&page=3", False),
    ]
    assert listing("page=1", 20 * 9).pages[3] is None


def test_best_hits_are_an_order_only_for_words():
    assert [(one.value, one.is_current) for one in listing().sorts] == [
        ("termin", False), ("aktiv", False), ("still", False), ("aktualitaet", False), ("name", True),
    ]  # fmt: skip
    sorts = listing("q=Kita&page=2", 50).sorts
    assert [(one.value, one.url, one.is_current) for one in sorts] == [
        ("treffer", "/netzwerke/?q=Kita&sort=treffer", True),
        ("termin", "/netzwerke/?q=Kita&sort=termin", False),
        ("aktiv", "/netzwerke/?q=Kita&sort=aktiv", False),
        ("still", "/netzwerke/?q=Kita&sort=still", False),
        ("aktualitaet", "/netzwerke/?q=Kita&sort=aktualitaet", False),
        ("name", "/netzwerke/?q=Kita&sort=name", False),
    ]


def test_each_view_has_an_address():
    views = listing("ansicht=karte").views
    assert [(one.label, one.url, one.is_current) for one in views] == [
        ("Liste", "/netzwerke/", False),
        ("Tabelle", "/netzwerke/?ansicht=tabelle", False),
        ("Karte", "/netzwerke/?ansicht=karte", True),
    ]
    ways = [
        (found.is_table, found.is_map) for found in map(listing, ("", "ansicht=tabelle", "ansicht=karte"))
    ]
    assert ways == [(False, False), (True, False), (False, True)]


def test_each_form_carries_what_it_has_no_field_for():
    found = listing(EVERYTHING, 50)
    words, filters = [("q", "Kita")], [("thema", "technik"), ("thema", "lesen"), ("stadtteil", "nord")]
    sort, shown, columns = [("sort", "name")], [("ansicht", "tabelle")], [("spalten", "zweck")]
    assert found.hidden_fields == words + sort + shown + columns
    assert found.search_fields == filters + sort + shown + columns
    assert found.sort_fields == words + filters + shown + columns
    assert found.column_fields == words + filters + sort + shown


def test_the_table_has_the_columns_asked_for():
    found = listing("spalten=zweck")
    found.__dict__["hits"] = []
    assert [column.name for column in found.table.columns] == ["zweck"]


# --- filters ---------------------------------------------------------------------------------------------------------


def facets(number: int = 4) -> list[CountedFacet]:
    nord = Counted("nord", "Nordstadt", 5, False)
    return [CountedFacet(f"f{n}", "", "", [], 0, []) for n in range(number)] + [
        CountedFacet("stadtteil", "Ort", "", [nord], 1, [])
    ]


def test_the_first_three_facets_are_open_and_those_that_were_unfolded():
    shown = listing("mehr=f3", facets=facets()).facets
    assert [(facet.name, facet.is_open, facet.is_unfolded) for facet in shown] == [
        ("f0", True, False), ("f1", True, False), ("f2", True, False), ("f3", True, True), ("stadtteil", False, False),
    ]  # fmt: skip


def test_a_place_that_the_query_names_may_become_a_filter():
    nord, linde = Option("nord", "Nordstadt"), Option("linde", "Lindenau")
    needs = [need("nord", place=nord), need("lindenau", place=linde)]
    given = {"needs": needs, "facets": facets()}
    assert listing("q=nord+lindenau&stadtteil=linde", **given).place_hints == [
        Help("Nordstadt", "/netzwerke/?q=nord+lindenau&stadtteil=linde&stadtteil=nord", 5)
    ]
    assert [(one.label, one.count) for one in listing("q=nord+lindenau", **given).place_hints] == [
        ("Nordstadt", 5),
        ("Lindenau", 0),
    ]
    assert listing("q=nord", needs=needs[:1]).place_hints[0].count == 0


def test_an_empty_list_says_what_to_drop():
    relief = [Relief("thema", ["Lesen", "Technik"], 7), Relief("stadtteil", ["Nordstadt"], 2)]
    given = {"relief": relief, "all_filters_dropped": 9}
    assert listing("q=Kita&thema=lesen&thema=technik&stadtteil=nord", **given).zero_help == [
        Help("ohne Thema: Lesen, Technik", "/netzwerke/?q=Kita&stadtteil=nord", 7),
        Help("ohne Stadtteil: Nordstadt", "/netzwerke/?q=Kita&thema=lesen&thema=technik", 2),
        Help("ohne alle Filter", "/netzwerke/?q=Kita", 9),
    ]
    assert listing("thema=lesen&stadtteil=nord", 1, **given).zero_help == []


def test_all_filters_are_dropped_where_there_are_several_and_hits_without_them():
    one = listing("thema=lesen", relief=[Relief("thema", ["Lesen"], 7)], all_filters_dropped=7)
    assert [way.label for way in one.zero_help] == ["ohne Thema: Lesen"]
    assert listing("thema=lesen&stadtteil=nord", all_filters_dropped=0).zero_help == []
