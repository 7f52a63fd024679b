"""Columns of a table and the fields of a record behind them.

A column reads a cell into a value, tells the record's present value, and whether the two say the same: that is how an
import knows that nothing changed. Links write other tables, after the record has its key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field

from exchange import cells
from exchange.errors import CellError
from exchange.words import ListWords, words_of_field

if TYPE_CHECKING:
    from exchange.resources import TableResource

type Record = models.Model


class TableColumn(Field):
    """One line of text. `is_prose`: written by people, so that a cell that looks spoiled is asked about."""

    is_prose = True

    def __init__(self, attribute: str, column_name: str | None = None, *, required: bool = False) -> None:
        super().__init__(attribute=attribute, column_name=column_name or attribute)
        self.required = required

    def read(self, row: dict[str, str], resource: TableResource) -> Any:
        cell = resource.cell(row, self.column_name)
        if self.required and not cells.one_line(cell):
            raise CellError(_("Hier muss etwas stehen."))
        return self.parse(cell, resource)

    def parse(self, cell: str, resource: TableResource) -> Any:
        return cells.one_line(cell)

    def current(self, record: Record) -> Any:
        return getattr(record, self.attribute)

    def says_the_same(self, record: Record, value: Any) -> bool:
        return self.current(record) == value

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        """Into the record, which is saved afterwards."""
        setattr(record, self.attribute, value)

    def write_links(self, record: Record, value: Any, resource: TableResource) -> None:
        """Into other tables, after the record was saved."""

    def update_fields(self) -> list[str]:
        """Database fields that `write` touches."""
        return [self.attribute]

    def show(self, record: Record, resource: TableResource) -> str:
        """The cell of an export: what `read` makes of it is the present value again."""
        return cells.as_text(self.current(record))

    def is_unchanged(self, record: Record, value: Any, resource: TableResource) -> bool:
        """Whether the cell says what the record holds, also where a cell can't hold it to the letter (doubled blanks)."""
        if self.says_the_same(record, value):
            return True
        return record.pk is not None and self._reads_as(self.show(record, resource), resource) == value

    def _reads_as(self, shown: str, resource: TableResource) -> Any:
        try:
            return self.parse(shown, resource)
        except CellError:
            return None


class PostalCode(TableColumn):
    def parse(self, cell: str, resource: TableResource) -> str:
        code = re.sub(r"^D ?[-–] ?(?=\d{5}$)", "", cells.one_line(cell))
        if re.fullmatch(r"\d{4}", code):
            raise CellError(
                _(
                    "Eine Postleitzahl hat fünf Ziffern. Vermutlich hat die Tabellenkalkulation die führende Null gestrichen: "
                    "Bitte 0{code} schreiben und die Spalte vorher als Text formatieren."
                ).format(code=code)
            )
        return code


class OptionalText(TableColumn):
    """Text that is missing rather than empty, as a kennung."""

    is_prose = False

    def parse(self, cell: str, resource: TableResource) -> str | None:
        return cells.one_line(cell) or None


class LongText(TableColumn):
    def parse(self, cell: str, resource: TableResource) -> str:
        return cells.paragraphs(cell)


class TextList(TableColumn):
    def parse(self, cell: str, resource: TableResource) -> list[str]:
        return cells.parts(cell)

    def show(self, record: Record, resource: TableResource) -> str:
        return cells.joined(self.current(record))


class WebAddress(TableColumn):
    is_prose = False

    def parse(self, cell: str, resource: TableResource) -> str:
        return cells.read_address(cell)


class Number(TableColumn):
    is_prose = False

    def parse(self, cell: str, resource: TableResource) -> float | None:
        return cells.read_number(cell)

    def show(self, record: Record, resource: TableResource) -> str:
        return cells.number_as_text(self.current(record))


class Day(TableColumn):
    is_prose = False

    def parse(self, cell: str, resource: TableResource) -> object:
        return cells.read_date(cell)


class YesNo(TableColumn):
    is_prose = False

    def parse(self, cell: str, resource: TableResource) -> bool:
        return cells.read_yes_no(cell)


class Permission(YesNo):
    """What an institution allows as long as nobody takes it back. An empty cell says nothing: a table that does not know of
    it takes no refusal back."""

    def parse(self, cell: str, resource: TableResource) -> bool | None:
        return cells.read_yes_no(cell) if cells.one_line(cell) else None

    def says_the_same(self, record: Record, value: bool | None) -> bool:
        return value is None or super().says_the_same(record, value)

    def write(self, record: Record, value: bool | None, resource: TableResource) -> None:
        if value is not None:
            super().write(record, value, resource)


