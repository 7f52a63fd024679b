"""From the choice to the public paper in a real browser: no barrier, nothing foreign, nothing beside the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from accounts.models import User
from insight.models import CommitteeReport
from tests.factories import UserFactory
from tests.following.test_following_browser import log_in
from tests.portal.test_pages_browser import faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_a_report_from_the_choice_to_the_paper(
    auenberg_live: None, strict: Page, scheme: str, width: int
) -> None:
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    log_in(strict.context, UserFactory(role=User.Role.COORDINATION))
    found = []

    def look(what: str) -> None:
        found.extend(faults(strict, what))
        assert strict.evaluate("document.documentElement.scrollWidth") <= width, what

    strict.goto("/einblick/bericht/")
    look("list")
    strict.get_by_role("link", name="Neuer Bericht").click()
    look("new")
    strict.get_by_label("Wer viel trägt").check()
    strict.get_by_label("Zeitraum", exact=True).select_option(index=3)
    strict.get_by_role("button", name="Entwurf anlegen").click()
    look("draft")
    strict.get_by_role("link", name=re.compile("^Bearbeiten")).click()
    strict.get_by_label("Das Wichtigste").last.fill("Der Ausschuss nimmt den Bericht zur Kenntnis.")
    look("edit")
    strict.get_by_role("button", name="Speichern").click()
    assert strict.get_by_text("Der Ausschuss nimmt den Bericht zur Kenntnis.").is_visible()
    strict.get_by_role("link", name="Ansehen und freigeben").click()
    look("release")
    assert strict.get_by_role("heading", name="Diese Kapitel bleiben intern").is_visible()
    strict.get_by_label(re.compile("Ich habe den Bericht gelesen")).check()
    strict.get_by_role("button", name="Für alle freigeben").click()
    assert re.search(r"/berichte/\d+-[a-z0-9-]+/$", strict.url)
    look("released")
    assert strict.get_by_text("Jugendamt der Stadt Auenberg trägt").count() == 0
    address = strict.get_by_role("link", name="Bericht als PDF").get_attribute("href")

    strict.context.clear_cookies()
    paper = strict.request.get(address)
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")
    assert paper.body() == bytes(CommitteeReport.objects.get().pdf)
    strict.goto("/berichte/")
    look("public list")
    strict.get_by_role("link", name=re.compile("^Bericht zur Bildungslandschaft")).click()
    look("released, for everybody")
    assert found == []


def test_on_paper_a_page_begins_with_its_chapter(auenberg_live: None, strict: Page) -> None:
    log_in(strict.context, UserFactory(role=User.Role.COORDINATION))
    strict.goto("/einblick/bericht/neu/")
    strict.get_by_role("button", name="Entwurf anlegen").click()
    strict.emulate_media(media="print")
    shown = {
        name: strict.locator(name).first.is_visible()
        for name in (".report .page-head", ".notice", ".report-sheet", ".report-sheet .btn")
    }
    assert shown == {
        ".report .page-head": False,
        ".notice": False,
        ".report-sheet": True,
        ".report-sheet .btn": False,
    }
    breaks = strict.evaluate(
        "[...document.querySelectorAll('.report-sheet')].map(sheet => getComputedStyle(sheet).breakAfter)"
    )
    assert set(breaks[:-1]) == {"page"}
    assert breaks[-1] == "auto"
