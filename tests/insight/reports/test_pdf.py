"""The paper: what PDF/UA asks of its structure, read with a library that knows nothing of typst; and text that is never code."""

from __future__ import annotations

import copy
import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from insight.reports.blocks import (
    Bullets,
    Column,
    Course,
    Heading,
    KeyNumber,
    Mark,
    Numbers,
    Paragraph,
    Point,
    Points,
    Table,
    TableCell,
    as_data,
    bars,
    rows,
)
from insight.reports.pdf import INSTEAD, as_pdf

MOMENT = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARKS = tuple(Mark(str(2020 + n), 10 * n, is_named=n % 2 == 0) for n in range(7))
BLOCKS = as_data(
    [
        Heading("Zwischentitel"),
        Paragraph("Ein Absatz."),
        Paragraph("Eine Anmerkung.", is_note=True),
        Bullets(("eins", "zwei")),
        Numbers((KeyNumber("104", "Netzwerke", "von 110"), KeyNumber("3", "Fragen"))),
        Points((Point("Der Bestand wächst.", "Um 2."),)),
        Course(
            "Verlauf", "Jahr", "Netzwerke", MARKS, (0, 50, 100), 100, "Linie von 0 zu 60.", "Bis November."
        ),
        bars("Formate", "Format", "aktive Netzwerke", [("Arbeitskreis", 7), ("Runde", 0)]),
        Table(
            "Lücken",
            (Column("Thema"), Column("Akteure", is_number=True), Column("Meldung", weight=2)),
            rows([TableCell("Lesen", "/themen/lesen/"), "3", TableCell("Lücke", mark="luecke")]),
        ),
    ]
)


def content(**changes: Any) -> dict[str, Any]:
    chapters = [
        {
            "key": f"k{n}",
            "title": title,
            "is_internal": False,
            "blocks": copy.deepcopy(BLOCKS),
            "text_title": "Einordnung",
            "text": as_data([Paragraph("Von Hand.")]),
        }
        for n, title in enumerate(["Das Wichtigste", "Bestand", "Lücken"])
    ]
    return {
        "title": "Bericht zur Bildungslandschaft",
        "kommune": "Stadt Auenberg",
        "scope": "ganze Kommune",
        "period": "1. Juli 2026 bis 30. September 2026",
        "as_of": "2026-11-30",
        "edition": 1,
        "change_note": "",
        "notices": [],
        "chapters": chapters,
        "method": ["Stand: heute.", "Gezählt ist, was öffentlich ist."],
        "figures": [],
    } | changes


def read(paper: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(paper))