class WordColumn(TableColumn):
    """A foreign key to a term. `words` names the resource's lookup."""

    is_prose = False

    def __init__(self, attribute: str, column_name: str, *, words: str, required: bool = False) -> None:
        super().__init__(attribute, column_name, required=required)
        self.words = words

    def lookup(self, resource: TableResource) -> ListWords:
        return getattr(resource, self.words)

    def parse(self, cell: str, resource: TableResource) -> Any:
        words = cells.parts(cell)
        if len(words) > 1:
            raise CellError(_("Hier darf nur ein Begriff stehen, nicht mehrere."))
        return self.lookup(resource).find(words[0]) if words else None

    def current(self, record: Record) -> int | None:
        return getattr(record, f"{self.attribute}_id")

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        setattr(record, f"{self.attribute}_id", value)

    def show(self, record: Record, resource: TableResource) -> str:
        pk = self.current(record)
        return cells.joined([self.lookup(resource).reference(pk)]) if pk else ""


class ChoiceColumn(WordColumn):
    """A word of a closed list; an empty cell means the default of a new record.

    The words are those of the field, with the synonyms shipped for the list that is called as the column, unless
    `words` names a lookup of the resource."""

    def __init__(self, attribute: str, column_name: str, *, words: str = "") -> None:
        super().__init__(attribute, column_name, words=words)

    def lookup(self, resource: TableResource) -> ListWords:
        if self.words:
            return super().lookup(resource)
        return words_of_field(resource.Meta.model, self.attribute, self.column_name)

    def parse(self, cell: str, resource: TableResource) -> Any:
        return super().parse(cell, resource) or ""

    def current(self, record: Record) -> Any:
        return getattr(record, self.attribute)

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        setattr(record, self.attribute, value)

    def show(self, record: Record, resource: TableResource) -> str:
        return str(getattr(record, f"get_{self.attribute}_display")())


class ChoiceWithDefault(ChoiceColumn):
    def parse(self, cell: str, resource: TableResource) -> str:
        default = resource.Meta.model._meta.get_field(self.attribute).get_default()
        return super().parse(cell, resource) or default


class Choices(ChoiceColumn):
    """Several words of a closed list, kept in the order of that list."""

    def parse(self, cell: str, resource: TableResource) -> list[str]:
        lookup = self.lookup(resource)
        chosen = {lookup.find(word) for word in cells.parts(cell)}
        return [value for value in lookup.names if value in chosen]

    def says_the_same(self, record: Record, value: list[str]) -> bool:
        return set(self.current(record)) == set(value)

    def show(self, record: Record, resource: TableResource) -> str:
        labels = type(record)._meta.get_field(self.attribute).labels(self.current(record))
        return cells.joined(map(str, labels))


class Links(TableColumn):
    """Base of columns that live in other tables only."""

    is_prose = False

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        """Nothing: see `write_links`."""

    def update_fields(self) -> list[str]:
        return []


class WordList(Links):
    """A many-to-many list of terms or districts."""

    def __init__(self, attribute: str, column_name: str, *, words: str) -> None:
        super().__init__(attribute, column_name)
        self.words = words

    def parse(self, cell: str, resource: TableResource) -> frozenset[int]:
        return frozenset(getattr(resource, self.words).find(word) for word in cells.parts(cell))

    def current(self, record: Record) -> frozenset[int]:
        if record.pk is None:
            return frozenset()
        return frozenset(term.pk for term in getattr(record, self.attribute).all())

    def write_links(self, record: Record, value: frozenset[int], resource: TableResource) -> None:
        """By the link table: `set()` would ask the database again what is there."""
        field = type(record)._meta.get_field(self.attribute)
        through, here = field.remote_field.through, f"{field.m2m_column_name()}"
        there, present = field.m2m_reverse_name(), self.current(record)
        through.objects.bulk_create(
            [through(**{here: record.pk, there: pk}) for pk in sorted(value - present)]
        )
        if gone := present - value:
            through.objects.filter(**{here: record.pk, f"{there}__in": gone}).delete()

    def show(self, record: Record, resource: TableResource) -> str:
        if record.pk is None:
            return ""
        words = getattr(resource, self.words)
        return cells.joined(words.reference(term.pk) for term in getattr(record, self.attribute).all())
