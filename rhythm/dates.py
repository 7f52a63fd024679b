"""From a rhythm to dates: its RRULE and the next meetings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from rhythm import feasts
from rhythm.terms import Parity, Period

if TYPE_CHECKING:
    from rhythm.feasts import Feast
    from rhythm.form import Rhythm

BERLIN = ZoneInfo("Europe/Berlin")
Holidays = Callable[[date], bool]

_DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS_OF: dict[Period | None, int] = {
    Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.SEMESTER: 6, Period.SCHOOL_HALF_YEAR: 6,
    Period.YEAR: 12, Period.SCHOOL_YEAR: 12,
}  # fmt: skip
MAX_COUNT = 500  # dates at a time: ten years of a weekly round
_LAST_YEAR = 9000  # so far from the last one that Python knows that no sum runs over


def rule(rhythm: Rhythm, anchor: date | None = None) -> str | None:
    """RFC 5545 rule (the part behind „RRULE:“), None where the rhythm fixes none.

    `anchor`, the day of any meeting, fills in what the text leaves open: „vierteljährlich, mittwochs“ and a meeting on
    the second Wednesday of March make FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE. A month's rhythm keeps the weekday, as
    people do, not the day of the month. Without it the rule is given only if text and DTSTART say everything:
    „alle 2 Wochen“ yes, „vierteljährlich, mittwochs“ no. Holidays and feasts that move can't be said in an RRULE, nor
    can several rules; of those each has its own (`Rhythm.rules`).
    """
    if (
        rhythm.period is None
        or rhythm.paused
        or rhythm.feast
        or (rhythm.times > 1 and not _one_date_each(rhythm))
    ):
        return None
    if rhythm.either or rhythm.alternating or rhythm.by_appointment or rhythm.at_most:
        return None
    if rhythm.period in (Period.DAY, Period.WEEK):
        parts = _weekly(rhythm, anchor)
    else:
        parts = _monthly(rhythm, anchor)
    return ";".join(f"{key}={value}" for key, value in parts.items()) if parts else None


def _one_date_each(rhythm: Rhythm) -> bool:
    """„zweimal im Jahr, am 1. Montag im März und Oktober“: as many dates as meetings."""
    per_month = len(rhythm.month_days) or len(rhythm.nth) * len(rhythm.weekdays)
    return rhythm.period is Period.YEAR and bool(per_month) and rhythm.times == len(rhythm.months) * per_month


def _interval(rhythm: Rhythm) -> int:
    """The middle of „alle 6 bis 8 Wochen“: the best single guess."""
    return (rhythm.interval + (rhythm.interval_max or rhythm.interval)) // 2


def _weekly(rhythm: Rhythm, anchor: date | None) -> dict[str, object]:
    weekdays = rhythm.weekdays or ((anchor.weekday(),) if anchor and rhythm.period is Period.WEEK else ())
    by_day = {"BYDAY": ",".join(_DAY_CODES[day] for day in weekdays)} if weekdays else {}
    by_month = _by_month(rhythm.months)
    if rhythm.week_parity:
        # Weeks are counted from the new year (after week 53 comes week 1), which INTERVAL=2 can't say.
        first = 1 if rhythm.week_parity is Parity.ODD else 2
        return {"FREQ": "YEARLY", "BYWEEKNO": ",".join(map(str, range(first, 54, 2)))} | by_month | by_day
    freq = {"FREQ": "DAILY" if rhythm.period is Period.DAY else "WEEKLY"}
    interval = {"INTERVAL": _interval(rhythm)} if _interval(rhythm) > 1 else {}
    return freq | interval | by_month | by_day


def _monthly(rhythm: Rhythm, anchor: date | None) -> dict[str, object]:
    step = _MONTHS_OF.get(rhythm.period, 1) * _interval(rhythm)
    by_day, by_month, parts = _nth_days(rhythm, anchor), rhythm.months, {"FREQ": "MONTHLY"}
    if rhythm.weekdays and not by_day and not rhythm.month_days:
        return {}
    if rhythm.workdays:
        by_day = {"BYDAY": ",".join(_DAY_CODES[:5]), "BYSETPOS": ",".join(map(str, rhythm.nth))}
    if rhythm.month_days:
        by_day = {"BYMONTHDAY": ",".join(map(str, rhythm.month_days))}
    if rhythm.period in (Period.QUARTER, Period.HALF_YEAR) and rhythm.nth:
        by_month = _months_of_the_nth(rhythm, step)
        freq = "MONTHLY" if rhythm.workdays else "YEARLY"  # BYSETPOS counts within the frequency
        return {"FREQ": freq} | _by_month(by_month) | by_day if by_month else {}
    if step % 12 == 0:
        parts, step = {"FREQ": "YEARLY"}, step // 12
        names_dates = rhythm.month_days or (rhythm.nth and (len(by_month) == 1 or rhythm.times > 1))
        if not (by_month and names_dates):
            by_month = (anchor.month,) if anchor else ()
            if by_day and not by_month:
                return {}
    return parts | ({"INTERVAL": step} if step > 1 else {}) | _by_month(by_month) | by_day


def _nth_days(rhythm: Rhythm, anchor: date | None) -> dict[str, str]:
    """{"BYDAY": "1WE,3WE"}; {} if neither rhythm nor anchor says which."""
    nth, weekdays = rhythm.nth, rhythm.weekdays
    if not nth and anchor:
        nth = (_nth_of(anchor),)
        weekdays = (anchor.weekday(),) if anchor.weekday() in weekdays or not weekdays else weekdays[:1]
    if not nth or not weekdays:
        return {}
    return {"BYDAY": ",".join(f"{number}{_DAY_CODES[day]}" for number in nth for day in weekdays)}


def _nth_of(day: date) -> int:
    """1..4, or -1 in the fifth week: „den fünften Dienstag“ nobody means."""
    return number if (number := (day.day - 1) // 7 + 1) < 5 else -1


def _months_of_the_nth(rhythm: Rhythm, step: int) -> tuple[int, ...]:
    """The first to fourth weekday of a quarter lie in its first month, the last two in its last."""
    if all(0 < number < 5 for number in rhythm.nth):
        return tuple(range(1, 13, step))
    return tuple(range(step, 13, step)) if all(number < 0 for number in rhythm.nth) else ()


def _by_month(months: tuple[int, ...]) -> dict[str, object]:
    return {"BYMONTH": ",".join(map(str, sorted(months)))} if months else {}


# --- dates ---


def needs_anchor(rhythm: Rhythm) -> bool:
    """Whether dates can be told only from the day of one meeting („alle 6 Wochen“: from when?)."""
    if rhythm.feast:
        return rhythm.interval > 1 and not rhythm.year_parity
    if rhythm.period is Period.DAY or rhythm.week_parity:
        return rhythm.interval > 1 or bool(rhythm.week_parity and not rhythm.weekdays)
    if rhythm.period is Period.WEEK:
        return rhythm.interval > 1 or bool(rhythm.interval_max) or not rhythm.weekdays
    alone = rule(rhythm)
    if rhythm.year_parity:
        return alone is None or not ("BYDAY" in alone or "BYMONTHDAY" in alone)
    return rhythm.interval > 1 or alone is None or not ("BYDAY" in alone or "BYMONTHDAY" in alone)


def next_dates(
    rhythm: Rhythm,
    after: datetime,
    count: int = 1,
    anchor: date | None = None,
    holidays: Holidays | None = None,
    public_holidays: Holidays | None = None,
) -> list[datetime]:
    """The next `count` meetings (at most 500) strictly after `after`, aware, in Europe/Berlin, ascending.

    Empty where the rhythm fixes no dates: on demand, paused, „dreimal im Schuljahr“, or where it needs an `anchor`
    (the day of any meeting, past or announced) and none is given. Empty, too, where a part of the text was not read,
    which may say otherwise, and where the rhythm leaves out the school holidays and nobody says when they are.
    17:00 stays 17:00 in summer and winter time; without a time of day the dates are at 0:00. A naive `after` counts as
    local time. `holidays` and `public_holidays` say of a day whether it is one; without the latter, those of all Länder
    count. Several rules are united; an anchor is that of the one rule which needs it. Fewer than `count` come back
    where the rule has no more (31 February), looked for over at least three years.
    """
    if rhythm.leftover or (rhythm.needs_school_holidays and holidays is None):
        return []
    local = after.astimezone(BERLIN) if after.tzinfo else after.replace(tzinfo=BERLIN)
    count = max(0, min(count, MAX_COUNT))
    anchors = _anchors(rhythm.rules, anchor.date() if isinstance(anchor, datetime) else anchor)
    found = {
        moment
        for one, known in anchors
        for moment in islice(_meetings(one, local, count, known, holidays, public_holidays), count)
    }
    return sorted(found)[:count]


def end_of(day: date, start: time, end: time) -> datetime:
    """When a meeting of that day ends, aware, in Europe/Berlin: „18–1 Uhr“ on the day after."""
    return datetime.combine(day + timedelta(days=int(end <= start)), end, tzinfo=BERLIN)


def _anchors(rules: Iterable[Rhythm], anchor: date | None) -> Iterator[tuple[Rhythm, date | None]]:
    """Each rule with the day it is counted from. A day that may belong to several rules says nothing of any."""
    several = [one for one in rules if needs_anchor(one)]
    for one in rules:
        known = one.first or (anchor if len(several) < 2 else None)
        if known or not needs_anchor(one):
            yield one, known


def _free_days(rhythm: Rhythm, holidays: Holidays | None, public: Holidays | None) -> Holidays:
    public = public or feasts.is_public_holiday
    without_public = rhythm.outside_public_holidays or rhythm.workdays
    return lambda day: in_school_holidays(rhythm, day, holidays) or bool(without_public and public(day))


def in_school_holidays(rhythm: Rhythm, day: date, holidays: Holidays | None) -> bool:
    """Whether the rhythm leaves the day out because of the school holidays."""
    if holidays is None or not holidays(day):
        return False
    return rhythm.outside_holidays or any(
        feasts.is_in_break(one, day, holidays) for one in rhythm.outside_breaks
    )


def _meetings(
    rhythm: Rhythm,
    after: datetime,
    count: int,
    anchor: date | None,
    school: Holidays | None,
    public: Holidays | None,
) -> Iterator[datetime]:
    """The meetings of one rule."""
    free, clock = _free_days(rhythm, school, public), rhythm.start or time()
    for day in _days(rhythm, after.date(), count, anchor, free, school):
        if rhythm.ends and day > rhythm.ends:
            return
        moment = datetime.combine(day, clock, tzinfo=BERLIN)
        if moment > after and not free(day):
            yield moment


def _days(
    rhythm: Rhythm, today: date, count: int, anchor: date | None, free: Holidays, school: Holidays | None
) -> Iterator[date]:
    """From the beginning of the rhythm, or a turn before `today`, ascending."""
    begins = max((day for day in (rhythm.begins, rhythm.first) if day), default=date.min)
    today = max(today, begins)
    until = _horizon(rhythm, today, count)
    text = rule(rhythm, anchor)
    if rhythm.feast:
        days = _feast_days(rhythm, rhythm.feast, _years(rhythm, anchor, today, until), school)
    elif text is None:
        return iter(())
    elif rhythm.workdays:
        of_month = rhythm.period is Period.MONTH  # a quarter begins in January, whoever met in February
        days = _workdays(rhythm, _phase(rhythm, anchor if of_month else None, today), until, free)
    else:
        start = datetime.combine(_phase(rhythm, anchor, today), time())
        days = (moment.date() for moment in rrulestr(f"{text};UNTIL={until:%Y%m%dT000000}", dtstart=start))
    parity = rhythm.week_parity
    return (day for day in days if day >= begins and (not parity or _in_week(day, parity)))


def _years(rhythm: Rhythm, anchor: date | None, today: date, until: date) -> range:
    """In step with the anchor, from the last turn on."""
    if rhythm.year_parity:
        return range(_year_of(rhythm.year_parity, today), until.year + 1, rhythm.interval)
    behind = (today.year - anchor.year) % rhythm.interval if anchor else 0
    return range(today.year - behind, until.year + 1, rhythm.interval)


def _feast_days(rhythm: Rhythm, feast: Feast, years: range, school: Holidays | None) -> Iterator[date]:
    if rhythm.nth and rhythm.weekdays:
        return feasts.days_near(feast, years, rhythm.weekdays[0], rhythm.nth[0], school)
    return (feasts.day_of(feast, year) for year in years)


def _workdays(rhythm: Rhythm, start: date, until: date, free: Holidays) -> Iterator[date]:
    """An RRULE knows no holidays: the first workday of May is never the first of May."""
    month, span = start.year * 12 + start.month - 1, _MONTHS_OF.get(rhythm.period, 1)
    while (year := month // 12) <= until.year:
        if not rhythm.months or month % 12 + 1 in rhythm.months:
            counted = ((nth, month % 12 + (1 if nth > 0 else span)) for nth in rhythm.nth)
            found = (feasts.nth_workday(year, number, nth, free) for nth, number in counted)
            yield from sorted(day for day in found if day)
        month += span * _interval(rhythm)


def _horizon(rhythm: Rhythm, today: date, count: int) -> date:
    """Where to stop looking: a rule may have no dates at all (the 31st of every February). Three times what the dates
    should take leaves room for a fifth Friday and for holidays."""
    days = 3 * 366 + 3 * count * (rhythm.expected_gap_days or 0)
    return today + timedelta(days=min(days, (date(_LAST_YEAR, 1, 1) - today).days))


def _in_week(day: date, parity: Parity) -> bool:
    return day.isocalendar().week % 2 == (1 if parity is Parity.ODD else 0)


def _year_of(parity: Parity, today: date) -> int:
    """This year or the last, whichever is even, or odd."""
    return today.year - (today.year % 2 != (1 if parity is Parity.ODD else 0))


def _phase(rhythm: Rhythm, anchor: date | None, today: date) -> date:
    """A day from which the rule can be counted: at most one turn before `today`, in step with the anchor."""
    step = _interval(rhythm)
    if rhythm.period is Period.DAY:
        base = anchor or today
        return base + timedelta(days=(today - base).days // step * step)
    if rhythm.period is Period.WEEK:
        base = _monday(anchor or today)
        if rhythm.week_parity:
            return _monday(today) - timedelta(weeks=54)
        return base + timedelta(weeks=(_monday(today) - base).days // 7 // step * step)
    months = _MONTHS_OF.get(rhythm.period, 1) * step
    base = anchor or date(today.year, 1, 1)
    if rhythm.year_parity:
        base = date(_year_of(rhythm.year_parity, today), 1, 1)
    distance = ((today.year - base.year) * 12 + today.month - base.month) // months * months
    year, month = divmod(base.year * 12 + base.month - 1 + distance, 12)
    return date(year, month + 1, 1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
