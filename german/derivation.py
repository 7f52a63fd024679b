"""Derivation: which lemmas are one family. Beteiligen, Beteiligung and Beteiligte; Musik, Musiker and musikalisch.

A family is named by one string: the infinitive where there is a verb, else the simplest noun. Families that only
look alike stay apart (Bild and Bildung, Rat and Beratung): a noun joins a verb's family only by an ending that makes
nouns of verbs, or by `data/familien.csv`.
"""

from functools import lru_cache

from german.lexicon import UNHEARD, Inventory, inventory
from german.morphology import (
    ADJECTIVE,
    NOUN,
    RARE,
    VERB,
    Lemma,
    deverbal,
    infinitive,
    infinitive_stem,
    lemma_of,
    participle_stem,
    unumlaut,
)


@lru_cache(maxsize=300_000)
def root_of(lemma: Lemma) -> str:
    """Family of a lemma: one string for beteiligen, Beteiligung, Beteiligte (verbs appear as infinitive: beteiligen)."""
    text = infinitive(lemma.text) if lemma.kind == VERB else lemma.text
    family = inventory().families.get(text)
    if family:
        return family
    if lemma.kind == NOUN:
        return _noun_root(text)
    if lemma.kind == VERB and lemma.text.endswith("isier") and lemma.text[:-5] in inventory().adjectives:
        return root_of(Lemma(lemma.text[:-5], ADJECTIVE))  # radikalisieren: radikal
    return _adjective_root(text) if lemma.kind == ADJECTIVE else text


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


def _noun_root(noun: str) -> str:
    words = inventory()
    if noun in _LEXICALISED or noun in words.parts:
        return noun
    stem = infinitive_stem(noun)
    if stem:
        return verb_root(stem)
    made_of = deverbal(noun)
    if made_of:
        return verb_root(made_of)
    return _abstract(noun, words) or _person(noun, words) or noun


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
    if noun.endswith("ist") and noun[:-3] + "ismus" in words.nouns:
        return noun[:-3] + "ismus"
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
    participle = participle_stem(adjective) if adjective.endswith("nd") else None
    if participle and len(adjective) > 5:
        return verb_root(participle)
    for ending in (
        "alisch",
        "istisch",
        "isch",
        "lich",
        "ig",
        "ell",
        "al",
        "iv",
        "haft",
    ):
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
                and words.nouns.get(candidate + completion, UNHEARD) < RARE
                and len(candidate + completion) > 3
            ):
                return candidate + completion
    return None
