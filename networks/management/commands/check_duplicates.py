"""Checks proposals in a table against the stock: which of them exist already?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.errors import TableError
from exchange.tables import open_table
from networks import candidates, footprints
from networks.models import Network
from networks.proposals import Proposals
from networks.similarity import SAME, Match

COLUMNS = ("kennung", "name", "zweck", "themen", "zielgruppen", "stadtteile", "koordination", "mitglieder")


class Command(BaseCommand):
    help = (
        "Prüft Vorschläge aus einer Tabelle: Gibt es das schon? Spalten: " + ", ".join(COLUMNS) + ". "
        "Fehlende und unbekannte Spalten stören nicht; Mitglieder stehen als Kennungen darin."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="DATEI", help="CSV, XLSX oder JSON-Liste")
        parser.add_argument("--json", action="store_true", help="gibt eine JSON-Liste aus")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = open_table(options["file"], COLUMNS)
            rows = [dict(record) for _line, record, _problem in table.records()]
        except TableError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    [as_json(row, found) for row, found in answers(rows)], ensure_ascii=False, indent=1
                )
            )
            return
        for row, found in answers(rows):
            self.stdout.write(f"{row.get('kennung', '')} {row.get('name', '')}".strip())
            for match in found:
                verdict = "GIBT ES SCHON" if match.verdict == SAME else "verwandt"
                self.stdout.write(
                    f"    {verdict} ({match.score:.2f}): {match.existing.name} – {'; '.join(match.reasons)}"
                )
            if not found:
                self.stdout.write("    neu")


def answers(rows: list[dict[str, str]]) -> Iterator[tuple[dict[str, str], list[Match]]]:
    """Every row with its matches, best first. Entries that were rejected, archived or not handed in are not shown."""
    footprints.refresh_all()
    status = Network.ReviewStatus
    hidden = set(
        Network.objects.filter(
            review_status__in=(status.REJECTED, status.ARCHIVED, status.DRAFT)
        ).values_list("pk", flat=True)
    )
    proposals = Proposals()
    for raw in rows:
        row = {column.strip().casefold(): cell for column, cell in raw.items() if column}
        yield row, candidates.find(proposals.read(row), exclude=hidden)


def as_json(row: dict[str, str], found: list[Match]) -> dict[str, Any]:
    return {
        "kennung": row.get("kennung", ""),
        "candidates": [
            {
                "kennung": match.kennung or f"#{match.existing.key}",
                "score": round(match.score, 4),
                "verdict": match.verdict,
                "reasons": match.reasons,
            }
            for match in found
        ],
    }
