"""Compound splitting: „Schulsozialarbeit“ → schule, sozialarbeit (and within it sozial, arbeit).

A cheapest path over the stems of `morphology.inventory()`: every part costs what its rarity says, every seam a little,
short parts more, so that few long common parts win („Stadt|sport|bund“, not „Stadts|port|bund“). Work is bounded:
words are at most `folding.MAX_WORD` letters long, parts at most `LONGEST_PART`.
"""

from dataclasses import dataclass
from functools import lru_cache

from german.derivation import root_of
from german.lexicon import UNHEARD, inventory
from german.morphology import (  # fmt: skip
    ADJECTIVE,
    NOUN,
    SEPARABLE,
    UNKNOWN,
    VERB,
    Lemma,
    deverbal,
    infinitive_stem,
    lemma_of,
    participle_stem,
    readings,
    stem_unknown,
    unumlaut,
    verb_stem,
)

LONGEST_PART = 24  # letters; what is longer is a compound itself. It bounds the work for a word
SEAM = 2.0  # for each seam: few long parts win over many short ones
# A division must be as convincing as that to be believed, and some more for each further part. A word that a list has is
# divided only when its parts are common ones; one that nobody knows must be made of something.
CONVINCING, PLAUSIBLE, FURTHER_PART = 27.0, 36.0, 5.0
# A name before a word that everybody knows: the longer, the less likely.
UNKNOWN_PART, UNKNOWN_LETTER = 20.0, 0.4
WELL_KNOWN = 10.5  # at most, for a word behind a name: „Lukas|kirche“
COMMON = 8.5  # at most, for a part of three letters in a known word: „Bus|fahrer“, not „Inter|esse“
# What parts cost that are in no list; a common noun of the corpus costs 7, a rare one 11.
RARE_STEM, PLURAL, PARTICIPLE = 11.0, 10.0, 10.0
PREFIXED_VERB, BOUND_PART, ELIDED = 9.5, 9.0, 9.0  # „vorlese“, „cyber“, „schul“
ADJECTIVE_HEAD, VERB_HEAD = 2.0, 3.0  # beyond its rarity: compounds end with nouns
# As a first part, beyond its rarity: „Sozialarbeit“, „Obdachlosenhilfe“, „Vorlesekreis“.
ADJECTIVE_FIRST, PEOPLE_FIRST, VERB_FIRST = 1.5, 1.2, 3.0
# Two letters are nearly always chance („Ei“, „Öl“), three often, four sometimes.
_SHORT = {2: 7.0, 3: 3.0, 4: 0.7}
# Letters between two parts and what they cost: the rarer in German, the more; -s- is the commonest but stands after certain
# endings, and elsewhere by chance.
_LINKS = (
    ("s", 0.5),
    ("es", 1.2),
    ("n", 0.4),
    ("en", 0.6),
    ("er", 1.0),
    ("e", 1.2),
    ("ens", 1.5),
    ("ns", 1.5),
)
_NO_HEADS = {"innen", "haft", "schaft", "ung", "los"}
_VERBAL = (
    "n", "te", "ten", "ter", "t",
    *(f"{stem}nd{ending}" for stem in "elr" for ending in ("", "e", "en", "er")),  # suchend, sammelnd, fördernd
)  # fmt: skip
_S_AFTER = (
    "ung",
    "heit",
    "keit",
    "schaft",
    "aet",
    "ion",
    "ling",
    "tum",
    "en",
    "ing",
    "ment",
)
BOUND = frozenset((
    "multi", "inter", "mikro", "mini", "maxi", "bio", "oeko", "anti", "online", "cyber", "mehr",
    "gesamt", "haupt", "ober", "unter", "neben", "sonder", "zwischen", "nicht", "intra", "trans", "sub",
    "super", "post", "prae", "psycho", "sozio", "ethno", "neo", "semi", "pan",
    "makro", "meta", "euro", "elektro", "tele", "thermo", "binnen", "aussen", "innen", "rueck", "vor",
    "nach", "quer", "laengs", "selbst", "fern", "nah", "mit", "gegen", "ueber", "ein", "zwei", "drei",
    "vier",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a compound: its lemma, the root it is found by, and the smaller parts inside it."""

    lemma: Lemma
    root: str
    inner: tuple["Segment", ...] = ()


@lru_cache(maxsize=300_000)
def segments(word: str) -> tuple[Segment, ...]:
    """Parts of a folded word; one segment when it is simple or nobody knows how to divide it."""
    lemma = lemma_of(word)
    if lemma is None:
        parts = _split(word, limit=PLAUSIBLE, names_allowed=True)
        return _flat(parts) if parts else (_segment(stem_unknown(word)),)
    if lemma.kind == NOUN and word.endswith(("in", "innen")) and len(lemma.text) < len(word) - 1:
        return segments(lemma.text)  # feminine forms are divided like the others
    if (
        _may_be_divided(lemma)
        and (parts := _split(word, limit=CONVINCING))
        and all(map(_is_full_word, parts))
    ):
        return _flat(parts)
    return (_segment(lemma),)


def _may_be_divided(lemma: Lemma) -> bool:
    """Long words of the newspaper corpus are compounds more often than not; curated ones stay whole. Of the adjectives
    those that are participles: „energiesparend“ is what saves energy."""
    words = inventory()
    is_participle = lemma.kind == ADJECTIVE and lemma.text.endswith(("end", "lnd", "rnd"))
    return (
        (lemma.kind == NOUN or is_participle)
        and len(lemma.text) > 7
        and lemma.text not in words.curated
        and root_of(lemma) not in words.families.values()
        and deverbal(lemma.text) is None
    )


def parts_as_written(word: str) -> tuple[Lemma, ...]:
    """All parts by the letter, also of words that are one in meaning (Mehr|generationen|haus): for acronyms."""
    return _split(word, limit=PLAUSIBLE) or ()


def _is_full_word(part: Lemma) -> bool:
    """Whether a part of a known noun is convincing: „Unternehmen“, „Interesse“ are no compounds to a reader."""
    if part.text in BOUND:
        return False
    known = inventory()
    return len(part.text) > 3 or part.text in known.curated or known.nouns.get(part.text, UNHEARD) < COMMON


def _flat(parts: tuple[Lemma, ...]) -> tuple[Segment, ...]:
    """Parts that are compounds themselves are divided as they would be when they stood alone."""
    found: list[Segment] = []
    for part in parts:
        inside = segments(part.text) if part.kind in {NOUN, UNKNOWN} and len(part.text) > 7 else ()
        found += inside if len(inside) > 1 else (_segment(part),)
    return tuple(found)


@lru_cache(maxsize=100_000)
def _segment(lemma: Lemma) -> Segment:
    return Segment(lemma, root_of(lemma), _inner(lemma))


def _inner(lemma: Lemma) -> tuple[Segment, ...]:
    """What a lexicalised word is made of: curated parts first, else a convincing split, else the verb in a prefix verb."""
    curated = inventory().parts.get(lemma.text)
    if curated is not None:
        return tuple(_segment(lemma_of(part) or stem_unknown(part)) for part in curated if part != lemma.text)
    simple = lemma.kind != NOUN or len(lemma.text) < 8 or deverbal(lemma.text)
    parts = None if simple else _split(lemma.text, limit=CONVINCING)
    if parts and all(map(_is_full_word, parts)):
        return _flat(parts)
    stem = lemma.text if lemma.kind == VERB else _verb_inside(lemma)
    return _without_prefix(stem) if stem else ()


def _verb_inside(lemma: Lemma) -> str | None:
    root = root_of(lemma)
    return infinitive_stem(root) if root != lemma.text and root.endswith("en") else None


_PREFIX_KEEPS_SENSE = frozenset((
    "vor", "mit", "fort", "weiter", "aus", "um", "ein", "an", "zusammen", "teil", "frei", "allein",
    "zu", "neu", "wieder",
))  # fmt: skip


def _without_prefix(stem: str) -> tuple[Segment, ...]:
    """Vorlesen is a kind of reading, Ausbildung a kind of Bildung: findable by it, with less strength."""
    for prefix in SEPARABLE:
        rest = stem[len(prefix) :]
        if (
            prefix in _PREFIX_KEEPS_SENSE
            and stem.startswith(prefix)
            and len(rest) > 2
            and verb_stem(rest) == rest
        ):
            return (_segment(Lemma(rest, VERB)),)
    return ()


def _split(word: str, *, limit: float, names_allowed: bool = False) -> tuple[Lemma, ...] | None:
    """Cheapest division of a word into at least two parts, None when there is none worth having."""
    length = len(word)
    if length < 6 or word.isdigit():
        return None
    best: list[tuple[float, tuple[Lemma, ...]] | None] = [None] * length
    for start in range(length - 3, -1, -1):
        choices: list[tuple[float, tuple[Lemma, ...]]] = []
        if start and (head := head_of(word[start:])):
            choices.append((head[0], (head[1],)))
        for end in range(start + 2, min(start + LONGEST_PART, length - 2)):
            rest = best[end]
            if rest is None:
                continue
            modifier = modifier_of(word[start:end])
            if modifier is None and names_allowed and start == 0 and 3 < end < 12 and len(rest[1]) == 1:
                modifier = _unknown_modifier(word[:end], rest[1][0])
            if modifier is not None:
                choices.append((modifier[0] + SEAM + rest[0], (modifier[1], *rest[1])))
        best[start] = min(choices, key=lambda choice: choice[0], default=None)
    found = best[0]
    if found is None or found[0] > limit + FURTHER_PART * (len(found[1]) - 1):
        return None
    return found[1]


def _unknown_modifier(text: str, head: Lemma) -> tuple[float, Lemma] | None:
    """A name before a word that everybody knows: „Lukas|kirche“, „Fröbel|schule“."""
    if head.kind == NOUN and len(head.text) > 3 and inventory().nouns.get(head.text, UNHEARD) < WELL_KNOWN:
        return UNKNOWN_PART + UNKNOWN_LETTER * len(text), Lemma(text, UNKNOWN)
    return None


def _short_penalty(length: int) -> float:
    return _SHORT.get(length, 0.0)


@lru_cache(maxsize=200_000)
def head_of(text: str) -> tuple[float, Lemma] | None:
    """Last part, in any inflection."""
    found = readings(text) if len(text) > 2 and text not in _NO_HEADS else ()
    lemma = next((one for one in found if one.kind == NOUN), found[0] if found else None)
    if lemma is None or (lemma.kind != NOUN and len(text) < 4):
        return None
    words = inventory()
    if lemma.kind == NOUN:
        cost = words.nouns.get(lemma.text, RARE_STEM)
    elif lemma.kind == ADJECTIVE:
        cost = words.adjectives.get(lemma.text, RARE_STEM) + ADJECTIVE_HEAD
    elif len(text) > 5 and text.endswith(_VERBAL):
        cost = words.verbs.get(lemma.text, RARE_STEM) + VERB_HEAD
    else:
        return None
    return cost + _short_penalty(len(lemma.text)), lemma


@lru_cache(maxsize=300_000)
def modifier_of(text: str) -> tuple[float, Lemma] | None:
    """First or middle part with its link: „berufs“ → beruf, „schul“ → schule, „vorlese“ → vorles, „gärten“ → garten."""
    words = inventory()
    choices: list[tuple[float, Lemma]] = []
    if text in words.nouns:
        choices.append((words.nouns[text], Lemma(text, NOUN)))
    if text in words.elided or (text + "e" in words.nouns and text.endswith(tuple(words.elided))):
        choices.append((words.nouns.get(text + "e", ELIDED), Lemma(text + "e", NOUN)))  # schul-, grundschul-
    for link, cost in _LINKS:
        base = text[: -len(link)]
        if len(base) > 2 and text.endswith(link):
            choices += _linked(base, link, cost)
    if text in words.noun_forms:  # „mütter“, „gärten“: plural without ending
        choices.append((PLURAL, Lemma(words.noun_forms[text], NOUN)))
    choices += _other_modifiers(text)
    if not choices:
        return None
    cost, lemma = min(choices, key=lambda choice: choice[0])
    return cost + _short_penalty(len(lemma.text)), lemma


def _linked(base: str, link: str, cost: float) -> list[tuple[float, Lemma]]:
    words = inventory()
    found = []
    if base in words.nouns:
        usual = link not in ("s", "ens", "ns") or base.endswith(_S_AFTER)
        found.append((words.nouns[base] + cost + (0.0 if usual else 1.0), Lemma(base, NOUN)))
    if link in ("e", "er", "en") and base in words.noun_forms:
        stem = words.noun_forms[base]
        found.append((words.nouns.get(stem, ELIDED) + cost, Lemma(stem, NOUN)))
    plain = unumlaut(base)
    if link in ("e", "er") and plain and plain in words.nouns and len(plain) > 3:
        found.append((words.nouns[plain] + cost + 1.0, Lemma(plain, NOUN)))
    return found


def _other_modifiers(text: str) -> list[tuple[float, Lemma]]:
    words = inventory()
    found = []
    if text in BOUND:
        found.append((BOUND_PART, Lemma(text, ADJECTIVE)))
    if text in words.adjectives:
        found.append((words.adjectives[text] + ADJECTIVE_FIRST, Lemma(text, ADJECTIVE)))
    if text.endswith("en") and len(text) > 4:  # „Obdachlosenhilfe“, „Geflüchtetenberatung“
        if text[:-2] in words.adjectives:
            found.append((words.adjectives[text[:-2]] + PEOPLE_FIRST, Lemma(text[:-2], ADJECTIVE)))
        elif len(text) > 8 and (stem := participle_stem(text[:-2])):
            found.append((PARTICIPLE, Lemma(stem, VERB)))
    stems = (text, text[:-1]) if text.endswith("e") else (text,)
    verbs = [stem for stem in stems if len(stem) > 2 and verb_stem(stem) == stem]
    return found + [(words.verbs.get(stem, PREFIXED_VERB) + VERB_FIRST, Lemma(stem, VERB)) for stem in verbs]
