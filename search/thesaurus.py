"""Synonyms and abbreviations: shipped general knowledge plus what curators keep in the vocabulary.

Terms are compared by their families, so „Tagesmütter“ finds the entry of „Tagesmutter“. A term of several words is
recognised where its content words stand in a row. Building takes some ten milliseconds; a new object per change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.folding import tokenize
from search.inventory import rows
from search.words import LINKING, analyse, is_stop_word

CURATED, SAME, NARROW = 0.55, 0.45, 0.3
ABBREVIATION = 0.9
LONGEST_TERM = 6

type Signature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say it: the words as written, their signature and how sure the match is (0 to 1)."""

    text: str
    signature: Signature
    strength: float


def root_in_expression(piece: str) -> str:
    return piece if piece in LINKING else analyse(piece).root


@lru_cache(maxsize=100_000)
def signature(text: str) -> Signature:
    """Families of the content words of a term, in order."""
    pieces = [piece for token in tokenize(text) for piece in token.pieces]
    content = [piece for piece in pieces if piece in LINKING or not is_stop_word(piece)] or pieces
    return tuple(root_in_expression(piece) for piece in content)[:LONGEST_TERM]


@lru_cache(maxsize=1)
def fixed_expressions() -> dict[str, tuple[Signature, ...]]:
    """Shipped terms of several words by their first family, longest first: recognised in texts when indexing."""
    found: dict[str, set[Signature]] = defaultdict(set)
    columns = (
        ("synonyme.csv", ("begriffe", "findet_auch")),
        ("abkuerzungen.csv", ("langformen",)),
    )
    for name, fields in columns:
        for row in rows(name):
            for term in "|".join(row[field] for field in fields).split("|"):
                if len(known := signature(term)) > 1:
                    found[known[0]].add(known)
    return {first: tuple(sorted(terms, key=len, reverse=True)) for first, terms in found.items()}


def is_fixed_expression(key: Signature) -> bool:
    return len(key) > 1 and key in fixed_expressions().get(key[0], ())


@lru_cache(maxsize=20_000)
def _dissolved(root: str) -> str:
    segments = analyse(root).segments
    inner = segments[0].inner if len(segments) == 1 else ()
    return "_".join(sorted({part.root for part in inner})) if len(inner) > 1 else ""


class Thesaurus:
    """Synonyms by signature. `pairs`: (term, synonyms) as curators keep them; shipped files are always in."""

    def __init__(self, pairs: Iterable[tuple[str, Sequence[str]]] = ()) -> None:
        self._found: dict[Signature, dict[Signature, Synonym]] = defaultdict(dict)
        self._read_shipped()
        for term, synonyms in pairs:
            for synonym in synonyms:
                self._both(term, synonym, CURATED)
        self._whole: dict[str, list[str]] = defaultdict(list)
        for key in self._found:
            if len(key) == 1 and (parts := _dissolved(key[0])):
                self._whole[parts].append(key[0])
        self.longest = max((len(key) for key in self._found), default=1)

    def _read_shipped(self) -> None:
        for row in rows("abkuerzungen.csv"):
            for long in filter(None, row["langformen"].split("|")):
                self._both(row["kuerzel"], long, ABBREVIATION)
        for row in rows("synonyme.csv"):
            terms = list(filter(None, row["begriffe"].split("|")))
            for place, term in enumerate(terms):
                for other in terms[place + 1 :]:
                    self._both(term, other, SAME)
                for wider in filter(None, row["findet_auch"].split("|")):
                    self._one_way(term, wider, NARROW)

    def _both(self, one: str, other: str, strength: float) -> None:
        self._one_way(one, other, strength)
        self._one_way(other, one, strength)

    def _one_way(self, term: str, other: str, strength: float) -> None:
        key, target = signature(term), signature(other)
        if key and target and key != target:
            known = self._found[key].get(target)
            if known is None or known.strength < strength:
                self._found[key][target] = Synonym(other, target, strength)

    def of(self, key: Signature) -> list[Synonym]:
        """Synonyms of a term, surest first."""
        return sorted(
            self._found.get(key, {}).values(),
            key=lambda synonym: (-synonym.strength, synonym.text),
        )

    def whole(self, compound: str) -> list[str]:
        """Roots of words that are one in meaning but made of these parts: kind_schuetzen → kinderschutz."""
        return self._whole.get(compound, [])

    def __contains__(self, key: Signature) -> bool:
        return key in self._found
