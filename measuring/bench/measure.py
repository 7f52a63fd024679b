"""A fixed mix of searches through the real view, and how long each took."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.db import connection, reset_queries
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from insight.choosing import SLOTS
from insight.pages import TABS
from measuring.bench.edits import Editor
from networks.models import Network
from portal.directory import OfEverything
from search.index.postings import inverted_index
from search.models import Word
from search.query.facets import vocabulary
from search.query.results import SearchRequest, ask
from vocabulary.models import District, Theme

PAGE = "/verzeichnis/"
CALENDAR = "/termine/"
PARTNERS = "/partner/"
WISHES = (
    ("personal", "Vorlesende für Grundschulkinder"), ("raum", "ruhiger Raum für zwölf Personen"), ("geld", "2.000 Euro für ein Fest"),
    ("zugang", "ältere Menschen"), ("wissen", "Vortrag über Medien"), ("material", "Laptops"),
)  # fmt: skip
ASKED_BESIDE = ("stadtteil", "thema", "zielgruppe", "phase")  # filters that /partner/ has
WORDS = (
    "Kita", "Grundschule", "Sprachförderung", "Lesen", "Jugendtreff", "Beratung", "MINT", "Übergang", "Verein", "Eltern",
)  # fmt: skip
EDITS_BETWEEN_PAGES = 10  # that the next page has to take in; in life there are far fewer
in_production = override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"])

Search = dict[str, list[str]]


@dataclass
class Times:
    """Milliseconds, one per search: by the clock, and of the processor in this process alone."""

    values: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def add(self, run: Callable[[], object]) -> None:
        start, own = time.perf_counter(), time.process_time()
        run()
        self.values.append((time.perf_counter() - start) * 1000)
        self.own.append((time.process_time() - own) * 1000)

    def share(self, part: float) -> float:
        return share(self.values, part)

    def __str__(self) -> str:
        times = [*(share(self.values, part) for part in (0.5, 0.95, 0.99)), max(self.values)]
        return " | ".join(f"{time:.1f}" for time in [*times, share(self.own, 0.5), share(self.own, 0.95)])


def share(values: list[float], part: float) -> float:
    """The value below which `part` of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def mix(number: int, seed: int = 1) -> list[Search]:
    """Parameters of searches with 0 to 2 words and 0 to 3 filters. The same for the same directory and seed."""
    chance = random.Random(seed)  # noqa: S311
    known = list(Word.objects.order_by("word").values_list("shown", flat=True))
    with inverted_index.lock:
        inverted_index.synchronise()
        options = vocabulary(inverted_index).options
    values = {
        name: [value for value in options[name] if inverted_index.facet(f"{name}={value}")]
        for name in OfEverything.facets
    }
    filled = [name for name in OfEverything.facets if values[name]]
    searches = []
    for _number in range(number):
        common = [
            chance.choice(WORDS) if chance.random() < 0.7 else chance.choice(known)
            for _n in range(chance.randint(0, 2))
        ]
        search = {"q": [" ".join(common)]} if common else {}
        for name in chance.sample(filled, chance.randint(0, 3)):
            search[name] = chance.sample(values[name], min(len(values[name]), chance.randint(1, 2)))
        searches.append(search)
    return searches


def address_of(search: Search) -> str:
    return f"{PAGE}?{urlencode(search, doseq=True)}"


def visitor() -> Client:
    """Asks as a browser does: for a compressed page."""
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")


def get(client: Client, address: str, *, status: int = 200, **headers: str) -> Any:
    response = client.get(address, headers=headers)
    if response.status_code != status:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return response


@in_production
def of_pages(searches: Iterable[Search]) -> Times:
    """Whole requests, middleware and template included."""
    client, times = visitor(), Times()
    get(client, "/datenschutz/")  # other settings hold from here on, and what they decide is read again
    for search in searches:
        times.add(lambda search=search: get(client, address_of(search)))
    return times


@in_production
def of_calendar(number: int) -> Times:
    """The calendar of the fullest month, `number` times each by month, by week and as a list, with and without a filter."""
    month = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    state = (
        {"monat": f"{month:%Y-%m}"},
        {"ansicht": "woche", "woche": f"{month:%G-W%V}"},
        {"ansicht": "liste", "ab": str(month)},
    )
    themes = next(
        iter(Theme.objects.with_tree_fields(False).order_by("position", "pk").values_list("slug", flat=True))
    )
    asked = [{**view, **more} for view in state for more in ({}, {"thema": themes}, {"voraussichtlich": "0"})]
    client, times = visitor(), Times()
    get(client, f"{CALENDAR}?{urlencode(asked[0])}")
    for query in asked * number:
        times.add(lambda query=query: get(client, f"{CALENDAR}?{urlencode(query)}"))
    return times


