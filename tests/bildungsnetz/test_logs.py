import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.test import Client

from bildungsnetz.logs import Discreet, JsonFormatter, discreet


def entry(**extra: Any) -> dict[str, Any]:
    record = logging.makeLogRecord(
        {"name": "networks", "levelname": "ERROR", "msg": "%s „kaputt“\nzweite", "args": ("ist",), **extra}
    )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    return dict(json.loads(line))


def test_an_entry_is_one_line_of_json() -> None:
    written = entry(created=0)
    assert written == {
        "time": "1970-01-01T00:00:00.000+00:00", "level": "error", "logger": "networks", "message": "ist „kaputt“\nzweite",
    }  # fmt: skip


def test_an_exception_brings_its_trace() -> None:
    try:
        int("Grund")
    except ValueError:
        written = entry(exc_info=sys.exc_info())
    assert written["trace"].endswith("ValueError: invalid literal for int() with base 10: 'Grund'")


class Lines(logging.Handler):
    """Every line as production writes it and as a terminal shows it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.addFilter(Discreet())
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += f"{JsonFormatter().format(record)}\n{logging.Formatter().format(record)}\n"


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


ADDRESS = "erika.mustermann@privat.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/vorgang/{}/", "/uebernahme/{}/", "/anfrage/{}/", "/gibt-es-nicht/{}/?an={}"]
)
def test_the_view_stands_in_place_of_the_address_of_the_page(client, lines, path) -> None:
    token = signing.dumps({"to": ADDRESS})
    path = path.format(token, ADDRESS)
    client.get(path)
    client.post(path + "?email=" + ADDRESS)
    logging.getLogger("django.server").info('"%s" %s %s', f"GET {path} HTTP/1.1", "200", "5")
    for secret in (token, token.partition(":")[0], ADDRESS, "privat"):
        assert secret not in lines.text
    assert ("moderation:" in lines.text) is ("gibt-es-nicht" not in path)


@pytest.mark.django_db
def test_a_broken_page_logs_its_view_and_not_the_values_that_postgresql_quotes(lines, monkeypatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            sql = "INSERT INTO accounts_user (email, name, role, is_active, is_superuser, password, date_joined) VALUES "
            row = f"('{ADDRESS}', 'Erika Musterfrau', 'registriert', true, false, 'x', now())"
            cursor.execute(f"{sql} {row}, {row}")

    monkeypatch.setattr("portal.views.HomeView.get_context_data", broken)
    page = Client(raise_request_exception=False).get("/", {"q": ADDRESS})
    assert page.status_code == 500
    assert "portal:home" in lines.text
    assert "duplicate key value violates unique constraint" in lines.text
    for secret in (ADDRESS, "Musterfrau", "privat.example"):
        assert secret not in lines.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT '{0}'::int",
        "SELECT '{0} Erika\n\nMusterfrau'::date",
        "INSERT INTO accounts_user (email, name) VALUES ('{0}', E'Erika\\n\\nMusterfrau')",
    ],
)
def test_no_error_of_the_database_quotes_what_people_typed(lines, sql) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.format(ADDRESS))
    except DatabaseError:
        logging.getLogger("anything").exception("Failed for %s", ADDRESS)
    assert "Traceback" in lines.text
    assert not [secret for secret in ("erika", "privat", "Musterfrau") if secret in lines.text]


def test_a_record_is_made_discreet_where_it_is_logged(settings) -> None:
    """So that no other handler (of an operator, of a monitoring library) gets more than we write."""
    record = logging.makeLogRecord(
        {"name": "django.request", "msg": "Not Found: %s", "args": (f"/x/{ADDRESS}/",)}
    )
    assert [logger for logger in ("django.request", "django.security.csrf", "django.server")
            if "discreet" not in settings.LOGGING["loggers"][logger]["filters"]] == []  # fmt: skip
    for each in logging.getLogger("django.request").filters:
        each.filter(record)
    assert ADDRESS not in record.getMessage()


@pytest.mark.parametrize(
    "text",
    [
        "https://x.example/?an=erika.mustermann%40privat.example&b=1",
        "next=%2F%3Fan%3Derika%2540privat.example",
        '"erika muster"@privat.example',
        "erika＠privat.example",
        "/suche/erika%40privat.example/",
        "/konto/password/reset/key/erika-cmu2f1-0123456789abcdef0123456789abcdef/",
    ],
)
def test_addresses_and_links_are_found_in_every_spelling(text) -> None:
    assert not [secret for secret in ("erika", "privat", "cmu2f1") if secret in discreet(text)]


@pytest.mark.parametrize(
    "text", ["status=400", "14:05:33", "a/b c", "timeout=40s", "50 % 40 %", "uv-build-0f0e0d0c"]
)
def test_what_is_neither_stays(text) -> None:
    assert discreet(text) == text


@pytest.mark.django_db
def test_a_refused_form_does_not_log_where_its_sender_came_from(lines) -> None:
    """Django quotes the whole Referer."""
    client = Client(enforce_csrf_checks=True)
    page = f"https://elsewhere.example/?an={ADDRESS.replace('@', '%40')}"
    assert client.post("/barriere-melden/", secure=True, headers={"referer": page}).status_code == 403
    assert "Referer" in lines.text
    assert not [secret for secret in ("erika", "privat") if secret in lines.text]
