"""The table view: chosen columns stay in the address; nothing in it that the list does not show."""

from __future__ import annotations

import re

import pytest

from search.pages.columns import COLUMNS
from tests.browser import accessibility_violations
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries(db):
    school = ActorFactory(
        name="Volkshochschule", email="vhs@example.org", phone="0561 12345", website="https://www.vhs.de/"
    )
    network = NetworkFactory(
        name="Leserunde", coordinator=school, openness="offen", purpose="Bücher & <b>mehr</b>"
    )
    MembershipFactory(network=network, actor=school)
    NetworkFactory(name="Rechenrunde")


def table(client, query: str = "", path: str = "/netzwerke/") -> tuple[list[str], list[list[str]], str]:
    page = client.get(f"{path}?ansicht=tabelle{query}").content.decode()
    [found] = re.findall(r'<table class="hits-table">.*?</table>', page, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found.split("<tr>")[1:]]
    plain = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]
    return plain[0], plain[1:], page


def test_table_shows_the_hits_with_the_usual_columns(client, entries):
    head, rows, page = table(client)
    assert head == ["Name", "Format oder Art", "Koordination", "Ort", "Nächstes Treffen", "Mitglieder", "Offen für Neue?", "Kontakt"]  # fmt: skip
    assert [row[0] for row in rows] == ["Leserunde", "Rechenrunde"]
    assert (rows[0][2], rows[0][5], rows[0][6], rows[0][7]) == (
        "Volkshochschule",
        "1",
        "offen",
        "vhs@example.org",
    )
    assert rows[1][5] == "0"
    assert '<ul class="cards">' not in page


def test_columns_are_chosen_in_the_address_and_stay_there(client, entries):
    head, rows, _page = table(client, "&spalten=zweck&spalten=koordination&sort=name")
    assert head == ["Name", "Koordination", "Zweck oder Beschreibung"]
    assert rows[0][2] == "Bücher &amp; &lt;b&gt;mehr&lt;/b&gt;"
    shown = client.get("/netzwerke/?ansicht=tabelle&spalten=zweck&offenheit=offen").context["listing"]
    for address in (shown.chips[0].url, shown.page_url(2), *(sort.url for sort in shown.sorts)):
        assert "ansicht=tabelle&spalten=zweck" in address
    for fields in (shown.hidden_fields, shown.search_fields, shown.sort_fields):
        assert {("ansicht", "tabelle"), ("spalten", "zweck")} <= set(fields)
    assert ("spalten", "zweck") not in shown.column_fields
    for address in (shown.csv_url, shown.feed_url, shown.calendar_url, shown.markers_url):
        assert "spalten" not in address


@pytest.mark.parametrize(("path", "missing"), [("/akteure/", "koordination"), ("/netzwerke/", "telefon")])
def test_lists_offer_the_columns_that_their_entries_have(client, entries, path, missing):
    every = "".join(f"&spalten={name}" for name in COLUMNS)
    head, rows, page = table(client, every, path)
    assert str(COLUMNS[missing].label) not in head
    assert all(len(row) == len(head) for row in rows)
    assert "gibt es bei „Spalten“ nicht" in page


def test_both_kinds_stand_in_one_table(client, entries):
    head, rows, _page = table(
        client, "&spalten=website&spalten=telefon&spalten=mitglieder&sort=name", "/verzeichnis/"
    )
    assert head == ["Name", "Mitglieder", "Telefon", "Website"]
    assert rows == [
        ["Leserunde", "1", "–", "–"], ["Rechenrunde", "0", "–", "–"], ["Volkshochschule", "–", "0561 12345", "vhs.de"],
    ]  # fmt: skip


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1366])
def test_table_fits_and_sorting_needs_one_step(auenberg_live, strict, width):
    strict.set_viewport_size({"width": width, "height": 900})
    strict.goto("/netzwerke/?ansicht=tabelle")
    region = strict.get_by_role("region", name="Treffer als Tabelle")
    region.focus()
    assert region.evaluate("e => e === document.activeElement && e.scrollWidth >= e.clientWidth")
    assert strict.evaluate("document.documentElement.scrollWidth") <= width
    strict.get_by_label("Sortierung").select_option("aktualitaet")
    strict.wait_for_url(re.compile(r"sort=aktualitaet"))
    assert "ansicht=tabelle" in strict.url
    assert accessibility_violations(strict) == []
