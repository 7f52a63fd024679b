"""Correction of typing errors against the words that really occur in the directory.

Candidates come from two sides: words of similar length within a bounded edit distance (rapidfuzz, a C loop over
buckets by length) and words that sound alike (Kölner Phonetik). They are ordered by a cost that knows how people
mistype German: doubled letters and missing umlaut dots are cheap, neighbouring keys cheaper than far ones, a wrong
first letter is dear. One look-up among 100,000 words takes some milliseconds and is cached.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from german.compounds import head_of, modifier_of
from german.folding import fold_word
from german.words import analyse

MOST_CANDIDATES = 25  # from each side: the one that was meant is among them, and all are costed
# In words of nine letters and more another ending costs less than a slip.
LONG, ENDINGS, INFLECTED = 9, ("en", "n", "e", "s"), 0.3
# Costs of slips: 1 is a wrong letter. What hands and ears confuse costs less, what nobody confuses more.
TWIN, NEIGHBOUR = 0.7, 0.85  # b for p, the key beside
FIRST_LETTER = 0.4  # beyond that: people rarely mistake the beginning of a word
SWAPPED = 0.8  # two letters in the wrong order: one slip, not two
DOUBLED, DOTLESS, MUTE = 0.45, 0.35, 0.75  # ll for l, u for ü, an h or s that nobody hears
GAP, FIRST_GAP = 0.9, 1.2  # any other letter too many or too few; at the beginning
SAME_SOUND = 0.8  # of the cost when both are spoken alike
FREQUENT = 0.08  # off the cost for each power of ten of entries with the word: it decides between equals only
SEAM = 0.3  # for a word that is not there itself, but a part of it
# How far away short words, those from 7 and those from 13 letters may be; the third slip is a small one.
ONE_SLIP, TWO_SLIPS, THREE_SLIPS = 1.0, 2.0, 2.6
# How far away at most a correction of what is good German may be: a slip in a compound, else nothing but umlaut dots.
GOOD_COMPOUND, GOOD_WORD = 1.2, 0.5
_KEYBOARD = ("qwertzuiop", "asdfghjkl", "yxcvbnm")
_TWINS = frozenset(
    map(
        frozenset,
        ("bp", "dt", "gk", "fv", "sz", "iy", "ck", "ck", "vw", "ij", "cz", "qk", "xs"),
    )
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the directory that was probably meant; `cost` 0 is certain, 1 about one slip of the finger."""

    word: str
    cost: float


class Speller:
    """Spelling over known words: {folded surface: how many entries have it}."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._words = dict(words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            if len(word) > 2 and not word.isdigit():
                self._by_length[len(word)].append(word)
                self._by_sound[phonetic(word)].append(word)
        self._cached = lru_cache(maxsize=20_000)(self._corrections)

    def knows(self, word: str) -> bool:
        return fold_word(word) in self._words

    def correct(self, word: str, *, most: int = 5) -> list[Correction]:
        """What was probably meant, best first; [] for words that occur, for numbers and where nothing is near.

        A word that is good German though it does not occur (Schach, where there is only Schacht) is left alone
        unless nothing but an umlaut is missing.
        """
        return list(self._cached(fold_word(word))[:most])

    def _corrections(self, word: str) -> tuple[Correction, ...]:
        if word in self._words or len(word) < 4 or any(char.isdigit() for char in word):
            return ()
        analysis = analyse(word)
        limit = tolerance(word)
        if analysis.known:
            limit = min(limit, GOOD_COMPOUND if analysis.is_compound else GOOD_WORD)
        found = self._near(word, limit)
        if not found and not analysis.known and len(word) > 8:
            found = self._by_parts(word)
        return tuple(sorted(found, key=lambda one: (one.cost - self._bonus(one.word), one.word)))

    def _bonus(self, word: str) -> float:
        return FREQUENT * math.log10(1 + self._words.get(word, 0))

    def _near(self, word: str, limit: float) -> list[Correction]:
        distance = math.ceil(limit) + (2 if len(word) >= LONG else 0)  # with room for an ending
        candidates = set(self._by_sound.get(phonetic(word), ())[:MOST_CANDIDATES])
        for length in range(len(word) - distance, len(word) + distance + 1):
            bucket = self._by_length.get(length)
            if bucket:
                near = process.extract(
                    word,
                    bucket,
                    scorer=OSA.distance,
                    score_cutoff=distance,
                    limit=MOST_CANDIDATES,
                )
                candidates.update(candidate for candidate, _, _ in near)
        costed = (Correction(candidate, _cost(word, candidate)) for candidate in candidates)
        return [correction for correction in costed if correction.cost <= limit]

    def _by_parts(self, word: str) -> list[Correction]:
        """„Schulabsentimusberatung“: one half is a known part, the other is corrected by itself."""
        found: list[Correction] = []
        for seam in range(4, len(word) - 4):
            left, right = word[:seam], word[seam:]
            if modifier_of(left):
                near = self._near(right, min(tolerance(right), ONE_SLIP))[:2]
                found += [Correction(left + one.word, one.cost + SEAM) for one in near]
            if len(left) > 4 and head_of(right):
                near = self._near(left, min(tolerance(left), ONE_SLIP))[:2]
                found += [Correction(one.word + right, one.cost + SEAM) for one in near]
        return found


def _cost(typed: str, meant: str) -> float:
    """The slips, apart from an ending: „Geselenprüfung“ was meant by who stands beside „Gesellenprüfungen“."""
    cost = slip_cost(typed, meant)
    if len(typed) >= LONG:
        for ending in ENDINGS:
            if meant.endswith(ending) and not typed.endswith(ending):
                cost = min(cost, INFLECTED + slip_cost(typed, meant[: -len(ending)]))
            elif typed.endswith(ending) and not meant.endswith(ending):
                cost = min(cost, INFLECTED + slip_cost(typed[: -len(ending)], meant))
    return cost


def tolerance(word: str) -> float:
    """How far a correction may be away: one slip in short words, two from 7 letters, three from 13."""
    if len(word) < 7:
        return ONE_SLIP
    return TWO_SLIPS if len(word) < 13 else THREE_SLIPS


@lru_cache(maxsize=50_000)
def slip_cost(typed: str, meant: str) -> float:
    """Weighted edit distance (optimal string alignment): what a person's fingers and ears confuse costs less."""
    if typed == meant:
        return 0.0
    rows = [[0.0] * (len(meant) + 1) for _ in range(len(typed) + 1)]
    for i in range(1, len(typed) + 1):
        rows[i][0] = rows[i - 1][0] + FIRST_GAP
    for j in range(1, len(meant) + 1):
        rows[0][j] = rows[0][j - 1] + FIRST_GAP
    for i in range(1, len(typed) + 1):
        for j in range(1, len(meant) + 1):
            one, other = typed[i - 1], meant[j - 1]
            best = rows[i - 1][j - 1] + (0.0 if one == other else _swap_cost(one, other, i, j))
            best = min(
                best,
                rows[i - 1][j] + _gap_cost(typed, i - 1),
                rows[i][j - 1] + _gap_cost(meant, j - 1),
            )
            if i > 1 and j > 1 and one == meant[j - 2] and typed[i - 2] == other and one != other:
                best = min(best, rows[i - 2][j - 2] + SWAPPED)
            rows[i][j] = best
    cost = rows[-1][-1]
    return cost * SAME_SOUND if phonetic(typed) == phonetic(meant) else cost


