"""Deleting an account: what the institutions wrote stays, what tells of the person goes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pgtrigger
from django.db import connection, models, transaction
from django.utils.translation import gettext as _
from pghistory.core import event_models

from accounts import privacy
from accounts.forms import is_last_of_system
from accounts.models import User
from mailing.letters import send_letter

NOBODY = "gelöschtes Konto"  # in stored data, so not translated
LEAST_LETTERS = 5  # shorter names, and those of one word, are words of the language: „Erika“, „Winter“
TEXTS = ("text", "character varying", "character", "jsonb", "json", "ARRAY")
ARRAYS = ("_text", "_varchar")


class LastOfSystemError(Exception):
    """Somebody must be able to give out roles."""


@transaction.atomic  # an account is gone with all its traces, or it is there
def erase(user: User) -> None:
    """Delete the account and strike out the person everywhere, in history too; a last mail confirms it.

    Raises LastOfSystemError for the only account of the Systemverwaltung."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if is_last_of_system(user):
        raise LastOfSystemError
    to, words = user.email, words_for(user)
    for trace in privacy.all_traces():
        trace.forget(user)
    user.delete()
    strike_out(words)
    send_letter("account_deleted", to, {}, keep=False)


def words_for(user: User) -> list[str]:
    """What to strike out: the addresses, and the name if it is one that nobody writes by accident."""
    name = " ".join(user.name.split())
    is_telling = " " in name and len(name) >= LEAST_LETTERS
    return [*privacy.addresses_of(user), *([name] if is_telling else [])]


def strike_out(words: Iterable[str]) -> int:
    """Put „gelöschtes Konto“ in place of the words in every text of the database; returns how many rows changed.

    What institutions say about themselves (`privacy.content`) stays as it is, and so does its history as long as it
    says so today. No trigger runs: striking out is not a change that somebody made."""
    words = list(words)
    stays = {model._meta.db_table for model in privacy.content_models()}
    current = {
        events._meta.db_table: events.pgh_tracked_model._meta.db_table
        for events in event_models()
        if events.pgh_tracked_model._meta.db_table in stays
    }
    changed = 0
    with connection.cursor() as cursor, pgtrigger.ignore():
        tables = _tables(cursor)
        for table, columns in tables.items():
            if table in stays:
                continue
            of = current.get(table)
            gone = [word for word in words if of is None or not _stand_in(cursor, of, tables[of], [word])]
            # One reading does for most tables, however many columns and words.
            if gone and _stand_in(cursor, table, columns, gone):
                changed += sum(_strike_out_of(cursor, table, *pair) for pair in product(columns, gone))
    return changed


@dataclass(frozen=True)
class _Column:
    name: str
    kind: str
    longest: int | None

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)

    @property
    def as_text(self) -> str:
        return f"{self.quoted}::text"

    def struck(self) -> str:
        """SQL of the new value, with two parameters: pattern and replacement."""
        text = f"regexp_replace({self.as_text}, %s, %s, 'gi')"
        if self.kind in {"json", "jsonb"}:
            return f"{text}::{self.kind}"
        if self.kind == "ARRAY":
            each = "regexp_replace(each, %s, %s, 'gi') ORDER BY place"
            rows = f"unnest({self.quoted}) WITH ORDINALITY AS one(each, place)"
            return f"(SELECT array_agg({each}) FROM {rows})"  # noqa: S608 (own names)
        return f"left({text}, {self.longest})" if self.longest else text


def _tables(cursor: Any) -> dict[str, list[_Column]]:
    """Texts of all tables, whether Django knows them or not; without what PostgreSQL generates itself."""
    cursor.execute(
        "SELECT c.table_name, c.column_name, c.data_type, c.character_maximum_length, c.udt_name "
        "FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' "
        "AND c.data_type = ANY(%s) ORDER BY 1, c.ordinal_position",
        [list(TEXTS)],
    )
    tables: dict[str, list[_Column]] = {}
    for table, column, kind, longest, element in cursor.fetchall():
        if kind != "ARRAY" or element in ARRAYS:
            tables.setdefault(table, []).append(_Column(column, kind, longest))
    return tables


def _pattern(word: str, *, escaped: bool = False) -> str:
    """A regular expression of PostgreSQL for the whole word, however many spaces part it."""
    parts = (json.dumps(part, ensure_ascii=False)[1:-1] if escaped else part for part in word.split())
    own = r"\s+".join(re.escape(part).replace(r"\@", "@") for part in parts)
    before, after = (r"[\w.+-]", r"[\w-]") if "@" in word else (r"\w", r"\w")
    return f"(?<!{before}){own}(?!{after})"


def _strike_out_of(cursor: Any, table: str, column: _Column, word: str) -> int:
    pattern = _pattern(word, escaped=column.kind in {"json", "jsonb"})
    update = (
        f"UPDATE {connection.ops.quote_name(table)} SET {column.quoted} = {column.struck()} "  # noqa: S608 (own names)
        f"WHERE {column.as_text} ~* %s"
    )
    cursor.execute(update, [pattern, NOBODY, pattern])
    return cursor.rowcount


def _stand_in(cursor: Any, table: str, columns: list[_Column], words: list[str]) -> bool:
    """Whether one of the words stands somewhere in the table."""
    patterns = [
        "|".join(_pattern(word, escaped=column.kind in {"json", "jsonb"}) for word in words)
        for column in columns
    ]
    found = " OR ".join(f"{column.as_text} ~* %s" for column in columns) or "false"
    cursor.execute(
        f"SELECT EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)} WHERE {found})",  # noqa: S608 (own names)
        patterns,
    )
    return cursor.fetchone()[0]


def remaining_in_entries(user: User) -> Iterator[tuple[models.Model, str]]:
    """Entries whose text names the person, with the field: they stay as they are unless somebody edits them."""
    words = words_for(user)
    for model in sorted(privacy.content_models(), key=lambda model: model._meta.label):
        texts = [
            f
            for f in model._meta.fields
            if isinstance(f, (models.CharField, models.TextField)) and f.editable
        ]
        for field in texts:
            if field.choices:
                continue
            wanted = models.Q()
            for word in words:
                wanted |= models.Q(**{f"{field.name}__iregex": _pattern(word)})
            for entry in model._base_manager.filter(wanted)[:20] if words else []:
                yield entry, str(field.verbose_name)


def sentence_of_last_one() -> str:
    return _("Dies ist das letzte Konto der Systemverwaltung. Geben Sie die Rolle erst einem anderen Konto.")
