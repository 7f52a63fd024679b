"""What the words around a name say about whether a place is meant: capitals, prepositions, persons, streets. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from german.folding import fold_word
from german.morphology import is_listed, lemma_of
from german.place_names import PIECE
from german.place_register import DATA

# Between two words of one name; a comma, a full stop or a line's end part them. „St. Ingbert“, „a. d. Saale“ are joined.
_JOINS = re.compile(r"[ \u00a0\u202f]?[-‐‑–/(]?[ \u00a0]?|\)[ \u00a0]?|\.[ \u00a0]?")
_HYPHENS = frozenset("-‐‑–")
_ENDS = frozenset(".!?")
_STREETS = frozenset(
    "strasse str weg allee platz ring damm gasse chaussee ufer tor hof steig stieg pfad landstrasse wall kamp bruecke graben markt"
    " modell erklaerung bahnhof".split()
)
_PEOPLE = frozenset("frau herr herrn dr prof professor pfarrer pastor pfarrerin pastorin".split())
_NAMED_AFTER = (
    "schule",
    "gymnasium",
    "haus",
    "stiftung",
    "kolleg",
    "preis",
    "zentrum",
    "hort",
    "kindergarten",
)
_WHERE = frozenset({"in", "aus", "nahe"})
_ARTICLES = frozenset("der die das den dem des am im ins zum zur vom beim ein eine einer einem einen".split())
_NO_NAME_BEHIND = frozenset("und oder mit unser unsere mein kein fuer von durch ohne ueber wir".split())
_APART = frozenset({",", "(", "|", ":", "–"})
_LONGEST_NAME = 14  # words; what is longer is a sentence and no name


class Piece(NamedTuple):
    """A piece of the text: „Siegen-Wittgenstein“ are two, the second of them glued to the first."""

    folded: str
    text: str
    start: int
    end: int
    is_capital: bool
    is_glued: bool  # by a hyphen
    is_parted: bool  # from the word before, by a comma, a colon, a line's end …
    is_last: bool  # of a sentence
    gap: str  # what stands between the word before and this one


def words_of(text: str) -> list[Piece]:
    """The words of a text in their order; „St.“ is folded to sankt."""
    found: list[Piece] = []
    end = 0
    for match in PIECE.finditer(text):
        between, word = text[end : match.start()], match[0]
        end = match.end()
        folded = fold_word(word)
        if folded == "st" and text[end : end + 1] == ".":
            folded = "sankt"
        is_glued = between in _HYPHENS
        is_parted = bool(found) and not (is_glued or between == " " or _joins(found[-1], between))
        found.append(
            Piece(
                folded,
                word,
                match.start(),
                end,
                word[0].isupper(),
                is_glued,
                is_parted,
                text[end : end + 1] in _ENDS,
                between,
            )
        )
    return found


def _joins(before: Piece, between: str) -> bool:
    """A full stop joins only behind what may be cut short."""
    return _JOINS.fullmatch(between) is not None and (between[0] != "." or len(before.text) <= 5)


@cache
def given_names() -> frozenset[str]:
    lines = (DATA / "vornamen.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold_word(name) for line in lines if not line.startswith("#") for name in line.split())


class Signs:
    """Signs in one text. Positions are those of its words."""

    def __init__(self, words: list[Piece], own: frozenset[str]) -> None:
        self.words = words
        self._own = own
        self._has_capitals = any(word.is_capital for word in words)
        self._is_name = len(words) <= _LONGEST_NAME and not (words and words[-1].is_last)

    def may_be_name(self, at: int) -> bool:
        return self.words[at].is_capital or not self._has_capitals

    def is_of_region(self, at: int) -> bool:
        """„Region Stuttgart“ is more than Stuttgart."""
        return at > 0 and self.words[at - 1].folded == "region" and not self.words[at].is_parted

    def is_street(self, behind: int) -> bool:
        """„Hamburger Straße“, „Lindauer Weg“, „Kölner-Straße“."""
        if behind >= len(self.words) or self.words[behind].is_parted:
            return False
        return self.words[behind].folded in _STREETS

    def is_of_person(self, at: int) -> bool:
        """A given name before another word, what stands behind it or „Frau“, everything in „Anne-Frank-Schule“."""
        behind = self.words[at + 1] if at + 1 < len(self.words) else None
        if behind and self.words[at].folded in given_names() and behind.is_capital and not behind.is_parted:
            return True
        if at == 0:
            return False
        before = self.words[at - 1].folded
        if not self.words[at].is_parted and (before in _PEOPLE or before in given_names()):
            return True
        first = at
        while first and self.words[first].is_glued:
            first -= 1
        if first == at:
            return False
        last = at
        while last + 1 < len(self.words) and self.words[last + 1].is_glued:
            last += 1
        is_middle = at < last and self.words[last].folded.endswith(_NAMED_AFTER)
        return is_middle or self.words[first].folded in given_names()

    def qualifies(self, at: int) -> bool:
        """Stands before a noun: „Lippstädter Schulen“, „Lippstädter frühe Hilfen“."""
        behind = self.words[at + 1 : at + 3]
        if not behind or behind[0].is_parted or behind[0].is_glued:
            return False
        return any(word.is_capital for word in behind)

    def is_known_word(self, at: int) -> bool:
        """The lexicon has it as a word that is no adjective of a town: Lehrer, Größerer."""
        word = self.words[at].folded
        lemma = lemma_of(word)
        if lemma is None:
            return False
        return lemma.text != word or (lemma.kind != "a" and is_listed(word))

    def shows_a_place(self, first: int, last: int, *, is_large: bool) -> bool:
        """For a name that is an ordinary word as well: a sign that the place is meant."""
        if self._is_own(first, last):
            return True
        before = self.words[first - 1] if first else None
        if before is None:
            return False
        if before.folded in _WHERE and not self.words[first].is_parted:
            return True
        if not is_large or not self._is_name or last < len(self.words):
            return False
        if self.words[first].is_parted or "(" in self.words[first].gap:
            return self.words[first].gap.strip() in _APART
        return self._is_noun(before)

    def has_article(self, first: int, last: int) -> bool:
        """Towns have none: „am Kirchberg“, „die Burg“."""
        return first > 0 and self.words[first - 1].folded in _ARTICLES and not self._is_own(first, last)

    def _is_own(self, first: int, last: int) -> bool:
        return "".join(word.folded for word in self.words[first:last]) in self._own

    def _is_noun(self, word: Piece) -> bool:
        """„Frühe Hilfen Essen“, but not „Gesundes Essen“, „unser Essen“."""
        if not word.is_capital or word.folded in _NO_NAME_BEHIND:
            return False
        lemma = lemma_of(word.folded)
        return lemma is None or lemma.kind == "n"
