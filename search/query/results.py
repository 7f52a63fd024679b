"""A question to the directory, and everything a result page, a CSV file or a map needs as the answer.

Counts and the order are exact and computed over what the asker may see: entries outside `SearchRequest.audience` take no
part in anything, not in counts, corrections or sorting."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import partial
from typing import Literal

import numpy as np
from pyroaring import BitMap

from search.index.postings import InvertedIndex, Now, inverted_index
from search.index.terms_of_entries import name_term
from search.query import facets as counting
from search.query.facets import CountedFacet, Vocabulary
from search.query.interpretation import MAX_LENGTH, Interpretation, clean, interpret
from search.query.matching import MatchedEntries, Need, as_array
from search.query.naming import called
from search.query.questions import Understanding, understand
from search.sources import FACETS, PUBLIC, Option


class Tier(IntEnum):
    """How a hit meets the query: as asked; as asked, for the whole city instead of the place; only remotely; in part."""

    FULL = 0
    AROUND = 1
    REMOTE = 2
    PARTIAL = 3


Sort = Literal["treffer", "name", "aktualitaet", "termin", "aktiv", "still"]
# A key is one number of 63 bits: the tier, what is sorted by, and in the low bits the place of the name.
RANK_BITS = 37  # places of names lie postings.SPACING apart: enough for two million entries
TIER_BITS = 60  # above all orders
YEAR_2000 = 10_957 * 24 * 60  # in minutes since 1970
NEVER = (1 << 25) - 1  # minutes since 2000, the year 2063: no meeting ahead
LATEST = 1 << 20  # days since 1970, after all days that the database holds
HIGHEST, SCORE_STEPS = 1 << 22, 1_000  # above all scores, of which thousandths count


@dataclass(frozen=True)
class SearchRequest:
    """`filters`: facet -> values (OR within, AND across). `scope` is fixed by the page (art=netzwerk) and no
    filter. `audience`: the groups the asker belongs to, as documents name them. `unfolded`: facets to count whole.
    `named`: facets whose options are entries -> the values to choose from, for somebody who looks for a name.
    `is_literal`: words are only looked for, whatever they ask."""

    text: str = ""
    filters: dict[str, list[str]] = field(default_factory=dict)
    scope: dict[str, list[str]] = field(default_factory=dict)
    sort: Sort | Literal[""] = ""
    facets: tuple[str, ...] = ()
    unfolded: frozenset[str] = frozenset()
    named: dict[str, frozenset[str]] = field(default_factory=dict)
    audience: tuple[str, ...] = (PUBLIC,)
    is_typing: bool = False
    is_literal: bool = False

    @property
    def effective_sort(self) -> Sort:
        return self.sort or ("treffer" if self.text.strip() else "name")

    def with_conditions(self, understood: Understanding) -> list[tuple[str, list[str]]]:
        """What a hit must have beside the filters, as far as the scope leaves that open."""
        return [
            (facet, list(values))
            for facet, values in understood.conditions
            if not (facet in self.scope and set(values) - set(self.scope[facet]))
        ]


@dataclass(frozen=True)
class Relief:
    """A filter whose removal yields hits: what to offer when there are none."""

    facet: str
    labels: list[str]
    count: int


@dataclass
class SearchResult:
    """`ids` are entry ids in the order asked for, all of them; a page is a slice (`page`). `understood`: what was asked
    for beside words; `is_loosened`: nothing has all that, so that only its words were looked for."""

    question: SearchRequest
    interpretation: Interpretation
    now: Now
    total: int
    complete_total: int
    facets: list[CountedFacet]
    relief: list[Relief]
    all_filters_dropped: int
    vocabulary: Vocabulary
    _hits: np.ndarray
    _keys: np.ndarray
    _complete: BitMap
    _found: BitMap
    _around: BitMap = field(default_factory=BitMap)
    _remote: BitMap = field(default_factory=BitMap)
    understood: Understanding = field(default_factory=partial(Understanding, ""))
    is_loosened: bool = False

    def page(self, start: int, stop: int) -> list[int]:
        """Ids at positions start..stop-1. As fast for the last page as for the first."""
        stop = min(stop, self.total)
        if start >= stop:
            return []
        if stop - start == self.total:
            return self._hits[np.argsort(self._keys)].tolist()
        chosen = np.argpartition(self._keys, [start, stop - 1])[start:stop]
        return self._hits[chosen[np.argsort(self._keys[chosen])]].tolist()

    def ids(self) -> list[int]:
        return self.page(0, self.total)

    def complete_ids(self) -> list[int]:
        """Hits that meet the whole query, and not only remotely, in no order: what a saved search reports as new."""
        return self._complete.to_array().tolist()

    def is_complete(self, entry_id: int) -> bool:
        """False for a hit that meets only a part of the query."""
        return entry_id in self._complete

    def tier_of(self, entry_id: int) -> Tier:
        if entry_id in self._complete:
            return Tier.FULL
        if entry_id in self._around:
            return Tier.AROUND
        return Tier.REMOTE if entry_id in self._remote else Tier.PARTIAL

    def number_in(self, tier: Tier) -> int:
        """Hits of a tier, on all pages."""
        sizes = [len(self._complete), len(self._around), len(self._remote)]
        return sizes[tier] if tier < Tier.PARTIAL else self.total - sum(sizes)

    def found_with(self, facet: str, value: str) -> int:
        """How many entries meet the whole query and have this value, whatever the filters."""
        with inverted_index.lock:
            return self._found.intersection_cardinality(inverted_index.facet(f"{facet}={value}"))

    @property
    def needs(self) -> list[Need]:
        return self.interpretation.match.needs if self.interpretation.match else []

    @property
    def places(self) -> list[tuple[str, Option]]:
        """Places that the query names: (facet, option)."""
        return [place for need in self.needs for place in need.places]


def ask(question: SearchRequest, now: Now | None = None) -> SearchResult:
    """Answers from the bitmaps of this process. `now`: the caller holds the lock and has synchronised already."""
    with inverted_index.lock:
        now = now or inverted_index.synchronise()
        known = counting.vocabulary(inverted_index)
        visible = BitMap.union(*(inverted_index.facet(group) for group in question.audience))
        for facet, values in question.scope.items():
            visible &= counting.selection(inverted_index, facet, values)
        understood = _understood(question, known, visible)
        answer = _asked(question, understood, now, known, visible)
        if not answer.total and understood.is_more_than_words and understood.topic:
            words = Understanding(understood.text, understood.topic)
            answer = replace(
                _asked(question, words, now, known, visible), understood=understood, is_loosened=True
            )
        return answer


def _understood(question: SearchRequest, known: Vocabulary, visible: BitMap) -> Understanding:
    """Whoever types the whole name of an entry means that one, and who is still typing has not asked yet."""
    text = clean(question.text)[:MAX_LENGTH]
    if question.is_literal or question.is_typing or not text:
        return Understanding(text)
    understood = understand(text, called=partial(called, inverted_index, known), places=known.where)
    if understood.text != text or understood.is_more_than_words:
        inverted_index.fetch([name_term(text)])
        if inverted_index.posting(name_term(text)) & visible:
            return Understanding(text)
    return understood


def _asked(
    question: SearchRequest, understood: Understanding, now: Now, known: Vocabulary, visible: BitMap
) -> SearchResult:
    for facet, values in question.with_conditions(understood):
        chosen = values or list(known.options[facet])
        visible = visible & counting.selection(inverted_index, facet, chosen)
    interpretation = interpret(
        inverted_index,
        known,
        question.text,
        visible,
        is_typing=question.is_typing,
        understood=understood,
    )
    return _answer(question, understood, interpretation, now, known, visible)


def _answer(
    question: SearchRequest,
    understood: Understanding,
    interpretation: Interpretation,
    now: Now,
    known: Vocabulary,
    visible: BitMap,
) -> SearchResult:
    found = interpretation.match
    matched = found.bitmap if found else visible
    selections = {
        f: counting.selection(inverted_index, f, values) for f, values in question.filters.items() if values
    }
    hits = _and(matched, selections)
    without = {facet: _and(matched, selections, leave_out=facet) for facet in selections}
    counted = [
        counting.count(
            inverted_index,
            known,
            FACETS[name],
            question.filters.get(name, []),
            without.get(name, hits),
            is_unfolded=name in question.unfolded,
            named=question.named.get(name),
        )
        for name in question.facets
    ]
    whole = found.complete - found.remote if found else visible
    complete = whole & hits
    ids = as_array(hits)
    return SearchResult(
        question=question,
        interpretation=interpretation,
        now=now,
        total=len(hits),
        complete_total=len(complete),
        facets=counted,
        relief=[] if hits else _relief(question, known, without),
        all_filters_dropped=len(matched),
        vocabulary=known,
        _hits=ids,
        _keys=sort_keys(inverted_index, _sort(question, understood, found), ids, found),
        _complete=complete,
        _found=whole,
        _around=found.around & hits if found else BitMap(),
        _remote=found.remote & hits if found else BitMap(),
        understood=understood,
    )


def _sort(question: SearchRequest, understood: Understanding, found: MatchedEntries | None) -> Sort:
    """As somebody chose, else by what is left to search for, else as the question suggests."""
    if question.sort or found is not None:
        return question.effective_sort
    suggested: dict[str, Sort] = {"termin": "termin", "still": "still"}
    return suggested.get(understood.sort, "name")


def _and(base: BitMap, selections: dict[str, BitMap], leave_out: str = "") -> BitMap:
    for facet, chosen in sorted(selections.items(), key=lambda item: len(item[1])):
        if facet != leave_out:
            base = base & chosen
    return base


def _relief(question: SearchRequest, known: Vocabulary, without: dict[str, BitMap]) -> list[Relief]:
    found = []
    for facet, hits in without.items():
        if hits:
            options = ((known.option(facet, value), value) for value in question.filters[facet])
            labels = [option.label if option else value for option, value in options]
            found.append(Relief(facet, labels, len(hits)))
    return sorted(found, key=lambda relief: -relief.count)


def sort_keys(index: InvertedIndex, sort: Sort, ids: np.ndarray, found: MatchedEntries | None) -> np.ndarray:
    """One whole number per id; ascending is the order asked for, tier after tier in every order."""
    keys = _order(index, sort, ids, found)
    if found is not None and (found.remote or len(found.complete) < len(found.ids)):
        tiers = np.full(len(ids), Tier.PARTIAL, np.int64)
        members = {
            Tier.FULL: found.complete,
            Tier.AROUND: found.around,
            Tier.REMOTE: found.remote,
        }  # those that are remote are complete, too: the later ones count
        for tier, some in members.items():
            if some:
                tiers[np.isin(ids, as_array(some))] = tier
        keys = keys + (tiers << TIER_BITS)
    return keys


def _order(index: InvertedIndex, sort: Sort, ids: np.ndarray, found: MatchedEntries | None) -> np.ndarray:
    """The name's place (unique) in the low bits makes every order total."""
    rank = index.rank[ids]
    if sort == "aktualitaet":
        return (LATEST - index.confirmed[ids].astype(np.int64) << RANK_BITS) + rank
    if sort in ("aktiv", "still"):
        active = index.active[ids].astype(np.int64)
        days = LATEST - active if sort == "aktiv" else np.where(active > 0, active, LATEST)
        return (days << RANK_BITS) + rank
    if sort == "termin":
        upcoming = np.minimum(index.upcoming[ids].astype(np.int64) - YEAR_2000, NEVER)
        return (np.where(upcoming > 0, upcoming, NEVER) << RANK_BITS) + rank
    if sort == "treffer" and found is not None:
        is_filtered = len(ids) < len(found.ids)
        scores = found.scores[np.searchsorted(found.ids, ids)] if is_filtered else found.scores
        return ((HIGHEST - (scores * SCORE_STEPS).astype(np.int64)) << RANK_BITS) + rank
    return rank
