"""The strict browser itself notices what it is there for."""

import time

import pytest
from django.db import connection
from playwright.sync_api import Page

from tests.browser import TELL_CSP, accessibility_violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("attack", "noticed"),
    [
        ("document.body.setAttribute('style', 'color: red')", "CSP style-src-attr inline"),
        (
            "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))",
            "CSP script-src-elem inline",
        ),
        ("fetch('https://example.org/').catch(() => 1)", "CSP connect-src https://example.org/"),
    ],
)
def test_violations_of_the_csp_are_noticed(page: Page, attack: str, noticed: str) -> None:
    seen: list[str] = []
    page.add_init_script(TELL_CSP)
    page.on("console", lambda message: seen.append(message.text))
    page.goto("/gibt-es-nicht/")
    seen.clear()
    page.evaluate(attack)
    page.wait_for_timeout(200)
    assert any(text.startswith(noticed) for text in seen), seen


def test_violations_of_accessibility_are_noticed(page: Page) -> None:
    page.goto("/gibt-es-nicht/")
    page.evaluate("document.body.append(Object.assign(document.createElement('button'), {id: 'bare'}))")
    assert any(finding.startswith("button-name: ['#bare']") for finding in accessibility_violations(page))


def test_python_database_and_browser_share_one_clock(page: Page) -> None:
    """Also on the other day of `make test-any-day`: a browser that lived today would show what nobody sees then."""
    page.goto("/gibt-es-nicht/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float")
        clocks = [time.time(), cursor.fetchone()[0], page.evaluate("Date.now() / 1000")]
    assert max(clocks) - min(clocks) < 30
    page.evaluate("document.cookie = 'kept=1; max-age=600'")  # by the clock of the browser's network service
    assert "kept=1" in page.evaluate("document.cookie")
