"""Coordinates of a file that can hardly be meant: told with line and column, and taken as somebody decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from exchange import cells
from exchange.errors import CellError
from exchange.windows import LINE
from vocabulary.area import Area, Point, area_of

if TYPE_CHECKING:
    from exchange.columns import TableColumn


class Going(StrEnum):
    """What becomes of such a place."""

    REFUSE = "refuse"  # the row counts as bad
    LEAVE = "leave"  # the row comes in without it
    KEEP = "keep"
    MEND = "mend"  # latitude and longitude change places, where that leads here; else as `refuse`


@dataclass(frozen=True)
class OddPlace:
    """`is_swapped`: the other way round it lies here."""

    line: int
    column: str
    name: str
    place: Point
    question: str
    is_swapped: bool
    going: Going

    @property
    def shown(self) -> str:
        return ", ".join(map(cells.number_as_text, self.place))

    @property
    def mended(self) -> str:
        return ", ".join(map(cells.number_as_text, self.place[::-1]))

    def __str__(self) -> str:
        outcome = {
            Going.REFUSE: _("noch nicht entschieden"),
            Going.LEAVE: _("Koordinaten nicht übernommen"),
            Going.KEEP: _("übernommen, wie es dasteht"),
            Going.MEND: _("vertauscht übernommen"),
        }[self.going]
        return _("Zeile {line}, Spalte {column}, „{value}“ ({name}): {question} – {outcome}.").format(
            line=self.line, column=self.column, value=self.shown, name=self.name,
            question=self.question.rstrip("."), outcome=outcome,
        )  # fmt: skip


@dataclass
class OddPlaces:
    """What one import does with them. `choices`: by line."""

    default: Going = Going.KEEP
    choices: Mapping[int, Going] = field(default_factory=dict)
    found: dict[int, OddPlace] = field(default_factory=dict)

    def going(self, line: int, is_swapped: bool) -> Going:
        going = self.choices.get(line, self.default)
        return Going.REFUSE if going == Going.MEND and not is_swapped else going


class AsksAboutPlaces:
    """Mixin for a resource whose records have coordinates: `place_fields` names the fields of both, and `area_with`
    says where places usually lie."""

    odd_places: OddPlaces
    place_fields: tuple[str, str] | None = None
    _dataset: Any = None

    def area_with(self, points: Iterator[Point]) -> Area:
        """With what the file itself has."""
        return area_of(points)

    @cached_property
    def area(self) -> Area:
        return self.area_with(self._points_of_file())

    def _coordinates(self) -> list[TableColumn]:
        by_field = {column.attribute: column for column in self.get_import_fields()}
        return [by_field[name] for name in self.place_fields or ()]

    def _points_of_file(self) -> Iterator[Point]:
        headers, names = self._dataset.headers, [column.column_name for column in self._coordinates()]
        if not set(names) <= set(headers):
            return
        places = [headers.index(name) for name in names]
        for values in self._dataset:
            try:
                latitude, longitude = (cells.read_number(cells.as_text(values[place])) for place in places)
            except CellError:
                continue  # told with its row
            if latitude is not None and longitude is not None:
                yield latitude, longitude

    def settle_place(
        self, instance: Any, row: dict[str, Any], changes: list[tuple[TableColumn, Any]]
    ) -> list[tuple[TableColumn, Any]]:
        """The changes that the import makes. Raises CellError where somebody has to decide first."""
        columns = self._coordinates()
        typed = {column.attribute: value for column, value in changes if column in columns}
        if not typed:
            return changes
        latitude, longitude = (
            typed.get(column.attribute, getattr(instance, column.attribute)) for column in columns
        )
        if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
            return changes  # nothing to ask, or refused by the record's own rules
        place = (latitude, longitude)
        if not (question := self.area.doubt(place)):
            return changes
        line, name = row[LINE], str(row.get("name") or instance)
        is_swapped = self.area.holds(place[::-1])
        going = self.odd_places.going(line, is_swapped)
        self.odd_places.found[line] = OddPlace(
            line, columns[0].column_name, name, place, question, is_swapped, going
        )
        if going == Going.REFUSE:
            raise CellError(question)
        if going == Going.KEEP:
            return changes
        others = [(column, value) for column, value in changes if column not in columns]
        if going == Going.LEAVE:
            return others
        return [*others, *zip(columns, place[::-1], strict=True)]
