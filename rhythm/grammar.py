"""Reading the way German clerks write a meeting rhythm: `parse("jeden 2. Di. im Monat, 16 h")`.

The text is scanned, not parsed by a strict grammar: every reader takes out the parts it understands and notes
them in a draft; what nobody took is the leftover. So „monatlich, mit Frühstück“ is monthly, and the breakfast is
not lost. How ambiguous wording is read:

- „zweiwöchentlich“, „14-täglich“, „zweimonatlich“: every two weeks, every two months (Duden);
  „zweimal wöchentlich“: two in a week; „halbmonatlich“: two in a month; „dreivierteljährlich“: every nine months.
- „alle zwei Wochen dienstags“, „jede zweite Woche“: fortnightly.
- „jeden ersten Donnerstag“: of the month. „jeden 2. Samstag“ could also be every other Saturday; it is read as the
  second of the month, as every other ordinal would be, and `doubt` tells the person typing how to say the other.
- „werktags“ is Monday to Friday, although in law Saturday is a working day: offices mean five days.
- „einmal im Quartal“ is the same as „vierteljährlich“, but „jeden 1. Mittwoch im Quartal“ counts in the quarter.
- „nach Absprache“ alone is on demand; behind a cadence it speaks of the date and stays in the leftover.
- Of two cadences („wöchentlich Fallbesprechung, Lenkung quartalsweise“) the first counts, the other is leftover.
"""

import re
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from rhythm import cadence, lexicon
from rhythm.form import Rhythm
from rhythm.spelling import normalised
from rhythm.terms import Period, WeekParity

TAKEN = "\x00"  # stands where something was parsed; input can't contain it
MAX_LENGTH = 500


