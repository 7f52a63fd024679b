"""Inflection and derivation of single German words: which form belongs to which lemma, which lemma to which family.

Works on folded words (see `folding`), so that „Foerderung“ and „Förderung“ are one. The inventory of stems is that of
HanTa's German model (TIGER corpus), enlarged by `data/woerter.csv` (words of education and administration) and
`data/familien.csv` (families that no rule can know: sprechen, Sprache, Gespräch). HanTa's own tagger is not used at
run time: it takes 2-5 ms a word and guesses by capital letters, while a query and an entry must agree whatever their
spelling. Reading the model takes 0.2 s, once per process, at the first word.
"""

import csv
import gzip
import importlib.util
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from search.folding import fold_word

DATA = Path(__file__).parent / "data"
NOUN, VERB, ADJECTIVE, UNKNOWN = "n", "v", "a", "?"
CURATED_COST = 7.5  # like a noun that stands some hundred times in the corpus

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


@dataclass(slots=True)
class Inventory:
    """Stems known to the house. Costs are negative log probabilities: the smaller, the commoner."""

    nouns: dict[str, float] = field(default_factory=dict)
    noun_forms: dict[str, str] = field(default_factory=dict)
    verbs: dict[str, float] = field(default_factory=dict)
    verb_forms: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, float] = field(default_factory=dict)
    adjective_forms: dict[str, str] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    elided: set[str] = field(default_factory=set)
    curated: set[str] = field(default_factory=set)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Rows of a shipped data file: UTF-8, semicolons, header, lines starting with # are comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";"):
            yield {key: (value or "").strip() for key, value in row.items() if key}


@cache
def inventory() -> Inventory:
    """The stems, read once per process."""
    words = Inventory()
    _read_model(words)
    _read_own_words(words)
    _read_families(words)
    return words


_MODEL_TAGS = {
    "NN": "nouns", "VV": "verbs", "VVnp": "verbs", "ADJ": "adjectives", "ADJ_INVAR": "adjectives",
}  # fmt: skip
_MODEL_FORMS = {
    "NN_VAR": "noun_forms", "VV_VAR": "verb_forms", "VVnp_VAR": "verb_forms", "VV_VAR_PP": "verb_forms",
    "VVnp_VAR_PP": "verb_forms", "ADJ_VAR": "adjective_forms", "ADJ_IRR": "adjective_forms",
}  # fmt: skip
_MODEL_OTHERS = (
    "ADV",
    "APPR",
    "KON",
    "KOUS",
    "PIAT",
    "PIS",
    "PROAV",
    "PWAV",
    "ART",
    "PPER",
    "PPOSAT",
    "CARD",
)


def _read_model(words: Inventory) -> None:
    spec = importlib.util.find_spec("HanTa")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("HanTa fehlt: bitte „make setup“ ausführen.")
    path = Path(spec.submodule_search_locations[0]) / "morphmodel_ger.pgz"
    with gzip.open(path) as packed:  # a file of an installed, hash-locked package: as trustworthy as its code
        model = pickle.load(packed)  # noqa: S301
    tags, stems, forms = model[0], model[7], model[8]
    for tag, target in _MODEL_TAGS.items():
        known = getattr(words, target)
        for stem, log_probability in stems[tags[tag]].items():
            if _usable(stem, -log_probability):
                known[fold_word(stem)] = min(-log_probability, known.get(fold_word(stem), 99.0))
    for tag, target in _MODEL_FORMS.items():
        known = getattr(words, target)
        for form, stem in forms.get(tags.get(tag), {}).items():
            if form.isalpha() and len(form) > 2:
                known.setdefault(fold_word(form), fold_word(stem))
    for tag in _MODEL_OTHERS:
        words.others.update(fold_word(word) for word in stems[tags[tag]] if word.isalpha())
    words.names = {fold_word(name) for name in stems[tags["NE"]] if len(name) > 3}
    words.elided = {fold_word(stem) for stem in stems[tags["NN_VAR_EL"]]} - {"end"}


def _usable(stem: str, cost: float) -> bool:
    """Words seen once in a newspaper are often misprints: short ones of that kind only spoil compounds."""
    return stem.isalpha() and (len(stem) > 4 or cost < 11.0) and len(stem) > 2


