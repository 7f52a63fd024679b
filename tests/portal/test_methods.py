"""Every address by every HTTP method: never an error of ours, and a program is told what the page takes."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client

from accounts.models import User
from moderation.models import Unfinished
from tests import factories
from tests.markup import faults
from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

UNUSUAL = ("PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "BREW")


def every_address(known: dict[str, models.Model]) -> dict[str, str]:
    return {name: address(name, arguments, known) for name, arguments in names()}


@pytest.mark.parametrize("role", [None, User.Role.CURATION])
def test_no_method_breaks_any_page(role: str | None, records: dict[str, models.Model]) -> None:  # noqa: F811
    """Also of somebody whose forms were not sent to the end the last time."""
    client, wrong = Client(raise_request_exception=False), {}
    user = factories.UserFactory(role=role) if role else None
    if user:
        for kind in ("networks.network", "actors.actor"):
            records[kind].editors.add(user)
    for name, url in every_address(records).items():
        if user:
            client.force_login(user)
            own = {"user": user, "path": url[:300], "defaults": {"typed": {"text": ["Halb."], "name": [""]}}}
            Unfinished.objects.update_or_create(**own)
        for method in ("OPTIONS", *UNUSUAL, "HEAD", "POST"):
            answer = client.generic(method, url)
            if answer.status_code >= 500:
                wrong[name, method] = answer.status_code
            if method in UNUSUAL and (answer.status_code != 405 or not answer.headers.get("Allow")):
                wrong[name, method] = answer.status_code
            if (
                method == "OPTIONS"
                and "GET" not in (allow := answer.headers["Allow"])
                and "POST" not in allow
            ):
                wrong[name, method] = allow
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "allow"),
    [("/", "GET, HEAD, OPTIONS"), ("/eintragen/", "GET, HEAD, POST, OPTIONS"), ("/moderation/aenderungen/gesehen/", "POST")],
)  # fmt: skip
def test_page_tells_what_it_takes(client: Client, path: str, allow: str) -> None:
    assert client.options(path).headers["Allow"] == allow
    assert client.delete(path).headers["Allow"] == allow
    assert client.options("/gibt-es-nicht/").status_code == 404


def test_address_of_a_button_says_so_to_whoever_comes_by_a_link(client: Client) -> None:
    """As after the login that a button led to, when it had gone meanwhile."""
    client.force_login(factories.UserFactory(role=User.Role.CURATION))
    page = client.get("/moderation/aenderungen/gesehen/")
    assert (page.status_code, page.headers["Allow"]) == (405, "POST")
    assert "gehört zu einem Knopf" in page.content.decode()
    assert faults(page.content.decode()) == []
    assert page.headers["Content-Security-Policy"]
    assert client.head("/moderation/aenderungen/gesehen/").status_code == 405


def test_form_that_answers_with_a_redirect_does_so_with_text_left_from_last_time(
    client: Client, monkeypatch: Any
) -> None:
    from django.shortcuts import redirect

    from networks.views_joining import JoinView

    user, network = factories.UserFactory(), factories.NetworkFactory(openness="offen")
    client.force_login(user)
    path = f"/netzwerke/{network.slug}/mitmachen/"
    Unfinished.objects.create(user=user, path=path, typed={"text": ["Halb."]})
    monkeypatch.setattr(JoinView, "get", lambda *_args, **_kwargs: redirect("/"))
    assert client.get(path).status_code == 302
