"""The query side: from what somebody typed to clauses over the keys of `german.index_terms`.

A `Lexicon` holds the synonyms in force (shipped and curated), is cheap to build anew and never changes afterwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from search.clauses import Alternative, Clause, Query
from search.compounds import BOUND, parts_as_written
from search.families import root_of
from search.fields import related
from search.folding import Token, bare_variants, tokenize
from search.morphology import is_listed
from search.thesaurus import (
    ABBREVIATION,
    Signature,
    Synonym,
    Thesaurus,
    is_fixed_expression,
    same_heads,
    signature,
    signature_of,
    telling,
)
from search.words import (
    BINDING,
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

SECOND, DIVIDED, HEADLESS = 0.6, 0.5, 0.35
CHAINED = 0.8  # of a synonym of what an abbreviation stands for
WIDENED = 0.36  # a little more than a compound without its head
OTHER_HEAD = 0.42  # a little less than a listed synonym
APART = 0.35  # of all words of a term, by whatever they are called
TOGETHER, LOOSE, LOOSER = 0.3, 0.2, 0.12  # two parts of a compound, one, a synonym of one
MAX_CLAUSES = 16
MAX_ALTERNATIVES = 40
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
        self._near_word = lru_cache(maxsize=50_000)(self._loose)
        self._called = lru_cache(maxsize=50_000)(self._names)

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
        clauses += self._joined(self._clauses(linked)[:MAX_CLAUSES])
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
        else:
            alternatives = self._term_alternatives(tokens)
            rank = ""
        is_plain = not rank and len(tokens) == 1 and len(tokens[0].pieces) == 1
        word = tokens[0].folded if is_plain else ""
        loose = () if rank or word in self._places else self._near_word(word, _signature(tokens))
        words = [token.folded for token in tokens if token.folded not in LINKING]
        if len(words) > 1:  # of „gegen Rechts“ the one word is not meant in all its senses
            loose += tuple(
                Alternative(LOOSE, (_any(analyse(word).root),), "lose") for word in words if not rank_of(word)
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
            compound = _compound(one.text, other.text)
            meant = [
                Alternative(FAMILY, (_any(root),), "teil")
                for root in (compound, *self.thesaurus.whole(compound))
            ]
            for root in (compound, *self.thesaurus.whole(compound)):
                meant += _synonyms(self.thesaurus.of((root,)))
            meant += _synonyms(self._together(one.text, other.text))
            for at in (place, place + 1):
                joined[at] = replace(joined[at], alternatives=_best([*joined[at].alternatives, *meant]))
        return joined

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
            own = list(_hyphenated(word, pieces))
        elif word in self._places:
            own = [
                Alternative(EXACT, ((word,),), "exakt"),
                Alternative(FAMILY, (("r_" + analyse(word).root,),), "stamm"),
            ]
        else:
            own = list(_single(analyse(word), self.thesaurus))
        known = signature_of(pieces)
        parts = frozenset(root for piece in pieces for root, _ in analyse(piece).parts) - generic_roots()
        synonyms = telling(self.thesaurus.of(known), known if len(known) == 1 else (), parts)
        return _best([*own, *_synonyms(synonyms), *self._chained(synonyms)])

    def _chained(self, synonyms: Sequence[Synonym]) -> Iterable[Alternative]:
        """What the long form of an abbreviation is called elsewhere: KTP, Kindertagespflege, Tagesmutter."""
        for long in synonyms:
            if long.strength >= ABBREVIATION:
                for other in self.thesaurus.of(long.signature):
                    if other.strength < ABBREVIATION:
                        yield from _synonyms([replace(other, strength=CHAINED * other.strength)])
                roots = parts_of(long.signature[0]) if len(long.signature) == 1 else ()
                if len(roots) > 1:
                    yield Alternative(DIVIDED, tuple(map(_any, roots)), "synonym", long.text)

    def _loose(self, word: str, term: Signature) -> tuple[Alternative, ...]:
        """What comes near: telling parts of a compound („Handykurs“ → Handy), their synonyms, words of the field."""
        found: list[Alternative] = []
        telling = _telling_parts(analyse(word)) if word else []
        for weight, root in telling:
            found.append(Alternative(weight, (_any(root),), "lose"))
            others = [other.signature[0] for other in self.thesaurus.of((root,)) if len(other.signature) == 1]
            if others:
                keys = tuple(key for other in others[:8] for key in _any(other))
                found.append(Alternative(LOOSER, (keys,), "lose"))
        for other, strength in related(term).items():
            kind = "lose" if strength > LOOSER else "verwandt"
            if is_fixed_expression(other):
                found.append(Alternative(strength, ((_expression(other),),), kind))
            elif len(other) == 1:
                found.append(Alternative(strength, (_any(other[0]),), kind))
        return _best(found)

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
            own.append(Alternative(EXACT, ((_expression(known),),), "exakt"))
        return _best([*own, *_synonyms(self.thesaurus.of(known))])

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
    yield from _other_heads(analysis, thesaurus)
    if analysis.is_compound:
        yield from _decomposed(analysis, thesaurus)
    elif len(inner := analysis.segments[0].inner if analysis.segments else ()) > 1:
        yield Alternative(0.8 * DIVIDED, tuple(_any(part.root) for part in inner), "teil")


def _other_heads(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    """„Lesescout“ also finds Lesepaten and Lesehelfer, though nobody listed them."""
    parts = analysis.segments if analysis.is_compound else next((s.inner for s in analysis.segments), ())
    if len(parts) < 2:
        return
    first = {root for part in parts[:-1] for root in part.root.split("_")}
    compounds = [
        "_".join(sorted({*first, *other.split("_")})) for other in same_heads().get(parts[-1].root, ())
    ]
    roots = [root for compound in compounds for root in (compound, *thesaurus.whole(compound))]
    if roots:
        yield Alternative(
            OTHER_HEAD, (tuple(key for root in roots for key in _any(root)),), "synonym", roots[0]
        )


def _decomposed(analysis: Analysis, thesaurus: Thesaurus) -> Iterable[Alternative]:
    """„Sprachförderung“ also finds „Förderung der Sprache“; „Singkita“ by way of a synonym „singende Kindergärten“,
    „Lehrstellenmarkt“ by what a Lehrstelle and a Markt are called elsewhere „Ausbildungsbörse“."""
    roots = [part.root for part in analysis.segments]
    groups = [_any(root) for root in roots]
    generic = not generic_roots().isdisjoint(roots)
    weight = DIVIDED * (0.7 if generic else 1.0)
    yield Alternative(weight, tuple(groups), "teil")
    if roots[-1] in form_roots() or (roots[-1] in generic_roots() and len(groups) > 2):
        yield Alternative(
            HEADLESS, tuple(groups[:-1]), "teil"
        )  # „Leseangebote“: who reads, need not call it Angebot
    first = "_".join(sorted(roots[:-1]))
    if first in roots or not thesaurus.of((first,)):
        widened = [_widened(root, thesaurus) for root in roots[:-1]]
    else:
        widened = [_widened(first, thesaurus)]
    heads = same_heads().get(roots[-1], ())
    widened.append((*_widened(roots[-1], thesaurus), *(key for root in heads for key in _any(root))))
    if widened != groups:
        yield Alternative(WIDENED if heads else 0.7 * weight, tuple(widened), "synonym")


def _widened(root: str, thesaurus: Thesaurus) -> tuple[str, ...]:
    """Keys of a family and of what it is called elsewhere."""
    others = [other.signature[0] for other in thesaurus.of((root,)) if len(other.signature) == 1]
    return _any(root) + tuple(key for other in others[:8] for key in _any(other))


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
        elif len(groups) > 1 and BINDING.isdisjoint(
            synonym.signature
        ):  # the words somewhere in the entry, not side by side
            yield Alternative(0.6 * strength, groups, "synonym", synonym.text)


def _expression(key: Signature) -> str:
    return "m_" + "_".join(key)


def parts_of(root: str) -> list[str]:
    """Families of the parts of a word that is one in meaning, by the letter: Mehrgenerationenhaus → generation, haus."""
    parts = analyse(root).segments
    inner = [part.root for part in parts[0].inner] if len(parts) == 1 else []
    if len(inner) < 2:
        inner = [root_of(part) for part in parts_as_written(root) if part.text not in BOUND]
    return inner


def _telling_parts(analysis: Analysis) -> list[tuple[float, str]]:
    """(weight, root) of parts of a compound that say something by themselves; of long ones also of two together."""
    parts = (
        analysis.segments if analysis.is_compound else analysis.segments[0].inner if analysis.segments else ()
    )
    found = [(LOOSE, part.root) for part in parts if part.root not in generic_roots()]
    if len(parts) > 2:
        found += [(TOGETHER, _compound(one.lemma.text, other.lemma.text)) for one, other in pairwise(parts)]
    return list(dict.fromkeys(found))


def _compound(one: str, other: str) -> str:
    """Root of the compound of two words."""
    return "_".join(sorted({*analyse(one).root.split("_"), *analyse(other).root.split("_")}))


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
        keys["r_" + _compound(one.folded, other.folded)] = FAMILY
        keys[one.folded + other.folded] = LEMMA
    return tuple(keys.items())


def _optional(clause: Clause) -> Clause:
    return replace(clause, required=False)


def _required(clause: Clause) -> Clause:
    return replace(clause, required=True)
