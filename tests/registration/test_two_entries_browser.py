"""A Verein and its Runder Tisch in one go on a phone, in a real browser, without an account."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from actors.models import Actor
from moderation.models import Draft
from networks.models import Membership
from tests.browser import accessibility_violations
from tests.factories import ActorFactory, ActorKindFactory, NetworkFormatFactory
from tests.waiting import until

pytestmark = pytest.mark.browser


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def submit(page: Page) -> None:
    """The last page, and the link in the mail."""
    page.get_by_label("Ihre E-Mail-Adresse").fill("wir@example.org")
    page.locator("#senden input[name=consent]").check()
    press(page, "Absenden")
    page.goto(re.search(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)[0])
    press(page, "Ja, jetzt einreichen")


def test_verein_and_runder_tisch_in_one_go(strict: Page, transactional_db: None) -> None:
    page = strict
    page.set_viewport_size({"width": 390, "height": 844})
    ActorKindFactory(name="Verein")
    NetworkFormatFactory(name="Runder Tisch")
    ActorFactory(name="Kirchenkreis Auenberg")

    page.goto("/eintragen/")
    press(page, "Akteur eintragen")
    page.get_by_label("Name", exact=True).fill("Leselust e. V.")
    page.get_by_label("Akteursart").select_option(label="Verein")
    page.get_by_label("Postleitzahl").fill("3799")
    press(page, "Weiter")
    expect(page.locator("#id_postal_code_error")).to_contain_text("fünf Ziffern")
    assert fits(page)
    assert accessibility_violations(page) == []
    with page.expect_navigation():  # by the steps above, although something is wrong
        page.get_by_role("button", name="Kontakt").click()
    page.get_by_label("Träger").fill("Kirchen")
    option = page.get_by_role("option", name="Kirchenkreis Auenberg")
    option.click()
    expect(page.get_by_label("Träger")).to_have_value("Kirchenkreis Auenberg")
    page.get_by_label("Telefon").fill("05555 47")
    page.goto("/")  # leaves the page without a button
    until(lambda: Draft.objects.get().answers.get("phone") == ["05555 47"])  # it is sent while one is gone
    draft = Draft.objects.get()
    page.goto(f"/eintragen/{draft.pk}/kontakt/")
    expect(page.get_by_label("Telefon")).to_have_value("05555 47")
    press(page, "Später weiterschreiben")
    expect(page.get_by_label("Ihr Link")).to_have_value(re.compile(str(draft.pk)))
    assert fits(page)
    assert accessibility_violations(page) == []
    page.get_by_role("link", name="Jetzt weiterschreiben").click()
    expect(page.get_by_label("Postleitzahl")).to_have_value("3799")
    page.get_by_label("Postleitzahl").fill("37990")
    with page.expect_navigation():
        page.get_by_role("button", name="Prüfen und absenden").click()
    assert fits(page)
    submit(page)
    expect(page.get_by_role("heading", name="Danke, „Leselust e. V.“ ist eingereicht.")).to_be_visible()
    assert accessibility_violations(page) == []

    press(page, "Ein Netzwerk dazu eintragen")
    page.get_by_label("Name", exact=True).fill("Runder Tisch Lesen")
    page.get_by_label("Format").select_option(label="Runder Tisch")
    press(page, "Weiter")
    press(page, "Weiter")
    expect(page.get_by_label("Wer koordiniert?")).to_have_value("Leselust e. V.")
    press(page, "Weiter")
    submit(page)
    expect(page.get_by_role("heading", name="Danke, „Runder Tisch Lesen“ ist eingereicht.")).to_be_visible()
    verein, seat = Actor.objects.get(name="Leselust e. V."), Membership.objects.get()
    assert (seat.actor, seat.role, verein.parent_body.name) == (
        verein,
        "koordination",
        "Kirchenkreis Auenberg",
    )
