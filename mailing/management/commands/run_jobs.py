from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import Error
from django.utils.translation import ngettext

from mailing.schedule import all_jobs, run_jobs
from mailing.timer import run_due_jobs_until
from mailing.wording import without_personal_data

PAUSE = timedelta(minutes=1)


class Command(BaseCommand):
    help = "Erledigt, was das Portal regelmäßig von selbst tut: alles, die genannten Aufgaben oder nur die fälligen."
    requires_system_checks = ()  # they ask the database, which may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="nur diese Aufgaben")
        parser.add_argument("--due", action="store_true", help="nur, was an der Zeit ist")
        parser.add_argument(
            "--loop", action="store_true", help="jede Minute nachsehen, was an der Zeit ist, bis zum Abbruch"
        )
        parser.add_argument("--list", action="store_true", help="die Aufgaben nennen")

    def handle(self, *args: Any, **options: Any) -> None:
        jobs = all_jobs()
        if unknown := set(options["names"]) - set(jobs):
            raise CommandError(
                f"Unbekannt: {', '.join(sorted(unknown))}. Es gibt: {', '.join(jobs) or 'keine Aufgaben'}."
            )
        chosen = [jobs[name] for name in options["names"] or jobs]
        if options["list"]:
            for job in chosen:
                self.stdout.write(f"{job.name}\t{job.label}")
        elif options["loop"]:
            self._loop(options["names"])
        elif failed := self._once(chosen, only_due=options["due"]):
            raise CommandError(_failed(failed, len(chosen)))

    def _once(self, jobs: list[Any], *, only_due: bool) -> int:
        """Returns how many failed."""
        try:
            runs = run_jobs(jobs, only_due=only_due)
        except Error as error:
            raise CommandError(
                f"Die Datenbank ist gerade fort, beim nächsten Mal geht es weiter ({without_personal_data(error)})."
            ) from error
        for run in runs:
            self.stdout.write(f"{run.name}: {run.summary or run.error}")
        return sum(not run.succeeded for run in runs)

    def _loop(self, names: list[str]) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        run_due_jobs_until(stop, pause=PAUSE, names=names)


def _failed(number: int, chosen: int) -> str:
    """„1 von 3 Aufgaben ist gescheitert.“"""
    jobs = ngettext("%(n)d von %(chosen)d Aufgabe", "%(n)d von %(chosen)d Aufgaben", chosen)
    told = ngettext("%s ist gescheitert.", "%s sind gescheitert.", number)
    return told % (jobs % {"n": number, "chosen": chosen})
