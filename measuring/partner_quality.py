"""How well „Partner finden“ names whom a coordinator would have named: situations with labels by two people.

Asked is the page itself, as an anonymous visitor sees it. Only who both labelled counts: somebody *fits* where both gave a grade,
and fits *exactly* where at least one of them gave the highest."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from measuring.evaluation import Count

FOLDER = Path(__file__).parent / "collections" / "partners"
HALVES = {"gesehen": "seen, fitted on", "zu": "closed"}  # in the order of the report
SHOWN = 5  # of each list at first
EXACTLY, SECOND = 2, 1  # the grades
BY = "ab"  # labels_a.csv, labels_b.csv


class LabelsError(Exception):
    """A file is not what is expected; the message says in German what is wrong."""


@dataclass(frozen=True)
class Situation:
    """One row of `situations.csv`; lists of names as in the vocabulary. `asker`: key of the asking actor, or empty."""

    number: str
    half: str
    asker: str
    groups: tuple[str, ...]
    themes: tuple[str, ...]
    places: tuple[str, ...]
    phases: tuple[str, ...]
    kinds: tuple[str, ...]
    wanted: str

    @property
    def is_offer(self) -> bool:
        return self.wanted.startswith("bietet: ")

    @property
    def wish(self) -> str:
        return self.wanted.removeprefix("bietet: ")


# Number of the situation -> key of an actor -> grade.
type Labels = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class NamedPartners:
    """Keys of the actors that an answer names, best first."""

    exact: tuple[str, ...] = ()
    second: tuple[str, ...] = ()


type Answer = Callable[[Situation], NamedPartners]


def situations(path: Path = FOLDER / "situations.csv") -> list[Situation]:
    """In the order of the file. Raises LabelsError."""

    def several(row: Mapping[str, str], column: str) -> tuple[str, ...]:
        return tuple(filter(None, row[column].split("|")))

    return [
        Situation(
            row["nummer"], row["haelfte"], row["wer"], several(row, "zielgruppe"), several(row, "thema"), several(row, "stadtteil"),
            several(row, "phase"), several(row, "art"), row["gesucht"],
        )
        for row in _rows(path, {"nummer", "haelfte", "wer", "zielgruppe", "thema", "stadtteil", "phase", "art", "gesucht"})
    ]  # fmt: skip


def labels(folders: Iterable[Path]) -> dict[str, Labels]:
    """By who labelled: the lines of all folders together. Raises LabelsError where a file is missing or says other things."""
    found: dict[str, dict[str, dict[str, int]]] = {one: {} for one in BY}
    for folder in folders:
        for one in BY:
            for row in _rows(folder / f"labels_{one}.csv", {"nummer", "kennung", "grad"}):
                found[one].setdefault(row["nummer"], {})[row["kennung"]] = int(row["grad"])
    return dict(found)


def _rows(path: Path, columns: set[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
    except (OSError, UnicodeDecodeError) as error:
        raise LabelsError(f"{path} lässt sich nicht lesen: {error}.") from error
    if not rows or not set(rows[0]) >= columns:
        raise LabelsError(
            f"{path} braucht die Spalten {';'.join(sorted(columns))} und mindestens eine Zeile."
        )
    return rows


def truth(by: Mapping[str, Labels], number: str) -> dict[str, int]:
    """Who fits in a situation: EXACTLY or SECOND, for those to whom both gave a grade."""
    one, other = (by[name].get(number, {}) for name in BY)
    return {
        key: EXACTLY if max(one[key], other[key]) == EXACTLY else SECOND for key in one.keys() & other.keys()
    }


@dataclass
class ListFigures:
    """Of the actors shown first: `exactly` fit so, `fits` fit at all. `found`: of all that fit so (or at all), those shown."""

    exactly: Count = field(default_factory=Count)
    fits: Count = field(default_factory=Count)
    found_exactly: Count = field(default_factory=Count)
    found: Count = field(default_factory=Count)

    def add(self, shown: Iterable[str], right: Mapping[str, int]) -> None:
        shown = list(shown)
        for key in shown:
            self.exactly.add(right.get(key) == EXACTLY)
            self.fits.add(key in right)
        for key, grade in right.items():
            self.found.add(key in shown)
            if grade == EXACTLY:
                self.found_exactly.add(key in shown)


def figures(
    asked: Iterable[Situation], by: Mapping[str, Labels], answer: Answer
) -> tuple[ListFigures, ListFigures, ListFigures]:
    """Of the list „passt genau“, of „auf den zweiten Blick“ and of both, each with at most SHOWN actors."""
    exact, second, both = ListFigures(), ListFigures(), ListFigures()
    for one in asked:
        right = truth(by, one.number)
        named = answer(one)
        exact.add(named.exact[:SHOWN], right)
        second.add(named.second[:SHOWN], right)
        both.add((*named.exact[:SHOWN], *named.second[:SHOWN]), right)
    return exact, second, both


def agreement(
    by: Mapping[str, Labels], asked: Iterable[Situation], actors: Mapping[str, int]
) -> dict[str, float]:
    """Cohen's kappa over every actor in every situation: whether it fits at all, and of the three grades weighted linearly.
    `actors`: number of the situation -> how many actors were to be judged."""
    pairs: list[tuple[int, int]] = []
    for one in asked:
        first, other = (by[name].get(one.number, {}) for name in BY)
        keys = first.keys() | other.keys()
        pairs += [(first.get(key, 0), other.get(key, 0)) for key in keys]
        pairs += [(0, 0)] * (actors[one.number] - len(keys))
    return {
        "fits": _kappa([(min(a, 1), min(b, 1)) for a, b in pairs]),
        "grades": _kappa(pairs),
    }


def _kappa(pairs: list[tuple[int, int]]) -> float:
    """1 minus the disagreement seen over the disagreement to be expected; distances count once each."""
    total = len(pairs)
    seen = sum(abs(a - b) for a, b in pairs) / total
    grades = {grade for pair in pairs for grade in pair}
    share = [{g: sum(pair[side] == g for pair in pairs) / total for g in grades} for side in (0, 1)]
    expected = sum(share[0][a] * share[1][b] * abs(a - b) for a in grades for b in grades)
    return 1 - seen / expected if expected else 1.0


HEAD = (
    "| half | answer | shown | fit exactly | fit | of those that fit exactly, shown | of all that fit, shown |\n"
    "|---|---|---|---|---|---|---|"
)


def table(asked: list[Situation], by: Mapping[str, Labels], answers: Mapping[str, Answer]) -> Iterator[str]:
    """Rows of a Markdown table: each half that has labels, the lists of the first answer apart, then those beside it."""
    yield HEAD
    for half, title in HALVES.items():
        those = [one for one in asked if one.half == half]
        if not is_labelled(those, by):
            continue
        for position, (name, answer) in enumerate(answers.items()):
            exact, second, both = figures(those, by, answer)
            if position == 0:
                yield _row(title, f"**{name}**, „passt genau“", exact)
                yield _row(title, f"**{name}**, „auf den zweiten Blick“", second)
                yield _row(title, f"**{name}**, both", both)
            else:
                yield _row(title, name, exact)


def is_labelled(those: Iterable[Situation], by: Mapping[str, Labels]) -> bool:
    """Whether both have looked at these situations."""
    numbers = {one.number for one in those}
    return all(numbers & by[name].keys() for name in BY)


def _row(half: str, name: str, one: ListFigures) -> str:
    cells = (one.exactly, one.fits, one.found_exactly, one.found)
    return f"| {half} | {name} | {one.fits.of} | {' | '.join(map(_cell, cells))} |"


def _cell(count: Count) -> str:
    if count.share is None:
        return "–"
    low, high = count.bounds
    return f"{count.share:.2f} ({low:.2f}–{high:.2f})"
