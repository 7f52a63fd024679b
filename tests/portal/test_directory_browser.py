"""The whole way from the first letter to the entry, on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_violations, out_of_reach

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATUS = "main [role=status]"


def test_suggestions_by_keyboard_lead_to_the_entry(auenberg_live: None, strict: Page) -> None:
    strict.goto("/verzeichnis/")
    field = strict.get_by_role("combobox", name="Verzeichnis durchsuchen")
    field.press_sequentially("Vorlesekr", delay=20)
    expect(strict.locator("[role=option]").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(strict.locator("[role=option][aria-selected=true]")).to_contain_text("Vorlesekreis Lindenau")
    field.press("Enter")
    expect(strict).to_have_url(re.compile(r"/netzwerke/vorlesekreis-lindenau/$"))


def test_escape_closes_the_suggestions_and_keeps_the_words(auenberg_live: None, strict: Page) -> None:
    strict.goto("/verzeichnis/")
    field = strict.get_by_role("combobox", name="Verzeichnis durchsuchen")
    field.press_sequentially("Kita", delay=20)
    expect(strict.locator("[role=option]").first).to_be_visible()
    field.press("Escape")
    expect(strict.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Kita")
    field.press("Enter")
    expect(strict).to_have_url(re.compile(r"\?q=Kita$"))


def test_filter_updates_hits_counts_and_address_at_once(auenberg_live: None, strict: Page) -> None:
    strict.goto("/netzwerke/?q=Sprachf%C3%B6rderung")
    before = strict.locator(STATUS).text_content()
    strict.locator("#filter input[name=stadtteil]").first.check()
    expect(strict.locator(STATUS)).to_contain_text("mit 1 Filter")
    expect(strict).to_have_url(re.compile(r"stadtteil="))
    number = int(strict.locator(STATUS).text_content().split()[0])
    assert number == int(re.match(r"\d+", strict.locator("#res-h").text_content().strip())[0])
    strict.reload()
    assert int(strict.locator(STATUS).text_content().split()[0]) == number
    strict.go_back()
    expect(strict.locator(STATUS)).to_have_text(before)


def test_typing_error_and_empty_list_offer_a_way_on(auenberg_live: None, strict: Page) -> None:
    strict.goto("/verzeichnis/?q=Volkhochschule")
    expect(strict.get_by_role("main")).to_contain_text("Volkshochschule")
    strict.goto("/netzwerke/?thema=mint&stadtteil=kirchfeld&format=beirat")
    expect(strict.locator(STATUS)).to_contain_text("0 Treffer")
    strict.get_by_role("main").get_by_role("link", name=re.compile("^ohne ")).first.click()
    expect(strict.locator(STATUS)).not_to_contain_text(re.compile("^0 Treffer"))


def test_flow_on_a_phone(auenberg_live: None, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/verzeichnis/")
    field = strict.get_by_role("combobox", name="Verzeichnis durchsuchen")
    field.fill("Ganztag")
    field.press("Enter")
    expect(strict.locator(STATUS)).to_contain_text("für „Ganztag“")
    strict.get_by_role("button", name=re.compile("^Filter")).click()
    strict.locator("#filter input[name=art]").first.check()
    expect(strict.locator(STATUS)).to_contain_text("mit 1 Filter")
    strict.get_by_role("button", name="Schließen").click()
    assert strict.evaluate("document.documentElement.scrollWidth") <= 390
    strict.locator("article h3 a").first.click()
    expect(strict.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [1366, 390], ids=["desk", "phone"])
def test_member_is_found_by_typing_the_name(auenberg_live: None, strict: Page, width: int) -> None:
    """What is typed stays while the options change below it, and choosing one is the first thing that filters."""
    strict.set_viewport_size({"width": width, "height": 844})
    strict.goto("/netzwerke/")
    if width == 390:
        strict.get_by_role("button", name="Filter", exact=True).click()
    facet = strict.locator("details[data-facet=mitglied]")
    facet.locator("summary").click()
    field = facet.get_by_role("searchbox")
    expect(
        facet.get_by_role("checkbox", name=re.compile("^Nähwerkstatt|^Jugendtreff Nordstern"))
    ).to_have_count(0)
    field.press_sequentially("jugendtreff nord", delay=20)
    expect(facet.get_by_role("checkbox")).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("jugendtreff nord")
    field.press("Tab")
    assert strict.url.endswith("/netzwerke/")
    facet.get_by_role("checkbox").check()
    expect(strict.locator(STATUS)).to_contain_text("mit 1 Filter")
    expect(strict).to_have_url(re.compile("mitglied=jugendtreff-nordstern"))
    assert accessibility_violations(strict) == []


def test_without_scripts_the_same_answers(
    auenberg_live: None, browser, browser_context_args, base_url
) -> None:
    page = browser.new_context(**{**browser_context_args, "java_script_enabled": False}).new_page()
    page.goto(f"{base_url}/netzwerke/")
    page.get_by_label("Verzeichnis durchsuchen").fill("Sprachförderung")
    page.get_by_role("button", name="Suchen").click()
    page.locator("#filter input[name=stadtteil]").first.check()
    page.get_by_role("button", name=re.compile("Treffer anzeigen")).click()
    assert "q=Sprachf" in page.url
    assert "stadtteil=" in page.url
    assert "mit 1 Filter" in page.locator(STATUS).text_content()


def test_name_stays_in_view_while_the_columns_move(auenberg_live: None, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/netzwerke/?ansicht=tabelle")
    table = strict.locator(".table-scroll")
    table.scroll_into_view_if_needed()
    name = strict.locator(".hits-table tbody th a").first
    before = name.bounding_box()
    table.focus()
    table.evaluate("table => { table.scrollLeft = 400 }")
    assert name.bounding_box()["x"] == before["x"]
    assert out_of_reach(strict, ".hits-table tbody tr:first-child > th", scrolled=True) == []


DIVIDED_WORDS = """tables => tables.flatMap(table => [...table.querySelectorAll('th, td')].flatMap(cell => {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), divided = [], range = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        for (const {0: word, index} of node.data.matchAll(/[^\\s@.–-]+/g)) {
            range.setStart(node, index)
            range.setEnd(node, index + word.length)
            if (!cell.textContent.includes('@') && range.getClientRects().length > 1) divided.push(word)
        }
    return divided
}))"""


def test_table_on_paper_divides_no_word(auenberg_live: None, strict: Page) -> None:
    """A4 less its margins; addresses of mail may go on in the next line."""
    strict.set_viewport_size({"width": 700, "height": 1000})
    strict.emulate_media(media="print")
    for address in ("/netzwerke/?ansicht=tabelle", "/verzeichnis/?q=kita&ansicht=tabelle"):
        strict.goto(address)
        assert strict.locator(".hits-table").evaluate_all(DIVIDED_WORDS) == []


def test_enter_in_the_name_of_a_member_opens_nothing_else(auenberg_live: None, strict: Page) -> None:
    strict.goto("/netzwerke/")
    strict.locator("[data-facet=mitglied] summary").press("Enter")
    field = strict.get_by_label("In „Mitglied“ suchen")
    field.press_sequentially("volkshoch", delay=20)
    field.press("Enter")
    option = strict.locator("#f-mitglied").get_by_label("Volkshochschule Auenberg")
    expect(option).to_be_visible()
    assert strict.url.endswith("/netzwerke/")
    option.press("Space")
    expect(strict).to_have_url(re.compile(r"mitglied=volkshochschule-auenberg"))
    assert "koordination-name" not in strict.url
    expect(strict.locator("#f-mitglied input").first).to_be_focused()


def test_focus_stays_at_the_column_that_was_chosen(auenberg_live: None, strict: Page) -> None:
    strict.goto("/netzwerke/?ansicht=tabelle")
    strict.locator(".column-choice summary").press("Enter")
    strict.get_by_label("Koordination", exact=True).press("Space")
    expect(strict.locator(".hits-table thead")).not_to_contain_text("Koordination")
    expect(strict.locator("#sp-koordination")).to_be_focused()


def test_focus_stays_in_the_drawer_of_a_phone(auenberg_live: None, strict: Page) -> None:
    strict.set_viewport_size({"width": 390, "height": 844})
    strict.goto("/netzwerke/")
    strict.get_by_role("button", name="Filter").press("Enter")
    chosen = strict.locator("#filter input[type=checkbox]").nth(1)
    name = chosen.get_attribute("id")
    chosen.press("Space")
    expect(strict.locator(STATUS)).to_contain_text("mit 1 Filter")
    expect(strict.locator(f"#{name}")).to_be_focused()


def test_map_shows_points_and_asks_nobody_else(auenberg_live: None, strict: Page) -> None:
    strict.goto("/akteure/?ansicht=karte")
    expect(strict.locator("#map .point, #map .cluster").first).to_be_visible()
    assert strict.locator("article").count() > 0


def test_back_on_the_check_page_brings_the_form_back(auenberg_live: None, strict: Page) -> None:
    strict.goto("/pruefen/")
    name = strict.get_by_label("Wie soll es heißen?")
    for text in ("Vorlesekreis Lindenau", "Schachnetzwerk"):
        name.fill(text)
        strict.wait_for_url(f"**name={text.partition(' ')[0]}*")
    strict.go_back()
    expect(name).to_have_value("Vorlesekreis Lindenau")
    expect(strict.get_by_role("heading", level=1)).to_be_visible()
    expect(strict.locator("#antwort").get_by_role("link", name="Vorlesekreis Lindenau").first).to_be_visible()
    strict.go_back()
    expect(name).to_have_value("")


NAMES_THAT_LIE_ON_SOMETHING = """() => {
    const boxes = selector => [...document.querySelectorAll(selector)].map(found => found.getBoundingClientRect());
    const names = [...document.querySelectorAll('#map .district-name span:not(.no-room)')];
    const others = boxes('#map .cluster, #map .point, #map .leaflet-control');
    const meets = (a, b) => a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
    return names.filter((name, number) => {
        const box = name.getBoundingClientRect();
        const earlier = names.slice(0, number).map(found => found.getBoundingClientRect());
        return [...others, ...earlier].some(other => meets(box, other));
    }).map(name => name.textContent);
}"""


def test_map_names_each_district_beside_what_lies_in_it(auenberg_live: None, strict: Page) -> None:
    strict.goto("/netzwerke/?ansicht=karte")
    strict.locator("#map .district-name span[style]").first.wait_for(
        state="attached"
    )  # they are arranged together
    assert strict.evaluate(NAMES_THAT_LIE_ON_SOMETHING) == []
    expect(strict.locator("#map .district-name span:not(.no-room)")).to_have_count(9)
