"""Inflection of single German words: which form belongs to which lemma. Families of lemmas are in `families`.

Works on folded words (see `folding`), so that „Foerderung“ and „Förderung“ are one, and never looks at capitals.
"""

from dataclasses import dataclass
from functools import lru_cache

from german.lexicon import UNHEARD, Inventory, inventory

NOUN, VERB, ADJECTIVE, UNKNOWN = "n", "v", "a", "?"
RARE = 11.5  # cost above which a noun of the corpus may be a misprint
# What a reading costs beyond the rarity of its lemma; two of a word are compared, so only differences count.
MADE_BY_RULE = 10.0  # a lemma that no list has: like a rare noun
AS_WRITTEN = 3.0  # off the cost of a word that is written like its dictionary form: it is likelier meant
INFLECTED_VERB = 2.0  # names and titles are made of nouns
UNLISTED_VERB = 2.0  # its prefix was found by rule
OTHER_STEM = 1.5  # a plural with umlaut is a guess more than one without

SEPARABLE = (
    "ab", "an", "auf", "aus", "bei", "dar", "ein", "fest", "fort", "frei", "gegen", "her", "herein",
    "heran", "heraus", "hin", "hinein", "hoch", "mit", "nach", "nieder", "statt", "teil", "um", "unter",
    "vor", "voran", "voraus", "vorbei", "weg", "weiter", "wieder", "zu", "zurueck", "zusammen", "ueber",
    "durch", "los", "nahe", "bereit", "zurecht", "kennen", "allein",
)  # fmt: skip
INSEPARABLE = (
    "be", "ent", "emp", "er", "ge", "ver", "zer", "miss", "ueber", "unter", "um", "durch", "wieder",
    "wider", "voll", "hinter",
)  # fmt: skip
PREFIXES = tuple(dict.fromkeys(SEPARABLE + INSEPARABLE))


@dataclass(frozen=True, slots=True)
class Lemma:
    """Dictionary form of a word (folded) and its class: n, v (then the stem: „foerder“), a or ? (unknown, stemmed)."""

    text: str
    kind: str


_NOUN_ENDINGS = (
    "n",
    "en",
    "e",
    "s",
    "er",
    "es",
    "ern",
    "nen",
    "se",
    "sen",
    "ens",
    "ses",
)
_LATIN = {
    "en": ("um", "a", "us", "o", "is", "os"),
    "a": ("um",),
    "i": ("us", "o"),
    "ien": ("ium", "ie"),
    "ae": ("a",),
}
_ADJECTIVE_ENDINGS = (
    "e",
    "en",
    "er",
    "es",
    "em",
    "ere",
    "eren",
    "erer",
    "eres",
    "ste",
    "sten",
    "ster",
    "este",
    "esten",
)
_WEAK = (
    "ung",
    "heit",
    "keit",
    "ion",
    "aet",
    "schaft",
    "ent",
    "ant",
    "ist",
    "or",
    "ur",
    "ik",
    "ei",
    "in",
    "anz",
    "enz",
    "loge",
    "at",
)


@lru_cache(maxsize=300_000)
def lemma_of(word: str) -> Lemma | None:
    """Likeliest lemma of a folded simple word, None when the word (or its stem) is unknown."""
    return next(iter(readings(word)), None)


@lru_cache(maxsize=300_000)
def readings(word: str) -> tuple[Lemma, ...]:
    """Lemmas a word form may belong to, likeliest first, at most two: Stellen is of Stelle or of stellen."""
    words = inventory()
    noun = Lemma(word, NOUN) if word in words.nouns else _inflected_noun(word, words)
    is_curated = noun is not None and noun.text in words.curated
    if (
        noun
        and not is_curated
        and len(noun.text) > 8
        and noun.text.endswith("er")
        and participle_stem(noun.text[:-2])
    ):
        noun = None  # „Beschäftigter“, „Vorsitzender“
    adjective = Lemma(word, ADJECTIVE) if word in words.adjectives else _inflected_adjective(word, words)
    stem = infinitive_stem(word)
    if stem is not None and adjective is not None and stem not in words.verbs:
        stem = None  # „freiwilligen“ is of freiwillig, not of a verb frei-willigen
    found = [(_cost(one, word, words), one) for one in (noun, adjective, stem and Lemma(stem, VERB)) if one]
    if not found:
        other = (
            _participle(word)
            or _finite_verb(word)
            or _derived(word, words)
            or _feminine(word)
            or _clipped(word)
        )
        return (other,) if other else ()
    return tuple(lemma for _, lemma in sorted(found, key=lambda one: one[0])[:2])


def _cost(lemma: Lemma, word: str, words: Inventory) -> float:
    """Rarity of a reading; what is written like its dictionary form is likelier meant."""
    known = {NOUN: words.nouns, ADJECTIVE: words.adjectives, VERB: words.verbs}[lemma.kind]
    cost = known.get(lemma.text, MADE_BY_RULE)
    if lemma.kind == VERB:
        if lemma.text in words.infinitives and word == infinitive(lemma.text):
            return cost - AS_WRITTEN  # „forschen“ is hardly ever an inflected „forsch“
        return cost + INFLECTED_VERB + (0.0 if lemma.text in known else UNLISTED_VERB)
    if lemma.text == word:
        return cost - AS_WRITTEN
    return cost + (OTHER_STEM if lemma.kind == NOUN and not word.startswith(lemma.text) else 0.0)


