"""A German text as comparable words: what two names or purposes have in common, whatever their spelling.

Every word carries its roots (families of its parts: „Pflegeausbildung“ → pflegen, ausbilden), because compounds are
dissolved and formed at will. Roots of the same word field (`german/data/wortfelder.txt`) stand for each other, in part.
Pure: no Django.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from german import analyzer, semantic_fields
from german.compounds import Segment
from german.morphology import inventory

DATA = Path(__file__).parent / "data"
MAX_CHARACTERS = 3_000  # of a text; a purpose has some 150, more can only be an attack or a pasted document
MAX_WORDS = 150  # of them that say something: as many as a long purpose has
# Of one word that stands for another: nearly as good, and hardly half as good.
SAME_FIELD, NEAR_FIELD = 0.8, 0.4
# What words say in German at large (`telling`). Numbers and function words say little, but in a name they tell two apart.
EVERYDAY, FUNCTION, NUMBER, HEAD = 0.35, 0.25, 0.4, 0.05
# Of a frequent noun or adjective, which still names a thing; a verb may say as little as EVERYDAY.
LEAST_NOUN = 0.5
# Costs in HanTa's corpus that say nothing, and how much more says all.
CHEAP_NOUN, CHEAP_VERB, DEAR = 2.0, 3.0, 5.0
# Letters of a misspelt format word: shorter ones are other words, longer ones there are none.
MISSPELT = range(7, 21)

# Words for kinds of cooperation: they say little about what it is for. The value is the NetworkFormat they stand for.
FORMAT_WORDS = {
    "netzwerk": "Netzwerk", "netz": "Netzwerk", "nw": "Netzwerk", "vernetzung": "Netzwerk", "plattform": "Netzwerk",
    "rt": "Runder Tisch", "tisch": "Runder Tisch",
    "arbeitskreis": "Arbeitskreis", "ak": "Arbeitskreis", "facharbeitskreis": "Arbeitskreis", "fak": "Arbeitskreis",
    "ag": "Arbeitsgemeinschaft", "arbeitsgemeinschaft": "Arbeitsgemeinschaft", "arbeitsgruppe": "Arbeitsgemeinschaft",
    "pg": "Projektgruppe", "projektgruppe": "Projektgruppe", "projekt": "Projektgruppe", "projektteam": "Projektgruppe",
    "steuerungsgruppe": "Steuerungsgruppe", "steuergruppe": "Steuerungsgruppe", "lenkungskreis": "Steuerungsgruppe",
    "lenkungsgruppe": "Steuerungsgruppe", "steuerungskreis": "Steuerungsgruppe", "steuerkreis": "Steuerungsgruppe",
    "lenkungsrunde": "Steuerungsgruppe", "lk": "Steuerungsgruppe",
    "beirat": "Beirat", "kuratorium": "Beirat",
    "buendnis": "Bündnis", "allianz": "Bündnis", "bd": "Bündnis", "aktionsbuendnis": "Bündnis", "koalition": "Bündnis",
    "fachgruppe": "Fachgruppe", "qualitaetszirkel": "Fachgruppe", "qz": "Fachgruppe", "fachzirkel": "Fachgruppe",
    "fachforum": "Fachgruppe", "fachkreis": "Fachgruppe", "fachrunde": "Fachgruppe", "fg": "Fachgruppe",
    "zirkel": "Fachgruppe", "fachdialog": "Fachgruppe", "fachaustausch": "Fachgruppe",
    "konferenz": "Konferenz", "forum": "Konferenz", "dienstbesprechung": "Konferenz", "db": "Konferenz",
    "verbund": "Kooperationsverbund", "kooperationsverbund": "Kooperationsverbund", "kooperation": "Kooperationsverbund",
    "initiative": "Initiative",
    "treff": "Offener Treff", "stammtisch": "Offener Treff", "treffen": "Offener Treff", "austausch": "Offener Treff",
    "treffpunkt": "Offener Treff", "austauschtreffen": "Offener Treff",
    "runde": "", "kreis": "", "gruppe": "", "team": "", "zusammenschluss": "", "arbeitstreffen": "", "gremium": "",
    "gespraechskreis": "", "vorbereitungsteam": "", "planungsrunde": "", "koordinierungsrunde": "", "runder": "",
    "lokal": "", "lokale": "", "lokales": "", "lokaler": "", "regional": "", "regionale": "", "regionales": "",
    "regionaler": "", "kommunal": "", "kommunale": "", "kommunales": "", "kommunaler": "", "staedtisch": "",
    "staedtische": "", "staedtisches": "", "staedtischer": "", "oertlich": "", "oertliche": "", "oertliches": "",
    "begleitausschuss": "Beirat", "arbeitsbuendnis": "", "gespraech": "", "sitzung": "", "ausschuss": "", "kommission": "", "cluster": "",
}  # fmt: skip

# Formats whose names say what they are for, too: in a comparison they are words like any other.
TELLING_FORMATS = {
    "jugendberufsagentur": "Jugendberufsagentur", "jba": "Jugendberufsagentur", "praeventionskette": "Präventionskette",
    "partnerschaft": "Partnerschaft", "pfd": "Partnerschaft", "programm": "Programm", "stadtteilgespraech": "Stadtteilgespräch",
    "quartiersgespraech": "Stadtteilgespräch",
}  # fmt: skip


ACRONYM = re.compile(
    r"(?:[A-ZÄÖÜ][a-zäöü]{0,2}){2,7}|(?:[A-ZÄÖÜ][a-zäöü]{0,3}){2,3}|[A-ZÄÖÜ]{2,8}|[A-ZÄÖÜ]{2,7}\d?"
)


@dataclass(frozen=True, slots=True)
class ComparableWord:
    """A word of a text. `roots` has one entry per part of a compound, `telling` how much each says in German at large
    (0 to 1); `surface` keeps capitals, for acronyms.
    """

    surface: str
    folded: str
    roots: tuple[str, ...]
    telling: tuple[float, ...] = ()
    is_format: bool = False
    is_cut: bool = False  # ends with an abbreviating full stop: „Gym.“

    @property
    def looks_like_acronym(self) -> bool:
        return bool(ACRONYM.fullmatch(self.surface)) and len(self.folded) < 9


def words_of(text: str) -> tuple[ComparableWord, ...]:
    """Content words of a text in their order; function words are left out, format words marked."""
    return _words_of(text[:MAX_CHARACTERS])


@lru_cache(maxsize=20_000)
def _words_of(text: str) -> tuple[ComparableWord, ...]:
    words = []
    for token in analyzer.tokenize(text):
        surface = text[token.start : token.end]
        is_cut = (
            text[token.end : token.end + 1] == "."
            and len(token.folded) >= 3
            and text[token.end :].strip(". ") != ""
        )
        pieces = (
            zip(re.findall(r"[^\W_]+", surface), token.pieces, strict=False)
            if len(token.pieces) > 1 and not _is_one_word(token.pieces)
            else [(surface, "".join(token.pieces))]
        )
        for piece, folded in pieces:
            is_acronym = piece.isupper() and (piece == text.strip() or not text.isupper())  # „PRO“, „IN“
            if (is_acronym or not analyzer.is_stop_word(folded)) and (len(folded) > 1 or folded.isdigit()):
                words.append(_word(piece, folded, is_cut))
        if len(words) >= MAX_WORDS:
            break
    return tuple(words[:MAX_WORDS])


@lru_cache(maxsize=20_000)
def _is_one_word(pieces: tuple[str, ...]) -> bool:
    """„Grund-Bildung“ is Grundbildung, a word of the trade; so is „Mehr-Sprachigkeit“, of which „mehr“ would be lost."""
    return any(map(analyzer.is_stop_word, pieces)) or parts("".join(pieces)) in _compounds()


@cache
def _compounds() -> frozenset[tuple[str, ...]]:
    """Parts of the words of the fields that are written as one."""
    words = {
        word for sides in semantic_fields.word_lists() for side in sides for word in side if word.isalpha()
    }
    return frozenset(parts(analyzer.fold_word(word)) for word in words)


@lru_cache(maxsize=50_000)
def _word(surface: str, folded: str, is_cut: bool) -> ComparableWord:
    if folded in FORMAT_WORDS or _misspelt_format(folded):
        return ComparableWord(surface, folded, (folded,), (0.0,), is_format=True)
    roots = parts(folded)
    says = [telling(root, folded) for root in _leaf_roots(folded)]
    if (
        len(roots) > 1 and roots[-1] in format_roots()
    ):  # „Lesenetz“, „Ganztagsrunde“: the head says what kind it is
        says[-1] = HEAD
        if all(root in format_roots() for root in roots):  # „Kooperationsrunde“
            return ComparableWord(surface, folded, (folded,), (0.0,), is_format=True)
    return ComparableWord(surface, folded, roots, tuple(says), is_cut=is_cut)


def _misspelt_format(folded: str) -> bool:
    """„Arbeitskries“, „Projektgrupe“: no word of German, one slip away from a word for a kind of cooperation."""
    if len(folded) not in MISSPELT or analyzer.analyse(folded).known:
        return False
    near = (
        word for word in FORMAT_WORDS if len(word) >= MISSPELT.start and abs(len(word) - len(folded)) <= 1
    )
    return any(OSA.distance(folded, word, score_cutoff=1) <= 1 for word in near)


@cache
def format_roots() -> frozenset[str]:
    """Roots of the words for kinds of cooperation, as they end compounds."""
    roots = (parts(word) for word in FORMAT_WORDS if len(word) > 2)
    return frozenset(found[0] for found in roots if len(found) == 1)


@lru_cache(maxsize=100_000)
def parts(folded: str) -> tuple[str, ...]:
    """Roots of the parts of a folded word, in order: „pflegeausbildung“ → pflegen, ausbilden; at least one."""
    return tuple(_blunt(root) for root in _leaf_roots(folded))


@lru_cache(maxsize=100_000)
def _leaf_roots(folded: str) -> tuple[str, ...]:
    found = analyzer.analyse(folded).segments
    return tuple(dict.fromkeys(root for segment in found for root in _leaves(segment))) or (folded,)


def _blunt(root: str) -> str:
    """Endings that families still differ by („erwachsen“, „erwachsene“); only ever compared, never shown."""
    for _twice in range(2):
        for ending in ("en", "e", "n"):
            if root.endswith(ending) and len(root) - len(ending) >= 5:
                root = root[: -len(ending)]
                break
    return root


@lru_cache(maxsize=100_000)
def telling(root: str, folded: str) -> float:
    """How much a word says in German at large: everyday words little, rare ones 1. Costs are those of HanTa's corpus."""
    words = inventory()
    if _blunt(root) in common_roots() or folded in common_words():
        return EVERYDAY
    if folded in words.others:
        return FUNCTION
    if folded.isdigit():
        return NUMBER
    stem = root.removesuffix("en")
    verb = words.verbs.get(stem, words.verbs.get(root.removesuffix("n")))
    if verb is not None and root.endswith("n") and root not in words.nouns:
        return min(1.0, max(EVERYDAY, (verb - CHEAP_VERB) / DEAR))
    costs = [known[root] for known in (words.nouns, words.adjectives) if root in known]
    return min(1.0, max(LEAST_NOUN, (min(costs) - CHEAP_NOUN) / DEAR)) if costs else 1.0


