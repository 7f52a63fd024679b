"""One import from file to report: open, map, import in one transaction, say what happened."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from import_export.exceptions import ImportError as ResourceError
from import_export.results import Result, RowResult

from exchange.asking import OddCell
from exchange.cells import harmless
from exchange.doubles import Double, Way
from exchange.mapping import MappedTable, Mapping
from exchange.odd_places import Going, OddPlace
from exchange.resources import LINE, PROBLEM, TableResource
from exchange.tables import SourceTable, open_table
from vocabulary.models import District

SHOWN_VALUE = 60  # characters of a bad cell that a report shows
MOST_NOTES = 12  # kinds of notes that a report lists; the others are counted


@dataclass(frozen=True)
class BadCell:
    """Why a row was refused: its line, the column („“ for the row as a whole), the cell, the reason."""

    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        place = _("Zeile {line}").format(line=self.line)
        if self.column:
            shown = self.value if len(self.value) <= SHOWN_VALUE else f"{self.value[:SHOWN_VALUE]}…"
            place += _(", Spalte {column}, „{value}“").format(
                column=self.column, value=" ".join(shown.split())
            )
        return f"{place}: {self.reason}"


@dataclass
class Report:
    """What an import did, or would have done."""

    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    bad: list[BadCell] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    changed_columns: Counter[str] = field(default_factory=Counter)
    new_districts: list[District] = field(default_factory=list)
    guessed_districts: list[District] = field(default_factory=list)  # of which nothing was known
    adopted_districts: list[District] = field(default_factory=list)
    doubles: list[Double] = field(default_factory=list)  # new rows that look like an existing entry
    odd: list[OddCell] = field(default_factory=list)  # cells that look as if a program had changed them
    odd_places: list[OddPlace] = field(default_factory=list)  # coordinates that lie elsewhere
    remarks: list[str] = field(default_factory=list)  # how the file was read

    @property
    def undecided(self) -> list[Double]:
        return [double for double in self.doubles if double.way == Way.ASK]

    @property
    def undecided_places(self) -> list[OddPlace]:
        return [place for place in self.odd_places if place.going == Going.REFUSE]

    @property
    def bad_lines(self) -> set[int]:
        return {cell.line for cell in self.bad}

    def lines(self) -> Iterator[str]:
        """The report in German, line by line."""
        for cell in self.bad:
            yield str(cell)
        for double in self.doubles:
            if double.way != Way.ASK:  # those stand among the rows that were refused
                yield str(double)
        yield from (str(cell) for cell in self.odd if cell.line not in self.bad_lines)
        yield from (str(place) for place in self.odd_places if place.line not in self.bad_lines)
        yield from (_("Hinweis: {sentence}").format(sentence=sentence) for sentence in self.remarks)
        notes = Counter({note: count for note, count in self.notes.items() if note not in self.remarks})
        for sentence, count in notes.most_common(MOST_NOTES):
            yield _("Hinweis: {sentence}").format(sentence=sentence) + (f" ({count}×)" if count > 1 else "")
        if len(notes) > MOST_NOTES:
            more = len(notes) - MOST_NOTES
            yield ngettext(
                "… und {count} weitere Art von Hinweisen.", "… und {count} weitere Arten von Hinweisen.", more
            ).format(count=more)
        for rule, count in self.skipped.items():
            yield _("Ausgelassen nach der Zuordnung ({rule}): {count}").format(rule=rule, count=count)
        yield from self._about_districts()
        if self.changed_columns:
            yield _("Geänderte Spalten: {columns}").format(
                columns=", ".join(f"{name} ({count}×)" for name, count in self.changed_columns.most_common())
            )
        yield self.summary()

    def _about_districts(self) -> Iterator[str]:
        if self.new_districts:
            names = ", ".join(f"{d.name} ({d.get_level_display()})" for d in self.new_districts)
            yield _("Neu angelegte Gebiete: {names}").format(names=names)
        if self.guessed_districts:
            names = ", ".join(d.name for d in self.guessed_districts)
            yield _("Ebene und Lage nicht bekannt, deshalb als Stadtteile angelegt: {names}").format(
                names=names
            )
        if self.adopted_districts:
            names = ", ".join(d.name for d in self.adopted_districts)
            yield _("Diese Gebiete liegen nun in {whole}: {names}").format(
                whole=self.adopted_districts[0].parent, names=names
            )

    def summary(self) -> str:
        text = ngettext("{rows} Zeile", "{rows} Zeilen", self.rows).format(rows=self.rows)
        text += _(": {created} neu, {changed} geändert, {unchanged} unverändert").format(
            created=self.created, changed=self.changed, unchanged=self.unchanged
        )
        if self.left_out:
            text += _(", {count} ausgelassen (wiederholt, zusammengeführt oder schon vorhanden)").format(
                count=self.left_out
            )
        if self.bad:
            count = len(self.bad_lines)
            text += ngettext(", {count} fehlerhaft", ", {count} fehlerhaft", count).format(count=count)
        return f"{text}."


def import_file(
    path: Path,
    resource: TableResource,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    skip_bad: bool = False,
) -> tuple[Report, SourceTable]:
    """Import a file with a resource. Nothing is kept with `dry_run`, nor, without `skip_bad`, with any bad row.

    Raises TableError when the file or the mapping can't be read."""
    rules = Mapping.read(mapping, resource.headers) if mapping else None
    table = open_table(path, sorted(rules.foreign) if rules else resource.headers)
    if rules:
        resource.repeated = rules.rows.get("repeated", resource.repeated)
    dataset = MappedTable(table, rules, resource.headers, (LINE, PROBLEM))
    resource.hurry()
    with pghistory.context(source="import", file=path.name):
        result = resource.import_data(
            dataset, dry_run=dry_run, use_transactions=True, rollback_on_validation_errors=not skip_bad
        )
    return _report(result, resource, dataset), table


