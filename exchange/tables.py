"""Reading tables as offices send them: CSV of any dialect, XLSX with title rows, JSON lists.

A table can be read again and again, row by row, so that a long file never sits in memory as a whole (JSON does)."""

from __future__ import annotations

import codecs
import csv
import io
import json
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from exchange.cells import as_text, one_line
from exchange.errors import TableError

DELIMITERS = ";,\t"
HEADER_WITHIN = 30  # rows in which to look for the header: cover sheets and titles stand above it
LONGEST_CELL = 1_000_000  # characters
LARGEST_UNPACKED = 300_000_000  # bytes of an XLSX file, which is a ZIP archive and might be a bomb


@dataclass(frozen=True)
class Row:
    """One row: `line` is the row number that a spreadsheet or editor shows (of its first line)."""

    line: int
    cells: list[str]


class Reader(Protocol):
    def raw_rows(self) -> Iterator[Row]: ...


class Table:
    """A file with one header row. `expected` are column names that help to find the header below title rows."""

    def __init__(self, reader: Reader, expected: Collection[str] = ()) -> None:
        self._reader = reader
        header = _find_header(list(islice(reader.raw_rows(), HEADER_WITHIN)), expected)
        self.header_line = header.line
        self.headers = [one_line(cell) for cell in header.cells]
        while self.headers and not self.headers[-1]:
            self.headers.pop()
        _refuse_repeated(self.headers, expected)

    def rows(self) -> Iterator[Row]:
        """The rows below the header that have any content."""
        for row in self._reader.raw_rows():
            if row.line > self.header_line and any(cell.strip() for cell in row.cells):
                yield row

    def records(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Line number, cells by header, and what is wrong with the shape of the row (or nothing)."""
        for row in self.rows():
            yield row.line, dict(zip(self.headers, row.cells, strict=False)), self._shape_problem(row)

    def _shape_problem(self, row: Row) -> str:
        surplus = [cell for cell in row.cells[len(self.headers) :] if cell.strip()]
        if len(row.cells) < len(self.headers) or surplus:
            return _(
                "Die Zeile hat {found} Felder, die Kopfzeile {wanted}: Vielleicht fehlt ein Anführungszeichen."
            ).format(found=len(row.cells), wanted=len(self.headers))
        return ""


def open_table(path: Path, expected: Collection[str] = ()) -> Table:
    """The table in a file, by its content, not its name. Raises TableError with a German sentence."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
            reader = _reader_for(path, start)
    except OSError as error:
        raise TableError(
            _("Die Datei {path} lässt sich nicht öffnen ({reason}).").format(path=path, reason=error.strerror)
        ) from error
    return Table(reader, expected)


def table_of(content: bytes, expected: Collection[str] = ()) -> Table:
    """The table in an uploaded file."""
    return Table(_reader_for(io.BytesIO(content), content[:4096]), expected)


type Source = Path | io.BytesIO


def _reader_for(source: Source, start: bytes) -> Reader:
    if not start.strip():
        raise TableError(_("Die Datei ist leer."))
    if start.startswith(b"PK"):
        return XlsxReader(source)
    if start.lstrip(codecs.BOM_UTF8 + b" \r\n\t").startswith((b"[", b"{")):
        return JsonReader(source)
    return CsvReader(source)


def _open(source: Source) -> IO[bytes]:
    if isinstance(source, Path):
        return source.open("rb")
    return io.BytesIO(source.getbuffer())


def _fold(header: str) -> str:
    return one_line(header).casefold()


def _find_header(rows: list[Row], expected: Collection[str]) -> Row:
    """The row with most of the expected names; without any, the first row with at least two filled cells."""
    wanted = {_fold(name) for name in expected}
    best = max(rows, key=lambda row: len(wanted & {_fold(cell) for cell in row.cells}), default=None)
    if best and wanted & {_fold(cell) for cell in best.cells}:
        return best
    if wanted:
        found = ", ".join(f"„{one_line(cell)[:40]}“" for row in rows[:1] for cell in row.cells[:8]) or _(
            "nichts"
        )
        raise TableError(
            _(
                "Keine Kopfzeile gefunden: Erwartet werden Spalten wie {wanted}. In der ersten Zeile steht {found}."
            ).format(wanted=", ".join(list(expected)[:4]), found=found)
        )
    header = next((row for row in rows if sum(bool(cell.strip()) for cell in row.cells) >= 2), None)
    if header is None:
        raise TableError(_("Die Datei enthält keine Tabelle mit einer Kopfzeile."))
    return header


def _refuse_repeated(headers: list[str], expected: Collection[str]) -> None:
    wanted = {_fold(name) for name in expected}
    folded = [_fold(header) for header in headers]
    for header in headers:
        if header and folded.count(_fold(header)) > 1 and (not wanted or _fold(header) in wanted):
            raise TableError(
                _(
                    "Die Spalte „{name}“ kommt mehrmals vor: Bitte alle bis auf eine umbenennen oder löschen."
                ).format(name=header)
            )


class CsvReader:
    """Delimiter (; , tab) and encoding (UTF-8 with or without BOM, UTF-16 with BOM, else cp1252) are recognised."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.encoding = _encoding_of(source)
        self.delimiter = self._recognise_delimiter()

    def raw_rows(self) -> Iterator[Row]:
        csv.field_size_limit(LONGEST_CELL)
        with io.TextIOWrapper(_open(self.source), encoding=self.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=False)
            line = 1
            try:
                for cells in reader:
                    yield Row(line, cells)
                    line = reader.line_num + 1
            except csv.Error as error:
                raise TableError(
                    _(
                        "Ab Zeile {line} ist die Datei nicht zu lesen: Eine Zelle ist zu lang, vielleicht fehlt ein Anführungszeichen."
                    ).format(line=line)
                ) from error

    def _recognise_delimiter(self) -> str:
        """The delimiter that yields the same number (and the most) of cells in the first rows."""
        with io.TextIOWrapper(_open(self.source), encoding=self.encoding, newline="") as file:
            sample = file.read(64 * 1024)
        return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _regularity(sample: str, delimiter: str) -> tuple[int, int]:
    csv.field_size_limit(LONGEST_CELL)
    widths = [
        len(cells)
        for cells in islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 50)
        if cells
    ]
    widest = max(widths, default=0)
    return (widths.count(widest) if widest > 1 else 0) * widest, widest


def _encoding_of(source: Source) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, first = "utf-8-sig", True
    with _open(source) as file:
        while chunk := file.read(1 << 16):
            if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                return "utf-16"
            first = False
            if b"\0" in chunk:
                raise TableError(
                    _(
                        "Das ist keine Tabelle: Die Datei enthält Binärdaten. Bitte als CSV oder XLSX speichern."
                    )
                )
            encoding = _still_utf8(decoder, chunk, encoding)
    return encoding


def _still_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes, encoding: str) -> str:
    if encoding == "utf-8-sig":
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            encoding = "cp1252"
    if encoding == "cp1252":
        try:
            chunk.decode("cp1252")
        except UnicodeDecodeError as error:
            raise TableError(
                _("Die Zeichen der Datei sind nicht zu erkennen: Bitte als „CSV UTF-8“ speichern.")
            ) from error
    return encoding


class XlsxReader:
    """The first sheet of a workbook. Of a formula counts the result that was saved, not the formula."""

    def __init__(self, source: Source) -> None:
        self.source = source
        try:
            with _open(source) as file, zipfile.ZipFile(file) as archive:
                unpacked = sum(item.file_size for item in archive.infolist())
        except zipfile.BadZipFile as error:
            raise TableError(
                _("Die Datei ist beschädigt oder keine XLSX-Datei. Bitte neu als XLSX speichern.")
            ) from error
        if unpacked > LARGEST_UNPACKED:
            raise TableError(_("Die XLSX-Datei ist entpackt zu groß. Bitte als CSV speichern."))

    def raw_rows(self) -> Iterator[Row]:
        from openpyxl import load_workbook

        with _open(self.source) as file:
            try:
                workbook = load_workbook(file, read_only=True, data_only=True)
                sheet = workbook.worksheets[0]
                sheet.reset_dimensions()  # some programs write a wrong size
                for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                    yield Row(line, [as_text(cell) for cell in cells])
            except (
                KeyError,
                ValueError,
                TypeError,
                IndexError,
                SyntaxError,
                zipfile.BadZipFile,
                OSError,
            ) as error:
                raise TableError(
                    _("Die Datei ist beschädigt oder keine XLSX-Datei. Bitte neu als XLSX speichern.")
                ) from error


class JsonReader:
    """A list of objects; nested names are joined with a point (address.street), the header has all names."""

    def __init__(self, source: Source) -> None:
        try:
            with _open(source) as file:
                content = json.loads(file.read().decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise TableError(_("Die JSON-Datei ist beschädigt ({reason}).").format(reason=error)) from error
        if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
            raise TableError(_("Aus JSON wird nur eine Liste von Objekten gelesen."))
        self._records = [dict(_flattened(item)) for item in content]
        self._headers = list(dict.fromkeys(name for record in self._records for name in record))

    def raw_rows(self) -> Iterator[Row]:
        yield Row(1, self._headers)
        for line, record in enumerate(self._records, 2):
            yield Row(line, [record.get(name, "") for name in self._headers])


def _flattened(item: dict[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", as_text(value)
