"""What is known of one German word, and the keys by which it is found."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from german.compounds import BOUND, Segment, segments
from german.derivation import root_of
from german.folding import bare_variants, fold_word
from german.lexicon import DATA, inventory, rows
from german.morphology import ADJECTIVE, NOUN, UNKNOWN, VERB, Lemma, infinitive, is_listed, readings

# How sure it is that a key means the word, in the order of a reader's trust: the same letters, the same word, a relative,
# a part. Only the order and the gaps matter; the search multiplies them by the weight of the passage.
EXACT, LEMMA, FAMILY, PART = 1.0, 0.95, 0.8, 0.65
VARIANT = 0.85  # the word without its dots: surer than a relative
PART_OF_PART = 0.7  # of the weight of the part it stands in: „Sozialarbeit“ less than „Schulsozialarbeit“
GENERAL = 0.5  # of the weight of another part: „Arbeit“ stands in half of all names
NEIGHBOURS = 0.9  # two of three parts together: „Kindergarten“ in „Waldkindergarten“


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of one folded word.

    `segments` are its parts in order (one for a simple word), `parts` the families inside it with their weight,
    `second_root` the family of another reading (Stellen: of Stelle, or of stellen).
    """

    surface: str
    lemma: str
    root: str
    segments: tuple[Segment, ...]
    parts: tuple[tuple[str, float], ...]
    known: bool
    second_root: str = ""

    @property
    def is_compound(self) -> bool:
        return len(self.segments) > 1


@lru_cache(maxsize=500_000)
def analyse(word: str) -> Analysis:
    """Analysis of one word in any spelling. Cached: collections share their words."""
    surface = fold_word(word)
    if len(surface) < 3 or surface.isdigit():
        return Analysis(surface, surface, surface, (), (), False)
    found = segments(surface)
    lemma = _lemma_text(surface, found)
    root = found[0].root if len(found) == 1 else "_".join(sorted({part.root for part in found}))
    others = [root_of(other) for other in _likely_readings(surface)] if len(found) == 1 else []
    second = next((other for other in others if other != root), "")
    return Analysis(
        surface,
        lemma,
        root,
        found,
        _parts(found),
        found[-1].lemma.kind != UNKNOWN,
        second,
    )


def _likely_readings(surface: str) -> tuple[Lemma, ...]:
    """A form that is likelier a noun's („Schulen“) is not meant as the verb that is written the same, a verb („nähen“)
    not as a form of an adjective („nah“)."""
    found = readings(surface)
    return found[:1] if [one.kind for one in found] in ([NOUN, VERB], [VERB, ADJECTIVE]) else found


def _lemma_text(surface: str, found: tuple[Segment, ...]) -> str:
    """Dictionary form of the whole word: the compound's beginning as written, its head inflected back."""
    head = found[-1].lemma
    text = infinitive(head.text) if head.kind == VERB else head.text
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
        value = weight * (GENERAL if part.root in generic_roots() else 1.0)
        weights[part.root] = max(value, weights.get(part.root, 0.0))
        for inner in part.inner:
            visit(inner, weight * PART_OF_PART)

    if len(found) == 1:
        for inner in found[0].inner:
            visit(inner, PART_OF_PART)
    else:
        for part in found:
            visit(part, 1.0)
    if len(found) > 2:  # „Wald|kinder|garten“ contains „Kindergarten“
        for one, other in pairwise(found):
            weights.setdefault("_".join(sorted({one.root, other.root})), NEIGHBOURS)
    return tuple(weights.items())


@lru_cache(maxsize=1)
def _bound() -> frozenset[str]:
    return BOUND - set(inventory().adjectives)


# --- words that say little ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    text = (DATA / "stopwoerter.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(fold_word(word) for line in lines for word in line.split())


def is_stop_word(folded: str) -> bool:
    return folded in _stop_words()


BINDING = frozenset({"ein", "eine", "nicht"})
"""Without these a fixed expression means something else: „Ein-Eltern-Familie“ is not „Eltern und Familien“."""
LINKING = BINDING | {"unter", "ueber", "ohne", "gegen"}
"""Stop words that make the sense of a fixed expression: „Kinder unter 3“ and „über 3“, „gegen Rechts“, „Eine Welt“."""


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


@lru_cache(maxsize=1)
def form_roots() -> frozenset[str]:
    """Families of words that only name the form (Angebot, Projekt, Gruppe): a compound may lack them as its head."""
    return frozenset(
        segments(fold_word(row["wort"]))[-1].root for row in rows("fuellwoerter.csv") if row["rang"] == "form"
    )


def rank_of(word: str) -> str:
    """„rauschen“, „form“, „allgemein“ (see data/fuellwoerter.csv) or "" for a word that says something."""
    return _ranks().get(word) or _ranks().get(analyse(word).lemma, "")


# --- keys --------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=500_000)
def word_keys(word: str) -> tuple[tuple[str, float], ...]:
    """Keys by which one folded word is found, with the strength of each."""
    analysis = analyse(word)
    keys = {analysis.surface: EXACT}
    keys.setdefault(analysis.lemma, LEMMA)
    bare = bare_variants(analysis.surface)
    if bare and not is_listed(bare):  # „fordern“ is a word of its own, not fördern without its dots
        keys.setdefault(bare, VARIANT)
    keys["r_" + analysis.root] = FAMILY
    if analysis.second_root:
        keys["r_" + analysis.second_root] = FAMILY
    for root, weight in analysis.parts:
        keys["p_" + root] = PART * weight
    return tuple(keys.items())