def elements(reader: PdfReader) -> list[DictionaryObject]:
    """The structure tree, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def kinds(reader: PdfReader) -> list[str]:
    return [str(one["/S"]) for one in elements(reader)]


def words(reader: PdfReader) -> str:
    """All text without the places where a long word may break."""
    return "\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "")


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return read(as_pdf(content(), MOMENT))


def test_it_says_that_it_is_pdf_ua_and_is_tagged(reader) -> None:
    root = reader.trailer["/Root"]
    meta = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"", meta)
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "de-DE"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert reader.metadata.title == "Bericht zur Bildungslandschaft"
    assert reader.metadata.author == "Stadt Auenberg"
    assert {str(page["/Tabs"]) for page in reader.pages if "/Annots" in page} == {"/S"}


def test_headings_begin_at_the_first_level_and_leave_none_out(reader) -> None:
    levels = [int(kind[2:]) for kind in kinds(reader) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= one + 1 for one, after in pairwise(levels))
    assert levels.count(1) == 4


def test_bookmarks_name_the_chapters(reader) -> None:
    top = [one.title for one in reader.outline if not isinstance(one, list)]
    assert top == ["Das Wichtigste", "Bestand", "Lücken", "Datenstand und Methode"]


def test_every_table_has_heads_in_its_first_row_and_rows_of_equal_length(reader) -> None:
    tables = [one for one in elements(reader) if one["/S"] == "/Table"]
    assert len(tables) == 9  # line, bars and table of each chapter
    for table in tables:
        inside = [str(one["/S"]) for one in elements_below(table)]
        assert inside.index("/TH") < inside.index("/TD")
        lengths = set()
        for row in (one for one in elements_below(table) if one["/S"] == "/TR"):
            cells = [one for one in elements_below(row) if one["/S"] in {"/TH", "/TD"}]
            lengths.add(sum(span(one) for one in cells))
        assert len(lengths) == 1


def elements_below(node: Any) -> list[DictionaryObject]:
    found = []
    stack = [node.get("/K")]
    while stack:
        one = stack.pop(0)
        one = one.get_object() if one is not None else None
        if isinstance(one, list):
            stack = [*one, *stack]
        elif isinstance(one, DictionaryObject):
            if "/S" in one:
                found.append(one)
            if "/K" in one:
                stack = [one["/K"], *stack]
    return found


def span(cell: DictionaryObject) -> int:
    attributes = cell.get("/A", [])
    attributes = attributes.get_object() if hasattr(attributes, "get_object") else attributes
    for one in attributes if isinstance(attributes, list) else [attributes]:
        if "/ColSpan" in one.get_object():
            return int(one.get_object()["/ColSpan"])
    return 1


def test_every_picture_is_told_in_words(reader) -> None:
    pictures = [one for one in elements(reader) if one["/S"] == "/Figure"]
    assert len(pictures) == 3
    assert {one["/Alt"] for one in pictures} == {"Linie von 0 zu 60."}


def test_lists_are_lists_and_links_lead_to_this_site(reader, settings) -> None:
    found = kinds(reader)
    assert found.count("/L") == 6
    assert found.count("/Link") == 3
    links = [note.get_object()["/A"]["/URI"] for page in reader.pages for note in page.get("/Annots", [])]
    assert set(links) == {f"{settings.SITE_URL}/themen/lesen/"}


def test_pages_are_counted(reader) -> None:
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        assert f"Seite {number} von {total}" in page.extract_text()


def test_letters_travel_with_it(reader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"].get_object().get("/Font", {}).values()
    }
    assert fonts
    assert all("AtkinsonHyperlegibleNext" in name for name in fonts)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert as_pdf(content(), MOMENT) == as_pdf(content(), MOMENT)
    assert as_pdf(content(), MOMENT) != as_pdf(content(), MOMENT + timedelta(days=1))


HOSTILE = [
    '#import "@preview/evil:1.0.0": *',
    "#panic() $x^2$ @label <label> _kursiv_ *fett* `code` = Titel",
    "\\ \\u{41} \" ' „“ ‚‘ // Kommentar /* auch */ ] [ } { ) (",
    '#read("/etc/passwd") #sys.inputs.report #{while true {}}',
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 4,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_never_code(text) -> None:
    hostile = content(title=text, scope=text, change_note=text, edition=2, notices=[text], method=[text])
    chapter = hostile["chapters"][0]
    chapter["title"] = chapter["text_title"] = text
    chapter["text"] = as_data([Paragraph(text), Bullets((text,))])
    chapter["blocks"] = as_data(
        [
            Heading(text),
            Points((Point(text, text),)),
            Numbers((KeyNumber(text, text, text),)),
            bars(text, text, text, [(text, 1)]),
            Table(text, (Column(text),), rows([TableCell(text, "/x/")])),
            Course(text, text, text, (Mark(text, 1, is_named=True),), (0, 1), 1, text, text),
        ]
    )
    reader = read(as_pdf(hostile, MOMENT))
    assert reader.metadata.title == text
    squeezed = re.sub(r"[\s­-]", "", words(reader))
    assert squeezed.count(re.sub(r"[\s­-]", "", text)) >= 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Łódź, Žižkov, Ağrı, Þór", "Łódź, Žižkov, Ağrı, Þór"),
        ("u\u0308ber", "über"),
        ("Привет", "Привет"),
        ("日本 und 😀", f"{INSTEAD}{INSTEAD} und {INSTEAD}"),
        ("a\x01b\ue000c\ud800d", "abcd"),
        ("a\u00a0b\u202fc", "a b c"),
    ],
)
def test_signs_that_no_font_has_stop_nothing(text, shown) -> None:
    made = content()
    made["chapters"][0]["text"] = as_data([Paragraph(text)])
    assert shown in words(read(as_pdf(made, MOMENT)))


def test_a_later_edition_says_what_changed() -> None:
    paper = read(as_pdf(content(edition=2, change_note="Zahl der Akteure berichtigt."), MOMENT))
    assert "2. Ausgabe. Geändert wurde: Zahl der Akteure berichtigt." in words(paper)


def test_a_long_report_is_made_while_somebody_waits() -> None:
    """Eight chapters with full tables and a page of text each: far below a second on a quiet machine, and small."""
    long = content()
    line = [TableCell("Arbeitskreis für Übergänge", "/netzwerke/x/"), "12", "Ein Satz. " * 60]
    table = as_data(
        [Table("Viel", (Column("a"), Column("b", is_number=True), Column("c", weight=2)), rows(*[line] * 15))]
    )
    text = as_data([Paragraph("Ein Absatz mit Worten. " * 130)])
    long["chapters"] = [
        long["chapters"][0] | {"title": f"Kapitel {n}", "blocks": BLOCKS + table, "text": text}
        for n in range(8)
    ]
    as_pdf(content(), MOMENT)  # fonts are read once in a process
    begun = time.process_time()
    paper = as_pdf(long, MOMENT)
    assert time.process_time() - begun < 5
    assert len(paper) < 2_000_000
    assert len(read(paper).pages) > 10