def _report(result: Result, resource: TableResource, dataset: MappedTable) -> Report:
    for error in result.base_errors:
        cause = error.error.error if isinstance(error.error, ResourceError) else error.error
        raise cause
    for _number, errors in result.row_errors():
        raise errors[0].error  # a mistake of ours, not of the file
    bad = [cell for row, error in resource.refused for cell in _bad_cells(row, error)]
    totals = result.totals
    districts = resource.__dict__.get("districts")
    return Report(
        rows=len(dataset),
        created=totals[RowResult.IMPORT_TYPE_NEW],
        changed=totals[RowResult.IMPORT_TYPE_UPDATE],
        unchanged=totals[RowResult.IMPORT_TYPE_SKIP] - resource.left_out,
        left_out=resource.left_out,
        skipped=dataset.skipped,
        bad=sorted(bad, key=lambda cell: cell.line),
        notes=resource.notes,
        odd=sorted(resource.odd.found.values(), key=lambda cell: cell.line),
        odd_places=sorted(resource.odd_places.found.values(), key=lambda place: place.line),
        remarks=dataset.remarks(),
        changed_columns=resource.changed_columns,
        new_districts=districts.created if districts else [],
        guessed_districts=districts.guessed if districts else [],
        adopted_districts=districts.adopted if districts else [],
        doubles=sorted(resource.doubles.found.values(), key=lambda double: double.line)
        if resource.doubles
        else [],
    )


def _bad_cells(row: dict[str, Any], error: ValidationError) -> Iterator[BadCell]:
    columns = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for column, reasons in columns.items():
        for reason in reasons:
            if column == NON_FIELD_ERRORS:
                yield BadCell(row[LINE], "", "", str(reason))
            else:
                yield BadCell(row[LINE], column, str(row.get(column, "")), str(reason))


def write_bad_rows(path: Path, table: SourceTable, report: Report) -> None:
    """The refused rows as they came, with a column that says why, ready to be mended and imported again."""
    reasons: dict[int, list[str]] = {}
    for cell in report.bad:
        reasons.setdefault(cell.line, []).append(
            f"{cell.column}: {cell.reason}" if cell.column else cell.reason
        )
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([*table.headers, _("grund")])
        for row in table.rows():
            if row.line in reasons:
                cells = [harmless(cell) for cell in row.cells[: len(table.headers)]]
                cells += [""] * (len(table.headers) - len(cells))
                writer.writerow([*cells, harmless(" · ".join(reasons[row.line]))])
