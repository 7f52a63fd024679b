from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.index import bulk, indexer, snapshots
from search.sources import SOURCES
from vocabulary.odd_days import odd_days

MOST_NAMED = 50  # entries or days; the number of all is said


class Command(BaseCommand):
    help = "Makes the search index anew while the portal runs; --check only reports where it differs from the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit status 1 when something differs"
        )
        parser.add_argument("--waiting", action="store_true", help="only what is marked as changed")
        parser.add_argument(
            "--first", action="store_true", help="fill an empty index in bulk, with --jobs processes"
        )
        parser.add_argument("--jobs", type=int, default=2)
        parser.add_argument("kinds", nargs="*", help="netzwerk, akteur; without: all")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["kinds"]) - set(SOURCES))
        if unknown:
            known = ", ".join(sorted(SOURCES))
            raise CommandError(
                _("Diese Art von Einträgen gibt es nicht: %s. Es gibt: %s.") % (", ".join(unknown), known)
            )
        if options["check"]:
            self._check()
        elif options["waiting"]:
            taken = indexer.drain()
            sentence = ngettext(
                "%d geänderter Eintrag aufgenommen.", "%d geänderte Einträge aufgenommen.", taken
            )
            self.stdout.write(sentence % taken)
        elif options["first"]:
            self._fill(options["jobs"])
        else:
            self._rebuild(options["kinds"])

    def _fill(self, jobs: int) -> None:
        try:
            self._report((kind, number, number) for kind, number in bulk.fill(jobs))
        except bulk.IndexNotEmptyError:
            raise CommandError(
                _("Der Suchindex ist nicht leer. Ohne --first wird er neu aufgebaut.")
            ) from None

    def _rebuild(self, kinds: list[str]) -> None:
        self._report(indexer.rebuild(kinds))
        indexer.drain()
        snapshots.renew()
        self._tell_odd_days()

    def _report(self, steps: Iterable[tuple[str, int, int]]) -> None:
        seen, changed = Counter[str](), Counter[str]()
        for kind, looked_at, written in steps:
            seen[kind] += looked_at
            changed[kind] += written
            if self.stdout.isatty():
                self.stdout.write(f"\r{kind}: {seen[kind]}", ending="")
                self.stdout.flush()
        for kind, number in seen.items():
            sentence = ngettext(
                "%(kind)s: %(n)d Eintrag geprüft, %(changed)d neu geschrieben.",
                "%(kind)s: %(n)d Einträge geprüft, %(changed)d neu geschrieben.",
                number,
            )
            self.stdout.write(sentence % {"kind": kind, "n": number, "changed": changed[kind]})

    def _tell_odd_days(self) -> None:
        """What the index could take only at the edge of the known days, or takes as it is though nobody can mean it."""
        found = list(odd_days())
        for odd in found[:MOST_NAMED]:
            self.stderr.write(str(odd))
        if found:
            sentence = ngettext(
                "%d Tag kann kaum gemeint sein; die Listen kommen damit zurecht. Zu berichtigen unter /moderation/tage/.",
                "%d Tage können kaum gemeint sein; die Listen kommen damit zurecht. Zu berichtigen unter /moderation/tage/.",
                len(found),
            )
            self.stderr.write(sentence % len(found))

    def _check(self) -> None:
        differing = list(indexer.drift())
        for kind, object_id in differing[:MOST_NAMED]:
            self.stderr.write(f"{kind} {object_id}")
        if differing:
            sentence = ngettext(
                "%d Eintrag des Suchindex weicht von den Daten ab. `manage.py reindex_search` behebt das.",
                "%d Einträge des Suchindex weichen von den Daten ab. `manage.py reindex_search` behebt das.",
                len(differing),
            )
            raise CommandError(sentence % len(differing))
        self.stdout.write(_("Der Suchindex stimmt mit den Daten überein."))
        self._tell_odd_days()
