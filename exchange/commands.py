"""What `import_actors` and `import_networks` have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _

from exchange.asking import OddCells, Taken
from exchange.doubles import Doubles, Way
from exchange.errors import TableError
from exchange.importing import Report, import_file, write_bad_rows
from exchange.odd_places import Going, OddPlaces
from exchange.places import Districts
from exchange.resources import TableResource
from german.places import Kind
from moderation.models import Moderated
from search.index import indexer
from vocabulary.known_places import LEVELS, place_called
from vocabulary.models import District


class ImportCommand(BaseCommand):
    resource_class: type[TableResource]

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", type=Path, metavar="DATEI", help="CSV, XLSX oder JSON-Liste")
        add(
            "--mapping",
            type=Path,
            metavar="DATEI.toml",
            help="Zuordnung fremder Spalten, siehe docs/import.md",
        )
        add(
            "--create-missing",
            action="store_true",
            help="legt fehlende Stadtteile, Gemeinden und Kreise an (nie Themen und andere Begriffe)",
        )
        add(
            "--parent",
            metavar="NAME",
            help="Kommune, in der die Stadtteile liegen (Name, Schlüssel oder Kürzel)",
        )
        add("--dry-run", action="store_true", help="prüft nur und ändert nichts")
        add(
            "--skip-bad",
            action="store_true",
            help="lädt die guten Zeilen, schreibt die anderen in eine CSV-Datei",
        )
        add(
            "--bad-file",
            type=Path,
            metavar="DATEI",
            help="wohin die fehlerhaften Zeilen (sonst DATEI-fehler.csv, hier)",
        )
        add(
            "--status",
            choices=Moderated.ReviewStatus.values,
            default=Moderated.ReviewStatus.PUBLISHED.value,
            help="Veröffentlichung neuer Einträge (sonst veroeffentlicht)",
        )
        add_doubts(parser)

    def handle(self, *args: object, **options: Any) -> None:
        path: Path = options["file"]
        _ensure_readable(path)
        resource = self.resource_class(
            status=options["status"],
            districts=Districts(
                below=_parent(options["parent"], create=options["create_missing"]),
                create_missing=options["create_missing"],
            ),
            doubles=None if options["like_existing"] == Way.ADD else Doubles(Way(options["like_existing"])),
            odd=OddCells(Taken(options["odd_cells"])),
            odd_places=OddPlaces(Going(options["odd_places"])),
            progress=self._progress if self.stderr.isatty() else None,
        )
        try:
            report, table = import_file(
                path,
                resource,
                mapping=options["mapping"],
                dry_run=options["dry_run"],
                skip_bad=options["skip_bad"],
            )
        except TableError as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        self._conclude(report, options, lambda target: write_bad_rows(target, table, report))

    def _conclude(self, report: Report, options: dict[str, Any], write: Any) -> None:
        if report.undecided and not options["skip_bad"]:
            raise CommandError(
                _(
                    "Nichts wurde geändert. Was soll mit den Zeilen geschehen, die es vermutlich schon gibt? "
                    "--like-existing=skip lässt sie aus, =update ändert die vorhandenen Einträge, =add legt sie trotzdem an."
                )
            )
        if report.undecided_places and not options["skip_bad"]:
            raise CommandError(
                _(
                    "Nichts wurde geändert. Was soll mit den fraglichen Koordinaten geschehen? --odd-places=leave lässt sie aus, "
                    "=keep übernimmt sie, =mend vertauscht Breite und Länge, wo das hierher führt."
                )
            )
        if report.bad and not options["skip_bad"]:
            raise CommandError(
                _("Nichts wurde geändert. Mit --skip-bad kommen die guten Zeilen trotzdem herein.")
            )
        if report.bad:
            target = options["bad_file"] or Path(f"{options['file'].stem}-fehler.csv")
            try:
                write(target)
            except OSError as error:
                raise CommandError(
                    _("{path} lässt sich nicht schreiben ({reason}).").format(
                        path=target, reason=error.strerror
                    )
                ) from error
            self.stdout.write(
                _("Die fehlerhaften Zeilen stehen mit Begründung in {path}.").format(path=target)
            )
        if options["dry_run"]:
            self.stdout.write(_("Das war eine Probe: Nichts wurde geändert."))
        else:
            indexer.drain()  # now, so that the first visitor after a long import does not wait for it

    def _progress(self, done: int, total: int) -> None:
        """On the error stream, so that a report can be kept in a file; not in red, because it is no error."""
        self.stderr.write(
            f"\r{done} / {total} ({done * 100 // max(total, 1)} %)",
            style_func=str,
            ending="\n" if done == total else "",
        )


def _ensure_readable(path: Path) -> None:
    """Before the database is asked for anything."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise CommandError(
            _("Die Datei {path} lässt sich nicht öffnen ({reason}).").format(path=path, reason=error.strerror)
        ) from error


def _parent(name: str | None, *, create: bool) -> District | None:
    """The Kommune called `name`; with `create` a new one, which is saved only when a district of it is: a Kreis where that is
    known, else a Gemeinde."""
    if not name:
        return None
    found = list(District.objects.filter(Q(slug=name) | Q(key=name))) or list(District.objects.named(name))
    if len(found) > 1:
        whole = [district for district in found if district.is_whole]
        found = whole if len(whole) == 1 else found
    if len(found) == 1:
        return found[0]
    if found:
        raise CommandError(
            _("„{name}“ gibt es mehrmals: bitte bei --parent den amtlichen Schlüssel angeben.").format(
                name=name
            )
        )
    if create:
        place = place_called(name)
        if place is None or place.kind == Kind.QUARTER:
            return District(name=name, level=District.Level.MUNICIPALITY)
        return District(name=name, level=LEVELS[place.kind], key=place.key or None)
    raise CommandError(
        _("Das Gebiet „{name}“ gibt es nicht. Mit --create-missing wird es angelegt.").format(name=name)
    )


def add_doubts(parser: CommandParser) -> None:
    """What becomes of rows that the browser would ask about."""
    add = parser.add_argument
    add(
        "--like-existing",
        choices=[way.value for way in Way],
        default=Way.ASK.value,
        help="was mit neuen Zeilen geschieht, die einem vorhandenen Eintrag gleichen: ask meldet sie und ändert nichts "
        "(so ist es ohne Angabe), skip lässt sie aus, update ändert den vorhandenen, add legt sie trotzdem an",
    )
    add(
        "--odd-cells",
        choices=[taken.value for taken in Taken],
        default=Taken.KEEP.value,
        help="was mit Zellen geschieht, die ein Programm verändert haben könnte („Förder- schule“): keep übernimmt sie, wie "
        "sie dastehen (so ist es ohne Angabe), mend nimmt das vermutlich Gemeinte, refuse weist die Zeilen zurück",
    )
    add(
        "--odd-places",
        choices=[going.value for going in Going],
        default=Going.REFUSE.value,
        help="was mit Koordinaten geschieht, die weit entfernt liegen oder vertauscht scheinen: refuse meldet die Zeilen und "
        "ändert nichts (so ist es ohne Angabe), leave lässt die Koordinaten aus, keep übernimmt sie, mend vertauscht Breite "
        "und Länge, wo das hierher führt",
    )
