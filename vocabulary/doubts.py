"""Text that a program spoiled on the way: what can't be meant is refused, what may be wrong is asked about.

An import asks before it reads a cell; forms, the admin and the wizard ask through `Unspoiled`."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from itertools import takewhile
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from vocabulary.texts import one_line

# Results of formulas that failed, in German and English, of Excel and LibreOffice; hashes of a column that is too narrow.
_ERROR = re.compile(
    r"#(?:NAME\?|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NUM!|ZAHL!|NULL!|N/A|NV|SPILL!|ÜBERLAUF!|CALC!|KALK!|FIELD!|FELD!|"
    r"BLOCKED!|BLOCKIERT!|UNKNOWN!|UNBEKANNT!|CONNECT!|VERBINDEN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!|"
    r"GETTING_DATA|DATEN_ABRUFEN)|(?:Err|Fehler):\d{3}|#{3,}",
    re.IGNORECASE,
)
# 4,95555E+11; 495551234567.0 of programs to which every number is one with a point
_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d+E\+?|E\+)\d{1,3}|\d{5,}[.,]0+", re.IGNORECASE)
# UTF-8 that was read as Windows-1252 (Ã¼), as Mac Roman (√º) or as a code page of DOS (├╝).
_LATE = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # what Windows-1252 makes of the bytes 80 to BF
_LATE_DOS = "".join(re.escape(bytes(range(0x80, 0xC0)).decode(page)) for page in ("cp850", "cp437"))
_TWICE = re.compile(
    rf"[ÃÂ][{_LATE}]|â€[{_LATE}]|√[Ä-ÖÜ-üß§¶†°∂º∑∫ª–-“”≠Ø∞±≤≥¥µπΩæø]|[├┬][{_LATE_DOS}]|[ÔΓ]Ç[{_LATE_DOS}]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_LOST = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
_ENCODED = re.compile(r"_x00[01][0-9A-F]_", re.IGNORECASE)
_LINE_END = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u2011] (?!(?:und|oder|bzw|sowie|u|o|als|bis|wie|statt|noch|e)\b)(?=[^\W\d_]{2})"
)


def spoiled(text: str, *, in_file: bool = False) -> str:
    """A German sentence that says why nobody can mean this text, or nothing. `in_file`: it can be mended in a file."""
    pieces = [piece.strip() for piece in text.split("|")]  # of a list cell
    if any(map(_ERROR.fullmatch, pieces)):
        return _("Das ist eine Fehlermeldung der Tabellenkalkulation. Bitte den richtigen Wert eintragen.")
    if any(map(_ROUNDED.fullmatch, pieces)):
        return (
            _(
                "Das ist eine gerundete Zahl der Tabellenkalkulation. Bitte die Spalte als Text formatieren und den Wert neu eintragen."
            )
            if in_file
            else _("Das ist eine gerundete Zahl der Tabellenkalkulation. Bitte die ganze Nummer eintragen.")
        )
    if "\ufffd" in text:
        return _("Hier ist ein Zeichen verloren gegangen.") + " " + _what_to_do(in_file)
    if not text.isascii() and _TWICE.search(text):
        meant = _read_right(text)
        return (
            _("Die Umlaute sind doppelt kodiert. Gemeint ist vermutlich „{text}“.").format(text=meant[:80])
            if meant
            else _("Die Umlaute sind falsch kodiert.") + " " + _what_to_do(in_file)
        )
    return ""


def _what_to_do(in_file: bool) -> str:
    if in_file:
        return _("Bitte die Datei neu als „CSV UTF-8“ speichern.")
    return _("Bitte das Wort neu schreiben.")


def _read_right(text: str) -> str:
    """Also where it happened more than once (MÃƒÂ¼hle)."""
    for encoding in ("cp1252", "latin-1", "mac_roman", "cp850", "cp437"):
        try:
            right = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return (_read_right(right) or right) if _TWICE.search(right) else right
    return ""


class Unspoiled(models.Model):
    """Base of what people enter: `full_clean`, and with it every form, refuses what no program could mean.

    An import looks at its cells itself, because an export marks what is stored nevertheless (`exchange.cells.guarded`)."""

    class Meta:
        abstract = True

    def full_clean(
        self,
        exclude: Collection[str] | None = None,
        validate_unique: bool = True,
        validate_constraints: bool = True,
    ) -> None:
        errors: dict[str, Any] = {}
        try:
            super().full_clean(exclude, validate_unique, validate_constraints)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for name, reason in self._spoiled({*(exclude or ()), *errors}):
            errors[name] = [ValidationError(reason, code="spoiled")]
        if errors:
            raise ValidationError(errors)

    def _spoiled(self, exclude: Collection[str]) -> Iterator[tuple[str, str]]:
        for field in self._meta.concrete_fields:
            is_written = field.editable and not field.choices and field.name not in exclude
            if is_written and (reason := next(filter(None, map(spoiled, _texts(field, self))), "")):
                yield field.name, reason


def _texts(field: models.Field, row: models.Model) -> list[str]:
    if isinstance(field, models.CharField | models.TextField):
        return [getattr(row, field.attname) or ""]
    if isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField):
        return list(getattr(row, field.attname) or ())
    return []


def meant(text: str) -> str:
    """What a cell probably should say, where it looks as if a program had changed it; empty where nothing is odd."""
    better = _ENCODED.sub(" ", text)
    better = html.unescape(better) if _ENTITY.search(better) else better
    better = _LINE_END.sub(lambda match: _without_break(better, match), better)
    return one_line(better) if better != text else ""


def doubt(text: str) -> tuple[str, str]:
    """The words of a text that a program probably changed, and what was meant; two empty texts where nothing is odd."""
    text = one_line(text)
    better = meant(text)
    if not better:
        return "", ""
    start = _shared(text, better)
    rest = _shared(text[start:][::-1], better[start:][::-1])
    start = text.rfind(" ", 0, start) + 1
    end = text.find(" ", len(text) - rest)
    kept = len(text) - end if end >= 0 else 0
    return text[start : len(text) - kept], better[start : len(better) - kept]


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _without_break(text: str, match: re.Match[str]) -> str:
    """Förder- schule is Förderschule, Roswitha- Gymnasium is Roswitha-Gymnasium."""
    return "-" if text[match.end()].isupper() else ""


def has_lost_letters(text: str) -> bool:
    """B?cherei: nobody can tell which letter it was."""
    return "://" not in text and bool(_LOST.search(text))
