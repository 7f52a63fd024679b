"""How German text becomes findable. Pure: no Django, no database; the engine turns the results into SQL.

Index side    `index_terms(text)` → keys of every word with their position.
Query side    `Lexicon(pairs).query(text)` → clauses that must all match, each with graded alternatives over such keys.
Explaining    `Query.marks(text)` → places to mark in a text that was found.
Comparing     `fold(text)`, `analyse(word)`, `content_roots(text)`, `initials(name)` for the duplicate engine.
Typing errors live in `spelling.Speller`, synonyms in `thesaurus.Thesaurus`.

Keys are lexemes of letters, digits and „_“ only:
  foerderung     a surface or its lemma (positions serve phrases, prefixes serve typing)
  r_foerdern     the family of the whole word: foerdern, Förderung, Förderer
  p_foerdern     the word contains this family: Sprachförderung, Förderverein
Strength of a match: exact 1.0 > lemma 0.95 > family 0.8 > synonym 0.6 > part of a compound 0.5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.compounds import Segment, segments
from search.folding import Token, bare_variants, fold, fold_word, tokenize
from search.morphology import ADJECTIVE, NOUN, UNKNOWN, VERB, inventory, rows

__all__ = [
    "Analysis",
    "Term",
    "analyse",
    "content_roots",
    "fold",
    "fold_word",
    "index_terms",
    "initials",
    "is_stop_word",
    "tokenize",
]

EXACT, LEMMA, FAMILY, SYNONYM, PART = 1.0, 0.95, 0.8, 0.6, 0.5
VARIANT = 0.85
MAX_WORDS = 4000  # words of one text that are indexed; what is longer is no description


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of one folded word.

    `segments` are its parts in order (one for a simple word), `inner` the families inside it with their weight.
    """

    surface: str
    lemma: str
    root: str
    segments: tuple[Segment, ...]
    parts: tuple[tuple[str, float], ...]
    known: bool

    @property
    def is_compound(self) -> bool:
        return len(self.segments) > 1


@dataclass(frozen=True, slots=True)
class Term:
    """One key of an indexed text; `position` counts words from 1 (stop words count, but give no term)."""

    key: str
    strength: float
    position: int


@lru_cache(maxsize=500_000)
def analyse(word: str) -> Analysis:
    """Analysis of one word in any spelling. Cached: collections share their words."""
    surface = fold_word(word)
    if len(surface) < 3 or surface.isdigit():
        return Analysis(surface, surface, surface, (), (), False)
    found = segments(surface)
    lemma = _lemma_text(surface, found)
    root = found[0].root if len(found) == 1 else "_".join(sorted({part.root for part in found}))
    return Analysis(surface, lemma, root, found, _parts(found), found[-1].lemma.kind != UNKNOWN)


def _lemma_text(surface: str, found: tuple[Segment, ...]) -> str:
    """Dictionary form of the whole word: the compound's beginning as written, its head inflected back."""
    head = found[-1].lemma
    text = head.text + "en" if head.kind == VERB else head.text
    if len(found) == 1:
        return text
    for start in range(len(surface) - 1, 1, -1):
        if head.text[:3] == surface[start : start + 3]:
            return surface[:start] + text
    return surface


def _parts(found: tuple[Segment, ...]) -> tuple[tuple[str, float], ...]:
    """Families inside a word with their weight: direct parts 1, parts of parts 0.7, generic heads half."""
    weights: dict[str, float] = {}

    def visit(part: Segment, weight: float) -> None:
        if part.lemma.kind == ADJECTIVE and part.root in _bound():
            return
        value = weight * (0.5 if part.root in generic_roots() else 1.0)
        weights[part.root] = max(value, weights.get(part.root, 0.0))
        for inner in part.inner:
            visit(inner, weight * 0.7)

    if len(found) == 1:
        for inner in found[0].inner:
            visit(inner, 0.7)
    else:
        for part in found:
            visit(part, 1.0)
    return tuple(weights.items())


@lru_cache(maxsize=1)
def _bound() -> frozenset[str]:
    from search.compounds import _BOUND

    return _BOUND - set(inventory().adjectives)


# --- words that say little ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "stopwoerter.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold_word(word) for line in lines for word in line.split())


def is_stop_word(folded: str) -> bool:
    return folded in _stop_words()


@lru_cache(maxsize=1)
def _ranks() -> dict[str, str]:
    ranks = {}
    for row in rows("fuellwoerter.csv"):
        word = fold_word(row["wort"])
        ranks[word] = row["rang"]
        analysis = analyse(word)
        ranks.setdefault(analysis.lemma, row["rang"])
    return ranks


@lru_cache(maxsize=1)
def generic_roots() -> frozenset[str]:
    """Families that stand in half of all names (Arbeit, Bildung, Netzwerk …): matches on them alone say little."""
    return frozenset(
        segments(fold_word(row["wort"]))[-1].root
        for row in rows("fuellwoerter.csv")
        if row["rang"] != "rauschen"
    )


def rank_of(word: str) -> str:
    """„rauschen“, „form“, „allgemein“ (see data/fuellwoerter.csv) or "" for a word that says something."""
    return _ranks().get(word) or _ranks().get(analyse(word).lemma, "")


