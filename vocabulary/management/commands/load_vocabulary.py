from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from vocabulary.loading import SHIPPED, load_vocabulary


class Command(BaseCommand):
    help = "Lädt die mitgelieferten Listen (Themen, Zielgruppen …); was geändert wurde, bleibt, wie es ist."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SHIPPED, help="andere CSV-Datei")

    def handle(self, *args: object, file: Path, **options: object) -> None:
        report = load_vocabulary(file)
        self.stdout.write(
            f"Vokabular: {len(report.created)} neu, {len(report.changed)} aktualisiert, "
            f"{len(report.kept)} von Hand geändert und darum unberührt."
        )
