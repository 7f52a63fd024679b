"""Reading one rule of a meeting rhythm the way German clerks write it: „jeden 2. Di. im Monat, 16 h“.

The text is scanned, not parsed by a strict grammar: every reader takes out the parts it understands and notes
them in a draft; what nobody took is left over. So „monatlich, mit Frühstück“ is monthly, and the breakfast is
not lost. How ambiguous wording is read:

- „zweiwöchentlich“, „14-täglich“, „zweimonatlich“: every two weeks, every two months (Duden);
  „zweimal wöchentlich“: two in a week; „halbmonatlich“: two in a month; „dreivierteljährlich“: every nine months.
- „alle zwei Wochen dienstags“, „jede zweite Woche“: fortnightly.
- „jeden ersten Donnerstag“: of the month. „jeden 2. Samstag“ could also be every other Saturday; it is read as the
  second of the month, as every other ordinal would be, and `doubt` tells the person typing how to say the other.
- „werktags“ is Monday to Friday, although in law Saturday is a working day: offices mean five days.
- „einmal im Quartal“ is the same as „vierteljährlich“, but „jeden 1. Mittwoch im Quartal“ counts in the quarter.
- „nach Absprache“ alone is on demand; behind a cadence it says that each date is agreed on.
- „halb acht“ is 7.30 unless the text says that it is evening.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from rhythm import cadence, clock, exceptions, feasts, lexicon, notes, validity
from rhythm.conclusions import conclude
from rhythm.feasts import Feast
from rhythm.partial import TAKEN, PartialRhythm
from rhythm.terms import Parity, Period


def read(text: str) -> PartialRhythm:
    """What a normalised text says, and what of it stays unread."""
    draft = PartialRhythm(text)
    draft.impossible = lexicon.TWO_DAYS.search(text) is not None
    for reader in _READERS:
        reader(draft)
    conclude(draft)
    return draft


def _past(draft: PartialRhythm) -> None:
    while match := lexicon.AFTER_A_PAUSE.search(draft.text) or lexicon.PAST.search(draft.text):
        draft.leave(match)
    if match := lexicon.PERFECT.search(draft.text):
        draft.doubtful.append(match["done"])
        draft.text = f"{draft.text[: match.start('done')]}{TAKEN}{draft.text[match.end('done') :]}"


def _no_denial(draft: PartialRhythm) -> None:
    while match := lexicon.DENIES_NO_DATE.search(draft.text):
        draft.leave(match)


def _instead(draft: PartialRhythm) -> None:
    """„dienstags statt montags“; but „findet statt: montags“."""
    match = lexicon.INSTEAD.search(draft.text)
    if match and not lexicon.TAKES_PLACE.search(draft.text[: match.start()]):
        draft.leave(match)


def _demand(draft: PartialRhythm) -> None:
    """„nach Bedarf“; „und bei Bedarf“ comes on top of what else the text says."""
    match = lexicon.ON_DEMAND.search(draft.text)
    if match:
        draft.comes_on_top = bool(match["joined"])
        draft.comes_on_top |= lexicon.AS_OFTEN_AS.match(draft.text) is not None  # „so oft es nötig ist, …“
        is_all = match[0].strip() == draft.text.strip()
        only = _ONLY_THEN.search(draft.text[: match.start()])
        is_condition = lexicon.CONDITION.search(match[0]) and not is_all and not lexicon.AT_LEAST.search(draft.text)
        if (is_condition or (only and draft.text[: only.start()].strip())) and not draft.comes_on_top:
            draft.doubtful.append(match[0].strip())  # „monatlich, wenn nötig“, „monatlich, nur bei Bedarf“
            draft.take(match)
            return
        if lexicon.NO_MEETING.search(exceptions.clause(draft, match)):
            draft.leave(match)  # „wir reservieren nach Bedarf“
            return
        if _is_of_some_time(draft, match):
            draft.leave(match)  # „monatlich, im August auf Anfrage“
            return
        draft.demand = match[0].strip()
        draft.take_all(lexicon.ON_DEMAND)
        draft.note(on_demand=True)


_ONLY_THEN = lexicon.pattern(r"(?:,|\baber|\bjedoch)\s*nur\s+$")


def _is_of_some_time(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """Whether the clause speaks of months or holidays only, and the text of more."""
    clause = exceptions.clause(draft, match)
    rest = clause.replace(match[0], " ")
    return (
        clause.strip(" ,.;") != draft.text.strip(" ,.;")
        and TAKEN not in rest
        and lexicon.SOME_TIME.search(rest) is not None
        and not lexicon.SAYS_HOW_OFTEN.search(rest)
    )


def _at_most(draft: PartialRhythm) -> None:
    if draft.take_all(lexicon.AT_MOST):
        draft.note(at_most=True)
    if draft.take_all(lexicon.NO_LATER_THAN):
        draft.note(at_least=True)


# --- days of the year and of the month ---


def _feast(draft: PartialRhythm) -> None:
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
        return _AGAIN.search(match[0]) is None
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


def _yearly_date(draft: PartialRhythm) -> None:
    """„jedes Jahr am 3. Oktober“; without „jedes Jahr“ it is an appointment."""
    match = lexicon.YEARLY_DATE.search(draft.text)
    if not match or exceptions.is_denied(draft, match):
        return
    if not (lexicon.EVERY_YEAR.search(draft.text) or _AGAIN.match(match[0])):
        return  # „am 3. Oktober“ is an appointment
    months = lexicon.months_named(match["month"]) if match["month"] else (int(match["number"]),)
    day = int(match["day"])
    draft.impossible = not (1 <= months[0] <= 12 and 1 <= day <= calendar.monthrange(2024, months[0])[1])
    if not draft.impossible and len(months) == 1:
        draft.note(months=months, month_days=(day,), period=Period.YEAR)
        draft.take(match)


_OF_WORKDAYS = (Period.QUARTER, Period.HALF_YEAR, Period.MONTH)


def _workday(draft: PartialRhythm) -> None:
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


def _nth_weekday(draft: PartialRhythm) -> None:
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


_AGAIN = lexicon.pattern(r"\b(?:jede[nrms]?|jeweils|immer|stets)\b")
_EACH = lexicon.pattern(r"\bjede[nrms]?\b")


def _sorted_nth(nth: list[int]) -> tuple[int, ...]:
    """1, 2, 3, … then the one before last, then the last."""
    return tuple(sorted(dict.fromkeys(nth), key=lambda number: (number < 0, number)))


def _month_days(draft: PartialRhythm) -> None:
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
    if not match or draft.values.keys() & {"nth", "month_days", "months"} or exceptions.is_denied(draft, match):
        return False
    is_last, step = match["which"].lower() == "letzten", 3 if match["of"].lower().startswith("q") else 6
    months = tuple(range(step if is_last else 1, 13, step))
    draft.note(period=Period.YEAR, times=12 // step, months=months, month_days=(-1 if is_last else 1,))
    draft.take(match)
    return True


def _week_parity(draft: PartialRhythm) -> None:
    match = lexicon.WEEK_PARITY.search(draft.text)
    if match and not exceptions.is_denied(draft, match):
        draft.take(match)
        draft.note(week_parity=Parity.ODD if match["parity"] else Parity.EVEN)


def _year_parity(draft: PartialRhythm) -> None:
    match = lexicon.YEAR_PARITY.search(draft.text)
    if match and not exceptions.is_denied(draft, match):
        draft.take(match)
        draft.note(year_parity=Parity.ODD if match["parity"] or match["number"] else Parity.EVEN)


# --- weekdays ---


def _weekdays(draft: PartialRhythm) -> None:
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
        return  # „monatlich, nicht freitags“ says no day
    elif workdays and exceptions.is_denied(draft, workdays):
        draft.leave(workdays)  # „werktags geschlossen“
    elif workdays:
        draft.take(workdays)
        draft.note(weekdays=(0, 1, 2, 3, 4))
    else:
        _plain_weekdays(draft)


def _one_of_several(draft: PartialRhythm) -> bool:
    for name, pattern in (("alternating", lexicon.ALTERNATING), ("either", lexicon.EITHER)):
        match = pattern.search(draft.text)
        if match and not exceptions.is_denied(draft, match):
            days = lexicon.weekdays_named(match["days"] or match.groupdict().get("days2") or match.groupdict().get("days3") or "")
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
            draft.always = draft.every_week or _AGAIN.match(match[0]) is not None
            draft.take(match)
            if draft.every_week and "period" not in draft.values:
                # „jeden Dienstag im Monat“ is every Tuesday
                draft.text = lexicon.IN_THE_MONTH.sub(TAKEN, draft.text, count=1)
            return


# --- months, how often, and what surrounds it ---


def _months(draft: PartialRhythm) -> None:
    """„September bis Mai“, „im Herbst“, „Frühjahr/Herbst“. Their number counts where no cadence is given.

    Beside a word of denial that nobody understood they may be the months of a pause, and stay unread.
    """
    match = lexicon.MONTHS.search(draft.text)
    if not match or exceptions.says_no(draft) or not exceptions.is_a_season(draft, match):
        return
    if _is_of_a_day_or_a_year(draft, match) or _ON_TOP.search(draft.text[: match.start()]):
        return  # „alle 6 Wochen und im Mai“: besides
    if lexicon.MAYBE.search(match["months"]):
        _leave_with_about(draft, match)  # „meist im Mai oder Juni“: in one of them
        return
    months = lexicon.months_named(match["months"])
    left = draft.values.get("months")
    if left and not set(months) <= set(left):
        return  # „im Sommer, im Winter Pause“ is the summer; „im Juli, außer im Juli“ is nothing
    if len(months) == 1 and draft.values.get("period") is Period.MONTH and not left:
        return  # „monatlich, im August freitags“: every month, and August is different
    draft.take(match)
    if 0 < len(months) < 12:
        draft.note(months=tuple(sorted(months)))
        if not lexicon.RANGE.search(match["months"]):
            draft.months_named = lexicon.count_of_months_named(match["months"])


_ON_TOP = lexicon.pattern(rf"{TAKEN}\s*,?\s*(?:und|sowie|plus|zusätzlich|außerdem)\s+(?:auch\s+|noch\s+|einmal\s+)*$")


def _is_of_a_day_or_a_year(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„am 3. Mai“, „Ende Mai“, „Mai 2027“; „2. Halbjahr“ alone."""
    return (
        lexicon.A_YEAR.match(draft.text, match.end()) is not None
        or lexicon.PART_OF_A_MONTH.search(draft.text[: match.start("months")]) is not None
        or (lexicon.PART_OF_A_YEAR.search(match["months"]) is not None and "period" not in draft.values)
    )


