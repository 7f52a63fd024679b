"""Query strings and addresses with values out of all bounds are answered, never with an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

HUGE = "9" * 20
LISTS = [
    "/akteure/",
    "/netzwerke/",
    "/akteure/karte.json",
    "/netzwerke/karte.json",
    "/termine/",
    "/suche/",
    "/moderation/",
]
PARAMETERS = [
    "seite",
    "page",
    "p",
    "monat",
    "jahr",
    "seit",
    "von",
    "bis",
    "ab",
    "q",
    "thema",
    "stadtteil",
    "status",
    "sortierung",
]
VALUES = [
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "0000-01",
    "9999-12",
    "1" + "0" * 30,
    "-1",
    "nan",
    "1e400",
    "a\0b",
    HUGE,
]
LOOKUPS = ["month=13", "year=0", "year=-1", f"year={HUGE}", "gte=0000-00-00"]


@pytest.fixture
def system() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    return client


def test_lists_answer_any_parameter(system):
    broken = {}
    for path in LISTS:
        for value in VALUES:
            status = system.get(path, dict.fromkeys(PARAMETERS, value)).status_code
            if status >= 500:
                broken[path, value] = status
    assert broken == {}


def test_the_admin_answers_any_date_page_and_number(system):
    broken = {}
    for model, model_admin in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        url = reverse(f"{base}_changelist")
        field = model_admin.date_hierarchy or next(
            (f.name for f in model._meta.fields if f.get_internal_type() in {"DateField", "DateTimeField"}),
            "id",
        )
        for query in [
            *(f"{field}__{lookup}" for lookup in LOOKUPS),
            f"id={HUGE}&p={10**30}&q=%00&o=99.99",
        ]:
            if (status := system.get(f"{url}?{query}").status_code) >= 500:
                broken[url, query] = status
        for name in ("change", "delete", "history"):
            address = reverse(f"{base}_{name}", args=[HUGE])
            if (status := system.get(address).status_code) >= 500:
                broken[address] = status
    assert broken == {}


# --- every address of the project -----------------------------------------------------------------------------------------

# As they stand in an address: beyond a bigint, negative, digits of other scripts, NUL, halves of characters, no UTF-8 at all,
# too long, directions, paths and templates.
RAW = {
    "huge": HUGE,
    "beyond a bigint": str(2**63),
    "last bigint": str(2**63 - 1),
    "negative": "-1",
    "nought": "0",
    "Arabic digits": "%D9%A1%D9%A2",
    "full-width digits": "%EF%BC%91",
    "superscript": "%C2%B2",
    "NUL": "1%00",
    "lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "long": "a" * 5000,
    "long number": "9" * 5000,
    "direction": "%E2%80%AE1",
    "exponent": "1e400",
    "blank": "%20",
    "traversal": "..%2F..%2Fetc%2Fpasswd",
    "words": "a'%22%3Cb%3E%7B%7B1%7D%7D%25s",
}
OURS = ("", "portal", "networks", "actors", "moderation", "following", "accounts", "mailing", "admin")
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
USUAL = {
    "int": "1",
    "slug": "netzwerk",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "str": "abc",
    "path": "1",
}
# All parameters that any page reads.
READ = [*PARAMETERS, "sort", "ansicht", "spalten", "art", "grund", "wer", "eintrag", "stand", "was", "bleibt", "geht", "mit",
        "entschieden", "platz", "liste", "geloescht", "next", "zielgruppe", "phase", "format", "akteursart", "name", "zweck",
        "id", "_changelist_filters", "_to_field", "_popup", "e", "o", "app_label", "model_name", "field_name", "term"]  # fmt: skip


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address as it is written in urls.py; those of libraries that are regular expressions are left out."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif not re.search(r"[\^$(?\\]", route):
            yield f"/{route}"


def hostile_paths(route: str) -> Iterator[str]:
    """The address with one of its arguments out of all bounds, the others as they should be."""
    arguments = list(ARGUMENT.finditer(route))
    for place in range(len(arguments)):
        for value in RAW.values():
            parts = iter(range(len(arguments)))
            yield ARGUMENT.sub(
                lambda found, parts=parts, place=place, value=value: (
                    value if next(parts) == place else USUAL[found[1] or "str"]
                ),
                route,
            )


def failing(client: Client, paths: Iterator[str], *, post: bool = False) -> dict[str, int]:
    broken = {}
    for path in paths:
        response = client.post(path) if post else client.get(path)
        if response.streaming:
            b"".join(response.streaming_content)
        if response.status_code >= 500:
            broken[path[:200]] = response.status_code
    return broken


def test_there_is_no_address_that_this_test_does_not_see():
    seen = set(routes())
    assert {"/moderation/<int:pk>/", "/akteure/<slug:slug>/", "/netzwerke/<slug:slug>/termine.ics",
            "/moderation/aenderungen/<slug:kind>/<int:pk>/<int:moment>/", "/verzeichnis.atom", "/netzwerke.csv",
            "/admin/actors/actor/<path:object_id>/change/"} <= seen  # fmt: skip


@pytest.mark.parametrize("room", ["moderation", "netzwerke", "akteure", "doppelstrukturen", "suchen", "suche", "beobachten",
                                  "themen", "stadtteile", "eintragen", "meine", "konto", "admin", ""])  # fmt: skip
def test_objects_at_any_address_are_answered(system, room):
    named = [route for route in routes() if ARGUMENT.search(route)]
    rooms = [route.split("/")[1] for route in named]
    known = ("moderation", "netzwerke", "akteure", "doppelstrukturen", "suchen", "suche", "beobachten", "themen",
             "stadtteile", "eintragen", "meine", "konto", "admin")  # fmt: skip
    mine = [r for r, its in zip(named, rooms, strict=True) if its == room or (not room and its not in known)]
    assert mine
    if room == "admin":  # one of each kind of page; the models share them
        mine = [route for route in mine if "/actors/actor/" in route or route.count("/") < 5]
    factories.NetworkFactory(name="Netzwerk")
    for client in (Client(raise_request_exception=False), system):
        for route in mine:
            assert failing(client, hostile_paths(route)) == {}
    for route in mine:
        assert failing(system, hostile_paths(route), post=True) == {}


def test_lists_feeds_calendars_and_tables_answer_any_parameter(system):
    factories.MeetingFactory(network=factories.NetworkFactory(coordinator=factories.ActorFactory()))
    plain = [r for r in routes() if not ARGUMENT.search(r) and not r.startswith(("/admin/", "/konto/"))]
    assert {
        "/verzeichnis.atom",
        "/netzwerke.ics",
        "/termine.ics",
        "/akteure.csv",
        "/netzwerke/vorschlaege.json",
    } <= set(plain)
    for value in RAW.values():
        query = "&".join(f"{name}={value}" for name in READ)
        assert failing(system, (f"{path}?{query}" for path in plain)) == {}


@pytest.mark.parametrize("view", ["tabelle", "karte", "liste"])
def test_every_view_of_a_list_answers_any_column_sort_and_page(system, view):
    factories.NetworkFactory(coordinator=factories.ActorFactory())
    together = [("spalten", "sort", "page"), ("q", "thema", "stadtteil", "status")]
    for value in RAW.values():
        queries = ("&".join(f"{name}={value}" for name in names) for names in together)
        assert failing(system, (f"/verzeichnis/?ansicht={view}&{query}" for query in queries)) == {}
