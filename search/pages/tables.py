"""A list as a CSV file: exactly its hits, in its order, streamed."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import ngettext

from search.query.highlighting import Hit, hits
from search.query.results import SearchResult
from vocabulary.days import written

ADDRESS = "adresse_im_portal"
ONLY_IN_LISTS = (ADDRESS, "format_oder_akteursart")  # by these an import knows such a list
CHUNK = 500  # rows for which the entries are read at once
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Buffer:
    """A file that hands back what the csv module writes into it."""

    def write(self, line: str) -> str:
        return line


def safe(value: object) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front of what could be one."""
    text = str(value or "").replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def _day_of_last(hit: Hit) -> str:
    return timezone.localtime(hit.last_meeting).date().isoformat() if hit.last_meeting else ""


def _members(card: dict[str, Any]) -> str:
    """The public members by name; a very long list says how many it leaves out."""
    names = card.get("member_names", [])
    left_out = card.get("members", 0) - len(names)
    if left_out > 0:
        names = [*names, ngettext("und %(n)d weiterer", "und %(n)d weitere", left_out) % {"n": left_out}]
    return "|".join(names)


def _next_meeting(hit: Hit) -> str:
    is_all_day = bool((hit.card.get("meeting") or {}).get("is_all_day"))
    return written(hit.entry.upcoming_at, is_all_day=is_all_day) if hit.entry.upcoming_at else ""


def _expected(hit: Hit) -> str:
    """Where none is agreed: what the rhythm lets expect."""
    return written(hit.expected, is_all_day=hit.card["expected"]["is_all_day"]) if hit.expected else ""


def _card(name: str) -> Callable[[Hit], Any]:
    return lambda hit: hit.card.get(name)


def _list(name: str) -> Callable[[Hit], Any]:
    return lambda hit: "|".join(hit.card.get(name, ()))


def _labels(facet: str) -> Callable[[Hit], Any]:
    return lambda hit: "|".join(one["label"] for one in hit.card.get("labels", ()) if one["facet"] == facet)


COLUMNS: dict[str, Callable[[Hit], Any]] = {  # new ones come last: tables elsewhere count on the order
    "art": lambda hit: hit.kind,
    "kennung": lambda hit: hit.kennung,
    "name": lambda hit: hit.name,
    ADDRESS: lambda hit: hit.url,
    "kurzname": _card("short_name"),
    "format_oder_akteursart": _card("label"),
    "status": _card("status_label"),
    "themen": _labels("thema"),
    "zielgruppen": _labels("zielgruppe"),
    "stadtteile": _list("places"),
    "rhythmus": _card("rhythm"),
    "naechster_termin": _next_meeting,
    "website": _card("website"),
    "zuletzt_bestaetigt": lambda hit: hit.entry.confirmed_at,
    "zweck": _card("purpose"),
    "koordination": _card("coordinator"),
    "mitgliederzahl": lambda hit: str(hit.card.get("members", "")),
    "mitglieder": lambda hit: _members(hit.card),
    "kontakt": _card("contact"),
    "telefon": _card("phone"),
    "offenheit": _card("openness_label"),
    "mitmachen": _card("how_to_join"),
    "digitale_formen": _list("digital"),
    "letzter_termin": _day_of_last,
    "strasse": _card("street"),
    "plz": _card("postal_code"),
    "ort": _card("city"),
    "trifft_sich": _card("meeting_mode_label"),
    "voraussichtlicher_termin": _expected,
    "lebendigkeit": _card("alive_label"),
}


def row_of(hit: Hit, base: str) -> list[str]:
    cells = {name: read(hit) for name, read in COLUMNS.items()}
    cells[ADDRESS] = base.rstrip("/") + hit.url
    return [safe(cell) for cell in cells.values()]


def _lines(answer: SearchResult, base: str) -> Iterator[str]:
    writer = csv.writer(Buffer(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(COLUMNS)
    for ids in batched(answer.ids(), CHUNK, strict=False):
        for hit in hits(answer, list(ids)):
            yield writer.writerow(row_of(hit, base))


def csv_response(answer: SearchResult, *, filename: str, base: str) -> StreamingHttpResponse:
    """`base`: the address of the portal."""
    return attached(_lines(answer, base), filename)


def table_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """UTF-8 with a byte order mark, semicolons: what a German Excel opens without questions. No cell is a formula, and zero is
    a figure."""
    writer = csv.writer(Buffer(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([cell if isinstance(cell, int) else safe(cell) for cell in row])


def attached(lines: Iterator[str], filename: str) -> StreamingHttpResponse:
    """Lines of a table, to be saved under this name."""
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    response["Cache-Control"] = "private, no-cache"
    return response
