"""Cells that look as if a program had changed them: told with line and column, and taken as somebody decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from exchange import cells
from exchange.errors import CellError
from exchange.windows import LINE
from vocabulary.doubts import has_lost_letters, meant

if TYPE_CHECKING:
    from exchange.columns import TableColumn
    from exchange.resources import TableResource


class Taken(StrEnum):
    """How such a cell is taken."""

    KEEP = "keep"
    MEND = "mend"
    REFUSE = "refuse"  # the row counts as bad


@dataclass(frozen=True)
class OddCell:
    """`better` is empty where nobody can tell what the cell should say."""

    line: int
    column: str
    value: str
    better: str
    taken: Taken

    @property
    def question(self) -> str:
        if self.better:
            return _("Gemeint ist vermutlich „{text}“.").format(text=self.better)
        return _("Hier fehlen vermutlich Umlaute.")

    def __str__(self) -> str:
        outcome = {
            Taken.KEEP: _("übernommen, wie es dasteht"),
            Taken.MEND: _("so übernommen"),
            Taken.REFUSE: _("noch nicht entschieden"),
        }[self.taken]
        return _("Zeile {line}, Spalte {column}, „{value}“: {question} – {outcome}.").format(
            line=self.line,
            column=self.column,
            value=self.value,
            question=self.question.rstrip("."),
            outcome=outcome,
        )


@dataclass
class OddCells:
    """What one import does with them. `choices`: by line and column."""

    default: Taken = Taken.KEEP
    choices: Mapping[tuple[int, str], Taken] = field(default_factory=dict)
    found: dict[tuple[int, str], OddCell] = field(default_factory=dict)

    def settled(self, column: TableColumn, value: Any, row: dict[str, Any], resource: TableResource) -> Any:
        """The value that the import takes. Raises CellError where somebody has to decide first."""
        text = row.get(column.column_name)
        if not column.is_prose or not isinstance(text, str) or cells.is_guarded(text):
            return value
        better = meant(cells.visible(text).replace("\n", " "))
        if not better and not has_lost_letters(text):
            return value
        place = (row[LINE], column.column_name)
        taken = self.choices.get(place, self.default)
        taken = Taken.KEEP if taken == Taken.MEND and not better else taken
        odd = self.found[place] = OddCell(*place, cells.one_line(text), better, taken)
        if taken == Taken.REFUSE:
            raise CellError(odd.question)
        return column.parse(better, resource) if taken == Taken.MEND else value
