"""„Ähnliche Netzwerke“ in a real browser: fetched when scrolled to, a link without scripts, nothing in print."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from networks.models import Network
from tests.factories import DistrictFactory, NetworkFactory
from tests.portal.test_pages_browser import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINK = "Ähnliche Netzwerke ansehen"


@pytest.fixture
def pair() -> list[Network]:
    said = {
        "purpose": "Ehrenamtliche lesen in der Kita vor.",
        "districts": [DistrictFactory(name="Lindenau")],
    }
    return [NetworkFactory(name=f"Vorlesekreis {place}", **said) for place in ("Lindenau", "in Lindenau")]


def test_it_comes_when_it_is_scrolled_to(strict: Page, live_server: object, pair: list[Network]) -> None:
    page, (first, second) = strict, pair
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(first.get_absolute_url())
    link = page.get_by_role("link", name=LINK)
    expect(link).to_be_attached()
    link.scroll_into_view_if_needed()
    expect(page.get_by_role("link", name=second.name, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Ähnliche Netzwerke", exact=True)).to_have_count(1)
    expect(link).to_have_count(0)
    assert faults(page, first.get_absolute_url()) == []


def test_print_shows_no_link_that_nobody_can_follow(
    strict: Page, live_server: object, pair: list[Network]
) -> None:
    strict.set_viewport_size({"width": 390, "height": 500})
    strict.goto(pair[0].get_absolute_url())
    strict.emulate_media(media="print")
    expect(strict.get_by_text(LINK)).to_be_hidden()


def test_without_scripts_a_link_leads_there(browser: Browser, live_server, pair: list[Network]) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto(pair[0].get_absolute_url())
    page.get_by_role("link", name=LINK).click()
    expect(page.get_by_role("link", name=pair[1].name, exact=True)).to_be_visible()
    assert page.url.endswith("/aehnliche/")