@dataclass
class PartialRhythm:
    """The text still to be read, and what was parsed so far."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    nth_period: Period | None = None
    has_date: bool = False
    unclear_days: bool = False
    comes_on_top: bool = False

    def take(self, match: re.Match[str], keep: str = "") -> None:
        """Mark a match as parsed; `keep` puts back a part of it."""
        self.text = (
            f"{self.text[: match.start()]}{TAKEN}{keep}{TAKEN if keep else ''}{self.text[match.end() :]}"
        )

    def note(self, **values: Any) -> None:
        self.values.update(values)

    def take_all(self, pattern: re.Pattern[str]) -> bool:
        self.text, count = pattern.subn(TAKEN, self.text)
        return count > 0


def parse(text: str) -> Rhythm | None:
    """A rhythm from German text; None where nothing in it speaks of one. Never raises on any string.

    Only the first 500 characters are read (a rhythm is a phrase; a novel is not).
    """
    draft = PartialRhythm(normalised(text[:MAX_LENGTH]))
    draft.has_date = lexicon.DATE.search(draft.text) is not None
    for reader in (_demand, _holidays, _months_off, _pause, _clock, _nth_weekday, _month_days, _cadence,
                   _week_parity, _weekdays, _months, _modifiers):  # fmt: skip
        reader(draft)
    _conclude(draft)
    if not (draft.values.get("period") or draft.values.get("on_demand") or draft.values.get("paused")):
        return None
    values = draft.values
    if values.get("paused"):
        values = {"paused": True}
    return Rhythm(**values, leftover=_leftover(draft.text), doubt=" ".join(draft.doubts))


# --- pauses, holidays, months without meetings ---


def _pause(draft: PartialRhythm) -> None:
    """„ruht“, „derzeit ausgesetzt“; but „ruht im August“ speaks of a month (`_months_off`)."""
    match = lexicon.PAUSED.search(draft.text)
    if match and not lexicon.MONTHS_OFF.search(draft.text):
        draft.take(match)
        draft.note(paused=True)


def _holidays(draft: PartialRhythm) -> None:
    if draft.take_all(lexicon.OUTSIDE_HOLIDAYS):
        draft.note(outside_holidays=True)


def _months_off(draft: PartialRhythm) -> None:
    """„außer im Juli und August“, „Sommerpause im August“: the other months remain."""
    match = lexicon.MONTHS_OFF.search(draft.text)
    if not match:
        return
    off = lexicon.months_named(match["months"] or match["months2"])
    if off and len(off) < 12:
        draft.take(match)
        draft.note(months=tuple(month for month in range(1, 13) if month not in off))


def _demand(draft: PartialRhythm) -> None:
    """„nach Bedarf“; „und bei Bedarf“ comes on top of what else the text says."""
    match = lexicon.ON_DEMAND.search(draft.text)
    if match:
        draft.comes_on_top = bool(match["joined"])
        draft.take_all(lexicon.ON_DEMAND)
        draft.note(on_demand=True)


# --- times of day ---


def _clock(draft: PartialRhythm) -> None:
    for pattern in lexicon.CLOCKS:
        for match in pattern.finditer(draft.text):
            start = _time(match["h1"], match["m1"])
            end = _time(match["h2"], match["m2"]) if "h2" in match.groupdict() and match["h2"] else None
            if start is None or (match.groupdict().get("h2") and end is None):
                continue
            keep = match.groupdict().get("before") or ""
            if end and end <= start:
                end, keep = None, f"{keep}bis {match['h2']} Uhr"
            draft.note(start=start, end=end)
            draft.take(match, keep=keep)
            return


def _time(hour: str, minute: str | None) -> time | None:
    if int(hour) > 23 or int(minute or 0) > 59:
        return None
    return time(int(hour), int(minute or 0))


# --- days ---


def _nth_weekday(draft: PartialRhythm) -> None:
    """„jeden 1. und 3. Mittwoch im Monat“, „letzter Montag“, „jeden 1. Mittwoch im Quartal“."""
    match = lexicon.NTH_WEEKDAY.search(draft.text)
    if not match:
        return
    nth = tuple(dict.fromkeys(lexicon.ordinals_named(match["nth"])))
    weekdays = lexicon.weekdays_named(match["days"])
    of_period = lexicon.period_named(match["of"]) if match["of"] else None
    if not nth or not weekdays or of_period in (Period.WEEK, Period.DAY):
        return
    if max(nth) <= 5:
        draft.nth_period = of_period
        draft.note(nth=_sorted_nth(nth), weekdays=weekdays)
    elif len(nth) == 1 and nth[0] <= 12 and not of_period:
        draft.note(
            period=Period.WEEK, interval=nth[0], weekdays=weekdays
        )  # „jeden 6. Montag“: every six weeks
    else:
        draft.take(match, keep=match[0])
        draft.unclear_days = True
        return
    draft.take(match, keep=lexicon.day_part(match["days"]))


def _sorted_nth(nth: tuple[int, ...]) -> tuple[int, ...]:
    """1, 2, 3, … then the one before last, then the last."""
    return tuple(sorted(nth, key=lambda number: (number < 0, number)))


def _month_days(draft: PartialRhythm) -> None:
    """„am 15. jeden Monats“, „jeweils zum 1. und 15. des Monats“, „am 15.“ beside „monatlich“."""
    match = lexicon.MONTH_DAY.search(draft.text)
    if not match and not draft.has_date and "monat" in draft.text.lower():
        match = lexicon.BARE_MONTH_DAY.search(draft.text)
    if not match:
        return
    days = tuple(sorted({int(number) for number in re.findall(r"\d+", match["days"])}))
    if days and all(1 <= day <= 31 for day in days) and "nth" not in draft.values:
        draft.take(match)
        draft.note(month_days=days)


def _week_parity(draft: PartialRhythm) -> None:
    match = lexicon.WEEK_PARITY.search(draft.text)
    if match:
        draft.take(match)
        draft.note(week_parity=WeekParity.ODD if match["parity"] else WeekParity.EVEN)


def _weekdays(draft: PartialRhythm) -> None:
    """„dienstags und donnerstags“, „Mo–Fr“. Alternatives („dienstags oder mittwochs“) stay leftover: which of
    them it will be the text doesn't say."""
    if draft.unclear_days or "weekdays" in draft.values or lexicon.ALTERNATING.search(draft.text):
        return
    off = lexicon.DAYS_OFF.search(draft.text)
    workdays = lexicon.WORKDAYS.search(draft.text)
    if off and (workdays or draft.values.get("period") is Period.DAY):
        without = lexicon.weekdays_named(off["days"])
        draft.take_all(lexicon.DAYS_OFF)
        draft.take_all(lexicon.WORKDAYS)
        draft.note(weekdays=tuple(day for day in range(5 if workdays else 7) if day not in without))
    elif off:
        return  # „monatlich, nicht freitags“ says no day
    elif workdays:
        draft.take(workdays)
        draft.note(weekdays=(0, 1, 2, 3, 4))
    else:
        _plain_weekdays(draft)


def _plain_weekdays(draft: PartialRhythm) -> None:
    match = lexicon.WEEKDAYS.search(draft.text)
    if match:
        draft.note(weekdays=lexicon.weekdays_named(match["days"]))
        draft.take(match, keep=lexicon.day_part(match["days"]))


def _months(draft: PartialRhythm) -> None:
    """„September bis Mai“, „im Herbst“, „Frühjahr/Herbst“. Their number counts where no cadence is given."""
    if "months" in draft.values:
        return
    match = lexicon.MONTHS.search(draft.text)
    if not match:
        return
    months = lexicon.months_named(match["months"])
    draft.take(match)
    if 0 < len(months) < 12:
        draft.note(months=tuple(sorted(months)))
        if not lexicon.RANGE.search(match["months"]):
            draft.values["_dates_named"] = lexicon.count_of_months_named(match["months"])


# --- how often ---


def _cadence(draft: PartialRhythm) -> None:
    found = None if "period" in draft.values else cadence.first_in(draft.text)
    if found:
        match, values = found
        draft.note(**values)
        draft.take(match)


