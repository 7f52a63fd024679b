"""Blocking records: entries as the recognition sees them, each with the keys of what it may share with others.

Knows no domain model: a room says how its entries are read and what of them is a key. Database triggers mark what changed
(`StaleBlockingRecord`); readers make it anew before they look.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection, transaction

from moderation.models import Moderated
from moderation.models.comparison import BlockingRecordBase

REFRESHED_AT_ONCE = 300  # marks that a reader works off on the way: no page waits for a whole import
BATCH = 500  # entries written in one go: few statements, little memory

TAKE_SQL = """
DELETE FROM {room}_stalefootprint WHERE id = ANY (ARRAY(
    SELECT id FROM {room}_stalefootprint ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)) RETURNING {kind}_id"""
MARK_MISSING_SQL = """
INSERT INTO {room}_stalefootprint ({kind}_id)
SELECT entry.id FROM {room}_{kind} entry LEFT JOIN {room}_footprint record ON record.{kind}_id = entry.id
WHERE record.{kind}_id IS NULL"""
OR_OUTDATED = " OR NOT record.keys @> %s"  # reads all records, not only their index
WRITE_SQL = """
INSERT INTO {room}_footprint ({kind}_id, keys, {form}, revision)
VALUES (%s, %s, %s, nextval('{room}_footprint_number'))
ON CONFLICT ({kind}_id) DO UPDATE SET keys = EXCLUDED.keys, {form} = EXCLUDED.{form}, revision = EXCLUDED.revision
WHERE ({room}_footprint.{form}, {room}_footprint.keys) IS DISTINCT FROM (EXCLUDED.{form}, EXCLUDED.keys)"""


@dataclass(frozen=True, kw_only=True)
class BlockingTable[Form]:
    """The blocking records of a room.

    `read`: ids → (id, form), unknown ids left out. `keys_of`: all keys of a form, sorted. `to_json` and `from_json`: a form
    without its id, and back (with the id, or none). `substantial`: what of a form has to change before people are asked
    again whether two entries are the same. `bears`: keys that every blocking record must bear to be of today.
    """

    model: type[BlockingRecordBase]
    read: Callable[[list[int]], Iterable[tuple[int, Form]]]
    keys_of: Callable[[Form], list[str]]
    to_json: Callable[[Form], dict[str, Any]]
    from_json: Callable[..., Form]
    substantial: tuple[str, ...]
    bears: Callable[[], list[str]] | None = None

    def refresh(self, limit: int = REFRESHED_AT_ONCE) -> int:
        """Makes blocking records of changed entries anew, at most `limit` marks; returns how many marks were worked off."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.sql(TAKE_SQL), [limit])
            marked = [pk for (pk,) in cursor.fetchall()]
            if marked:
                self._write(cursor, sorted(set(marked)))
        return len(marked)

    def refresh_all(self) -> int:
        """Works off all marks and makes what is missing (after a load without triggers) or not of today; returns how many."""
        self.mark_outdated()
        total = 0
        while done := self.refresh(BATCH):
            total += done
        return total

    def mark_outdated(self) -> None:
        """Marks entries without a blocking record that bears what all of today bear."""
        borne = self._borne()
        with connection.cursor() as cursor:
            cursor.execute(self.sql(MARK_MISSING_SQL + OR_OUTDATED * bool(borne)), [borne] * bool(borne))

    def in_use(self) -> Iterator[tuple[int, Form, list[str]]]:
        """(id, form, keys) of what is published or handed in."""
        status = Moderated.ReviewStatus
        used = {f"{self.model._meta.pk.name}__review_status__in": (status.PUBLISHED, status.SUBMITTED)}
        rows = self.model._default_manager.filter(**used).values_list("pk", self.model.form, "keys")
        for pk, data, keys in rows.iterator(chunk_size=2000):
            yield pk, self.from_json(data, pk), keys

    def sql(self, template: str, **names: str) -> str:
        """The statement for the tables of this room."""
        meta = self.model._meta
        return template.format(room=meta.app_label, kind=meta.pk.name, form=self.model.form, **names)

    def _borne(self) -> list[str]:
        return self.bears() if self.bears else []

    def _write(self, cursor: Any, ids: list[int]) -> None:
        borne = self._borne()
        for batch in batched(ids, BATCH, strict=False):
            rows = [
                (pk, [*self.keys_of(form), *borne], json.dumps(self.to_json(form)))
                for pk, form in self.read(list(batch))
            ]
            # psycopg's own: pghistory breaks Django's in a POST request
            cursor.cursor.executemany(self.sql(WRITE_SQL), rows)
