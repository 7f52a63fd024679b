"""Fits the weights of `networks.recognition.scoring` to collections with truth, and to what people decided here."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from measuring import evaluation, fitting
from networks.recognition import pairs
from networks.recognition.scoring import WEIGHTS, Model

SAME_FROM = 0.5  # more likely than not; no verdict is false then with weights „from the others alone“
RELATED_FROM = 0.01  # one in a hundred: as „verwandt“ it costs a glance, as a verdict it would be wrong
COLLECTIONS = tuple(f"{folder}={','.join(names)}" for folder, names in evaluation.FITTED_ON.items())
NOTES = (
    "Weights of the signals of networks/recognition/features.py: logistic regression, fitted by",
    "`manage.py fit_similarity`. Signals ending in _gegen speak against (weights ≤ 0), all others for (≥ 0).",
    "The score of a pair is 1 / (1 + exp(-(achsenabschnitt + sum of weight × signal))).",
    "",
)


class Command(BaseCommand):
    help = "Passt die Gewichte der Doppelungs-Erkennung an Sammlungen mit bekannter Wahrheit an."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "collections", nargs="*", metavar="ORDNER=NAME,NAME", help="Ordner und Eigennamen der Kommune"
        )
        parser.add_argument(
            "--out",
            type=Path,
            default=WEIGHTS,
            metavar="DATEI.toml",
            help="wohin (sonst die mitgelieferte Datei)",
        )
        parser.add_argument(
            "--same-from", type=float, default=SAME_FROM, help="ab hier „gibt es schon“ (0 bis 1)"
        )
        parser.add_argument(
            "--related-from", type=float, default=RELATED_FROM, help="ab hier „verwandt“ (0 bis 1)"
        )

        parser.add_argument(
            "--decisions",
            action="store_true",
            help="lernt auch aus den Entscheidungen und Zusammenführungen dieser Kommune",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        collections = [_read(text) for text in options["collections"] or COLLECTIONS]

        def fit(rows: list[list[float]], is_same: list[bool]) -> Model:
            return fitting.fit(
                rows, is_same, same_from=options["same_from"], related_from=options["related_from"]
            )

        known = {collection.name: evaluation.pairs(collection) for collection in collections}
        learnt = [pairs.decided_signals()] if options["decisions"] else []
        model = fit(*_together([*known.values(), *learnt]))
        notes = [*NOTES, f"Fitted on {date.today():%Y-%m-%d}:"]  # noqa: DTZ011 - the day of the machine that fits
        for collection in collections:
            notes += [f"  {collection.name} (as fitted): {summary(collection, collection.answers(model))}"]
            others = [pairs for name, pairs in known.items() if name != collection.name]
            if others:
                unseen = collection.answers(fit(*_together(others)))
                notes += [f"  {collection.name} (from the others alone): {summary(collection, unseen)}"]
        fitting.write_model(options["out"], model, notes)
        self.stdout.write("\n".join(notes[len(NOTES) :]))


type Pairs = tuple[list[list[float]], list[bool]]


def _together(pairs: list[Pairs]) -> Pairs:
    return [row for rows, _same in pairs for row in rows], [flag for _rows, same in pairs for flag in same]


def _read(text: str) -> evaluation.Collection:
    folder, _equals, names = text.partition("=")
    path = Path(folder) if Path(folder).is_absolute() else settings.BASE_DIR / folder
    try:
        return evaluation.read_collection(path, filter(None, names.split(",")))
    except OSError as error:
        raise CommandError(f"Diese Sammlung ist nicht lesbar: {error}") from error


def summary(collection: evaluation.Collection, answers: dict[str, list[Any]]) -> str:
    """One line of figures."""
    found = evaluation.figures(collection, answers)
    old, new = found["alle Doppelungen"], found["alle neuen"]
    right, of = old.right.hits + new.right.hits, old.right.of + new.right.of
    return (
        f"recall@1 {old.first.share:.3f}, recall@5 {old.among_five.share:.3f}, recognised {old.recognised.share:.3f}, "
        f"verdicts right {right}/{of}, false on new {new.false_alarms.hits}/{new.false_alarms.of}"
    )
