"""Reading tables as offices send them: CSV of any dialect, XLSX with cover sheets and title rows, JSON lists.

A table can be read again and again, row by row, so that a long file never sits in memory as a whole (JSON does)."""

from __future__ import annotations

import codecs
import io
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange import limits
from exchange.cells import fold_header, one_line
from exchange.errors import TableError
from exchange.limits import BY_COMMAND, Limits
from exchange.readers import CsvReader, JsonReader, Reader, Source, TableRow
from exchange.sheets import SheetReader, sheet_of

HEADER_WITHIN = 30  # rows in which to look for the header: cover sheets and titles stand above it
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class SourceTable:
    """A file with one header row. `expected` are column names that help to find the header below title rows."""

    def __init__(self, reader: Reader, expected: Collection[str] = (), limits: Limits = BY_COMMAND) -> None:
        self._reader, self._limits = reader, limits
        first = list(islice(reader.raw_rows(), HEADER_WITHIN))
        header = _find_header(first, expected)
        self.header_line = header.line
        self.headers = _with_headings_above(header, first)
        self.hidden_columns = [name for n, name in enumerate(self.headers) if n in reader.hidden and name]
        self.headers = ["" if n in reader.hidden else name for n, name in enumerate(self.headers)]
        while self.headers and not self.headers[-1]:
            self.headers.pop()
        _refuse_repeated(self.headers, expected)
        self._is_ragged = isinstance(reader, CsvReader)

    def rows(self) -> Iterator[TableRow]:
        """The rows below the header that have any content and can be seen."""
        return (row for row in self._filled_rows() if not row.is_hidden)

    def _filled_rows(self) -> Iterator[TableRow]:
        count = 0
        for row in self._reader.raw_rows():
            if row.line > self.header_line and (row.problem or any(map(str.strip, row.cells))):
                count += 1
                self._refuse_too_much(row, count)
                yield row

    def _refuse_too_much(self, row: TableRow, count: int) -> None:
        if count > self._limits.rows:
            raise limits.too_many_rows(self._limits)
        if len(row.cells) > limits.MOST_COLUMNS:
            raise limits.too_many_columns()
        if max(map(len, row.cells), default=0) > limits.LONGEST_CELL:
            raise limits.too_long(row.line)

    def remarks(self) -> list[str]:
        """What the person should know about how the file was read."""
        remarks = list(self._reader.remarks)
        if self.hidden_columns:
            names = ", ".join(f"„{name}“" for name in self.hidden_columns[:10])
            remarks.append(
                _(
                    "Ausgeblendete Spalten werden nicht gelesen: {names}. Wenn sie gemeint sind, bitte einblenden."
                ).format(names=names)
            )
        if isinstance(self._reader, SheetReader) and (
            hidden := sum(row.is_hidden for row in self._filled_rows())
        ):
            remarks.append(
                ngettext(
                    "Eine ausgeblendete Zeile wurde nicht gelesen. Wenn sie gemeint ist, bitte einblenden.",
                    "{count} ausgeblendete Zeilen wurden nicht gelesen. Wenn sie gemeint sind, bitte einblenden.",
                    hidden,
                ).format(count=hidden)
            )
        return remarks

    def records(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Line number, cells by header, and what is wrong with the shape of the row (or nothing)."""
        for row in self.rows():
            filled = [*row.cells, *[""] * (len(self.headers) - len(row.cells))]
            yield row.line, dict(zip(self.headers, filled, strict=False)), self._shape_problem(row)

    def _shape_problem(self, row: TableRow) -> str:
        """Rows without their last, empty cells are usual; where quotes or one lonely cell are, a row was torn apart."""
        if row.problem:
            return row.problem
        surplus = any(
            cell.strip()
            for n, cell in enumerate(row.cells)
            if n >= len(self.headers) and n not in self._reader.hidden
        )
        is_short = self._is_ragged and len(row.cells) < len(self.headers)
        is_torn = is_short and (len(row.cells) < 2 or any('"' in cell or "\n" in cell for cell in row.cells))
        if surplus or is_torn:
            return ngettext(
                "Die Zeile hat {found} Feld, die Kopfzeile {wanted}: Vielleicht fehlt ein Anführungszeichen.",
                "Die Zeile hat {found} Felder, die Kopfzeile {wanted}: Vielleicht fehlt ein Anführungszeichen.",
                len(row.cells),
            ).format(found=len(row.cells), wanted=len(self.headers))
        return ""


def open_table(path: Path, expected: Collection[str] = (), limits: Limits = BY_COMMAND) -> SourceTable:
    """The table in a file, by its content, not its name. Raises TableError with a German sentence."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
        return SourceTable(_reader_for(path, start, size, expected, limits), expected, limits)
    except OSError as error:
        raise TableError(
            _("Die Datei {path} lässt sich nicht öffnen ({reason}).").format(path=path, reason=error.strerror)
        ) from error


def table_of(content: bytes, expected: Collection[str] = (), limits: Limits = BY_COMMAND) -> SourceTable:
    """The table in an uploaded file."""
    reader = _reader_for(io.BytesIO(content), content[:4096], len(content), expected, limits)
    return SourceTable(reader, expected, limits)


def _reader_for(source: Source, start: bytes, size: int, expected: Collection[str], most: Limits) -> Reader:
    limits.refuse_large(size, most)
    if not start.strip():
        raise TableError(_("Die Datei ist leer."))
    if start.startswith(OLD_EXCEL):
        raise TableError(_("Das ist eine Datei im alten Excel-Format. Bitte als XLSX oder CSV speichern."))
    if start.startswith(b"PK"):
        return sheet_of(source, {fold_header(name) for name in expected}, HEADER_WITHIN)
    if start.lstrip(codecs.BOM_UTF8 + b" \r\n\t").startswith((b"[", b"{")):
        return JsonReader(source)
    return CsvReader(source)


def _find_header(rows: list[TableRow], expected: Collection[str]) -> TableRow:
    """The row with most of the expected names; without any, the first row with at least two filled cells."""
    wanted = {fold_header(name) for name in expected}
    best = max(rows, key=lambda row: len(wanted & {fold_header(cell) for cell in row.cells}), default=None)
    if best and wanted & {fold_header(cell) for cell in best.cells}:
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


def _with_headings_above(header: TableRow, rows: list[TableRow]) -> list[str]:
    """Names of the columns. In a header of two rows some names stand in cells that were merged with the row below."""
    above = next((row.cells for row in rows if row.line == header.line - 1), [])
    if sum(bool(cell.strip()) for cell in above) < 2:  # a title
        above = []
    width = max(len(header.cells), len(above))
    lower, upper = (
        [one_line(cell) for cell in cells] + [""] * (width - len(cells)) for cells in (header.cells, above)
    )
    return [name or heading for name, heading in zip(lower, upper, strict=True)]


def _refuse_repeated(headers: list[str], expected: Collection[str]) -> None:
    wanted = {fold_header(name) for name in expected}
    folded = [fold_header(header) for header in headers]
    for header in headers:
        if header and folded.count(fold_header(header)) > 1 and (not wanted or fold_header(header) in wanted):
            raise TableError(
                _(
                    "Die Spalte „{name}“ kommt mehrmals vor: Bitte alle bis auf eine umbenennen oder löschen."
                ).format(name=header)
            )
