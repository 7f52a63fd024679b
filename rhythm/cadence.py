"""How often: „alle 6–8 Wochen“, „2x jährl.“, „vierteljährlich“, „im 4-Wochen-Turnus“, „jeden zweiten Monat“."""

import re
from collections.abc import Callable
from typing import Any

from rhythm import lexicon
from rhythm.terms import Period

Values = dict[str, Any]
DAYS_IN_WEEK = 7  # „14-tägig“ and „21-tägig“ count in weeks
MOST = 400  # more than one a day, or longer than a year of days, is no meeting rhythm but a slip


def first_in(text: str) -> tuple[re.Match[str], Values] | None:
    """The first cadence in the text (the longest of those that begin there): its match and its fields. What only
    lets conclude how often („Jahrestagung“) counts where nothing says it."""
    found = [
        (match.start() == match.end(), match.start(), -match.end(), match, values)
        for pattern, read in _CADENCES
        for match in pattern.finditer(text)
        if (values := read(match))
    ]
    if not found:
        return None
    *_, match, values = min(found, key=lambda item: item[:3])
    return match, values


def _count_per_period(match: re.Match[str]) -> Values | None:
    """„zwei- bis dreimal im Jahr“, „1x mtl.“, „4 Sitzungen pro Jahr“, „einmal alle 2 Monate“."""
    groups = match.groupdict()
    low = lexicon.number_named(match["low"] or groups.get("low2") or "")
    found = match["high"] or groups.get("high2")
    high = lexicon.number_named(found) if found else None
    period = lexicon.period_named(match["period"])
    if not low or period is None or max(low, high or 0) > MOST:
        return None
    values: Values = {"period": period, "times": low}
    if high and high > low:
        values["times_max"] = high
    return values


def _every_so_many(match: re.Match[str]) -> Values | None:
    """„alle 6–8 Wochen“, „sechswöchig“, „14-täglich“, „im 4-Wochen-Turnus“, „jeden zweiten Monat“."""
    groups = match.groupdict()
    low = lexicon.interval_named(groups["low"]) if groups.get("low") else 1
    high = lexicon.number_named(groups["high"]) if groups.get("high") else None
    period = lexicon.period_named(match["period"])
    if low < 1 or period is None or max(low, high or 0) > MOST:
        return None
    values: Values = {"period": period, "interval": low}
    if high and high > low:
        values["interval_max"] = high
    return values


def _compound(match: re.Match[str]) -> Values | None:
    """„14-tägig“, „im dreitägigen Rhythmus“; but „dreitägig“ before what lasts so long says nothing of how often."""
    values = _every_so_many(match)
    if not values or match["turn"]:
        return values
    is_weeks_in_days = values["period"] is Period.DAY and values["interval"] % DAYS_IN_WEEK == 0
    lasts = lexicon.LASTS.fullmatch(match["period"]) and not is_weeks_in_days
    return None if lasts or lexicon.WHAT_LASTS.match(match.string, match.end()) else values


def _per_period(match: re.Match[str]) -> Values | None:
    """„pro Quartal“; but „2 Stunden pro Woche“ says how long, not how often."""
    return None if lexicon.MEASURED.search(match.string[: match.start()]) else _every_so_many(match)


def _fixed(**values: Any) -> Callable[[re.Match[str]], Values]:
    return lambda _match: dict(values)


_CADENCES: list[tuple[re.Pattern[str], Callable[[re.Match[str]], Values | None]]] = [
    (lexicon.QUARTERLY, _fixed(period=Period.MONTH, interval=3)),
    (lexicon.HALF_YEARLY, _fixed(period=Period.MONTH, interval=6)),
    (lexicon.COUNT_PER_PERIOD, _count_per_period),
    (lexicon.PERIOD_WITH_COUNT, _count_per_period),
    (lexicon.BY_SLASH, _count_per_period),
    (lexicon.EVERY, _every_so_many),
    (lexicon.COMPOUND, _compound),
    (lexicon.TURNUS, _every_so_many),
    (lexicon.TURNUS_OF, _every_so_many),
    (lexicon.TURNUS_IS, _every_so_many),
    (lexicon.IN_A_TURNUS, _every_so_many),
    (lexicon.BIENNIAL, _fixed(period=Period.YEAR, interval=2)),
    (lexicon.EACH, _every_so_many),
    (lexicon.HALF_MONTHLY, _fixed(period=Period.MONTH, times=2)),
    (lexicon.HALF_WEEKLY, _fixed(period=Period.WEEK, times=2)),
    (lexicon.NINE_MONTHLY, _fixed(period=Period.MONTH, interval=9)),
    (lexicon.SIMPLE, _every_so_many),
    (lexicon.PER_PERIOD, _per_period),
    (lexicon.AT_THE_TURN, _every_so_many),
    (lexicon.AT_THE_END, _every_so_many),
    (lexicon.YEARLY_EVENT, _fixed(period=Period.YEAR)),
    (lexicon.SOMEWHEN_IN_MONTH, _fixed(period=Period.MONTH)),
    (lexicon.BEFORE_AND_AFTER, _fixed(period=Period.YEAR, times=2)),
]