def _swap_cost(one: str, other: str, i: int, j: int) -> float:
    cost = 1.0
    if frozenset((one, other)) in _TWINS:
        cost = TWIN
    elif _neighbours(one, other):
        cost = NEIGHBOUR
    return cost + (FIRST_LETTER if i == 1 and j == 1 else 0.0)


def _gap_cost(word: str, place: int) -> float:
    """A letter too many or too few: a doubled one, a mute h or the e of an umlaut is easily lost."""
    letter = word[place]
    before = word[place - 1] if place else ""
    if letter == before or (place + 1 < len(word) and word[place + 1] == letter):
        return DOUBLED
    if letter == "e" and before in {"a", "o", "u"}:
        return DOTLESS
    if letter in "hs" and place:
        return MUTE
    return GAP if place else FIRST_GAP


@lru_cache(maxsize=2_000)
def _neighbours(one: str, other: str) -> bool:
    for row, line in enumerate(_KEYBOARD):
        place = line.find(one)
        if place >= 0:
            near = line[max(place - 1, 0) : place + 2]
            for other_line in _KEYBOARD[max(row - 1, 0) : row + 2]:
                near += other_line[max(place - 1, 0) : place + 2]
            return other in near
    return False


_SOUND = {
    **dict.fromkeys("aeijouy", "0"), "b": "1", "p": "1", "d": "2", "t": "2", "f": "3", "v": "3", "w": "3",
    "h": "", "g": "4", "k": "4", "q": "4", "l": "5", "m": "6", "n": "6", "r": "7", "s": "8", "z": "8",
}  # fmt: skip


@lru_cache(maxsize=200_000)
def phonetic(word: str) -> str:
    """Kölner Phonetik of a folded word (Postel 1969): equal codes sound alike."""
    codes = []
    for place, letter in enumerate(word):
        before = word[place - 1] if place else ""
        after = word[place + 1] if place + 1 < len(word) else ""
        codes.append(_sound(letter, before, after))
    joined = "".join(codes)
    squeezed = "".join(code for place, code in enumerate(joined) if not place or code != joined[place - 1])
    return squeezed[:1] + squeezed[1:].replace("0", "")


def _sound(letter: str, before: str, after: str) -> str:
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after and after in "csz":
        return "8"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        if not before:
            return "4" if after and after in "ahkloqrux" else "8"
        return "4" if before not in "sz" and after and after in "ahkoqux" else "8"
    return _SOUND.get(letter, letter)
