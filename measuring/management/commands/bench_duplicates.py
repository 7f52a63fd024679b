"""Measures „Gibt es das schon?“ on the networks of this database: one check, all pairs, a table of proposals."""

from __future__ import annotations

import os
import random
import resource
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from duplicates.candidates import CANDIDATES_SQL
from measuring.bench.measure import Times
from networks.models import BlockingRecord
from networks.recognition import blocking, candidates, pairs
from networks.recognition.structures import Structure

HEADER = "| what | p50 | p95 | p99 | max | p50, own processor time | p95, own processor time |"


class Command(BaseCommand):
    help = "Measures the recognition of duplicates on the networks of this database (made by generate_directory)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checks", type=int, default=300, help="so many plans are checked, twice")
        parser.add_argument("--pairs", action="store_true", help="compares all pairs of the directory, too")
        parser.add_argument("--write", type=Path, help="append the result to this file")

    def handle(self, *args: object, **options: Any) -> None:
        blocking.refresh_all()
        if not BlockingRecord.objects.exists():
            raise CommandError(
                "Ohne Netzwerke gibt es nichts zu messen: erst `manage.py generate_directory`."
            )
        text = "\n".join(_measure(options["checks"], with_pairs=options["pairs"])) + "\n"
        self.stdout.write(text)
        if options["write"]:
            with options["write"].open("a", encoding="utf-8") as file:
                file.write("\n" + text)


def _measure(checks: int, *, with_pairs: bool) -> Iterator[str]:
    load = _load()
    start = time.perf_counter()
    known = candidates.current_statistics()
    taken = time.perf_counter() - start
    proposals = plans(checks)
    first, again, table = Times(), Times(), Times()
    visitor = AnonymousUser()
    for times in (first, again):
        for proposal in proposals:
            times.add(lambda plan=proposal: candidates.found_for(visitor, plan))
    table.add(lambda: [candidates.find(plan) for plan in proposals])
    yield f"### {known.size:,} networks"
    yield ""
    yield (
        f"{timezone.localdate()}, load of the machine {load} before and {_load()} after. {checks} plans: networks "
        "of the directory with a typing error, without their name or without their purpose, half of them with members. Milliseconds."
    )
    yield ""
    yield HEADER
    yield "|---|---|---|---|---|---|---|"
    yield f"| one check, first time | {first} |"
    yield f"| one check, again | {again} |"
    yield ""
    yield (
        f"Statistics of the directory, once a process: {taken:.1f} s. {checks} proposals in a row, as `check_duplicates`: "
        f"{table.values[0] / 1000:.1f} s. Most memory of the process: {_memory()} MB."
    )
    if with_pairs:
        yield ""
        yield from _pairs()
    yield ""
    yield from _plan(proposals[0], known)


def _pairs() -> Iterator[str]:
    start, own = time.perf_counter(), time.process_time()
    found = pairs.alike_pairs()
    yield (
        f"All pairs: {time.perf_counter() - start:.1f} s by the clock, {time.process_time() - own:.1f} s of the processor; "
        f"{len(found)} are alike."
    )


def plans(number: int, seed: int = 1) -> list[Structure]:
    """Plans that people might type: what is stored, cut and misspelt. The same for the same directory and seed."""
    chance = random.Random(seed)  # noqa: S311
    ids = list(BlockingRecord.objects.order_by("pk").values_list("pk", flat=True))
    chosen = chance.sample(ids, min(number, len(ids)))
    stored = dict(BlockingRecord.objects.filter(pk__in=chosen).values_list("pk", "structure"))
    return [_plan_from(blocking.from_json(stored[pk]), chance) for pk in chosen]


def _plan_from(stored: Structure, chance: random.Random) -> Structure:
    name, purpose = stored.name, stored.purpose
    slip = chance.randrange(max(1, len(name) - 1))
    name = name[:slip] + name[slip + 1 : slip + 2] + name[slip : slip + 1] + name[slip + 2 :]
    kind = chance.randrange(3)
    return Structure(
        name="Neues Vorhaben" if kind == 0 else name,
        purpose="" if kind == 1 else purpose,
        themes=stored.themes if chance.random() < 0.5 else frozenset(),
        districts=stored.districts,
        members=stored.members if chance.random() < 0.5 else frozenset(),
    )


def _plan(proposal: Structure, known: candidates.NetworkStatistics) -> Iterator[str]:
    """How PostgreSQL finds the candidates."""
    wanted = candidates.wanted_keys(proposal, known)
    values: list[Any] = [list(wanted), list(wanted.values()), candidates.POSTINGS, 2 * candidates.CANDIDATES]
    asked = f"EXPLAIN (ANALYZE, COSTS OFF, SUMMARY ON) {blocking.TABLE.sql(CANDIDATES_SQL)}"
    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        lines = [line for (line,) in cursor.fetchall()]
    yield f"The plan of the one query that finds candidates ({len(wanted)} keys):"
    yield ""
    yield "```"
    yield from (line[:110] for line in lines)
    yield "```"


def _load() -> str:
    """Jobs that wanted a core in the last minute: above the number of cores the times are longer than need be."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
