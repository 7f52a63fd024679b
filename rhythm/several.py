"""A text may hold several rules: „Plenum halbjährlich, Arbeitsgruppe alle 6 Wochen“. Their dates are united.

A text is several rules where it falls into parts that are each understood completely. Otherwise it is one rule, and
what of it was not read stays visible. What contradicts itself is not understood at all: „jeden 6. Montag im Monat“,
„wöchentlich um 25 Uhr“, „monatlich, alle 6 Wochen“.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rhythm import grammar, lexicon, notes
from rhythm.draft import Draft
from rhythm.form import Rhythm
from rhythm.spelling import normalised

MAX_LENGTH = 500
MOST_PARTS = 12  # a phrase with more commas is no list of rules; keeps the number of readings below 100
_BETWEEN = re.compile(r"\s*(?:;|,|\n|\.(?=\s)|/(?=\D)|\s(?:und|sowie|dann|&)(?=\s))\s*", re.IGNORECASE)

_LISTS = (lexicon.pattern(lexicon.SPAN), lexicon.pattern(lexicon.DAYS))  # „Juli, August“ does not fall into parts


def parse(text: str) -> Rhythm | None:
    """A rhythm from German text; None where nothing in it speaks of one, or where it contradicts itself.

    Never raises on any string. Only the first 500 characters are read (a rhythm is a phrase; a novel is not).
    """
    text = normalised(text[:MAX_LENGTH])
    draft = grammar.read(text)
    whole = None if draft.impossible else _rhythm(draft)
    if whole and not whole.leftover:
        return whole
    parts = _parts(text)
    if parts is None:
        return whole if whole and not _says_twice(whole) else None
    return _united(parts) if _can_all_be(parts) else None


def _rhythm(draft: Draft) -> Rhythm | None:
    values = draft.values
    if not (values.get("period") or values.get("on_demand") or values.get("paused")):
        return None
    if values.get("paused"):
        values = {"paused": True}
    leftover, note = notes.parted(draft.pieces)
    return Rhythm(**values, leftover=leftover, note=note, doubt=" ".join(draft.doubts))


def _parts(text: str) -> list[Rhythm] | None:
    """The fewest rules into which the text falls without a rest; None if it does not.

    Read from left to right: `best[end]` are the rules of the text up to a separator.
    """
    lists = [match.span() for pattern in _LISTS for match in pattern.finditer(text)]
    gaps = [
        match.span()
        for match in _BETWEEN.finditer(text)
        if not any(start < match.start() and match.end() < end for start, end in lists)
    ]
    if not gaps or len(gaps) > MOST_PARTS:
        return None
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
    best: list[list[Rhythm] | None] = [[]]
    for last, end in enumerate(ends):
        found = [
            [*before, one]
            for first in range(last + 1)
            if (before := best[first]) is not None and (one := _complete(text[starts[first] : end]))
        ]
        best.append(min(found, key=len, default=None))
    return best[-1]


def _complete(text: str) -> Rhythm | None:
    draft = grammar.read(text)
    found = None if draft.impossible else _rhythm(draft)
    return found if found and found.period and not found.leftover else None


_SHARED = ("outside_holidays", "outside_public_holidays", "begins", "ends", "start", "end", "months")


def _united(parts: list[Rhythm]) -> Rhythm | None:
    """One rhythm of several; what stands behind the last („…, außer in den Ferien“) is said of all of them."""
    behind = {
        name: getattr(parts[-1], name)
        for name in _SHARED
        if getattr(parts[-1], name) and not any(getattr(part, name) for part in parts[:-1])
    }
    if not parts[-1].is_seasonal:
        behind.pop("months", None)
    first, *also = [replace(part, **behind) for part in parts]
    note = ", ".join(part.note for part in parts if part.note)
    return replace(first, also=tuple(replace(one, note="", doubt="") for one in also), note=note)


def _can_all_be(parts: list[Rhythm]) -> bool:
    """Two cadences of one meeting can't both be true; two meetings are told apart by their days, months or names."""
    bare = [part for part in parts if not (part.names_days or part.note or part.months)]
    return len(bare) < 2 and len({(part.in_words(), part.note) for part in parts}) == len(parts)


def _says_twice(whole: Rhythm) -> bool:
    """„wöchentlich alle zwei Monate“: what is left is another cadence, and nothing else."""
    again = _complete(whole.leftover)
    return again is not None and not (again.names_days or again.note or again.months)
