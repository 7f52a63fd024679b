"""The text of one cell: cleaning what programs leave behind, reading dates, numbers, yes and no."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from exchange.errors import CellError
from search.tables import FORMULA

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
        "#n/a",
        "#nv",
        "k.a",
        "k. a",
        "keine angabe",
        "keine angaben",
        "undefined",
    }
)
_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
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


def unguarded(text: str) -> str:
    """Without the apostrophe that an export sets before what a spreadsheet would take for a formula ('+49 …)."""
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" ").startswith(FORMULA) else text


def is_placeholder(text: str) -> bool:
    """Whether a filled cell says that there is nothing: null/null, - keine Angabe -, k. A., a lone dash."""
    return bool(text) and text.casefold().strip(" -–—/.") in PLACEHOLDERS


def one_line(text: str) -> str:
    """Without line breaks and doubled blanks, which spreadsheets and web pages leave in names."""
    return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()


def paragraphs(text: str) -> str:
    """Line breaks kept, everything else tidied."""
    lines = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(one_line(line) for line in lines)).strip()


def parts(text: str) -> list[str]:
    """The items of a list cell, without empty and repeated ones, in their order."""
    return list(dict.fromkeys(item for piece in text.split(SEPARATOR) if (item := one_line(piece))))


def read_date(text: str) -> date | None:
    """JJJJ-MM-TT or TT.MM.JJJJ; None for an empty cell. A time of day behind it is ignored."""
    moment = read_moment(text)
    return moment.date() if isinstance(moment, datetime) else moment


_DAY = r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<td>\d{1,2})\.(?P<tm>\d{1,2})\.(?P<ty>\d{4}))"
_CLOCK = r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?(?: Uhr)?)?"


def read_moment(text: str) -> date | datetime | None:
    """A day, or a day with a (local) time where one is written: 2026-12-09, 09.12.2026 14:00."""
    text = one_line(text)
    if not text:
        return None
    match = re.fullmatch(_DAY + _CLOCK, text, re.ASCII)
    numbers = {name: int(number) for name, number in match.groupdict().items() if number} if match else {}
    try:
        day = date(
            numbers.get("y") or numbers["ty"],
            numbers.get("m") or numbers["tm"],
            numbers.get("d") or numbers["td"],
        )
        if "hour" not in numbers:
            return day
        return datetime.combine(day, time(numbers["hour"], numbers["minute"]))
    except (ValueError, KeyError) as error:
        raise CellError(
            _("Das ist kein Datum. Bitte als JJJJ-MM-TT schreiben, zum Beispiel 2026-12-09.")
        ) from error


def read_number(text: str) -> float | None:
    """A decimal number with point or comma; None for an empty cell."""
    text = one_line(text)
    if not text:
        return None
    if re.fullmatch(r"[+-]?\d+([.,]\d*)?", text):
        return float(text.replace(",", "."))
    raise CellError(_("Das ist keine Zahl. Beispiel: 51.54755"))


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
