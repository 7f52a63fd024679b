from __future__ import annotations

import os
import platform
import subprocess
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from measuring.bench import datasette, measure
from measuring.bench.edits import Editor
from measuring.bench.measure import Times
from measuring.bench.plain import PlainSql, mismatches, question_of
from search.index import indexer
from search.index.postings import inverted_index
from search.index.warming import warm_up
from search.models import Entry
from search.query.results import ask

PARTNER_PAGES = 100  # enough for a p95; each is asked twice
HEADER = "| what | p50 | p95 | p99 | max | p50, own processor time | p95, own processor time |"


class Command(BaseCommand):
    help = "Measures the list pages on the entries of this database; appends the table to docs/benchmarks.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", default="", help="name of the directory, for the heading")
        parser.add_argument("--searches", type=int, default=400)
        parser.add_argument(
            "--others",
            type=int,
            default=100,
            help="so many searches are timed in plain SQL and Datasette, too",
        )
        parser.add_argument(
            "--check", type=int, default=1000, help="so many searches are compared with plain SQL"
        )
        parser.add_argument(
            "--edits", type=int, default=0, help="then make so many random edits, and compare again"
        )
        parser.add_argument(
            "--server", help="address of a portal on this database, to be asked over HTTP, too"
        )
        parser.add_argument("--datasette", help="the datasette program, to be measured in the same run")
        parser.add_argument("--write", type=Path, help="append the result to this file")

    def handle(self, *args: object, **options: Any) -> None:
        if isinstance(staticfiles_storage, ManifestFilesMixin) and not settings.PRODUCTION:
            call_command(
                "collectstatic", interactive=False, verbosity=0
            )  # the pages name them by their content
        text = "\n".join(self._measure(options)) + "\n"
        self.stdout.write(text)
        if options["write"]:
            with options["write"].open("a", encoding="utf-8") as file:
                file.write("\n" + text)

    def _measure(self, options: dict[str, Any]) -> Iterator[str]:
        load = _load()
        inverted_index.forget()
        start = time.perf_counter()
        warm_up()
        loading = time.perf_counter() - start
        searches = measure.mix(options["searches"])
        rows = list(_rows(searches, options))
        queries = measure.queries_of(searches)
        yield f"## {options['size'] or 'this directory'}: {Entry.objects.exclude(name='').count():,} entries"
        yield ""
        yield (
            f"{timezone.localdate()}, {platform.machine()}, {_processor()}, PostgreSQL {_version()}, "
            f"{options['searches']} searches (0-2 words, 0-3 filters, all facet counts, 20 rows). Milliseconds; load of "
            f"the machine {load} before and {_load()} after."
        )
        yield ""
        yield HEADER
        yield "|---|---|---|---|---|---|---|"
        yield from (f"| {name} | {times} |" for name, times in rows)
        yield ""
        yield (
            f"Queries per page: {min(queries)} to {max(queries)}. A process is ready after {loading:.1f} s. "
            f"{_compared(options['check'], seed=2)}"
        )
        if options["edits"]:
            yield ""
            yield from _after_edits(options["edits"], options["check"])


def _rows(searches: list[measure.Search], options: dict[str, Any]) -> Iterator[tuple[str, Times]]:
    yield "page, words seen for the first time", measure.of_pages(searches)
    yield "page, warm", measure.of_pages(searches)
    yield "asked again with its ETag (304)", measure.asked_again(searches[:100])
    plain = Times()
    for answer in [ask(question_of(search)) for search in searches[: options["others"]]]:
        plain.add(PlainSql(answer).page)
    yield f"the same by plain SQL ({options['others']} searches)", plain
    first, last = measure.deepest()
    yield "first page of everything", first
    yield "last page of everything", last
    yield "calendar of a full month, its weeks and lists", measure.of_calendar(10)
    yield from measure.of_insight(10, Editor())
    yield "partners, texts read for the first time", measure.of_partners(searches[:PARTNER_PAGES])
    yield "partners, warm", measure.of_partners(searches[:PARTNER_PAGES])
    if options["server"]:
        pages, again = measure.of_server(options["server"], searches)
        yield "page over HTTP", pages
        yield "asked again over HTTP (304)", again
    if options["datasette"]:
        times = datasette.measure(options["datasette"], searches[: options["others"]])
        yield f"Datasette, 20 rows and three facets ({options['others']} searches)", times


def _compared(number: int, seed: int) -> str:
    wrong = list(mismatches(measure.mix(number, seed=seed)))
    shown = "".join(f"\n- {one}" for one in wrong[:5])
    return f"Numbers that differ from plain SQL on {number} searches: {len(wrong)}.{shown}"


def _after_edits(number: int, check: int) -> Iterator[str]:
    times, missing = measure.after_edits(number, Editor())
    yield (
        f"After {number:,} random edits: {_compared(check, seed=3)} Pages that did not show the edit just before them: "
        f"{missing} of {len(times.values)}; the page after ten edits takes {times.share(0.5):.0f} ms (p50), "
        f"{times.share(0.95):.0f} ms (p95), {max(times.values):.0f} ms (max). Entries that differ from what their "
        f"documents would give now: {len(list(indexer.drift()))}."
    )


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
