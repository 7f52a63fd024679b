from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from networks.meetings.oparl import OparlError
from networks.meetings.oparl_import import import_folder


class Command(BaseCommand):
    help = "Liest Gremien und Sitzungen aus einem Ratsinformationssystem (OParl). Siehe docs/import.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            metavar="ORDNER",
            help="mit organizations.json und meetings.json (oder .jsonl)",
        )
        parser.add_argument("--dry-run", action="store_true", help="prüft nur und ändert nichts")
        parser.add_argument(
            "--format",
            default="Netzwerk",
            help="Format der Gremien, deren Art die Liste der Formate nicht kennt (sonst Netzwerk)",
        )

    def handle(self, *args: object, **options: Any) -> None:
        try:
            report = import_folder(
                options["folder"], usual_format=options["format"], dry_run=options["dry_run"]
            )
        except OparlError as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(_("Nichts wurde geändert (--dry-run)."))