@cache
def common_roots() -> frozenset[str]:
    return frozenset(root for word in common_words() for root in parts(analyzer.fold_word(word)))


def _leaves(segment: Segment) -> list[str]:
    """A lexicalised compound is divided like any other; „Ausbildung“ is not reduced to „Bildung“."""
    if len(segment.inner) < 2:
        return [segment.root]
    return [root for inner in segment.inner for root in _leaves(inner)]


@cache
def word_fields() -> dict[str, tuple[frozenset[int], frozenset[int]]]:
    """Root (or roots joined by +) → the fields in whose core it stands and those to which it is related."""
    cores: dict[str, set[int]] = {}
    near: dict[str, set[int]] = {}
    for number, sides in enumerate(semantic_fields.word_lists()):
        for target, side in zip((cores, near), sides, strict=True):
            for entry in side:
                target.setdefault(_key(entry), set()).add(number)
    return {
        key: (frozenset(cores.get(key, ())), frozenset(near.get(key, ())))
        for key in cores.keys() | near.keys()
    }


@cache
def knowledge() -> str:
    """Eight digits that change with the shipped words: what was derived from other ones has to be made anew."""
    shipped = sorted(
        path for path in semantic_fields.FILE.parent.rglob("*") if path.suffix in {".csv", ".txt"}
    )
    files = (*shipped, DATA / "alltagswoerter.txt")
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _lines(name: str) -> Iterator[str]:
    """Lines of a shipped text file without comments."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def common_words() -> frozenset[str]:
    return frozenset(word for line in _lines("alltagswoerter.txt") for word in line.split())


def _key(entry: str) -> str:
    return "+".join(root for word in words_of(entry) for root in word.roots)


@lru_cache(maxsize=200_000)
def kinship(first: str, second: str) -> float:
    """How far two roots (or joined roots) mean the same: 1 equal, 0.8 in the core of one field, 0.4 in one field."""
    if first == second:
        return 1.0
    known = word_fields()
    if first not in known or second not in known:
        return 0.0
    (core, near), (other_core, other_near) = known[first], known[second]
    if core & other_core:
        return SAME_FIELD
    return NEAR_FIELD if core & other_near or near & other_core else 0.0
