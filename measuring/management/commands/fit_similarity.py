"""Fits the weights of the recognition to material with truth, and to what people decided here."""

from __future__ import annotations

from argparse import ArgumentTypeError
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from actors.recognition import pairs as actor_pairs
from actors.recognition import scoring as actor_scoring
from duplicates.scoring import Model
from measuring import evaluation, fitting, real_lists
from measuring.fitting import Pairs, together
from networks.recognition import pairs as network_pairs
from networks.recognition import scoring as network_scoring

COLLECTIONS = tuple(f"{folder}={','.join(names)}" for folder, names in evaluation.FITTED_ON.items())
NOTES = """Weights of the signals of {room}/recognition/features.py: logistic regression, fitted by
`manage.py fit_similarity`. Signals ending in _gegen speak against (weights ≤ 0), all others for (≥ 0).
The score of a pair is 1 / (1 + exp(-(achsenabschnitt + sum of weight × signal))).

Fitted on {day}:"""
BY_HAND = "  The weights under [gewichte_von_hand] were not fitted: the material holds too few cases."


def share(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        raise ArgumentTypeError(f"„{text}“ liegt nicht zwischen 0 und 1.")
    return value


class Command(BaseCommand):
    help = "Passt die Gewichte der Doppelungs-Erkennung an Material mit bekannter Wahrheit an."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "collections",
            nargs="*",
            metavar="ORDNER=NAME,NAME",
            help="Ordner und Eigennamen der Kommune (für Netzwerke; sonst die mitgelieferten Sammlungen)",
        )
        parser.add_argument(
            "--schools",
            type=Path,
            metavar="ORDNER",
            help="passt die Gewichte für Akteure an: Ordner mit Schullisten",
        )
        parser.add_argument("--actors", action="store_true", help="für Akteure (mit --schools, --decisions)")
        parser.add_argument(
            "--out", type=Path, metavar="DATEI.toml", help="wohin (sonst die mitgelieferte Datei)"
        )
        parser.add_argument("--same-from", type=share, help="ab hier „gibt es schon“ (0 bis 1)")
        parser.add_argument("--related-from", type=share, help="ab hier „verwandt“ (0 bis 1)")
        parser.add_argument(
            "--decisions",
            action="store_true",
            help="lernt auch aus den Entscheidungen und Zusammenführungen dieser Kommune",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for_actors = bool(options["actors"] or options["schools"])
        scoring = actor_scoring if for_actors else network_scoring
        like = _with_thresholds(scoring.shipped_model(), options)
        try:
            model, figures = (_actors if for_actors else _networks)(options, like)
        except (OSError, ValueError) as error:
            raise CommandError(f"Daraus lässt sich nichts lernen: {error}") from error
        room = "actors" if for_actors else "networks"
        notes = [*NOTES.format(room=room, day=date.today()).split("\n"), *figures]  # noqa: DTZ011 - of the machine that fits
        fitting.write_model(options["out"] or scoring.WEIGHTS, model, notes)
        self.stdout.write("\n".join(figures))


def _with_thresholds(model: Model, options: dict[str, Any]) -> Model:
    given = {name: options[name] for name in ("same_from", "related_from") if options[name] is not None}
    return replace(model, **given)


def _networks(options: dict[str, Any], like: Model) -> tuple[Model, list[str]]:
    collections = [_read(text) for text in options["collections"] or COLLECTIONS]
    known = {collection.name: evaluation.pairs(collection) for collection in collections}
    learnt = [network_pairs.decided_signals()] if options["decisions"] else []
    towns = evaluation.read_collection(settings.BASE_DIR / evaluation.SEVERAL_TOWNS, [])
    variants = [towns, evaluation.without_place(towns)]
    several = together(map(evaluation.pairs, variants))
    model = evaluation.fit_both(together([*known.values(), *learnt]), several, like)
    figures = [*_network_figures(collections, known, model)]
    titles = "", ", no place said"
    figures += [
        f"  {one.name}{title}: {summary(one, one.answers(model))}"
        for one, title in zip(variants, titles, strict=True)
    ]
    return model, figures


def _network_figures(
    collections: list[evaluation.Collection], known: dict[str, Pairs], model: Model
) -> Iterator[str]:
    for collection in collections:
        yield f"  {collection.name} (as fitted): {summary(collection, collection.answers(model))}"
        others = [pairs for name, pairs in known.items() if name != collection.name]
        if others:
            unseen = collection.answers(fitting.fit(*together(others), model))
            yield f"  {collection.name} (from the others alone): {summary(collection, unseen)}"


def _actors(options: dict[str, Any], like: Model) -> tuple[Model, list[str]]:
    if not options["schools"] and not options["decisions"]:
        raise CommandError(
            "Für Akteure braucht es Listen (--schools ORDNER) oder Entscheidungen (--decisions)."
        )
    known = real_lists.pairs(options["schools"]) if options["schools"] else {}
    if options["decisions"]:
        known["decided here"] = actor_pairs.decided_signals()
    model = fitting.fit(*together(known.values()), like)
    figures = [
        f"  {name}: {sum(same)} of {len(same)} pairs are the same" for name, (_rows, same) in known.items()
    ]
    return model, [*figures, *([BY_HAND] if model.by_hand else [])]


def _read(text: str) -> evaluation.Collection:
    folder, _equals, names = text.partition("=")
    path = Path(folder) if Path(folder).is_absolute() else settings.BASE_DIR / folder
    return evaluation.read_collection(path, filter(None, names.split(",")))


def summary(collection: evaluation.Collection, answers: dict[str, list[Any]]) -> str:
    """One line of figures."""
    found = evaluation.figures(collection, answers)
    old, new = found["alle Doppelungen"], found["alle neuen"]
    right, of = old.right.hits + new.right.hits, old.right.of + new.right.of
    return (
        f"recall@1 {old.first.share:.3f}, recall@5 {old.among_five.share:.3f}, recognised {old.recognised.share:.3f}, "
        f"verdicts right {right}/{of}, false on new {new.false_alarms.hits}/{new.false_alarms.of}"
    )
