"""Which characters the bytes of a CSV file mean. UTF-8 proves itself; the older encodings are told by their umlauts."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from exchange.errors import TableError

LEGACY = {"cp1252": "Windows-1252", "cp850": "DOS (Codepage 850)", "mac_roman": "Mac OS Roman"}
MOST_DOUBT = {True: 0.5, False: 0.25}  # of Windows-1252, the usual one, and of the others
SAMPLE = 1 << 20  # bytes with characters beyond ASCII in them, at most
_GERMAN = frozenset("äöüÄÖÜß")
_BORROWED = frozenset("éèêëçñàâîôïÉ")  # in words of German texts
_AT_LETTERS = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f]|[^\x00-\x7f](?=[^\W\d_])")


def encoding_of(file: IO[bytes]) -> tuple[str, str]:
    """Name of the encoding for Python, and a sentence for the person if it had to be guessed."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, first, strange = True, True, bytearray()
    for chunk in _chunks(file):
        if first and chunk.startswith(
            (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
        ):  # the former begins as UTF-16 does
            return "utf-32", ""
        if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16", ""
        first = False
        if b"\0" in chunk:
            raise TableError(
                _("Das ist keine Tabelle: Die Datei enthält Binärdaten. Bitte als CSV oder XLSX speichern.")
            )
        if is_utf8:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                is_utf8 = False
        if len(strange) < SAMPLE and not chunk.isascii():
            strange += chunk
    if is_utf8 and not (pending := decoder.getstate()[0]):
        return "utf-8-sig", ""
    if is_utf8 and sum(byte > 0x7F for byte in strange) > len(pending):  # other characters were whole
        raise TableError(
            _("Die Datei endet mitten in einem Zeichen: Bitte noch einmal speichern und hochladen.")
        )
    return _guessed(bytes(strange[:SAMPLE]))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(1 << 16):
        yield chunk


def _guessed(sample: bytes) -> tuple[str, str]:
    doubts = {name: doubt for name in LEGACY if (doubt := _doubt(sample, name)) is not None}
    best = min(doubts, key=lambda name: doubts[name], default=None)
    if best is None or doubts[best] > MOST_DOUBT[best == "cp1252"]:
        raise TableError(_("Die Zeichen der Datei sind nicht zu erkennen: Bitte als „CSV UTF-8“ speichern."))
    if best == "cp1252":
        return best, ""
    return best, _(
        "Die Datei ist nicht in UTF-8 gespeichert; gelesen wurde sie als {name}. Bitte prüfen Sie die Umlaute."
    ).format(name=LEGACY[best])


def _doubt(sample: bytes, encoding: str) -> float | None:
    """Share of characters beyond ASCII at letters that no German word has there; None where the bytes have no meaning."""
    try:
        text = f" {sample.decode(encoding)} "
    except UnicodeDecodeError:
        return None
    found = [text[match.start() - 1 : match.end() + 1] for match in _AT_LETTERS.finditer(text)]
    return sum(map(_is_strange, found)) / max(len(found), 1)


def _is_strange(three: str) -> bool:
    """Whether the middle one of three characters is."""
    before, character, after = three[0], three[1], three[2]
    if character in _GERMAN:
        return character.isupper() and before.islower()
    if character.isalpha():
        return character not in _BORROWED
    return before.isalpha() and (after.isalpha() or character in "„‚")
