"""Synonyms and abbreviations: shipped general knowledge plus what curators keep in the vocabulary.

Terms are compared by their families, so „Tagesmütter“ finds the entry of „Tagesmutter“. A term of several words is
recognised where its content words stand in a row. The shipped files are read once; a new object per change of the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from german.folding import tokenize
from german.lexicon import rows
from german.words import LINKING, analyse, is_stop_word

# Below the part of a compound (0.65): what an entry says itself comes before what it may mean. Curators know their Kommune
# and come before the shipped files; what is found one way only is a guess.
CURATED, SAME, NARROW = 0.55, 0.45, 0.2
KIN = 1.15  # of the strength of a synonym that shares a part with the word
ABBREVIATION = 0.9  # nearly the word itself: VHS is the Volkshochschule
LONGEST_TERM = 6  # words that say something; longer ones are sentences, and nobody types them

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
    return signature_of([piece for token in tokenize(text) for piece in token.pieces])


def signature_of(pieces: Sequence[str]) -> Signature:
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


@lru_cache(maxsize=100_000)
def _roots_in(text: str) -> frozenset[str]:
    """Families by which an entry with this term is found: of its words and of their parts."""
    pieces = [piece for token in tokenize(text) for piece in token.pieces if not is_stop_word(piece)]
    found = [analyse(piece) for piece in pieces]
    return frozenset(root for one in found for root in (one.root, *(part for part, _ in one.parts)))


def telling(synonyms: Iterable[Synonym], own: Iterable[str], parts: frozenset[str]) -> list[Synonym]:
    """The synonyms of a word that need to be looked for. `own`: its families, `parts`: those of its telling parts.

    What contains one of its families is found anyway, and so is what contains another synonym that is as sure: beside
    „Flucht“ nobody needs „Flüchtlingshilfe“. What shares a part with the word is nearer to it than the others and
    stays: „Ferienpass“ to „Ferienprogramm“, beside „Ferien“ and „Zeltlager“."""
    kept: list[Synonym] = []
    met = set(own)
    for synonym in sorted(synonyms, key=lambda one: (-one.strength, len(_roots_in(one.text)), one.text)):
        roots = _roots_in(synonym.text)
        if not roots.isdisjoint(own):
            continue
        if not roots.isdisjoint(parts):
            kept.append(replace(synonym, strength=min(synonym.strength * KIN, CURATED)))
        elif met.isdisjoint(roots):
            kept.append(synonym)
        else:
            continue
        if len(synonym.signature) == 1:
            met.add(synonym.signature[0])
    return kept


@lru_cache(maxsize=1)
def same_heads() -> dict[str, tuple[str, ...]]:
    """By the family of a head the others that mean the same behind the same first part: Lesepate, Lesementor."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows("grundwoerter.csv"):
        roots = [analyse(word).root for word in row["grundwoerter"].split("|")]
        for root in roots:
            found[root].update(dict.fromkeys(other for other in roots if other != root))
    return {root: tuple(others) for root, others in found.items()}


type Synonyms = dict[Signature, dict[Signature, Synonym]]


@lru_cache(maxsize=1)
def _shipped() -> tuple[Synonyms, dict[str, list[str]]]:
    """What the shipped files say, once per process: synonyms by signature, and whole words by their parts."""
    found: Synonyms = defaultdict(dict)
    for row in rows("abkuerzungen.csv"):
        for long in filter(None, row["langformen"].split("|")):
            _both(found, row["kuerzel"], long, ABBREVIATION)
    for row in rows("synonyme.csv"):
        terms = list(filter(None, row["begriffe"].split("|")))
        for place, term in enumerate(terms):
            for other in terms[place + 1 :]:
                _both(found, term, other, SAME)
            for wider in filter(None, row["findet_auch"].split("|")):
                _one_way(found, term, wider, NARROW)
    return dict(found), _whole_words(found)


def _both(found: Synonyms, one: str, other: str, strength: float) -> None:
    _one_way(found, one, other, strength)
    _one_way(found, other, one, strength)


def _one_way(found: Synonyms, term: str, other: str, strength: float) -> None:
    key, target = signature(term), signature(other)
    if key and target and key != target:
        known = found[key].get(target)
        if known is None or known.strength < strength:
            found[key][target] = Synonym(other, target, strength)


def _whole_words(keys: Iterable[Signature]) -> dict[str, list[str]]:
    whole: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if len(key) == 1 and "_" not in key[0] and (parts := _dissolved(key[0])):
            whole[parts].append(key[0])
    return dict(whole)


@lru_cache(maxsize=1)
def _shipped_partners() -> dict[str, frozenset[str]]:
    partners: dict[str, set[str]] = defaultdict(set)
    for key in _shipped()[0]:
        if len(key) == 2:
            partners[key[0]].add(key[1])
            partners[key[1]].add(key[0])
    return {root: frozenset(others) for root, others in partners.items()}


class Thesaurus:
    """Synonyms by signature. `pairs`: (term, synonyms) as curators keep them; shipped files are always in."""

    def __init__(self, pairs: Iterable[tuple[str, Sequence[str]]] = ()) -> None:
        self._shipped, self._shipped_whole = _shipped()
        self._curated: Synonyms = defaultdict(dict)
        for term, synonyms in pairs:
            for synonym in synonyms:
                _both(self._curated, term, synonym, CURATED)
        self._whole = _whole_words(key for key in self._curated if key not in self._shipped)
        self.longest = max(map(len, (*self._shipped, *self._curated)), default=1)

    def of(self, key: Signature) -> list[Synonym]:
        """Synonyms of a term, surest first; each in its surest form."""
        known = dict(self._shipped.get(key, {}))
        for target, synonym in self._curated.get(key, {}).items():
            if target not in known or known[target].strength < synonym.strength:
                known[target] = synonym
        return sorted(known.values(), key=lambda synonym: (-synonym.strength, synonym.text))

    def whole(self, compound: str) -> list[str]:
        """Roots of words that are one in meaning but made of these parts: kind_schuetzen → kinderschutz."""
        return [*self._shipped_whole.get(compound, ()), *self._whole.get(compound, ())]

    def partners(self, root: str) -> frozenset[str]:
        """Families that make a shipped term of two words with this one, in either order."""
        return _shipped_partners().get(root, frozenset())

    def __contains__(self, key: Signature) -> bool:
        return key in self._shipped or key in self._curated
