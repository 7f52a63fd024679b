"""Named signals of a pair of institutions: what speaks for „the same“ and what against it. Pure: no Django models.

460 libraries are called „Stadtbücherei“: an equal name says little where many bear it, and nothing where the place
differs. Every signal lies between 0 and 1 and is 0 where one side says nothing. The names are those of
`data/similarity.toml`; signals whose name ends in `_gegen` may only lower a score, all others only raise it.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import OSA

from actors.recognition.naming import kinds_in
from actors.recognition.records import Corpus, Record, town_of
from german import analyzer

SIGNALS = {
    "name": _("Name"),
    "name_gleich": _("gleicher Name"),
    "name_enthalten": _("Name im längeren Namen enthalten"),
    "name_und_ort": _("enthaltener Name am gleichen Ort"),
    "ort": _("gleicher Ort"),
    "strasse": _("gleiche Straße"),
    "hausnummer": _("gleiche Hausnummer"),
    "telefon": _("gleiche Telefonnummer"),
    "netz": _("gleiche Internetadresse"),
    "nahe": _("keine hundert Meter entfernt"),
    "traeger": _("gleicher Träger"),
    "name_gegen": _("anderer Name"),
    "nummer_gegen": _("andere Nummer im Namen"),
    "art_gegen": _("andere Art von Einrichtung"),
    "strasse_gegen": _("andere Straße"),
    "ort_gegen": _("anderer Ort"),
}

SAME_STREET = 0.85  # of the letters: „Marktgase“ is Marktgasse, „Bergstraße“ is not Burgstraße
SHARED_LINE = 3  # institutions with one number or host: above, it is a town hall's switchboard or a portal
SWITCHBOARD = 0.3  # what a number says that more share
NEXT_DELIVERY_AREA = 0.3  # how far postcodes of one region speak against one street
NEAR = 100  # metres: one school yard; geocoding errs by as much
METRES_PER_DEGREE = 111_000  # of latitude, anywhere; of longitude at the equator
EXTENSION = 2  # digits at most by which a number with an extension is longer
WHOLE_NUMBER = 7  # digits from which on a number has its area code
TYPING_ERROR = 0.8  # of the letters of a word
MISSPELT, WITHIN = 0.85, 0.8  # what a word counts that is met with an error, or as part of a compound
LONG = 5  # letters of a word that can be misspelt and still be told from another
LONG_NAME = 6  # the same for a whole name
EITHER_WAY, ONE_WAY = 0.6, 0.4  # a name and its longer form are nearly alike, though the long one holds more
SAYS_MORE = (
    0.6  # share of the shorter name from which on the longer one is taken to be the same with something added
)


def signals(first: Record, second: Record, corpus: Corpus) -> dict[str, float]:
    """All signals of a pair."""
    found = dict.fromkeys(SIGNALS, 0.0)
    _names(found, first, second, corpus)
    _place(found, first, second)
    _reached(found, first, second, corpus)
    found["name_und_ort"] = found["name_enthalten"] * found["ort"]
    same_body = analyzer.fold(first.parent_body) == analyzer.fold(second.parent_body)
    found["traeger"] = float(bool(first.parent_body) and same_body)
    return found


def _names(found: dict[str, float], first: Record, second: Record, corpus: Corpus) -> None:
    names = [(a, b) for a in first.words_beside(second) for b in second.words_beside(first)]
    alike = max(_alike(mine, theirs, corpus) for mine, theirs in names)
    found["name"] = alike
    found["name_gleich"] = float(any(set(mine) == set(theirs) for mine, theirs in names))
    found["name_enthalten"] = max(_contained(mine, theirs, corpus) for mine, theirs in names)
    found["name_gegen"] = max(0.0, 1 - 2 * alike)
    found["art_gegen"] = _differ(*(kinds_in(record.words) for record in (first, second)))
    found["nummer_gegen"] = _differ(
        *({word for word in record.words if word.isdigit()} for record in (first, second))
    )


def _differ(mine: Collection[str], theirs: Collection[str]) -> float:
    """1 where both say something and nothing of it is the same."""
    return float(bool(mine and theirs) and not set(mine) & set(theirs))


def _place(found: dict[str, float], first: Record, second: Record) -> None:
    (road, number), (other_road, other_number) = first.road, second.road
    if road and other_road:
        if road == other_road or OSA.normalized_similarity(road, other_road) >= SAME_STREET:
            found["strasse"] = 1.0
            found["hausnummer"] = float(bool(number) and number == other_number)
        else:
            found["strasse_gegen"] = 1.0
    cities = town_of(first.city), town_of(second.city)
    if first.postal_code and second.postal_code:
        same = first.postal_code == second.postal_code or bool(cities[0] and cities[0] == cities[1])
        found["ort" if same else "ort_gegen"] = 1.0
        if not same and first.postal_code[:3] == second.postal_code[:3] and found["strasse"]:
            found["ort_gegen"] = NEXT_DELIVERY_AREA
    elif cities[0] and cities[1]:
        found["ort" if cities[0] == cities[1] else "ort_gegen"] = 1.0
    elif first.names_town(second.city) or second.names_town(first.city):
        found["ort"] = 1.0
    if None not in (first.latitude, first.longitude, second.latitude, second.longitude):
        found["nahe"] = float(_metres(first, second) < NEAR)


def _metres(first: Record, second: Record) -> float:
    north = (first.latitude - second.latitude) * METRES_PER_DEGREE  # type: ignore[operator]
    narrowed = METRES_PER_DEGREE * math.cos(math.radians(first.latitude or 0.0))
    return math.hypot(north, (first.longitude - second.longitude) * narrowed)  # type: ignore[operator]


def _reached(found: dict[str, float], first: Record, second: Record, corpus: Corpus) -> None:
    if first.digits and second.digits:
        same = first.digits == second.digits or _same_but_extension(first.digits, second.digits)
        rare = 1.0 if corpus.phones[first.digits] <= SHARED_LINE else SWITCHBOARD
        found["telefon"] = rare if same else 0.0
    if first.host and first.host == second.host and corpus.hosts[first.host] <= SHARED_LINE:
        found["netz"] = 1.0


def _same_but_extension(first: str, second: str) -> bool:
    """„04121 908456“ and „04121 908456-0“: one is the other with a short extension."""
    short, long = sorted((first, second), key=len)
    return len(short) >= WHOLE_NUMBER and len(long) - len(short) <= EXTENSION and long.startswith(short)


def _alike(mine: tuple[str, ...], theirs: tuple[str, ...], corpus: Corpus) -> float:
    """Weighted share of words that both names have, typing errors forgiven: 0 to 1."""
    if not mine or not theirs:
        return 0.0
    joined = "".join(mine), "".join(theirs)
    if joined[0] == joined[1] or sorted(mine) == sorted(theirs):
        return 1.0
    shared = _containment(mine, theirs, corpus), _containment(theirs, mine, corpus)
    by_words = sum(shared) / 2 * EITHER_WAY + max(shared) * ONE_WAY
    by_letters = OSA.normalized_similarity(*joined) if min(map(len, joined)) >= LONG_NAME else 0.0
    return max(by_words, by_letters if by_letters > TYPING_ERROR else 0.0)


def _contained(mine: tuple[str, ...], theirs: tuple[str, ...], corpus: Corpus) -> float:
    """Whether the shorter name stands in the longer one and says something: 0 to 1."""
    shorter, longer = sorted((mine, theirs), key=len)
    share = _containment(shorter, longer, corpus)
    telling = sum(corpus.weight(word) for word in shorter)
    return max(0.0, share - SAYS_MORE) / (1 - SAYS_MORE) * min(1.0, telling)


def _containment(words: tuple[str, ...], other: tuple[str, ...], corpus: Corpus) -> float:
    """Share of the weight of `words` that stands in `other`, typing errors forgiven: 0 to 1."""
    total = sum(corpus.weight(word) for word in words)
    return sum(corpus.weight(word) * _met(word, other) for word in words) / total if total else 0.0


def _met(word: str, other: tuple[str, ...]) -> float:
    """How far a word stands in another name: 0 to 1."""
    if word in other:
        return 1.0
    if len(word) < LONG:
        return 0.0
    if any(OSA.normalized_similarity(word, known) >= TYPING_ERROR for known in other):
        return MISSPELT
    return WITHIN if word in "".join(other) else 0.0
