"""The admin in a real browser: nothing that the Content-Security-Policy refuses, no error in the console."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.factories import ActorFactory, MembershipFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def curator_at(strict: Page, live_server: LiveServer) -> Page:
    """A page on which a curator is logged in."""
    client = Client()
    client.force_login(UserFactory(role=User.Role.CURATION))
    strict.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return strict


@pytest.mark.parametrize("name", ["changelist", "add", "import", "export"])
def test_pages_of_the_admin_keep_the_policy(curator_at: Page, name: str) -> None:
    curator_at.goto(reverse(f"admin:networks_network_{name}"))
    expect(curator_at.locator("h1, #content h1").first).to_be_visible()


def test_choosing_a_member_by_typing_and_the_conflict_of_two_curators(curator_at: Page) -> None:
    network = MembershipFactory(actor__name="Stadtbücherei").network
    ActorFactory(name="Musikschule Auenberg")
    curator_at.goto(reverse("admin:networks_network_change", args=[network.pk]))
    curator_at.locator("#memberships-group .add-row a").click()
    curator_at.locator("#memberships-1 .field-actor .select2-selection").click()
    curator_at.locator(".select2-search__field").last.fill("Musikschule")
    curator_at.locator(".select2-results__option", has_text="Musikschule Auenberg").click()
    curator_at.locator("#id_purpose").fill("Was ich schreibe.")
    type(network).objects.filter(pk=network.pk).update(purpose="Was inzwischen jemand schrieb.")

    curator_at.locator("input[name=_save]").first.click()
    conflict = curator_at.locator(".conflict")
    expect(conflict).to_contain_text("Was inzwischen jemand schrieb.")
    expect(curator_at.locator("#id_purpose")).to_have_value("Was ich schreibe.")
    expect(curator_at.locator("#memberships-1 .field-actor")).to_contain_text("Musikschule Auenberg")

    curator_at.locator("input[name=_save]").first.click()
    curator_at.wait_for_url("**/admin/networks/network/")
    network.refresh_from_db()
    assert network.purpose == "Was ich schreibe."
    assert {seat.actor.name for seat in network.memberships.all()} == {
        "Stadtbücherei",
        "Musikschule Auenberg",
    }
