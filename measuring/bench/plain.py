"""The numbers of a page by plain SQL on the table of entries: to compare times with, and to hold the counts to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils.http import urlencode

from portal.directory import OfEverything
from search.index.postings import inverted_index
from search.index.terms_of_entries import LETTERS
from search.pages.filters import DirectoryFilter
from search.query.facets import vocabulary
from search.query.matching import Need
from search.query.results import SearchRequest, SearchResult, Tier, ask
from search.sources import PUBLIC

Search = dict[str, list[str]]


def question_of(search: Search) -> SearchRequest:
    """What the list page would ask for these parameters."""
    with inverted_index.lock:
        inverted_index.synchronise()
        known = vocabulary(inverted_index)
    data = QueryDict(urlencode(search, doseq=True))
    return DirectoryFilter(data, facets=OfEverything.facets, scope={}, known=known).question((PUBLIC,))


class PlainSql:
    """Takes from an answer how its words were interpreted, and nothing else."""

    def __init__(self, answer: SearchResult) -> None:
        self.filters = answer.question.filters
        self.needs = [need for need in answer.needs if need.is_required]

    def counts(self) -> dict[str, int]:
        """`thema=mint` -> hits, every facet counted without its own selection; "" -> all hits."""
        condition, values = self._of_text()
        counted = []
        for leave_out in ["", *self.filters]:
            filtered, more = self._of_filters(leave_out)
            counted.append(
                "SELECT %s AS facet, value, count(*) FROM found, unnest('{\"\"}' || facets) AS value "  # noqa: S608
                f"WHERE {filtered} GROUP BY value"
            )
            values += [leave_out, *more]
        rows = _read(
            f"WITH found AS MATERIALIZED (SELECT facets FROM search_entry WHERE {condition}) "  # noqa: S608
            + " UNION ALL ".join(counted),
            values,
        )
        found: dict[str, int] = {}
        for without, value, number in rows:
            facet = value.partition("=")[0]
            if (facet if facet in self.filters else "") == without:
                found[value] = number
        return found

    def page(self) -> None:
        """Everything a page shows: the counts, the number of hits and 20 rows."""
        self.counts()
        condition, values = self._of_text()
        filtered, more = self._of_filters()
        _read(
            f"SELECT name, card FROM search_entry WHERE {condition} AND {filtered} ORDER BY sort_name, id LIMIT 20",  # noqa: S608
            [*values, *more],
        )

    def _of_text(self) -> tuple[str, list[Any]]:
        parts, values = ["facets @> %s"], [[PUBLIC]]
        for need in self.needs:
            condition, more = _of_need(need)
            parts.append(condition)
            values += more
        return " AND ".join(parts), values

    def _of_filters(self, leave_out: str = "") -> tuple[str, list[Any]]:
        chosen = [values for facet, values in self.filters.items() if facet != leave_out]
        names = [facet for facet in self.filters if facet != leave_out]
        values = [[f"{name}={value}" for value in of] for name, of in zip(names, chosen, strict=True)]
        return " AND ".join(["facets && %s"] * len(values)) or "true", values


def _of_need(need: Need) -> tuple[str, list[Any]]:
    """Alternatives of one word are looked up together, the others one by one."""
    ways, values = ["terms && %s"], []
    words: set[str] = set()
    for alternative in need.alternatives:
        wanted = [sorted(letter + key for key in group for letter in LETTERS) for group in alternative.keys]
        if len(wanted) == 1:
            words.update(wanted[0])
        else:
            ways.append("(" + " AND ".join(["terms && %s"] * len(wanted)) + ")")
            values += wanted
    for facet, option in need.places:
        ways.append("facets @> %s")
        values.append([f"{facet}={option.value}"])
    return f"({' OR '.join(ways)})", [sorted(words), *values]


def _read(sql: str, values: list[Any]) -> list[tuple]:
    """The planner underrates reading the long arrays of a small table: it is told to use the index, as the portal does."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(sql, values)
        rows = cursor.fetchall()
        cursor.execute("RESET enable_seqscan")
    return rows


def mismatches(searches: Iterable[Search]) -> Iterator[str]:
    """Searches whose number of hits or counts differ from plain SQL. Where near misses follow the entries that meet
    the whole query, be it remotely, only the number of the latter is compared: SQL has no word for near misses."""
    for search in searches:
        answer = ask(replace(question_of(search), is_literal=True))
        expected = PlainSql(answer).counts()
        number = answer.number_in(Tier.FULL) + answer.number_in(Tier.REMOTE)
        if number != expected.get("", 0):
            yield f"{search}: {number} hits instead of {expected.get('', 0)}"
        found = answer.interpretation.match
        if not found or len(found.ids) == len(found.complete):
            yield from _differing(search, answer, expected)


def _differing(search: Search, answer: SearchResult, expected: dict[str, int]) -> Iterator[str]:
    for facet in answer.facets:
        for option in facet.flat:
            number = expected.get(f"{facet.name}={option.value}", 0)
            if option.count != number:
                yield f"{search}: {facet.name}={option.value} {option.count} instead of {number}"