def _leave_with_about(draft: PartialRhythm, match: re.Match[str]) -> None:
    """Unread with the word of doubt that belongs to it."""
    before = draft.text[: match.start()]
    about = next(
        (found for found in lexicon.ABOUT.finditer(before) if not before[found.end() :].strip()), None
    )
    start = about.start() if about else match.start()
    draft.unread.append(draft.text[start : match.end()].strip())
    draft.text = f"{draft.text[:start]}{TAKEN}{draft.text[match.end() :]}"


def _cadence(draft: PartialRhythm) -> None:
    if "period" in draft.values and "month_days" not in draft.values:
        return
    while found := cadence.first_in(draft.text):
        match, values = found
        if not _is_of_something_else(draft, match):
            break
        draft.leave(match)
    else:
        return
    if _is_one_of_two(draft, match):
        draft.impossible = True
    if "month_days" in draft.values and values["period"] not in (Period.YEAR, Period.MONTH):
        draft.impossible = draft.impossible or "months" in draft.values
    draft.note(**values)
    draft.take(match, keep=match.groupdict().get("keep") or "")
    draft.text = lexicon.APART.sub("", draft.text, count=1)


def _is_of_something_else(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„nicht wöchentlich, sondern monatlich“, „die Gastgeber wechseln jährlich“."""
    return (
        lexicon.NOT.search(draft.text[: match.start()]) is not None
        or lexicon.NO_MEETING.search(exceptions.clause(draft, match)) is not None
        or exceptions.is_of_no_meeting(draft, match)
    )


def _is_one_of_two(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„wöchentlich oder monatlich“: which?"""
    link = lexicon.OR_ELSE.match(draft.text, match.end())
    if not link:
        return False
    following = draft.text[link.end() :]
    found = cadence.first_in(following)
    return found is not None and found[0].start() == 0


def _modifiers(draft: PartialRhythm) -> None:
    match = lexicon.AT_LEAST.search(draft.text)
    if match and TAKEN in exceptions.clause(draft, match):  # not „monatlich, mindestens aber alle zwei Monate“
        draft.take_all(lexicon.AT_LEAST)
        draft.note(at_least=True)
    _about(draft)
    draft.take_all(lexicon.ONLY)  # „nur einmal in der Woche“
    match = lexicon.BY_APPOINTMENT.search(draft.text)
    if match and (lexicon.ELSE_BY_APPOINTMENT.search(draft.text[: match.start()]) or _is_aside(draft, match)):
        draft.doubtful.append(match[0].strip())  # „von Mai bis Oktober jeden Sonntag, sonst nach Vereinbarung“
        draft.take(match)
    elif match and not _is_of_some_time(draft, match):
        has_cadence = draft.values.keys() & {"period", "weekdays", "nth", "month_days", "feast", "months"}
        is_usual = has_cadence == {"weekdays"} and draft.values.get("approximate") and not draft.every_week
        on_top = match["joined"] and draft.values.get("weekdays")  # „dienstags oder nach Vereinbarung“
        draft.comes_on_top = draft.comes_on_top or bool(on_top)
        # „nach Absprache, meist donnerstags“ is on demand
        by_appointment = has_cadence and not is_usual and not on_top
        draft.note(**{"by_appointment" if by_appointment else "on_demand": True})
        draft.take_all(lexicon.BY_APPOINTMENT)


def _is_aside(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„dienstags (nach Absprache alternativ donnerstags)“: in brackets, with more."""
    before, after = draft.text[: match.start()], draft.text[match.end() :]
    return before.rfind("(") > before.rfind(")") and re.match(r"[^()]*\w[^()]*\)", after) is not None


def _about(draft: PartialRhythm) -> None:
    """„meist jeden Mittwoch“; of „jeden Mittwoch, meist im Pfarrhof“ only the place is not sure."""
    while (match := lexicon.ABOUT_WHERE.search(draft.text)) and notes.is_harmless(match["where"]):
        draft.take(match, keep=match["where"])
    said = [match for match in lexicon.ABOUT.finditer(draft.text) if _is_of_what_was_read(draft, match)]
    for match in reversed(said):
        draft.take(match)
        draft.note(approximate=True)


def _is_of_what_was_read(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„(fast) jeden Sonntag“; but in „…, in den Ferien tagen wir meist seltener“ the doubt belongs to the clause."""
    if not draft.text[: match.start()].strip() and _MEETS.match(draft.text, match.end()):
        return True  # „Normalerweise treffen wir uns bei Kaffee und Kuchen, mittwochs“
    clause = exceptions.clause(draft, match)
    return TAKEN in clause or not re.search(r"\w", clause.replace(match[0], ""))


def _hour_of_a_season(draft: PartialRhythm) -> None:
    """„jeden Samstag, im Winter erst ab 10 Uhr“: not only in winter, and not at ten in summer."""
    match = _HOUR_OF_A_SEASON.search(draft.text)
    if match and _SAYS_WHEN.search(draft.text[: match.start()]):
        draft.doubtful.append(match[0].strip(" ,;"))
        draft.take(match)


_HOUR_OF_A_SEASON = lexicon.pattern(
    rf"(?:[,;]|\bund\b)\s*(?:aber\s+|nur\s+)?(?:im|in\s+den|von)\s+{lexicon.SPAN}\s+(?:(?:erst|schon|bereits|nur|jeweils|dann|um|ab|von|bis|gegen)\s+)*"
    rf"\d{{1,2}}(?:[.:]\d\d)?(?:\s*(?:-|bis)\s*\d{{1,2}}(?:[.:]\d\d)?)?\s*(?:uhr|h)\b"
)
_SAYS_WHEN = lexicon.pattern(rf"{lexicon.STEM}|{lexicon.SAYS_HOW_OFTEN.pattern}")


_MEETS = lexicon.pattern(r"\s*(?:treffen|trifft|findet|finden|tagt|tagen|probt|proben|kommt|kommen|gibt|ist|sind)\b")


def _has_date(draft: PartialRhythm) -> None:
    draft.has_date = lexicon.DATE.search(draft.text) is not None


def _also_then(draft: PartialRhythm) -> None:
    """„monatlich, auch im Sommer“ takes nothing away; beside other months it adds some, and stays."""
    rest = lexicon.ALSO_THEN.sub(TAKEN, draft.text)
    names_others = "months" in draft.values or lexicon.SOME_TIME.search(rest)
    if not names_others and draft.values.get("period", Period.YEAR) is not Period.YEAR:
        draft.text = rest


_READERS = (
    _no_denial, _past, _instead, _demand, _at_most, validity.read, exceptions.read, validity.read_now, _hour_of_a_season, clock.read, _feast, _yearly_date, _has_date, _workday, _nth_weekday,
    _month_days, _year_parity, _cadence, _week_parity, _weekdays, _also_then, _months, _modifiers,
)  # fmt: skip
