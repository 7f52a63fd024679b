"""Keeping a search and watching a network in a real browser: by keyboard, without scripts, without barriers."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from following.digests import send_digests, token_of
from following.models import SavedSearch, Watch
from networks.models import Network
from tests.factories import SavedSearchFactory, UpdateFactory, UserFactory, WatchFactory
from tests.portal.test_pages_browser import faults
from vocabulary.models import Theme

pytestmark = pytest.mark.browser


def log_in(context: BrowserContext, user: object) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
    context.add_cookies([cookie])


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_pages_are_free_of_barriers(auenberg_live: None, strict: Page, scheme: str, width: int) -> None:
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    user, network = UserFactory(), Network.objects.published().earliest("pk")
    log_in(strict.context, user)
    found = []

    def look(address: str) -> None:
        assert strict.goto(address).status == 200, address
        found.extend(faults(strict, address))

    look("/suchen/")
    look("/beobachten/")
    search = SavedSearchFactory(owner=user, name="Lesen in Lindenau", query="q=lesen&stadtteil=lindenau")
    WatchFactory(owner=user, search=search)
    WatchFactory(owner=user, theme=Theme.objects.earliest("pk"), rhythm="woechentlich")
    look("/suchen/neu/?liste=akteure&q=Kita")
    look("/suchen/")
    look(search.get_absolute_url())
    look("/beobachten/")
    look(f"/beobachten/netzwerk/{network.slug}/")
    look(f"/abmelden/{token_of(user, 'woechentlich')}/")
    strict.get_by_role("button", name="Abbestellen").click()
    found += faults(strict, "abbestellt")
    look("/beobachten/")
    strict.goto("/netzwerke/?q=lesen")
    strict.get_by_text("Abonnieren", exact=True).click()
    found += faults(strict, "menu")
    assert found == []


def test_a_search_is_kept_by_keyboard_and_its_deletion_taken_back(auenberg_live: None, strict: Page) -> None:
    user = UserFactory()
    log_in(strict.context, user)
    strict.goto("/netzwerke/?thema=sprachbildung")
    strict.locator("summary", has_text="Abonnieren").focus()
    strict.keyboard.press("Enter")
    expect(strict.get_by_role("link", name="Treffen als Kalender (iCal)")).to_be_visible()
    strict.keyboard.press("Escape")
    expect(strict.get_by_role("link", name="Treffen als Kalender (iCal)")).to_be_hidden()
    strict.get_by_role("link", name="Diese Suche merken").focus()
    strict.keyboard.press("Enter")
    expect(strict.get_by_label("Name")).to_have_value("Sprachbildung")
    strict.get_by_label("Name").fill("Sprache")
    strict.get_by_label("täglich", exact=True).focus()
    strict.keyboard.press("Space")
    strict.keyboard.press("Enter")
    expect(strict.get_by_role("heading", name="Sprache")).to_be_visible()
    assert list(SavedSearch.objects.values_list("query", "watch__rhythm")) == [
        ("thema=sprachbildung", "taeglich")
    ]
    strict.get_by_role("button", name=re.compile("^Löschen")).click()
    expect(strict.get_by_text("Die Suche „Sprache“ ist gelöscht.")).to_be_visible()
    strict.get_by_role("button", name="Rückgängig machen").click()
    strict.get_by_role("link", name="Sprache", exact=True).click()
    expect(strict).to_have_url(re.compile(r"/netzwerke/\?thema=sprachbildung$"))


def test_watching_ends_in_a_mail_and_one_click_ends_the_mails_without_scripts(
    auenberg_live: None, browser: Browser, browser_context_args: dict
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page, user = context.new_page(), UserFactory()
    network = Network.objects.published().filter(status="aktiv").earliest("pk")
    log_in(context, user)
    page.goto(network.get_absolute_url())
    page.get_by_role("link", name=re.compile("^Beobachten")).click()
    page.get_by_label("sofort", exact=True).check()
    page.get_by_role("button", name="Beobachten").click()
    expect(page.get_by_text(f"Sie beobachten „{network}“.")).to_be_visible()

    UpdateFactory(network=network, text="Wir haben einen Raum gefunden.")
    mail.outbox.clear()
    send_digests()
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert "Wir haben einen Raum gefunden." in letter.body
    link = re.search(rf"{re.escape(settings.SITE_URL)}(/abmelden/\S+)", letter.body)[1]
    context.clear_cookies()
    page.goto(link)
    page.get_by_role("button", name="Abbestellen").click()
    expect(page.get_by_role("heading", name="Abbestellt")).to_be_visible()
    assert not Watch.objects.running().exists()
    context.close()
