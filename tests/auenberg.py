"""The demo city for tests, loaded once per test process into a database of its own, so that no other test sees it.

`auenberg` gives it for one test and takes back what the test changed; use it without `django_db`.
`auenberg_live` is a copy that may be changed by other connections, as a live server does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from tests.database import migrated_database


def _run(statement: str, *names: str) -> None:
    quoted = [connection.ops.quote_name(name) for name in names]
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement.format(*quoted))


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    if connection.in_atomic_block:
        pytest.fail("Use the fixture auenberg without the mark django_db: it brings its own database.")
    _switch_to(name)
    try:
        yield
    finally:
        _switch_to(usual)


def _switch_to(name: str) -> None:
    """What Django remembers of content types are ids of the database that is left."""
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()


@contextmanager
def _copy(of: str, name: str) -> Iterator[str]:
    connection.close()
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _run("CREATE DATABASE {} TEMPLATE {}", name, of)
    try:
        yield name
    finally:
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def auenberg_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Name of the database that holds Auenberg. A copy of the migrated one: pytest-django makes no database of its
    own where no test of the selection asks for one by mark or by the fixture db."""
    own = f"test_auenberg_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with django_db_blocker.unblock(), _copy(migrated_database(), own) as name:
        with _connected_to(name):
            call_command("load_demo", verbosity=0)
            call_command("reindex_search", "--waiting", stdout=StringIO())
        yield name


@pytest.fixture
def auenberg(
    auenberg_database: str, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[None]:
    with django_db_blocker.unblock(), _connected_to(auenberg_database):
        request.getfixturevalue("db")
        yield


@pytest.fixture
def auenberg_live(
    auenberg_database: str, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        _copy(auenberg_database, f"{auenberg_database}_live") as name,
        _connected_to(name),
    ):
        request.getfixturevalue("transactional_db")
        yield
