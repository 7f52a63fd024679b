"""The query side: from what somebody typed to clauses over the keys of `german.index_terms`.

A `Lexicon` holds the synonyms in force (shipped and curated), is cheap to build anew and never changes afterwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from search.clauses import Alternative, Clause, Query
from search.folding import Token, bare_variants, tokenize
from search.morphology import is_listed
from search.thesaurus import (
    Signature,
    Synonym,
    Thesaurus,
    is_fixed_expression,
    root_in_expression,
    signature,
)
from search.words import (
    EXACT,
    FAMILY,
    LEMMA,
    LINKING,
    PART,
    VARIANT,
    Analysis,
    analyse,
    form_roots,
    generic_roots,
    is_stop_word,
    rank_of,
)

SECOND, DIVIDED, HEADLESS, LOOSE = 0.6, 0.5, 0.35, 0.2
MAX_CLAUSES = 16
MAX_ALTERNATIVES = 24
_QUOTED = re.compile(  # bounded, so that ten thousand opening marks cost no more than one
    r'(?P<minus>-)?(?:"(?P<plain>[^"]{0,200})"|„(?P<german>[^„“”"]{0,200})[“”"]|«(?P<french>[^«»]{0,200})»)'
)
_MINUS = re.compile(r"(?:^|(?<=\s))-(?=[^\W_])")
_WEIGHTS = {"": 1.0, "allgemein": 0.4, "form": 0.25, "rauschen": 0.1}


class Lexicon:
    """Queries under the synonyms in force.

    `pairs`: (term, synonyms) of the vocabulary. `places`: names that are never divided (Nordstadt is no Stadt).
    `optional`: words that never restrict, such as the name of the Kommune itself.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[str, Sequence[str]]] = (),
        *,
        places: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> None:
        self.thesaurus = Thesaurus(pairs)
        self._places = _folded_words(places)
        self._optional = _folded_words(optional)
        self._of_word = lru_cache(maxsize=50_000)(self._word_alternatives)

    def query(self, text: str, *, typing: bool = False) -> Query:
        """Parse what was typed. `typing`: the last word is still unfinished and matches as a beginning too."""
        text = text[:10_000].replace("\0", " ")
        clauses, excluded, rest = _quoted(text)
        minus = {match.end() for match in _MINUS.finditer(rest)}
        tokens = tokenize(rest)[: 4 * MAX_CLAUSES]
        excluded += [self._clause([token]) for token in tokens if token.start in minus]
        tokens = [token for token in tokens if token.start not in minus]
        content = [token for token in tokens if not is_stop_word(token.folded)]
        words = content or ([] if clauses else tokens)
        linked = (
            [token for token in tokens if token.folded in LINKING or token in content] if content else words
        )
        clauses += self._clauses(linked)[:MAX_CLAUSES]
        clauses.sort(key=lambda clause: clause.start)
        if typing and words and clauses and rest[-1:].isalnum():
            clauses = _with_prefix(clauses, words[-1])
        return Query(text, tuple(self._relaxed(clauses)), tuple(excluded), _bonus(words))

    def synonyms(self, text: str) -> list[Synonym]:
        """Synonyms of a term, surest first."""
        return self.thesaurus.of(signature(text))

    def _clauses(self, tokens: list[Token]) -> list[Clause]:
        clauses, place = [], 0
        while place < len(tokens):
            length = self._longest_term(tokens[place:])
            if length > 1 or len(tokens) == 1 or tokens[place].folded not in LINKING:
                clauses.append(self._clause(tokens[place : place + length]))
            place += length
        return clauses

    def _longest_term(self, tokens: list[Token]) -> int:
        for length in range(min(len(tokens), self.thesaurus.longest), 1, -1):
            if _signature(tokens[:length]) in self.thesaurus:
                return length
        return 1

    def _clause(self, tokens: list[Token]) -> Clause:
        text = " ".join(token.folded for token in tokens)
        if len(tokens) == 1:
            token = tokens[0]
            alternatives = self._of_word(token.folded, token.pieces)
            rank = rank_of(token.folded)
            loose = (
                () if len(token.pieces) > 1 or token.folded in self._places else _loose(analyse(token.folded))
            )
        else:
            alternatives = self._term_alternatives(tokens)
            rank, loose = "", ()
        required = rank != "rauschen" and text not in self._optional
        return Clause(
            text,
            tokens[0].start,
            tokens[-1].end,
            alternatives,
            required,
            _WEIGHTS[rank],
            loose=loose,
        )

    def _relaxed(self, clauses: list[Clause]) -> list[Clause]:
        """Words for the form („Netzwerk“, „AK“) and noise are conditions only when nothing else is asked."""
        telling = [clause for clause in clauses if clause.weight > _WEIGHTS["form"] and clause.required]
        if telling:
            return [_optional(clause) if clause.weight <= _WEIGHTS["form"] else clause for clause in clauses]
        if any(clause.required for clause in clauses):
            return clauses
        return [_required(clause) for clause in clauses]

    def _word_alternatives(self, word: str, pieces: tuple[str, ...]) -> tuple[Alternative, ...]:
        if len(pieces) > 1:
            own = list(_hyphenated(word, pieces))
        elif word in self._places:
            own = [
                Alternative(EXACT, ((word,),), "exakt"),
                Alternative(FAMILY, (("r_" + analyse(word).root,),), "stamm"),
            ]
        else:
            own = list(_single(analyse(word), self.thesaurus))
        known = _signature_of_pieces(pieces)
        return _best([*own, *_synonyms(self.thesaurus.of(known))])

    def _term_alternatives(self, tokens: list[Token]) -> tuple[Alternative, ...]:
        groups = []
        for token in tokens:
            if token.folded in LINKING:
                continue
            keys: dict[str, None] = {}
            for alternative in self._of_word(token.folded, token.pieces):
                if len(alternative.keys) == 1 and (
                    alternative.kind != "synonym" or alternative.weight >= VARIANT
                ):
                    keys.update(dict.fromkeys(alternative.keys[0]))
            groups.append(tuple(keys))
        if len(groups) == 1:  # „gegen Rechts“: the one word alone is not meant in all its senses
            groups = [tuple(token.folded for token in tokens if token.folded not in LINKING)]
        known = _signature(tokens)
        own = [Alternative(VARIANT, tuple(groups), "exakt")]
        if is_fixed_expression(known):
            own.append(Alternative(EXACT, ((_expression(known),),), "exakt"))
        return _best([*own, *_synonyms(self.thesaurus.of(known))])


