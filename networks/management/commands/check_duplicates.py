"""Checks networks or actors in a table against what is stored: which of them exist already?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError, CommandParser

from actors.models import Actor
from actors.recognition import blocking as actor_blocking
from actors.recognition import candidates as actor_candidates
from actors.recognition.proposals import COLUMNS as ACTOR_COLUMNS
from actors.recognition.proposals import record_of_row
from actors.recognition.scoring import ActorMatch
from duplicates.candidates import gone
from duplicates.scoring import SAME
from exchange.errors import TableError
from exchange.tables import open_table
from networks.models import Network
from networks.recognition import blocking, candidates
from networks.recognition.proposals import Proposals
from networks.recognition.scoring import NetworkMatch

COLUMNS = ("kennung", "name", "zweck", "themen", "zielgruppen", "stadtteile", "koordination", "mitglieder")


class Command(BaseCommand):
    help = (
        "Prüft Vorschläge aus einer Tabelle: Gibt es das schon? Spalten: " + ", ".join(COLUMNS) + ". "
        "Fehlende und unbekannte Spalten stören nicht; Mitglieder stehen als Kennungen darin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="CSV, XLSX oder JSON-Liste")
        parser.add_argument(
            "--akteure",
            action="store_true",
            help="die Tabelle enthält Einrichtungen mit den Spalten " + ", ".join(ACTOR_COLUMNS),
        )
        parser.add_argument("--json", action="store_true", help="gibt eine JSON-Liste aus")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = open_table(options["file"], ACTOR_COLUMNS if options["akteure"] else COLUMNS)
            rows = [dict(record) for _line, record, _problem in table.records()]
        except TableError as error:
            raise CommandError(str(error)) from error
        checked = list(actor_answers(rows) if options["akteure"] else network_answers(rows))
        if options["json"]:
            shown = [as_json(row, found) for row, found in checked]
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
            return
        for row, found in checked:
            self.stdout.write(f"{row.get('kennung', '')} {row.get('name', '')}".strip())
            for hit in found:
                verdict = "GIBT ES SCHON" if hit.verdict == SAME else "verwandt"
                self.stdout.write(f"    {verdict} ({hit.score:.2f}): {hit.name} – {'; '.join(hit.reasons)}")
            if not found:
                self.stdout.write("    neu")


class Finding(NamedTuple):
    """An existing entry for a row, as both kinds are printed."""

    kennung: str
    name: str
    score: float
    verdict: str
    reasons: list[str]


type Answers = Iterator[tuple[dict[str, str], list[Finding]]]


def network_answers(rows: list[dict[str, str]]) -> Answers:
    """Every row with its matches, best first. Entries that were rejected, archived or not handed in are not shown."""
    for row, found in answers(rows):
        yield row, [network_hit(match) for match in found]


def network_hit(match: NetworkMatch) -> Finding:
    kennung = match.existing.kennung or f"#{match.existing.key}"
    return Finding(kennung, match.existing.name, match.score, match.verdict, match.reasons)


def actor_answers(rows: list[dict[str, str]]) -> Answers:
    """The same for institutions."""
    actor_blocking.refresh_all()
    hidden = gone(Actor)
    kennungen = dict(Actor.objects.values_list("pk", "kennung"))
    for raw in rows:
        row = _plain(raw)
        found = actor_candidates.find(record_of_row(row), exclude=hidden)
        yield row, [actor_hit(match, kennungen.get(int(match.existing.key))) for match in found]


def actor_hit(match: ActorMatch, kennung: str | None) -> Finding:
    record = match.existing
    return Finding(kennung or f"#{record.key}", record.name, match.score, match.verdict, match.reasons)


def _plain(raw: dict[str, str]) -> dict[str, str]:
    return {column.strip().casefold(): cell for column, cell in raw.items() if column}


def answers(rows: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], list[NetworkMatch]]]:
    """Every row with its matches, best first. Entries that were rejected, archived or not handed in are not shown."""
    blocking.refresh_all()
    hidden = gone(Network)
    proposals = Proposals()
    for raw in rows:
        row = _plain(raw)
        yield row, candidates.find(proposals.read(row), exclude=hidden)


def as_json(row: dict[str, str], found: list[Finding]) -> dict[str, Any]:
    return {
        "kennung": row.get("kennung", ""),
        "candidates": [
            {
                "kennung": hit.kennung,
                "score": round(hit.score, 4),
                "verdict": hit.verdict,
                "reasons": hit.reasons,
            }
            for hit in found
        ],
    }
