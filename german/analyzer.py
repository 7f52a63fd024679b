"""How German text becomes findable. Pure: no Django, no database; the engine turns the results into SQL.

Index side    `index_terms(text)` → keys of every word with their position.
Comparing     `fold(text)`, `analyse(word)`, `content_roots(text)`, `initials(name)` for the duplicate engine.
Typing errors live in `spelling.Speller`, synonyms in `thesaurus.Thesaurus`; how a query is read, in `search.query.parsing`.

Keys are lexemes of letters, digits and „_“ only:
  foerderung     a surface or its lemma (positions serve phrases, prefixes serve typing)
  r_foerdern     the family of the whole word: foerdern, Förderung, Förderer
  p_foerdern     the word contains this family: Sprachförderung, Förderverein
  par_78a        a paragraph of a law: „§ 78 a“, „Paragraph 78a“
  m_bilden_teilhaben   a fixed expression of several words that `data/synonyme.csv` knows: „Bildung und Teilhabe“
Strength of a match: exact 1.0 > lemma 0.95 > family 0.8 > part of a compound 0.65 > curated synonym 0.55 > divided 0.5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from german.compounds import Segment, parts_as_written, segments
from german.folding import Token, fold, fold_word, tokenize
from german.numbers import paragraph_key, paragraphs
from german.thesaurus import fixed_expressions, root_in_expression
from german.words import EXACT, FAMILY, LINKING, PART, Analysis, analyse, is_stop_word, word_keys

__all__ = [
    "Analysis",
    "IndexTerm",
    "analyse",
    "content_roots",
    "fold",
    "fold_word",
    "index_terms",
    "initials",
    "is_stop_word",
    "tokenize",
]

MAX_WORDS = 4000  # words of one text that are indexed; what is longer is no description


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """One key of an indexed text; `position` counts words from 1 (stop words count, but give no term)."""

    key: str
    strength: float
    position: int


# --- index side --------------------------------------------------------------------------------------------------------


def index_terms(text: str) -> list[IndexTerm]:
    """Keys of a text. The same key may occur several times; the engine keeps the strongest or all positions."""
    terms: list[IndexTerm] = []
    tokens = tokenize(text)[:MAX_WORDS]
    for position, token in enumerate(tokens, start=1):
        if not is_stop_word(token.folded):
            terms += (IndexTerm(key, strength, position) for key, strength in _token_keys(token))
    terms += (IndexTerm(key, FAMILY, position) for position, key in _expressions(tokens))
    terms += (
        IndexTerm(paragraph_key(number), FAMILY, 1 + sum(token.end <= start for token in tokens))
        for start, _end, number in paragraphs(text)
    )
    for position, joined in _ellipses(tokens):
        terms += (IndexTerm(key, strength, position) for key, strength in word_keys(joined))
    return terms


def _expressions(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    """Fixed expressions with the place of their first word."""
    known = fixed_expressions()
    roots = [
        (position, root_in_expression(piece))
        for position, token in enumerate(tokens, start=1)
        for piece in token.pieces
        if piece in LINKING or not is_stop_word(piece)
    ]
    for place, (position, root) in enumerate(roots):
        for expression in known.get(root, ()):
            if tuple(other for _, other in roots[place : place + len(expression)]) == expression:
                yield position, "m_" + "_".join(expression)


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
    return token.folded[_seam(token.folded) :]


def _modifier_of(token: Token) -> str:
    if len(token.pieces) > 1:
        return "".join(token.pieces[:-1])
    return token.folded[: _seam(token.folded)]


def _seam(word: str) -> int:
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
    pieces = [piece for token in tokenize(name)[:12] for piece in token.pieces]
    telling = [piece for piece in pieces if not is_stop_word(piece)]
    result: set[str] = set()
    for words in (pieces, telling):
        choices = [_initial_choices(piece) for piece in words]
        for first in range(min(len(choices), 3)):
            _spell(choices[first:], "", result)
    return frozenset(acronym for acronym in result if 2 <= len(acronym) <= 8)


def _initial_choices(piece: str) -> list[str]:
    parts = [leaf.lemma.text for segment in analyse(piece).segments for leaf in _leaves(segment)]
    if len(parts) < 2:
        parts = [part.text for part in parts_as_written(piece)]
    return [piece[:1], "".join(part[:1] for part in parts)] if len(parts) > 1 else [piece[:1]]


def _leaves(segment: Segment) -> Iterator[Segment]:
    """The smallest parts: Stadtsportbund → Stadt, Sport, Bund."""
    if len(segment.inner) < 2:
        yield segment
    else:
        for inner in segment.inner:
            yield from _leaves(inner)


def _spell(words: list[list[str]], begun: str, result: set[str]) -> None:
    if begun:
        result.add(begun)
    if not words or len(begun) > 8 or len(result) > 200:
        return
    for choice in words[0]:
        _spell(words[1:], begun + choice, result)
