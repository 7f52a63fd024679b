"""Brings the shipped controlled lists into the database without touching what a curator changed."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from vocabulary.models import (
    ActorKind,
    LifePhase,
    MemberFunction,
    NetworkFormat,
    ResourceKind,
    TargetGroup,
    Term,
    Theme,
)

SHIPPED = Path(__file__).parent / "data" / "vokabular.csv"

# The lists charakter, verbindlichkeit, offenheit and status are closed: they live in the Network model.
LISTS: dict[str, type[Term]] = {
    "thema": Theme,
    "zielgruppe": TargetGroup,
    "phase": LifePhase,
    "akteursart": ActorKind,
    "format": NetworkFormat,
    "funktion": MemberFunction,
    "ressource": ResourceKind,
}


@dataclass
class LoadReport:
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_vocabulary(path: Path = SHIPPED) -> LoadReport:
    """Create and update terms from `path` (columns liste;begriff;oberbegriff;synonyme).

    A field is updated only while it still holds what was shipped before; a term that a curator deleted
    stays deleted. Loading twice changes nothing."""
    report = LoadReport()
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["liste"] in LISTS]
    for position, row in enumerate(rows):
        _load_term(LISTS[row["liste"]], row, position, report)
    return report


def _load_term(model: type[Term], row: dict[str, str], position: int, report: LoadReport) -> None:
    shipped: dict[str, Any] = {
        "name": row["begriff"],
        "synonyms": [word for word in row["synonyme"].split("|") if word],
        "position": position,
    }
    if model is Theme:
        shipped["parent"] = row["oberbegriff"]
    term = _find(model, shipped["name"])
    if term is None:
        if not _was_deleted(model, shipped["name"]):
            model.objects.create(**_as_fields(model, shipped), shipped=shipped)
            report.created.append(shipped["name"])
        return
    _update(term, shipped, report)


def _find(model: type[Term], name: str) -> Term | None:
    """The term that was shipped as `name` (it may be called otherwise now), else the one called so."""
    shipped_as = model.objects.filter(shipped__name=name).first()
    return shipped_as or model.objects.filter(name=name).first()


def _was_deleted(model: type[Term], name: str) -> bool:
    return model.pgh_event_model.objects.filter(pgh_label="delete", shipped__name=name).exists()


def _update(term: Term, shipped: dict[str, object], report: LoadReport) -> None:
    previous = term.shipped or {}
    untouched = [name for name in shipped if name in previous and _current(term, name) == previous[name]]
    stale = {name: shipped[name] for name in untouched if shipped[name] != previous[name]}
    if len(untouched) < len(shipped):
        report.kept.append(term.name)
    if stale or term.shipped != shipped:
        for name, value in _as_fields(type(term), stale).items():
            setattr(term, name, value)
        term.shipped = shipped
        term.save()
    if stale:
        report.changed.append(term.name)


def _current(term: Term, name: str) -> object:
    if name == "parent":
        return term.parent.name if term.parent else ""
    return getattr(term, name)


def _as_fields(model: type[Term], shipped: dict[str, object]) -> dict[str, object]:
    fields = dict(shipped)
    if "parent" in fields:
        fields["parent"] = _find(model, str(fields["parent"])) if fields["parent"] else None
    return fields
