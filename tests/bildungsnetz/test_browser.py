"""The strict browser itself notices what it is there for."""

import pytest
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
