"""How names of places are written: additions („am Main“, „(Saale)“, „/Fils“), abbreviations, adjectives. Pure; no list.

A key is a name without spaces, hyphens and brackets in canonical letters (see `folding`): „Frankfurt (Oder)“,
„Frankfurt/Oder“ and „Frankfurt-Oder“ are all `frankfurtoder`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from german.folding import fold_word

PIECE = re.compile(r"[^\W_]+")
_ADDITION = re.compile(
    r"^(?P<base>.+?)(?:"
    r"\s*\((?P<bracket>[^)]+)\)"
    r"|\s*/\s*(?P<slash>.+)"
    r"|\s+(?P<link>an der|an den|am|an|im|in der|in den|in|bei der|bei|b\.|a\.\s?d\.|a\.|i\.\s?d\.|i\."
    r"|v\.\s?d\.|vor der|vorm|vor|ob der|ob|unter der|unter|auf der|auf)\s*(?P<place>[A-ZÄÖÜ].*))$"
)
# What is cut short in additions: „i.d. OPf.“ is written out elsewhere.
WRITTEN_OUT = {
    "bay": "bayern", "erzgeb": "erzgebirge", "odw": "odenwald", "ofr": "oberfranken", "ol": "oberlausitz",
    "oldb": "oldenburg", "opf": "oberpfalz", "rhld": "rheinland", "sa": "sachsen", "saechsschw": "saechsischeschweiz",
    "schw": "schwaben", "thuer": "thueringen", "thuerwald": "thueringerwald", "ufr": "unterfranken",
    "vogtl": "vogtland", "westf": "westfalen",
}  # fmt: skip
_LINKS = {
    "b": "bei", "a": "am", "ad": "ander", "i": "im", "id": "inder", "vd": "vorder",
}  # fmt: skip
_CUT_LINKS = {"am": "a", "an": "a", "ander": "ad", "im": "i", "in": "i", "inder": "id", "bei": "b"}
# Titles in the names of the list, which people leave out.
TITLES = frozenset({"ostseebad", "seebad"})
_UMLAUT = re.compile(r"(ae|oe|ue)(?=[^aeiou]+$)")


class Addition(NamedTuple):
    """`link` is empty for brackets and slashes."""

    link: str
    word: str


def pieces(text: str) -> list[str]:
    """Folded words of a name; „St.“ is „Sankt“."""
    found = []
    for match in PIECE.finditer(text):
        piece = fold_word(match[0])
        found.append("sankt" if piece == "st" else piece)
    return found


def key(name: str) -> str:
    return "".join(pieces(name))


def without_addition(name: str) -> tuple[str, Addition | None]:
    """„Frankfurt am Main“ → Frankfurt, (am, main); a name without addition comes back as it is."""
    match = _ADDITION.match(name)
    if not match:
        return name, None
    word = key(match["bracket"] or match["slash"] or match["place"])
    link = key(match["link"] or "")
    return match["base"], Addition(_LINKS.get(link, link), WRITTEN_OUT.get(word, word))


def keys(name: str) -> Iterator[str]:
    """All keys by which a place of this name is found, without and with its addition in the usual spellings.

    „Frankfurt am Main“ → frankfurtammain, frankfurt, frankfurtmain, frankfurtamain, frankfurtam (for „a. M.“)."""
    yield key(name)
    base, addition = without_addition(name)
    bare = key(base)
    first, *rest = pieces(base)
    if rest and first in TITLES:
        yield "".join(rest)
    if addition is None:
        return
    yield bare
    link, word = addition
    yield bare + word
    yield bare + (link or "ander") + word  # Frankfurt (Oder) is also called Frankfurt an der Oder
    if cut := _CUT_LINKS.get(link):
        yield bare + cut + word
        yield bare + cut + word[0]


def stems_of_adjective(word: str) -> Iterator[str]:
    """Keys of what a folded word may be the adjective of: „lippstaedter“ → lippstaedt, lippstaedte …, lippstadt ….

    Only guesses: the caller looks which of them is a place."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        for candidate in dict.fromkeys((stem, _UMLAUT.sub(lambda match: match[1][0], stem))):
            yield candidate
            yield candidate + "e"
            yield candidate + "en"
            if candidate.endswith("n"):
                yield candidate[:-1] + "en"  # Dresdner, Münchner


# „Hannoversche“, „Lippischen“, „Münsteraner“, „Hallenser“, „Kasseler“.
_ENDINGS = (
    *(kind + inflection for kind in ("isch", "sch") for inflection in ("e", "er", "es", "en", "em")),
    "aner",
    "enser",
    "er",
)
