"""The database goes away, between two requests or in the middle of one: 503, never an error page or a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.outage import BOUNCER, Relay

CUTS = (0, 1, 2, 4, 8, 16)  # the query at which the database goes
WAYS = [None, BOUNCER, ("57P03", "the database system is starting up"), ("53300", "too many clients already")]


@contextmanager
def cut_at(relay: Relay, number: int, refusal: tuple[str, str] | None) -> Iterator[list[int]]:
    """The server is gone when the query of this number is to be asked. Yields how many came before."""
    asked: list[int] = []

    def ask(execute: Callable[..., Any], *arguments: Any) -> Any:
        if len(asked) == number:
            relay.cut(refusal)
        asked.append(number)
        return execute(*arguments)

    connection.ensure_connection()
    with connection.execute_wrapper(ask):
        yield asked
    connection.close()
    relay.restore()


def visitors(network: Any) -> dict[str, Client]:
    """Somebody of every kind, by name."""
    curator = factories.UserFactory(role=User.Role.SYSTEM)
    network.editors.add(curator)
    known, stranger = Client(raise_request_exception=False), Client(raise_request_exception=False)
    known.force_login(curator)
    return {"stranger": stranger, "known": known}


def requests(network: Any) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, address and what else is said, of each kind of answer that the portal gives."""
    slug = [network.slug]
    pages = [
        "/", "/verzeichnis/", "/pruefen/?name=Netz", "/termine/", "/gibt-es-nicht/", "/impressum/", "/konto/login/",
        "/verzeichnis/karte.json", "/verzeichnis.atom", "/termine.ics", "/meine/", "/admin/", "/eintragen/",
        "/admin/networks/network/", "/moderation/", "/netzwerke/vorschlaege.json?q=Netz",
        reverse("networks:detail", args=slug), reverse("networks:edit", args=slug),
    ]  # fmt: skip
    found: list[tuple[str, str, dict[str, Any]]] = [("get", page, {}) for page in pages]
    found += [("get", "/verzeichnis/?q=Netz", {"headers": {"hx-request": "true"}})]
    report = {"what": "falsch", "reason": "So nicht."}
    found += [
        ("post", reverse("networks:report", args=slug), {"data": report}),
        ("post", reverse("networks:edit", args=slug), {"data": {"purpose": "Neu."}}),
        ("post", "/barriere-melden/", {"data": {"text": "Karte"}}),
        ("post", "/konto/login/", {"data": {"login": "a@example.org", "password": "x"}}),
        ("post", "/eintragen/", {"data": {"kind": "akteur"}}),
    ]
    return found


def is_sound(page: HttpResponse, path: str, *, is_part: bool) -> bool:
    kind, text = page.headers["Content-Type"].partition(";")[0], page.content.decode()
    ending = path.partition("?")[0].rpartition("/")[2].partition(".")[2]
    expected = "application/json" if ending == "json" else "text/plain" if ending else "text/html"
    return (
        kind == expected
        and "gerade nicht erreichbar" in text
        and ("<html" in text) == (expected == "text/html" and not is_part)
        and "Traceback" not in text
        and int(page.headers["Retry-After"]) > 0
        and page.headers["Cache-Control"] == "no-store"
    )


@pytest.mark.parametrize("way", range(len(WAYS)))
def test_every_page_says_so_wherever_the_database_goes(
    relay: Relay, way: int, caplog: pytest.LogCaptureFixture
) -> None:
    network = factories.NetworkFactory(name="Netz Früh")
    wrong: dict[Any, object] = {}
    outages = survived = 0
    for name, client in visitors(network).items():
        for method, path, more in requests(network):
            for number in CUTS[way % 2 :: 2]:  # half of them for each way, all of them together
                with cut_at(relay, number, WAYS[way]) as asked:
                    page = getattr(client, method)(path, **more)
                if len(asked) <= number:  # answered before
                    continue
                outages += 1
                if page.status_code < 400:  # all was done by then but to tidy up
                    survived += 1
                elif page.status_code != 503 or not is_sound(page, path, is_part="headers" in more):
                    wrong[name, method, path, number] = (page.status_code, page.headers["Content-Type"])
    assert wrong == {}
    assert outages > 50
    assert survived < 5
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert client.get("/").status_code == 200


def test_page_is_calm_german_and_needs_no_database(relay: Relay) -> None:
    relay.cut()
    client = Client(raise_request_exception=False)
    page, sent = client.get("/netzwerke/"), client.post("/eintragen/", {"kind": "akteur"})
    for answer in (page, sent):
        html = answer.content.decode()
        assert "Gerade nicht erreichbar" in html
        assert answer.headers["Content-Security-Policy"]
    assert "eine Seite zurück" in sent.content.decode()
    assert "eine Seite zurück" not in page.content.decode()


def test_error_that_is_none_of_the_database_stays_an_error(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise ValueError

    monkeypatch.setattr("portal.views.HomeView.get", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)
    assert "Hier ist etwas schiefgegangen" in answer.content.decode()
