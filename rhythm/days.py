"""Which days: feasts, dates and workdays, the nth weekday, days of the month, even weeks and years, weekdays."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from rhythm import exceptions, feasts, lexicon
from rhythm.feasts import Feast
from rhythm.partial import TAKEN, PartialRhythm
from rhythm.terms import Parity, Period


def feast(draft: PartialRhythm) -> None:
    """„am Aschermittwoch“, „am Dienstag nach Pfingsten“; „an Heiligabend“ is the 24 December."""
    match = lexicon.FEAST.search(draft.text)
    if not match or exceptions.is_denied(draft, match):
        return
    found, weekday = feasts.named(match["feast"]), match["day"]
    if match["eve"]:
        _day_beside(draft, match, found)
        return
    if isinstance(found, Feast):
        if (feasts.is_break(found) and not weekday) or _is_vague(match, found):
            return
        draft.note(feast=found)
        if weekday:
            number = next(iter(lexicon.ordinals_named(match["nth"] or "")), 1)
            side = -1 if match["side"].lower() == "vor" else 1
            draft.note(weekdays=lexicon.weekdays_named(weekday), nth=(side * abs(number),))
    elif weekday:
        return
    else:
        draft.note(months=(found[0],), month_days=(found[1],), period=Period.YEAR)
    draft.take(match)


def _is_vague(match: re.Match[str], found: Feast) -> bool:
    """„zu Pfingsten“ are two days, and „am ersten Montag nach den Ferien“ without „jeweils“ may be an appointment."""
    if found is Feast.EACH_BREAK:
        return AGAIN.search(match[0]) is None
    return not match["side"] and match["feast"].lower() in ("ostern", "pfingsten")


def _day_beside(draft: PartialRhythm, match: re.Match[str], found: Feast | tuple[int, int]) -> None:
    """„am Tag vor Christi Himmelfahrt“ is the Wednesday before it, and „am Vortag von Heiligabend“ the 23 December."""
    side = 1 if (match["beside"] or "").lower() == "nach" else -1
    if not isinstance(found, Feast):
        day = date(feasts.ANY_YEAR, *found) + timedelta(days=side)
        draft.note(months=(day.month,), month_days=(day.day,), period=Period.YEAR)
    elif feasts.is_break(found):
        return
    else:
        weekday = (feasts.day_of(found, feasts.ANY_YEAR).weekday() + side) % 7
        draft.note(feast=found, weekdays=(weekday,), nth=(side,))
    draft.take(match)


def yearly_date(draft: PartialRhythm) -> None:
    """„jedes Jahr am 3. Oktober“; without „jedes Jahr“ it is an appointment."""
    match = lexicon.YEARLY_DATE.search(draft.text)
    if not match or exceptions.is_denied(draft, match):
        return
    if not (lexicon.EVERY_YEAR.search(draft.text) or AGAIN.match(match[0])):
        return  # „am 3. Oktober“ is an appointment
    months = lexicon.months_named(match["month"]) if match["month"] else (int(match["number"]),)
    day = int(match["day"])
    draft.impossible = not (1 <= months[0] <= 12 and 1 <= day <= calendar.monthrange(2024, months[0])[1])
    if not draft.impossible and len(months) == 1:
        draft.note(months=months, month_days=(day,), period=Period.YEAR)
        draft.take(match)


_OF_WORKDAYS = (Period.QUARTER, Period.HALF_YEAR, Period.MONTH)


def workday(draft: PartialRhythm) -> None:
    """„am ersten Werktag des Monats“, „quartalsweise am letzten Werktag“."""
    match = lexicon.NTH_WORKDAY.search(draft.text)
    if not match or exceptions.is_denied(draft, match):
        return
    within = match["of"] or draft.text
    period = next((found for found in _OF_WORKDAYS if found in within.lower()), None)
    if period:
        draft.nth_period = period if match["of"] or period is not Period.MONTH else None
        draft.note(workdays=True, nth=_sorted_nth(lexicon.ordinals_named(match["nth"])))
        draft.take(match)


def nth_weekday(draft: PartialRhythm) -> None:
    """„jeden 1. und 3. Mittwoch im Monat“, „letzter Montag“, „jeden 1. Mittwoch im Quartal“."""
    match = lexicon.NTH_WEEKDAY.search(draft.text)
    if not match or draft.values.keys() & {"nth", "feast"}:
        return
    nth = _sorted_nth(lexicon.ordinals_named(match["nth"]))
    weekdays = lexicon.weekdays_named(match["days"])
    of_period = lexicon.period_named(match["of"]) if match["of"] else None
    if exceptions.is_denied(draft, match) or lexicon.RELATIVE.match(draft.text, match.end()):
        draft.leave(match)  # „der 1. Montag entfällt“, „am letzten Montag vor den Sommerferien“
    elif not nth or not weekdays or of_period in (Period.WEEK, Period.DAY):
        draft.unclear_days = True
    elif max(nth) <= 5:
        draft.nth_period = of_period
        draft.each_nth = _EACH.search(match[0]) is not None
        draft.note(nth=nth, weekdays=weekdays)
        draft.take(match)
    elif len(nth) == 1 and nth[0] <= 12 and not of_period:
        draft.note(period=Period.WEEK, interval=nth[0], weekdays=weekdays)  # „jeden 6. Montag“
        draft.take(match)
    else:
        draft.impossible = True


AGAIN = lexicon.pattern(r"\b(?:jede[nrms]?|jeweils|immer|stets)\b")
_EACH = lexicon.pattern(r"\bjede[nrms]?\b")


def _sorted_nth(nth: list[int]) -> tuple[int, ...]:
    """1, 2, 3, … then the one before last, then the last."""
    return tuple(sorted(dict.fromkeys(nth), key=lambda number: (number < 0, number)))


def month_days(draft: PartialRhythm) -> None:
    """„am 15. jeden Monats“, „zum 1. und 15. des Monats“, „am letzten Tag des Monats“, „am 15.“ beside „monatlich“."""
    if _day_of_period(draft):
        return
    draft.text = lexicon.FIRST_DAY.sub("am 1. des Monats", draft.text)
    last = lexicon.LAST_DAY.search(draft.text)
    match = last or lexicon.MONTH_DAY.search(draft.text)
    if not match and not draft.has_date and "monat" in draft.text.lower():
        match = lexicon.BARE_MONTH_DAY.search(draft.text)
    if not match or draft.values.keys() & {"nth", "month_days"} or exceptions.is_denied(draft, match):
        return
    if lexicon.BESIDE.search(draft.text[: match.start()]):
        draft.leave(match)  # „am ersten Dienstag nach dem 15. des Monats“
        return
    days = [*map(int, re.findall(r"\d+", match["days"])), *([-1] if last else [])]
    if any(day == 0 or day > 31 for day in days):
        draft.impossible = True
    elif days:
        draft.take(match)
        draft.note(month_days=_sorted_nth(days))


def _day_of_period(draft: PartialRhythm) -> bool:
    """„am letzten Tag des Quartals“: four days of the year."""
    match = lexicon.DAY_OF_PERIOD.search(draft.text)
    if (
        not match
        or draft.values.keys() & {"nth", "month_days", "months"}
        or exceptions.is_denied(draft, match)
    ):
        return False
    is_last, step = match["which"].lower() == "letzten", 3 if match["of"].lower().startswith("q") else 6
    months = tuple(range(step if is_last else 1, 13, step))
    draft.note(period=Period.YEAR, times=12 // step, months=months, month_days=(-1 if is_last else 1,))
    draft.take(match)
    return True


def week_parity(draft: PartialRhythm) -> None:
    match = lexicon.WEEK_PARITY.search(draft.text)
    if match and not exceptions.is_denied(draft, match):
        draft.take(match)
        draft.note(week_parity=Parity.ODD if match["parity"] else Parity.EVEN)


def year_parity(draft: PartialRhythm) -> None:
    match = lexicon.YEAR_PARITY.search(draft.text)
    if match and not exceptions.is_denied(draft, match):
        draft.take(match)
        draft.note(year_parity=Parity.ODD if match["parity"] or match["number"] else Parity.EVEN)


# --- weekdays ---


def weekdays(draft: PartialRhythm) -> None:
    """„dienstags und donnerstags“, „Mo–Fr“, „dienstags oder mittwochs“, „abwechselnd montags und freitags“."""
    if draft.unclear_days or "weekdays" in draft.values or _one_of_several(draft):
        return
    off = lexicon.DAYS_OFF.search(draft.text)
    workdays = lexicon.WORKDAYS.search(draft.text)
    if off and (workdays or draft.values.get("period") is Period.DAY):
        without = lexicon.weekdays_named(off["days"])
        draft.take_all(lexicon.DAYS_OFF)
        draft.take_all(lexicon.WORKDAYS)
        draft.note(weekdays=tuple(day for day in range(5 if workdays else 7) if day not in without))
    elif off:
        _days_but(draft, off)
    elif workdays and exceptions.is_denied(draft, workdays):
        draft.leave(workdays)  # „werktags geschlossen“
    elif workdays:
        draft.take(workdays)
        draft.note(weekdays=(0, 1, 2, 3, 4))
    else:
        _plain_weekdays(draft)


def _days_but(draft: PartialRhythm, off: re.Match[str]) -> None:
    """„Mo–Fr (außer Mi)“; „monatlich, nicht freitags“ says no day."""
    match = lexicon.WEEKDAYS.search(draft.text, 0, off.start())
    named = lexicon.weekdays_named(match["days"]) if match else ()
    without = lexicon.weekdays_named(off["days"])
    if match and set(without) < set(named) and _NOTHING_MORE.match(draft.text, off.end()):
        draft.take(off)
        draft.take(match)
        draft.note(weekdays=tuple(day for day in named if day not in without))


_NOTHING_MORE = re.compile(rf"\s*(?:$|[,;.){TAKEN}])")


def _one_of_several(draft: PartialRhythm) -> bool:
    for name, pattern in (("alternating", lexicon.ALTERNATING), ("either", lexicon.EITHER)):
        match = pattern.search(draft.text)
        if match and not exceptions.is_denied(draft, match):
            days = lexicon.weekdays_named(
                match["days"] or match.groupdict().get("days2") or match.groupdict().get("days3") or ""
            )
            if len(days) > 1:
                draft.note(**{name: True}, weekdays=days)
                draft.take(match)
                return True
    return False


def _plain_weekdays(draft: PartialRhythm) -> None:
    for match in lexicon.WEEKDAYS.finditer(draft.text):
        if not exceptions.is_denied(draft, match):
            draft.note(weekdays=lexicon.weekdays_named(match["days"]))
            draft.every_week = match[0].lower().startswith(("jede", "an jede"))
            draft.always = draft.every_week or AGAIN.match(match[0]) is not None
            draft.take(match)
            if draft.every_week and "period" not in draft.values:
                # „jeden Dienstag im Monat“ is every Tuesday
                draft.text = lexicon.IN_THE_MONTH.sub(TAKEN, draft.text, count=1)
            return
