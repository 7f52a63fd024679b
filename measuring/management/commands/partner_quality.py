from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from actors.models import Actor
from measuring import partner_answers
from measuring.partner_quality import LabelsError

FIRST = "A001"  # of the demo city


class Command(BaseCommand):
    help = "Misst, wie gut „Partner finden“ nennt, wen zwei Menschen genannt haben; braucht die Demostadt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--labels",
            type=Path,
            action="append",
            default=[],
            metavar="ORDNER",
            help="Ordner mit weiteren Urteilen (labels_a.csv, labels_b.csv); mehrfach möglich",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Actor.objects.filter(kennung=FIRST).exists():
            raise CommandError(_("Die Demostadt ist nicht geladen: manage.py load_demo und reindex_search."))
        try:
            self.stdout.write(partner_answers.report(options["labels"]))
        except LabelsError as error:
            raise CommandError(str(error)) from error
