"""Places in German texts: the same kind of round in another Stadtteil or Gemeinde is a sibling, no duplicate.

Districts are known from the vocabulary, institutions from the directory („Kita Nordlicht“ stands in the Nordstadt);
a word that looks like a place name and is none of ours still says: elsewhere. Pure: no Django.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import OSA

from german import analyzer
from networks.recognition.territory import Territory, territory_of
from networks.recognition.wording import common_words, parts, word_fields

CITYWIDE = re.compile(
    r"^(gesamte?[rs]?|ganze[rs]?)\b|^(stadtweit|kreisweit|landkreisweit|gemeindeweit|überörtlich|alle stadtteile|alle gemeinden)",
    re.IGNORECASE,
)
# Endings of German place names that hardly end an ordinary word of this trade; `ORDINARY` are the exceptions.
PLACE_ENDINGS = (
    "heim", "dorf", "hausen", "burg", "feld", "felde", "viertel", "vorstadt", "nordstadt", "suedstadt", "oststadt",
    "weststadt", "altstadt", "neustadt", "ingen", "buettel", "rode", "hagen", "kirchen", "hofen", "furt", "bruecken",
    "walde", "siedlung", "stedt", "hain", "bach", "brunn", "haven", "weiler", "beck", "bergen", "tal", "moor",
)  # fmt: skip
ORDINARY = re.compile(
    r"(pflege|wohn|kinder|alten|tier|senioren|jugend|ferien|schul|arbeits|um|themen|handlungs|berufs|lern|wort|sport"
    r"|spiel|auf|digi|hospi|kapi|to|men|hori|monumen|fundamen)"
    r"(heim|dorf|feld|felde|tal)$|^(oeffnung|schulung|beratung).*|gehoerlosen"
)
# What is left of a district in „STK Nord“; „Ost“ is too short a word.
CUT_SHORT = {"nord", "west", "sued", "mitte", "hafen"}
# Characters that are read; more can only be an attack or a pasted document.
LONGEST, LONGEST_NAME = 3_000, 300
REMEMBERED = 50_000  # words
IN_PLACE = re.compile(r"\b(?:in|im|am|für|aus|bei|um)\s+([A-ZÄÖÜ][\w-]{4,})")


@dataclass(frozen=True)
class Places:
    """The districts of the Kommune and where institutions stand.

    `districts`: folded name or part of a name → the district's name. `sites`: folded proper name of an institution →
    its district.
    """

    districts: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    institutions: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    territory: Territory | None = None  # of a directory of several towns
    seats: Mapping[str, str] = field(default_factory=dict)  # key of an institution → the town it is in
    _seen: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        sites: Iterable[tuple[str, str]] = (),
        institutions: Iterable[tuple[str, str]] = (),
        parents: Mapping[str, str] | None = None,
        seats: Mapping[str, str] | None = None,
    ) -> Places:
        """From the names of the districts (without the whole Kommune), (name of institution, district) and (key, name
        of institution) pairs, and the district above each.
        """
        districts: dict[str, str] = {}
        names, parents = list(names), parents or {}
        territory = territory_of(names, parents)
        for name in names:
            folded = analyzer.fold(name).replace(" ", "")
            if folded:
                districts[folded] = name
        named = list(institutions)
        return cls(
            districts,
            _sites(sites, districts, named),
            _call_signs(named, districts),
            parents,
            territory,
            seats or {},
        )

    def mentioned(self, text: str) -> frozenset[str]:
        """Districts named in a text, also inside words („Nordstadtschule“) and cut short („Nord“)."""
        words = [piece for token in analyzer.tokenize(text[:LONGEST]) for piece in token.pieces]
        found: set[str] = set()
        for place, word in enumerate(words):
            found.update(self._in_word(word))
            for length in (2, 3):
                joined = "".join(words[place : place + length])
                if joined in self.districts:
                    found.add(self.districts[joined])
        return frozenset(found)

    def _in_word(self, word: str) -> frozenset[str]:
        """Remembered: texts of a trade use the same words again and again."""
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            found = self._seen[word] = frozenset(self._look_into(word))
        return found

    def _look_into(self, word: str) -> set[str]:
        if word in self.districts:
            return {self.districts[word]}
        if len(word) < 4:
            return set()
        found = {name for folded, name in self.districts.items() if _stands_in(folded, word)}
        if not found and len(word) >= 7:
            found = {
                name
                for folded, name in self.districts.items()
                if len(folded) >= 7 and OSA.distance(word, folded, score_cutoff=1) <= 1
            }
        if not found:
            cut = {name for folded, name in self.districts.items() if folded.startswith(word)}
            found = cut if len(cut) == 1 and word in CUT_SHORT else set()
        return found

    def overlap(self, first: frozenset[str], second: frozenset[str]) -> str:
        """„gleich“ (a district in common), „teil“ (one lies in the other) or "" (apart)."""
        if first & second:
            return "gleich"
        above = {self.parents.get(place) for place in first} & second or {
            self.parents.get(p) for p in second
        } & first
        return "teil" if above else ""

    def sites_in(self, text: str) -> frozenset[str]:
        """Districts of the institutions named in a text by their proper names („Hafenmäuse“)."""
        folded = {token.folded for token in analyzer.tokenize(text[:LONGEST])}
        return frozenset(self.sites[word] for word in folded & self.sites.keys())

    def institutions_in(self, text: str) -> frozenset[str]:
        """Keys of the institutions named in a text („im Dock 7“, „der Nordstern hilft“)."""
        words = [token.folded for token in analyzer.tokenize(text[:LONGEST])]
        found = {self.institutions[word] for word in words if word in self.institutions}
        for pair in pairwise(words):
            key = self.institutions.get(" ".join(pair))
            if key:
                found.add(key)
        return frozenset(found)


def _stands_in(place: str, word: str) -> bool:
    """„nordstadt“ in „nordstadtschule“, „nordstadtkinder“, „auenwiesener“, „lindenaus“."""
    return (
        len(place) >= 5
        and word.startswith(place)
        and (len(word) - len(place) <= 2 or len(word) - len(place) >= 4)
    )


def _sites(
    pairs: Iterable[tuple[str, str]], districts: Mapping[str, str], institutions: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Words that only institutions of one district bear and that are no words of the trade; not the Kommune's own name."""
    where: dict[str, set[str]] = {}
    borne: Counter[str] = Counter()
    for name, district in pairs:
        for word in {token.folded for token in analyzer.tokenize(name)}:
            if len(word) > 5:
                where.setdefault(word, set()).add(district)
                borne[word] += 1
    everywhere = Counter(
        word for _key, name in institutions for word in {token.folded for token in analyzer.tokenize(name)}
    )
    return {
        word: next(iter(found))
        for word, found in where.items()
        if len(found) == 1
        and word not in districts
        and everywhere[word] <= borne[word]
        and not _is_of_the_trade(word)
    }


