"""Test databases are copies of one that was migrated once: a second before the first test in place of ten.

The migrated database stays in the throw-away data directory. Its name carries a fingerprint of whatever migrations
are made of, so that a changed migration makes a new one, and drops the old.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

ROOT = Path(__file__).parents[1]
MADE_OF = ("*/migrations/*.py", "*/triggers.py", "requirements/base.txt", "tests/database.py")
PREFIX = "migrated_"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Overrides the fixture of pytest-django that may change the settings before a test database is made."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ends what a live server's threads left connected: PostgreSQL drops no database that somebody uses."""
    yield
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [connection.settings_dict["NAME"]],
        )


def migrated_database() -> str:
    """Return the name of a database that has all migrations; make it if it is not there yet."""
    name = PREFIX + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(20260907)")  # one process makes it, the others wait
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        existing = [row[0] for row in cursor.fetchall()]
        if name in existing:
            return name
        for old in existing:
            cursor.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        unfinished = f"{PREFIX}unfinished"
        cursor.execute(f'CREATE DATABASE "{unfinished}"')
        _migrate(unfinished)
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def _migrate(database: str) -> None:
    usual = connection.settings_dict["NAME"]
    connection.close()
    try:
        connection.settings_dict["NAME"] = database
        call_command("migrate", verbosity=0)
        call_command("createcachetable")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _fingerprint() -> str:
    files = sorted(path for pattern in MADE_OF for path in ROOT.glob(pattern) if ".venv" not in path.parts)
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
