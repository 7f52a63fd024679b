"""How well the search finds what was meant: measured on questions with known answers."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

DEPTH = 10  # hits that somebody looks through before asking anew
COLUMNS = {"anfrage", "erwartet", "art"}


class FileError(Exception):
    """The file is not what is expected; the message says in German what is wrong."""


@dataclass
class LabelledQuery:
    """`expected`: kennungen that should be among the first hits; `found`: the first hits."""

    query: str
    expected: list[str]
    kind: str
    found: list[str] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        return bool(self.found) and self.found[0] in self.expected

    @property
    def recall(self) -> float:
        return len(set(self.found[:DEPTH]) & set(self.expected)) / len(self.expected)


def read(path: Path) -> list[LabelledQuery]:
    """Rows `anfrage;erwartet;art`, kennungen separated by |. Raises FileError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{path} lässt sich nicht lesen: {error}.") from error
    if not rows or not set(rows[0]) >= COLUMNS:
        raise FileError(f"{path} braucht die Spalten anfrage;erwartet;art und mindestens eine Zeile.")
    cases = [
        LabelledQuery(row["anfrage"], [k for k in (row["erwartet"] or "").split("|") if k], row["art"] or "")
        for row in rows
    ]
    empty = next((case.query for case in cases if not case.expected), None)
    if empty is not None:
        raise FileError(f"{path}: Bei der Anfrage „{empty}“ steht nicht, welcher Eintrag erwartet wird.")
    return cases


def measure(
    cases: Iterable[LabelledQuery], find: Callable[[str], list[str]]
) -> dict[str, list[LabelledQuery]]:
    """Fills in what `find` gives for each query; cases by their kind, in the order of the file."""
    by_kind: dict[str, list[LabelledQuery]] = defaultdict(list)
    for case in cases:
        case.found = find(case.query)
        by_kind[case.kind].append(case)
    return dict(by_kind)


def table(by_kind: dict[str, list[LabelledQuery]]) -> list[str]:
    """One line per kind and one for all: share with an expected hit first, recall@10, share without any hit."""
    everything = [case for cases in by_kind.values() for case in cases]
    lines = [f"{'Art':<14}{'Fragen':>7}{'erster':>9}{'Recall@10':>11}{'ohne':>7}"]
    for kind, cases in [*by_kind.items(), ("alle", everything)]:
        number = len(cases)
        first = sum(case.is_first for case in cases) / number
        recall = sum(case.recall for case in cases) / number
        without = sum(not case.found for case in cases) / number
        lines.append(f"{kind:<14}{number:>7}{first:>9.2f}{recall:>11.2f}{without:>7.2f}")
    return lines
