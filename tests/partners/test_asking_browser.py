"""As a library that seeks older people in the Nordstadt: from the question to the answered request, in a real browser."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from actors.models import Actor
from moderation.models import Case
from partners import outcomes
from partners.jobs import ask_what_came_of_requests
from partners.models import PartnerRequest
from tests.factories import PartnerRequestFactory, UserFactory
from tests.portal.test_pages_browser import faults

pytestmark = pytest.mark.browser

PARTNER = "Mehrgenerationenhaus Nordstadt"


def log_in(context: BrowserContext, user: User) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    context.add_cookies([cookie])


def link_in(body: str) -> str:
    return re.search(r"https?://[^/\s]+(/partner/\S+)", body)[1]


def test_a_library_finds_older_people_in_the_nordstadt(auenberg_live: None, strict: Page) -> None:
    """Without an account. The answer goes from the house to the library, past the portal."""
    house, editor = Actor.objects.get(name=PARTNER), UserFactory(email="haus@example.org")
    house.editors.set([editor])
    strict.goto("/akteure/?zielgruppe=aeltere-menschen&stadtteil=nordstadt")
    strict.get_by_role("link", name=PARTNER, exact=True).first.click()
    strict.get_by_role("link", name=re.compile("^Anfragen")).click()
    expect(strict.get_by_role("heading", level=1)).to_have_text(f"„{PARTNER}“ anfragen")
    for label, words in {
        "Was haben Sie vor?": "Wir lesen jeden Dienstag vor, für Menschen, die nicht mehr gut sehen.",
        "Was brauchen Sie dafür?": "Kontakt zu älteren Menschen und einen ruhigen Raum",
        "Für wen?": "Ältere Menschen in der Nordstadt",
        "Wann?": "dienstags am Nachmittag, ab März",
        "Ihr Name": "Lena Lesewald",
        "Ihre Einrichtung": "Stadtbibliothek Auenberg",
        "Ihre E-Mail-Adresse": "lena@bibliothek.example",
    }.items():
        strict.get_by_label(label).fill(words)
    strict.get_by_role("button", name="Anfrage absenden").click()
    expect(strict.get_by_text("Bitte sehen Sie in Ihr Postfach")).to_be_visible()
    strict.goto(link_in(mail.outbox[-1].body))
    strict.get_by_role("button", name="Ja, jetzt absenden").click()
    expect(strict.get_by_role("heading", level=1)).to_contain_text("ist unterwegs")
    letter = mail.outbox[-1]
    assert (letter.to, letter.extra_headers["Reply-To"]) == (["haus@example.org"], "lena@bibliothek.example")

    PartnerRequest.objects.update(delivered_at=timezone.now() - outcomes.ASK_AFTER - timedelta(days=1))
    ask_what_came_of_requests()
    strict.goto(link_in(mail.outbox[-1].body))
    strict.get_by_label("Wir arbeiten zusammen").check()
    strict.get_by_role("button", name="Antwort festhalten").click()
    expect(strict.get_by_text("Ihre Antwort ist festgehalten")).to_be_visible()
    assert PartnerRequest.objects.get().outcome == "zusammenarbeit"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_pages_are_free_of_barriers(
    auenberg_live: None, strict: Page, scheme: str, width: int, tmp_path: Path
) -> None:
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    house = Actor.objects.get(name=PARTNER)
    found = []

    def look(address: str, name: str) -> None:
        assert strict.goto(address).status == 200, address
        strict.screenshot(path=tmp_path / f"{name}.png", full_page=True)
        found.extend(faults(strict, address))

    look(house.get_absolute_url(), "akteur")
    form = f"/partner/anfragen/{house.slug}/"
    look(f"{form}?zielgruppe=aeltere-menschen&stadtteil=nordstadt", "formular")
    strict.get_by_role("button", name="Anfrage absenden").click()
    strict.screenshot(path=tmp_path / "fehler.png", full_page=True)
    found += faults(strict, "errors")
    strict.get_by_label("Was haben Sie vor?").fill("Wir lesen vor.")
    strict.get_by_label("Was brauchen Sie dafür?").fill("Einen Raum")
    strict.get_by_label("Ihr Name").fill("Lena")
    strict.get_by_label("Ihre Einrichtung").fill("Bibliothek")
    strict.get_by_label("Ihre E-Mail-Adresse").fill("lena@bibliothek.example")
    strict.get_by_role("button", name="Anfrage absenden").click()
    found += faults(strict, "check mail")
    link = link_in(mail.outbox[-1].body)
    look(link, "bestaetigen")
    strict.get_by_role("button", name="Ja, jetzt absenden").click()
    strict.screenshot(path=tmp_path / "danke.png", full_page=True)
    found += faults(strict, "sent")
    Actor.objects.filter(pk=house.pk).update(takes_requests=False)
    look(form, "abgelehnt")
    user = UserFactory(role=User.Role.CURATION)
    log_in(strict.context, user)
    case = Case.objects.filter(kind=Case.Kind.PARTNER).get()
    look(f"/moderation/{case.pk}/", "vorgang")
    look("/partner/anfragen/", "meine-leer")
    wish = PartnerRequestFactory(
        actor=house, sender=user, email=user.email, arrived=timezone.now(), outcome="offen"
    )
    PartnerRequestFactory(actor=house, sender=user, email=user.email, state="kuration")
    look("/partner/anfragen/", "meine")
    look("/meine/", "meine-eintraege")
    look("/partner/anfragen-in-zahlen/", "zahlen")
    look(outcomes.page_of(wish), "ergebnis")
    assert found == []
