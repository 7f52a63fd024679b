"""The text of one cell: cleaning what programs leave behind, reading dates, numbers, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from exchange.errors import CellError
from search.pages.tables import FORMULA
from vocabulary.days import written
from vocabulary.doubts import spoiled
from vocabulary.texts import one_line, paragraphs, visible

__all__ = ["one_line", "paragraphs", "visible"]  # rooms that read cells find them here

SEPARATOR = "|"
# What databases and clerks write where there is nothing to say.
PLACEHOLDERS = frozenset(
    {
        "",
        "null",
        "null/null",
        "none",
        "nan",
        "n/a",
        "k.a",
        "k. a",
        "keine angabe",
        "keine angaben",
        "undefined",
    }
)
_PIECE = re.compile(r"(?:\\[\\|]|[^|])+")
_ESCAPED = re.compile(r"\\([\\|])")
_YES = frozenset({"ja", "j", "1", "wahr", "true", "x", "yes"})
_NO = frozenset({"", "nein", "n", "0", "falsch", "false", "no"})


def as_text(value: object) -> str:
    """A cell of any program as text: dates in ISO form, whole numbers without .0, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return SEPARATOR.join(map(as_text, value)) if isinstance(value, list) else str(value)


def fold_header(header: str) -> str:
    return one_line(header).casefold()


def guarded(text: str) -> str:
    """For CSV and XLSX: with an apostrophe where a program, or our own import, would not take the text as it is.

    `unguarded` takes exactly this apostrophe away."""
    return f"'{text}" if _needs_guard(text, formulas=True) else text


def harmless(text: str) -> str:
    """A cell of somebody else's file: it means the same when it is read again, and no spreadsheet runs it."""
    is_formula = text.startswith(FORMULA) or text.lstrip(" ").startswith(FORMULA)
    return f"'{text}" if is_formula and not is_placeholder(text.strip()) else text


def escaped(text: str) -> str:
    """For files that no spreadsheet opens (JSON): with an apostrophe only where our own import would read something else."""
    return f"'{text}" if _needs_guard(text, formulas=text[:1] == "'") else text


def is_guarded(text: str) -> bool:
    return text[:1] == "'" and _needs_guard(text, formulas=True)


def unguarded(text: str) -> str:
    """Without the apostrophe that an export sets before what a spreadsheet would take for a formula ('+49 …)."""
    return text[1:] if is_guarded(text) else text


def _needs_guard(text: str, *, formulas: bool) -> bool:
    """Whatever number of apostrophes stands before: else a text that begins with one would lose it."""
    bare = text.lstrip("'")
    if formulas and (bare.startswith(FORMULA) or bare.lstrip(" ").startswith(FORMULA)):
        return True
    return is_placeholder(bare.strip()) or bool(spoiled(bare))


def is_placeholder(text: str) -> bool:
    """Whether a filled cell says that there is nothing: null/null, - keine Angabe -, k. A., a lone dash."""
    return bool(text) and text.casefold().strip(" -–—/.") in PLACEHOLDERS


def plain(text: object) -> str:
    """What a cell says: without the guard of an export; what only marks an empty cell is empty."""
    text = text if isinstance(text, str) else as_text(text)
    if is_guarded(text):
        return text[1:]
    return "" if is_placeholder(visible(text).strip()) else text


def joined(items: Iterable[str]) -> str:
    """Items as one list cell; a separator inside of an item is written with a backslash."""
    return SEPARATOR.join(item.replace("\\", "\\\\").replace(SEPARATOR, f"\\{SEPARATOR}") for item in items)


def parts(text: str) -> list[str]:
    """The items of a list cell, without empty and repeated ones, in their order. The inverse of `joined`."""
    pieces = (_ESCAPED.sub(r"\1", piece) for piece in _PIECE.findall(text))
    return list(dict.fromkeys(item for piece in pieces if (item := one_line(piece))))


def read_date(text: str) -> date | None:
    """JJJJ-MM-TT or TT.MM.JJJJ; None for an empty cell. A time of day behind it is ignored."""
    moment = read_moment(text)
    return moment.date() if isinstance(moment, datetime) else moment


_DAY = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<td>\d{1,2})\.(?P<tm>\d{1,2})\.(?P<ty>\d{4}))"
_CLOCK = (
    r"(?:[T ,]+(?:um )?(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?::\d{2})?(?: Uhr)?| Uhr)"
    r"(?: ?(?P<zone>MESZ|MEZ|CEST|CET|\+0[12]:?00))?)?"
)
_SUMMER = frozenset({"MESZ", "CEST", "+02:00", "+0200"})


def read_moment(text: str) -> date | datetime | None:
    """A day, or a day with a (local) time where one is written: 2026-12-09, 09.12.2026 14:00.

    An hour that the clock change leaves out is refused; the hour that comes twice needs MESZ or MEZ behind it."""
    text = one_line(text)
    if not text:
        return None
    match = re.fullmatch(_DAY + _CLOCK, text, re.ASCII)
    texts = match.groupdict() if match else {}
    numbers = {name: int(number) for name, number in texts.items() if number and name != "zone"}
    try:
        day = date(
            numbers.get("y") or numbers["ty"],
            numbers.get("m") or numbers["tm"],
            numbers.get("d") or numbers["td"],
        )
        if "hour" not in numbers:
            return day
        clock = time(numbers["hour"], numbers.get("minute", 0))
    except (ValueError, KeyError) as error:
        raise CellError(
            _("Das ist kein Datum. Bitte als JJJJ-MM-TT schreiben, zum Beispiel 2026-12-09.")
        ) from error
    return _on_the_clock(datetime.combine(day, clock), texts["zone"] or "")


def _on_the_clock(moment: datetime, zone: str) -> datetime:
    here = timezone.get_default_timezone()
    first, second = (moment.replace(tzinfo=here, fold=fold) for fold in (0, 1))
    summer, winter = first.utcoffset(), second.utcoffset()
    if summer == winter:
        return moment
    if first.astimezone(UTC).astimezone(here).replace(tzinfo=None) != moment:
        raise CellError(_("Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr wird auf Sommerzeit vorgestellt."))
    if not zone:
        raise CellError(
            _(
                "Diese Uhrzeit gibt es an dem Tag zweimal. Bitte „MESZ“ (vor der Umstellung) oder „MEZ“ dahinter schreiben."
            )
        )
    return moment.replace(fold=0 if zone in _SUMMER else 1)


def moment_as_text(moment: datetime) -> str:
    """The inverse of `read_moment` for a moment with a time zone."""
    return written(moment)


def read_number(text: str) -> float | None:
    """A decimal number with point or comma; None for an empty cell."""
    text = one_line(text)
    if not text:
        return None
    if re.fullmatch(r"[+-]?\d+([.,]\d*)?", text):
        return float(text.replace(",", "."))
    raise CellError(_("Das ist keine Zahl. Beispiel: 51.54755"))


def number_as_text(number: float | None) -> str:
    """To the last digit, without an exponent."""
    if number is None:
        return ""
    return as_text(number) if number.is_integer() else format(Decimal(repr(number)), "f")


def read_yes_no(text: str) -> bool:
    word = one_line(text).casefold()
    if word in _YES | _NO:
        return word in _YES
    raise CellError(_("Hier steht „ja“ oder „nein“ (oder nichts)."))


def read_address(text: str) -> str:
    """A web address; as in forms, one without scheme (www.auenberg.de) is taken to be https."""
    text = one_line(text)
    if text and "://" not in text and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", text):
        return f"https://{text}"
    return text
