"""From a query to the entries that satisfy it, with a score for each.

Every clause of the query (a word, a fixed expression, a place) can be met in graded ways, at places of different
weight. An entry scores by clause: how much the word says x how rare it is x how well and where it is met. Names
decide before everything else: the whole name, then all words in the name, then how much of the name was asked for.

All required clauses have to be met. Where no more than a handful of entries does, those that meet most of the query
follow as partial hits: better a near miss, marked as one, than a second network for the same thing."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from math import log, sqrt

import numpy as np
from django.db import connection
from pyroaring import BitMap

from german.analyzer import fold
from search.index.dictionary import completions
from search.index.postings import InvertedIndex
from search.index.terms_of_entries import LETTERS, WEIGHTS, name_term
from search.query.facets import Vocabulary
from search.query.parsing import Alternative, Clause, Query
from search.sources import Option

# Of the scores only their order has a meaning: `manage.py search_quality` says what a change does to it.
ENOUGH = 10  # complete hits fill a screen by themselves; fewer are followed by partial ones
FEW = 60  # so many complete hits are put in order by what is merely near, too
PARTIAL_SHARE = 0.35  # of the weight of the whole query, to count as a partial hit
NEAR = 0.55  # of a need's weight, for what is merely near
MET = 4.0  # points of a partial hit for the share that it meets: one that meets more comes first
TELLING_SHARE = (
    0.6  # a part of a compound alone must be so rare, measured by its rarest part: Schwimmen, not Jugend
)
# An entry that meets a word worse than this, or than this share of what meets it best, is remote from it: it belongs to a theme
# that has a synonym of the word among its own, or a member is called like one.
REMOTE, REMOTE_FROM_BEST = 0.15, 0.12
EVIDENCE = 0.1  # of every further way in which an entry meets a need, beside the best
PLACE_SAYS = 0.7  # of what another word says
PLACE_WEIGHT = 1.0  # lying there is as good as being named so
PART_OF_WORD = 0.8  # a family inside a compound, where the word itself would do as well
OWN = {"exakt", "stamm"}  # kinds of alternatives that are the word itself
IN_NAME = 0.7  # an alternative from this weight on counts as a word of the name
SAME_THING = 0.4  # an alternative from this weight on means what was asked, below it what has to do with that
NAMES = "AB"  # letters of terms that stand in a name
# Points for names. Who types a whole name wants this entry: no sum of words comes near the first. The others go between entries
# that meet the query about as well: all words in the name, and how much of the name they are.
WHOLE_NAME, ALL_IN_NAME, COVERAGE = 100.0, 2.0, 2.0
ALL = 0.99  # of the words in the name, beside what is lost in summing up weights
COMPLETED = 0.9  # of a word itself, for one that an unfinished word may become
LONGEST_PLACE = 4  # words of a place: "Siedlung an der Aue"
LEAST_RARITY = 0.2  # added to the rarity of a word: one that all entries have still counts a little


@dataclass
class Need:
    """One or more clauses that are one condition. `hits`: visible entries that meet it; `near`: those that do not,
    but have to do with it (a part of a compound, a word of the same field). `is_where`: the places are meant as such
    („in der Nordstadt“), so that who merely mentions them is near; `inside` are these and their parts, as names of facets, and `around` is what is
    there for the whole city."""

    clauses: tuple[Clause, ...]
    places: list[tuple[str, Option]] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    hits: BitMap = field(default_factory=BitMap)
    near: BitMap = field(default_factory=BitMap)
    is_where: bool = False
    inside: list[str] = field(default_factory=list)
    around: BitMap = field(default_factory=BitMap)
    loose: list[Alternative] = field(default_factory=list)
    rarity: dict[Alternative, float] = field(default_factory=dict)

    @property
    def is_required(self) -> bool:
        return any(clause.required for clause in self.clauses)

    @property
    def weight(self) -> float:
        """What is asked for says more than where: the same elsewhere is nearer than something else in that place."""
        return max(clause.weight for clause in self.clauses) * (PLACE_SAYS if self.places else 1.0)

    @property
    def text(self) -> str:
        return " ".join(clause.text for clause in self.clauses)

    @property
    def alternatives(self) -> Iterable[Alternative]:
        """Ways to meet it; a place of several words is met word by word."""
        if len(self.clauses) == 1:
            yield from self.clauses[0].alternatives
            yield from (Alternative(COMPLETED, ((word,),), "exakt") for word in self.completed)
        else:
            yield Alternative(1.0, tuple((fold(clause.text),) for clause in self.clauses), "exakt")


@dataclass
class MatchedEntries:
    """`ids` ascending with `scores`, the same as a `bitmap`; `complete` are those that meet every required clause,
    `around` those that do so but for the place, as they are there for the whole city, `remote` those of the complete that
    have little to do with one of its words."""

    ids: np.ndarray
    scores: np.ndarray
    bitmap: BitMap
    complete: BitMap
    needs: list[Need]
    around: BitMap = field(default_factory=BitMap)
    remote: BitMap = field(default_factory=BitMap)


def needs_of(query: Query, known: Vocabulary, where: Container[str] = ()) -> list[Need]:
    """One need per clause; neighbouring clauses that together name a place are one. `where`: places that are meant as such."""
    needs: list[Need] = []
    position = 0
    while position < len(query.clauses):
        rest = query.clauses[position : position + LONGEST_PLACE]
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
            need.is_where = need.text in where
            need.inside = [f"{f}={value}" for f, place in need.places for value in known.within(f, place)]
        needs.append(need)
        position += len(need.clauses)
    for need in needs:
        if need.clauses[-1].prefix:
            need.completed = completions(need.clauses[-1].prefix)
    return needs


def match(index: InvertedIndex, query: Query, needs: list[Need], visible: BitMap) -> MatchedEntries:
    """Entries among `visible` (ids the viewer may see, in scope) that satisfy the query."""
    whole_name = name_term(query.text)
    bonus = dict(query.bonus)
    excluded = [alternative for clause in query.excluded for alternative in clause.alternatives]
    strict = [a for need in needs for a in need.alternatives]
    terms = [
        whole_name,
        *_terms(bonus),
        *_terms(k for a in (*excluded, *strict) for group in a.keys for k in group),
    ]
    index.fetch(terms)
    visible = _without(index, query, visible)
    for need in needs:
        need.hits = _hits(index, need, visible)
    is_plain = not (query.excluded or query.inside) and not any(clause.phrase for clause in query.clauses)
    names = index.posting(whole_name) & visible if is_plain else BitMap()
    complete = BitMap.intersection(visible, *(need.hits for need in needs if need.is_required)) | names
    around = BitMap()
    if any(need.is_where for need in needs):
        around = BitMap.intersection(visible, *(n.hits | n.around for n in needs if n.is_required)) - complete
    if len(complete) < FEW and not any(clause.phrase for clause in query.clauses):
        _look_around(index, needs, visible, terms)
    return _score(index, needs, visible, complete, around, names, bonus)


def _look_around(index: InvertedIndex, needs: list[Need], visible: BitMap, strict: list[str]) -> None:
    """Fills in what is near the needs; `strict`: terms that are needed beside. Of a compound only telling parts count: who asks for Jugendschwimmen wants to
    swim, and half the directory has to do with Jugend."""
    around = {id(need): [one for clause in need.clauses for one in clause.loose] for need in needs}
    loose = _terms(k for some in around.values() for a in some for group in a.keys for k in group)
    if not loose:
        return
    index.fetch([*strict, *loose])
    for need in needs:
        met = {one: _meeting(index, one) & visible for one in around[id(need)]}
        rarity = {one: log(1 + len(visible) / (1 + len(hits))) for one, hits in met.items()}
        least = TELLING_SHARE * max(rarity.values(), default=0)
        need.loose = [one for one, hits in met.items() if hits]
        need.rarity |= rarity
        near = [
            hits
            for one, hits in met.items()
            if one.kind == "lose" and (rarity[one] >= least or len(hits) < ENOUGH)
        ]
        need.near = BitMap.union(need.near, *near) - need.hits


def fetch(index: InvertedIndex, needs: Iterable[Need]) -> None:
    index.fetch(_terms(k for need in needs for a in need.alternatives for group in a.keys for k in group))


def _terms(keys: Iterable[str]) -> list[str]:
    return [letter + key for key in keys for letter in LETTERS]


def _with_key(index: InvertedIndex, key: str) -> BitMap:
    return BitMap.union(*(index.posting(letter + key) for letter in LETTERS))


def _meeting(index: InvertedIndex, alternative: Alternative) -> BitMap:
    """Ids that meet an alternative: of every group of keys at least one."""
    groups = [BitMap.union(*(_with_key(index, key) for key in group)) for group in alternative.keys]
    return BitMap.intersection(*groups) if groups else BitMap()


def _hits(index: InvertedIndex, need: Need, visible: BitMap) -> BitMap:
    met = {alternative: _meeting(index, alternative) & visible for alternative in need.alternatives}
    need.rarity = {one: log(1 + len(visible) / (1 + len(hits))) for one, hits in met.items() if hits}
    parts = [*met.values()]
    parts += [index.facet(f"{facet}={option.value}") for facet, option in need.places]
    hits = visible & BitMap.union(*parts) if parts else BitMap()
    if need.is_where:
        need.around = (
            BitMap.union(BitMap(), *(index.facet(f"{f}={o.whole}") for f, o in need.places)) & visible
        )
        there = visible & BitMap.union(*(index.facet(name) for name in need.inside))
        hits |= there
        there |= BitMap.union(BitMap(), *(in_names(index, one) for one in need.alternatives))
        need.near = hits - there
        return hits & there
    phrases = [clause for clause in need.clauses if clause.phrase]
    return _with_phrase(phrases[0].text, hits) if phrases and len(phrases[0].phrase) > 1 else hits


def own_hits(index: InvertedIndex, need: Need, visible: BitMap) -> BitMap:
    """Visible entries with the word itself or its family, or with a synonym of it: not merely with parts."""
    own = [one for one in need.alternatives if one.kind in OWN or (one.kind == "synonym" and one.via)]
    return visible & BitMap.union(BitMap(), *(_meeting(index, alternative) for alternative in own))


def _with_phrase(phrase: str, among: BitMap) -> BitMap:
    """Ids whose folded text contains the phrase as whole words."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM search_entry WHERE id = ANY(%s) AND strpos(running_text, %s) > 0",
            [among.to_array().tolist(), f" {fold(phrase)} "],
        )
        return BitMap([row[0] for row in cursor])