def _read_own_words(words: Inventory) -> None:
    for row in rows("woerter.csv"):
        word, kind = fold_word(row["wort"]), row["art"]
        if kind == "-":
            for known in (words.nouns, words.noun_forms, words.verbs, words.verb_forms):
                known.pop(word, None)
            continue
        target = {"n": words.nouns, "v": words.verbs, "a": words.adjectives}[kind]
        target[word] = min(CURATED_COST, target.get(word, 99.0))
        words.curated.add(word)
        for form in filter(None, row["formen"].split("|")):
            forms = {"n": words.noun_forms, "v": words.verb_forms, "a": words.adjective_forms}[kind]
            forms[fold_word(form)] = word
        if row["teile"]:
            words.parts[word] = () if row["teile"] == "-" else tuple(map(fold_word, row["teile"].split("|")))


def _read_families(words: Inventory) -> None:
    for row in rows("familien.csv"):
        root = fold_word(row["stamm"])
        for member in [row["stamm"], *row["mitglieder"].split("|")]:
            words.families.setdefault(fold_word(member), root)


# --- lemma -----------------------------------------------------------------------------------------------------------

_NOUN_ENDINGS = ("n", "en", "e", "s", "er", "es", "ern", "nen", "se", "sen", "ens", "ses")
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
_ADJECTIVAL = ("lich", "ig", "isch", "end", "los", "sam", "bar", "t", "ell", "al", "haft", "en", "iv")


@lru_cache(maxsize=300_000)
def lemma_of(word: str) -> Lemma | None:
    """Lemma of a folded simple word, None when the word (or its stem) is unknown."""
    words = inventory()
    if word in words.nouns:
        return _nominalised(word, words) or Lemma(word, NOUN)
    if word in words.adjectives:
        return Lemma(word, ADJECTIVE)
    stem = infinitive_stem(word)
    if word.endswith("en") and words.nouns.get(word[:-1], 99.0) < (
        words.verbs.get(stem, 10.0) + 2.0 if stem else 11.5
    ):
        return _nominalised(word[:-1], words) or Lemma(
            word[:-1], NOUN
        )  # „Schulen“: of Schule, not of schulen
    if stem is not None:
        return Lemma(stem, VERB)
    return (
        _inflected_noun(word, words)
        or _inflected_adjective(word, words)
        or _participle(word)
        or _finite_verb(word)
        or _feminine(word)
    )


def _frequent_noun(word: str, words: Inventory) -> bool:
    return words.nouns.get(word, 99.0) < 11.5


def _nominalised(noun: str, words: Inventory) -> Lemma | None:
    """„Jugendlicher“, „Deutsche“, „Beschäftigter“ are adjectives written large: one lemma for all their forms."""
    for ending in ("er", "e"):
        base = noun[: -len(ending)]
        if (
            noun.endswith(ending)
            and len(base) > 4
            and base.endswith(_ADJECTIVAL)
            and base in words.adjectives
        ):
            return Lemma(base, ADJECTIVE) if not verb_stem(base) else None
    return None


def _inflected_noun(word: str, words: Inventory) -> Lemma | None:
    if word in words.noun_forms:
        return Lemma(words.noun_forms[word], NOUN)
    for ending in _NOUN_ENDINGS:
        base = word[: -len(ending)]
        if len(base) > 2 and word.endswith(ending) and (noun := _noun_of(base, ending, words)):
            return _nominalised(noun, words) or Lemma(noun, NOUN)
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


# --- families --------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=300_000)
def root_of(lemma: Lemma) -> str:
    """Family of a lemma: one string for beteiligen, Beteiligung, Beteiligte (verbs appear as infinitive: beteiligen)."""
    families = inventory().families
    text = lemma.text + "en" if lemma.kind == VERB else lemma.text
    if text in families:
        return families[text]
    if lemma.kind == VERB:
        regular = lemma.text + "n"
        return families.get(regular) or families.get(text) or text
    if lemma.kind == NOUN:
        return _noun_root(lemma.text)
    if lemma.kind == ADJECTIVE:
        return _adjective_root(lemma.text)
    return _unknown_root(lemma.text)


def verb_root(stem: str) -> str:
    return root_of(Lemma(stem, VERB))


_LEXICALISED = frozenset((
    "wirtschaft", "wissenschaft", "gesellschaft", "botschaft", "landschaft", "mannschaft", "herrschaft",
    "gewerkschaft", "genossenschaft", "bereitschaft", "eigenschaft", "leidenschaft", "buerger", "alter",
    "mutter", "vater", "bruder", "theater", "fenster", "einheit", "minderheit", "mehrheit", "zeitung",
    "messer", "zimmer", "eltern", "ritter", "koerper", "meister", "muster", "nummer", "wetter",
    "kloster", "partner", "generation", "station", "nation", "region", "position", "universitaet",
    "qualitaet", "pater", "artikel", "wasser", "ufer", "feier", "alphabet",
))  # fmt: skip


