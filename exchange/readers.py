"""Rows of CSV and JSON files, within `exchange.limits`."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Protocol

from django.utils.translation import gettext as _

from exchange import limits
from exchange.cells import as_text
from exchange.encodings import encoding_of
from exchange.errors import TableError

DELIMITERS = ";,\t"

type Source = Path | io.BytesIO


@dataclass(frozen=True)
class TableRow:
    """One row: `line` is the row number that a spreadsheet or editor shows (of its first line)."""

    line: int
    cells: list[str]
    problem: str = ""
    is_hidden: bool = False


class Reader(Protocol):
    """`remarks`: what the person should know about how the file was read. `hidden`: places of columns nobody sees."""

    remarks: list[str]
    hidden: set[int]

    def raw_rows(self) -> Iterator[TableRow]: ...


def opened(source: Source) -> IO[bytes]:
    if isinstance(source, Path):
        return source.open("rb")
    return io.BytesIO(source.getbuffer())


class CsvReader:
    """Delimiter (; , tab) and encoding are recognised."""

    hidden: set[int] = set()

    def __init__(self, source: Source) -> None:
        self.source = source
        with opened(source) as file:
            self.encoding, remark = encoding_of(file)
        self.remarks = [remark] if remark else []
        self.delimiter = self._recognise_delimiter()

    def raw_rows(self) -> Iterator[TableRow]:
        csv.field_size_limit(limits.LONGEST_CELL)
        with io.TextIOWrapper(opened(self.source), encoding=self.encoding, newline="") as file:
            lines = _Lines(file)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=False)
            line = 1
            try:
                for cells in reader:
                    yield TableRow(line, cells)
                    line = reader.line_num + 1
                    lines.begin_row()
            except csv.Error as error:
                raise limits.too_long(line) from error
            except UnicodeError as error:
                raise _unreadable() from error

    def _recognise_delimiter(self) -> str:
        """The delimiter that yields the same number (and the most) of cells in the first rows."""
        with io.TextIOWrapper(opened(self.source), encoding=self.encoding, newline="") as file:
            try:
                sample = file.read(64 * 1024)
            except UnicodeError as error:  # only UTF-8 was read to its end before
                raise _unreadable() from error
        return max(DELIMITERS, key=lambda delimiter: _regularity(sample, delimiter))


def _unreadable() -> TableError:
    return TableError(_("Die Zeichen der Datei sind nicht zu erkennen: Bitte als „CSV UTF-8“ speichern."))


class _Lines:
    """Lines of a file for the csv module, which would keep a row of any length."""

    def __init__(self, file: io.TextIOWrapper) -> None:
        self._file, self._left = file, limits.LONGEST_ROW

    def begin_row(self) -> None:
        self._left = limits.LONGEST_ROW

    def __iter__(self) -> Iterator[str]:
        while line := self._file.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise csv.Error("row too long")
            yield line


def _regularity(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of the first rows that are as wide as most, and that width."""
    csv.field_size_limit(limits.LONGEST_CELL)
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(cells) for cells in islice(rows, 50) if cells]
    except csv.Error:
        return 0, 0
    split = [width for width in widths if width > 1]
    usual = max(split, key=split.count, default=0)
    return split.count(usual) / max(len(widths), 1), usual


class JsonReader:
    """A list of objects; nested names are joined with a point (address.street), the header has all names."""

    hidden: set[int] = set()

    def __init__(self, source: Source) -> None:
        self.remarks: list[str] = []
        content = self._content(source)
        if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
            raise TableError(_("Aus JSON wird nur eine Liste von Objekten gelesen."))
        self._records = [dict(_flattened(item)) for item in content]
        names: dict[str, None] = {}
        for record in self._records:
            names.update(dict.fromkeys(record))
            if len(names) > limits.MOST_COLUMNS:
                raise limits.too_many_columns()
        self._headers = list(names)

    @staticmethod
    def _content(source: Source) -> object:
        with opened(source) as file:
            content = file.read()
        if content.count(b",") + content.count(b":") > limits.MOST_VALUES:
            raise TableError(_("Die JSON-Datei hat zu viele Werte. Bitte als CSV speichern."))
        try:
            encoding = (
                "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
            )
            return json.loads(content.decode(encoding))
        except UnicodeDecodeError as error:
            raise TableError(_("Die JSON-Datei ist nicht in UTF-8 gespeichert.")) from error
        except (ValueError, RecursionError) as error:
            raise TableError(_("Die JSON-Datei ist beschädigt ({reason}).").format(reason=error)) from error

    def raw_rows(self) -> Iterator[TableRow]:
        yield TableRow(1, self._headers)
        for line, record in enumerate(self._records, 2):
            yield TableRow(line, [record.get(name, "") for name in self._headers])


def _flattened(item: dict[str, object], prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    if depth > limits.DEEPEST:
        raise TableError(_("Die JSON-Datei ist zu tief verschachtelt."))
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flattened(value, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", _text(value)


def _text(value: object) -> str:
    try:
        return as_text(value)
    except RecursionError as error:
        raise TableError(_("Die JSON-Datei ist zu tief verschachtelt.")) from error
