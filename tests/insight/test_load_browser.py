"""The page on load in a real browser: light and dark, desk and phone, paper, by key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from tests import factories
from tests.browser import accessibility_violations
from tests.people import login

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/einblick/auslastung/"
LOOKS = [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def town(live_server) -> None:
    """Whatever the page can show: pairs of both kinds, more than are unfolded, two meetings of a day, bridges, a double."""
    words = {
        "themes": [factories.ThemeFactory(name="Lesen")],
        "target_groups": [factories.TargetGroupFactory(name="Kinder")],
    }
    place = factories.DistrictFactory(name="Nord")
    actors = factories.ActorFactory.create_batch(8, district=place, **words)
    alone = {"name": "Stadtbücherei Auental", "city": "Auental", "phone": "0711 123456"}
    actors += factories.ActorFactory.create_batch(1, **alone)
    factories.ActorFactory(**alone)
    for number in range(6):
        network = factories.NetworkFactory(
            name=f"Ein Netzwerk mit einem recht langen Namen {number}", rhythm_text="monatlich", districts=[place],
            character=["abstimmung"], **(words if number % 2 else {"themes": words["themes"]}),
        )  # fmt: skip
        factories.MeetingFactory(network=network, start=timezone.now() + timedelta(days=9))
        for actor in actors[:5] + actors[7 + number % 2 : 9]:
            factories.MembershipFactory(network=network, actor=actor)
    often = factories.NetworkFactory(name="Fallbesprechung", rhythm_text="wöchentlich")
    for actor in actors[4:7]:
        factories.MembershipFactory(network=often, actor=actor)


@pytest.fixture
def office(strict: Page, town: None) -> Page:
    strict.goto("/")
    cookie = login(factories.UserFactory(role=User.Role.COORDINATION)).cookies["sessionid"].value
    strict.context.add_cookies([{"name": "sessionid", "value": cookie, "url": strict.url}])
    return strict


def test_no_barrier_in_any_look(office: Page) -> None:
    for scheme, width in LOOKS:
        office.set_viewport_size({"width": width, "height": 900})
        office.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for query in ("", "?sort=name&akteur=zwerg", "?thema=lesen"):
            office.goto(PAGE + query)
            for summary in office.locator("main details > summary").all():
                summary.click()
            assert accessibility_violations(office) == [], (scheme, width, query)
            assert office.evaluate(TOO_WIDE) <= 0, (scheme, width, query)
    for heading in ("Zusammenlegen prüfen", "Termine bündeln", "In derselben Woche", "Brücken"):
        office.goto(PAGE)
        expect(office.get_by_role("heading", name=heading)).to_be_visible()


def test_sorting_and_searching_need_only_the_keyboard(office: Page) -> None:
    office.goto(PAGE)
    office.get_by_label("Akteur suchen").focus()
    office.keyboard.type("Auental")
    office.keyboard.press("Enter")
    expect(office.locator("table.load tbody tr")).to_have_count(1)
    office.get_by_role("link", name="Alle zeigen").focus()
    office.keyboard.press("Enter")
    expect(office.locator("table.load tbody tr")).to_have_count(9)
    office.get_by_role("link", name="Akteur", exact=True).focus()
    office.keyboard.press("Enter")
    expect(office.locator("th[aria-sort=ascending]")).to_have_text("Akteur")


def test_on_paper_stand_the_figures_and_not_the_ways(office: Page, tmp_path: Path) -> None:
    office.goto(PAGE)
    office.emulate_media(media="print")
    for hidden in (".tabs", ".scope-panel", ".find-actor", ".pair .btn", ".pager"):
        for one in office.locator(hidden).all():
            assert not one.is_visible(), hidden
    expect(office.locator("table.load")).to_be_visible()
    assert office.pdf(path=tmp_path / "load.pdf", format="A4").count(b"/Type /Page\n") <= 5
