"""Is this institution in the directory already? Name, address, telephone and Träger compared, with reasons in German.

460 libraries are called „Stadtbücherei“: an equal name says little where many bear it, and nothing where the place
differs. Pure: no Django models. Use:

    frequencies = Frequencies.measure(records)
    for match in rank(record, candidates(record, index), frequencies): ...
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from actors.recognition.naming import host_of, kinds_in, name_words, phone_digits, street_and_number
from german import analyzer

SAME = "gibt_es_schon"
RELATED = "verwandt"
SAME_FROM, RELATED_FROM = 0.9, 0.15  # of a single pair
LINK_FROM = 0.15  # when two lists are matched and each entry has one partner at most
MAX_MATCHES = 10

# Weights of the signals: logistic regression on the school lists of Schleswig-Holstein (782 true pairs) and 12,000 pairs
# within the lists of eight Länder; netz, nahe, traeger and ort_gegen are set by hand, the lists hold too few cases.
WEIGHTS = {
    "name": 1.27,
    "name_gleich": 2.23,
    "name_enthalten": 2.37,
    "name_und_ort": 2.01,
    "strasse": 0.92,
    "hausnummer": 1.16,
    "telefon": 3.93,
    "strasse_gegen": -0.9,
    "art_gegen": -3.24,
    "name_gegen": -0.45,
    "nummer_gegen": -2.1,
    "netz": 2.0,
    "nahe": 0.5,
    "traeger": 0.3,
    "ort_gegen": -2.0,
}
INTERCEPT = -5.41


@dataclass(frozen=True)
class Record:
    """An institution as the comparison sees it; every field may be empty. `key`: what the caller knows it by."""

    key: str = ""
    name: str = ""
    other_names: tuple[str, ...] = ()
    kind: str = ""
    parent_body: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @cached_property
    def words(self) -> tuple[str, ...]:
        return name_words(self.name, self.city)

    @cached_property
    def all_words(self) -> tuple[tuple[str, ...], ...]:
        return (self.words, *(name_words(name, self.city) for name in self.other_names if name))

    def words_beside(self, other: Record) -> tuple[tuple[str, ...], ...]:
        """As `all_words`; who names no town is taken to be in the other's: „VHS Auenberg“ is Auenberg's VHS."""
        if self.city or not other.city:
            return self.all_words
        return tuple(name_words(name, other.city) for name in (self.name, *self.other_names) if name) or ((),)

    def names_town(self, city: str) -> bool:
        """Whether the name says the town: „VHS Auenberg“."""
        town = _town(city)
        return bool(town) and f" {town} " in f" {analyzer.fold(self.name)} "

    @cached_property
    def road(self) -> tuple[str, str]:
        return street_and_number(self.street)

    @cached_property
    def digits(self) -> str:
        return phone_digits(self.phone)

    @cached_property
    def host(self) -> str:
        return host_of(self.website) or host_of(self.email.rpartition("@")[2])


# --- frequencies -----------------------------------------------------------------------------------------------------


@dataclass
class Frequencies:
    """How many institutions bear a word, a whole name, a telephone number or a web host: what is shared by many says little."""

    size: int = 0
    words: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    phones: Counter[str] = field(default_factory=Counter)

    @classmethod
    def measure(cls, records: Iterable[Record]) -> Frequencies:
        frequencies = cls()
        for record in records:
            frequencies.size += 1
            frequencies.words.update(set(record.words))
            frequencies.hosts.update({record.host} - {""})
            frequencies.phones.update({record.digits} - {""})
        return frequencies

    def weight(self, word: str) -> float:
        """0.1 (every second name) to 1 (nowhere else)."""
        total = self.size + 20
        return max(0.1, math.log(total / (self.words[word] + 1)) / math.log(total))


def blocks(record: Record) -> set[str]:
    """Keys of which two records for one institution share at least one."""
    found = {f"t:{record.digits}"} if record.digits else set()
    if record.host:
        found.add(f"h:{record.host}")
    place = record.postal_code or analyzer.fold(record.city)
    road, number = record.road
    if road:
        found.add(f"s:{record.postal_code[:3]}:{road}:{number}")
    for words in record.all_words:
        for word in words:
            found.add(f"w:{place}:{_stem(word)}")
            if record.city and record.postal_code:
                found.add(f"w:{analyzer.fold(record.city).split(' ')[0]}:{_stem(word)}")
    return found


def _stem(word: str) -> str:
    return word[:6]


# --- comparing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActorMatch:
    """A record that may stand for the same institution; `reasons` in German."""

    record: Record
    score: float
    verdict: str
    reasons: tuple[str, ...]


def rank(
    record: Record, candidates: Iterable[Record], frequencies: Frequencies, *, limit: int = MAX_MATCHES
) -> list[ActorMatch]:
    """Institutions worth showing, best first."""
    matches = [assess(record, other, frequencies) for other in candidates]
    shown = [match for match in matches if match.verdict]
    return sorted(shown, key=lambda match: (-match.score, match.record.key))[:limit]


def assess(first: Record, second: Record, frequencies: Frequencies) -> ActorMatch:
    """Symmetric: the same whichever comes first."""
    found = signals(first, second, frequencies)
    score = 1 / (
        1 + math.exp(-(INTERCEPT + sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())))
    )
    verdict = SAME if score >= SAME_FROM else RELATED if score >= RELATED_FROM else ""
    return ActorMatch(second, score, verdict, _reasons(found) if verdict else ())


def signals(first: Record, second: Record, frequencies: Frequencies) -> defaultdict[str, float]:
    """All signals of a pair, each 0 to 1, 0 where one side says nothing."""
    found = defaultdict(float)
    names = [(a, b) for a in first.words_beside(second) for b in second.words_beside(first)]
    alike = max(_alike(mine, theirs, frequencies) for mine, theirs in names)
    found["name"] = alike
    found["name_gleich"] = float(any(set(mine) == set(theirs) for mine, theirs in names))
    found["name_enthalten"] = max(_contained(mine, theirs, frequencies) for mine, theirs in names)
    found["name_gegen"] = max(0.0, 1 - 2 * alike)
    _place(found, first, second)
    if first.digits and second.digits:
        same = first.digits == second.digits or _same_but_extension(first.digits, second.digits)
        rare = 1.0 if frequencies.phones[first.digits] <= 3 else 0.3
        found["telefon"] = rare if same else 0.0
    if first.host and first.host == second.host and frequencies.hosts[first.host] <= 3:
        found["netz"] = 1.0
    found["name_und_ort"] = found["name_enthalten"] * found["ort"]
    found["traeger"] = float(
        bool(first.parent_body) and analyzer.fold(first.parent_body) == analyzer.fold(second.parent_body)
    )
    kinds = kinds_in(first.words), kinds_in(second.words)
    found["art_gegen"] = float(bool(kinds[0] and kinds[1]) and not kinds[0] & kinds[1])
    numbers = tuple({word for word in record.words if word.isdigit()} for record in (first, second))
    found["nummer_gegen"] = float(bool(numbers[0] and numbers[1]) and not numbers[0] & numbers[1])
    return found


def _place(found: defaultdict[str, float], first: Record, second: Record) -> None:
    (road, number), (other_road, other_number) = first.road, second.road
    if road and other_road:
        if road == other_road or OSA.normalized_similarity(road, other_road) >= 0.85:
            found["strasse"] = 1.0
            found["hausnummer"] = float(bool(number) and number == other_number)
        else:
            found["strasse_gegen"] = 1.0
    cities = _town(first.city), _town(second.city)
    if first.postal_code and second.postal_code:
        same = first.postal_code == second.postal_code or bool(cities[0] and cities[0] == cities[1])
        found["ort" if same else "ort_gegen"] = 1.0
        if not same and first.postal_code[:3] == second.postal_code[:3] and found["strasse"]:
            found["ort_gegen"] = 0.3
    elif cities[0] and cities[1]:
        found["ort" if cities[0] == cities[1] else "ort_gegen"] = 1.0
    elif first.names_town(second.city) or second.names_town(first.city):
        found["ort"] = 1.0
    if None not in (first.latitude, first.longitude, second.latitude, second.longitude):
        found["nahe"] = float(_metres(first, second) < 100)


def _town(city: str) -> str:
    return analyzer.fold(re.split(r"[,(/]", city)[0])


def _metres(first: Record, second: Record) -> float:
    north = (first.latitude - second.latitude) * 111_000  # type: ignore[operator]
    east = (first.longitude - second.longitude) * 111_000 * math.cos(math.radians(first.latitude or 0.0))  # type: ignore[operator]
    return math.hypot(north, east)


def _same_but_extension(first: str, second: str) -> bool:
    """„04121 908456“ and „04121 908456-0“: one is the other with at most two digits more."""
    short, long = sorted((first, second), key=len)
    return len(short) >= 7 and len(long) - len(short) <= 2 and long.startswith(short)


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...], frequencies: Frequencies) -> float:
    """Weighted share of words that both names have, typing errors forgiven: 0 to 1."""
    if not mine or not theirs:
        return 0.0
    joined = "".join(mine), "".join(theirs)
    if joined[0] == joined[1] or sorted(mine) == sorted(theirs):
        return 1.0
    shared = _containment(mine, theirs, frequencies), _containment(theirs, mine, frequencies)
    by_words = (shared[0] + shared[1]) / 2 * 0.6 + max(shared) * 0.4
    by_letters = OSA.normalized_similarity(*joined) if min(map(len, joined)) >= 6 else 0.0
    return max(by_words, by_letters if by_letters > 0.8 else 0.0)


def _contained(mine: tuple[str, ...], theirs: tuple[str, ...], frequencies: Frequencies) -> float:
    """Whether the shorter name stands in the longer one and says something: 0 to 1."""
    shorter, longer = sorted((mine, theirs), key=len)
    share = _containment(shorter, longer, frequencies)
    telling = sum(frequencies.weight(word) for word in shorter)
    return max(0.0, share - 0.6) / 0.4 * min(1.0, telling)


def _containment(words: tuple[str, ...], other: tuple[str, ...], frequencies: Frequencies) -> float:
    """Share of the weight of `words` that stands in `other`, typing errors forgiven: 0 to 1."""
    total = sum(frequencies.weight(word) for word in words)
    text = "".join(other)
    hit = 0.0
    for word in words:
        if word in other:
            hit += frequencies.weight(word)
        elif len(word) >= 5 and any(OSA.normalized_similarity(word, known) >= 0.8 for known in other):
            hit += 0.85 * frequencies.weight(word)
        elif len(word) >= 5 and word in text:
            hit += 0.8 * frequencies.weight(word)
    return hit / total if total else 0.0


def _reasons(found: Mapping[str, float]) -> tuple[str, ...]:
    sentences = (
        (found["name_gleich"] == 1.0, _("gleicher Name")),
        (found["name_gleich"] < 1.0 and found["name"] >= 0.6, _("ähnlicher Name")),
        (bool(found["strasse"]) and bool(found["hausnummer"]), _("gleiche Anschrift")),
        (bool(found["strasse"]) and not found["hausnummer"], _("gleiche Straße")),
        (found["ort"] == 1.0 and not found["strasse"], _("gleicher Ort")),
        (bool(found["telefon"]), _("gleiche Telefonnummer")),
        (bool(found["netz"]), _("gleiche Internetadresse")),
        (bool(found["traeger"]), _("gleicher Träger")),
        (found["ort_gegen"] == 1.0, _("anderer Ort")),
        (bool(found["strasse_gegen"]), _("andere Straße")),
        (bool(found["art_gegen"]), _("andere Art von Einrichtung")),
    )
    return tuple(sentence for holds, sentence in sentences if holds)


class Index:
    """Records by what they share; candidates without comparing everybody with everybody."""

    LARGEST = 60  # a block with more records tells nothing („Schule“ in a big town)

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_block: dict[str, list[Record]] = defaultdict(list)
        for record in records:
            for block in blocks(record):
                self.by_block[block].append(record)

    def candidates(self, record: Record) -> list[Record]:
        """Records that share a block with this one (itself left out), in the order they came."""
        found: dict[int, Record] = {}
        for block in sorted(blocks(record)):
            members = self.by_block.get(block, ())
            if len(members) <= self.LARGEST:
                found.update((id(other), other) for other in members if other is not record)
        return list(found.values())


def matched(
    records: Iterable[Record], index: Index, frequencies: Frequencies
) -> list[tuple[Record, ActorMatch]]:
    """Two lists of the same institutions laid side by side: each record with its partner, each partner once.

    Because everybody has one partner at most, a weaker likeness is enough than for a pair by itself.
    """
    pairs = [
        (record, assess(record, other, frequencies))
        for record in records
        for other in index.candidates(record)
    ]
    taken: set[int] = set()
    found = []
    for record, match in sorted(pairs, key=lambda item: (-item[1].score, item[0].key, item[1].record.key)):
        if match.score < LINK_FROM:
            break
        if id(record) not in taken and id(match.record) not in taken:
            taken |= {id(record), id(match.record)}
            found.append((record, match))
    return found
