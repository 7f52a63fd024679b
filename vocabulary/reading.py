"""Reads days and moments that PostgreSQL knows and Python does not: infinity, before Christ, after the year 9999.

Without it, one such value makes every page fail that reads its row. It is read as the edge of the known days instead."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from django.db.backends.signals import connection_created
from psycopg import DataError
from psycopg.types.datetime import DateLoader

from vocabulary.days import FIRST_MOMENT, LAST_MOMENT, STORED_FROM, STORED_TO, clamped


def read_clamped() -> None:
    connection_created.connect(_attach, dispatch_uid="vocabulary.reading")


def _attach(connection: BaseDatabaseWrapper, **_kwargs: object) -> None:
    moments = type("MomentLoader", (_MomentLoader,), {"timezone": connection.timezone})
    connection.connection.adapters.register_loader("date", _DayLoader)
    connection.connection.adapters.register_loader("timestamptz", moments)


class _DayLoader(DateLoader):
    def load(self, data: Any) -> Any:
        try:
            return clamped(super().load(data))
        except DataError:
            return STORED_FROM if _is_before(data) else STORED_TO


class _MomentLoader(BaseTzLoader):
    """`timezone` is that of the connection: Django compares it before each query."""

    def load(self, data: Any) -> Any:
        try:
            moment = super().load(data)
        except (DataError, OverflowError):
            moment = FIRST_MOMENT if _is_before(data) else LAST_MOMENT
        return clamped(moment) if moment.tzinfo else moment


def _is_before(data: Any) -> bool:
    text = bytes(data)
    return text.startswith(b"-") or text.endswith(b"BC")
