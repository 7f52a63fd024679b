import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from bildungsnetz import health
from tests.bildungsnetz.conftest import ROOT


def test_healthz_answers_any_host_without_database(
    client: Client, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.block():
        response = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
@override_settings(SECURE_SSL_REDIRECT=True)
def test_readyz_is_ready_after_the_migrations(client: Client) -> None:
    response = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_waits_for_a_missing_migration() -> None:
    last = MigrationRecorder(connection).migration_qs.filter(app="accounts").last()
    last.delete()
    response = Client().get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "migrations"})


@pytest.mark.django_db(transaction=True)
def test_readyz_tells_a_lost_database(caplog: pytest.LogCaptureFixture) -> None:
    port = connection.settings_dict["PORT"]
    connection.close()
    try:
        connection.settings_dict["PORT"] = "1"
        with caplog.at_level(logging.CRITICAL):
            response = Client().get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port
    assert (response.status_code, response.json()) == (503, {"status": "database"})


@pytest.fixture
def collected(tmp_path: Path, settings: Any) -> Iterator[ManifestStaticFilesStorage]:
    """Static files as in production, with all that the rooms have."""
    storage = ManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    storage.manifest_strict = False
    for finder in get_finders():
        for path, of in finder.list(StaticFilesConfig.ignore_patterns):
            storage.hashed_files[path] = path
            if path == "css/base.css":
                (tmp_path / "css").mkdir()
                (tmp_path / path).write_bytes(Path(of.path(path)).read_bytes())
    yield storage


@pytest.mark.django_db
def test_readyz_looks_anew_each_time(
    collected: ManifestStaticFilesStorage, tmp_path: Path, monkeypatch: Any
) -> None:
    """One process, as it lives for weeks: it is ready, then not, for each reason that pages have to fail."""
    monkeypatch.setattr(health, "staticfiles_storage", collected)
    client = Client()

    def state() -> tuple[int, str]:
        answer = client.get("/readyz")
        return answer.status_code, answer.json()["status"]

    ready = (200, "ok")
    assert state() == ready

    row = MigrationRecorder(connection).migration_qs.filter(app="mailing").last()
    row.delete()
    assert state() == (503, "migrations")
    row.save(force_insert=True)
    assert state() == ready

    before = transaction.savepoint_create()
    connection.cursor().execute("DROP TABLE cache")
    assert state() == (503, "cache")
    transaction.savepoint_rollback(before)
    assert state() == ready

    name, hashed = collected.hashed_files.popitem()
    assert state() == (503, "static")
    collected.hashed_files[name] = hashed
    (tmp_path / "css" / "base.css").unlink()
    assert state() == (503, "static")


@pytest.mark.django_db
def test_readyz_sees_migrations_that_a_deployment_brings(
    tmp_path: Path, settings: Any, monkeypatch: Any
) -> None:
    folder = tmp_path / "migrations_of_a_test"
    shutil.copytree(ROOT / "mailing" / "migrations", folder)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.MIGRATION_MODULES = {"mailing": folder.name}
    client = Client()
    assert client.get("/readyz").json() == {"status": "ok"}
    last = max(file.stem for file in folder.glob("0*.py"))
    (folder / "9999_new.py").write_text(
        "from django.db import migrations\n\nclass Migration(migrations.Migration):\n"
        f"    dependencies = [('mailing', {last!r})]\n    operations = []\n"
    )
    assert (client.get("/readyz").status_code, client.get("/readyz").json()) == (
        503,
        {"status": "migrations"},
    )
    (folder / "9999_new.py").unlink()
    assert client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_is_cheap_when_nothing_changed(django_assert_num_queries: Any) -> None:
    client = Client()
    client.get("/readyz")
    with django_assert_num_queries(
        4
    ):  # the database, whether the table of migrations is there, it, the cache
        client.get("/readyz")
