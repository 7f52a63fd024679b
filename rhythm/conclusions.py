"""What follows from the parts that were read: the period that days imply, one form for each rhythm, contradictions."""

from typing import Any

from rhythm import lexicon, qualifiers
from rhythm.partial import PartialRhythm
from rhythm.terms import SHORT_PERIODS, Period

_IN_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6}
_MONTHS_IN = {Period.QUARTER: 3, Period.HALF_YEAR: 6}
HALF_A_YEAR = 6  # months
FORTNIGHT = 14  # days
_LONG_PERIODS = frozenset(Period) - {Period.DAY, Period.WEEK}


def conclude(draft: PartialRhythm) -> None:
    """Fill in what follows from the parts, and give each rhythm one form."""
    values, named = draft.values, draft.months_named
    if "period" not in values:
        _doubt_about_the_second(draft)
        _period_from_days(draft)
    elif named and _IN_MONTHS.get(values["period"], 0) * values.get("interval", 1) * named == 12:
        # „vierteljährlich (Januar, April, Juli, Oktober)“: these are the dates, not a season.
        values.update(period=Period.YEAR, times=named, interval=1)
    if values.get("year_parity"):
        _every_other_year(draft)
    _demanded_days(draft)
    draft.impossible = draft.impossible or _is_contradiction(draft)
    if values.get("nth") and draft.nth_period:
        _counted_within(values, draft.nth_period)
    _same_form(values)


def _every_other_year(draft: PartialRhythm) -> None:
    """„in geraden Jahren im Juni“: every two years, and which."""
    values = draft.values
    is_yearly = values.setdefault("period", Period.YEAR) is Period.YEAR and values.get("interval", 1) <= 2
    draft.impossible = draft.impossible or not is_yearly
    values.update(interval=2)


def _demanded_days(draft: PartialRhythm) -> None:
    """„jeden 1. Montag nach Bedarf“ is not every first Monday, and on demand besides: who knows. Nor is „monatlich, in
    loser Folge“."""
    values = draft.values
    named = values.get("weekdays") or values.get("nth") or values.get("month_days")
    named = named or (values.get("period") in SHORT_PERIODS and qualifiers.NOW_AND_THEN.search(draft.demand))
    if (
        values.get("period")
        and values.get("on_demand")
        and named
        and not (draft.comes_on_top or values.get("at_least"))
    ):
        values.pop("on_demand")
        draft.doubtful.append(draft.demand)


def _doubt_about_the_second(draft: PartialRhythm) -> None:
    """„jeden 2. Samstag“ and no more."""
    if draft.values.get("nth") == (2,) and draft.nth_period is None and not draft.months_named:
        if not draft.values.get("weekdays") or draft.values.get("feast"):
            return
        name = lexicon.WEEKDAY_NAMES[draft.values["weekdays"][0]]
        draft.doubts.append(
            f"„Jeden 2. {name}“ lesen wir als „jeden 2. {name} im Monat“. "
            f"Treffen Sie sich alle zwei Wochen, schreiben Sie bitte „alle 2 Wochen, {name.lower()}s“."
        )


def _period_from_days(draft: PartialRhythm) -> None:
    """Without a cadence: an nth weekday or a day of the month is monthly, a weekday weekly, „Frühjahr und
    Herbst“ twice a year, a feast yearly."""
    values, named = draft.values, draft.months_named
    if values.get("feast"):
        values["period"] = Period.YEAR
    elif values.get("nth") and draft.nth_period:
        values["period"] = draft.nth_period
    elif values.get("nth") and named and not _is_season(draft):
        values.update(period=Period.YEAR, times=named)
    elif values.get("nth") or values.get("month_days"):
        values["period"] = Period.MONTH
    elif (draft.has_date and not draft.always) or (
        values.get("on_demand") and not (values.get("at_least") or draft.comes_on_top or draft.every_week)
    ):
        # „nach Bedarf, meist dienstags“; „Di, 12.10.2026“: no cadence
        values.pop("at_least", None)
        values.pop("approximate", None)
    elif values.get("weekdays") or values.get("week_parity"):
        values["period"] = Period.WEEK
        draft.is_usual_time = not draft.every_week
    elif named and len(values["months"]) < HALF_A_YEAR * named:  # „im Sommerhalbjahr“ says no more than when
        values.update(period=Period.YEAR, times=named)
        draft.is_usual_time = True  # „jährlich im Herbst, meist im Oktober“


def _is_season(draft: PartialRhythm) -> bool:
    """„jeden 1. Donnerstag im Winter“ is each month of it, „am 1. Samstag im Herbst“ once, of half a year nobody says that."""
    per_name = len(draft.values["months"]) / draft.months_named
    return per_name >= HALF_A_YEAR or (per_name > 1 and draft.each_nth)


def _is_contradiction(draft: PartialRhythm) -> bool:
    """What can't be true at once, or not of one meeting (then it may be two, see `several`)."""
    values = draft.values
    period, interval, nth = values.get("period"), values.get("interval", 1), values.get("nth")
    once = values.get("times", 1) == 1 and not values.get("times_max")
    starts, ends = values.get("first") or values.get("begins"), values.get("ends")
    return any((
        period in (Period.DAY, Period.WEEK) and (nth or values.get("month_days")),  # „wöchentlich am 1. Montag“
        period is not Period.YEAR and values.get("feast"),  # „monatlich am Aschermittwoch“
        values.get("feast") and not once,  # „zweimal im Jahr am Aschermittwoch“
        period is Period.DAY and interval == 1 and len(values.get("weekdays", ())) == 1,  # „täglich montags“
        period in _LONG_PERIODS and draft.every_week and not nth,  # „jeden Montag, Vorstand monatlich“
        period is Period.YEAR and draft.nth_period is Period.MONTH and once and values.get("months"),
        values.get("week_parity") and (period in _LONG_PERIODS or interval not in (1, 2, FORTNIGHT)),  # „monatlich in geraden Wochen“
        period is Period.MONTH and interval == 1 and draft.nth_period in _MONTHS_IN,  # „monatlich am 1. Montag im Quartal“
        period is Period.WEEK and not once and _days_named(values) > (values.get("times_max") or values.get("times", 1)),  # „zweimal pro Woche, Mo, Mi und Fr“
        starts and ends and starts > ends,
        qualifiers.WHAT_IS_NOT.search(draft.text),  # „Samstags, sonntags und an den Tagen davor erfolgt keine Betreuung“
        values.get("at_least") and values.get("at_most"),
    ))  # fmt: skip


def _counted_within(values: dict[str, Any], nth_period: Period) -> None:
    """„vierteljährlich“ or „viermal im Jahr am ersten Montag im Quartal“ counts within the quarter."""
    months = _MONTHS_IN.get(nth_period)
    if not months:
        return
    if values.get("period") is Period.MONTH and values.get("interval", 1) == months:
        values.update(period=nth_period, interval=1)
    elif values.get("period") is Period.YEAR and values.get("times") == 12 // months:
        values.update(period=nth_period, times=1)


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
    if values.get("times_max") or values.get("either") or values.get("alternating"):
        return 0
    if values.get("nth"):
        days = len(values.get("weekdays", ())) or 1
        return len(values["nth"]) * days if values.get("period") is Period.MONTH else 0
    if values.get("period") is Period.MONTH:
        return len(values.get("month_days", ()))
    return len(values.get("weekdays", ())) if values.get("period") is Period.WEEK else 0
