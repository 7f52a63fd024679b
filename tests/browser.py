"""A browser for tests: whichever Chromium, Chrome or Playwright browser this machine has, and strict about the page.

Without one, browser tests are skipped and say how to get one; with BROWSER=required they fail instead.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright
from pytest_django.live_server_helper import LiveServer

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
HOW_TO_GET_ONE = "no browser found: install chromium (Debian: apt-get install chromium) or run .venv/bin/playwright install chromium"
QUIET = ("no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-background-networking", "disable-quic",
         "disable-component-update", "disable-sync", "no-first-run", "font-render-hinting=none")  # fmt: skip
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TELL_CSP = """document.addEventListener('securitypolicyviolation', event => console.error(
    `CSP ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""

# What htmx tells of a request that the page gave up, for the next one or because it was left: nobody's fault.
GIVEN_UP = ("htmx:sendAbort", "htmx:afterRequest")

# Playwright's synchronous interface runs an event loop in the test's thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def find_browser(playwright: Playwright) -> str | None:
    """Return the path of an installed browser: one on the PATH, else Playwright's own."""
    on_path = (shutil.which(name) for name in NAMES)
    candidates = [*filter(None, on_path), *ELSEWHERE, playwright.chromium.executable_path]
    return next((path for path in candidates if Path(path).is_file()), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> dict[str, Any]:
    path = find_browser(playwright)
    if path is None and os.environ.get("BROWSER") == "required":
        pytest.fail(HOW_TO_GET_ONE, pytrace=False)
    if path is None:
        pytest.skip(HOW_TO_GET_ONE)
    return {**browser_type_launch_args, "executable_path": path, "args": [f"--{option}" for option in QUIET]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], live_server: LiveServer) -> dict[str, Any]:
    """The portal under test is the base: `page.goto("/netzwerke/")` needs no host."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "de-DE",
        "timezone_id": "Europe/Berlin",
        "reduced_motion": "reduce",
        "viewport": {"width": 1366, "height": 900},
    }


@pytest.fixture
def strict(page: Page, live_server: LiveServer) -> Iterator[Page]:
    """A page that fails its test on any CSP violation, console error, script error or request to a foreign host."""
    bad: list[str] = []
    page.add_init_script(TELL_CSP)
    page.on(
        "console",
        lambda message: (
            bad.append(message.text)
            if message.type == "error" and not message.text.startswith(GIVEN_UP)
            else None
        ),
    )
    page.on("pageerror", lambda error: bad.append(str(error)))
    own = (f"{live_server.url}/", "data:", "blob:")
    page.on(
        "request",
        lambda request: None if request.url.startswith(own) else bad.append(f"foreign {request.url}"),
    )
    yield page
    assert bad == []


def accessibility_violations(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands (A, AA, 2.2, best practice), one line per rule and element."""
    found = (
        Axe().run(page, options={"runOnly": AXE_RULES, "resultTypes": ["violations"]}).response["violations"]
    )
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


def out_of_reach(page: Page, selector: str, *, scrolled: bool = False) -> list[str]:
    """Return the visible elements of `selector` that a pointer at their middle would miss, as they stand or `scrolled`
    into the window: something covers them, or a parent clips them. They exist, and nobody sees them.
    """
    return page.evaluate(
        """([selector, scrolled]) => [...document.querySelectorAll(selector)]
            .filter(element => element.checkVisibility())
            .filter(element => {
                if (scrolled) element.scrollIntoView({block: 'nearest'});
                const box = element.getBoundingClientRect();
                const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                return !hit || !(element.contains(hit) || element.closest('label')?.contains(hit));
            }).map(element => element.outerHTML.slice(0, 120))""",
        [selector, scrolled],
    )


def cut_off(page: Page, selector: str) -> list[str]:
    """Return the visible elements of `selector` of which a corner inside the window shows something else: a parent
    that hides what overflows can still be scrolled by arrow keys, which hides the field in place of the choices.
    """
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(element => element.checkVisibility())
            .filter(element => {
                const box = element.getBoundingClientRect(), edge = 6;
                const bottom = Math.min(box.bottom, innerHeight) - edge;
                return [[box.left + edge, box.top + edge], [box.right - edge, box.top + edge],
                    [box.left + edge, bottom], [box.right - edge, bottom]]
                    .some(([x, y]) => !element.contains(document.elementFromPoint(x, y)));
            }).map(element => element.outerHTML.slice(0, 120))""",
        selector,
    )
