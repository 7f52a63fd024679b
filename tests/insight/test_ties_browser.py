"""The page in a browser: free of barriers, on a phone, and with its enhancement."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_violations

pytestmark = pytest.mark.browser
PAGE = "/einblick/wer-mit-wem/"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Words that stick out of their card, and cards that stick out of the picture, as the browser draws them.
STICKING_OUT = """() => [...document.querySelectorAll('.pic [data-entry]')].filter(card => {
    const box = card.querySelector('.n-card').getBoundingClientRect();
    const all = card.closest('svg').getBoundingClientRect();
    return box.left < all.left || box.right > all.right || box.bottom > all.bottom
        || [...card.querySelectorAll('.words')].some(words => {
            const one = words.getBoundingClientRect();
            return one.left < box.left || one.right > box.right || one.top < box.top - 1 || one.bottom > box.bottom + 1;
        });
}).map(card => card.textContent)"""
HIDDEN = """() => [...document.querySelectorAll('svg.pic')].every(picture => picture.getAttribute('aria-hidden') === 'true'
    && [...picture.querySelectorAll('a')].every(link => link.tabIndex === -1))"""


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_no_barrier(auenberg_live: None, strict: Page, scheme: str, width: int) -> None:
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    for choice in ("", "?stadtteil=nordstadt", "?um=volkshochschule-auenberg", "?thema=gibt-es-nicht"):
        strict.goto(f"{PAGE}{choice}")
        for fold in strict.locator("details").all():
            fold.evaluate("element => element.open = true")
        assert accessibility_violations(strict) == [], choice
        assert strict.evaluate(TOO_WIDE) == 0, choice
        assert strict.evaluate(HIDDEN), choice
        assert strict.evaluate(STICKING_OUT) == [], choice


def test_zoom_by_buttons_and_keys(auenberg_live: None, strict: Page) -> None:
    strict.goto(PAGE)
    picture, region = (
        strict.locator(".drawn svg.pic"),
        strict.get_by_role("region", name="Bild der Netzwerke"),
    )
    whole = picture.get_attribute("viewBox")
    strict.get_by_role("button", name="Größer").click()
    assert float(picture.get_attribute("viewBox").split()[2]) < 1240
    region.focus()
    before = picture.get_attribute("viewBox")
    strict.keyboard.press("ArrowRight")
    assert picture.get_attribute("viewBox") != before
    strict.keyboard.press("+")
    strict.keyboard.press("0")
    assert [float(one) for one in picture.get_attribute("viewBox").split()] == [
        float(one) for one in whole.split()
    ]


def test_what_belongs_to_a_network_stands_out(auenberg_live: None, strict: Page) -> None:
    strict.goto(PAGE)
    strict.locator(".pic [data-entry] .n-card").first.hover()
    expect(strict.locator(".pic.lit")).to_have_count(1)
    lit = strict.locator(".pic .tie.on").count()
    assert 0 < lit < strict.locator(".pic .tie").count()


def test_dragging_follows_no_link_and_a_click_does(auenberg_live: None, strict: Page) -> None:
    strict.goto(PAGE)
    strict.get_by_role("button", name="Größer").click()
    card = strict.locator(".pic [data-entry]").nth(20)
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    strict.mouse.move(box["x"] + 60, box["y"] + 20)
    strict.mouse.down()
    strict.mouse.move(box["x"] + 20, box["y"] + 10, steps=4)
    strict.mouse.up()
    assert strict.url.endswith(PAGE)
    card.locator(".n-card").click()
    strict.wait_for_url("**/netzwerke/**")


def test_without_scripts_the_page_is_whole(auenberg_live: None, browser, live_server) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(PAGE)
    expect(page.get_by_role("button", name="Größer")).to_be_hidden()
    page.get_by_label("Akteur", exact=True).select_option("volkshochschule-auenberg")
    page.get_by_role("button", name="Umgebung zeigen").click()
    expect(page.get_by_role("heading", name="Rund um: Volkshochschule Auenberg")).to_be_visible()
    context.close()
