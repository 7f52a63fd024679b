"""The table of gaps and the comparison in a real browser: phone, dark, strict policy, axe, no script."""

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from tests.browser import accessibility_violations
from tests.factories import UserFactory
from tests.portal.test_freshness_browser import SLOW, TOO_WIDE, log_in

pytestmark = pytest.mark.browser
LOOKS = [("light", 1366), ("dark", 390)]
BOTH = "/einblick/vergleich/?n1=auenberger-lesenetz&n2=runder-tisch-lesefoerderung"
PAGES = [
    "/einblick/luecken/?offen=sprachbildung",
    "/einblick/luecken/?mit=zielgruppe",
    f"{BOTH}&n3=vorlesekreis-lindenau",
    "/einblick/vergleich/?n1=auenberger-lesenetz&n2=gibt-es-nicht",
]


def test_pages_are_without_barriers_and_as_wide_as_the_screen(auenberg_live, strict: Page) -> None:
    for path in PAGES:
        for scheme, width in LOOKS:
            strict.set_viewport_size({"width": width, "height": 900})
            strict.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            strict.goto(path, timeout=SLOW)
            assert accessibility_violations(strict) == [], (path, width)
            assert strict.evaluate(TOO_WIDE) <= 0, (path, width)


def test_a_phone_has_cards_and_paper_has_the_table(auenberg_live, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 900})
    strict.goto(PAGES[0], timeout=SLOW)
    expect(strict.locator(".by-theme")).to_be_visible()
    expect(strict.locator(".matrix")).to_be_hidden()
    strict.emulate_media(media="print")
    expect(strict.locator(".by-theme")).to_be_hidden()
    expect(strict.locator(".matrix")).to_be_visible()


def test_a_phone_says_of_every_value_whose_it_is(auenberg_live, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 900})
    strict.goto(BOTH, timeout=SLOW)
    cells = strict.locator(".cmp tbody td")
    assert cells.count() == strict.locator(".cmp tbody td .whose:visible").count() > 20
    expect(strict.get_by_role("columnheader", name="Auenberger Lesenetz")).to_have_count(1)
    expect(strict.get_by_role("rowheader", name="Mitglieder")).to_have_count(1)
    assert strict.get_by_role("row").count() == cells.count() // 2 + 1


def test_koordination_decides_without_a_script(auenberg_live, live_server, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto("/", timeout=SLOW)  # the cookie is for all below this address
    log_in(page, UserFactory(role=User.Role.COORDINATION))
    page.goto("/einblick/vergleich/", timeout=SLOW)
    page.get_by_label("Erstes Netzwerk").fill("Auenberger Lesenetz")
    page.get_by_label("Zweites Netzwerk").fill("Runder Tisch Leseförderung")
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.get_by_role("heading", name="Was man daraus schließen kann")).to_be_visible()
    assert page.url.endswith(BOTH)
    page.get_by_role("button", name="sind verschieden").click()
    expect(page.get_by_text("Gemerkt. Es steht bei dem Paar")).to_be_visible()
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_role("button", name="sind verschieden")).to_be_visible()
    page.context.close()