def _folded_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(
        token.folded for name in names for token in tokenize(name) if not is_stop_word(token.folded)
    )


def _signature(tokens: Sequence[Token]) -> Signature:
    return tuple(root_in_expression(piece) for token in tokens for piece in token.pieces)


def _signature_of_pieces(pieces: tuple[str, ...]) -> Signature:
    return tuple(analyse(piece).root for piece in pieces)


def _any(root: str) -> tuple[str, ...]:
    return ("r_" + root, "p_" + root)


def _single(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    yield Alternative(EXACT, ((analysis.surface,),), "exakt")
    yield Alternative(LEMMA, ((analysis.lemma,),), "stamm")
    bare = bare_variants(analysis.surface)
    if bare and not is_listed(bare):
        yield Alternative(VARIANT, ((bare,),), "exakt")
    yield Alternative(FAMILY, (("r_" + analysis.root,),), "stamm")
    yield Alternative(PART, (("p_" + analysis.root,),), "teil")
    if analysis.second_root:
        yield Alternative(SECOND, (("r_" + analysis.second_root,),), "stamm")
    if analysis.is_compound:
        yield from _decomposed(analysis, thesaurus)
    elif len(inner := analysis.segments[0].inner if analysis.segments else ()) > 1:
        yield Alternative(0.8 * DIVIDED, tuple(_any(part.root) for part in inner), "teil")


def _decomposed(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    """„Sprachförderung“ also finds „Förderung der Sprache“; „Singkita“ by way of a synonym „singende Kindergärten“."""
    groups, widened = [], []
    for part in analysis.segments:
        groups.append(_any(part.root))
        others = [
            synonym.signature[0] for synonym in thesaurus.of((part.root,)) if len(synonym.signature) == 1
        ]
        widened.append(_any(part.root) + tuple(key for root in others[:8] for key in _any(root)))
    generic = any(part.root in generic_roots() for part in analysis.segments)
    weight = DIVIDED * (0.7 if generic else 1.0)
    yield Alternative(weight, tuple(groups), "teil")
    if analysis.segments[-1].root in form_roots():  # „Leseangebote“: who reads, need not call it Angebot
        yield Alternative(HEADLESS, tuple(groups[:-1]), "teil")
    if widened != groups:
        yield Alternative(0.7 * weight, tuple(widened), "synonym")


def _hyphenated(word: str, pieces: tuple[str, ...]) -> Iterable[Alternative]:
    yield Alternative(EXACT, ((word,),), "exakt")
    groups, roots = [], set()
    for piece in pieces:
        analysis = analyse(piece)
        roots.add(analysis.root)
        groups.append(tuple(dict.fromkeys((piece, analysis.lemma, *_any(analysis.root)))))
    yield Alternative(FAMILY, (("r_" + "_".join(sorted(roots)),),), "stamm")
    yield Alternative(FAMILY, tuple(groups), "stamm")


def _synonyms(synonyms: Iterable[Synonym]) -> Iterable[Alternative]:
    for synonym in synonyms:
        strength = synonym.strength
        if is_fixed_expression(synonym.signature):
            yield Alternative(strength, ((_expression(synonym.signature),),), "synonym", synonym.text)
        groups = tuple(_any(root) for root in synonym.signature if root not in LINKING)
        if len(synonym.signature) == 1:
            yield Alternative(strength, groups, "synonym", synonym.text)
        elif len(groups) > 1:  # the words somewhere in the entry, not side by side
            yield Alternative(0.6 * strength, groups, "synonym", synonym.text)


def _expression(key: Signature) -> str:
    return "m_" + "_".join(key)


def _loose(analysis: Analysis) -> tuple[Alternative, ...]:
    """One telling part of a compound is better than nothing: „Handykurs“ → Handy."""
    parts = (
        analysis.segments if analysis.is_compound else analysis.segments[0].inner if analysis.segments else ()
    )
    telling = [part.root for part in parts if part.root not in generic_roots()]
    return tuple(Alternative(LOOSE, (_any(root),), "lose") for root in dict.fromkeys(telling))


def _best(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    unique: dict[tuple[tuple[str, ...], ...], Alternative] = {}
    for alternative in alternatives:
        known = unique.get(alternative.keys)
        if known is None or known.weight < alternative.weight:
            unique[alternative.keys] = alternative
    return tuple(sorted(unique.values(), key=lambda one: -one.weight)[:MAX_ALTERNATIVES])


def _quoted(text: str) -> tuple[list[Clause], list[Clause], str]:
    """Phrases in quotes; the rest of the text keeps its length, so that offsets stay true."""
    clauses: list[Clause] = []
    excluded: list[Clause] = []
    rest = list(text)
    for match in _QUOTED.finditer(text):
        rest[match.start() : match.end()] = " " * (match.end() - match.start())
        inside = match["plain"] or match["german"] or match["french"] or ""
        clause = _phrase(inside, match.start(), match.end())
        if clause is not None and len(clauses) < MAX_CLAUSES:
            (excluded if match["minus"] else clauses).append(clause)
    return clauses, excluded, "".join(rest)


def _phrase(text: str, start: int, end: int) -> Clause | None:
    tokens = tokenize(text)[:MAX_CLAUSES]
    words = [(token.folded, place) for place, token in enumerate(tokens) if not is_stop_word(token.folded)]
    if not words:
        return None
    first = words[0][1]
    phrase = tuple((word, place - first) for word, place in words)
    keys = tuple((word,) for word, _ in phrase)
    return Clause(text.strip(), start, end, (Alternative(EXACT, keys, "exakt"),), phrase=phrase)


def _with_prefix(clauses: list[Clause], last: Token) -> list[Clause]:
    *before, final = clauses
    if final.end != last.end or final.phrase or len(last.folded) < 2:
        return clauses
    return [*before, replace(final, prefix=last.folded)]


def _bonus(tokens: Sequence[Token]) -> tuple[tuple[str, float], ...]:
    """Keys of the compounds that two neighbouring words would form."""
    keys = {}
    for one, other in pairwise(tokens):
        roots = sorted(
            {
                *analyse(one.folded).root.split("_"),
                *analyse(other.folded).root.split("_"),
            }
        )
        keys["r_" + "_".join(roots)] = FAMILY
        keys[one.folded + other.folded] = LEMMA
    return tuple(keys.items())


def _optional(clause: Clause) -> Clause:
    return replace(clause, required=False)


def _required(clause: Clause) -> Clause:
    return replace(clause, required=True)