def _without(index: InvertedIndex, query: Query, visible: BitMap) -> BitMap:
    """Takes away what contains an excluded word itself; synonyms and parts of compounds do not count."""
    for clause in query.excluded:
        own = [alternative for alternative in clause.alternatives if alternative.kind in OWN]
        hits = BitMap.union(BitMap(), *(_meeting(index, alternative) for alternative in own)) & visible
        visible = visible - (_with_phrase(clause.text, hits) if len(clause.phrase) > 1 else hits)
    return visible


def _score(
    index: InvertedIndex,
    needs: list[Need],
    base: BitMap,
    complete: BitMap,
    around: BitMap,
    names: BitMap,
    bonus: dict[str, float],
) -> MatchedEntries:
    weights = [need.weight * (log(1 + len(base) / (1 + len(need.hits))) + LEAST_RARITY) for need in needs]
    candidates, share = complete | around, _for_all(index)
    if len(complete) < ENOUGH and not any(c.phrase for need in needs for c in need.clauses):
        share = _met_share(index, needs, weights, base)
        candidates |= BitMap(np.flatnonzero(share >= PARTIAL_SHARE).astype(np.uint32))
    ids = as_array(candidates)
    scores, named = MET * share[ids], np.zeros(len(ids), np.float32)
    remote = np.zeros(len(ids), bool)
    for need, weight in zip(needs, weights, strict=True):
        quality, in_name = _quality(index, need, candidates, ids, len(base))
        scores += weight * quality
        if need.is_required and not (need.places or need.clauses[-1].prefix) and len(ids):
            low = quality < max(REMOTE, REMOTE_FROM_BEST * quality.max())
            remote |= low & ~_has_own(index, need, ids) if low.any() else low
        named += in_name * need.weight
    for key, strength in bonus.items():
        for letter, place in WEIGHTS.items():
            scores[_positions(ids, index.posting(letter + key) & candidates)] += strength * place
    if needs and len(ids):
        _prefer_names(index, ids, scores, named, sum(need.weight for need in needs), names)
    far = complete & BitMap(ids[remote].astype(np.uint32)) - names
    return MatchedEntries(ids, scores, candidates, complete, needs, around, far)


