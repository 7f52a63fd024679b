"""A new row that looks like an entry that exists already: found and told before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import batched
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.cells import one_line
from exchange.windows import LINE, WINDOW

if TYPE_CHECKING:
    from exchange.resources import TableResource


class Way(StrEnum):
    """What happens to such a row."""

    ASK = "ask"  # it is refused until somebody decides
    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"


@dataclass(frozen=True)
class LikelyDouble:
    """An entry like a row. `kennung` may be empty; `reasons` in German."""

    pk: int
    name: str
    kennung: str
    address: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        inside = "; ".join(filter(None, (self.kennung, ", ".join(self.reasons))))
        return f"„{self.name}“ ({inside})" if inside else f"„{self.name}“"


@dataclass(frozen=True)
class Double:
    """A row of the file, the entry that it is like, and what happens to it."""

    line: int
    name: str
    alike: LikelyDouble
    way: Way

    def __str__(self) -> str:
        outcome = {
            Way.ASK: _("noch nicht entschieden"),
            Way.SKIP: _("ausgelassen"),
            Way.UPDATE: _("der vorhandene Eintrag wird geändert"),
            Way.ADD: _("trotzdem angelegt"),
        }[self.way]
        return _("Zeile {line}, „{name}“: Gibt es vermutlich schon als {alike} – {outcome}.").format(
            line=self.line, name=self.name, alike=self.alike, outcome=outcome
        )


@dataclass
class Doubles:
    """What one import does with new rows that look like existing entries. `choices`: the way of single lines."""

    default: Way = Way.ASK
    choices: Mapping[int, Way] = field(default_factory=dict)
    found: dict[int, Double] = field(default_factory=dict)
    _changed_by: dict[int, int] = field(default_factory=dict)

    def look(self, resource: TableResource, dataset: Any) -> None:
        """Compare all new rows with what is stored, before the first of them is."""
        if not resource.Meta.model.objects.exists():
            return
        for window in batched(_rows(dataset), WINDOW, strict=False):
            known = resource.records_of({resource.key_of(row) for _line, row in window})
            for line, row in window:
                if resource.key_of(row) not in known and not resource.was_merged(row):
                    self._compare(resource, line, row)

    def _compare(self, resource: TableResource, line: int, row: dict[str, str]) -> None:
        alike = resource.alike(row)
        if alike is not None:
            way = self.choices.get(line, self.default)
            self.found[line] = Double(line, one_line(row.get("name") or ""), alike, way)

    def of(self, row: Mapping[str, Any]) -> Double | None:
        return self.found.get(row.get(LINE, -1))

    def settle(self, double: Double) -> None:
        """Raises ValidationError with a German sentence for a row that can't be taken as it is."""
        if double.way == Way.ASK:
            raise ValidationError(
                _(
                    "Gibt es vermutlich schon: {alike}. Bitte entscheiden: auslassen, ändern oder anlegen."
                ).format(alike=double.alike)
            )
        first = self._changed_by.setdefault(double.alike.pk, double.line)
        if double.way == Way.UPDATE and first != double.line:
            raise ValidationError(
                _("„{name}“ wird schon von Zeile {line} geändert.").format(name=double.alike.name, line=first)
            )

    @property
    def counted(self) -> Counter[Way]:
        return Counter(double.way for double in self.found.values())


def _rows(dataset: Any) -> Iterable[tuple[int, dict[str, str]]]:
    """Line in the file and cells by column; a file without line numbers begins below its header row."""
    for number, cells in enumerate(dataset, 2):
        row = dict(zip(dataset.headers, cells, strict=False))
        yield row.get(LINE) or number, row


class WatchesDoubles:
    """Mixin of a resource that asks of every new row whether its entry exists."""

    doubles: Doubles | None

    def alike(self, row: dict[str, str]) -> LikelyDouble | None:
        """The entry that a new row most probably means. Rooms that recognise their entries say it."""
        del row
        return None

    def get_or_init_instance(self, instance_loader: Any, row: dict[str, Any]) -> tuple[Any, bool]:
        instance, is_new = super().get_or_init_instance(instance_loader, row)  # type: ignore[misc]
        double = self.double_of(row)
        if is_new and double and double.way == Way.UPDATE:
            return self.get_queryset().get(pk=double.alike.pk), False  # type: ignore[attr-defined]
        return instance, is_new

    def is_double_left_out(self, row: dict[str, Any]) -> bool:
        """Raises ValidationError for a row about which nobody decided yet."""
        double = self.double_of(row)
        if double and self.doubles:
            self.doubles.settle(double)
        return double is not None and double.way == Way.SKIP

    def is_update_of_double(self, row: dict[str, Any]) -> bool:
        double = self.double_of(row)
        return double is not None and double.way == Way.UPDATE

    def double_of(self, row: dict[str, Any]) -> Double | None:
        return self.doubles.of(row) if self.doubles else None

    def _keeps(self, instance: Any, column: Any, row: dict[str, Any]) -> bool:
        """A row of another source fills gaps and corrects; it takes neither the kennung away nor what it does not know."""
        is_own_kennung = column.column_name == "kennung" and bool(instance.kennung)
        return is_own_kennung or not self._key_part(row, column.column_name)
