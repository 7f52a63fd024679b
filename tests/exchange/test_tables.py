import json
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from exchange.errors import TableError
from exchange.tables import open_table, table_of

ROW = {"kennung": "A1", "name": "Bücherei Süd", "ort": "Auenberg"}


def records(table):
    return [cells for _line, cells, _problem in table.records()]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_dialect_and_encoding_are_recognised(delimiter, encoding):
    text = "\r\n".join(delimiter.join(cells) for cells in (ROW.keys(), ROW.values())) + "\r\n"
    assert records(table_of(text.encode(encoding))) == [ROW]


def test_csv_with_commas_in_cells_keeps_its_semicolons():
    table = table_of(b'name;adresse;ort\n"A, B, C";"Weg 1, Hof, links";Auenberg\n')
    assert records(table) == [{"name": "A, B, C", "adresse": "Weg 1, Hof, links", "ort": "Auenberg"}]


def test_newlines_inside_cells_do_not_break_rows_and_lines_are_those_of_the_editor():
    table = table_of(b'name;ort\n"Roswitha-Gymnasium\nBad Gandersheim";X\nZweite;Y\n')
    assert [(line, cells["name"]) for line, cells, _ in table.records()] == [
        (2, "Roswitha-Gymnasium\nBad Gandersheim"),
        (4, "Zweite"),
    ]


def test_header_is_found_below_title_rows():
    content = b"Schulliste 2026;;\nStand: 1. November;;\n;;\nKennung;Name;Ort\nA1;Schule;Auenberg\n"
    table = table_of(content, ["kennung", "name", "ort"])
    assert (table.header_line, table.headers) == (4, ["Kennung", "Name", "Ort"])
    assert records(table) == [{"Kennung": "A1", "Name": "Schule", "Ort": "Auenberg"}]


def test_empty_rows_and_trailing_empty_columns_are_not_data():
    table = table_of(b"name;ort;;\n;;;\nSchule;Auenberg;;\n\n")
    assert table.headers == ["name", "ort"]
    assert records(table) == [{"name": "Schule", "ort": "Auenberg"}]


@pytest.mark.parametrize(("row", "found"), [("nur eins", "1 Feld"), ("a;b;c;zu viel", "4 Felder")])
def test_a_row_of_another_width_is_a_problem_of_that_row(row, found):
    table = table_of(f"name;art;ort\nSchule;Kita;X\n{row}\n".encode())
    problems = [problem for _line, _cells, problem in table.records()]
    assert problems[0] == ""
    assert problems[1].startswith(f"Die Zeile hat {found}, die Kopfzeile 3")


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("Anderes").append(["nicht", "dies"])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_xlsx_first_sheet_with_cover_rows_and_typed_cells():
    content = workbook(
        ["Amt für Statistik"],
        [],
        ["kennung", "name", "plz", "breite", "beginn", "stand", "intern"],
        ["A1", "Schule", 37990, 51.5, date(2026, 3, 1), datetime.fromisoformat("2026-03-01 14:30"), True],
        [None, None, None, None, None, None, None],
        ["A2", None, "01234", None, None, None, False],
    )
    table = table_of(content, ["kennung", "name", "plz"])
    assert records(table) == [
        {"kennung": "A1", "name": "Schule", "plz": "37990", "breite": "51.5", "beginn": "2026-03-01",
         "stand": "2026-03-01 14:30", "intern": "ja"},
        {"kennung": "A2", "name": "", "plz": "01234", "breite": "", "beginn": "", "stand": "", "intern": "nein"},
    ]  # fmt: skip


def test_xlsx_formula_counts_as_its_saved_result_never_as_text():
    """openpyxl saves no results, so the cell is empty; the formula itself must not come in as a name."""
    table = table_of(workbook(["name", "ort"], ['=HYPERLINK("http://böse.example")', "X"]))
    assert records(table) == [{"name": "", "ort": "X"}]


def test_json_list_of_objects_is_flattened():
    content = json.dumps([{"id": 1, "address": {"town": "Kiel", "lat": 54.3}}, {"id": 2, "tags": ["a", "b"]}])
    assert records(table_of(content.encode())) == [
        {"id": "1", "address.town": "Kiel", "address.lat": "54.3", "tags": ""},
        {"id": "2", "address.town": "", "address.lat": "", "tags": "a|b"},
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b" \r\n\t\r\n", "Die Datei ist leer."),
        (b"\xef\xbb\xbf", "keine Tabelle mit einer Kopfzeile"),
        (b"\x7fELF\x00\x01\x02" * 50, "Binärdaten"),
        (b"name;ort\nSchule\x00;X\n", "Binärdaten"),
        (b"name;ort\n\x81\x8d\xff;X\n", "nicht zu erkennen"),
        (b"PK\x03\x04 kaputt", "beschädigt"),
        (workbook(["name", "ort"], ["a", "b"])[:900], "beschädigt"),
        (b'[{"id": 1}', "JSON-Datei ist beschädigt"),
        (b'{"id": 1}', "nur eine Liste von Objekten"),
        (b"[" * 100_000, "JSON-Datei ist beschädigt"),
        (b"irgendein Satz ohne Spalten\n", "keine Tabelle mit einer Kopfzeile"),
        (b"name;ort;name\na;b;c\n", "„name“ kommt mehrmals vor"),
        (b'name;ort\n"' + b"x" * 1_100_000 + b'";y\n', "Eine Zelle ist zu lang"),
        (b'name;ort\n"nie geschlossen;y\n' + b"Zeile;Ort\n" * 150_000, "Eine Zelle ist zu lang"),
    ],
)
def test_a_broken_file_is_told_in_a_german_sentence(content, sentence):
    with pytest.raises(TableError, match=sentence):
        list(table_of(content).rows())


def test_a_header_that_nobody_expects_names_what_was_found():
    with pytest.raises(TableError, match=r"Erwartet werden Spalten wie kennung.*„Bezeichnung“"):
        table_of(b"Bezeichnung;Wo\nx;y\n", ["kennung", "name"])


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(TableError, match="lässt sich nicht öffnen"):
        open_table(tmp_path / "gibt-es-nicht.csv")


def test_a_table_can_be_read_twice(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name;ort\nSchule;X\n", encoding="utf-8")
    table = open_table(path)
    assert list(table.rows()) == list(table.rows()) != []
