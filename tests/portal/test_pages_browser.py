"""Every page in a real browser: no barrier that axe finds, no violation of the policy, no request to strangers.

The city is loaded once per scheme and width, and every page once: axe needs most of the time.
"""

from __future__ import annotations

from io import StringIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from networks.models import Network
from tests import factories
from tests.browser import AXE_RULES, accessibility_violations, out_of_reach

pytestmark = pytest.mark.browser

LONG = ("Arbeitsgemeinschaft Bildungsübergangsbegleitung " * 6)[:245]
SPACED = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
LOOKS = [("light", 1366), ("dark", 390)]  # contrast hangs on the scheme, all else on the width
RULES = {
    "runOnly": AXE_RULES,
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (1920, 1366, 820, 390, 320)
FOCUSED = "document.activeElement.id || document.activeElement.textContent.trim()"


@pytest.fixture
def city(auenberg_live: None) -> dict[str, str]:
    """Auenberg with what is rare: an entry with a name of 250 characters, a theme and a district without entries."""
    whole = factories.NetworkFactory(name=LONG, short_name="AG-BÜB", purpose=LONG * 3)
    member = factories.MembershipFactory(network=whole, actor=factories.ActorFactory(name=LONG))
    factories.MeetingFactory(network=whole, place=LONG[:200])
    call_command("reindex_search", "--waiting", verbosity=0, stdout=StringIO())
    return {
        "long network": whole.get_absolute_url(),
        "long actor": member.actor.get_absolute_url(),
        "empty theme": reverse("portal:theme", args=[factories.ThemeFactory().slug]),
        "empty district": reverse("portal:district", args=[factories.DistrictFactory().slug]),
    }


def pages(city: dict[str, str]) -> list[str]:
    network = Network.objects.published().exclude(meetings=None).exclude(updates=None).earliest("pk")
    ended = Network.objects.published().filter(status="beendet").earliest("pk")
    actor = network.memberships.earliest("pk").actor
    names = (
        "home theme_list district_list meetings imprint privacy accessibility plain_language shortcuts report_barrier "
        "barrier_reported registration"
    ).split()
    return [
        *(reverse(f"portal:{name}") for name in names),
        *(reverse(f"account_{name}") for name in ("login", "signup", "reset_password", "request_login_code")),
        reverse("networks:check"),
        network.get_absolute_url(),
        ended.get_absolute_url(),
        actor.get_absolute_url(),
        reverse("portal:theme", args=["sprachbildung"]),
        reverse("portal:district", args=["nordstadt"]),
        reverse("networks:report", args=[network.slug]),
        "/verzeichnis/?q=lesen",
        "/verzeichnis/?q=gibtesnichtxyz",
        "/netzwerke/?thema=sprachbildung&mehr=thema",
        "/netzwerke/?ansicht=karte",
        "/netzwerke/?ansicht=tabelle&stadtteil=nordstadt",
        "/netzwerke/?thema=gibt-es-nicht&mehr=mitglied",
        "/pruefen/?name=Vorlesepaten+Nordstadt",
        "/akteure/?page=2",
        *city.values(),
    ]


def faults(page: Page, address: str) -> list[str]:
    """What axe finds by the rules of A, AA, 2.2 and best practice, and where contrast is below 7:1."""
    result = Axe().run(page, options=RULES).response["violations"]
    found = [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in result
        for node in rule["nodes"]
    ]
    if wide := page.evaluate(TOO_WIDE):
        found.append(f"scrolls sideways by {wide} px")
    return [f"{address} {line}" for line in found]


def sideways(page: Page) -> dict[int, int]:
    """Width of the window -> pixels by which the page, as it stands, scrolls sideways in it."""
    wide = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if pixels := page.evaluate(TOO_WIDE):
            wide[width] = pixels
    return wide


def log_in(page: Page, user: User) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "domain": "localhost",
                "path": "/",
            }
        ]
    )


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_pages_are_free_of_barriers(city: dict[str, str], strict: Page, scheme: str, width: int) -> None:
    """`strict` watches the policy, the console and the requests meanwhile."""
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    found = []
    for address in pages(city):
        assert strict.goto(address).status == 200, address
        found += faults(strict, address)
    assert found == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 390)])
