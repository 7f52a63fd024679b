"""The stems that the house knows, read once per process.

They are those of HanTa's German model (TIGER corpus, newspapers), cleaned, and enlarged by `data/woerter.csv` (words
of education and administration) and `data/familien.csv` (families that no rule can know: sprechen, Sprache). HanTa's
own tagger is not used at run time: it takes 2-5 ms a word and goes by capital letters, while a query and an entry
must agree whatever their spelling. Reading takes 0.3 s and needs no numpy. All words are folded (see `folding`).
"""

import csv
import gzip
import importlib.util
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from german.folding import fold_word

DATA = Path(__file__).parent / "data"
CURATED_COST = 7.5  # like a noun that stands some hundred times in the corpus
UNHEARD = 99.0  # cost of what is no stem: dearer than any that is
MISPRINT = 11.0  # a short stem that is dearer was seen once or twice in the newspaper, more often by mistake
MUCH_COMMONER = 2.0  # a stem that is so much cheaper than another one with -en is its singular


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
    infinitives: set[str] = field(default_factory=set)
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
    words = newspaper_words()
    for row in rows("woerter.csv"):
        take_word(words, row)
    for row in rows("familien.csv"):
        take_family(words, row)
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


def newspaper_words() -> Inventory:
    """The stems of HanTa's model alone, without the files of the house."""
    words = Inventory()
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
                known[fold_word(stem)] = min(-log_probability, known.get(fold_word(stem), UNHEARD))
    for tag, target in _MODEL_FORMS.items():
        known = getattr(words, target)
        for form, stem in forms.get(tags.get(tag), {}).items():
            if form.isalpha() and len(form) > 2:
                known.setdefault(fold_word(form), fold_word(stem))
    for tag in _MODEL_OTHERS:
        words.others.update(fold_word(word) for word in stems[tags[tag]] if word.isalpha())
    words.names = {fold_word(name) for name in stems[tags["NE"]] if len(name) > 3}
    _without_junk(words)
    words.elided = {fold_word(stem) for stem in stems[tags["NN_VAR_EL"]]} - {"end"}
    return words


_PLURALS = ("schaften", "ungen", "heiten", "keiten", "ionen", "taeten")
_NOMINALISED = (
    "lich",
    "ig",
    "isch",
    "end",
    "los",
    "sam",
    "bar",
    "t",
    "ell",
    "haft",
    "en",
)


def _without_junk(words: Inventory) -> None:
    """Takes out plurals, nominalised adjectives („Jugendlicher“) and participles that the corpus lists as stems."""
    for noun in [noun for noun in words.nouns if noun.endswith((*_PLURALS, "ierter", "ierte"))]:
        del words.nouns[noun]
    for noun in [noun for noun in words.nouns if noun.endswith(("er", "e")) and len(noun) > 5]:
        base = noun.removesuffix("r").removesuffix("e")
        if base in words.adjectives and base.endswith(_NOMINALISED) and len(base) > 4:
            del words.nouns[noun]
    for noun in [noun for noun in words.nouns if noun.endswith("en")]:
        if words.nouns.get(noun[:-1], UNHEARD) < words.nouns[noun] - MUCH_COMMONER:
            del words.nouns[noun]
    for stem in [stem for stem in words.verbs if stem.endswith("t") and stem[:-1] in words.verbs]:
        del words.verbs[stem]


def _usable(stem: str, cost: float) -> bool:
    """Words seen once in a newspaper are often misprints: short ones of that kind only spoil compounds."""
    return stem.isalpha() and (len(stem) > 4 or cost < MISPRINT) and len(stem) > 2


def take_word(words: Inventory, row: dict[str, str]) -> None:
    """Adds a row of `woerter.csv`, or takes out what it strikes."""
    word, kind = fold_word(row["wort"]), row["art"]
    if kind == "-":
        for known in (words.nouns, words.noun_forms, words.verbs, words.verb_forms):
            known.pop(word, None)
        return
    if kind == "i":
        words.infinitives.add(word)
        kind = "v"
    stems, forms = {
        "n": (words.nouns, words.noun_forms),
        "v": (words.verbs, words.verb_forms),
        "a": (words.adjectives, words.adjective_forms),
    }[kind]
    stems[word] = min(CURATED_COST, stems.get(word, UNHEARD))
    words.curated.add(word)
    for form in filter(None, row["formen"].split("|")):
        forms[fold_word(form)] = word
        stems.pop(fold_word(form), None)  # the corpus takes „Cafés“ for a word of its own
    if row["teile"]:
        words.parts[word] = () if row["teile"] == "-" else tuple(map(fold_word, row["teile"].split("|")))


def take_family(words: Inventory, row: dict[str, str]) -> None:
    """Adds a row of `familien.csv`: the stem is the root of itself and of all members."""
    root = fold_word(row["stamm"])
    for member in [row["stamm"], *row["mitglieder"].split("|")]:
        words.families.setdefault(fold_word(member), root)
