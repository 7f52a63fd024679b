"""The columns of the table view: what one compares entries by, chosen in the address (`spalten=`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from search.sources import Option

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from search.query.highlighting import Hit


@dataclass(frozen=True)
class Cell:
    text: str
    url: str = ""


@dataclass(frozen=True)
class ShownColumn:
    """`kinds`: the kinds of entry that have it (empty: all); `is_usual`: shown when nothing was chosen."""

    name: str
    label: StrOrPromise
    read: Callable[[Hit], Cell]
    kinds: tuple[str, ...] = ()
    is_usual: bool = False


def _field(name: str) -> Callable[[Hit], Cell]:
    def read(hit: Hit) -> Cell:
        value: Any = hit.card.get(name)
        return Cell(", ".join(value) if isinstance(value, list) else "" if value is None else str(value))

    return read


def _labels(facet: str) -> Callable[[Hit], Cell]:
    return lambda hit: Cell(", ".join(one["label"] for one in hit.card["labels"] if one["facet"] == facet))


def _day(moment: datetime | None) -> Cell:
    return Cell(date_format(timezone.localtime(moment), "d.m.Y") if moment else "")


def _contact(hit: Hit) -> Cell:
    address = hit.card.get("contact") or ""
    return Cell(address, f"mailto:{address}" if address else "")


def _website(hit: Hit) -> Cell:
    address = hit.card.get("website") or ""
    return Cell(address.partition("://")[2].removeprefix("www.").rstrip("/") or address, address)


def _rhythm(hit: Hit) -> Cell:
    """What was kept before a part of a rhythm was shown has the text only."""
    return Cell(hit.card.get("rhythm_shown") or hit.card.get("rhythm") or "")


def _place(hit: Hit) -> Cell:
    return Cell(", ".join(hit.card["places"]) or hit.card.get("city") or "")


NETWORK, ACTOR = ("netzwerk",), ("akteur",)
COLUMNS = {
    column.name: column
    for column in [
        ShownColumn("art", _("Format oder Art"), _field("label"), is_usual=True),
        ShownColumn("koordination", _("Koordination"), _field("coordinator"), NETWORK, is_usual=True),
        ShownColumn("ort", _("Ort"), _place, is_usual=True),
        ShownColumn("treffen", _("Rhythmus"), _rhythm, NETWORK),
        ShownColumn("trifft_sich", _("Wie man sich trifft"), _field("meeting_mode_label"), NETWORK),
        ShownColumn("termin", _("Nächstes Treffen"), lambda hit: _day(hit.entry.upcoming_at), NETWORK, is_usual=True),
        ShownColumn("letztes", _("Letztes Treffen"), lambda hit: _day(hit.last_meeting), NETWORK),
        ShownColumn("voraussichtlich", _("Voraussichtlich"), lambda hit: _day(hit.expected), NETWORK),
        ShownColumn("lebendigkeit", _("Wie lebendig"), _field("alive_label"), NETWORK),
        ShownColumn("mitglieder", _("Mitglieder"), _field("members"), NETWORK, is_usual=True),
        ShownColumn("offenheit", _("Offen für Neue?"), _field("openness_label"), NETWORK, is_usual=True),
        ShownColumn("digital", _("Digitale Formen"), _field("digital"), NETWORK),
        ShownColumn("status", _("Status"), _field("status_label"), NETWORK),
        ShownColumn("kontakt", _("Kontakt"), _contact, is_usual=True),
        ShownColumn("telefon", _("Telefon"), _field("phone"), ACTOR, is_usual=True),
        ShownColumn("website", _("Website"), _website),
        ShownColumn("thema", _("Themen"), _labels("thema")),
        ShownColumn("zielgruppe", _("Zielgruppen"), _labels("zielgruppe")),
        ShownColumn("zweck", _("Zweck oder Beschreibung"), _field("purpose")),
        ShownColumn("geprueft", _("Zuletzt geprüft"), lambda hit: Cell(
            date_format(hit.entry.confirmed_at, "d.m.Y") if hit.entry.confirmed_at else "")),
    ]
}  # fmt: skip


def available(scope: dict[str, list[str]]) -> list[ShownColumn]:
    """The columns that entries of this list can have."""
    kinds = set(scope.get("art", (*NETWORK, *ACTOR)))
    return [column for column in COLUMNS.values() if not column.kinds or kinds & set(column.kinds)]


def options(scope: dict[str, list[str]]) -> dict[str, Option]:
    return {column.name: Option(column.name, str(column.label)) for column in available(scope)}


class ResultTable:
    """The hits of a page as lines. `names`: the columns asked for; none are the usual ones."""

    def __init__(self, scope: dict[str, list[str]], names: list[str], hits: list[Hit]) -> None:
        offered = available(scope)
        self.columns = [c for c in offered if (c.name in names if names else c.is_usual)]
        self.choices = [(column, column in self.columns) for column in offered]
        self._hits = hits

    def rows(self) -> Iterator[tuple[Hit, list[tuple[ShownColumn, Cell]]]]:
        for hit in self._hits:
            yield hit, [(column, column.read(hit)) for column in self.columns]
