"""XLSX files, within `exchange.limits`: the parts of the archive are read as streams, and a sheet only as far as it has data.

openpyxl reads the small parts. It builds a whole sheet in memory where a file says no size, and reads a million formatted
empty rows one by one; sheets and strings are therefore read here."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import from_excel, from_ISO8601

from exchange import limits
from exchange.cells import as_text
from exchange.errors import TableError
from exchange.readers import Source, opened

CHUNK = 1 << 16  # bytes unpacked at a time, so that a bomb is seen before it is large
# Ends of what holds a value: </v> and </t>, with or without a prefix. Formatted empty cells have neither.
_VALUE_ENDS = (b"/v>", b":v>", b"/t>", b":t>")
_ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, zipfile.BadZipFile, zlib.error, EOFError,
    OSError, RuntimeError, NotImplementedError, OverflowError, expat.ExpatError,
)  # fmt: skip


@contextmanager
def telling_what_is_broken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise TableError(
            _("Die Datei ist beschädigt oder keine XLSX-Datei. Bitte neu als XLSX speichern.")
        ) from error


class Workbook:
    """What the sheets of a workbook share: strings, formats, names, and which of them are hidden."""

    def __init__(self, source: Source) -> None:
        self.source = source
        with telling_what_is_broken(), opened(source) as file, zipfile.ZipFile(file) as archive:
            _refuse_bomb(archive)
            reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            book: Any = reader.wb
            apply_stylesheet(reader.archive, book)
            self._styles = [
                _Style(
                    index in book._date_formats,
                    index in book._timedelta_formats,
                    _zeros(_format(book, style)),
                )
                for index, style in enumerate(book._cell_styles)
            ]
            self._epoch = book.epoch
            self.sheets = [
                (sheet.name, relation.target, (sheet.state or "visible") == "visible")
                for sheet, relation in reader.parser.find_sheets()
                if relation.target in reader.valid_files and "worksheet" in relation.Type
            ]
            if len(self.sheets) > limits.MOST_SHEETS:
                raise limits.too_many_sheets()
            self.strings = _strings_of(archive)

    @contextmanager
    def part(self, path: str) -> Iterator[IO[bytes]]:
        with opened(self.source) as file, zipfile.ZipFile(file) as archive, archive.open(path) as part:
            yield part

    def value(self, kind: str, text: str, style: int) -> str:
        """The text of a cell, as its program would show it where that matters: dates, and zeros in front of a number."""
        if kind == "s":
            return self.strings[int(text)] if text else ""
        if kind in {"str", "inlineStr"}:
            return decoded(text)
        if kind == "b":
            return as_text(text.strip() == "1")
        if kind == "e" or not text:
            return text
        if kind == "d":
            return as_text(from_ISO8601(text))
        return self._number(text, style)

    def _number(self, text: str, style_index: int) -> str:
        number = float(text)
        style = self._styles[style_index] if 0 <= style_index < len(self._styles) else _Style()
        if style.is_date or style.is_span:
            return self._moment(number, is_span=style.is_span)
        if style.digits and number.is_integer() and number >= 0:
            return str(int(number)).zfill(style.digits)
        return as_text(number)

    def _moment(self, number: float, *, is_span: bool) -> str:
        try:
            moment = from_excel(number, self._epoch, timedelta=is_span)
        except (ValueError, OverflowError):
            return as_text(number)
        if isinstance(moment, time):
            return moment.isoformat(timespec="minutes")
        return str(moment) if isinstance(moment, timedelta) else as_text(moment)


@dataclass(frozen=True)
class _Style:
    """What a number format says about the value. `digits`: filled up with zeros to so many."""

    is_date: bool = False
    is_span: bool = False
    digits: int = 0


def _format(book: Any, style: Any) -> str:
    own, number = book._number_formats, style.numFmtId
    return BUILTIN_FORMATS.get(number) or (own[number - 164] if 0 <= number - 164 < len(own) else "")


def decoded(text: str) -> str:
    """_x000D_ is how these files write characters that XML can't hold."""
    return _ENCODED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def encoded(text: str) -> str:
    """The inverse of `decoded`, for text that looks so by itself."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _zeros(form: str) -> int:
    """Number of digits of a format that fills up with zeros, such as 00000 for postal codes."""
    bare = re.sub(r'\[[^\]]*\]|"[^"]*"|\\.|_.', "", form.split(";", maxsplit=1)[0])
    return len(bare) if re.fullmatch(r"0{2,20}", bare) else 0


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """By what the directory of the archive says; no part gives more than it says there."""
    parts = archive.infolist()
    sheets = [part for part in parts if part.filename.startswith("xl/worksheets/")]
    others = [part for part in parts if part not in sheets] if len(parts) <= limits.MOST_PARTS else []
    if (
        len(parts) > limits.MOST_PARTS
        or sum(part.file_size for part in parts) > limits.LARGEST_UNPACKED
        or any(
            part.file_size > limits.LARGEST_PART
            for part in others
            if part.filename.endswith((".xml", ".rels"))
        )
    ):
        raise limits.unpacks_too_large()
    for part in others:
        if part.filename.endswith((".xml", ".rels")) and not part.filename.endswith("sharedStrings.xml"):
            _refuse_many_tags(archive, part)


def _refuse_many_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    tags = 0
    with archive.open(part) as file:
        while chunk := file.read(CHUNK):
            tags += chunk.count(b"<")
            if tags > limits.MOST_TAGS or b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                raise limits.unpacks_too_large()


def parse(file: IO[bytes], handler: Any, end: int | None = None) -> Iterator[None]:
    """Feed a part to a handler (`start`, `finish`, `characters`), up to the byte `end` and until `handler.is_between`."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: handler.start(name.rpartition(" ")[2], attributes)
    parser.EndElementHandler = lambda name: handler.finish(name.rpartition(" ")[2])
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    read = 0
    while chunk := file.read(CHUNK):
        parser.Parse(chunk)
        read += len(chunk)
        yield
        if end is not None and read >= end and handler.is_between:
            return
    parser.Parse(b"", True)
    yield


def _refuse_doctype(*_declaration: object) -> None:
    raise limits.unpacks_too_large()


class _Strings:
    """The table of strings that cells refer to."""

    is_between = False

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] | None = None
        self._length = 0
        self._hidden = 0  # within phonetic readings

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.found.append("")
            self._length = 0
            if len(self.found) > limits.MOST_STRINGS:
                raise limits.unpacks_too_large()
        elif name == "rPh":
            self._hidden += 1
        elif name == "t" and not self._hidden:
            self._pieces = []

    def characters(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > limits.LONGEST_CELL:
                raise limits.too_long(len(self.found))

    def finish(self, name: str) -> None:
        if name == "t" and self._pieces is not None:
            self.found[-1] += decoded("".join(self._pieces))
            self._pieces = None
        elif name == "rPh":
            self._hidden -= 1


def _strings_of(archive: zipfile.ZipFile) -> list[str]:
    strings = _Strings()
    for path in archive.namelist():
        if path.lower() == "xl/sharedstrings.xml":
            with archive.open(path) as file:
                for _step in parse(file, strings):
                    pass
    return strings.found


def end_of_data(file: IO[bytes]) -> int:
    """Where the last value of a sheet ends: what comes after are rows that somebody formatted and left empty."""
    position, end, before = 0, 0, b""
    while chunk := file.read(1 << 20):
        text = before + chunk
        last = max(text.rfind(mark) for mark in _VALUE_ENDS)
        if last >= 0:
            end = position - len(before) + last + 3
        position += len(chunk)
        before = text[-2:]
    return end
