"""One sheet of a workbook as rows. Hidden sheets are never read, nor hidden rows and columns: what nobody sees in a
spreadsheet must not appear in a portal."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from openpyxl.utils.cell import column_index_from_string

from exchange import limits
from exchange.cells import fold_header
from exchange.errors import TableError
from exchange.readers import Source, TableRow
from exchange.workbooks import Workbook, end_of_data, parse, telling_what_is_broken


class SheetReader:
    """A visible sheet. Of a formula counts the result that was saved, not the formula."""

    def __init__(self, workbook: Workbook, name: str, path: str) -> None:
        self.workbook, self.name, self._path = workbook, name, path
        self.remarks: list[str] = []
        self.hidden: set[int] = set()

    def raw_rows(self) -> Iterator[TableRow]:
        with telling_what_is_broken(), self.workbook.part(self._path) as part:
            cells = _Cells(self.workbook)
            for _step in parse(part, cells, self._end):
                self.hidden = cells.hidden
                yield from cells.taken()

    @cached_property
    def _end(self) -> int:
        with self.workbook.part(self._path) as part:
            return end_of_data(part)


class _Cells:
    """Handler of a sheet's elements: collects whole rows."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.hidden: set[int] = set()
        self.is_between = True  # not within a row
        self._rows: list[TableRow] = []
        self._line, self._place, self._cells_seen, self._length, self._total = 0, -1, 0, 0, 0
        self._cells: dict[int, str] = {}
        self._kind, self._style, self._has_formula = "n", 0, False
        self._is_row_hidden, self._problem = False, ""
        self._pieces: list[str] = []
        self._is_value, self._phonetic = False, 0

    def taken(self) -> list[TableRow]:
        rows, self._rows = self._rows, []
        return rows

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "v" or (name == "t" and not self._phonetic):
            self._is_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "rPh":
            self._phonetic += 1
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.hidden |= set(range(first - 1, min(last, limits.MOST_COLUMNS)))

    def characters(self, text: str) -> None:
        if self._is_value:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > limits.LONGEST_CELL:
                raise limits.too_long(self._line)

    def finish(self, name: str) -> None:
        if name in {"v", "t"}:
            self._is_value = False
        elif name == "c":
            self._finish_cell()
        elif name == "row":
            self._finish_row()
        elif name == "rPh":
            self._phonetic -= 1

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._line = int(attributes.get("r", self._line + 1))
        self._is_row_hidden = attributes.get("hidden") in {"1", "true"}
        self._cells, self._place, self._problem, self.is_between = {}, -1, "", False

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cells_seen += 1
        if self._cells_seen > limits.MOST_CELLS:
            raise limits.unpacks_too_large()
        reference = attributes.get("r")
        self._place = _place_of(reference) if reference else self._place + 1
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._pieces, self._length, self._has_formula = [], 0, False

    def _finish_cell(self) -> None:
        text = "".join(self._pieces)
        if not text:
            if self._has_formula and not self._problem:
                self._problem = _(
                    "Eine Formel hat kein gespeichertes Ergebnis. Bitte die Datei in Excel oder LibreOffice öffnen und neu speichern."
                )
            return
        if self._place >= limits.MOST_COLUMNS:
            raise limits.too_many_columns()
        self._cells[self._place] = self.workbook.value(self._kind, text, self._style)

    def _finish_row(self) -> None:
        self.is_between = True
        if self._cells or self._problem:
            width = max(self._cells, default=-1) + 1
            cells = [self._cells.get(place, "") for place in range(width)]
            self._count(sum(map(len, cells)))
            self._rows.append(TableRow(self._line, cells, self._problem, self._is_row_hidden))

    def _count(self, characters: int) -> None:
        """A string that stands in the file once may be named by every cell."""
        self._total += characters
        if characters > limits.LONGEST_ROW:
            raise limits.too_long(self._line)
        if self._total > limits.LARGEST_UNPACKED:
            raise limits.unpacks_too_large()


def _place_of(reference: str) -> int:
    return column_index_from_string(reference.rstrip("0123456789")) - 1


def sheet_of(source: Source, fits: Collection[str], within: int) -> SheetReader:
    """The visible sheet whose first rows have most of the expected names; without any, the first."""
    workbook = Workbook(source)
    visible = [SheetReader(workbook, name, path) for name, path, is_visible in workbook.sheets if is_visible]
    hidden = [name for name, _path, is_visible in workbook.sheets if not is_visible]
    if not visible:
        raise TableError(_("In der Datei ist kein Tabellenblatt sichtbar. Bitte das gemeinte einblenden."))
    chosen = max(visible, key=lambda sheet: _fit(sheet, fits, within)) if len(visible) > 1 else visible[0]
    chosen.remarks.append(_("Gelesen wurde das Tabellenblatt „{name}“.").format(name=chosen.name))
    others = [sheet.name for sheet in visible if sheet is not chosen]
    if others:
        chosen.remarks.append(_("Nicht gelesen: {names}.").format(names=_listed(others)))
    if hidden:
        chosen.remarks.append(
            _("Ausgeblendete Tabellenblätter werden nie gelesen: {names}.").format(names=_listed(hidden))
        )
    return chosen


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"„{name[:40]}“" for name in names[:10])
    return f"{shown} …" if len(names) > 10 else shown


def _fit(sheet: SheetReader, fits: Collection[str], within: int) -> tuple[int, bool]:
    """How many of the expected names one of the first rows has; a sheet with a table comes before one without."""
    rows = list(islice(sheet.raw_rows(), within))
    best = max((len(set(fits) & {fold_header(cell) for cell in row.cells}) for row in rows), default=0)
    return best, any(sum(bool(cell.strip()) for cell in row.cells) > 1 for row in rows)
