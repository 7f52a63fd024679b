"""A coordinator plans the year of a round: sees a collision, takes the better day, without barriers, on a phone, too."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from networks.meetings.collisions import DAY
from networks.models import Meeting, Network
from tests import factories
from tests.portal.test_pages_browser import LOOKS, faults, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS", "")  # a directory, to look at the pages oneself


def at(day, hour: int):
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def editor() -> User:
    return factories.UserFactory(name="Tobias Kern")


@pytest.fixture
def network(editor: User, settings) -> Network:
    """Meets every four weeks; on the next date one of its two members is elsewhere."""
    settings.KOMMUNE_LAND = ""  # whatever day it is, no holidays come in between
    network = factories.NetworkFactory(name="Lesenetz", rhythm_text="alle 4 Wochen", editors=[editor])
    school, library = factories.ActorFactory(name="Schule"), factories.ActorFactory(name="Bibliothek")
    for actor in (school, library):
        factories.MembershipFactory(network=network, actor=actor)
    today = timezone.localdate()
    last = today - timedelta(days=today.weekday()) - timedelta(weeks=2) + DAY  # a Tuesday
    factories.MeetingFactory(network=network, start=at(last, 14), end=at(last, 16), place="Bibliothek")
    ganztag = factories.NetworkFactory(name="Ganztag")
    factories.MembershipFactory(network=ganztag, actor=school)
    factories.MeetingFactory(network=ganztag, start=at(last + timedelta(weeks=4), 15))
    return network


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_year_is_planned(strict: Page, network: Network, editor: User, scheme: str, width: int) -> None:
    page, found = strict, []
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, editor)
    page.goto(network.get_absolute_url())
    page.get_by_role("link", name="Treffen planen").click()
    given = page.locator(".offer", has_text="zur selben Zeit")
    expect(given).to_contain_text("Schule – Ganztag, 15 Uhr (vereinbart), zur selben Zeit")
    better = page.locator(".offer:has(input:checked)")
    expect(better).to_contain_text("Alle 2 Mitglieder sind frei")
    found += faults(page, "form")
    given.locator("label").click()
    expect(page.locator("#antwort")).to_contain_text(
        "1 von 2 Mitgliedern hat zur selben Zeit schon ein Treffen"
    )
    better = page.locator(".offer", has_text="unser Vorschlag")
    better.locator("label").click()
    page.get_by_label("ja, im Rhythmus: alle 4 Wochen").check()
    expect(page.locator("#reihe")).to_contain_text("Das sind zusammen")
    found += faults(page, "answer")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/plan-{width}.png", full_page=True)
    page.get_by_role("button", name="Eintragen").click()
    notice = page.locator(".notice.with-undo")
    expect(notice).to_contain_text("Treffen eingetragen, das erste:")
    found += faults(page, "plan")
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/planned-{width}.png", full_page=True)
    assert Meeting.objects.filter(network=network, series__isnull=False).count() > 10
    notice.get_by_role("button", name="Zurücknehmen").click()
    expect(page.get_by_role("status")).to_contain_text("Zurückgenommen.")
    assert Meeting.objects.filter(network=network).count() == 1
    assert found == []


def test_a_typed_day_is_the_chosen_one(strict: Page, network: Network, editor: User) -> None:
    page = strict
    log_in(page, editor)
    page.goto(reverse("networks:new_meeting", args=[network.slug]))
    day = timezone.localdate() + timedelta(days=40)
    page.get_by_label("Datum").fill(day.isoformat())
    page.keyboard.press("Tab")
    expect(page.get_by_label("Ein Tag Ihrer Wahl")).to_be_checked()
    expect(page.locator("#antwort")).to_contain_text("Alle 2 Mitglieder sind frei")
