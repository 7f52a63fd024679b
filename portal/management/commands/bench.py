from __future__ import annotations

import os
import platform
import subprocess
import time
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from portal.bench import datasette, measure
from search.models import Entry
from search.results import ask
from search.stock import stock


class Command(BaseCommand):
    help = "Measures the list pages on the entries of this database; appends the table to docs/benchmarks.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", default="", help="name of the stock, for the heading")
        parser.add_argument("--searches", type=int, default=400)
        parser.add_argument(
            "--check", type=int, default=200, help="so many searches are compared with plain SQL"
        )
        parser.add_argument("--datasette", help="the datasette program, to be measured in the same run")
        parser.add_argument("--write", type=Path, help="append the result to this file")

    def handle(self, *args: object, **options: object) -> None:
        lines = list(self._measure(options))
        text = "\n".join(lines) + "\n"
        self.stdout.write(text)
        if options["write"]:
            with options["write"].open("a", encoding="utf-8") as file:
                file.write("\n" + text)

    def _measure(self, options: dict) -> list[str]:
        stock.forget()
        start = time.perf_counter()
        searches = measure.mix(options["searches"])
        loading = time.perf_counter() - start
        cold, _queries = measure.of_pages(searches)
        warm, queries = measure.of_pages(searches)
        plain = measure.Times()
        questions = [ask(measure.question_of(search)) for search in searches[: options["check"]]]
        for answer in questions:
            plain.add(measure.PlainSql(answer).page)
        wrong = list(measure.mismatches(measure.mix(options["check"], seed=2)))
        first, last = measure.deepest()
        rows = [
            ("page, words seen for the first time", cold), ("page, warm", warm), ("the same by plain SQL", plain),
            ("first page of everything", first), ("last page of everything", last),
        ]  # fmt: skip
        if options["datasette"]:
            rows.append(
                ("Datasette, 20 rows and three facets", datasette.measure(options["datasette"], searches))
            )
        return [
            f"## {options['size'] or 'this stock'}: {Entry.objects.exclude(name='').count():,} entries",
            "",
            (
                f"{timezone.localdate()}, {platform.machine()}, {_processor()}, PostgreSQL {_version()}, "
                f"{options['searches']} searches (0-2 words, 0-3 filters, all facet counts, 20 rows). Milliseconds; load of the machine "
                f"{_load()}."
            ),
            "",
            "| what | p50 | p95 | p99 | max | p95, own processor time |",
            "|---|---|---|---|---|---|",
            *(f"| {name} | {times} |" for name, times in rows),
            "",
            (
                f"Queries per page: {min(queries)} to {max(queries)}. Counts that differ from plain SQL on "
                f"{options['check']} searches: {len(wrong)}. A process reads the index in {loading:.1f} s."
            ),
            *wrong[:5],
        ]


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split()[0]


def _load() -> str:
    """Jobs that wanted a core in the last minute: above the number of cores the times are longer than need be."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _processor() -> str:
    found = subprocess.run(["nproc"], capture_output=True, text=True, check=False)  # noqa: S607
    return f"{found.stdout.strip() or '?'} cores"