def _met_share(index: InvertedIndex, needs: list[Need], weights: list[float], base: BitMap) -> np.ndarray:
    """For each entry of the index how much of the query it meets or comes near, 0 to 1."""
    met, whole = _for_all(index), 0.0
    for need, weight in zip(needs, weights, strict=True):
        if need.is_required and (need.hits or need.near):  # what nobody has tells none apart
            whole += weight
            met[as_array(need.hits & base)] += weight
            met[as_array(need.near & base)] += weight * NEAR
    return met / whole if whole else met


def _has_own(index: InvertedIndex, need: Need, ids: np.ndarray) -> np.ndarray:
    """For each id whether the word itself, its family or its abbreviation stands there, be it as a member's name."""
    same = (one for one in need.alternatives if one.kind in OWN or one.weight >= IN_NAME)
    own = BitMap.union(BitMap(), *(_meeting(index, one) for one in same))
    return np.isin(ids, as_array(own))


def _for_all(index: InvertedIndex) -> np.ndarray:
    """A zero for every entry: an id is its own place. Memory that is not touched costs nothing."""
    return np.zeros(len(index.rank), np.float32)


def _quality(
    index: InvertedIndex, need: Need, candidates: BitMap, ids: np.ndarray, among: int
) -> tuple[np.ndarray, np.ndarray]:
    """For each id how well it meets the need (0 to 1, a little more with evidence), and whether it does so in its name.

    The best way counts, and a tenth of all others that meet it, too: they tell apart what one word alone leaves equal."""
    best, total, in_name = (_for_all(index) for _ in range(3))
    for name in need.inside:
        at = as_array(index.facet(name) & candidates)
        best[at] = PLACE_WEIGHT
        in_name[at] = 1
    rarest = max(need.rarity.values(), default=0.0) or 1.0
    for alternative in (*need.alternatives, *need.loose):
        if alternative not in need.rarity:  # most synonyms of a word stand nowhere
            continue
        weight = named = alternative.weight
        if alternative.kind not in OWN:  # what half the directory shares says less than a rare synonym
            rarity = need.rarity[alternative]
            weight *= sqrt(rarity / rarest)
            if named >= SAME_THING:
                rarity = max(rarity, min(_rarity_in_names(index, alternative, among), rarest))
            named *= sqrt(rarity / rarest)
        if len(alternative.keys) == 1:
            part = 1.0 if alternative.kind == "teil" else PART_OF_WORD  # a "teil" is weighted down already
            _add(index, (best, total), (weight, named, part), alternative.keys[0], candidates)
        else:
            at = as_array(_meeting(index, alternative) & candidates)
            met = np.full(len(at), weight, np.float32)
            for group in alternative.keys:
                of_group = _for_all(index)
                _add(index, (of_group, None), (1.0, 1.0, PART_OF_WORD), group, candidates)
                met *= of_group[at] ** (1 / len(alternative.keys))
            best[at] = np.maximum(best[at], met)
            total[at] += met
        if alternative.weight >= IN_NAME:
            in_name[as_array(in_names(index, alternative) & candidates)] = 1
    best, total, in_name = best[ids], total[ids], in_name[ids]
    return best if need.places else best + EVIDENCE * (total - best), in_name


