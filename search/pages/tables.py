"""A list as a CSV file: exactly its hits, in its order, streamed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import ngettext

from search.query.highlighting import Hit, hits
from search.query.results import SearchResult
from vocabulary.days import written

HEADER = [
    "art", "kennung", "name", "adresse_im_portal", "kurzname", "format_oder_akteursart", "status", "themen",
    "zielgruppen", "stadtteile", "rhythmus", "naechster_termin", "website", "zuletzt_bestaetigt", "zweck",
    "koordination", "mitgliederzahl", "mitglieder", "kontakt", "telefon", "offenheit", "mitmachen", "digitale_formen",
    "letzter_termin", "strasse", "plz", "ort",
]  # fmt: skip
ONLY_IN_LISTS = ("adresse_im_portal", "format_oder_akteursart")  # by these an import knows such a list
CHUNK = 500  # rows for which the entries are read at once
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that hands back what the csv module writes into it."""

    def write(self, line: str) -> str:
        return line


def safe(value: object) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front of what could be one."""
    text = str(value or "").replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) or text.startswith(FORMULA) else text


def row_of(hit: Hit, base: str) -> list[str]:
    card = hit.card
    labels: dict[str, list[str]] = {}
    for label in card.get("labels", ()):
        labels.setdefault(label["facet"], []).append(label["label"])
    is_all_day = bool((card.get("meeting") or {}).get("is_all_day"))
    next_meeting = written(hit.entry.upcoming_at, is_all_day=is_all_day) if hit.entry.upcoming_at else ""
    values: list[Any] = [
        hit.kind, hit.kennung, hit.name, base.rstrip("/") + hit.url, card.get("short_name"), card.get("label"),
        card.get("status_label"), "|".join(labels.get("thema", ())), "|".join(labels.get("zielgruppe", ())),
        "|".join(card.get("places", ())), card.get("rhythm"), next_meeting,
        card.get("website"), hit.entry.confirmed_at, card.get("purpose"), card.get("coordinator"),
        str(card.get("members", "")), _members(card), card.get("contact"), card.get("phone"), card.get("openness_label"),
        card.get("how_to_join"), "|".join(card.get("digital", ())), _day_of_last(hit),
        card.get("street"), card.get("postal_code"), card.get("city"),
    ]  # fmt: skip
    return [safe(value) for value in values]


def _day_of_last(hit: Hit) -> str:
    return timezone.localtime(hit.last_meeting).date().isoformat() if hit.last_meeting else ""


def _members(card: dict[str, Any]) -> str:
    """The public members by name; a very long list says how many it leaves out."""
    names = card.get("member_names", [])
    left_out = card.get("members", 0) - len(names)
    if left_out > 0:
        names = [*names, ngettext("und %(n)d weiterer", "und %(n)d weitere", left_out) % {"n": left_out}]
    return "|".join(names)


def _lines(answer: SearchResult, base: str) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(HEADER)
    for ids in batched(answer.ids(), CHUNK, strict=False):
        for hit in hits(answer, list(ids)):
            yield writer.writerow(row_of(hit, base))


def csv_response(answer: SearchResult, *, filename: str, base: str) -> StreamingHttpResponse:
    """UTF-8 with a byte order mark, semicolons: what a German Excel opens without questions. `base`: the address
    of the portal."""
    response = StreamingHttpResponse(_lines(answer, base), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}.csv"'
    response["Cache-Control"] = "private, no-cache"
    return response
