"""From a query to the entries that satisfy it, with a score for each.

Every clause of the query (a word, a fixed expression, a place) can be met in graded ways, at places of different
weight. An entry scores by clause: how much the word says x how rare it is x how well and where it is met. Names
decide before everything else: the whole name, then all words in the name, then how much of the name was asked for.

All required clauses have to be met. Where no more than a handful of entries does, those that meet most of the query
follow as partial hits: better a near miss, marked as one, than a second network for the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import log

import numpy as np
from django.db import connection
from pyroaring import BitMap

from search.analysis import LETTERS, WEIGHTS, name_term
from search.facets import Vocabulary
from search.german import fold
from search.lexicon import Alternative, Clause, Query
from search.sources import Option
from search.spellings import completions
from search.stock import Stock

ENOUGH = 10  # complete hits fill a screen by themselves; fewer are followed by partial ones
PARTIAL_SHARE = 0.5  # of the weight of the whole query, to count as a partial hit
PLACE_WEIGHT = 0.8
PART_OF_WORD = 0.8  # a family inside a compound, where the word itself would do as well
OWN = {"exakt", "stamm"}  # kinds of alternatives that are the word itself
IN_NAME = 0.7  # an alternative from this weight on counts as a word of the name
WHOLE_NAME, ALL_IN_NAME, COVERAGE, COMPLETE = 100.0, 2.0, 2.0, 1000.0


@dataclass
class Need:
    """One or more clauses that are one condition. `hits`: visible entries that meet it."""

    clauses: tuple[Clause, ...]
    places: list[tuple[str, Option]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    hits: BitMap = field(default_factory=BitMap)

    @property
    def is_required(self) -> bool:
        return any(clause.required for clause in self.clauses)

    @property
    def weight(self) -> float:
        return max(clause.weight for clause in self.clauses)

    @property
    def text(self) -> str:
        return " ".join(clause.text for clause in self.clauses)

    @property
    def alternatives(self) -> Iterable[Alternative]:
        """Ways to meet it; a place of several words is met word by word."""
        if len(self.clauses) == 1:
            yield from self.clauses[0].alternatives
            yield from (Alternative(0.9, ((word,),), "exakt") for word in self.completed)
        else:
            yield Alternative(1.0, tuple((fold(clause.text),) for clause in self.clauses), "exakt")


@dataclass
class Match:
    """`ids` ascending with `scores`; `complete` are those that meet every required clause."""

    ids: np.ndarray
    scores: np.ndarray
    complete: BitMap
    needs: list[Need]

    @property
    def bitmap(self) -> BitMap:
        return BitMap(self.ids)


def needs_of(query: Query, known: Vocabulary) -> list[Need]:
    """One need per clause; neighbouring clauses that together name a place are one."""
    needs: list[Need] = []
    position = 0
    while position < len(query.clauses):
        rest = query.clauses[position : position + 4]
        length = next(
            (
                n
                for n in range(len(rest), 0, -1)
                if " ".join(clause.text for clause in rest[:n]) in known.places
            ),
            0,
        )
        need = Need(rest[: max(length, 1)])
        if length and not need.clauses[0].phrase:
            need.places = known.places[need.text]
        needs.append(need)
        position += len(need.clauses)
    for need in needs:
        if need.clauses[-1].prefix:
            need.completed = completions(need.clauses[-1].prefix)
    return needs


def match(stock: Stock, query: Query, needs: list[Need], visible: BitMap) -> Match:
    """Entries among `visible` (ids the viewer may see, in scope) that satisfy the query."""
    whole_name = name_term(query.text)
    bonus = dict(query.bonus)
    excluded = [alternative for clause in query.excluded for alternative in clause.alternatives]
    stock.fetch(
        [whole_name, *_terms(bonus), *_terms(k for a in excluded for group in a.keys for k in group),
         *_terms(k for need in needs for a in need.alternatives for group in a.keys for k in group)]
    )  # fmt: skip
    visible = _without(stock, query, visible)
    for need in needs:
        need.hits = _hits(stock, need, visible)
    is_plain = not query.excluded and not any(clause.phrase for clause in query.clauses)
    names = stock.posting(whole_name) & visible if is_plain else BitMap()
    return _score(stock, needs, visible, names, bonus)


def fetch(stock: Stock, needs: Iterable[Need]) -> None:
    stock.fetch(_terms(k for need in needs for a in need.alternatives for group in a.keys for k in group))


def _terms(keys: Iterable[str]) -> list[str]:
    return [letter + key for key in keys for letter in LETTERS]


def _with_key(stock: Stock, key: str) -> BitMap:
    return BitMap.union(*(stock.posting(letter + key) for letter in LETTERS))


def _meeting(stock: Stock, alternative: Alternative) -> BitMap:
    """Ids that meet an alternative: of every group of keys at least one."""
    groups = [BitMap.union(*(_with_key(stock, key) for key in group)) for group in alternative.keys]
    return BitMap.intersection(*groups) if groups else BitMap()


def _hits(stock: Stock, need: Need, visible: BitMap) -> BitMap:
    parts = [_meeting(stock, alternative) for alternative in need.alternatives]
    parts += [stock.facet(f"{facet}={option.value}") for facet, option in need.places]
    hits = visible & BitMap.union(*parts) if parts else BitMap()
    phrases = [clause for clause in need.clauses if clause.phrase]
    return _with_phrase(phrases[0].text, hits) if phrases and len(phrases[0].phrase) > 1 else hits


def own_hits(stock: Stock, need: Need, visible: BitMap) -> BitMap:
    """Visible entries with the word itself or its family, or with a synonym of it: not merely with parts."""
    own = [one for one in need.alternatives if one.kind in OWN or (one.kind == "synonym" and one.via)]
    return visible & BitMap.union(BitMap(), *(_meeting(stock, alternative) for alternative in own))


def _with_phrase(phrase: str, among: BitMap) -> BitMap:
    """Ids whose folded text contains the phrase as whole words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM search_entry WHERE id = ANY(%s) AND strpos(running_text, %s) > 0",
            [among.to_array().tolist(), f" {fold(phrase)} "],
        )
        return BitMap([row[0] for row in cursor])


