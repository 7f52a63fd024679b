"""A text may hold several rules: „Plenum halbjährlich, Arbeitsgruppe alle 6 Wochen“. Their dates are united.

A text is several rules where it falls into parts that are each understood completely. Otherwise it is one rule, and
what of it was not read stays visible. What contradicts itself is not understood at all: „jeden 6. Montag im Monat“,
„wöchentlich um 25 Uhr“, „monatlich, alle 6 Wochen“.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from rhythm import exceptions, grammar, lexicon, notes
from rhythm.form import Rhythm
from rhythm.partial import PartialRhythm
from rhythm.spelling import normalised
from rhythm.terms import Period
from rhythm.words import FURTHER

MAX_LENGTH = 500  # characters, twice what the field holds
TOO_LONG = "…"  # what stays unread of a longer text
MOST_PARTS = 12  # a phrase with more commas is no list of rules; keeps the number of readings below 100
_BETWEEN = re.compile(
    r"\s*(?:;(?:\s+außerdem)?|,|\n|\.(?=\s)|/(?=\D)|[|·•]|\s(?:und|sowie|dann|&)(?=\s)"
    rf"|(?<=uhr)\s(?={lexicon.STEM}))\s*",
    re.IGNORECASE,
)

# „Einige Gruppen treffen sich wöchentlich, andere alle zwei Wochen“
_SOME = re.compile(r"^(?:einige|manche|viele|andere|die\s+(?:einen|anderen|meisten))\b\s*", re.IGNORECASE)
_ON_TOP = re.compile(
    r"^(?:zusätzlich|außerdem|darüber\s+hinaus|ferner|weiterhin|dazu)\b(?:\s+noch)?\s*", re.IGNORECASE
)
_HOW = re.compile(r"(?:mit|als|ohne)\s", re.IGNORECASE)
_LISTS = (
    lexicon.pattern(lexicon.SPAN),
    lexicon.pattern(lexicon.DAYS),
)  # „Juli, August“ does not fall into parts


_HOUR_ONLY = r"\d{1,2}(?:[.:]\d\d)?"
_HOUR = rf"{_HOUR_ONLY}(?:\s*uhr)?"
# „Di 9–12 und 13–15 Uhr, Fr 9–12 Uhr“: the afternoon stays unread.
_FROM_TO = rf"{_HOUR}\s*(?:-|bis)\s*{_HOUR}"
_SECOND_HOURS = lexicon.pattern(
    rf"(?P<first>(?<![\d.:]){_HOUR}\s*(?:-|bis)\s*{_HOUR_ONLY})(?:\s*uhr)?\s*(?:und|sowie|u\.|\+|/|,)\s*(?:von\s+)?(?P<second>{_FROM_TO})(?![\d.:])"
)
_HOURS_OF_SEASON = lexicon.pattern(
    rf"(?:[,.;]|\bund)?\s*(?:in\s+der\s+\w+\s+jahreszeit\s+)?(?P<season>\b(?:von|im|in\s+den)\s+{lexicon.SPAN}),?\s+"
    rf"(?P<clock>(?:(?:von|ab|um|jeweils)\s+)*{_HOUR}(?:\s*(?:-|bis)\s*{_HOUR})?(?<=uhr))"
)


class Part(NamedTuple):
    """A part of the text that was understood completely."""

    text: str
    rule: Rhythm
    says_how_often: bool  # „dienstags“ beside „monatlich“ may be monthly, too
    has_pause: bool
    of_some: bool = False
    comes_on_top: bool = False  # „…, zusätzlich jeden 1. Samstag“

    @property
    def is_named(self) -> bool:
        """Whether it begins with what meets then: „Plenum halbjährlich“."""
        return (
            bool(self.rule.note)
            and self.text[0].isupper()
            and self.text.startswith(_first_word(self.rule.note))
        )

    @property
    def is_bare(self) -> bool:
        return not (self.rule.names_days or self.says_who_meets or self.rule.months or self.of_some)

    @property
    def says_who_meets(self) -> bool:
        """„Plenum halbjährlich“; but „einmal im Monat mit Gästen“ may be one of the others."""
        return any(map(str.isupper, self.rule.note)) and not _HOW.match(self.rule.note)


def parse(text: str) -> Rhythm | None:
    """A rhythm from German text; None where nothing in it speaks of one, or where it contradicts itself.

    Never raises on any string. Only the first 500 characters are read (a rhythm is a phrase; a novel is not).
    """
    text, rest = normalised(text[:MAX_LENGTH]), text[MAX_LENGTH:].strip()
    said = [_part(part) for part in text.split(FURTHER)]
    if len(said) > 1 and not rest and all(said):
        return _united([part.rule for part in said if part])
    draft = grammar.read(text)
    whole = None if draft.impossible else _rhythm(draft)
    if rest and whole:
        return replace(whole, leftover=", ".join(filter(None, (whole.leftover, TOO_LONG))))
    if united := _united(_by_season(text)) or _with_second_hours(text):
        return united
    return _whole_or_parts(whole, text)


def _whole_or_parts(whole: Rhythm | None, text: str) -> Rhythm | None:
    is_complete = whole is not None and not whole.leftover
    if whole and is_complete and not whole.note:
        return whole
    parts = _parts(text)
    if parts and _can_all_be(parts) and (not is_complete or all(part.is_named for part in parts)):
        return _united([part.rule for part in parts])
    if whole and (again := _other_cadence(whole)):
        return replace(whole, leftover="") if again.times_per_year == whole.times_per_year else None
    return whole


def _with_second_hours(text: str) -> Rhythm | None:
    """„Di 9–12 und 13–15 Uhr, Fr 9–12 Uhr“: several rules, and the second hours unread."""
    once = _SECOND_HOURS.sub(r"\g<first> Uhr", text)
    parts = _parts(once) if once != text else []
    united = _united([part.rule for part in parts]) if parts and _can_all_be(parts) else None
    rest = ", ".join(match["second"] for match in _SECOND_HOURS.finditer(text))
    return replace(united, leftover=rest) if united else None


def _rhythm(draft: PartialRhythm) -> Rhythm | None:
    values = draft.values
    if not (values.get("period") or values.get("on_demand") or values.get("paused")):
        return None
    if values.get("paused"):
        values = {"paused": True}
    leftover, note = notes.parted(draft.pieces)
    leftover = ", ".join(filter(None, (*draft.doubtful, leftover)))
    return Rhythm(**values, leftover=leftover, note=note, doubt=" ".join(draft.doubts))


def _parts(text: str) -> list[Part]:
    """The fewest parts into which the text falls without a rest; none if it does not.

    Read from left to right: `best[end]` are the parts of the text up to a separator.
    """
    lists = [match.span() for pattern in _LISTS for match in pattern.finditer(text)]
    lists += exceptions.joined_to_a_denial(text)
    gaps = [
        match.span()
        for match in _BETWEEN.finditer(text)
        if not any(start < match.start() < end for start, end in lists)
    ]
    if not gaps or len(gaps) > MOST_PARTS:
        return []
    starts, ends = [0, *(end for _, end in gaps)], [*(start for start, _ in gaps), len(text)]
    best: list[list[Part] | None] = [[]]
    for last, end in enumerate(ends):
        found = [
            [*before, part]
            for first in range(last + 1)
            if (first, last) != (0, len(gaps))  # one part would be the whole
            and (before := best[first]) is not None
            and (part := _part(text[starts[first] : end]))
        ]
        best.append(min(found, key=len, default=None))
    return best[-1] or []


def _part(text: str) -> Part | None:
    text, of_some = _SOME.subn("", text)
    text, on_top = _ON_TOP.subn("", text)
    draft = grammar.read(text)
    rule = None if draft.impossible else _rhythm(draft)
    if rule is None or rule.period is None or rule.leftover:
        return None
    return Part(text, rule, not draft.is_usual_time, draft.has_pause, bool(of_some), bool(on_top))


def _first_word(note: str) -> str:
    return note.split(maxsplit=1)[0].rstrip(":,")


_LIMITS = ("outside_holidays", "outside_public_holidays", "outside_breaks", "begins", "ends", "is_seasonal")
_SHARED = (
    "outside_holidays",
    "outside_public_holidays",
    "outside_breaks",
    "begins",
    "ends",
    "start",
    "end",
    "months",
)


def _united(parts: list[Rhythm]) -> Rhythm | None:
    """One rhythm of several, none of none; what stands behind the last („…, außer in den Ferien“) is said of all of them."""
    if not parts:
        return None
    behind = {
        name: getattr(parts[-1], name)
        for name in _SHARED
        if getattr(parts[-1], name) and not any(getattr(part, name) for part in parts[:-1])
    }
    if not parts[-1].is_seasonal:
        behind.pop("months", None)
    if _share_days(parts):
        behind |= {"weekdays": parts[-1].weekdays}
    first, *also = [replace(part, **behind) for part in parts]
    note = ", ".join(part.note for part in parts if part.note)
    return replace(first, also=tuple(replace(one, note="", doubt="") for one in also), note=note)


def _by_season(text: str) -> list[Rhythm]:
    """„jeden Mittwoch, im Sommer 18 Uhr, im Winter 17 Uhr“: one rule for each time of the year; none where the text is
    not understood so."""
    hours = list(_HOURS_OF_SEASON.finditer(text))
    days = _HOURS_OF_SEASON.sub(" ", text)
    parts = [_part(f"{days.strip(' ,.;')}, {hour['season']}, {hour['clock']}") for hour in hours]
    rules = [part.rule for part in parts if part]
    months = [month for rule in rules for month in rule.months]
    are_told_apart = len(months) == len(set(months)) and all(
        rule.is_seasonal and rule.start for rule in rules
    )
    return rules if 1 < len(rules) == len(hours) and are_told_apart else []


def _share_days(parts: list[Rhythm]) -> bool:
    """„im Winter wöchentlich und im Sommer vierzehntägig, dienstags“: the day is that of both halves of the year."""
    by_week = all(part.period is Period.WEEK and part.is_seasonal for part in parts)
    return by_week and not any(part.names_days for part in parts[:-1])


def _can_all_be(parts: list[Part]) -> bool:
    """Two cadences of one meeting can't both be true; two meetings are told apart by their days, months or names."""
    named = [part for part in parts if part.says_who_meets or part.of_some]
    bare = [part for part in parts if part.is_bare]
    of_some = {part.of_some for part in parts}
    differ = len({(part.rule.in_words(), part.rule.note) for part in parts}) == len(parts)
    told_apart = not bare or (len(bare) == 1 and len(named) == len(parts) - 1)
    equally = (
        len({part.says_how_often for part in parts}) == 1
        or len(named) == len(parts)
        or all(part.comes_on_top for part in parts[1:])
    )
    # „jeden 1. Montag, im Januar am 2. Montag“: instead of the first, not besides
    apart = (
        len({bool(part.rule.months) for part in parts}) == 1
        or len(named) == len(parts)
        or parts[-1].has_pause
    )
    limited = [part for part in parts if part.rule.at_least or part.rule.at_most]
    return (
        len(of_some) == 1
        # „monatlich, mindestens alle zwei Monate“ is one meeting
        and (len(limited) in (0, len(parts)) or all(part in named for part in limited))
        and differ
        and told_apart
        and equally
        and apart
        and all(_is_limited_clearly(parts, name) for name in _LIMITS)
    )


def _is_limited_clearly(parts: list[Part], name: str) -> bool:
    """A limit of no part, of each, or behind all of them: „… , außer in den Ferien“. Before all of them, or a season
    behind the last, it may be meant of one or of all."""
    limited = [bool(getattr(part.rule, name)) for part in parts]
    only_behind = limited[-1] and not any(limited[:-1])
    return len(set(limited)) == 1 or (only_behind and (name != "is_seasonal" or parts[-1].has_pause))


def _other_cadence(whole: Rhythm) -> Rhythm | None:
    """„wöchentlich alle zwei Monate“, „monatlich, alle 6 Wochen“: what is left is another cadence, and nothing else. Or
    the same in other words: „viermal im Jahr (1x pro Quartal)“."""
    again = _part(whole.leftover)
    if again is None or again.rule.note or again.rule.at_least or again.rule.at_most:
        return None  # „monatlich, mindestens aber alle zwei Monate“
    return again.rule if again.is_bare else None