@in_production
def of_insight(number: int, editor: Editor) -> Iterator[tuple[str, Times]]:
    """Each page of Einblick as Koordination sees it, `number` times of the whole landscape, of a theme and of a place, warm; and
    the first one after an edit. Yields what was measured as (name, times)."""
    client = visitor()
    client.force_login(
        User.objects.get_or_create(email="bench@example.org", defaults={"role": User.Role.COORDINATION})[0]
    )
    choices: list[dict[str, str]] = [{}]
    for name, model in (("thema", Theme), ("stadtteil", District)):
        slug = (
            model.objects.with_tree_fields(False).order_by("position", "pk").values_list("slug", flat=True)[1]
        )
        choices.append({name: slug})
    slugs = Network.objects.published().order_by("pk").values_list("slug", flat=True)
    compared = {"insight:compare": dict(zip(SLOTS, slugs[: len(SLOTS)], strict=False))}
    for tab in TABS:
        asked = [choice | compared.get(tab.route, {}) for choice in choices]
        addresses = [f"{reverse(tab.route)}?{urlencode(one)}" for one in asked]
        for address in addresses:
            get(client, address)
        times = Times()
        for address in addresses * number:
            times.add(lambda address=address: get(client, address))
        yield f"Einblick: {tab.label}", times
    times = Times()
    for _edit in range(number):
        editor.rename()
        times.add(lambda: get(client, reverse(TABS[0].route)))
    yield f"Einblick: {TABS[0].label}, first page after an edit", times


@in_production
def of_partners(searches: Iterable[Search]) -> Times:
    """Whole pages of „Partner finden“: what is needed, in turn, with the filters of a search."""
    client, times = visitor(), Times()
    get(client, PARTNERS)
    for number, search in enumerate(searches):
        kind, wish = WISHES[number % len(WISHES)]
        asked = {name: search[name] for name in ASKED_BESIDE if name in search} | {
            "art": [kind],
            "gesucht": [wish],
        }
        times.add(lambda asked=asked: get(client, f"{PARTNERS}?{urlencode(asked, doseq=True)}"))
    return times


@in_production
def asked_again(searches: Iterable[Search]) -> Times:
    """The same, by a browser that has the page already: nothing changed."""
    client, times = visitor(), Times()
    for search in searches:
        etag = get(client, address_of(search))["ETag"]
        times.add(
            lambda search=search, etag=etag: get(client, address_of(search), status=304, if_none_match=etag)
        )
    return times


def of_server(address: str, searches: Iterable[Search]) -> tuple[Times, Times]:
    """The same over HTTP from a portal that serves this database at `address`, and asked again with the ETag."""
    server = HTTPConnection(urlsplit(address).netloc, timeout=60)

    def ask(search: Search, status: int, **headers: str) -> str:
        server.request("GET", address_of(search), headers={"Accept-Encoding": "gzip", **headers})
        response = server.getresponse()
        response.read()
        if response.status != status:
            raise RuntimeError(f"{address_of(search)} answers {response.status}")
        return response.headers["ETag"]

    pages, again = Times(), Times()
    with closing(server):
        for search in searches:
            etags: list[str] = []
            pages.add(lambda search=search, etags=etags: etags.append(ask(search, 200)))
            again.add(lambda search=search, etags=etags: ask(search, 304, **{"If-None-Match": etags[0]}))
    return pages, again


@override_settings(DEBUG=True, ALLOWED_HOSTS=["localhost"])
def queries_of(searches: Iterable[Search]) -> list[int]:
    """Queries of each page, both for words that are new to the process and for those it has met."""
    client, numbers = visitor(), []
    for search in searches:
        inverted_index.forget_words()
        for _visit in range(2):
            reset_queries()
            get(client, address_of(search))
            numbers.append(len(connection.queries))
    return numbers


@in_production
def deepest(pages: int = 40) -> tuple[Times, Times]:
    """First and last page of the whole directory by name."""
    client, first, last = visitor(), Times(), Times()
    total = ask(SearchRequest()).total
    for _number in range(pages):
        first.add(lambda: get(client, PAGE))
        last.add(lambda: get(client, f"{PAGE}?page={-(-total // 20)}"))
    return first, last


@in_production
def after_edits(number: int, editor: Editor) -> tuple[Times, int]:
    """Makes `number` edits. Every tenth gives an entry a new name; how long the page takes that has to show it, all
    edits since the last page included, and how many pages did not show it."""
    client, times, missing = visitor(), Times(), 0
    for position in range(1, number + 1):
        if position % EDITS_BETWEEN_PAGES:
            editor.edit()
            continue
        name = editor.rename()
        pages: list[bytes] = []
        address = f"{PAGE}?q={quote(name)}"
        times.add(
            lambda address=address, pages=pages: pages.append(
                get(client, address, accept_encoding="").content
            )
        )
        missing += name.split()[-1].encode() not in pages[0].partition(b'<ul class="cards">')[2]
    return times, missing
