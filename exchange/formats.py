"""Files of the admin's import and export: read as the commands read them, written so that a German Excel opens them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import XLSX, Format

from exchange.cells import escaped, guarded, visible
from exchange.limits import IN_ADMIN
from exchange.mapping import MappedTable
from exchange.resources import LINE, PROBLEM
from exchange.tables import table_of
from exchange.workbooks import encoded

LONGEST_IN_EXCEL = 32_767  # characters; openpyxl would cut the rest off


class AnyTable(Format):
    """CSV of any dialect, XLSX or JSON: the file says what it is, also which encoding it has."""

    columns: tuple[str, ...] = ()  # that the header may have

    def __init__(self, encoding: str | None = None) -> None:
        """`encoding` is what the library would guess."""

    def get_title(self) -> str:
        return str(_("CSV, XLSX oder JSON (wird erkannt)"))

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> MappedTable:
        """Raises TableError with a German sentence."""
        table = table_of(in_stream, self.columns, IN_ADMIN)
        return MappedTable(table, None, [header.casefold() for header in table.headers], (LINE, PROBLEM))


class OurFormat(Format):
    """For export: what comes out goes in again unchanged."""

    title: str
    extension: str
    content_type: str

    def get_title(self) -> str:
        return self.title

    def can_export(self) -> bool:
        return True

    def get_extension(self) -> str:
        return self.extension

    def get_content_type(self) -> str:
        return self.content_type


class GermanCsv(OurFormat):
    """Semicolons and a byte order mark; what a spreadsheet would take for a formula is made harmless."""

    title, extension, content_type = "CSV", "csv", "text/csv; charset=utf-8"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow(dataset.headers)
        writer.writerows([guarded(visible(cell)) for cell in row] for row in dataset)
        return buffer.getvalue().encode("utf-8-sig")


class Xlsx(OurFormat):
    """All cells are text: numbers keep their zeros, and a text that begins like a formula stays text."""

    title, extension, content_type = "XLSX", "xlsx", XLSX.CONTENT_TYPE

    def is_binary(self) -> bool:
        return True

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Raises ValueError with a German sentence, which the library shows."""
        from openpyxl import Workbook

        rows = [[self._cell(text) for text in row] for row in dataset]
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet()
        for row in (dataset.headers, *rows):
            sheet.append(row)
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()

    @staticmethod
    def _cell(text: str) -> str:
        cell = encoded(guarded(visible(text)))
        if len(cell) > LONGEST_IN_EXCEL:
            raise ValueError(
                _("„{text}…“ ist zu lang für eine Zelle in Excel. Bitte als CSV exportieren.").format(
                    text=text[:60]
                )
            )
        return cell


class Json(OurFormat):
    """A list of objects, one for each entry, with the columns as names."""

    title, extension, content_type = "JSON", "json", "application/json"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        rows = [
            dict(zip(dataset.headers, [escaped(visible(cell)) for cell in row], strict=True))
            for row in dataset
        ]
        return json.dumps(rows, ensure_ascii=False, indent=1).encode()
