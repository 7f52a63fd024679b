"""Nothing moves while a page loads, and nothing when a filter brings other hits: cumulative layout shift below 0.02.

All shifts count, also those right after a click, which browsers forgive."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from networks.models import Network

pytestmark = pytest.mark.browser

MOST = 0.02
WATCH = """window.shifts = []; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifts.push([entry.value, entry.sources.map(
        source => source.node?.outerHTML?.slice(0, 100) ?? source.node?.textContent)]);
}).observe({type: 'layout-shift', buffered: true})"""
TAKE = "() => { const taken = window.shifts; window.shifts = []; return taken; }"


def moved(page: Page) -> list[object]:
    """What moved since the last question, when it is more than MOST; an empty list for a still page."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shifts = page.evaluate(TAKE)
    return shifts if sum(value for value, _nodes in shifts) >= MOST else []


@pytest.mark.parametrize("width", [1366, 390])
def test_nothing_moves(auenberg_live: None, strict: Page, width: int) -> None:
    strict.set_viewport_size({"width": width, "height": 900})
    strict.add_init_script(WATCH)
    # No font from the network: whether it comes before the first paint depends on the machine that tests. Pages use it
    # only when it does (font-display: optional), and lay themselves out by one of the same width otherwise.
    strict.route("**/*.woff2", lambda route: route.fulfill(body=b"", content_type="font/woff2"))
    network = Network.objects.published().exclude(meetings=None).exclude(updates=None).earliest("pk")
    found = {}
    for address in (
        "/",
        network.get_absolute_url(),
        "/themen/sprachbildung/",
        "/verzeichnis/?q=lesen",
        "/netzwerke/",
        "/netzwerke/?ansicht=karte",
    ):
        strict.goto(address)
        found[address] = moved(strict)
    if width < 640:
        strict.get_by_role("button", name="Filter").first.click()
        found["drawer"] = moved(strict)
    strict.locator("#filter input[name=stadtteil]").nth(2).check()
    expect(strict.locator("main [role=status]")).to_contain_text("mit 1 Filter")
    found["live"] = moved(strict)
    assert {what: shifts for what, shifts in found.items() if shifts} == {}
