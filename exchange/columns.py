"""Columns of a table and the fields of a record behind them.

A column reads a cell into a value, tells the record's present value, and whether the two say the same: that is how an
import knows that nothing changed. Links write other tables, after the record has its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field

from exchange import cells
from exchange.errors import CellError

if TYPE_CHECKING:
    from exchange.resources import TableResource

type Record = models.Model


class Column(Field):
    """One line of text."""

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

    def show(self, record: Record) -> str:
        return cells.as_text(self.current(record))

    def export(self, instance: Record, **kwargs: object) -> str:
        return self.show(instance)


class OptionalText(Column):
    """Text that is missing rather than empty, as a kennung."""

    def parse(self, cell: str, resource: TableResource) -> str | None:
        return cells.one_line(cell) or None


class LongText(Column):
    def parse(self, cell: str, resource: TableResource) -> str:
        return cells.paragraphs(cell)


class TextList(Column):
    def parse(self, cell: str, resource: TableResource) -> list[str]:
        return cells.parts(cell)


class WebAddress(Column):
    def parse(self, cell: str, resource: TableResource) -> str:
        return cells.read_address(cell)


class Number(Column):
    def parse(self, cell: str, resource: TableResource) -> float | None:
        return cells.read_number(cell)


class Day(Column):
    def parse(self, cell: str, resource: TableResource) -> object:
        return cells.read_date(cell)


class YesNo(Column):
    def parse(self, cell: str, resource: TableResource) -> bool:
        return cells.read_yes_no(cell)


class Word(Column):
    """A foreign key to a term. `words` names the resource's lookup."""

    def __init__(self, attribute: str, column_name: str, *, words: str, required: bool = False) -> None:
        super().__init__(attribute, column_name, required=required)
        self.words = words

    def parse(self, cell: str, resource: TableResource) -> Any:
        word = cells.one_line(cell)
        if cells.SEPARATOR in word:
            raise CellError(_("Hier darf nur ein Begriff stehen, nicht mehrere."))
        return getattr(resource, self.words).find(word) if word else None

    def current(self, record: Record) -> int | None:
        return getattr(record, f"{self.attribute}_id")

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        setattr(record, f"{self.attribute}_id", value)

    def show(self, record: Record) -> str:
        return str(getattr(record, self.attribute)) if self.current(record) else ""


class Choice(Word):
    """A word of a closed list; an empty cell means the default of a new record."""

    def parse(self, cell: str, resource: TableResource) -> str:
        return super().parse(cell, resource) or ""

    def current(self, record: Record) -> str:
        return getattr(record, self.attribute)

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        setattr(record, self.attribute, value)

    def show(self, record: Record) -> str:
        return str(getattr(record, f"get_{self.attribute}_display")())


class ChoiceWithDefault(Choice):
    def parse(self, cell: str, resource: TableResource) -> str:
        default = resource.Meta.model._meta.get_field(self.attribute).get_default()
        return super().parse(cell, resource) or default


class Choices(Word):
    """Several words of a closed list, kept in the order of that list."""

    def parse(self, cell: str, resource: TableResource) -> list[str]:
        lookup = getattr(resource, self.words)
        chosen = {lookup.find(word) for word in cells.parts(cell)}
        return [value for value in lookup.names if value in chosen]

    def current(self, record: Record) -> list[str]:
        return getattr(record, self.attribute)

    def says_the_same(self, record: Record, value: list[str]) -> bool:
        return set(self.current(record)) == set(value)

    def write(self, record: Record, value: Any, resource: TableResource) -> None:
        setattr(record, self.attribute, value)

    def show(self, record: Record) -> str:
        labels = type(record)._meta.get_field(self.attribute).labels(self.current(record))
        return cells.SEPARATOR.join(map(str, labels))


class Links(Column):
    """Base of columns that live in other tables only."""

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

    def show(self, record: Record) -> str:
        if record.pk is None:
            return ""
        return cells.SEPARATOR.join(str(term) for term in getattr(record, self.attribute).all())


class EntryReference(Column):
    """A foreign key to an entry by kennung or exact name. `entries` names the resource's lookup.

    Where the entry may stand further down in the same file, the reference is settled at the end (`later`)."""

    def __init__(self, attribute: str, column_name: str, *, entries: str, later: bool = False) -> None:
        super().__init__(attribute, column_name)
        self.entries, self.later = entries, later

    def parse(self, cell: str, resource: TableResource) -> int | None:
        word = cells.one_line(cell)
        if not word:
            return None
        lookup = getattr(resource, self.entries)
        if self.later and not lookup.find(word) and resource.is_announced(word):
            resource.settle_later(self, word)
            return None
        return lookup.the_one(word)

    def current(self, record: Record) -> int | None:
        return getattr(record, f"{self.attribute}_id")

    def write(self, record: Record, value: int | None, resource: TableResource) -> None:
        setattr(record, f"{self.attribute}_id", value)

    def settle(self, record: Record, word: str, resource: TableResource) -> None:
        """Called when all rows are in. Raises CellError if the entry did not come after all."""
        self.write(record, getattr(resource, self.entries).the_one(word), resource)

    def show(self, record: Record) -> str:
        entry = getattr(record, self.attribute) if self.current(record) else None
        return (entry.kennung or entry.name) if entry else ""


class EntryOrText(EntryReference):
    """A reference that stays text where the directory has no such entry, or several; `text` is the second field."""

    def __init__(
        self, attribute: str, column_name: str, *, text: str, entries: str, later: bool = False
    ) -> None:
        super().__init__(attribute, column_name, entries=entries, later=later)
        self.text = text

    def parse(self, cell: str, resource: TableResource) -> tuple[tuple[int, ...], str]:
        """(possible entries, word)"""
        word = cells.one_line(cell)
        found = getattr(resource, self.entries).find(word) if word else []
        if word and not found and self.later and resource.is_announced(word):
            resource.settle_later(self, word)
        return tuple(found), word

    def says_the_same(self, record: Record, value: tuple[tuple[int, ...], str]) -> bool:
        found, word = value
        if self.current(record):
            return self.current(record) in found
        wanted = [pk for pk in found if pk != record.pk]
        return getattr(record, self.text) == word and len(wanted) != 1

    def write(self, record: Record, value: tuple[tuple[int, ...], str], resource: TableResource) -> None:
        found, word = value
        others = [pk for pk in found if pk != record.pk]  # its own Träger: kept as text
        entry = others[0] if len(others) == 1 else None
        setattr(record, f"{self.attribute}_id", entry)
        setattr(record, self.text, "" if entry else word)
        if len(others) > 1:
            resource.note(
                _(
                    "{column} „{word}“ gibt es mehrmals im Verzeichnis; der Name bleibt als Text stehen."
                ).format(column=self.column_name, word=word)
            )

    def settle(self, record: Record, word: str, resource: TableResource) -> None:
        self.write(record, (tuple(getattr(resource, self.entries).find(word)), word), resource)

    def update_fields(self) -> list[str]:
        return [self.attribute, self.text]

    def show(self, record: Record) -> str:
        return super().show(record) or getattr(record, self.text)


class EntryList(WordList):
    """A many-to-many list of entries by kennung or exact name."""

    def parse(self, cell: str, resource: TableResource) -> frozenset[int]:
        return frozenset(getattr(resource, self.words).the_one(word) for word in cells.parts(cell))

    def show(self, record: Record) -> str:
        if record.pk is None:
            return ""
        return cells.SEPARATOR.join(
            entry.kennung or entry.name for entry in getattr(record, self.attribute).all()
        )
