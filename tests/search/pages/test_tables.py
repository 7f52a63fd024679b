"""A list as a CSV file that Excel opens and an import reads."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from search.models import Entry
from search.pages.tables import COLUMNS, csv_response, row_of, safe
from search.query.clauses import Query
from search.query.highlighting import Hit, Marker
from tests.search.memory import answer


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        ("", ""),
        (0, ""),
        ("0", "0"),
        (date(2026, 3, 1), "2026-03-01"),
        ("a\0b", "ab"),
        ("Haus = Hof", "Haus = Hof"),
        ("=1+1", "'=1+1"),
        ("+49 561", "'+49 561"),
        ("-1", "'-1"),
        ("@haus", "'@haus"),
        ("  =1+1", "'  =1+1"),
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ("\n1", "'\n1"),
        ("\0=1", "'=1"),
    ],
)
def test_no_spreadsheet_takes_a_text_for_a_formula(value, written):
    assert safe(value) == written


def row(kind: str = "netzwerk", card: dict[str, object] | None = None, **columns: object) -> dict[str, str]:
    entry = Entry(kind=kind, name="Runde", card={"slug": "runde"} | (card or {}), **columns)
    hit = Hit(entry, marker=Marker(Query("")), needs=[])
    return {
        name: value
        for name, value in zip(COLUMNS, row_of(hit, "https://portal.example/"), strict=True)
        if value
    }


def test_an_entry_that_says_nothing_has_kind_name_and_address():
    assert row() == {
        "art": "netzwerk",
        "name": "Runde",
        "adresse_im_portal": "https://portal.example/netzwerke/runde/",
    }


def test_all_that_a_network_says_has_its_column():
    card = {
        "short_name": "R", "label": "Arbeitskreis", "status_label": "aktiv", "places": ["Lindenau", "Nord"],
        "labels": [
            {"facet": "thema", "label": "Lesen"}, {"facet": "thema", "label": "Sprache"}, {"facet": "zielgruppe", "label": "Eltern"},
        ],
        "rhythm": "monatlich", "website": "https://runde.de", "purpose": "Lesen", "coordinator": "VHS", "members": 2,
        "member_names": ["VHS", "Kita"], "contact": "a@example.org", "phone": "0561 1", "openness_label": "offen",
        "how_to_join": "Anrufen", "digital": ["Pinnwand", "Chat"], "last_meeting": "2026-02-01T23:30:00+00:00",
        "street": "Am Markt 1", "postal_code": "37990", "city": "Auenberg",
        "meeting_mode_label": "vor Ort", "alive_label": "ruhig",
        "expected": {"start": "2026-04-01T15:30:00+00:00", "is_all_day": False},
    }  # fmt: skip
    days = {"confirmed_at": date(2026, 2, 1), "upcoming_at": datetime(2026, 3, 1, 15, 30, tzinfo=UTC)}
    assert list(row(card=card, kennung="n-7", **days).items()) == [
        ("art", "netzwerk"), ("kennung", "n-7"), ("name", "Runde"),
        ("adresse_im_portal", "https://portal.example/netzwerke/runde/"), ("kurzname", "R"),
        ("format_oder_akteursart", "Arbeitskreis"), ("status", "aktiv"), ("themen", "Lesen|Sprache"),
        ("zielgruppen", "Eltern"), ("stadtteile", "Lindenau|Nord"), ("rhythmus", "monatlich"),
        ("naechster_termin", "2026-03-01 16:30"), ("website", "https://runde.de"), ("zuletzt_bestaetigt", "2026-02-01"),
        ("zweck", "Lesen"), ("koordination", "VHS"), ("mitgliederzahl", "2"), ("mitglieder", "VHS|Kita"),
        ("kontakt", "a@example.org"), ("telefon", "0561 1"), ("offenheit", "offen"), ("mitmachen", "Anrufen"),
        ("digitale_formen", "Pinnwand|Chat"), ("letzter_termin", "2026-02-02"), ("strasse", "Am Markt 1"),
        ("plz", "37990"), ("ort", "Auenberg"), ("trifft_sich", "vor Ort"),
        ("voraussichtlicher_termin", "2026-04-01 17:30"), ("lebendigkeit", "ruhig"),
    ]  # fmt: skip


def test_a_meeting_without_a_time_is_a_day():
    moment = datetime(2026, 3, 1, 15, 30, tzinfo=UTC)
    assert row(card={"meeting": {"is_all_day": True}}, upcoming_at=moment)["naechster_termin"] == "2026-03-01"
    assert row(card={"meeting": None}, upcoming_at=moment)["naechster_termin"] == "2026-03-01 16:30"


@pytest.mark.parametrize(
    ("number", "members"), [(1, "VHS"), (2, "VHS|und 1 weiterer"), (9, "VHS|und 8 weitere"), (0, "VHS")]
)
def test_a_long_list_of_members_says_how_many_it_leaves_out(number, members):
    assert row(card={"members": number, "member_names": ["VHS"]})["mitglieder"] == members


def test_a_network_without_members_says_zero_and_an_actor_nothing():
    assert row(card={"members": 0})["mitgliederzahl"] == "0"
    assert "mitgliederzahl" not in row("akteur", {})


def test_an_empty_list_is_a_file_with_a_header_for_a_german_excel():
    response = csv_response(answer(), filename="netzwerke-liste", base="https://portal.example/")
    assert b"".join(response.streaming_content).decode() == "\ufeff" + ";".join(COLUMNS) + "\r\n"
    assert {name: response[name] for name in ("Content-Type", "Content-Disposition", "Cache-Control")} == {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="netzwerke-liste.csv"',
        "Cache-Control": "private, no-cache",
    }
