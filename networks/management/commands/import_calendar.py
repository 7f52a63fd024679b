"""Reads a network's own calendar file: `manage.py import_calendar lesenetz-auenberg termine.ics --dry-run`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from networks.calendar_files.matching import CalendarPlan, Row, RowKind, plan_of
from networks.calendar_files.reading import read
from networks.calendar_files.taking import take
from networks.calendar_files.text import CalendarFileError, refuse_large, text_of
from networks.models import Meeting, Network
from networks.views_calendar import told


class Command(BaseCommand):
    help = "Liest die Treffen eines Netzwerks aus einer Kalenderdatei (.ics). Was schon da ist, wird erkannt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("network", metavar="NETZWERK", help="Adresse oder Kennung, zum Beispiel lesenetz")
        parser.add_argument("file", type=Path, metavar="DATEI", help="die Kalenderdatei (.ics)")
        parser.add_argument("--dry-run", action="store_true", help="prüft nur und ändert nichts")
        parser.add_argument(
            "--visibility",
            choices=Meeting.Visibility.values,
            default=Meeting.Visibility.PUBLIC.value,
            help="wer die neuen Treffen sieht (sonst oeffentlich)",
        )

    def handle(self, *args: object, **options: Any) -> None:
        network = _network(options["network"])
        today, visibility = timezone.localdate(), options["visibility"]
        try:
            text = _text(options["file"])
            if options["dry_run"]:
                self._tell(plan_of(network, read(text, today), visibility))
                self.stdout.write(_("Das war eine Probe: Nichts wurde geändert."))
                return
            plan, done = take(network, text, today=today, visibility=visibility)
        except CalendarFileError as error:
            raise CommandError(str(error)) from error
        self._tell(plan)
        self.stdout.write(told(done))

    def _tell(self, plan: CalendarPlan) -> None:
        for row in plan.to_choose:
            self.stdout.write(_line(row))
        for refused in plan.refused:
            self.stdout.write(
                _("nicht übernommen: {title}: {reason}").format(title=refused.title, reason=refused.reason)
            )
        self.stdout.write(_("unverändert: {count}").format(count=len(plan.of(RowKind.SAME))))


def _network(name: str) -> Network:
    network = Network.objects.at_address(name).first() or Network.objects.filter(Q(kennung=name)).first()
    if network is None:
        raise CommandError(_("Ein Netzwerk „{name}“ gibt es nicht.").format(name=name))
    return network


def _text(path: Path) -> str:
    """Its size is asked before it is read."""
    try:
        refuse_large(path.stat().st_size)
        return text_of(path.read_bytes())
    except OSError as error:
        raise CommandError(
            _("Die Datei {path} lässt sich nicht öffnen ({reason}).").format(path=path, reason=error.strerror)
        ) from error


def _line(row: Row) -> str:
    day = date_format(timezone.localtime(row.meeting.start), "j.n.Y")
    changes = "; ".join(f"{change.label}: {change.before} → {change.after}" for change in row.changes)
    text = f"{row.kind}: {day} {row.meeting.title}".strip()
    return f"{text} ({changes})" if changes else text
