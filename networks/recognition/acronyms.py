"""Whether an acronym stands for a name: „KTB“ for „Kindertagesbetreuung“, „BfN“ for „Bildung für Neuzugewanderte“.

Letters must meet beginnings of words or of parts of compounds, in order; small letters may also be function words
(„f“ = für) or the letter after („Be“ = Beratung). Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from german import analyzer
from networks.recognition.wording import FORMAT_WORDS, parts

LENGTH_TRUST = {2: 0.55, 3: 0.85}  # two letters fit many names; four or more hardly fit by chance
LETTERS = range(2, 9)  # of an acronym: one letter is none, and nobody spells out nine
# For each letter within a word: it is likelier to be chance.
INSIDE_PENALTY = 0.12
INSIDE = 9  # letters that a part must have more, or nobody takes one from within it
MAX_NAME_WORDS = 14  # real names have fewer; bounds the work
BEFORE = 3  # words for the kind of cooperation that may stand before what is spelt („Runder Tisch für“)


@lru_cache(maxsize=50_000)
def stands_for(acronym: str, name: str) -> float:
    """0 (does not) to 1 (surely does). `acronym` and `name` as written, capitals matter."""
    letters = [letter for letter in acronym if letter.isalpha()]
    if len(letters) not in LETTERS:
        return 0.0
    words = _words(name)[:MAX_NAME_WORDS]
    fit = _Fit("".join(letters), words)
    counts = (
        fit.best(0, first, 0) for first in range(min(BEFORE, len(words)))
    )  # format words may stand before it
    matched = max((count for count in counts if count is not None), default=0.0)
    if matched <= 0:
        return 0.0
    content = sum(1 for folded, _starts, is_small in words if not is_small and folded not in FORMAT_WORDS)
    return LENGTH_TRUST.get(len(letters), 1.0) * min(1.0, matched / max(1, content))


def _words(name: str) -> list[tuple[str, tuple[int, ...], bool]]:
    """(folded word, where its parts begin, whether it is a function word) of a name in order."""
    found = []
    for token in analyzer.tokenize(name):
        for piece in token.pieces:
            is_small = analyzer.is_stop_word(piece) or not piece.isalpha()
            found.append((piece, _starts(piece), is_small))
    return found


@lru_cache(maxsize=50_000)
def _starts(folded: str) -> tuple[int, ...]:
    """Offsets at which the parts of a compound begin: the first is 0."""
    starts, place = [0], 1
    for root in parts(folded)[1:]:
        for length in (4, 3, 2):
            offset = folded.find(root[:length], place)
            if offset > 0:
                starts.append(offset)
                place = offset + 1
                break
    return tuple(starts)


class _Fit:
    """How many content words some letters stand for; letters found inside a part count less.

    Every state (letter, word, offset) is tried once: work is bounded by letters × words × letters of a word.
    """

    def __init__(self, letters: str, words: list[tuple[str, tuple[int, ...], bool]]) -> None:
        self.letters, self.words = letters, words
        self.seen: dict[tuple[int, int, int], float | None] = {}

    def best(self, letter: int, word: int, offset: int) -> float | None:
        """Most of them with `letters[letter:]` from position `offset` of `words[word]` on; None when they do not fit."""
        if letter == len(self.letters):
            return 0.0
        if word == len(self.words):
            return None
        key = letter, word, offset
        if key not in self.seen:
            tries = (count for count in self._tries(letter, word, offset) if count is not None)
            self.seen[key] = max(tries, default=None)
        return self.seen[key]

    def _tries(self, letter: int, word: int, offset: int) -> Iterator[float | None]:
        folded, _starts, is_small = self.words[word]
        if offset > 0 or is_small:
            yield self.best(letter, word + 1, 0)
        for place in range(offset, len(folded) if offset else 1):
            gain = self._gain(letter, word, place, offset)
            rest = self.best(letter + 1, word, place + 1) if gain is not None else None
            yield None if gain is None or rest is None else rest + gain

    def _gain(self, letter: int, word: int, place: int, offset: int) -> float | None:
        """What it is worth that a letter stands at this place of a word; None when it does not or may not."""
        folded, starts, is_small = self.words[word]
        is_lower = self.letters[letter].islower()
        if folded[place] != analyzer.fold_word(self.letters[letter])[:1]:
            return None
        if place in starts:
            return float(place == 0 and not is_small)
        if is_lower:
            return 0.0 if place == offset else -INSIDE_PENALTY
        is_long = len(folded) - len(starts) > INSIDE
        return -INSIDE_PENALTY if is_long and place - offset >= 2 and place < len(folded) - 2 else None
