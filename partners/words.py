"""What a need and an offer have to do with each other, by what they say. Pure: no Django.

Two kinds of knowledge: fields of needs (`data/bedarf.txt`: who looks for „Vorlesende“ is helped by „Lesepatinnen“), and the words
themselves (`networks.recognition.wording`: the same root, or one word field). A field goes one way: what is asked lies on the
left, what answers it on the right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from german.analyzer import fold_word
from networks.recognition.wording import kinship, words_of

FILE = Path(__file__).parent / "data" / "bedarf.txt"
QUIET = Path(__file__).parent / "data" / "nebenworte.txt"

ANSWERS, RELATED = 1.0, 0.5  # how far a text answers a need of its field
GENERAL = 0.9  # of a general field („Raum“): nearly as good, a special one goes before
GENERAL_BESIDE = 0.3  # the same where something special was named, too
SAME_WORD = 0.7  # the same telling word in both texts, without a field that knows it
LEAST_TELLING = 0.5  # of a word: below it stands in any text
SECOND_WORD = 0.15  # another word in common
BESIDE_DECISIVE = 0.4  # of another field where a decisive one was named
LATER = 0.3  # of a group of people that is named after another one
ONE_OF_SEVERAL = 0.3  # is lost where an offer answers none of the other needs that were named
NARROWER = 0.5  # of an offer for people of one language only, where nobody asked for it
ELSEWHERE = 0.4  # of what is wanted in one kind of institution and offered in another
ACCESS = "zugang"
TOO_SMALL = 0.2  # what is left of an offer that says that it is too small, or too little money

NUMBERS = {
    "zehn": 10, "elf": 11, "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60,
    "achtzig": 80, "hundert": 100,
}  # fmt: skip
PEOPLE = re.compile(
    r"(\d{1,4}|" + "|".join(NUMBERS) + r")\s+(?:\w+e\s+)?"
    r"(?:Personen|Kinder|Leute|Menschen|Plätze|Plätzen|Gäste|Jugendliche|Eltern|Frauen|Familien|Teilnehmende|Seniorinnen)\b"
)
INSIDE = re.compile(r"\bin (?:den |der |einer |unserer )?(\w*[Ss]chulen?|Kitas?|Betrieben)\b")
EUROS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)\s*(?:Euro|€)")

type Roots = tuple[str, ...]


class FieldEntry(NamedTuple):
    """A word or expression of a field: the roots of its words. `where`: "" anywhere in a word, "-" its end, "=" all of it;
    "'": `beginning`, the letters with which a word begins (the root of „Schulung“ is that of „Schule“); "?" asks only."""

    text: str
    words: tuple[Roots, ...]
    where: str
    beginning: str = ""


@dataclass(frozen=True)
class NeedField:
    """A need (`kind`: raum, personal …) in the words that ask for it, that answer it, and that come near it. `level`: "~" general,
    "!" decisive (who needs Tigrinya is not helped by Dari), "" neither."""

    number: int
    kind: str
    level: str
    asked: tuple[FieldEntry, ...]
    answers: tuple[FieldEntry, ...]
    related: tuple[FieldEntry, ...]

    def named_at(self, text: Reading) -> int | None:
        """The place of the first word of the text that asks for it; None where it is not named."""
        places = [place for entry in self.asked if (place := text.place_of(entry)) is not None]
        return min(places, default=None)

    def answered_by(self, text: Reading) -> float:
        asked = (entry for entry in self.asked if entry.where != "?")
        if any(map(text.has, asked)) or any(map(text.has, self.answers)):
            return ANSWERS
        return RELATED if any(map(text.has, self.related)) else 0.0


@dataclass(frozen=True)
class Reading:
    """A text as its words: their letters, their roots, and how much each root says."""

    folded: tuple[str, ...]
    words: tuple[Roots, ...]
    telling: dict[str, float]

    def place_of(self, entry: FieldEntry) -> int | None:
        """Of the first word of the entry; None unless the text has them all."""
        if entry.beginning:
            return next((at for at, word in enumerate(self.folded) if word.startswith(entry.beginning)), None)
        places = []
        for part in entry.words:
            place = next(
                (at for at, word in enumerate(self.words) if _lies_in(part, word, entry.where)), None
            )
            if place is None:
                return None
            places.append(place)
        return places[0] if places else None

    def has(self, entry: FieldEntry) -> bool:
        return self.place_of(entry) is not None


def _lies_in(part: Roots, word: Roots, where: str) -> bool:
    size = len(part)
    if where == "=":
        return part == word
    if where == "-":
        return word[-size:] == part
    return any(word[start : start + size] == part for start in range(len(word) - size + 1))


@lru_cache(maxsize=20_000)
def read(text: str) -> Reading:
    words = words_of(text)
    telling = {root: says for word in words for root, says in zip(word.roots, word.telling, strict=False)}
    return Reading(tuple(word.folded for word in words), tuple(word.roots for word in words), telling)


@cache
def fields() -> tuple[NeedField, ...]:
    found: list[NeedField] = []
    kind = ""
    for line in _lines(FILE):
        if line.startswith("["):
            kind = line.strip("[]")
            continue
        asked, _arrow, rest = line.lstrip("~!").partition(">")
        answers, _bar, related = rest.partition("|")
        sides = (tuple(_entries(side)) for side in (asked, answers, related))
        found.append(NeedField(len(found), kind, line[0] if line[0] in "~!" else "", *sides))
    return tuple(found)


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _entries(side: str) -> Iterator[FieldEntry]:
    for part in side.split(","):
        text = part.strip()
        if text:
            where = text[0] if text[0] in "-='?" else ""
            plain = text.lstrip("-='?")
            beginning = fold_word(plain) if where == "'" else ""
            yield FieldEntry(plain, tuple(word.roots for word in words_of(plain)), where, beginning)


class Marks(NamedTuple):
    """What the fields find in a text, by their number: the place of the first word that asks for it, and how far it answers it."""

    named: dict[int, int]
    answers: dict[int, float]


@lru_cache(maxsize=50_000)
def marks(text: str) -> Marks:
    """Kept for each text, because a question goes through all offers: only fields with a root in common are looked at."""
    words = read(text)
    roots = {root for word in words.words for root in word}
    numbers = _by_letters().union(*(_by_root().get(root, ()) for root in roots))
    named: dict[int, int] = {}
    answers: dict[int, float] = {}
    for number in sorted(numbers):
        one = fields()[number]
        place = one.named_at(words)
        if place is not None:
            named[number] = place
        if grade := one.answered_by(words):
            answers[number] = grade
    return Marks(named, answers)


@cache
def _by_root() -> dict[str, frozenset[int]]:
    """First root of an entry -> numbers of its fields."""
    found: dict[str, set[int]] = defaultdict(set)
    for one in fields():
        for entry in (*one.asked, *one.answers, *one.related):
            found[entry.words[0][0]].add(one.number)
    return {root: frozenset(numbers) for root, numbers in found.items()}


@cache
def _by_letters() -> frozenset[int]:
    """Fields with an entry that goes by letters: its roots say nothing about where it is found."""
    return frozenset(
        one.number
        for one in fields()
        if any(entry.beginning for entry in (*one.asked, *one.answers, *one.related))
    )


@cache
def quiet_roots() -> frozenset[str]:
    """Roots that two texts may share without having anything in common."""
    return frozenset(root for line in _lines(QUIET) for word in words_of(line) for root in word.roots)


@lru_cache(maxsize=2_000)
def needs_in(text: str, kinds: frozenset[str]) -> tuple[tuple[NeedField, float], ...]:
    """The fields that a text asks for, with their weight. `kinds` narrows them; empty: all kinds.

    Whom one wants to reach is named first („Vereine, in denen …“); of other needs the order says nothing."""
    named = ((fields()[number], place) for number, place in marks(text).named.items())
    places = [(one, place) for one, place in named if not kinds or one.kind in kinds]
    levels = {(one.kind, one.level) for one, _place in places}
    first = min((place for one, place in places if one.kind == ACCESS), default=0)
    found = []
    for one, place in places:
        weight = GENERAL if one.level == "~" else 1.0
        if one.level == "~" and {(one.kind, ""), (one.kind, "!")} & levels:
            weight = GENERAL_BESIDE
        elif one.level == "" and (one.kind, "!") in levels:
            weight = BESIDE_DECISIVE
        if one.kind == ACCESS and place > first:
            weight *= LATER
        found.append((one, weight))
    return tuple(found)


def answered(wanted: str, offered: str, kinds: Iterable[str] = (), *, loosely: bool = True) -> float:
    """How far what is offered answers what is wanted: 0 (nothing in common) to 1. Not `loosely`: of the words alone only the
    same ones count, as in the presentation of an institution, where much else is said."""
    return _answered(wanted, offered, frozenset(kinds), loosely)


@lru_cache(maxsize=50_000)
def _answered(wanted: str, offered: str, kinds: frozenset[str], loosely: bool) -> float:
    needs = needs_in(wanted, kinds)
    found = max((_by_fields(list(same), offered) for _kind, same in groupby(needs, _kind_of)), default=0.0)
    if not any(one.level == "!" or one.kind == ACCESS for one, _weight in needs):
        found = max(found, _in_words(read(wanted), read(offered), loosely))
    if not found:
        return 0.0
    if any(
        fields()[number].level == "!" for number in marks(offered).named.keys() - marks(wanted).named.keys()
    ):
        found *= NARROWER
    if _is_elsewhere(wanted, read(offered)):
        found *= ELSEWHERE
    return found * TOO_SMALL if _is_too_small(wanted, offered) else found


def _kind_of(need: tuple[NeedField, float]) -> str:
    return need[0].kind


def _by_fields(needs: list[tuple[NeedField, float]], offered: str) -> float:
    """The field that is answered best; less where the text answers none of the others that were named."""
    there = marks(offered).answers
    grades = [there.get(one.number, 0.0) * weight for one, weight in needs]
    share = sum(grades) / sum(weight for _one, weight in needs)
    return max(grades) * (1 - ONE_OF_SEVERAL * (1 - share))


def _in_words(wanted: Reading, offered: Reading, loosely: bool) -> float:
    """By the words alone: the most telling one they share, and whether there is a second."""
    shared = sorted(
        (
            says * _likeness(root, offered, loosely)
            for root, says in wanted.telling.items()
            if says >= LEAST_TELLING and root not in quiet_roots() and not root.isdigit()
        ),
        reverse=True,
    )
    if not shared or not shared[0]:
        return 0.0
    second = SECOND_WORD if len(shared) > 1 and shared[1] >= LEAST_TELLING else 0.0
    return min(1.0, SAME_WORD * shared[0] + second)


def _likeness(root: str, offered: Reading, loosely: bool) -> float:
    if not loosely:
        return float(root in offered.telling)
    return max((kinship(root, other) for other in offered.telling), default=0.0)


def _is_elsewhere(wanted: str, offered: Reading) -> bool:
    """Whether something is wanted „in Schulen“ and offered anywhere else."""
    where = INSIDE.search(wanted)
    return where is not None and not set(read(where[1]).telling) & set(offered.telling)


def _is_too_small(wanted: str, offered: str) -> bool:
    """Whether both say how many people or how much money, and the offer says less."""
    for pattern in (PEOPLE, EUROS):
        asked, there = pattern.search(wanted), pattern.search(offered)
        if asked and there and _number(there[1]) < _number(asked[1]):
            return True
    return False


def _number(text: str) -> int:
    return NUMBERS.get(text) or int(text.replace(".", ""))
