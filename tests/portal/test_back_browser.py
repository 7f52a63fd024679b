"""Back brings back what was typed, for somebody who is logged in, too.

Over HTTP, as here, Chromium brings back the fields of a `no-store` page as well: so the header is held, too."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.factories import ActorFactory, NetworkFactory, UserFactory
from tests.portal.test_freshness_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TYPED = "Am Freitag kommt der Hausmeister erst um acht."


def page_with_text(kind: str) -> str:
    """Address of a form with a field for many words, open to whoever edits both entries."""
    editor = UserFactory(email="kim@example.org")
    actor = ActorFactory(editors=[editor])
    network = NetworkFactory(coordinator=actor, editors=[editor])
    other = NetworkFactory(openness="offen")
    return {
        "edit": reverse("networks:edit", args=[network.slug]),
        "update": reverse("networks:update", args=[network.slug]),
        "claim": reverse("actors:claim", args=[ActorFactory().slug]),
        "join": reverse("networks:join", args=[other.slug]),
        "report": reverse("networks:report", args=[other.slug]),
        "barrier": reverse("portal:report_barrier"),
    }[kind]


@pytest.mark.parametrize("kind", ["edit", "update", "claim", "join", "report", "barrier"])
def test_back_keeps_what_was_typed(page: Page, live_server, kind: str) -> None:
    url = page_with_text(kind)
    page.goto("/")  # the cookie of the login counts from here downwards
    log_in(page, User.objects.get(email="kim@example.org"))
    page.on("dialog", lambda dialog: dialog.accept())
    answer = page.goto(url)
    assert answer is not None
    assert answer.headers["cache-control"] == "private, no-cache"
    field = page.locator("main textarea").first
    field.fill(TYPED)
    page.goto("/termine/")
    page.go_back()
    expect(page).to_have_url(f"{live_server.url}{url}")
    expect(page.locator("main textarea").first).to_have_value(TYPED)


def test_back_keeps_a_name_that_was_chosen(page: Page, live_server) -> None:
    """The browser forgets fields without its own suggestions: ours step back when the field is left."""
    url = page_with_text("edit")
    ActorFactory(name="Lesehaus Nord")
    page.goto("/")
    log_in(page, User.objects.get(email="kim@example.org"))
    page.goto(url)
    field = page.locator("#id_coordinator")
    field.fill("Lesehaus")
    page.get_by_role("option", name="Lesehaus Nord").click()
    expect(field).to_have_value("Lesehaus Nord")
    page.goto("/termine/")
    page.go_back()
    expect(field).to_have_value("Lesehaus Nord")
