"""For migrations: mends stored values that a constraint is about to refuse, and says which days it moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import DateTimeField

from vocabulary.days import FIRST_MOMENT, LAST_MOMENT, STORED_FROM, STORED_TO


def clamp_days(app_label: str, **fields_of: str) -> Callable[[Any, Any], None]:
    """Work for RunPython: `clamp_days("networks", meeting="start end")`. Nothing is lost for good: each change is
    printed, tables with a history record it, and the day stays outside of what may be entered."""

    def clamp(apps: Any, schema_editor: Any) -> None:
        for model_name, names in fields_of.items():
            model = apps.get_model(app_label, model_name)
            for name in names.split():
                for line in _clamp(schema_editor.connection, model, model._meta.get_field(name)):
                    print(f"\n    {line}", end="")  # noqa: T201 (as migrate itself does)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # else the tables could not be altered right after

    return clamp


def _clamp(connection: Any, model: Any, field: Any) -> Iterator[str]:
    """A line for each row that is changed, with what stood there."""
    is_moment = isinstance(field, DateTimeField)
    first, last = (FIRST_MOMENT, LAST_MOMENT) if is_moment else (STORED_FROM, STORED_TO)
    quote = connection.ops.quote_name
    table, column, key = quote(model._meta.db_table), quote(field.column), quote(model._meta.pk.column)
    bounds, outside = f"least(greatest({column}, %s), %s)", f"{column} NOT BETWEEN %s AND %s"
    with connection.cursor() as cursor:
        # Names of tables and columns come from the models, never from outside.
        cursor.execute(
            f"SELECT {key}, {column}::text, {bounds}::date::text FROM {table} WHERE {outside} ORDER BY 1",  # noqa: S608
            [first, last, first, last],
        )
        for row, before, after in cursor.fetchall():
            yield f"{model._meta.label} {row}: {field.name} {before} becomes {after}"
        cursor.execute(
            f"UPDATE {table} SET {column} = {bounds} WHERE {outside}",  # noqa: S608
            [first, last, first, last],
        )


def drop_gaps(app_label: str, **fields_of: str) -> Callable[[Any, Any], None]:
    """Work for RunPython: lists lose what is NULL in them. `drop_gaps("actors", actor="other_names")`."""

    def drop(apps: Any, schema_editor: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            for model_name, columns in fields_of.items():
                table = schema_editor.quote_name(apps.get_model(app_label, model_name)._meta.db_table)
                for column in map(schema_editor.quote_name, columns.split()):
                    cursor.execute(
                        f"UPDATE {table} SET {column} = array_remove({column}, NULL) "  # noqa: S608
                        f"WHERE array_position({column}, NULL) IS NOT NULL"
                    )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return drop


def mend_slugs(app_label: str, *model_names: str) -> Callable[[Any, Any], None]:
    """Work for RunPython: an address that no page can have becomes one that it can."""

    def mend(apps: Any, schema_editor: Any) -> None:
        with schema_editor.connection.cursor() as cursor:
            for model_name in model_names:
                table = schema_editor.quote_name(apps.get_model(app_label, model_name)._meta.db_table)
                cursor.execute(
                    f"UPDATE {table} SET slug = 'eintrag-' || id WHERE slug !~ '^[-a-zA-Z0-9_]+$'"  # noqa: S608
                )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return mend
