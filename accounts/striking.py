"""Striking a person out of a text: her addresses and her name, as whole words, and only in values, never in keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

NOBODY = "gelöschtes Konto"  # in stored data, so not translated
LEAST_LETTERS = 5
# What may stand in an address before the part that looks like ours: o'n@… and jan@… are somebody else's.
BEFORE_ADDRESS = r"(?<![\w.+-])(?<!\w[!#$%&'*/=?^`{|}~])"
AFTER_ADDRESS = r"(?![\w-]|\.\w)"
BEFORE_NAME, AFTER_NAME = r"(?<!\w)(?<!\w-)", r"(?!\w|-\w)"


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
    own = r"\s+".join(re.escape(part) for part in word.split())
    before, after = (BEFORE_ADDRESS, AFTER_ADDRESS) if "@" in word else (BEFORE_NAME, AFTER_NAME)
    return f"{before}{own}{after}"


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
