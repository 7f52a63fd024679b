"""From a document to the terms of its entry.

A term is a key of `german.analyzer` behind one letter: the best place where it stands. A the name, B other names,
C themes and kinds, D prose and the like, E what merely belongs to the entry (members, synonyms of its themes).
Each key is kept once per entry, so the postings of the letters are disjoint. `=amt 51` is a whole name, folded;
`Dsucht:r_vorlesen` stands in a passage that questions look into by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from german.analyzer import fold, index_terms, initials
from german.numbers import phone_keys
from search.sources import ACTIVE, Document
from vocabulary.days import clamped

# What a word says at each place: an entry that is called so comes before one on that theme, and that before one that
# mentions it. A member or synonym (E) is found, but never goes before what the entry itself says.
WEIGHTS = {"A": 1.0, "B": 0.9, "C": 0.65, "D": 0.45, "E": 0.2}
LETTERS = "ABCDE"
SHORTEST_INITIALS = 3  # two letters stand for too much
LONGEST_NAME = 200  # of a term: far below what a row of the index may take


def name_term(name: str) -> str:
    """The term that stands for this very name, whatever its case, hyphens and umlauts."""
    return "=" + fold(name[:300])[:LONGEST_NAME]


def terms_of(document: Document) -> list[str]:
    """All terms of a document, sorted."""
    best: dict[str, str] = {}
    for letter, text in texts_of(document):
        for key in _keys(text):
            if best.get(key, "Z") > letter:
                best[key] = letter
    for passage in document.passages:
        if passage.within:
            best |= {within(passage.within, key): passage.weight for key in _keys(passage.text)}
    for acronym in initials(document.names[0]) if document.names[0] else ():
        if len(acronym) >= SHORTEST_INITIALS:
            best.setdefault(acronym, "C")
    terms = {letter + key for key, letter in best.items()}
    terms.update(name_term(name) for name in (*document.names, document.kennung) if name)
    terms.update("B" + key for phone in document.phones for key in phone_keys(phone))
    return sorted(terms)


def within(name: str, key: str) -> str:
    """The key of a word in passages of this name."""
    return f"{name}:{key}"


@lru_cache(maxsize=50_000)
def _keys(text: str) -> frozenset[str]:
    """Cached: thousands of entries share the names of their themes, places and bodies."""
    return frozenset(term.key for term in index_terms(text))


_folded = lru_cache(maxsize=50_000)(fold)


def texts_of(document: Document) -> Iterable[tuple[str, str]]:
    """(letter, text) of everything that is to be found."""
    for position, name in enumerate(document.names):
        yield ("A" if position == 0 else "B"), name
    for passage in document.passages:
        yield passage.weight, passage.text


def words_to_remember(document: Document) -> Iterable[str]:
    """Texts whose words may be suggested to whoever mistypes them or has not finished typing."""
    yield from document.names
    yield from (passage.text for passage in document.passages if not passage.is_about_a_person)


def facet_values_of(document: Document) -> list[str]:
    values = {f"{facet}={value}" for facet, chosen in document.facets.items() for value in chosen}
    if document.active_on:
        values.add(f"{ACTIVE}={(clamped(document.active_on) - date(1970, 1, 1)).days}")
    return sorted(values | set(document.audience))


def running_text_of(document: Document) -> str:
    """The folded words in their order, passages apart, for phrases in quotes."""
    return "".join(f" {_folded(text)} |" for _letter, text in texts_of(document))
