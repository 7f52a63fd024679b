"""Striking a person out of a text: her addresses and her name, as whole words, and only in values, never in keys."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

NOBODY = "gelöschtes Konto"  # in stored data, so not translated
LEAST_LETTERS = 5  # of a name of two words: „Li Wu“ stands by chance in too many texts
# What may stand in an address before the part that looks like ours: o'n@… and jan@… are somebody else's. Not what parts the
# values of an address of a page: ?mail=n@… is ours.
BEFORE_ADDRESS = r"(?<![\w.+-])(?<!\w[!#$%'*^`{|}~])"
AFTER_ADDRESS = r"(?![\w-]|\.\w)"
MARKS = "\u0300-\u036f"  # a mark after a letter makes another letter of it
BEFORE_NAME, AFTER_NAME = r"(?<!\w)(?<!\w-)", rf"(?![\w{MARKS}]|-\w)"


def telling(name: str) -> str:
    """The name with single spaces, if nobody writes it by accident; else empty. One word is a word of the language
    („Erika“, „Winter“, „true“), and what has no letters is a list of numbers."""
    name = " ".join(name.split())
    with_letters = [part for part in name.split() if re.search(r"[^\W\d_]", part)]
    letters = sum(letter.isalpha() for letter in name)
    return name if len(with_letters) > 1 and letters >= LEAST_LETTERS else ""


def pattern_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the words as wholes, in any case and however many spaces part them; None for no words."""
    found = [_whole(word) for word in sorted(words, key=len, reverse=True) if word.split()]
    return re.compile("|".join(found), re.IGNORECASE) if found else None


def _whole(word: str) -> str:
    if "@" in word:
        own = re.escape(word.strip()).replace("@", "(?:@|%40)")
        return f"{BEFORE_ADDRESS}{own}{AFTER_ADDRESS}"
    parts = unicodedata.normalize("NFC", word).split()
    own = r"\s+".join("".join(map(_letter, part)) for part in parts)
    return f"{BEFORE_NAME}{own}{AFTER_NAME}"


def _letter(char: str) -> str:
    """In each case (ß is SS there, İ is i and a dot), in one character or with its marks behind it."""
    cased = {char, char.upper(), char.lower(), char.casefold()}
    forms = cased | {unicodedata.normalize("NFD", form) for form in cased}
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))})"


def struck(value: Any, pattern: re.Pattern[str]) -> Any:
    """The value with „gelöschtes Konto“ in place of what the pattern finds; of lists and JSON only the strings."""
    if isinstance(value, str):
        return pattern.sub(NOBODY, value)
    if isinstance(value, list):
        return [struck(each, pattern) for each in value]
    if isinstance(value, dict):
        return {key: struck(each, pattern) for key, each in value.items()}
    return value


def strings_in(value: Any) -> Iterable[str]:
    """All strings in lists and JSON, keys apart."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
