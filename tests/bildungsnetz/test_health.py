import logging

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker


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
