"""The words of the index in this process: what an unfinished word can become, and a mistyped one was meant to be."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

from german.analyzer import is_stop_word, tokenize
from german.folding import Token
from german.spelling import Speller
from search.models import Word

# Words that an unfinished one may become: each costs the look-up of its postings. Of the alphabetically first (of "k" there
# are thousands) the shortest are the likeliest.
MOST_COMPLETIONS, MOST_READ = 30, 300
HYPHENS = re.compile("[-‐‑–/]")
SHORTEST, LONGEST = 3, 40  # letters: shorter ones have too many neighbours, longer ones are no words
GROWTH = (
    0.02  # a speller is built anew when the words grew by this share: 3 ms at 1,000 words, 2 s at a million
)


@lru_cache(maxsize=20_000)
def words_of(text: str) -> dict[str, str]:
    """Folded word -> as written, of words worth a correction; of a hyphenated word also its parts."""
    return {
        folded: written
        for token in tokenize(text)
        for folded, written in _spellings(token, text[token.start : token.end])
        if SHORTEST <= len(folded) <= LONGEST and not folded.isdigit() and not is_stop_word(folded)
    }


def _spellings(token: Token, written: str) -> list[tuple[str, str]]:
    """Montessori-Kinderhaus: the whole word, Montessori, Kinderhaus."""
    parts = HYPHENS.split(written)
    pieces = zip(token.pieces, parts, strict=True) if len(parts) == len(token.pieces) > 1 else ()
    return [(token.folded, written), *pieces]


class Spellings:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._last_id = 0
        self._shown: dict[str, str] = {}
        self._speller, self._size = Speller({}), 0

    def speller(self) -> Speller:
        """Corrections over all known words. One query; the words are read once, then only new ones."""
        with self._lock:
            new = Word.objects.filter(id__gt=self._last_id).order_by("id").values_list("id", "word", "shown")
            for word_id, word, shown in new:
                self._last_id, self._shown[word] = word_id, shown
            if len(self._shown) > self._size * (1 + GROWTH):
                self._speller, self._size = Speller(dict.fromkeys(self._shown, 1)), len(self._shown)
            return self._speller

    def shown(self, word: str) -> str:
        """The word as it stands in the index, with umlauts and capitals."""
        return self._shown.get(word, word)


spellings = Spellings()


def completions(beginning: str) -> list[str]:
    """Known words that begin so, the shortest first."""
    found = Word.objects.filter(word__gte=beginning, word__lt=beginning + "\U0010ffff").order_by("word")
    return sorted(found.values_list("word", flat=True)[:MOST_READ], key=lambda w: (len(w), w))[
        :MOST_COMPLETIONS
    ]
