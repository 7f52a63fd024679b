from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from measuring.bench.generator import SIZES, DirectoryNotEmptyError, Generator, Size


class Command(BaseCommand):
    help = "Fills an empty database with an invented directory of any size, for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=SIZES, help="instead of the numbers")
        parser.add_argument("--actors", type=int, default=3_000)
        parser.add_argument("--networks", type=int, default=300)
        parser.add_argument("--memberships", type=int, help="default: three per actor")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--no-index", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["size"]:
            size = SIZES[options["size"]]
        else:
            size = Size(
                options["actors"], options["networks"], options["memberships"] or 3 * options["actors"]
            )
        if size.memberships > size.actors * size.networks // 4:
            raise CommandError(_("So viele verschiedene Mitgliedschaften gibt es bei diesen Zahlen nicht."))
        try:
            for name, rows in Generator(size, options["seed"]).run():
                self.stdout.write(f"{name}: {rows}")
        except DirectoryNotEmptyError:
            raise CommandError(
                _("Im Verzeichnis stehen schon Einträge. Erfundene kommen nur in eine leere Datenbank.")
            ) from None
        if not options["no_index"]:
            call_command("reindex_search", "--first", stdout=self.stdout)
