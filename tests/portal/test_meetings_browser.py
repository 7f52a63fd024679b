"""The calendar by mouse, by keyboard, on the phone and without JavaScript."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser import accessibility_violations, out_of_reach
from tests.factories import MeetingFactory, NetworkFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATUS = "main [role=status]"


@pytest.fixture
def _a_full_month(auenberg_live: None) -> None:
    """A day with more than the grid shows, one that was moved, one that was cancelled, one of three days."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    for number in range(6):
        MeetingFactory(network=NetworkFactory(name=f"Runde {number}"), start=noon + timedelta(minutes=number))
    MeetingFactory(
        network=NetworkFactory(name="Steuerkreis"), start=noon, moved_from=noon - timedelta(days=1)
    )
    MeetingFactory(network=NetworkFactory(name="Fachtag"), start=noon, is_cancelled=True)
    MeetingFactory(network=NetworkFactory(name="Klausur"), start=noon, end=noon + timedelta(days=2))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_every_view_is_accessible(_a_full_month: None, strict: Page, width: int, scheme: str) -> None:
    strict.set_viewport_size({"width": width, "height": 900})
    strict.emulate_media(color_scheme=scheme)
    for query in ("", "?ansicht=woche", "?ansicht=liste", "?ansicht=tag", "?monat=2036-01", "drucken/"):
        strict.goto(f"/termine/{query}")
        assert accessibility_violations(strict) == []
        assert strict.evaluate("document.documentElement.scrollWidth") <= width
    strict.goto("/termine/")
    strict.locator("details[data-facet=thema] > summary").click()
    assert accessibility_violations(strict) == []
    assert out_of_reach(strict, "details[data-facet=thema] > div > .btn", scrolled=True) == []


def test_a_box_narrows_at_once_and_its_list_stays_open(_a_full_month: None, strict: Page) -> None:
    strict.goto("/termine/?ansicht=liste")
    before = strict.locator(STATUS).text_content()
    themes = strict.locator("details[data-facet=thema]")
    themes.locator("summary").click()
    themes.locator("label.opt").first.click()
    expect(strict).to_have_url(re.compile(r"/termine/\?ansicht=liste&ab=[\d-]+&thema=[\w-]+$"))
    expect(strict.locator(".chips")).to_contain_text("Thema:")
    expect(themes).to_have_attribute("open", "")
    expect(themes.locator("input:checked")).to_be_focused()
    strict.keyboard.press("Escape")
    expect(themes).not_to_have_attribute("open", "")
    expect(themes.locator("summary")).to_be_focused()
    strict.get_by_role("link", name="Alle zurücksetzen").click()
    expect(strict.locator(STATUS)).to_have_text(before)


def test_one_list_of_filters_is_open_at_a_time(_a_full_month: None, strict: Page) -> None:
    strict.goto("/termine/")
    themes, places = (strict.locator(f"details[data-facet={name}]") for name in ("thema", "stadtteil"))
    themes.locator("summary").click()
    places.locator("summary").click()
    expect(themes).not_to_have_attribute("open", "")
    strict.get_by_role("heading", name="Termine", exact=True).click()
    expect(places).not_to_have_attribute("open", "")


def test_the_grid_leads_to_the_week_and_from_there_to_the_day(_a_full_month: None, strict: Page) -> None:
    strict.goto("/termine/")
    today = strict.locator(f"#t-{timezone.localdate():%Y-%m-%d}")
    expect(today.locator("li:visible")).to_have_count(3)
    today.locator(".more-day").press("Enter")
    expect(strict).to_have_url(re.compile(r"ansicht=woche&woche=[\d-]+W\d\d#t-"))
    assert strict.locator(f"#t-{timezone.localdate():%Y-%m-%d} li:visible").count() >= 8


def test_on_a_phone_the_same_days_are_a_list(_a_full_month: None, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/termine/")
    today = strict.locator(f"#t-{timezone.localdate():%Y-%m-%d}")
    assert today.locator("li:visible").count() >= 8
    expect(today.locator(".more-day:visible")).to_have_count(0)
    expect(strict.locator(".day.none:visible, .day.other:visible")).to_have_count(0)


def test_without_javascript_every_filter_can_be_applied(
    _a_full_month: None, browser: Browser, live_server
) -> None:
    page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto("/termine/?ansicht=liste")
    page.locator("details[data-facet=thema] > summary").click()
    page.locator("details[data-facet=thema] label.opt").first.click()
    page.locator("details[data-facet=thema] > div > .btn").click()
    expect(page.locator(".chips")).to_contain_text("Thema:")
    page.locator("#f-voraussichtlich").uncheck()
    page.get_by_role("button", name="Anwenden").last.click()
    expect(page.locator(".chips")).to_contain_text("nur vereinbarte Termine")
    page.context.close()
