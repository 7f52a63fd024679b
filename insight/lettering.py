"""How much room words take in a picture whose letters the server does not draw: widths of our font at one pixel, and lines that fit.
Pure: no Django.

Source: the widths of Atkinson Hyperlegible Next at weight 500, in groups, rounded up, so that what is said to fit does."""

from __future__ import annotations

from functools import lru_cache

WIDTHS = {"iljI.,:;'|!": 0.31, "ftr()[]/-‐ „“": 0.42, "mwMW–%&@": 0.9, "ABCDEFGHJKLNOPQRSTUVXYZÄÖÜ": 0.71}
BASE = 0.35  # of the height of letters: from their middle down to the line they stand on
ORDINARY = 0.6  # every other letter and all digits
OF_LETTER = {letter: width for letters, width in WIDTHS.items() for letter in letters}

VOWELS = "aeiouyäöü"
TOGETHER = ("ch", "ck", "ph", "th")  # are written in one
LEAST = 3  # letters of a word on either line

# What people say for it anyway; only where the whole does not fit.
SHORTER = {
    "Arbeitsgemeinschaft": "AG",
    "Arbeitsgruppe": "AG",
    "Arbeitskreis": "AK",
    "Facharbeitskreis": "FAK",
    "Runder Tisch": "RT",
}


def width_of(text: str, size: float) -> float:
    """In pixels, at letters of so many pixels."""
    return size * sum(OF_LETTER.get(letter, ORDINARY) for letter in text)


@lru_cache(maxsize=4_000)
def wrapped(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """Lines no wider than so many pixels, `most` of them. Usual abbreviations where they help; a word wider than a line is
    divided, and what is too long ends in „…“."""
    whole = _lines(text, width, size)
    if len(whole) > most:
        for word, short in SHORTER.items():
            text = text.replace(word, short, 1) if text.startswith(word) else text
        whole = _lines(text, width, size)
    if len(whole) <= most:
        return tuple(whole)
    last = whole[most - 1]
    while last and width_of(f"{last}…", size) > width:
        last = last[:-1]
    return (*whole[: most - 1], f"{last.rstrip()}…")


def _lines(text: str, width: float, size: float) -> list[str]:
    lines: list[str] = []
    for word in text.replace("\u00ad", "").split():
        longer = f"{lines[-1]} {word}" if lines else word
        if width_of(longer, size) <= width:
            lines[-1:] = [longer]
        else:
            lines += _parts(word, width, size)
    return lines


def _parts(word: str, width: float, size: float) -> list[str]:
    """A word as it is, or divided by hyphens into parts that fit."""
    parts = []
    while width_of(word, size) > width:
        fits = max((n for n in range(2, len(word)) if width_of(f"{word[:n]}-", size) <= width), default=1)
        at = next((n for n in range(fits, fits // 2, -1) if _divides(word, n)), fits)
        parts.append(f"{word[:at].removesuffix('-')}-")
        word = word[at:]
    return [*parts, word]


def _divides(word: str, at: int) -> bool:
    """Whether a German word may be divided there, as far as letters tell: behind a hyphen, or before the last consonant that a
    vowel follows; three letters stay on either side."""
    if word[at - 1] == "-":
        return True
    before, after = word[:at].lower(), word[at:].lower()
    is_syllable = (
        after[0] not in VOWELS
        and after[1:2]
        and after[1] in VOWELS
        and before[-1:] + after[0] not in TOGETHER
    )
    return bool(is_syllable and len(after) >= LEAST and len(before) >= LEAST)