# --- index side --------------------------------------------------------------------------------------------------------


def index_terms(text: str) -> list[Term]:
    """Keys of a text. The same key may occur several times; the engine keeps the strongest or all positions."""
    terms: list[Term] = []
    tokens = tokenize(text)[:MAX_WORDS]
    for position, token in enumerate(tokens, start=1):
        if not is_stop_word(token.folded):
            terms += (Term(key, strength, position) for key, strength in _token_keys(token))
    for position, joined in _ellipses(tokens):
        terms += (Term(key, strength, position) for key, strength in word_keys(joined))
    return terms


def _token_keys(token: Token) -> Iterator[tuple[str, float]]:
    if len(token.pieces) == 1:
        yield from word_keys(token.folded)
        return
    yield token.folded, EXACT
    roots = set()
    for piece in token.pieces:
        if is_stop_word(piece):
            continue
        analysis = analyse(piece)
        roots.add(analysis.root)
        yield from word_keys(piece)
        yield "p_" + analysis.root, PART
    if roots:
        yield "r_" + "_".join(sorted(roots)), FAMILY


@lru_cache(maxsize=500_000)
def word_keys(word: str) -> tuple[tuple[str, float], ...]:
    """Keys by which one folded word is found, with the strength of each."""
    analysis = analyse(word)
    keys = {analysis.surface: EXACT}
    keys.setdefault(analysis.lemma, LEMMA)
    bare = bare_variants(analysis.surface)
    if bare and bare not in inventory().nouns and bare not in inventory().adjectives:
        keys.setdefault(bare, VARIANT)
    keys["r_" + analysis.root] = FAMILY
    for root, weight in analysis.parts:
        keys["p_" + root] = PART * weight
    return tuple(keys.items())


def _ellipses(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Words that an ellipsis spares: „Kinder- und Jugendarbeit“ → kinderarbeit, „Lernpatinnen und -paten“ → lernpaten."""
    for place, token in enumerate(tokens):
        if token.opens and not token.folded.isdigit():
            closing = next(
                (
                    other
                    for other in tokens[place + 1 : place + 6]
                    if not other.opens and not is_stop_word(other.folded)
                ),
                None,
            )
            if closing is not None:
                head = _head_of(closing)
                if head:
                    yield place + 1, (token.folded + head)
        elif token.closes and place > 1:
            opening = next(
                (
                    other
                    for other in reversed(tokens[max(place - 4, 0) : place])
                    if not is_stop_word(other.folded)
                ),
                None,
            )
            start = _modifier_of(opening) if opening is not None else ""
            if start:
                yield place + 1, (start + token.folded)


def _head_of(token: Token) -> str:
    if len(token.pieces) > 1:
        return token.pieces[-1]
    return token.folded[_seam(token.folded, last=True) :]


def _modifier_of(token: Token) -> str:
    if len(token.pieces) > 1:
        return "".join(token.pieces[:-1])
    return token.folded[: _seam(token.folded, last=True)]


def _seam(word: str, *, last: bool) -> int:
    """Where the head of a compound begins; the word's length when it has none."""
    found = segments(word)
    if len(found) == 1:
        found = found[0].inner
    if len(found) < 2:
        return len(word)
    head = found[-1].lemma.text
    for start in range(len(word) - 2, 1, -1):
        if word[start : start + 3] == head[:3]:
            return start
    return len(word)


# --- comparing -----------------------------------------------------------------------------------------------------------


def content_roots(text: str) -> list[str]:
    """Families of all words of a text that say something, in order, compounds divided: for comparing two texts."""
    roots = []
    for token in tokenize(text)[:MAX_WORDS]:
        for piece in token.pieces:
            if not is_stop_word(piece):
                analysis = analyse(piece)
                roots += [part.root for part in analysis.segments] or [analysis.surface]
    return roots


@lru_cache(maxsize=100_000)
def initials(name: str) -> frozenset[str]:
    """Acronyms by which a name may be called, folded: „Jugendberufsagentur Auenberg“ → jba, jbaa, ja …

    Taken from words and from parts of compounds, with and without the small words between; 2 to 8 letters.
    """
    full: list[list[str]] = []
    for token in tokenize(name)[:12]:
        for piece in token.pieces:
            if not is_stop_word(piece) or piece in ("fuer", "und", "der"):
                full.append(_initial_choices(piece))
    result: set[str] = set()
    for words in (
        full,
        [choices for choices in full if choices[0] not in ("f", "u", "d") or len(choices) > 1],
    ):
        for first in range(min(len(words), 3)):
            _spell(words[first:], "", result)
    return frozenset(acronym for acronym in result if 2 <= len(acronym) <= 8)


def _initial_choices(piece: str) -> list[str]:
    parts = analyse(piece).segments
    if len(parts) == 1 and parts[0].inner:
        parts = parts[0].inner
    choices = [piece[:1]]
    if len(parts) > 1:
        choices.append("".join(part.lemma.text[:1] for part in parts))
    return choices


def _spell(words: list[list[str]], begun: str, result: set[str]) -> None:
    if begun:
        result.add(begun)
    if not words or len(begun) > 8 or len(result) > 200:
        return
    for choice in words[0]:
        _spell(words[1:], begun + choice, result)
