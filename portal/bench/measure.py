"""A fixed mix of searches through the real view, and beside it the plain SQL that would give the same page."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection, reset_queries
from django.http import QueryDict
from django.test import Client, override_settings

from portal.directory import OfEverything
from search.analysis import LETTERS
from search.facets import vocabulary
from search.filters import DirectoryFilter
from search.matching import Need
from search.models import Word
from search.results import Answer, Question, ask
from search.sources import PUBLIC
from search.stock import stock

PAGE = "/verzeichnis/"
WORDS = (
    "Kita",
    "Grundschule",
    "Sprachförderung",
    "Lesen",
    "Jugendtreff",
    "Beratung",
    "MINT",
    "Übergang",
    "Verein",
    "Eltern",
)


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

    def __str__(self) -> str:
        times = [
            share(self.values, 0.5),
            share(self.values, 0.95),
            share(self.values, 0.99),
            max(self.values),
        ]
        return " | ".join(f"{time:.1f}" for time in [*times, share(self.own, 0.95)])


def share(values: list[float], part: float) -> float:
    """The value below which `part` of all lies."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def mix(number: int, seed: int = 1) -> list[dict[str, list[str]]]:
    """Parameters of searches with 0 to 2 words and 0 to 3 filters. The same for the same stock and seed."""
    chance = random.Random(seed)  # noqa: S311
    known = list(Word.objects.order_by("word").values_list("shown", flat=True))
    with stock.lock:
        stock.synchronise()
        options = vocabulary(stock.terms).options
    values = {
        name: [value for value in options[name] if stock.facet(f"{name}={value}")]
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


def get(client: Client, address: str) -> None:
    status = client.get(address).status_code
    if status != 200:
        raise RuntimeError(f"{address} answers {status}")


def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


@override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"])
def of_pages(searches: list[dict[str, list[str]]]) -> tuple[Times, list[int]]:
    """Whole requests, middleware and template included, and the number of queries of each."""
    client, times, queries = visitor(), Times(), []
    for search in searches:
        address = f"{PAGE}?{urlencode(search, doseq=True)}"
        times.add(lambda address=address: get(client, address))
    with override_settings(DEBUG=True):
        for search in searches[:60]:
            reset_queries()
            get(client, f"{PAGE}?{urlencode(search, doseq=True)}")
            queries.append(len(connection.queries))
    return times, queries


def question_of(search: dict[str, list[str]]) -> Question:
    with stock.lock:
        stock.synchronise()
    data = QueryDict(urlencode(search, doseq=True))
    known = vocabulary(stock.terms)
    return DirectoryFilter(data, facets=OfEverything.facets, scope={}, known=known).question((PUBLIC,))


class PlainSql:
    """The page's numbers by plain SQL on the table of entries: conditions, counts of every facet, 20 rows."""

    def __init__(self, answer: Answer) -> None:
        self.filters = answer.question.filters
        self.needs = [need for need in answer.needs if need.is_required]

    @property
    def text_condition(self) -> tuple[str, list[Any]]:
        parts, values = ["facets @> %s"], [[PUBLIC]]
        for need in self.needs:
            condition, more = self._of(need)
            parts.append(condition)
            values += more
        return " AND ".join(parts), values

    def _of(self, need: Need) -> tuple[str, list[Any]]:
        ways, values = ["false"], []
        for alternative in need.alternatives:
            ways.append("(" + " AND ".join(["terms && %s"] * len(alternative.keys)) + ")")
            values += [[letter + key for key in group for letter in LETTERS] for group in alternative.keys]
        for facet, option in need.places:
            ways.append("facets @> %s")
            values.append([f"{facet}={option.value}"])
        return "(" + " OR ".join(ways) + ")", values

    def where(self, leave_out: str = "") -> tuple[str, list[Any]]:
        condition, values = self.text_condition
        for facet, chosen in self.filters.items():
            if facet != leave_out:
                condition += " AND facets && %s"
                values = [*values, [f"{facet}={value}" for value in chosen]]
        return condition, values

    def counts(self) -> dict[str, int]:
        """`thema=mint` -> hits, every facet counted without its own selection."""
        found: dict[str, int] = {}
        with connection.cursor() as cursor:
            for leave_out in {"", *self.filters}:
                condition, values = self.where(leave_out)
                cursor.execute(
                    f"SELECT value, count(*) FROM search_entry, unnest(facets) value WHERE {condition} GROUP BY value",  # noqa: S608
                    values,
                )
                for value, number in cursor:
                    facet = value.partition("=")[0]
                    if (facet if facet in self.filters else "") == leave_out:
                        found[value] = number
        return found

    def page(self) -> None:
        condition, values = self.where()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM search_entry WHERE {condition}", values)  # noqa: S608
            cursor.execute(
                f"SELECT name, card FROM search_entry WHERE {condition} ORDER BY sort_name, id LIMIT 20",  # noqa: S608
                values,
            )
            cursor.fetchall()
        self.counts()


def mismatches(searches: list[dict[str, list[str]]]) -> Iterator[str]:
    """Searches whose counts differ from plain SQL. Those with partial hits are left out: SQL has no word for them."""
    for search in searches:
        answer = ask(question_of(search))
        found = answer.understood.match
        if found and len(found.ids) != len(found.complete):
            continue
        expected = PlainSql(answer).counts()
        for facet in answer.facets:
            for option in facet.flat:
                if option.count != expected.get(f"{facet.name}={option.value}", 0):
                    yield f"{search}: {facet.name}={option.value} {option.count}"


@override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"])
def deepest(pages: int = 20) -> tuple[Times, Times]:
    """First and last page of the whole directory by name."""
    client, first, last = visitor(), Times(), Times()
    total = ask(Question()).total
    for _number in range(pages):
        first.add(lambda: get(client, PAGE))
        last.add(lambda: get(client, f"{PAGE}?page={-(-total // 20)}"))
    return first, last