def _without(stock: Stock, query: Query, visible: BitMap) -> BitMap:
    """Takes away what contains an excluded word itself; synonyms and parts of compounds do not count."""
    for clause in query.excluded:
        own = [alternative for alternative in clause.alternatives if alternative.kind in OWN]
        hits = BitMap.union(BitMap(), *(_meeting(stock, alternative) for alternative in own)) & visible
        visible = visible - (_with_phrase(clause.text, hits) if len(clause.phrase) > 1 else hits)
    return visible


def _score(stock: Stock, needs: list[Need], base: BitMap, names: BitMap, bonus: dict[str, float]) -> Match:
    required = [need for need in needs if need.is_required]
    complete = BitMap.intersection(base, *(need.hits for need in required)) | names
    candidates = complete
    if (
        len(required) > 1
        and len(complete) < ENOUGH
        and not any(c.phrase for need in needs for c in need.clauses)
    ):
        candidates = complete | (base & BitMap.union(*(need.hits for need in required)))
    ids = as_array(candidates)
    scores, named, met = (np.zeros(len(ids), np.float32) for _ in range(3))
    weights = [need.weight * (log(1 + len(base) / (1 + len(need.hits))) + 0.2) for need in needs]
    for need, weight in zip(needs, weights, strict=True):
        quality, in_name = _quality(stock, need, candidates, ids)
        scores += weight * quality
        named += in_name * need.weight
        if need.is_required:
            met += weight * (quality > 0)
    for key, strength in bonus.items():
        for letter, place in WEIGHTS.items():
            scores[_positions(ids, stock.posting(letter + key) & candidates)] += strength * place
    if needs and len(ids):
        _prefer_names(stock, ids, scores, named, sum(need.weight for need in needs), names)
    if len(candidates) > len(complete):
        is_complete = np.isin(ids, as_array(complete))
        scores[is_complete] += COMPLETE
        whole = sum(weight for need, weight in zip(needs, weights, strict=True) if need.is_required)
        keep = is_complete | (met >= PARTIAL_SHARE * whole)
        ids, scores = ids[keep], scores[keep]
    return Match(ids, scores, complete, needs)


def _quality(stock: Stock, need: Need, candidates: BitMap, ids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each id how well it meets the need (0 to 1), and whether it does so in its name."""
    quality, in_name = np.zeros(len(ids), np.float32), np.zeros(len(ids), np.float32)
    for facet, option in need.places:
        quality[_positions(ids, stock.facet(f"{facet}={option.value}") & candidates)] = PLACE_WEIGHT
    for alternative in need.alternatives:
        if len(alternative.keys) == 1:
            part = 1.0 if alternative.kind == "teil" else PART_OF_WORD  # a "teil" is weighted down already
            _take_best(stock, quality, (alternative.weight, part), alternative.keys[0], candidates, ids)
        else:
            met = np.full(len(ids), alternative.weight, np.float32)
            for group in alternative.keys:
                of_group = np.zeros(len(ids), np.float32)
                _take_best(stock, of_group, (1.0, PART_OF_WORD), group, candidates, ids)
                met *= of_group ** (1 / len(alternative.keys))
            np.maximum(quality, met, out=quality)
        if alternative.weight >= IN_NAME:
            in_name[_positions(ids, _in_name(stock, alternative) & candidates)] = 1
    return quality, in_name


def _take_best(
    stock: Stock,
    best: np.ndarray,
    weights: tuple[float, float],
    keys: tuple[str, ...],
    candidates: BitMap,
    ids,
) -> None:
    """Raises `best` where an entry has one of the keys. `weights`: of the key, and of a part against a word."""
    weight, part = weights
    for key in keys:
        factor = weight * (part if key.startswith("p_") else 1.0)
        for letter, place in WEIGHTS.items():
            posting = stock.posting(letter + key)
            if posting:
                at = _positions(ids, posting & candidates)
                best[at] = np.maximum(best[at], factor * place)


def _in_name(stock: Stock, alternative: Alternative) -> BitMap:
    groups = [
        BitMap.union(
            *(stock.posting(letter + key) for key in group for letter in "AB" if not key.startswith("p_")),
            BitMap(),
        )
        for group in alternative.keys
    ]
    return BitMap.intersection(*groups)


def _prefer_names(stock: Stock, ids, scores, named, weight: float, names: BitMap) -> None:
    """Adds the points for words of the name, in place, and lowers what has ended."""
    length = np.maximum(stock.name_words[ids], 1)
    share = np.minimum(named / weight, 1)
    scores *= stock.standing[ids] / 100
    scores += ALL_IN_NAME * (share > 0.99) + COVERAGE * share * np.minimum(named / length, 1)
    scores[_positions(ids, names)] += WHOLE_NAME


def as_array(bitmap: BitMap) -> np.ndarray:
    return np.frombuffer(bitmap.to_array(), np.uint32).astype(np.int32) if bitmap else np.empty(0, np.int32)


def _positions(ids: np.ndarray, some: BitMap) -> np.ndarray:
    return np.searchsorted(ids, as_array(some))