def _add(
    index: InvertedIndex,
    into: tuple[np.ndarray, np.ndarray | None],
    weights: tuple[float, float, float],
    keys: tuple[str, ...],
    candidates: BitMap,
) -> None:
    """Raises the best and adds to the total where an entry has one of the keys. `weights`: of the key, of it in a
    name, and of a part against a word."""
    best, total = into
    weight, named, part = weights
    for key in keys:
        for letter, place in WEIGHTS.items():
            factor = (named if letter in NAMES else weight) * (part if key.startswith("p_") else 1.0)
            posting = index.posting(letter + key)
            if posting:
                at = as_array(posting & candidates)
                best[at] = np.maximum(best[at], factor * place)
                if total is not None:
                    total[at] += factor * place


def _rarity_in_names(index: InvertedIndex, alternative: Alternative, among: int) -> float:
    """How rare names with such a word are: „Senioren“ stand in many entries, but only few are called so."""
    if len(alternative.keys) != 1:
        return 0.0
    named = BitMap.union(
        BitMap(), *(index.posting(letter + key) for key in alternative.keys[0] for letter in NAMES)
    )
    return log(1 + among / (1 + len(named)))


def in_names(index: InvertedIndex, alternative: Alternative, *, parts: bool = False) -> BitMap:
    """Ids with the alternative in their names, `parts`: also within a word of these."""
    groups = [
        BitMap.union(
            *(
                index.posting(letter + key)
                for key in group
                for letter in NAMES
                if parts or not key.startswith("p_")
            ),
            BitMap(),
        )
        for group in alternative.keys
    ]
    return BitMap.intersection(*groups)


def _prefer_names(index: InvertedIndex, ids, scores, named, weight: float, names: BitMap) -> None:
    """Adds the points for words of the name, in place, and lowers what has ended."""
    length = np.maximum(index.name_words[ids], 1)
    share = np.minimum(named / weight, 1)
    scores *= index.standing[ids] / 100
    scores += ALL_IN_NAME * (share > ALL) + COVERAGE * share * np.minimum(named / length, 1)
    scores[_positions(ids, names)] += WHOLE_NAME


def as_array(bitmap: BitMap) -> np.ndarray:
    """Ascending, as numpy takes them for positions."""
    return np.frombuffer(bitmap.to_array(), np.uint32).astype(np.intp) if bitmap else np.empty(0, np.intp)


def _positions(ids: np.ndarray, some: BitMap) -> np.ndarray:
    return np.searchsorted(ids, as_array(some))