def _modifiers(draft: PartialRhythm) -> None:
    if lexicon.AT_LEAST.search(draft.text):
        draft.take_all(lexicon.AT_LEAST)
        draft.note(at_least=True)
    if draft.take_all(lexicon.ABOUT):
        draft.note(approximate=True)
    if (
        not draft.values.get("period")
        and not draft.values.get("weekdays")
        and draft.take_all(lexicon.BY_APPOINTMENT)
    ):
        draft.note(on_demand=True)


# --- putting it together ---


def _conclude(draft: PartialRhythm) -> None:
    """Fill in what follows from the parts, and give each rhythm one form."""
    values = draft.values
    named = values.pop("_dates_named", 0)
    if "period" not in values:
        _doubt_about_the_second(draft, named)
        _period_from_days(draft, named)
    elif named and _IN_MONTHS.get(values["period"], 0) * values.get("interval", 1) * named == 12:
        # „vierteljährlich (Januar, April, Juli, Oktober)“: these are the dates, not a season.
        values.update(period=Period.YEAR, times=named, interval=1)
    if values.get("nth") and draft.nth_period:
        _counted_within(values, draft.nth_period)
    _same_form(values)


def _doubt_about_the_second(draft: PartialRhythm, months_named: int) -> None:
    """„jeden 2. Samstag“ and no more."""
    if draft.values.get("nth") == (2,) and draft.nth_period is None and not months_named:
        name = lexicon.WEEKDAY_NAMES[draft.values["weekdays"][0]]
        draft.doubts.append(
            f"„Jeden 2. {name}“ lesen wir als „jeden 2. {name} im Monat“. "
            f"Treffen Sie sich alle zwei Wochen, schreiben Sie bitte „alle 2 Wochen, {name.lower()}s“."
        )


def _period_from_days(draft: PartialRhythm, months_named: int) -> None:
    """Without a cadence: an nth weekday or a day of the month is monthly, a weekday weekly, „Frühjahr und
    Herbst“ twice a year."""
    values = draft.values
    if values.get("nth") and draft.nth_period:
        values["period"] = draft.nth_period
    elif values.get("nth") and months_named:
        values.update(period=Period.YEAR, times=months_named)
    elif values.get("nth") or values.get("month_days"):
        values["period"] = Period.MONTH
    elif draft.has_date or (
        values.get("on_demand") and not values.get("at_least") and not draft.comes_on_top
    ):
        # „nach Bedarf, meist dienstags“; „Di, 12.10.2026“: no cadence
        values.pop("at_least", None)
        values.pop("approximate", None)
    elif values.get("weekdays") or values.get("week_parity"):
        values["period"] = Period.WEEK
    elif months_named:
        values.update(period=Period.YEAR, times=months_named)


def _counted_within(values: dict[str, Any], nth_period: Period) -> None:
    """„vierteljährlich am ersten Montag im Quartal“ counts within the quarter."""
    months = {Period.QUARTER: 3, Period.HALF_YEAR: 6}.get(nth_period)
    if months and values.get("period") is Period.MONTH and values.get("interval", 1) in (1, months):
        values.update(period=nth_period, interval=1)


_IN_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6}


def _same_form(values: dict[str, Any]) -> None:
    """14 days are two weeks, 12 months a year, „einmal im Quartal“ is every three months."""
    period, interval, high = values.get("period"), values.get("interval", 1), values.get("interval_max")
    if values.get("times", 1) == _days_named(values):
        values.pop("times", None)
    once = values.get("times", 1) == 1 and not values.get("times_max")
    if period is Period.DAY and values.get("weekdays") and once and interval == 1:
        period = Period.WEEK  # „täglich Mo–Fr“
    if once and period in _IN_MONTHS and not values.get("nth"):
        interval, high = interval * _IN_MONTHS[period], high and high * _IN_MONTHS[period]
        period = Period.MONTH
    for small, size, large in ((Period.DAY, 7, Period.WEEK), (Period.MONTH, 12, Period.YEAR)):
        fits = interval % size == 0 and (not high or high % size == 0)
        if period is small and fits and not values.get("nth") and not values.get("month_days"):
            period, interval, high = large, interval // size, high and high // size
    if period is Period.WEEK and interval == 2 and values.get("week_parity"):
        interval = 1
    values.update(period=period, interval=interval, interval_max=high)
    if len(values.get("months", ())) == 12:
        values.pop("months")


def _days_named(values: dict[str, Any]) -> int:
    """„zweimal im Monat, am 1. und 3. Mittwoch“: the two are the two days named. 0 if no days are named."""
    if values.get("times_max"):
        return 0
    if values.get("nth"):
        return len(values["nth"]) * len(values["weekdays"]) if values.get("period") is Period.MONTH else 0
    if values.get("period") is Period.MONTH:
        return len(values.get("month_days", ()))
    return len(values.get("weekdays", ())) if values.get("period") is Period.WEEK else 0


def _leftover(text: str) -> str:
    return ", ".join(piece for part in text.split(TAKEN) if (piece := lexicon.leftover_of(part)))
