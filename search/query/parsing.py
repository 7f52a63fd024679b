"""The query side: from what somebody typed to clauses over the keys of `german.index_terms`.

A `Lexicon` holds the synonyms in force (shipped and curated), is cheap to build anew and never changes afterwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from german.folding import Token, tokenize
from german.morphology import VERB, readings
from german.numbers import SHORTEST_LOCAL, paragraph_key, paragraphs, phone_key, phones
from german.semantic_fields import related
from german.statutes import is_law, meant_by
from german.thesaurus import (
    ABBREVIATION,
    SAME,
    Signature,
    Synonym,
    Thesaurus,
    is_fixed_expression,
    signature,
    signature_of,
    telling,
)
from german.words import EXACT, FAMILY, LEMMA, LINKING, VARIANT, analyse, generic_roots, is_stop_word, rank_of
from search.query.clauses import Alternative, Clause, Query
from search.query.expansion import (
    DIVIDED,
    LOOSE,
    LOOSER,
    MOST_OTHERS,
    any_of,
    best,
    compound_of,
    expression,
    of_hyphenated,
    of_simple_word,
    of_synonyms,
    parts_of,
    telling_parts,
)

CHAINED = 0.8  # of a synonym of what an abbreviation stands for
APART = 0.35  # of all words of a term, by whatever they are called
SENTENCE = 5  # words from which on somebody writes a sentence
MAX_CLAUSES = 16  # words of a query; nobody means more, and each costs a look at all its alternatives
LONGEST = 10_000  # characters that are looked at, whoever calls
_QUOTED = re.compile(  # bounded, so that ten thousand opening marks cost no more than one
    r'(?P<minus>-)?(?:"(?P<plain>[^"]{0,200})"|„(?P<german>[^„“”"]{0,200})[“”"]|«(?P<french>[^«»]{0,200})»)'
)
_MINUS = re.compile(r"(?:^|(?<=\s))-(?=[^\W_])")
# What a word says by its rank in german.words: one for a form ("Netzwerk") must not outweigh any that tells; noise ("bitte")
# only tells equals apart.
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
        self._near_word = lru_cache(maxsize=50_000)(self._loose)
        self._called = lru_cache(maxsize=50_000)(self._names)

    def query(self, text: str, *, typing: bool = False) -> Query:
        """Parse what was typed. `typing`: the last word is still unfinished and matches as a beginning too."""
        text = text[:LONGEST].replace("\0", " ")
        clauses, excluded, rest = _quoted(text)
        numbers, rest = _numbers(rest)
        clauses += numbers
        minus = {match.end() for match in _MINUS.finditer(rest)}
        tokens = tokenize(rest)[: 4 * MAX_CLAUSES]
        excluded += [self._clause([token]) for token in tokens if token.start in minus]
        tokens = [token for token in tokens if token.start not in minus]
        content = [token for token in tokens if not is_stop_word(token.folded)]
        words = content or ([] if clauses else tokens)
        linked = (
            [token for token in tokens if token.folded in LINKING or token in content] if content else words
        )
        clauses += self._joined(self._clauses(linked)[:MAX_CLAUSES])
        if any(not one.alternatives[0].keys[0][0].startswith("t_") for one in numbers):
            clauses = [_light(one) if is_law(one.text) else one for one in clauses]
        if len(tokens) >= SENTENCE:
            clauses = self._without_verbs(clauses)
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
            rank = "allgemein" if token.folded.isdigit() else rank_of(token.folded)
            if token.folded.isdigit() and len(token.folded) >= SHORTEST_LOCAL:
                alternatives += (Alternative(EXACT, ((phone_key(token.folded),),), "exakt"),)
        else:
            alternatives = self._term_alternatives(tokens)
            is_form = all(rank_of(token.folded) in ("form", "rauschen") for token in tokens)
            rank = "form" if is_form else ""  # „Runder Tisch“ is no matter that people sit at
        is_plain = not rank and len(tokens) == 1 and len(tokens[0].pieces) == 1
        word = tokens[0].folded if is_plain else ""
        loose = () if rank or word in self._places else self._near_word(word, _signature(tokens))
        words = [token.folded for token in tokens if token.folded not in LINKING]
        if len(words) > 1:  # of „gegen Rechts“ the one word is not meant in all its senses
            loose += tuple(
                Alternative(LOOSE, (any_of(analyse(word).root),), "lose")
                for word in words
                if not rank_of(word)
            )
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

    def _joined(self, clauses: list[Clause]) -> list[Clause]:
        """„Begleitung in der Schule“ also means Schulbegleitung and what that word means: of two neighbours, each is
        met by the compound that they would form and by its synonyms."""
        joined = list(clauses)
        for place, (one, other) in enumerate(pairwise(clauses)):
            if " " in one.text + other.text or {one.text, other.text} & self._places:
                continue
            if min(one.weight, other.weight) < _WEIGHTS["allgemein"]:
                continue
            compound = compound_of(one.text, other.text)
            meant = [
                Alternative(FAMILY, (any_of(root),), "teil")
                for root in (compound, *self.thesaurus.whole(compound))
            ]
            for root in (compound, *self.thesaurus.whole(compound)):
                meant += of_synonyms(self.thesaurus.of((root,)))
            meant += of_synonyms(self._together(one.text, other.text))
            for at in (place, place + 1):
                joined[at] = replace(joined[at], alternatives=best([*joined[at].alternatives, *meant]))
        return joined

    def _without_verbs(self, clauses: list[Clause]) -> list[Clause]:
        """Of a sentence the verbs hold its words together („bekommen“, „verwirklicht“); those that have other names
        („schwimmen“) and all of a sentence without nouns say what is meant."""
        light = [self._is_mere_verb(clause) for clause in clauses]
        if not any(clause.required and not one for clause, one in zip(clauses, light, strict=True)):
            return clauses
        return [_light(clause) if one else clause for clause, one in zip(clauses, light, strict=True)]

    def _is_mere_verb(self, clause: Clause) -> bool:
        if clause.phrase or " " in clause.text or clause.text in self._places:
            return False
        found = readings(clause.text)
        return bool(found) and found[0].kind == VERB and not self.thesaurus.of((analyse(clause.text).root,))

    def _together(self, one: str, other: str) -> Iterable[Synonym]:
        """„Rentner Smartphone“ is „Senioren Handy“ in other words, and that is a known term."""
        others = self._called(other)
        for first in self._called(one):
            for second in others & self.thesaurus.partners(first):
                for term in ((first, second), (second, first)):
                    for synonym in self.thesaurus.of(term):
                        yield replace(synonym, strength=CHAINED * synonym.strength)

    def _names(self, word: str) -> frozenset[str]:
        """Families of a word and of all that is as good."""
        root = analyse(word).root
        return frozenset(
            (root, *(one.signature[0] for one in self.thesaurus.of((root,)) if len(one.signature) == 1))
        )

    def _relaxed(self, clauses: list[Clause]) -> list[Clause]:
        """Words that say little („Netzwerk“, „AK“, „Verein“) are conditions only when nothing else is asked."""
        telling = [clause for clause in clauses if clause.required and clause.weight > _WEIGHTS["allgemein"]]
        if any(clause.text not in self._places for clause in telling):
            return [
                _optional(clause) if clause.weight <= _WEIGHTS["allgemein"] else clause for clause in clauses
            ]
        telling = [clause for clause in clauses if clause.required and clause.weight > _WEIGHTS["form"]]
        if telling:
            return [_optional(clause) if clause.weight <= _WEIGHTS["form"] else clause for clause in clauses]
        if any(clause.required for clause in clauses):
            return clauses
        return [_required(clause) for clause in clauses]

    def _word_alternatives(self, word: str, pieces: tuple[str, ...]) -> tuple[Alternative, ...]:
        if len(pieces) > 1:
            own = list(of_hyphenated(word, pieces))
        elif word in self._places:
            own = [
                Alternative(EXACT, ((word,),), "exakt"),
                Alternative(FAMILY, (("r_" + analyse(word).root,),), "stamm"),
            ]
        else:
            own = list(of_simple_word(analyse(word), self.thesaurus))
        known = signature_of(pieces)
        parts = frozenset(root for piece in pieces for root, _ in analyse(piece).parts) - generic_roots()
        synonyms = telling(self.thesaurus.of(known), known if len(known) == 1 else (), parts)
        return best([*own, *of_synonyms(synonyms), *self._chained(synonyms)])

    def _chained(self, synonyms: Sequence[Synonym]) -> Iterable[Alternative]:
        """What the long form of an abbreviation is called elsewhere: KTP, Kindertagespflege, Tagesmutter."""
        for long in synonyms:
            if long.strength >= ABBREVIATION:
                for other in self.thesaurus.of(long.signature):
                    if other.strength < ABBREVIATION:
                        yield from of_synonyms([replace(other, strength=CHAINED * other.strength)])
                roots = parts_of(long.signature[0]) if len(long.signature) == 1 else ()
                if len(roots) > 1:
                    yield Alternative(DIVIDED, tuple(map(any_of, roots)), "synonym", long.text)

    def _loose(self, word: str, term: Signature) -> tuple[Alternative, ...]:
        """What comes near: telling parts of a compound („Handykurs“ → Handy), their synonyms, words of the field."""
        found: list[Alternative] = []
        parts = telling_parts(analyse(word)) if word else []
        for weight, root in parts:
            found.append(Alternative(weight, (any_of(root),), "lose"))
            others = [other.signature[0] for other in self.thesaurus.of((root,)) if len(other.signature) == 1]
            if others:
                keys = tuple(key for other in others[:MOST_OTHERS] for key in any_of(other))
                found.append(Alternative(LOOSER, (keys,), "lose"))
        for other, strength in related(term).items():
            kind = "lose" if strength > LOOSER else "verwandt"
            if is_fixed_expression(other):
                found.append(Alternative(strength, ((expression(other),),), kind))
            elif len(other) == 1:
                found.append(Alternative(strength, (any_of(other[0]),), kind))
        return best(found)

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
        own = [Alternative(VARIANT, tuple(groups), "exakt"), *self._apart(tokens)]
        if is_fixed_expression(known):
            own.append(Alternative(EXACT, ((expression(known),),), "exakt"))
        return best([*own, *of_synonyms(self.thesaurus.of(known))])

    def _apart(self, tokens: Sequence[Token]) -> Iterable[Alternative]:
        """A term of several words as if nobody knew it: its words, each by what it is called elsewhere."""
        content = [token for token in tokens if token.folded not in LINKING]
        if len(content) > 1:
            words = [self._of_word(token.folded, token.pieces) for token in content]
            groups = (
                dict.fromkeys(key for one in word if len(one.keys) == 1 for key in one.keys[0])
                for word in words
            )
            yield Alternative(APART, tuple(tuple(keys) for keys in groups), "synonym")


def place_forms(folded: str) -> set[str]:
    """A place as it stands in sentences, too: Lindenau, Lindenaus, Lindenauer; Nordstadt, Nordstädter."""
    if " " in folded or len(folded) < 4:
        return {folded}
    people = (
        folded[:-5] + "staedter"
        if folded.endswith("stadt")
        else folded + ("r" if folded.endswith("e") else "er")
    )
    return {folded, folded + "s", people}


def _folded_words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(
        token.folded for name in names for token in tokenize(name) if not is_stop_word(token.folded)
    )


def _signature(tokens: Sequence[Token]) -> Signature:
    return signature_of([piece for token in tokens for piece in token.pieces])


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


def _numbers(text: str) -> tuple[list[Clause], str]:
    """Telephone numbers and paragraphs of laws, whatever their spelling; the rest of the text keeps its length."""
    found = [
        (start, end, (Alternative(EXACT, ((phone_key(digits),),), "exakt"),), ())
        for start, end, digits in phones(text)
    ]
    found += [(start, end, *_of_paragraph(number, text)) for start, end, number in paragraphs(text)]
    clauses, rest = [], list(text)
    for start, end, alternatives, loose in found[:MAX_CLAUSES]:
        written = " ".join(text[start:end].split())
        clauses.append(Clause(written, start, end, alternatives, loose=loose))
        rest[start:end] = " " * (end - start)
    return clauses, "".join(rest)


def _of_paragraph(number: str, text: str) -> tuple[tuple[Alternative, ...], tuple[Alternative, ...]]:
    """„AG 78“ is one after § 78; a number of one digit says too little by itself. § 78a is near § 78. What the paragraph
    stands for is as good as a synonym."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    strict = [Alternative(EXACT, ((paragraph_key(number),),), "exakt")]
    if len(digits) > 1:
        strict.append(Alternative(FAMILY, ((number,),), "stamm"))
    meant = [Synonym(term, signature(term), SAME) for term in meant_by(number, text)]
    strict += of_synonyms(meant)
    near = (paragraph_key(digits), *((digits,) if len(digits) > 1 else ()))
    return tuple(strict), (Alternative(LOOSE, (near,), "lose"),) if digits != number else ()


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
    """The last word as a beginning. One letter begins half of all words: beside others it says nothing yet."""
    *before, final = clauses
    if final.end != last.end or final.phrase:
        return clauses
    if len(last.folded) < 2:
        return before or clauses
    return [*before, replace(final, prefix=last.folded)]


def _bonus(tokens: Sequence[Token]) -> tuple[tuple[str, float], ...]:
    """Keys of the compounds that two neighbouring words would form."""
    keys = {}
    for one, other in pairwise(tokens):
        keys["r_" + compound_of(one.folded, other.folded)] = FAMILY
        keys[one.folded + other.folded] = LEMMA
    return tuple(keys.items())


def _light(clause: Clause) -> Clause:
    """Helps to put hits in order, and is no condition."""
    return replace(clause, required=False, weight=min(_WEIGHTS["form"], clause.weight))


def _optional(clause: Clause) -> Clause:
    return replace(clause, required=False)


def _required(clause: Clause) -> Clause:
    return replace(clause, required=True)
