"""The table view: which columns, and what stands in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from search.models import Entry
from search.pages.columns import COLUMNS, Cell, ResultTable, available, options
from search.query.clauses import Query
from search.query.highlighting import Hit, Marker

NETWORKS, ACTORS = {"art": ["netzwerk"]}, {"art": ["akteur"]}
LABELS = [{"facet": "thema", "label": "Sprache"}, {"facet": "zielgruppe", "label": "Eltern"}, {"facet": "thema", "label": "Lesen"}]  # fmt: skip


def hit(**card: object) -> Hit:
    entry = Entry(
        card={"labels": [], "places": []} | card, upcoming_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    )
    return Hit(entry, marker=Marker(Query("")), needs=[])


@pytest.mark.parametrize(
    ("column", "card", "cell"),
    [
        ("art", {"label": "Arbeitskreis"}, Cell("Arbeitskreis")),
        ("koordination", {"coordinator": "VHS"}, Cell("VHS")),
        ("trifft_sich", {"meeting_mode_label": "vor Ort"}, Cell("vor Ort")),
        ("treffen", {"rhythm": None}, Cell("")),
        ("treffen", {"rhythm": "monatlich"}, Cell("monatlich")),
        ("treffen", {"rhythm": "monatlich, heuer", "rhythm_shown": "monatlich · …"}, Cell("monatlich · …")),
        ("mitglieder", {"members": 0}, Cell("0")),
        ("offenheit", {"openness_label": "offen"}, Cell("offen")),
        ("digital", {"digital": ["Pinnwand", "Mailverteiler"]}, Cell("Pinnwand, Mailverteiler")),
        ("status", {"status_label": "aktiv"}, Cell("aktiv")),
        ("telefon", {"phone": "0561 1"}, Cell("0561 1")),
        ("zweck", {"purpose": "Lesen"}, Cell("Lesen")),
        ("zweck", {}, Cell("")),
        ("ort", {"places": ["Lindenau", "Nord"], "city": "Auenberg"}, Cell("Lindenau, Nord")),
        ("ort", {"city": "Auenberg"}, Cell("Auenberg")),
        ("ort", {"city": None}, Cell("")),
        ("kontakt", {"contact": "a@example.org"}, Cell("a@example.org", "mailto:a@example.org")),
        ("kontakt", {"contact": None}, Cell("")),
        ("website", {"website": "https://www.vhs.de/"}, Cell("vhs.de", "https://www.vhs.de/")),
        ("website", {"website": "vhs.de"}, Cell("vhs.de", "vhs.de")),
        ("website", {}, Cell("")),
        ("thema", {"labels": LABELS}, Cell("Sprache, Lesen")),
        ("zielgruppe", {"labels": LABELS}, Cell("Eltern")),
        ("termin", {}, Cell("02.03.2026")),
        (
            "voraussichtlich",
            {"expected": {"start": "2026-03-01T23:30:00+00:00", "is_all_day": False}},
            Cell("02.03.2026"),
        ),
        ("voraussichtlich", {"expected": None}, Cell("")),
        ("lebendigkeit", {"alive_label": "überfällig"}, Cell("überfällig")),
        ("letztes", {"last_meeting": "2026-02-01T23:30:00+00:00"}, Cell("02.02.2026")),
        ("letztes", {}, Cell("")),
        ("geprueft", {}, Cell("")),
    ],
)
def test_a_cell_says_what_the_card_holds(column, card, cell):
    assert COLUMNS[column].read(hit(**card)) == cell


def test_the_day_of_the_last_check_is_written_in_german():
    checked = hit()
    checked.entry.confirmed_at = date(2026, 2, 1)
    assert COLUMNS["geprueft"].read(checked) == Cell("01.02.2026")


def test_a_list_has_the_columns_of_its_entries():
    both, networks, actors = ({one.name for one in available(scope)} for scope in ({}, NETWORKS, ACTORS))
    assert both == set(COLUMNS)
    assert both - networks == {"telefon"}
    assert both - actors == {
        "koordination", "treffen", "termin", "letztes", "mitglieder", "offenheit", "digital", "status", "trifft_sich",
        "voraussichtlich", "lebendigkeit",
    }  # fmt: skip
    assert set(options(ACTORS)) == actors
    assert options(ACTORS)["telefon"].label == "Telefon"


def test_the_usual_columns_stand_where_none_was_chosen():
    assert [one.name for one in ResultTable(ACTORS, [], []).columns] == ["art", "ort", "kontakt", "telefon"]
    assert [one.name for one in ResultTable(NETWORKS, [], []).columns] == [
        "art", "koordination", "ort", "termin", "mitglieder", "offenheit", "kontakt",
    ]  # fmt: skip


def test_chosen_columns_come_in_their_order_and_are_ticked():
    table = ResultTable(ACTORS, ["zweck", "art"], [found := hit(label="Kita", purpose="Spielen")])
    assert [one.name for one in table.columns] == ["art", "zweck"]
    assert [column.name for column, is_chosen in table.choices if is_chosen] == ["art", "zweck"]
    assert len(table.choices) == len(available(ACTORS))
    assert list(table.rows()) == [
        (found, [(COLUMNS["art"], Cell("Kita")), (COLUMNS["zweck"], Cell("Spielen"))]),
    ]