def _inflected_noun(word: str, words: Inventory) -> Lemma | None:
    if word in words.noun_forms:
        return Lemma(words.noun_forms[word], NOUN)
    for ending in _NOUN_ENDINGS:
        base = word[: -len(ending)]
        if len(base) > 2 and word.endswith(ending) and (noun := _noun_of(base, ending, words)):
            return Lemma(noun, NOUN)
    for ending, replacements in _LATIN.items():
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 2:
            for replacement in replacements:
                if base + replacement in words.nouns:
                    return Lemma(base + replacement, NOUN)
    return None


def _noun_of(base: str, ending: str, words: Inventory) -> str | None:
    """The noun that takes this ending: kurs(e), buech(er), and plurals with umlaut that are not listed."""
    if base in words.nouns:
        return base
    if base in words.noun_forms and ending in {"e", "er", "en", "ern", "n"}:
        return words.noun_forms[base]
    plain = unumlaut(base)
    if plain and len(plain) > 3 and plain in words.nouns and ending in {"e", "en", "er", "ern"}:
        return plain
    return None


def unumlaut(word: str) -> str | None:
    """The last umlaut of a folded word undone (gaerten → garten), None when it has none."""
    place = max(word.rfind("ae"), word.rfind("oe"), word.rfind("ue"))
    if place < 0 or (place and word[place - 1] in "aeq"):
        return None
    return word[: place + 1] + word[place + 2 :]


def _inflected_adjective(word: str, words: Inventory) -> Lemma | None:
    for ending in _ADJECTIVE_ENDINGS:
        base = word[: -len(ending)]
        if len(base) < 3 or not word.endswith(ending):
            continue
        if base in words.adjectives:
            return Lemma(base, ADJECTIVE)
        if base in words.adjective_forms:
            return Lemma(words.adjective_forms[base], ADJECTIVE)
        plain = unumlaut(base)
        if plain and len(ending) > 2 and plain in words.adjectives:
            return Lemma(plain, ADJECTIVE)
    return None


def verb_stem(stem: str) -> str | None:
    """The stem itself when it is a verb's, with or without prefix; irregular stems are brought to the infinitive's."""
    words = inventory()
    if stem in words.verbs:
        return stem
    if stem in words.verb_forms:
        return words.verb_forms[stem]
    # One look in C instead of forty: this is asked a hundred thousand times.
    if not stem.startswith(PREFIXES):
        return None
    for prefix in PREFIXES:
        rest = stem[len(prefix) :]
        if stem.startswith(prefix) and len(rest) > 2:
            if rest in words.verbs:
                return stem
            if rest in words.verb_forms:
                return prefix + words.verb_forms[rest]
    return None


def infinitive_stem(word: str) -> str | None:
    """Stem of an infinitive (foerdern → foerder), None when it is none that is known."""
    for ending in ("en", "n"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) > 2 and (ending == "en" or stem.endswith(("el", "er"))):
                found = verb_stem(stem)
                if found == stem:
                    return stem
    return None


_PARTICIPLE_ENDINGS = ("", "e", "en", "er", "es", "em")


def _participle(word: str) -> Lemma | None:
    """„Vorlesende“ → vorles, „Geflüchtete“ → fluecht, „Beteiligte“ → beteilig, „ausgebildet“ → ausbild, „auszubilden“."""
    for ending in _PARTICIPLE_ENDINGS:
        base = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(base) < 5:
            continue
        stem = participle_stem(base)
        if stem:
            return Lemma(stem, VERB)
    return None


def participle_stem(base: str) -> str | None:
    """Verb of an uninflected participle: vorlesend → vorles, gefluechtet → fluecht."""
    return _present_participle(base) or _past_participle(base)


def _present_participle(base: str) -> str | None:
    for ending in ("end", "nd"):
        if base.endswith(ending):
            return verb_stem(without_infix(base[: -len(ending)], "zu")) or verb_stem(base[: -len(ending)])
    return None


def _past_participle(base: str) -> str | None:
    for ending in ("et", "t", "en", "n"):
        if base.endswith(ending):
            stem = base[: -len(ending)]
            bare = without_infix(stem, "ge") if "ge" in stem else stem
            for candidate in dict.fromkeys((bare, without_infix(stem, "zu"), stem)):
                found = verb_stem(candidate)
                if found:
                    return found
    return None


def without_infix(stem: str, infix: str) -> str:
    """ausgebild → ausbild, gefluecht → fluecht, auszubild → ausbild."""
    if stem.startswith(infix) and infix == "ge":
        return stem[2:]
    for prefix in SEPARABLE:
        if stem.startswith(prefix + infix) and len(stem) > len(prefix) + 4:
            return prefix + stem[len(prefix) + 2 :]
    return stem