def test_pages_of_an_account_are_free_of_barriers(
    city: dict[str, str], strict: Page, scheme: str, width: int
) -> None:
    strict.emulate_media(color_scheme=scheme)
    strict.set_viewport_size({"width": width, "height": 900})
    log_in(strict, factories.UserFactory(role=User.Role.CURATION))
    found = []
    for name in (
        "account_email",
        "account_change_password",
        "mfa_index",
        "mfa_list_webauthn",
        "account_logout",
    ):
        strict.goto(reverse(name))
        found += faults(strict, name)
    strict.goto(reverse("mfa_activate_totp"))  # asks for the password first
    found += faults(strict, "account_reauthenticate")
    assert found == []


@pytest.mark.parametrize("spaced", [False, True])
def test_nothing_scrolls_sideways_at_any_width(
    city: dict[str, str], browser: object, browser_context_args: dict, spaced: bool
) -> None:
    """As WCAG 1.4.10 and, with wider text, 1.4.12 ask of 320 pixels."""
    context = browser.new_context(**browser_context_args, bypass_csp=True)
    page = context.new_page()
    wide = {}
    for address in pages(city):
        page.goto(address)
        if spaced:
            page.add_style_tag(content=SPACED)
        if pixels := sideways(page):
            wide[address] = pixels
    context.close()
    assert wide == {}


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (390, "dark")])
def test_missing_page_is_free_of_barriers(city: dict[str, str], page: Page, width: int, scheme: str) -> None:
    """Without `strict`: the browser itself reports the 404 as an error."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert page.goto("/gibt-es-nicht/").status == 404
    assert faults(page, "404") == []
    page.fill("#q", "lesenetz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verzeichnis/?q=lesenetz")


def test_skip_links_lead_to_the_content_and_to_the_hits(city: dict[str, str], strict: Page) -> None:
    strict.goto("/netzwerke/")
    strict.keyboard.press("Tab")
    assert strict.evaluate(FOCUSED) == "Zum Inhalt springen"
    strict.keyboard.press("Tab")
    assert strict.evaluate(FOCUSED) == "Zu den Treffern springen"
    strict.keyboard.press("Enter")
    assert strict.evaluate(FOCUSED) == "res-h"
    strict.goto("/themen/")
    strict.keyboard.press("Tab")
    strict.keyboard.press("Enter")
    assert strict.evaluate(FOCUSED) == "inhalt"
    strict.keyboard.press("Tab")
    assert strict.evaluate(FOCUSED) == "Startseite"


def test_focus_is_never_hidden_and_always_visible(city: dict[str, str], strict: Page) -> None:
    """Every stop of the tab key stands in the window, with an outline of 3 px."""
    strict.goto("/")
    strict.keyboard.press("Tab")
    stops = 0
    while strict.evaluate("document.activeElement !== document.body") and stops < 80:
        stops += 1
        seen = strict.evaluate(
            """() => {
                const focused = document.activeElement, box = focused.getBoundingClientRect();
                const ring = [getComputedStyle(focused), getComputedStyle(focused, '::after')]
                    .some(style => style.outlineStyle === 'solid' && style.outlineWidth === '3px');
                return [ring, box.bottom > 0 && box.top < innerHeight, focused.outerHTML.slice(0, 90)];
            }"""
        )
        assert seen[:2] == [True, True], seen[2]
        strict.keyboard.press("Tab")
    assert stops > 25


def test_bar_with_the_answer_covers_no_field_that_gets_the_focus(city: dict[str, str], strict: Page) -> None:
    for height in (844, 640, 560):
        strict.set_viewport_size({"width": 390, "height": height})
        strict.goto("/pruefen/?name=Vorlesepaten+Nordstadt")
        expect(strict.locator(".answer-bar a")).to_be_visible()
        strict.focus("#inhalt h1, #inhalt")
        covered = []
        for _ in range(12):
            strict.keyboard.press("Tab")
            covered += out_of_reach(strict, ":focus")
        assert covered == []


def test_ctrl_k_leads_to_the_search_field_until_it_is_switched_off(
    city: dict[str, str], strict: Page
) -> None:
    strict.goto("/netzwerke/")
    strict.keyboard.press("Control+k")
    assert strict.evaluate(FOCUSED) == "q"
    strict.goto(reverse("portal:shortcuts"))
    strict.click("#shortcuts-off")
    strict.goto("/netzwerke/")
    strict.keyboard.press("Control+k")
    assert strict.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("width", [1366, 390])
def test_choice_of_appearance_wins_over_the_system_and_survives(
    city: dict[str, str], strict: Page, width: int
) -> None:
    strict.set_viewport_size({"width": width, "height": 900})
    strict.emulate_media(color_scheme="light")
    strict.goto("/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = strict.evaluate(paper)
    strict.get_by_text("Darstellung").click()
    strict.get_by_role("button", name="dunkel").click()
    dark = strict.evaluate(paper)
    assert dark != light
    strict.keyboard.press("Escape")
    assert strict.locator("details.menu[open]").count() == 0
    assert strict.evaluate(FOCUSED) == "Darstellung"
    strict.goto("/themen/")
    assert strict.evaluate(paper) == dark
    strict.get_by_text("Darstellung").click()
    assert strict.get_by_role("button", name="dunkel").get_attribute("aria-pressed") == "true"
    strict.get_by_role("button", name="wie das Gerät").click()
    assert strict.evaluate(paper) == light


def test_filters_open_as_a_drawer_on_a_phone(city: dict[str, str], strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/netzwerke/")
    drawer = strict.locator("#filter")
    assert not drawer.is_visible()
    strict.get_by_role("button", name="Filter", exact=True).click()
    assert drawer.is_visible()
    assert accessibility_violations(strict) == []
    strict.keyboard.press("Escape")
    assert not drawer.is_visible()


def test_mistakes_in_a_form_are_summed_up_where_the_focus_is(city: dict[str, str], strict: Page) -> None:
    strict.goto(reverse("portal:report_barrier"))
    strict.fill("#id_page", "Startseite")
    strict.fill("#id_reply_to", "unvollständig")
    strict.get_by_role("button", name="Absenden").click()
    strict.wait_for_selector("[data-error-summary]")
    assert strict.evaluate("document.activeElement.matches('[data-error-summary]')")
    assert strict.input_value("#id_page") == "Startseite"
    assert strict.input_value("#id_reply_to") == "unvollständig"
    assert faults(strict, "report_barrier") == []
    strict.get_by_role("link", name="Was hat nicht funktioniert?").click()
    assert strict.evaluate(FOCUSED) == "id_text"


def test_paper_is_light_and_bare(city: dict[str, str], strict: Page) -> None:
    """Also for readers of the dark appearance; what can't be used on paper is left out."""
    strict.emulate_media(color_scheme="dark", media="print")
    strict.goto("/netzwerke/")
    shown = strict.evaluate(
        "['nav.nav-main', '.facets', '.pager', '.service'].filter(s => document.querySelector(s)?.checkVisibility())"
    )
    assert shown == []
    assert (
        strict.evaluate("getComputedStyle(document.querySelector('.rcard h3 a')).color") == "rgb(19, 38, 43)"
    )
    address = strict.evaluate("getComputedStyle(document.querySelector('.rcard h3'), '::after').content")
    assert address.startswith('"http')
    assert "/netzwerke/" in address


def test_pages_work_without_scripts(
    city: dict[str, str], browser: object, browser_context_args: dict
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.fill("#q", "Lesenetz")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verzeichnis/?q=Lesenetz")
    page.get_by_role("checkbox", name="Netzwerk").first.check()
    page.get_by_role("button", name="Treffer anzeigen").click()
    page.wait_for_url("**art=netzwerk**")
    page.get_by_role("link", name="Auenberger Lesenetz").click()
    assert page.locator("h1").inner_text() == "Auenberger Lesenetz"
    assert page.get_by_role("button", name="Drucken").count() == 0  # needs a script, so it is not shown
    context.close()
