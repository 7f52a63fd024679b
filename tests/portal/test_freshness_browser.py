"""Picking members and confirming entries in a real browser: keyboard, phone width, dark, strict policy, axe."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from moderation import freshness
from moderation.models import Draft, Inquiry
from networks.models import Network
from tests.browser import accessibility_violations
from tests.factories import ActorFactory, ContactPersonFactory, MeetingFactory, NetworkFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("light", 1366), ("dark", 390)]  # contrast hangs on the scheme, all else on the width
SLOW = 30_000  # milliseconds: the first search of a process reads the index
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def picture(page: Page, name: str) -> None:
    """Kept where PICTURES says, for people who want to look."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def log_in(page: Page, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies(
        [cookie | {"url": page.url if "://" in page.url else page.evaluate("location.href")}]
    )


def looks(page: Page, url: str, name: str) -> list[str]:
    """Barriers and sideways scrolling of one page in all schemes and widths."""
    found = []
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(url)
        picture(page, f"{name}-{width}-{scheme}")
        found += [f"{scheme} {width}: {fault}" for fault in accessibility_violations(page)]
        if (by := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{scheme} {width}: scrolls sideways by {by}")
    return found


@pytest.fixture
def stale(live_server) -> Network:
    editor = UserFactory(email="kim@buendnis.example")
    actor = ActorFactory(name="Stadtbücherei", confirmed_at=timezone.localdate() - timedelta(days=500))
    network = NetworkFactory(
        name="Bündnis Lesen", coordinator=actor, rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr",
        confirmed_at=timezone.localdate() - timedelta(days=400), purpose="Wir lesen in Kitas vor.",
    )  # fmt: skip
    for entry in (actor, network):
        entry.editors.add(editor)
    MeetingFactory(network=network, start=timezone.now() - timedelta(days=213))
    freshness.ask([actor, network])
    return network


def test_confirmation_page_by_keyboard(strict: Page, stale: Network) -> None:
    [path] = re.findall(r"/bestaetigen/\S+", mail.outbox[-1].body)
    assert looks(strict, path, "confirm") == []
    strict.set_viewport_size({"width": 1366, "height": 900})
    strict.get_by_text("Gibt es nicht mehr: Bündnis Lesen").press("Enter")
    strict.get_by_label("Was ist geschehen?").last.fill("Das Ziel ist erreicht.")
    strict.get_by_label("Was ist geschehen?").last.press("Tab")
    strict.keyboard.press("Enter")
    expect(
        strict.get_by_role("status").or_(strict.get_by_text("Danke, das ist angekommen.")).first
    ).to_be_visible()
    strict.get_by_role("button", name=re.compile("Stimmt noch.*Stadtbücherei")).press("Enter")
    expect(strict.get_by_role("heading", level=1)).to_have_text("Danke, hier ist nichts mehr offen.")
    stale.refresh_from_db()
    assert (stale.status, stale.end_reason) == ("beendet", "Das Ziel ist erreicht.")
    assert sorted(Inquiry.objects.values_list("answer", flat=True)) == ["stimmt", "weg"]


def test_list_of_the_curators(strict: Page, stale: Network) -> None:
    ActorFactory(name="Kita ohne Adresse", confirmed_at=timezone.localdate() - timedelta(days=900))
    strict.goto("/")
    log_in(strict, UserFactory(role=User.Role.CURATION))
    assert looks(strict, reverse("moderation:freshness"), "list") == []
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(days=30))
    strict.get_by_label("„Bündnis Lesen“ erneut fragen").check()
    strict.get_by_role("button", name="Erneut fragen").click()
    expect(strict.get_by_text("1 Mail ist unterwegs.")).to_be_visible()


def test_consent_page(strict: Page, live_server) -> None:
    from actors import consenting

    ContactPersonFactory(
        consenting=True, email="kim@kita.example", consent_until=timezone.localdate() + timedelta(days=10)
    )
    consenting.ask()
    [path] = re.findall(r"/einwilligung/\S+", mail.outbox[-1].body)
    assert looks(strict, path, "consent") == []
    strict.get_by_role("button", name="Ja, weiter zeigen").click()
    expect(strict.get_by_role("heading", level=1)).to_have_text("Danke, hier ist nichts mehr offen.")


@pytest.fixture
def draft(live_server) -> str:
    ActorFactory(name="Stadtbibliothek Auenberg")
    ActorFactory(name="Stadtteilbüro Nord")
    pk = Draft.objects.create(kind="netzwerk").pk
    return reverse("portal:registration_step", args=[pk, "treffen"])


def test_members_are_picked_proposed_and_removed_by_keyboard(strict: Page, draft: str) -> None:
    strict.goto(draft)
    field = strict.get_by_role("combobox", name="Mitglieder")
    field.press_sequentially("Stadtbib")
    expect(strict.get_by_role("option", name="Stadtbibliothek Auenberg")).to_be_visible(timeout=SLOW)
    field.press("ArrowDown")
    field.press("Enter")
    chips = strict.get_by_role("list", name="Ausgewählte Mitglieder").get_by_role("listitem")
    expect(chips).to_have_count(1)
    expect(field).to_be_focused()
    field.press_sequentially("Kita Neuland")
    expect(strict.get_by_role("option", name="„Kita Neuland“ neu vorschlagen")).to_be_visible(timeout=SLOW)
    field.press("ArrowUp")  # the last one
    field.press("Enter")
    place = strict.get_by_label("Ort von Kita Neuland")
    expect(place).to_be_focused()
    place.fill("Südstadt")
    members = strict.locator("textarea[name=members]")
    assert members.input_value() == "Stadtbibliothek Auenberg\nKita Neuland (Südstadt)"
    picture(strict, "picker-chips")
    assert accessibility_violations(strict) == []
    strict.get_by_role("button", name="Stadtbibliothek Auenberg entfernen").press("Enter")
    expect(strict.get_by_role("button", name="Kita Neuland entfernen")).to_be_focused()
    assert members.input_value() == "Kita Neuland (Südstadt)"
    strict.get_by_role("button", name="Weiter", exact=True).click()
    strict.wait_for_url("**/absenden/")
    strict.goto(draft)
    expect(strict.get_by_label("Ort von Kita Neuland")).to_have_value("Südstadt")


def test_picker_in_all_looks(strict: Page, draft: str) -> None:
    step = Draft.objects.get()
    step.answers = {"members": ["Stadtbibliothek Auenberg\nKita Neuland (Südstadt)\nStadtteilbüro Nord"]}
    step.save()
    assert looks(strict, draft, "picker") == []


def test_members_without_scripts(browser, live_server, draft: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(draft)
    page.get_by_label("Mitglieder").fill("Stadtbiblothek Auenberg")
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_text("Meinten Sie „Stadtbibliothek Auenberg“?").first).to_be_visible()
    page.get_by_label("Mitglieder").fill("Stadtbibliothek Auenberg")
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.endswith("/absenden/")
    context.close()