_DEVERBAL = {  # ending of the noun: what the verb's stem has instead (-e-: vermittl-ung, vermittel-n)
    "ung": ("", "-e-"), "ation": ("ier",), "ator": ("ier",), "ion": ("ier",), "er": ("", "er"), "ling": ("",),
}  # fmt: skip


def _noun_root(noun: str) -> str:
    words = inventory()
    if noun in _LEXICALISED or noun in words.parts:
        return noun
    stem = infinitive_stem(noun)
    if stem:
        return verb_root(stem)
    return _deverbal(noun) or _abstract(noun, words) or _person(noun, words) or noun


def _deverbal(noun: str) -> str | None:
    """Nouns made of verbs: Beratung, Berater, Lehrling, Integration, Moderator."""
    for ending, stems in _DEVERBAL.items():
        base = noun[: -len(ending)]
        if noun.endswith(ending) and len(base) > 2:
            for completion in stems:
                stem = base[:-1] + "e" + base[-1] if completion == "-e-" else base + completion
                found = verb_stem(stem)
                if found and found[:3] == base[:3]:
                    return verb_root(found)
    return None


def _abstract(noun: str, words: Inventory) -> str | None:
    """Nouns made of adjectives and nouns: Nachhaltigkeit, Mobilität, Patenschaft, Rassist."""
    for ending in ("keit", "heit", "itaet", "e"):
        if noun.endswith(ending):
            base = noun[: -len(ending)]
            if len(base) > 3 and base in words.adjectives and ending != "e":
                return root_of(Lemma(base, ADJECTIVE))
    if noun.endswith("schaft") and len(noun) > 9:
        found = lemma_of(noun[:-6]) or lemma_of(noun[:-7])
        if found and found.kind == NOUN:
            return root_of(found)
    for ending in ("ismus", "ist", "istik"):
        if noun.endswith(ending) and len(noun) > len(ending) + 3:
            return noun[: -len(ending)] + "ismus"
    return None


def _person(noun: str, words: Inventory) -> str | None:
    """Who does it: Musiker, Sportler, Künstler."""
    if noun.endswith("iker") and noun[:-2] in words.nouns:
        return root_of(Lemma(noun[:-2], NOUN))
    if noun.endswith("ler") and len(noun) > 6:
        base = noun[:-3]
        for candidate in (base, unumlaut(base)):
            if candidate and candidate in words.nouns:
                return root_of(Lemma(candidate, NOUN))
    return None


def _adjective_root(adjective: str) -> str:
    words = inventory()
    if adjective.endswith("t") and (stem := adjective[:-1]) + "ung" in words.nouns:
        return verb_root(stem)
    participle = _present_participle(adjective)
    if participle and len(adjective) > 5:
        return verb_root(participle)
    for ending in ("alisch", "istisch", "isch", "lich", "ig", "ell", "al", "iv", "haft"):
        if adjective.endswith(ending):
            found = _noun_behind(adjective[: -len(ending)], ending, words)
            if found:
                return root_of(Lemma(found, NOUN))
    return adjective


_COMPLETIONS = {
    "isch": ("ik", "ie", "", "e", "er", "a", "en", "ien", "um"),
    "alisch": ("", "ik"),
    "istisch": ("ismus", "ist", "istik"),
    "lich": ("", "e", "en"),
    "ig": ("", "e", "en"),
    "ell": ("", "e", "ion", "ur", "ie"),
    "al": ("", "e", "ion", "ie"),
    "iv": ("ion",),
    "haft": ("", "e"),
}


def _noun_behind(base: str, ending: str, words: Inventory) -> str | None:
    if len(base) < 3:
        return None
    for candidate in (base, unumlaut(base)):
        for completion in _COMPLETIONS[ending]:
            if (
                candidate
                and _frequent_noun(candidate + completion, words)
                and len(candidate + completion) > 3
            ):
                return candidate + completion
    return None


def _unknown_root(stem: str) -> str:
    for ending in ("ismus", "ist"):
        if stem.endswith(ending) and len(stem) > len(ending) + 3:
            return stem[: -len(ending)] + "ismus"
    return stem


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
