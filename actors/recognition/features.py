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

from actors.recognition.naming import VOCATIONAL
from actors.recognition.records import Corpus, Record

SIGNALS = {
    "name": _("Name"),
    "name_gleich": _("gleicher Name"),
    "name_enthalten": _("Name im längeren Namen enthalten"),
    "name_und_ort": _("enthaltener Name am gleichen Ort"),
    "anschrift": _("gleiche Anschrift"),
    "art_und_anschrift": _("gleiche Art an gleicher Anschrift"),
    "namenlos_und_anschrift": _("gleiche Art und Anschrift, einmal ohne Eigennamen"),
    "nachfolge": _("Schularten, die aufeinander folgten, an einer Anschrift"),
    "aussenstelle": _("Außenstelle des anderen"),
    "ort": _("gleicher Ort"),
    "strasse": _("gleiche Straße"),
    "hausnummer": _("gleiche Hausnummer"),
    "telefon": _("gleiche Telefonnummer"),
    "netz": _("gleiche Internetadresse"),
    "nahe": _("keine hundert Meter entfernt"),
    "traeger": _("gleicher Träger"),
    "name_gegen": _("anderer Name"),
    "eigenes_gegen": _("jeder Name sagt etwas, das dem anderen fehlt"),
    "nummer_gegen": _("andere Nummer im Namen"),
    "art_gegen": _("andere Art von Einrichtung"),
    "strasse_gegen": _("andere Straße"),
    "hausnummer_gegen": _("andere Hausnummer"),
    "telefon_gegen": _("andere Telefonnummer"),
    "ort_gegen": _("anderer Ort"),
}

SAME_STREET = 0.85  # of the letters: „Marktgase“ is Marktgasse, „Bergstraße“ is not Burgstraße
STREET = "strasse"
HALF = 0.5  # what a street says without a number, a number without a town, „…schule“ of the kind of school
ALONE = 2  # institutions at an address: where more are, that they are of one kind does not make them one
OLDER, YOUNGER = frozenset("hr"), frozenset("s")  # kinds of school of which the younger were made
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
    if found["strasse"] and found["ort_gegen"] < 1.0:
        _at_one_address(found, first, second, corpus)
    found["aussenstelle"] = found["name_enthalten"] * (first.is_branch != second.is_branch)
    found["traeger"] = float(bool(first.body) and first.body == second.body)
    return found


def _names(found: dict[str, float], first: Record, second: Record, corpus: Corpus) -> None:
    names = [(a, b) for a in first.words_beside(second) for b in second.words_beside(first)]
    alike = max(_alike(mine, theirs, corpus) for mine, theirs in names)
    found["name"] = alike
    found["name_gleich"] = float(any(set(mine) == set(theirs) for mine, theirs in names))
    found["name_enthalten"] = max(_contained(mine, theirs, corpus) for mine, theirs in names)
    cores = [(a, b) for a in first.cores for b in second.cores if a and b]
    if alike < HALF and (
        cores or not _same_kind(first, second)
    ):  # „Grundschule“ may be any of them, but is no Kita
        own = max((_alike(mine, theirs, corpus) for mine, theirs in cores), default=alike)
        found["name_gegen"] = max(0.0, 1 - 2 * max(alike, own))
    found["eigenes_gegen"] = min((_apart(mine, theirs, corpus) for mine, theirs in cores), default=0.0)
    found["art_gegen"] = float(_is_other_kind(first, second) or _is_other_kind(second, first))
    found["nummer_gegen"] = _differ(
        *({word for word in record.words if word.isdigit()} for record in (first, second))
    )


def _apart(mine: tuple[str, ...], theirs: tuple[str, ...], corpus: Corpus) -> float:
    """How far each of two names says something of its own: „… für Ergotherapie“ and „… für Altenpflege“ of one school."""
    return 1 - max(_containment(mine, theirs, corpus), _containment(theirs, mine, corpus))


def _differ(mine: Collection[str], theirs: Collection[str]) -> float:
    """1 where both say something and nothing of it is the same."""
    return float(bool(mine and theirs) and not set(mine) & set(theirs))


def _is_other_kind(record: Record, other: Record) -> bool:
    """Of another kind than the other one says, or no school at all where the other is some school."""
    if record.kinds and other.kinds:
        return not record.kinds & other.kinds
    return bool(record.kinds) and other.is_school and not record.is_school


def _place(found: dict[str, float], first: Record, second: Record) -> None:
    (road, number), (other_road, other_number) = first.road, second.road
    if road and other_road:
        if _same_street(road, other_road):
            found["strasse"] = 1.0
            found["hausnummer"] = float(_meet(first.houses, second.houses))
            found["hausnummer_gegen"] = float(bool(number and other_number) and not found["hausnummer"])
        else:
            found["strasse_gegen"] = 1.0
    cities = first.town, second.town
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


def _same_street(road: str, other: str) -> bool:
    """Slips of the pen forgiven; „…straße“ in both says nothing."""
    if road == other:
        return True
    if road.endswith(STREET) and other.endswith(STREET):
        road, other = road.removesuffix(STREET), other.removesuffix(STREET)
    return OSA.normalized_similarity(road, other) >= SAME_STREET


def _meet(mine: tuple[int, int] | None, theirs: tuple[int, int] | None) -> bool:
    """Whether two ranges of house numbers overlap: „12“ lies in „10–14“."""
    return bool(mine and theirs) and mine[0] <= theirs[1] and theirs[0] <= mine[1]  # type: ignore[index]


def _at_one_address(found: dict[str, float], first: Record, second: Record, corpus: Corpus) -> None:
    """What the same street says with the number, and then with kind and name of who is there."""
    number = found["hausnummer"] or HALF * (not found["hausnummer_gegen"])
    at = found["anschrift"] = number * (found["ort"] or HALF)
    found["nachfolge"] = at * (_became(first.kinds, second.kinds) or _became(second.kinds, first.kinds))
    of_one_kind = at * _same_kind(first, second)
    if first.kinds & second.kinds and not first.kinds & second.kinds - VOCATIONAL:
        of_one_kind = 0.0  # schools for many trades share a house
    is_crowded = max(corpus.addresses[record.address] for record in (first, second)) > ALONE
    found["art_und_anschrift"] = of_one_kind * (not is_crowded)
    found["namenlos_und_anschrift"] = of_one_kind * (not (any(first.cores) and any(second.cores)))


def _same_kind(first: Record, second: Record) -> float:
    """1 for the same kind of institution, HALF for two schools of which one does not say its kind."""
    if first.kinds & second.kinds:
        return 1.0
    return HALF * (first.is_school and second.is_school and not (first.kinds and second.kinds))


def _became(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether one kind of school was made of the other: Hauptschule or Realschule → Gemeinschaftsschule."""
    return bool(mine) and bool(theirs) and OLDER.issuperset(mine) and YOUNGER.issuperset(theirs)


def _metres(first: Record, second: Record) -> float:
    north = (first.latitude - second.latitude) * METRES_PER_DEGREE  # type: ignore[operator]
    narrowed = METRES_PER_DEGREE * math.cos(math.radians(first.latitude or 0.0))
    return math.hypot(north, (first.longitude - second.longitude) * narrowed)  # type: ignore[operator]


def _reached(found: dict[str, float], first: Record, second: Record, corpus: Corpus) -> None:
    if first.digits and second.digits:
        same = first.digits == second.digits or _same_but_extension(first.digits, second.digits)
        rare = 1.0 if corpus.phones[first.digits] <= SHARED_LINE else SWITCHBOARD
        found["telefon"] = rare if same else 0.0
        found["telefon_gegen"] = float(not same)
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
