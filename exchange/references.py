"""Columns that name other entries: by kennung, by exact name, or by their address where neither tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from exchange import cells
from exchange.columns import Record, TableColumn, WordList
from exchange.errors import CellError

if TYPE_CHECKING:
    from exchange.resources import TableResource


QUOTED = re.compile(r'"((?:[^"]|"")+)"')


class EntryReference(TableColumn):
    """A foreign key to an entry. `entries` names the resource's lookup.

    Where the entry may stand further down in the same file, the reference is settled at the end (`later`). References
    among the records of one model must not lead back to where they began (`exchange.rings`)."""

    is_prose = False

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

    def is_unchanged(self, record: Record, value: Any, resource: TableResource) -> bool:
        """A present reference is not read again: reading one may put it off to the end."""
        return self.says_the_same(record, value)

    def write(self, record: Record, value: int | None, resource: TableResource) -> None:
        if value and not self.others(record, [value]):
            raise CellError(_("Ein Eintrag kann nicht auf sich selbst verweisen."))
        setattr(record, f"{self.attribute}_id", value)

    def others(self, record: Record, found: Iterable[int]) -> list[int]:
        """Those found that are not the record itself; an entry of another kind may have its number."""
        return [pk for pk in found if not (self.is_its_kind(record) and pk == record.pk)]

    def is_its_kind(self, record: Record) -> bool:
        return type(record) is record._meta.get_field(self.attribute).related_model

    def settle(self, record: Record, word: str, resource: TableResource) -> None:
        """Called when all rows are in. Raises CellError if the entry did not come after all."""
        self.write(record, getattr(resource, self.entries).the_one(word), resource)

    def show(self, record: Record, resource: TableResource) -> str:
        pk = self.current(record)
        return getattr(resource, self.entries).reference(pk) if pk else ""


class QuotedText(str):
    """A word that names no entry, whatever entries are called: it stood in quotes."""

    __slots__ = ()


class EntryOrText(EntryReference):
    """A reference that stays text where the directory has no such entry, or several; `text` is the second field.

    A text in straight quotes is a text in any case, also if an entry is called so; quotes in it are doubled."""

    is_prose = True

    def __init__(
        self, attribute: str, column_name: str, *, text: str, entries: str, later: bool = False
    ) -> None:
        super().__init__(attribute, column_name, entries=entries, later=later)
        self.text = text

    def parse(self, cell: str, resource: TableResource) -> tuple[tuple[int, ...], str]:
        """(possible entries, word)"""
        word = cells.one_line(cell)
        if (quoted := _quoted(word)) is not None:
            return (), QuotedText(quoted)
        found = getattr(resource, self.entries).find(word) if word else []
        if word and not found and self.later and resource.is_announced(word):
            resource.settle_later(self, word)
        return tuple(found), word

    def says_the_same(self, record: Record, value: tuple[tuple[int, ...], str]) -> bool:
        found, word = value
        if self.current(record):
            return self.current(record) in found
        wanted = self.others(record, found)
        return cells.one_line(getattr(record, self.text)) == word and len(wanted) != 1

    def write(self, record: Record, value: tuple[tuple[int, ...], str], resource: TableResource) -> None:
        found, word = value
        is_own = self.is_its_kind(record) and word == getattr(record, "kennung", None)
        if word and is_own and not isinstance(word, QuotedText):
            raise CellError(_("Ein Eintrag kann nicht auf sich selbst verweisen."))
        others = self.others(record, found)  # its own Träger: kept as text
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

    def show(self, record: Record, resource: TableResource) -> str:
        if self.current(record):
            return super().show(record, resource)
        text = cells.one_line(getattr(record, self.text))
        others = self.others(record, getattr(resource, self.entries).called(text))
        is_own = bool(text) and text == getattr(record, "kennung", None)
        return _quote(text) if others or is_own or _quoted(text) is not None else text


def _quote(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _quoted(word: str) -> str | None:
    """What stands between straight quotes around the whole word, quotes in it doubled; None for „"A" und "B"“."""
    found = QUOTED.fullmatch(word)
    return found[1].replace('""', '"') if found else None


class EntryList(WordList):
    """A many-to-many list of entries."""

    def parse(self, cell: str, resource: TableResource) -> frozenset[Any]:
        return frozenset(getattr(resource, self.words).the_one(word) for word in cells.parts(cell))
