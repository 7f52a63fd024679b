"""The server is killed in the middle of a submit: everything or nothing has happened, and the text is still there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mailing.models import OutgoingMail
from moderation.models import Case, Draft, Unfinished
from networks.models import Network
from tests import factories
from tests.sending import fields_of

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until a server stands or a request is where it should be; more is a failure
SERVER = """
import os, sys
import django
from django.conf import settings
name = sys.argv[1]
django.setup()
settings.DATABASES["default"]["NAME"] = name
from wsgiref.simple_server import WSGIRequestHandler, make_server
from django.core.wsgi import get_wsgi_application
class Quiet(WSGIRequestHandler):
    def log_message(self, *args): pass
server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
"""


@contextmanager
def portal() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The portal in a process of its own, on the database of this test; gone afterwards in any case."""
    environment = {
        **os.environ,
        "BILDUNGSNETZ_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "bildungsnetz.settings",
    }
    command = [sys.executable, "-c", SERVER, connection.settings_dict["NAME"]]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process, f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


@contextmanager
def stuck_at(table: str, operation: str) -> Iterator[None]:
    """Every write of this kind stays where it is, as if the machine had stopped there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_sleep(100); RETURN NEW; END $$"
        )
        cursor.execute(
            f'CREATE TRIGGER stuck AFTER {operation} ON "{table}" FOR EACH ROW EXECUTE FUNCTION stuck()'
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND wait_event = 'PgSleep'"
            )
            cursor.execute("DROP FUNCTION stuck CASCADE")


def wait_until_stuck() -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.2)
    pytest.fail("The request never came to the place where it was to be killed.")


def browser_of(user: User) -> requests.Session:
    client, session = Client(), requests.Session()
    client.force_login(user)
    session.cookies.set("sessionid", client.cookies["sessionid"].value)
    return session


def send_and_kill(user: User, path: str, typed: dict[str, str], table: str, operation: str) -> None:
    """Open the form at `path`, send it, and kill the server while it writes into `table`."""
    browser = browser_of(user)
    with portal() as (process, url):
        shown = fields_of(browser.get(url + path, timeout=PATIENCE).text)
        with stuck_at(table, operation):
            sender = subprocess.Popen(
                [sys.executable, "-c", SENDER, url + path, *_arguments(browser, shown | typed)]
            )
            try:
                wait_until_stuck()
                process.send_signal(signal.SIGKILL)
                process.wait(timeout=PATIENCE)
            finally:
                sender.kill()
                sender.wait(timeout=PATIENCE)


SENDER = """
import json, sys, requests
requests.post(sys.argv[1], cookies=json.loads(sys.argv[2]), data=json.loads(sys.argv[3]))
"""


def _arguments(browser: requests.Session, fields: dict[str, object]) -> list[str]:
    import json

    return [json.dumps(browser.cookies.get_dict()), json.dumps(fields)]


def page_of(user: User, path: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(path).content.decode()


TEXT = "Das habe ich eine halbe Stunde lang überlegt."


@pytest.mark.parametrize("form", ["claim", "edit", "join", "update"])
def test_killed_in_the_middle_of_a_form(form: str) -> None:
    user, own = factories.UserFactory(), factories.ActorFactory(name="Kita Süd")
    own.editors.add(user)
    network = factories.NetworkFactory(openness="offen", purpose="Wie es war.")
    if form in {"edit", "update"}:
        network.editors.add(user)
    path = reverse(f"networks:{form}", args=[network.slug])
    field, table, operation = {
        "claim": ("reason", "moderation_note", "INSERT"),
        "edit": ("purpose", "networks_network", "UPDATE"),
        "join": ("text", "moderation_note", "INSERT"),
        "update": ("text", "networks_update", "INSERT"),
    }[form]
    more = {"kind": "fortschritt"} if form == "update" else {}

    send_and_kill(user, path, {field: TEXT} | more, table, operation)

    network.refresh_from_db()
    assert (Case.objects.count(), network.updates.count(), network.purpose) == (0, 0, "Wie es war.")
    assert OutgoingMail.objects.count() == 0
    html = page_of(user, path)
    assert TEXT in html
    assert "war noch nicht gespeichert" in html
    assert TEXT not in page_of(factories.UserFactory(role=User.Role.CURATION), path)  # it is hers alone

    client = Client()
    client.force_login(user)
    assert client.post(path, fields_of(html) | more).status_code == 302  # as it stands there
    assert Unfinished.objects.count() == 0


def test_killed_in_the_middle_of_the_wizard() -> None:
    user, kind = factories.UserFactory(), factories.ActorKindFactory()
    answers = {"name": ["Kita Neu"], "kind": [str(kind.pk)], "description": [TEXT]}
    draft = Draft.objects.create(kind="akteur", owner=user, answers=answers)
    path = reverse("portal:registration_submit", args=[draft.pk])
    send_and_kill(user, path, {"consent": "on"}, "moderation_note", "INSERT")
    draft.refresh_from_db()
    assert (Case.objects.count(), Network.objects.count(), draft.submitted_at) == (0, 0, None)
    assert TEXT in page_of(user, path)
    client = Client()
    client.force_login(user)
    client.post(path, fields_of(page_of(user, path)) | {"consent": "on"})
    assert Case.objects.count() == 1


# --- The same without a killing ---------------------------------------------------------------------------------------


def test_text_is_forgotten_once_it_is_saved_or_thrown_away(client: Client) -> None:
    user, network = factories.UserFactory(), factories.NetworkFactory()
    client.force_login(user)
    path = reverse("networks:claim", args=[network.slug])
    client.post(path, {"reason": ""})
    assert Unfinished.objects.get().typed == {"reason": [""]}
    client.post(path, {"verwerfen": "1"})
    assert Unfinished.objects.count() == 0
    client.post(path, {"reason": "Ich leite es."})
    assert (Unfinished.objects.count(), Case.objects.count()) == (0, 1)


def test_restored_text_still_tells_that_somebody_else_saved_meanwhile(client: Client) -> None:
    user, network = factories.UserFactory(), factories.NetworkFactory(purpose="alt")
    network.editors.add(user)
    client.force_login(user)
    path = reverse("networks:edit", args=[network.slug])
    typed = fields_of(client.get(path).content.decode())
    Unfinished.objects.create(user=user, path=path, typed=typed | {"purpose": [TEXT]})
    Network.objects.filter(pk=network.pk).update(purpose="von jemand anderem")
    html = client.get(path).content.decode()
    assert TEXT in html
    assert "von jemand anderem" in html
    assert "Es ist noch nichts überschrieben" in html