def _is_of_the_trade(folded: str) -> bool:
    """„Waldkindergarten“ may be borne by one institution alone and still says what it is, not where."""
    if not analyzer.analyse(folded).known:
        return False
    whole = "+".join(parts(folded))
    return len(parts(folded)) == 1 or whole in word_fields() or folded in common_words()


def _call_signs(named: Iterable[tuple[str, str]], districts: Mapping[str, str]) -> dict[str, str]:
    """Words and pairs of words by which exactly one institution is called: „nordstern“, „dock 7“, „stadtbibliothek“."""
    where: dict[str, set[str]] = {}
    for key, name in named:
        words = [token.folded for token in analyzer.tokenize(name)][:12]
        telling = [
            word for word in words if len(word) > 5 and word not in districts and word not in common_words()
        ]
        pairs = [" ".join(pair) for pair in pairwise(words) if not analyzer.is_stop_word(pair[0])]
        for sign in (*telling, *pairs):
            where.setdefault(sign, set()).add(key)
    return {sign: next(iter(keys)) for sign, keys in where.items() if len(keys) == 1}


def is_citywide(district: str) -> bool:
    """„Gesamte Stadt“, „Gesamter Landkreis“, „kreisweit“."""
    return bool(CITYWIDE.search(district.strip()))


def unknown_place(name: str) -> str:
    """A word of a name that seems to be a place none of ours („Jugendforum Bergheim“), folded; "" if there is none."""
    words = {
        analyzer.fold_word(surface): surface
        for token in analyzer.tokenize(name[:LONGEST_NAME])
        for surface in re.findall(r"[^\W_]+", name[token.start : token.end])
    }
    after_preposition = {analyzer.fold_word(word) for word in IN_PLACE.findall(name[:LONGEST_NAME])}
    for folded, surface in words.items():
        by_ending = len(folded) >= 7 and folded.endswith(PLACE_ENDINGS) and not ORDINARY.search(folded)
        by_position = folded in after_preposition and not analyzer.analyse(folded).known
        if surface[:1].isupper() and (by_ending or by_position):
            return folded
    return ""
