"""References that lead back to where they began: A belongs to B, B to C, C to A. Told in the row, never kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from exchange.references import EntryReference
from moderation.rings import ring_from


@dataclass(frozen=True)
class Reference:
    """What a row says in one column, and what the record said before."""

    pk: int
    line: int
    word: str
    before: dict[str, Any]


class RefusesRings:
    """Mixin of a resource whose entries refer to entries of the same model."""

    Meta: Any

    def _reset_rings(self) -> None:
        self._references: dict[EntryReference, dict[int, Reference]] = defaultdict(dict)
        self._row_before: dict[EntryReference, dict[str, Any]] = {}

    def _leads_to_own_kind(self, column: Any) -> bool:
        return (
            isinstance(column, EntryReference)
            and self.Meta.model._meta.get_field(column.attribute).related_model is self.Meta.model
        )

    def note_change(self, record: models.Model, column: Any) -> None:
        """Before a row's cell is written."""
        if self._leads_to_own_kind(column):
            self._row_before[column] = _state(record, column)

    def note_saved(self, record: models.Model, row: dict[str, Any], line: int) -> None:
        for column, before in self._row_before.items():
            word = str(row.get(column.column_name, ""))
            self._references[column][record.pk] = Reference(record.pk, line, word, before)

    def note_settled(self, record: models.Model, column: EntryReference, word: str, line: int) -> None:
        """A reference that had to wait for its entry."""
        known = self._references[column].get(record.pk)
        before = known.before if known else _state(record, column)
        self._references[column][record.pk] = Reference(record.pk, line, word, before)

    def refuse_rings(self, result: Any) -> None:
        for column, references in self._references.items():
            self._refuse_rings_of(column, references, result)

    def _refuse_rings_of(self, column: EntryReference, references: dict[int, Reference], result: Any) -> None:
        key = f"{column.attribute}_id"
        leads_to = dict(
            self.Meta.model.objects.exclude(**{key: None}).values_list(
                "pk", key
            )  # all: a ring may lead anywhere
        )
        rings = {pk: ring for pk in references if (ring := ring_from(pk, leads_to))}
        names = self.Meta.model.objects.in_bulk({pk for ring in rings.values() for pk in ring})
        for pk, ring in rings.items():
            shown = " → ".join(f"„{names[step].name}“" for step in (*ring, pk))
            reason = _("Das führt im Kreis: {ring}.").format(ring=shown)
            reference, record = references[pk], names[pk]
            for attribute, value in reference.before.items():
                setattr(record, attribute, value)
            self.save_reference(record, column)
            self.refuse_cell(reference.line, column.column_name, reference.word, reason, result)


def _state(record: models.Model, column: EntryReference) -> dict[str, Any]:
    names = [f"{column.attribute}_id", *column.update_fields()[1:]]
    return {name: getattr(record, name) for name in names}
