"""From the text of a query to its needs: taken apart, places recognised, typing errors corrected."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from pyroaring import BitMap

from search.index.dictionary import spellings
from search.index.postings import InvertedIndex
from search.query import matching
from search.query.facets import Vocabulary
from search.query.matching import MatchedEntries, Need
from search.query.parsing import Query
from search.query.questions import Understanding

MAX_LENGTH = 200  # characters: two lines of a form; whoever pastes a whole text asks for its beginning
MOST_CORRECTIONS = 4  # looked up for one word
SURE = 1.2  # cost up to which a word that is met only by its parts is taken for mistyped


@dataclass
class Interpretation:
    """`text` is what was typed, cleaned and cut; `match` is None when nothing was asked. `corrections`: (typed,
    searched for instead)."""

    text: str
    query: Query
    match: MatchedEntries | None = None
    corrections: list[tuple[str, str]] = field(default_factory=list)
    is_cut: bool = False


def clean(text: str) -> str:
    """One line of NFC text without control and formatting characters (NUL, right-to-left marks)."""
    text = unicodedata.normalize("NFC", text[: 4 * MAX_LENGTH])
    return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())


def interpret(
    index: InvertedIndex,
    known: Vocabulary,
    typed: str,
    visible: BitMap,
    *,
    is_typing: bool = False,
    understood: Understanding | None = None,
) -> Interpretation:
    """Finds what was meant among `visible`. A word nobody uses is corrected, and the answer says so. `understood`: what
    was asked for beside words, of the cleaned text; only its words are looked for."""
    cleaned = clean(typed)
    is_cut = len(cleaned) > MAX_LENGTH or len(typed) > 4 * MAX_LENGTH
    text = cleaned[:MAX_LENGTH]
    understood = understood or Understanding(text)
    query = _query(known, understood.text, understood, is_typing=is_typing)
    if query.is_empty:
        return Interpretation(text, query, is_cut=is_cut)
    needs = matching.needs_of(query, known, understood.places)
    found = matching.match(index, query, needs, visible)
    corrections = [] if understood.within else _corrections(index, known, needs, visible)
    if corrections:
        corrected = _replace(query.text, corrections)
        query = _query(known, corrected, understood, is_typing=is_typing)
        found = matching.match(index, query, matching.needs_of(query, known, understood.places), visible)
    as_typed = [(_part(understood.text, need), word) for need, word in corrections]
    return Interpretation(text, query, found, as_typed, is_cut)


def _query(known: Vocabulary, text: str, understood: Understanding, *, is_typing: bool) -> Query:
    query = known.lexicon.query(text, typing=is_typing)
    return query.within(understood.within) if understood.within else query


def _corrections(
    index: InvertedIndex, known: Vocabulary, needs: list[Need], visible: BitMap
) -> list[tuple[Need, str]]:
    """For needs that were probably mistyped the nearest word that has hits the viewer may see."""
    doubtful = [need for need in needs if _is_doubtful(index, need, visible)]
    corrections = []
    for need in doubtful:
        for correction in spellings.speller().correct(need.text, most=MOST_CORRECTIONS):
            if need.hits and correction.cost > SURE:
                break
            instead = matching.needs_of(known.lexicon.query(correction.word), known)  # one word, one need
            matching.fetch(index, instead)
            if matching.own_hits(index, instead[0], visible):
                corrections.append((need, spellings.shown(correction.word)))
                break
    return corrections


def _is_doubtful(index: InvertedIndex, need: Need, visible: BitMap) -> bool:
    """Nothing contains the word itself or its family: what is left are parts of it, or nothing."""
    clause = need.clauses[0]
    if need.places or need.completed or clause.phrase or len(need.clauses) > 1 or " " in need.text:
        return False
    return not matching.own_hits(index, need, visible)


def _part(text: str, need: Need) -> str:
    """The word as it was typed, not as it is looked up."""
    return text[need.clauses[0].start : need.clauses[0].end]


def _replace(text: str, corrections: list[tuple[Need, str]]) -> str:
    for need, word in sorted(corrections, key=lambda pair: -pair[0].clauses[0].start):
        clause = need.clauses[0]
        text = text[: clause.start] + word + text[clause.end :]
    return text