def _finite_verb(word: str) -> Lemma | None:
    for ending in ("", "e", "t", "et", "st", "est", "te", "ten", "ete", "eten", "tet"):
        base = word[: len(word) - len(ending)]
        if word.endswith(ending) and len(base) > 2:
            found = verb_stem(base)
            if found and (ending or base in inventory().verb_forms):
                return Lemma(found, VERB)
    return None


def _derived(word: str, words: Inventory) -> Lemma | None:
    """Nouns that no list has but whose making is plain: Unterstützung, Bewohnerschaft, Fachlichkeit, Aussteller."""
    for plural in ("en", "n", "s", ""):
        noun = word[: len(word) - len(plural)]
        if not word.endswith(plural) or len(noun) < 7:
            continue
        if noun.endswith("ung") and plural in {"en", ""} and deverbal(noun):
            return Lemma(noun, NOUN)
        if noun.endswith("er") and plural in {"n", "s", ""} and len(noun) > 6 and deverbal(noun):
            return Lemma(noun, NOUN)
        if noun.endswith("schaft") and (base := lemma_of(noun[:-6])) and base.kind == NOUN:
            return Lemma(noun, NOUN)
        if noun.endswith(("heit", "keit")) and noun[:-4] in words.adjectives:
            return Lemma(noun, NOUN)
    return None


def is_listed(word: str) -> bool:
    """Whether a folded word stands in the dictionary as it is, not merely as an inflection of something."""
    words = inventory()
    return (
        words.nouns.get(word, UNHEARD) < RARE or word in words.adjectives or infinitive_stem(word) is not None
    )


def _clipped(word: str) -> Lemma | None:
    """First halves of compounds that stand alone („Schul-AG“, „Lern- und Spielgruppe“), members of listed families."""
    words = inventory()
    if word in words.families:
        return Lemma(word, NOUN)
    if word in words.elided:
        return Lemma(word + "e", NOUN)
    return Lemma(word, VERB) if len(word) > 3 and word in words.verbs else None


def _feminine(word: str) -> Lemma | None:
    """„Schülerinnen“, „Erzieherin“, „Ärztin“ → the form without gender: who searches one means all."""
    base = word.removesuffix("nen").removesuffix("in")
    if base == word or not word.endswith(("in", "innen")) or len(base) < 4:
        return None
    for candidate in (base, base + "e", unumlaut(base)):
        if candidate:
            found = lemma_of(candidate)
            if found and found.kind == NOUN:
                return found
    return None


# --- nouns made of verbs -------------------------------------------------------------------------------------

_DEVERBAL = {  # ending of the noun: what the verb's stem has instead (-e-: vermittl-ung, vermittel-n)
    "ung": ("", "-e-"), "ation": ("ier",), "ator": ("ier",), "ion": ("ier",), "er": ("",), "ling": ("",),
}  # fmt: skip


def deverbal(noun: str) -> str | None:
    """Stem of the verb a noun is made of: Beratung, Berater, Lehrling, Integration, Moderator."""
    for ending, stems in _DEVERBAL.items():
        base = noun[: -len(ending)]
        if noun.endswith(ending) and len(base) > 2:
            for completion in stems:
                stem = base[:-1] + "e" + base[-1] if completion == "-e-" else base + completion
                found = verb_stem(stem)
                if found and found[:3] == base[:3]:
                    return found
    return None


def infinitive(stem: str) -> str:
    """foerder → foerdern, vermittel → vermitteln, trauer → trauern; but klaer → klaeren, kreier → kreieren."""
    has_own_e = stem.endswith(("el", "er")) and stem[-3:-2] not in "aeiou"
    is_diphthong = stem.endswith(("eier", "auer", "euer")) and not stem.endswith("kreier")
    return stem + ("n" if has_own_e or is_diphthong else "en")


def stem_unknown(word: str) -> Lemma:
    """Careful stemming of a word nobody knows (names, loan words): only endings that are surely inflection.

    Foreign names must not be torn („Kassel“, „Peters“ lose nothing but a final s after a consonant).
    """
    if word.isdigit() or len(word) < 5:
        return Lemma(word, UNKNOWN)
    if word.endswith("innen") and len(word) > 8:
        return stem_unknown(word[:-5])
    if word.endswith("in") and word[:-2].endswith(("er", "or", "ent", "ant", "ist", "ar")) and len(word) > 7:
        return Lemma(word[:-2], UNKNOWN)
    for ending in ("ungen", "heiten", "keiten", "ionen"):
        if word.endswith(ending):
            return Lemma(word[:-2], UNKNOWN)
    for ending in ("en", "es", "e", "n", "s"):
        base = word[: -len(ending)]
        if word.endswith(ending) and len(base) > 3 and not (ending == "s" and base[-1] in "aeiouysx"):
            return Lemma(base, UNKNOWN)
    return Lemma(word, UNKNOWN)
