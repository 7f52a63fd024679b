"""Break random lines, one at a time, and see whether a test notices. SEED repeats a choice, N says how many, IN where.

IN is an area (search, recognition, rhythm, erasure, permissions), several with commas, or the beginning of a path in one.
All happens in a copy of the project. A mutant that survives is a missing test, a needless line, or means the same.
"""

from __future__ import annotations

import difflib
import importlib
import os
import re
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import cache_from_source
from multiprocessing import get_context
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

import fasteners
from mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var" / "mutants"
NOT_COPIED = shutil.ignore_patterns(".*", "var", "node_modules")
# What other tests hold, or none can.
DECLARATIONS = {"__init__.py", "admin.py", "apps.py", "migrations", "models.py", "urls.py"}
# Imported once, not for each mutant: what is slow and never mutated. A call reads the German words.
PRELOADED = """numpy pyroaring openpyxl psycopg rapidfuzz django.test django.contrib.postgres.fields django.views.generic
    django.forms dateutil.rrule faker hypothesis _hypothesis_pytestplugin playwright.sync_api german.analyzer""".split()
PYTEST = ["-x", "-q", "-n", "0", "-m", "not browser", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
MOST_WORK = (
    60  # seconds of the processor for one test, however busy the machine is; the longest needs less than ten
)
TOO_LONG = re.compile(rb"^Timeout \(\d+:\d\d:\d\d.*\)!$", re.MULTILINE)  # as faulthandler says it


@dataclass(frozen=True)
class Area:
    """`code` and `tests` are patterns of paths; `about`: what stands in a test that may hold the code. A mutant of a module is
    first shown to the tests named like it; who passes them is shown to the others, first to those that name the module."""

    code: tuple[str, ...]
    tests: tuple[str, ...]
    about: str = ""


AREAS = {
    "search": Area(("search/**/*.py",), ("tests/search/**/test_*.py",)),
    "recognition": Area(
        ("actors/recognition/*.py", "networks/recognition/*.py", "duplicates/*.py"),
        ("tests/duplicates/**/test_*.py", "tests/actors/**/test_*.py", "tests/networks/**/test_*.py"),
        about="recognition|duplicates|similar|doppelstruktur|pruefen",
    ),
    "rhythm": Area(("rhythm/*.py",), ("tests/rhythm/**/test_*.py",)),
    "erasure": Area(
        ("accounts/erasure.py", "accounts/retention.py", "accounts/privacy.py", "*/personal.py", "*/forgetting.py"),
        (
            "tests/accounts/test_erasure*.py", "tests/*/test_personal*.py", "tests/accounts/test_privacy.py",
            "tests/accounts/test_retention.py", "tests/accounts/test_striking.py", "tests/accounts/test_consents.py",
            "tests/actors/test_consenting.py", "tests/portal/test_processing.py",
        ),
    ),
    "permissions": Area(
        ("accounts/roles.py", "*/rights.py", "moderation/permissions.py", "moderation/access.py"),
        (
            "tests/*/test_permissions.py", "tests/*/test_rights.py", "tests/*/test_roles.py", "tests/*/test_access.py",
            "tests/moderation/test_editors.py", "tests/moderation/test_editing.py", "tests/portal/test_role_table.py",
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    path: str
    mutation: Mutation
    named: tuple[str, ...]
    others: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.path}:{self.mutation.line}"


class Outcome(StrEnum):
    SURVIVED = "SURVIVED"
    CAUGHT = "caught"
    ENDLESS = "ENDLESS"  # no test failed; perhaps the mutant is only slower, or the machine was


def main() -> int:
    seed = int(os.environ.get("SEED") or SystemRandom().randrange(10**6))
    wanted, number = os.environ.get("IN", ""), int(os.environ.get("N") or 100)
    mutants = choose(lines_of(ROOT, wanted), Random(seed), number)  # noqa: S311 (not a secret)
    if not mutants:
        print(f"Nothing in {wanted!r}: write IN=search, one of {', '.join(AREAS)}, or a path in one of them.")
        return 2
    VAR.mkdir(parents=True, exist_ok=True)
    os.environ |= {"BILDUNGSNETZ_VAR": str(VAR), "OPENBLAS_NUM_THREADS": "1"}
    with fasteners.InterProcessLock(VAR / "lock"), TemporaryDirectory(prefix="tree-", dir=VAR) as copy:
        tree = Path(copy, "project")
        shutil.copytree(ROOT, tree, ignore=NOT_COPIED)
        preload(tree)
        start = time.monotonic()
        everybody = tuple({test: None for each in mutants for test in each.named + each.others})
        if tried_on(tree, everybody) != Outcome.SURVIVED:
            print(f"Tests fail where nothing was broken:\n{(VAR / 'pytest.log').read_text()}")
            return 1
        patience = 60 + 3 * (time.monotonic() - start)
        try_all(mutants, tree, lambda tests: tried_on(tree, tests, patience), f"seed {seed}")
    return 0


def lines_of(root: Path, wanted: str) -> dict[tuple[str, int], list[Mutant]]:
    """By path and line: all that can be broken there."""
    found: dict[tuple[str, int], list[Mutant]] = {}
    for name, area in AREAS.items():
        for path in _files(root, area.code):
            if DECLARATIONS & {*Path(path).parts} or not _is_wanted(wanted, name, path):
                continue
            named, others = _tests_of(root, path, area)
            for mutation in mutations((root / path).read_text()):
                found.setdefault((path, mutation.line), []).append(Mutant(path, mutation, named, others))
    return found


def _tests_of(root: Path, path: str, area: Area) -> tuple[tuple[str, ...], tuple[str, ...]]:
    texts = {test: (root / test).read_text() for test in _files(root, area.tests)}
    named = tuple(test for test in texts if _is_named_like(path, test))
    others = [test for test, text in texts.items() if test not in named and re.search(area.about, text)]
    return named, tuple(sorted(others, key=lambda test: Path(path).stem not in texts[test]))


def _files(root: Path, patterns: tuple[str, ...]) -> list[str]:
    return sorted({str(path.relative_to(root)) for pattern in patterns for path in root.glob(pattern)})


def _is_wanted(wanted: str, area: str, path: str) -> bool:
    return not wanted or any(
        one == area or path.startswith(f"{one}/") or path == one for one in wanted.split(",")
    )


def _is_named_like(path: str, test: str) -> bool:
    """tests/search/query/test_facets.py, or without the folders between."""
    room, *folders, name = Path(path).parts
    return Path(test) in (Path("tests", room, *folders, f"test_{name}"), Path("tests", room, f"test_{name}"))


def choose(lines: dict[tuple[str, int], list[Mutant]], random: Random, number: int) -> list[Mutant]:
    return [random.choice(lines[line]) for line in random.sample(sorted(lines), min(number, len(lines)))]


def preload(tree: Path) -> None:
    sys.path.insert(0, str(tree))
    for name in PRELOADED:
        importlib.import_module(name)
    importlib.import_module("german.analyzer").index_terms("Sprachförderung in der Kita")


def tried_on(tree: Path, tests: tuple[str, ...], patience: float | None = None) -> Outcome:
    """Whether the tests end well, and in time: all of them in so many seconds, each in a third of that and with MOST_WORK."""
    process = get_context("fork").Process(target=_run_tests, args=(tree, tests, patience))
    process.start()
    process.join(patience)
    is_late = process.is_alive()
    process.kill()
    process.join()
    is_busy = process.exitcode == -signal.SIGPROF
    if is_late or is_busy or TOO_LONG.search((VAR / "pytest.log").read_bytes()):
        return Outcome.ENDLESS
    return Outcome.CAUGHT if process.exitcode else Outcome.SURVIVED


def _run_tests(tree: Path, tests: tuple[str, ...], patience: float | None) -> None:
    import pytest

    os.chdir(tree)
    log = os.open(VAR / "pytest.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    each = f"faulthandler_timeout={(patience or 0) / 3}"
    arguments = [*PYTEST, "-o", each, "-o", "faulthandler_exit_on_timeout=true", *tests]
    os._exit(pytest.main(arguments, plugins=[Processor()]))


class Processor:
    """A plugin of pytest: the signal of this timer, which runs only while the process does, ends the process."""

    def pytest_runtest_setup(self) -> None:
        signal.setitimer(signal.ITIMER_PROF, MOST_WORK)


def try_all(
    mutants: list[Mutant], tree: Path, tried_on: Callable[[tuple[str, ...]], Outcome], repeat: str
) -> None:
    """Prints what became of each. `tried_on`: what becomes of the tree as it is before these tests."""
    known: Counter[Outcome] = Counter()
    with suppress(KeyboardInterrupt):  # whoever has waited long enough learns what is known by then
        for mutant in mutants:
            with broken(mutant, tree) as changed:
                outcomes = (tried_on(tests) for tests in (mutant.named, mutant.others) if tests)
                outcome = next((one for one in outcomes if one != Outcome.SURVIVED), Outcome.SURVIVED)
            known[outcome] += 1
            print(f"{known.total():3} {outcome} {mutant}", *changed, sep="\n    ", flush=True)
    endless = f", {number} endless" if (number := known[Outcome.ENDLESS]) else ""
    print(f"caught {known[Outcome.CAUGHT]} of {known.total()}{endless} ({repeat})")


@contextmanager
def broken(mutant: Mutant, tree: Path) -> Iterator[list[str]]:
    """Gives the lines that differ."""
    file = tree / mutant.path
    compiled = Path(cache_from_source(str(file)))  # might be taken for that of a file as long and as old
    whole = file.read_text()
    changed = mutant.mutation.apply(whole)
    file.write_text(changed)
    compiled.unlink(missing_ok=True)
    try:
        lines = difflib.ndiff(whole.splitlines(), changed.splitlines())
        yield [f"{line[0]} {line[2:].strip()}" for line in lines if line[0] in "-+"]
    finally:
        file.write_text(whole)
        compiled.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
