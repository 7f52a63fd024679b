"""Reading records ahead of the rows of a file, many at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.instance_loaders import BaseInstanceLoader

if TYPE_CHECKING:
    from exchange.resources import TableResource

LINE = "#zeile"  # the row's number in the file
WINDOW = 500  # rows whose references are looked up at once: few queries, little memory

type Key = tuple[str, ...]


class WindowLoader(BaseInstanceLoader):
    """Reads the records of the next rows at once, in the order of the file."""

    def __init__(self, resource: TableResource, dataset: Iterable[list[str]]) -> None:
        super().__init__(resource, dataset)
        self._ahead = iter(dataset)
        self._keys: set[Key] = set()
        self._records: dict[Key, list[models.Model]] = {}

    def get_instance(self, row: dict[str, str]) -> models.Model | None:
        key = self.resource.key_of(row)
        while key not in self._keys:
            if not self._read_on():
                return None
        found = self._records.get(key, [])
        if len(found) > 1:
            raise ValidationError(
                _("So heißen hier {count} Einträge: bitte die Kennung angeben.").format(count=len(found))
            )
        return found[0] if found else None

    def _read_on(self) -> bool:
        headers = self.dataset.headers
        window = [dict(zip(headers, cells_, strict=False)) for cells_ in islice(self._ahead, WINDOW)]
        self._keys = {self.resource.key_of(row) for row in window}
        self._records = self.resource.records_of(self._keys)
        self.resource.note_taken_addresses(window)
        return bool(window)
