"""Files of the admin's import and export: read as the commands read them, written so that a German Excel opens them."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils.translation import gettext_lazy as _
from import_export.formats.base_formats import XLSX, Format

from exchange.mapping import MappedTable
from exchange.resources import LINE, PROBLEM
from exchange.tables import table_of
from search.tables import safe


class AnyTable(Format):
    """CSV of any dialect, XLSX or JSON: the file says what it is, also which encoding it has."""

    def __init__(self, encoding: str | None = None) -> None:
        """`encoding` is what the library would guess."""

    def get_title(self) -> str:
        return str(_("CSV, XLSX oder JSON (wird erkannt)"))

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> MappedTable:
        """Raises TableError with a German sentence."""
        table = table_of(in_stream)
        return MappedTable(table, None, [header.casefold() for header in table.headers], (LINE, PROBLEM))


class GermanCsv(Format):
    """Semicolons and a byte order mark; what a spreadsheet would take for a formula is made harmless."""

    def get_title(self) -> str:
        return "CSV"

    def can_export(self) -> bool:
        return True

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
        writer.writerow(dataset.headers)
        writer.writerows([safe(cell) for cell in row] for row in dataset)
        return buffer.getvalue().encode("utf-8-sig")


class Xlsx(XLSX):
    """For export; a text that begins like a formula stays text."""

    def get_title(self) -> str:
        return "XLSX"

    def can_import(self) -> bool:
        return False

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        from openpyxl import Workbook

        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet()
        sheet.append(dataset.headers)
        for row in dataset:
            sheet.append([safe(cell) for cell in row])
        buffer = io.BytesIO()
        workbook.save(buffer)
        return buffer.getvalue()
