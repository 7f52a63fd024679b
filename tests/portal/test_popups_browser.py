"""What opens above a page can be seen and hit where it opens: suggestions, menus, the drawer, fields for dates.

A choice that is cut off by a parent, or lies under its neighbour, exists for every other test.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from moderation.models import Draft
from networks.models import Network
from registration.forms import STEPS
from tests import factories
from tests.browser import cut_off, out_of_reach
from tests.portal.test_pages_browser import log_in

pytestmark = pytest.mark.browser

WIDTHS = [(1366, 768), (390, 844)]
COMBOBOX = "[role=combobox]"
OPTION = "[role=option]"
MENU = "details.menu"


@pytest.fixture(params=WIDTHS, ids=["desk", "phone"])
def window(auenberg_live: None, strict: Page, request: pytest.FixtureRequest) -> Page:
    width, height = request.param
    strict.set_viewport_size({"width": width, "height": height})
    return strict


def addresses() -> list[str]:
    """Public pages and those of a coordinator with everything that opens on them."""
    network = Network.objects.published().exclude(meetings=None).earliest("pk")
    return [
        "/",
        "/verzeichnis/",
        "/netzwerke/?q=lesen",
        "/akteure/?ansicht=karte",
        reverse("networks:check"),
        *(
            reverse("portal:registration_step", args=[Draft.objects.create(kind=kind).pk, step.slug])
            for kind, steps in STEPS.items()
            for step in steps
        ),
        network.get_absolute_url(),
        reverse("networks:invite", args=[network.slug]),
        reverse("networks:end", args=[network.slug]),
        reverse("networks:edit", args=[network.slug]),
        reverse("moderation:changes"),
    ]


def arrows_reach(page: Page, field: Locator) -> list[str]:
    """Press the arrow once for each suggestion; return what nobody can see meanwhile: list, choice or field."""
    field.fill("")
    field.press_sequentially("ver")
    listbox = f"#{field.get_attribute('aria-controls')}"
    options = page.locator(f"{listbox} {OPTION}")
    expect(options.first).to_be_visible()
    hidden = cut_off(page, listbox)
    for _ in range(options.count()):
        field.press("ArrowDown")
        hidden += out_of_reach(page, f"{OPTION}[aria-selected=true], #{field.get_attribute('id')}")
    field.press("Escape")
    return hidden


def test_each_suggestion_each_menu_and_each_field_can_be_hit(window: Page) -> None:
    log_in(window, factories.UserFactory(role=User.Role.CURATION))
    missed: dict[str, list[str]] = {}
    met = {"field": 0, "menu": 0, "date": 0}
    for address in addresses():
        assert window.goto(address).status == 200, address
        found = []
        for field in window.locator(COMBOBOX).all():
            if field.is_visible():
                met["field"] += 1
                found += arrows_reach(window, field)
        for number, menu in enumerate(window.locator(MENU).all()):
            if menu.is_visible():
                met["menu"] += 1
                menu.evaluate("(menu, number) => { menu.dataset.tried = number }", number)
                menu.locator("summary").click()
                found += out_of_reach(window, f"{MENU}[data-tried='{number}'] :is(a, button)", scrolled=True)
                window.keyboard.press("Escape")
                menu.evaluate("menu => { menu.open = false }")
        for number, field in enumerate(window.locator("input[type=date], input[type=time]").all()):
            if field.is_visible():
                met["date"] += 1
                field.evaluate("(field, number) => { field.dataset.tried = number }", number)
                field.focus()
                found += out_of_reach(window, f"[data-tried='{number}']:is(input)")
        if found:
            missed[address] = found
    assert missed == {}
    assert all(met.values()), met


def test_suggestions_hang_over_what_follows(window: Page) -> None:
    """On the start page, whose hero once clipped them, down to the last one by mouse."""
    window.goto("/")
    window.get_by_role("combobox").press_sequentially("ver")
    expect(window.locator(OPTION).first).to_be_visible()
    assert cut_off(window, ".suggest") == []
    assert out_of_reach(window, f"{OPTION}:last-child", scrolled=True) == []


def test_choices_of_the_drawer_can_be_hit(auenberg_live: None, strict: Page) -> None:
    """Each box once it has the focus: the bar with the button at the bottom covers none of them."""
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/netzwerke/?mehr=thema&mehr=stadtteil")
    strict.get_by_role("button", name="Filter", exact=True).click()
    hidden = []
    for number, box in enumerate(strict.locator("#filter input[type=checkbox]").all()):
        if box.is_visible():
            box.evaluate("(box, number) => { box.dataset.tried = number }", number)
            box.focus()
            hidden += out_of_reach(strict, f"[data-tried='{number}']")
    assert hidden == []
