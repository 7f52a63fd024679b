"""From when and until when: „ab Januar 2027“, „erstmals am 12.1.2027“, „bis Ende Juni 2027“, „seit 2019“.

A day or month without a year („ab September“) may be past or to come: it stays unread, and is not taken for a season.
"""

import re
from datetime import date, timedelta

from rhythm import lexicon
from rhythm.partial import PartialRhythm

_MONTH = lexicon.MONTH
_DAY = rf"(?P<day>\d{{1,2}})\.\s?(?:(?P<number>\d{{1,2}})\.\s?|(?P<name>{_MONTH})\s+)(?P<year>\d{{4}}|\d{{2}}(?!\d))"
_MONTH_OR_YEAR = rf"(?:(?P<month>{_MONTH})\s+|(?:dem\s+jahr\s+|jahr\s+)?)(?P<only_year>(?:19|20)\d\d)(?!\d)"
_DATED = rf"(?:{lexicon.DAYS},?\s+)?(?:den\s+|dem\s+)?(?:{_DAY}|{_MONTH_OR_YEAR})"
_START = r"(?:ab|seit|beginnend\s+(?:am|ab|mit|im)|auftakt(?:\s*:)?|beginn(?:t)?(?:\s*:|\s+ab|\s+am|\s+im)?|start(?:et)?(?:\s*:|\s+ab|\s+am|\s+im)?|gültig\s+ab)"
_FIRST = (
    r"(?:erstmals|erstmalig|auftakt(?:treffen|veranstaltung)?(?:\s*:|\s+ist)?|kick-?off(?:-(?:treffen|veranstaltung))?(?:\s*:|\s+ist)?|startschuss(?:\s+ist)?|beginnend|beginn(?:t)?(?:\s*:)?|start(?:et)?(?:\s*:)?|zum\s+ersten\s+mal|erste[rs]?\s+(?:termin|treffen|sitzung|mal|probe)(?:\s*:|\s+ist)?"
    r"|nächste[rs]?\s+(?:termin|treffen|sitzung|mal|probe)(?:\s*:|\s+ist)?|das\s+erste\s+mal)"
)
_END = r"(?:bis(?:\s+(?:einschließlich|einschl\.|zum|ende|inkl\.))*|letztmals|letztmalig|endet)"
_PATTERNS = [
    ("first", lexicon.pattern(rf"\b{_FIRST}\s*(?:am\s+|im\s+)?{_DATED}")),
    ("begins", lexicon.pattern(rf"\b{_START}\s*(?:am\s+|anfang\s+)?{_DATED}")),
    ("begins", lexicon.pattern(rf"\bvo[nm]\s+{_DATED}(?=\s*(?:-|bis)\s)")),
    ("ends", lexicon.pattern(rf"(?:\b{_END}|-)\s*(?:am\s+|im\s+)?{_DATED}")),
]
# „vom 1. März bis zum 27. Oktober 2024“: the year stands only behind the end.
_UNTIL = rf"\s*(?:-|bis)\s*(?:(?:zum|einschließlich|ende)\s+)*(?:{lexicon.DAYS},?\s+)?(?:den\s+|dem\s+)?(?:{_DAY}|{_MONTH_OR_YEAR})"
_FROM = lexicon.pattern(
    rf"\bvo[nm]\s+(?:{lexicon.DAYS},?\s+)?(?:den\s+|dem\s+)?"
    rf"(?:(?P<from_day>\d{{1,2}})\.(?:\s?(?:(?P<from_number>\d{{1,2}})\.|(?P<from_name>{_MONTH})))?|(?P<from_month>{_MONTH}))(?={_UNTIL})"
)
# „ab September“, „ab dem 14. September“, „bis Juni“: whose year?
_WITHOUT_A_YEAR = lexicon.pattern(
    rf"\b(?:ab|seit|beginnend(?:\s+(?:ab|am|im|mit))?|bis|erstmals(?:\s+am)?|erst\s+wieder(?:\s+ab)?)\s+(?:zum\s+|dem\s+|am\s+|im\s+)?"
    rf"(?:(?:anfang|mitte|ende)\s+)?(?:\d{{1,2}}\.\s*(?:\d{{1,2}}\.)?\s*)?(?:{_MONTH}|(?<=\.))(?!\s*(?:-|bis|\d))"
)
_RANGE_BEFORE = re.compile(rf"{_MONTH}\s*$", re.IGNORECASE)
_NOW = lexicon.pattern(
    r"\bab\s+(?:sofort|jetzt)\b|\b(?:derzeit|zur\s?zeit|momentan|aktuell|gegenwärtig|im\s+moment)(?![^\W_])(?!\s+(?:nicht|kein|nur\s+bei))|\bbis\s+auf\s+weiteres\b(?!\s+\w+\s*(?:ausgesetzt|eingestellt|geschlossen))"
)
CENTURY = 2000  # „12.1.27“


def read(draft: PartialRhythm) -> None:
    _read_from(draft)
    for name, pattern in _PATTERNS:
        match = pattern.search(draft.text)
        if match and name not in draft.values:
            day = _last(match) if name == "ends" else _first(match)
            if day is None or (name == "first" and not match["day"]):
                draft.impossible = day is None
                continue
            draft.note(**{name: day})
            draft.take(match)
    while (match := _WITHOUT_A_YEAR.search(draft.text)) and not _RANGE_BEFORE.search(
        draft.text[: match.start()]
    ):
        draft.leave(match)


def _read_from(draft: PartialRhythm) -> None:
    match = _FROM.search(draft.text)
    ends = _last(match) if match else None
    if not match or not ends:
        return
    name = match["from_name"] or match["from_month"]
    month = int(match["from_number"] or 0) or (lexicon.months_named(name)[0] if name else ends.month)
    try:
        begins = date(ends.year, month, int(match["from_day"] or 1))
        begins = begins.replace(year=ends.year - 1) if begins > ends else begins
    except ValueError:
        draft.impossible = True
        return
    draft.note(begins=begins)
    draft.take(match)


def read_now(draft: PartialRhythm) -> None:
    """„ab sofort“ and „bis auf weiteres“ change nothing (what is closed until further notice was read before)."""
    draft.take_all(_NOW)


def _first(match: re.Match[str]) -> date | None:
    if match["only_year"]:
        months = lexicon.months_named(match["month"] or "")
        return date(int(match["only_year"]), months[0] if months else 1, 1)
    return _day(match)


def _last(match: re.Match[str]) -> date | None:
    if not match["only_year"]:
        return _day(match)
    months = lexicon.months_named(match["month"] or "")
    month = int(match["only_year"]) * 12 + (months[-1] if months else 12)
    return date(month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(match: re.Match[str]) -> date | None:
    """None where there is no such day."""
    month = int(match["number"]) if match["number"] else lexicon.months_named(match["name"])[0]
    year = int(match["year"]) + (CENTURY if len(match["year"]) == 2 else 0)
    try:
        return date(year, month, int(match["day"]))
    except ValueError:
        return None
