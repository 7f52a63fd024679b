"""The list pages: addresses, bad input, tables, ETag, number of queries."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor
from networks.models import Network
from search.index import indexer
from search.index.postings import inverted_index
from search.pages.tables import COLUMNS, safe
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    MeetingFactory,
    NetworkFactory,
    NetworkFormatFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db
LISTS = ["/verzeichnis/", "/netzwerke/", "/akteure/"]
MOST_QUERIES = 8


@pytest.fixture
def theme():
    return ThemeFactory(name="Sprachbildung", synonyms=["DaZ"])


@pytest.fixture
def some(theme):
    """Makes `number` networks and as many actors; returns after the index has taken them over."""
    kind, format_ = ActorKindFactory(name="Kita"), NetworkFormatFactory(name="Runder Tisch")

    def some(number: int) -> None:
        for count in range(number):
            NetworkFactory(name=f"Runder Tisch {count:03}", format=format_, themes=[theme])
            ActorFactory(name=f"Kita {count:03}", kind=kind, themes=[theme])

    return some


def listing(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, address
    return response, response.content.decode()


def rows(client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize("path", LISTS)
def test_number_of_queries_does_not_depend_on_the_number_of_entries(client, some, path):
    counts = []
    for number in (1, 3, 300):
        some(number)
        indexer.drain()
        address = f"{path}?q=DaZ&thema=sprachbildung"
        client.get(address)
        inverted_index.is_trusted = True  # what one test transaction wrote may be trusted within it
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries))
        Network.objects.all().delete()
        Actor.objects.all().delete()
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= MOST_QUERIES


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=99999", "page=-1", "page=", "page=٣", "thema=quatsch", "thema=%00", "q=%00", "q=" + "a" * 10_000,
     "sort=quatsch", "ansicht=quatsch", "stadtteil=" + "x" * 5_000, "q=%F0%9F%98%80", "q=%22%27%5C%3A*%7C%26!%3C-%3E()",
     "thema=a&" * 200, "mitglied=%00", "koordination=a%ED%A0%80b", "mitglied=x&" * 200,
     "ansicht=tabelle&spalten=quatsch", "ansicht=tabelle&spalten=%00", "page=" + "9" * 4_000, "mehr=quatsch", "q=%FF%FE"],
)  # fmt: skip
def test_bad_input_gets_a_page(client, some, path, query):
    some(1)
    listing(client, f"{path}?{query}")


def test_ignored_values_are_named(client, some):
    some(1)
    _response, page = listing(client, "/verzeichnis/?thema=quatsch&sort=schnell&page=77")
    assert "„quatsch“ gibt es bei „Thema“ nicht" in page
    assert "„schnell“ gibt es bei „Sortierung“ nicht" in page
    assert "Diese Seite gibt es nicht; Sie sehen Seite 1." in page


def test_paper_says_which_part_of_the_list_it_is(client, db):
    ActorFactory.create_batch(21)
    indexer.drain()
    assert "Das sind die Einträge 1 bis 20 von 21." in client.get("/akteure/").content.decode()
    assert "Das sind die Einträge 21 bis 21 von 21." in client.get("/akteure/?page=2").content.decode()
    assert "Das sind die Einträge" not in client.get("/akteure/?q=nirgends").content.decode()


def test_last_page_stands_in_for_pages_beyond(client, some):
    some(30)
    _response, page = listing(client, "/netzwerke/?page=99999")
    assert "Runder Tisch 029" in page
    assert "Runder Tisch 000" not in page


def test_table_is_the_list_in_its_order(client, some):
    some(30)
    shown = []
    for number in (1, 2, 3):
        context = client.get(f"/verzeichnis/?q=DaZ&page={number}").context
        shown += [hit.name for hit in context["listing"].hits]
    assert [row["name"] for row in rows(client, "/verzeichnis.csv?q=DaZ")] == shown
    assert len(shown) == 60


def test_table_has_the_agreed_columns(client, some, settings):
    some(1)
    [row] = rows(client, "/netzwerke.csv")
    assert list(row)[:4] == ["art", "kennung", "name", "adresse_im_portal"]
    assert list(row) == list(COLUMNS)
    assert row["adresse_im_portal"] == "http://testserver/netzwerke/runder-tisch-000/"
    assert client.get("/netzwerke.csv").getvalue().startswith(b"\xef\xbb\xbfart;kennung;name;")


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_table_holds_no_formula(client, text):
    ActorFactory(name=text)
    [row] = rows(client, "/akteure.csv")
    assert row["name"].startswith("'")
    assert safe(text).lstrip("'") == text


def test_asking_again_costs_one_query_until_something_changes(client, some):
    some(1)
    first = client.get("/verzeichnis/?q=Kita")
    inverted_index.is_trusted = True
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/verzeichnis/?q=Kita", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, len(queries)) == (304, b"", 1)
    ActorFactory(name="Kita Neuland")
    assert client.get("/verzeichnis/?q=Kita", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_cards_that_were_kept_tell_what_changed_since(client, time_machine):
    """Parts of a card are kept in the process; neither an edit nor the calendar may leave them behind."""
    network = NetworkFactory(name="Leserunde", rhythm_text="monatlich", confirmed_at=timezone.localdate())
    library = ActorFactory(name="Stadtbücherei", city="Auenberg")

    def shown() -> tuple[str, str]:
        page = listing(client, "/verzeichnis/?sort=name")[1].partition('<ul class="cards">')[2]
        one, _end, other = page.partition("</article>")
        return one, other

    for _kept in range(2):
        assert "monatlich" in shown()[0]
        assert "geprüft im" in shown()[0]
        assert "Auenberg" in shown()[1]
    network.rhythm_text, network.status = "wöchentlich", "ruhend"
    network.save()
    library.city = "Lindenau"
    library.save()
    MeetingFactory(network=network, start=timezone.now() + timedelta(days=3))
    runde, haus = shown()
    assert "monatlich" not in runde
    assert "wöchentlich" in runde
    assert "ruhend" in runde
    assert 'class="date"' in runde
    assert ("Auenberg" in haus, "Lindenau" in haus) == (False, True)
    time_machine.move_to(timezone.now() + timedelta(days=800))
    assert "nicht bestätigt seit" in shown()[0]


def test_asking_again_for_a_compressed_page_is_told_that_nothing_changed(client, some):
    some(1)
    first = client.get("/verzeichnis/", headers={"Accept-Encoding": "gzip"})
    assert first["ETag"].startswith('W/"')
    again = client.get("/verzeichnis/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_page_and_fragment_are_told_apart(client, some):
    some(1)
    whole = client.get("/verzeichnis/")
    part = client.get("/verzeichnis/", headers={"HX-Request": "true"})
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "HX-Request" in whole["Vary"]
    assert whole["ETag"] != part["ETag"]


def test_page_for_somebody_logged_in_is_kept_by_no_shared_cache(client, django_user_model):
    client.force_login(
        django_user_model.objects.create_user(email="a@example.org", password="geheim-genug-1")
    )
    response = client.get("/verzeichnis/")
    assert response["Cache-Control"] == "private, no-cache"
    assert "ETag" not in response


def test_canonical_address_has_one_order(client, some):
    some(1)
    one = client.get("/verzeichnis/?sort=name&thema=sprachbildung&q=Kita&quatsch=1").context["listing"]
    other = client.get("/verzeichnis/?q=Kita&thema=sprachbildung&sort=name").context["listing"]
    assert one.canonical_url == other.canonical_url == "/verzeichnis/?q=Kita&thema=sprachbildung&sort=name"


def test_chip_leads_to_the_list_without_it(client, some):
    some(1)
    shown = client.get("/verzeichnis/?q=Kita&thema=sprachbildung&art=akteur").context["listing"]
    assert [(chip.facet, chip.label, chip.url) for chip in shown.chips] == [
        ("Art", "Einrichtung oder Akteur", "/verzeichnis/?q=Kita&thema=sprachbildung"),
        ("Thema", "Sprachbildung", "/verzeichnis/?q=Kita&art=akteur"),
    ]
    assert shown.reset_url == "/verzeichnis/?q=Kita"


def test_suggestions_offer_themes_and_entries(client, some):
    some(2)
    found = client.get("/verzeichnis/vorschlaege.json?q=spra").json()["suggestions"]
    assert found[0] == {
        "group": "Thema",
        "label": "Sprachbildung",
        "url": "/verzeichnis/?thema=sprachbildung",
        "hint": "4 Treffer",
    }
    found = client.get("/akteure/vorschlaege.json?q=Ki").json()["suggestions"]
    assert [(one["label"], one["url"]) for one in found] == [
        ("Kita 000", "/akteure/kita-000/"),
        ("Kita 001", "/akteure/kita-001/"),
    ]
    assert client.get("/verzeichnis/vorschlaege.json?q=k").json() == {"suggestions": []}


def test_map_shows_the_hits_of_the_list(client, some):
    some(1)
    ActorFactory(name="Kita am Fluss", latitude=51.5, longitude=9.3)
    answer = client.get("/verzeichnis/karte.json?q=Kita").json()
    assert answer["points"] == [[51.5, 9.3, "akteur", "Kita am Fluss", "/akteure/kita-am-fluss/", ""]]
    assert (answer["total"], answer["without_place"], answer["is_cut"]) == (2, 1, False)


def test_long_facet_is_unfolded_by_its_button(client, some):
    for number in range(18):
        ThemeFactory(name=f"Thema Nummer {number}")
    folded = {f.name: f for f in client.get("/verzeichnis/").context["listing"].facets}["thema"]
    assert (folded.is_folded, len(folded.options), folded.unfold_label) == (True, 7, "Alle 19 Themen zeigen")
    whole = {f.name: f for f in client.get("/verzeichnis/?mehr=thema").context["listing"].facets}["thema"]
    assert (whole.is_folded, len(whole.options)) == (False, 19)


def test_hint_says_how_many_networks_the_search_found(client, some):
    some(3)
    some_other = NetworkFactory(name="Bündnis Leseförderung")
    indexer.drain()
    for address in ("/verzeichnis/?q=DaZ", "/netzwerke/?q=DaZ"):
        assert "Zu „DaZ“ arbeiten schon <strong>3 Netzwerke</strong>" in listing(client, address)[1]
    filtered = listing(client, "/verzeichnis/?q=DaZ&art=akteur")[1]
    assert "Im ganzen Verzeichnis arbeiten zu „DaZ“ schon <strong>3 Netzwerke</strong>" in filtered
    assert "arbeitet schon <strong>ein Netzwerk</strong>" in listing(client, "/netzwerke/?q=Leseförderung")[1]
    some_other.delete()
    assert "Beschreiben Sie es in zwei Sätzen" in listing(client, "/netzwerke/?q=Leseförderung")[1]


def test_options_are_escaped(client):
    ActorFactory(name="Kita", kind=ActorKindFactory(name='<b>"Kita"</b> & mehr'))
    page = listing(client, "/akteure/")[1]
    assert "<span>&lt;b&gt;&quot;Kita&quot;&lt;/b&gt; &amp; mehr</span>" in page
    assert '<b>"Kita"</b>' not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (
            "Sprachtreff Ziegelhof",
            ["Sprachtreff Ziegelhof", "Diese Treffer enthalten nicht alle Wörter:", "Sprachtreff"],
        ),
        (
            "Sprachtreffabend",
            [
                "Genau das ist nicht eingetragen. Diese Einträge kommen dem nahe:",
                "Sprachtreff",
                "Sprachtreff Ziegelhof",
            ],
        ),
        ("Sprachtreff", ["Sprachtreff", "Sprachtreff Ziegelhof"]),
    ],
)
@pytest.mark.parametrize("sort", ["", "name"])
def test_partial_hits_stand_below_a_divider_in_every_order(client, query, shown, sort):
    for name in ("Sprachtreff", "Sprachtreff Ziegelhof", "Turnverein"):
        NetworkFactory(name=name)
    _response, page = listing(client, f"/netzwerke/?q={query}&sort={sort}")
    cards = page[page.index('<ul class="cards">') : page.index('<div class="pager">')]
    pieces = re.findall(r'<li class="near">(.*?)</li>|<h3 data-url[^>]*>(.*?)</h3>', cards, re.DOTALL)
    assert [re.sub(r"<.*?>", "", "".join(piece)).strip() for piece in pieces] == shown
