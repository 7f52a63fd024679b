from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.test import RequestFactory
from django.utils.translation import gettext as _

from measuring import search_quality
from portal.directory import DirectoryListView
from search.models import Entry
from search.query.highlighting import hits


class Command(BaseCommand):
    help = "Asks the directory every question of a file (anfrage;erwartet;art) and prints how often it finds the answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--misses", action="store_true", help="also print what was not found, or not first"
        )
        parser.add_argument(
            "--at-least", type=float, help="exit status 1 when a kind has fewer first hits than this share"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            cases = search_quality.read(options["file"])
        except search_quality.FileError as error:
            raise CommandError(str(error)) from error
        wanted = {kennung for case in cases for kennung in case.expected}
        if not Entry.objects.filter(kennung__in=wanted).exists():
            raise CommandError(
                _(
                    "Von den erwarteten Einträgen steht keiner im Verzeichnis. Laden Sie es zuerst, die Demostadt mit "
                    "manage.py load_demo und reindex_search."
                )
            )
        by_kind = search_quality.measure(cases, find)
        self.stdout.write("\n".join(search_quality.table(by_kind)))
        if options["misses"]:
            for case in cases:
                if not case.is_first or case.recall < 1:
                    self.stdout.write(
                        f"{case.kind}: {case.query}: {'|'.join(case.expected)} <> {'|'.join(case.found[:10])}"
                    )
        if options["at_least"] is not None:
            weak = [
                k
                for k, c in by_kind.items()
                if sum(case.is_first for case in c) / len(c) < options["at_least"]
            ]
            if weak:
                raise CommandError(_("Zu selten steht der erwartete Eintrag vorn: %s.") % ", ".join(weak))


def find(query: str) -> list[str]:
    """Kennungen of the first hits, exactly as an anonymous visitor of /verzeichnis/ sees them."""
    view = DirectoryListView()
    view.request = RequestFactory().get("/verzeichnis/", {"q": query})
    view.request.user = AnonymousUser()
    _filters, answer = view.answer()
    return [hit.kennung for hit in hits(answer, answer.page(0, search_quality.DEPTH))]
