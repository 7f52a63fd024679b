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

import re

from rhythm import cadence, clock, days, demand, exceptions, lexicon, qualifiers, validity
from rhythm.conclusions import conclude
from rhythm.partial import TAKEN, PartialRhythm
from rhythm.terms import Period


def read(text: str) -> PartialRhythm:
    """What a normalised text says, and what of it stays unread."""
    draft = PartialRhythm(text)
    draft.impossible = lexicon.TWO_DAYS.search(text) is not None
    for reader in _READERS:
        reader(draft)
    conclude(draft)
    return draft


def _past(draft: PartialRhythm) -> None:
    while match := qualifiers.AFTER_A_PAUSE.search(draft.text) or qualifiers.PAST.search(draft.text):
        draft.leave(match)
    if match := qualifiers.PERFECT.search(draft.text):
        draft.doubtful.append(match["done"])
        draft.text = f"{draft.text[: match.start('done')]}{TAKEN}{draft.text[match.end('done') :]}"


def _no_denial(draft: PartialRhythm) -> None:
    while match := qualifiers.NAMED.search(draft.text) or qualifiers.DENIES_NO_DATE.search(draft.text):
        draft.leave(match)
    while match := qualifiers.MRS_OR_FRIDAY.search(draft.text):
        draft.doubtful.append(match[0])
        draft.take(match)


def _instead(draft: PartialRhythm) -> None:
    """„dienstags statt montags“; but „findet statt: montags“."""
    match = lexicon.INSTEAD.search(draft.text)
    if match and not lexicon.TAKES_PLACE.search(draft.text[: match.start()]):
        draft.leave(match)


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


_ON_TOP = lexicon.pattern(
    rf"{TAKEN}\s*,?\s*(?:und|sowie|plus|zusätzlich|außerdem)\s+(?:auch\s+|noch\s+|einmal\s+)*$"
)


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
        (found for found in qualifiers.ABOUT.finditer(before) if not before[found.end() :].strip()), None
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
        if qualifiers.MONEY.search(exceptions.clause(draft, match)):
            draft.take(match)  # „Beitrag 120 Euro jährlich“
        else:
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
        qualifiers.NOT.search(draft.text[: match.start()]) is not None
        or qualifiers.NO_MEETING.search(exceptions.clause(draft, match)) is not None
        or exceptions.is_of_no_meeting(draft, match)
    )


def _is_one_of_two(draft: PartialRhythm, match: re.Match[str]) -> bool:
    """„wöchentlich oder monatlich“: which?"""
    link = qualifiers.OR_ELSE.match(draft.text, match.end())
    if not link:
        return False
    following = draft.text[link.end() :]
    found = cadence.first_in(following)
    return found is not None and found[0].start() == 0


def _otherwise_in_a_season(draft: PartialRhythm) -> None:
    """„jeden Samstag, im Winter erst ab 10 Uhr“, „monatlich, im Sommer auch donnerstags“: not only then, and not so in
    the rest of the year."""
    for pattern, other in (
        (_HOUR_OF_A_SEASON, _SAYS_WHEN),
        (_DAY_OF_A_SEASON, _SAYS_HOW_OFTEN),
        (_ONLY_THEN, _SAYS_HOW_OFTEN),
    ):
        match = pattern.search(draft.text)
        if match and other.search(draft.text[: match.start()]):
            draft.doubtful.append(match[0].strip(" ,;"))
            draft.take(match)


_OF_A_SEASON = rf"(?:[,;]|\bund\b)\s*(?:aber\s+|nur\s+)?(?:im|in\s+den|von)\s+{lexicon.SPAN}\s+"
_HOUR_OF_A_SEASON = lexicon.pattern(
    rf"{_OF_A_SEASON}(?:(?:erst|schon|bereits|nur|jeweils|dann|um|ab|von|bis|gegen)\s+)*"
    rf"\d{{1,2}}(?:[.:]\d\d)?(?:\s*(?:-|bis)\s*\d{{1,2}}(?:[.:]\d\d)?)?\s*(?:uhr|h)\b"
)
_SAYS_WHEN = lexicon.pattern(rf"{lexicon.STEM}|{lexicon.SAYS_HOW_OFTEN.pattern}")
_DAY_OF_A_SEASON = lexicon.pattern(
    rf"{_OF_A_SEASON}(?:(?:auch|zusätzlich|stattdessen|dafür|nur|eher|meist|noch|immer|jeweils|am)\s+)*{lexicon.DAYS}[^,;.]*"
)
_ONLY_THEN = lexicon.pattern(
    rf"[,;]\s*(?:am\s+)?{lexicon.DAYS}\s+nur\b[^,;.]*"
)  # „jeden Montag, mittwochs nur im Winter“
_SAYS_HOW_OFTEN = lexicon.pattern(
    rf"{lexicon.STEM}|monatlich|wöchentlich|täg(?:lich|ig)|wochen\b|jeden\s+monat"
)


def _has_date(draft: PartialRhythm) -> None:
    draft.has_date = lexicon.DATE.search(draft.text) is not None


def _also_then(draft: PartialRhythm) -> None:
    """„monatlich, auch im Sommer“ takes nothing away; beside other months it adds some, and stays."""
    rest = lexicon.ALSO_THEN.sub(TAKEN, draft.text)
    names_others = "months" in draft.values or lexicon.SOME_TIME.search(rest)
    if not names_others and draft.values.get("period", Period.YEAR) is not Period.YEAR:
        draft.text = rest


_READERS = (
    _no_denial, _past, _instead, demand.demand, demand.at_most, validity.read, exceptions.read, validity.read_now, _otherwise_in_a_season,
    clock.read, days.feast, days.yearly_date, _has_date, days.workday, days.nth_weekday, days.month_days, days.year_parity, _cadence,
    days.week_parity, days.weekdays, _also_then, _months, demand.modifiers,
)  # fmt: skip
