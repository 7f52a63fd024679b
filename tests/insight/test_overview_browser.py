"""The overview, what is noted on it, and the stock sheet in a real browser: keyboard, phone, dark, paper, axe."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from insight.models import FindingNote
from tests.browser import accessibility_violations
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    LifePhaseFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    OfferFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)
from tests.people import login

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("light", 1366), ("dark", 1366), ("light", 390), ("dark", 390)]
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """[...document.querySelectorAll('main a, main button, main summary')].filter(e => e.checkVisibility())
    .filter(e => e.getBoundingClientRect().height < 24 && !e.closest('p, td, th, li, .asof'))
    .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def town(live_server) -> None:
    city = MunicipalityFactory(name="Stadt")
    north = DistrictFactory(name="Nord", parent=city)
    words = {"themes": [ThemeFactory(name="Lesen")], "target_groups": [TargetGroupFactory(name="Kinder")]}
    phase = LifePhaseFactory(name="Schule")
    actors = ActorFactory.create_batch(6, district=north, email="haus@example.org", phone="05555 1", **words)
    for place in range(4):
        network = NetworkFactory(
            name=f"Ein Netzwerk mit einem recht langen Namen {place}", rhythm_text="alle 2 Wochen montags", openness="offen",
            bindingness="lose", character=["abstimmung"], coordinator=actors[place], life_phases=[phase],
            districts=[north] if place else [city], ends_on=timezone.localdate() + timedelta(days=90),
        )  # fmt: skip
        MeetingFactory(network=network, start=timezone.now() + timedelta(days=9))
        for actor in actors[:5]:
            MembershipFactory(network=network, actor=actor)
    OfferFactory(actor=actors[0], text="Aula")


def log_in(page: Page, user: User) -> None:
    page.goto("/")
    cookie = login(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url}])


def looks(page: Page, url: str) -> list[str]:
    found = []
    for scheme, width in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.goto(url)
        found += [f"{url} {scheme} {width}: {fault}" for fault in accessibility_violations(page)]
        if (by := page.evaluate(TOO_WIDE)) > 0:
            found.append(f"{url} {scheme} {width}: scrolls sideways by {by}")
        found += [f"{url} {width}: small {one}" for one in page.evaluate(SMALL)]
    return found


@pytest.mark.parametrize(
    "url",
    [
        "/einblick/",
        "/einblick/?stadtteil=nord",
        "/einblick/?thema=lesen&stadtteil=stadt",
        "/einblick/es-fehlt/?es-fehlt=termin",
        "/einblick/bestand/",
        "/einblick/bestand/?stadtteil=nord",
        "/einblick/bestand/?phase=schule",
    ],
)
def test_no_barrier(strict: Page, town: None, url: str) -> None:
    log_in(strict, UserFactory(role=User.Role.COORDINATION))
    assert looks(strict, url) == []


def test_noting_and_taking_back_by_keyboard(strict: Page, town: None) -> None:
    log_in(strict, UserFactory(role=User.Role.COORDINATION, name="Kim Amt"))
    strict.goto("/einblick/")
    first = strict.locator(".find").first
    title = first.locator("h3").inner_text()
    first.locator("summary").focus()
    strict.keyboard.press("Enter")
    strict.keyboard.press("Tab")
    expect(first.get_by_label("Bekannt, weil")).to_be_focused()
    strict.keyboard.press("Tab")
    strict.keyboard.press("Enter")
    expect(strict.get_by_text("Bitte schreiben Sie dazu, warum das so in Ordnung ist.").first).to_be_visible()
    assert accessibility_violations(strict) == []
    strict.locator(".find").first.get_by_label("Bekannt, weil").fill("So beschlossen")
    strict.get_by_role("button", name="Als bekannt notieren").first.click()
    expect(strict.get_by_text("Notiert. Der Hinweis kommt wieder")).to_be_visible()
    assert FindingNote.objects.get().title == title
    strict.get_by_text("1 notierter Hinweis").click()
    assert accessibility_violations(strict) == []
    strict.get_by_role("button", name="Zurücknehmen").click()
    expect(strict.locator(".find h3").first).to_have_text(title)


def test_the_stock_of_a_district_prints_on_one_page(strict: Page, town: None, tmp_path: Path) -> None:
    strict.goto("/einblick/bestand/?stadtteil=nord")
    strict.emulate_media(media="print")
    for selector in (".tabs", ".scope-panel", "header .head", "#rechenweg"):
        assert not strict.locator(selector).first.is_visible(), selector
    expect(strict.get_by_text("/einblick/bestand/?stadtteil=nord")).to_be_visible()
    expect(strict.get_by_text("haus@example.org").first).to_be_visible()
    assert strict.pdf(path=tmp_path / "sheet.pdf", format="A4").count(b"/Type /Page\n") == 1
