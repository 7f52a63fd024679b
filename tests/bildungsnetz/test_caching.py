"""What browsers may keep: `no-store` only where personal data stand, so that Back keeps what was typed elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import factories
from tests.portal.test_permissions import records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db

FOR_ONE = "private, no-cache"
NOT_KEPT = "private, no-store"


def test_pages_of_who_is_logged_in(client: Client, records: dict[str, models.Model]) -> None:  # noqa: F811
    person = factories.UserFactory(role=User.Role.SYSTEM)
    network, actor = records["networks.network"], records["actors.actor"]
    draft = records["moderation.draft"]
    type(draft).objects.update(owner=person)
    client.force_login(person)
    expected = {
        FOR_ONE: [
            "/", "/verzeichnis/", "/netzwerke/karte.json", "/pruefen/?name=Netz", "/meine/", "/suchen/", "/beobachten/",
            "/eintragen/", "/gibt-es-nicht/", reverse("networks:edit", args=[network.slug]),
            reverse("actors:edit", args=[actor.slug]), reverse("networks:join", args=[network.slug]),
            reverse("portal:registration_step", args=[draft.pk, "name"]), "/admin/", "/admin/networks/network/",
            reverse("admin:networks_network_change", args=[network.pk]), "/doppelstrukturen.csv",
        ],
        NOT_KEPT: [
            "/konto/daten/", "/konto/email/", "/konto/2fa/", "/moderation/", "/admin/accounts/user/", "/vorgang/abc/",
            "/admin/mailing/outgoingmail/", "/admin/moderation/case/", "/admin/portal/barrierreport/",
        ],
    }  # fmt: skip
    got = {path: client.get(path).headers["Cache-Control"] for paths in expected.values() for path in paths}
    assert got == {path: policy for policy, paths in expected.items() for path in paths}


def test_pages_of_visitors_stay_as_they_were(client: Client) -> None:
    assert client.get("/verzeichnis/").headers["Cache-Control"] == "no-cache"
    assert "Cache-Control" not in client.get("/impressum/").headers
    assert client.get("/bestaetigen/abc/").headers["Cache-Control"] == NOT_KEPT


@pytest.mark.parametrize("path", ["/eintragen/", "/barriere-melden/", "/konto/login/", "/konto/signup/"])
def test_form_sets_one_cookie_that_goes_with_the_browser(client: Client, path: str) -> None:
    cookies: Any = client.get(path).cookies
    assert set(cookies) == {"csrftoken"}
    assert (cookies["csrftoken"]["max-age"], cookies["csrftoken"]["expires"]) == ("", "")
    assert "Solange Sie nur lesen, setzt diese Seite keine Cookies" in client.get(path).content.decode()
