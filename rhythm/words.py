"""From the structured form to normalised German words. `grammar.parse` reads all of them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import TYPE_CHECKING

from rhythm.feasts import WITHOUT_ARTICLE, Feast, is_break
from rhythm.terms import Parity, Period

if TYPE_CHECKING:
    from rhythm.form import Rhythm

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
          "November", "Dezember")  # fmt: skip
NUMBERS = (
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
)

# Months as tuples in the order of the year. A half-year or a semester is a season too.
SEASONS: dict[tuple[int, ...], str] = {
    (3, 4, 5): "Frühjahr",
    (6, 7, 8): "Sommer",
    (9, 10, 11): "Herbst",
    (1, 2, 12): "Winter",
    (3, 4, 5, 9, 10, 11): "Frühjahr und Herbst",
    (1, 2, 3, 10, 11, 12): "Wintersemester",
    (4, 5, 6, 7, 8, 9): "Sommersemester",
}
_PERIOD_WITH_ARTICLE: dict[Period | None, str] = {
    Period.DAY: "am Tag",
    Period.WEEK: "in der Woche",
    Period.MONTH: "im Monat",
    Period.QUARTER: "im Quartal",
    Period.HALF_YEAR: "im Halbjahr",
    Period.YEAR: "im Jahr",
    Period.SEMESTER: "im Semester",
    Period.SCHOOL_HALF_YEAR: "im Schulhalbjahr",
    Period.SCHOOL_YEAR: "im Schuljahr",
}
_PLURAL: dict[Period | None, str] = {
    Period.DAY: "Tage",
    Period.WEEK: "Wochen",
    Period.MONTH: "Monate",
    Period.QUARTER: "Quartale",
    Period.HALF_YEAR: "Halbjahre",
    Period.YEAR: "Jahre",
    Period.SEMESTER: "Semester",
    Period.SCHOOL_HALF_YEAR: "Schulhalbjahre",
    Period.SCHOOL_YEAR: "Schuljahre",
}
_ADVERB: dict[tuple[int, Period | None], str] = {
    (1, Period.DAY): "täglich",
    (1, Period.WEEK): "wöchentlich",
    (1, Period.MONTH): "monatlich",
    (3, Period.MONTH): "vierteljährlich",
    (6, Period.MONTH): "halbjährlich",
    (1, Period.YEAR): "jährlich",
}


FURTHER = "; außerdem "  # between two rules: no other text says it so clearly
_SAYS_A_DAY = (
    "jede",
    "jeweils",
    "am ",
    "werktags",
    "montags",
    "dienstags",
    "mittwochs",
    "donnerstags",
    "freitags",
)


def in_words(rhythm: Rhythm) -> str:
    """The rhythm in normalised German, lower case at the start, without a full stop; its rules with „; außerdem “."""
    return FURTHER.join(_rule_in_words(one) for one in rhythm.rules)


def _rule_in_words(rhythm: Rhythm) -> str:
    if rhythm.paused:
        return "ruht"
    if rhythm.period is None:
        return ", ".join(["nach Bedarf", *_details(rhythm, weekdays=True)])
    base, weekdays_are_said = _base(rhythm)
    if rhythm.approximate:
        base = f"in der Regel {base}" if base.startswith(_SAYS_A_DAY) else f"etwa {base}"
    if rhythm.at_least or rhythm.at_most:
        base = f"{'mindestens' if rhythm.at_least else 'höchstens'} {base}"
    parts = [base, *_details(rhythm, weekdays=not weekdays_are_said)]
    if rhythm.by_appointment:
        parts.append("nach Absprache")
    if rhythm.on_demand:
        return (
            ", ".join(["nach Bedarf", *parts]) if rhythm.at_least else ", ".join([*parts, "auch nach Bedarf"])
        )
    return ", ".join(parts)


def _base(rhythm: Rhythm) -> tuple[str, bool]:
    """The cadence, and whether it names the weekdays already."""
    if rhythm.times > 1 or rhythm.times_max:
        return f"{_count(rhythm)} {_every(rhythm, _PERIOD_WITH_ARTICLE)}", False
    if rhythm.week_parity:
        return "alle 2 Wochen", False
    if rhythm.interval == 1 and not rhythm.interval_max:
        named = _days_as_cadence(rhythm)
        if named or rhythm.period not in _WITH_ADVERB:
            return named or f"einmal {_PERIOD_WITH_ARTICLE[rhythm.period]}", bool(named)
    return _every(rhythm, {}), False


def _days_as_cadence(rhythm: Rhythm) -> str:
    """„jeden 2. Dienstag im Monat“, „am 15. jedes Monats“, „jeden Montag“; "" if the days don't say how often."""
    if rhythm.feast is Feast.EACH_BREAK:
        return f"jeweils {_near_feast(rhythm)}"
    if rhythm.either or rhythm.alternating:
        return ""
    names = ["Werktag"] if rhythm.workdays else [WEEKDAYS[day] for day in rhythm.weekdays]
    if rhythm.nth and names and rhythm.period in _COUNTED_IN:
        nth = enumerated(ordinals(rhythm.nth))
        return f"jeden {nth} {enumerated(names)} {_PERIOD_WITH_ARTICLE[rhythm.period]}"
    if rhythm.month_days and rhythm.period is Period.MONTH:
        return f"am {_month_days(rhythm)} jedes Monats"
    return _week_as_cadence(rhythm.weekdays) if rhythm.period is Period.WEEK and names else ""


def _week_as_cadence(days: tuple[int, ...]) -> str:
    if days == (0, 1, 2, 3, 4):
        return "werktags"
    return _weekdays(days) if _is_run(days) else f"jeden {enumerated(WEEKDAYS[day] for day in days)}"


_WITH_ADVERB = frozenset({Period.DAY, Period.WEEK, Period.MONTH, Period.YEAR})
_COUNTED_IN = frozenset({Period.MONTH, Period.QUARTER, Period.HALF_YEAR})


def _every(rhythm: Rhythm, with_article: dict[Period | None, str]) -> str:
    """„alle 6 bis 8 Wochen“, „monatlich“; behind a count „im Jahr“."""
    if rhythm.interval_max:
        return f"alle {rhythm.interval} bis {rhythm.interval_max} {_PLURAL[rhythm.period]}"
    if rhythm.interval == 1 and rhythm.period in with_article:
        return with_article[rhythm.period]
    adverb = _ADVERB.get((rhythm.interval, rhythm.period))
    return adverb or f"alle {rhythm.interval} {_PLURAL[rhythm.period]}"


def _count(rhythm: Rhythm) -> str:
    if rhythm.times_max:
        return f"{_number(rhythm.times)}- bis {_number(rhythm.times_max)}{_mal(rhythm.times_max)}"
    return f"{_number(rhythm.times)}{_mal(rhythm.times)}"


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _mal(number: int) -> str:
    return "mal" if number < len(NUMBERS) else "-mal"


def _details(rhythm: Rhythm, *, weekdays: bool) -> list[str]:
    """What stands behind the cadence, each after a comma."""
    parts = []
    months = months_in_words(rhythm.months) if rhythm.months else ""
    if weekdays and rhythm.feast:
        parts.append(_near_feast(rhythm))
    elif weekdays and rhythm.workdays:
        parts.append(f"am {enumerated(ordinals(rhythm.nth))} Werktag im Monat")
    elif weekdays and rhythm.weekdays:
        parts.append(_which_days(rhythm))
        if rhythm.nth and rhythm.period is Period.YEAR and months.startswith("im "):
            # „jährlich, am 1. Samstag im Oktober“
            parts[-1], months = f"{parts[-1].removesuffix(' im Monat')} {months}", ""
    elif weekdays and rhythm.month_days and rhythm.period is Period.YEAR and len(rhythm.months) == 1:
        parts.append(f"am {_month_days(rhythm)} {MONTHS[rhythm.months[0] - 1]}")
        months = ""
    elif weekdays and rhythm.month_days:
        parts.append(f"am {_month_days(rhythm)} des Monats")
    if rhythm.week_parity:
        parts.append("in ungeraden Kalenderwochen" if rhythm.week_parity is Parity.ODD
                     else "in geraden Kalenderwochen")  # fmt: skip
    if rhythm.year_parity:
        parts.append("in ungeraden Jahren" if rhythm.year_parity is Parity.ODD else "in geraden Jahren")
    if rhythm.start:
        parts.append(clock(rhythm.start, rhythm.end))
    return [*parts, *([months] if months else []), *_exceptions(rhythm), *_validity(rhythm)]


def exceptions_in_words(rhythm: Rhythm) -> list[str]:
    """When a rhythm leaves out meetings: „im Juli und August“, „außer in den Ferien“, each once."""
    found = []
    for one in rhythm.rules:
        off = [month for month in range(1, 13) if month not in one.months] if one.is_seasonal else []
        found += [f"nicht {months_in_words(off)}"] if off else []
        found += _exceptions(one)
    return list(dict.fromkeys(found))


def _exceptions(rhythm: Rhythm) -> list[str]:
    named = {
        "außer in den Ferien": rhythm.outside_holidays,
        "außer an Feiertagen": rhythm.outside_public_holidays,
    }
    return [words for words, holds in named.items() if holds] + [
        f"außer in {one}" for one in rhythm.outside_breaks
    ]


def _validity(rhythm: Rhythm) -> list[str]:
    named = {"ab": rhythm.begins, "erstmals am": rhythm.first, "bis": rhythm.ends}
    return [f"{word} {in_full(day)}" for word, day in named.items() if day]


def in_full(day: date) -> str:
    """„1. Januar 2027“."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def _month_days(rhythm: Rhythm) -> str:
    """„1. und 15.“, „letzten Tag“."""
    words = enumerated(ordinals(rhythm.month_days))
    return f"{words} Tag" if rhythm.month_days[-1] < 0 else words


def _near_feast(rhythm: Rhythm) -> str:
    """„am Aschermittwoch“, „am 2. Dienstag nach Pfingstsonntag“."""
    if not (rhythm.nth and rhythm.weekdays and rhythm.feast):
        return f"{'an' if rhythm.feast in WITHOUT_ARTICLE else 'am'} {rhythm.feast}"
    number = abs(rhythm.nth[0])
    which = f"{number}. " if number > 1 or is_break(rhythm.feast) else ""
    if which == "1. " and rhythm.nth[0] < 0:
        which = "letzten "
    return f"am {which}{WEEKDAYS[rhythm.weekdays[0]]} {'vor' if rhythm.nth[0] < 0 else 'nach'} {rhythm.feast}"


def _which_days(rhythm: Rhythm) -> str:
    names = [WEEKDAYS[day] for day in rhythm.weekdays]
    if rhythm.either:
        return " oder ".join(f"{name.lower()}s" for name in names)
    if rhythm.alternating:
        return f"abwechselnd {enumerated(f'{name.lower()}s' for name in names)}"
    if rhythm.nth:
        return f"am {enumerated(ordinals(rhythm.nth))} {enumerated(names)} im Monat"
    return f"{'meist ' if rhythm.approximate else ''}{_weekdays(rhythm.weekdays)}"


def _weekdays(days: Sequence[int]) -> str:
    """„dienstags und donnerstags“, „montags bis donnerstags“."""
    names = [f"{WEEKDAYS[day].lower()}s" for day in days]
    return f"{names[0]} bis {names[-1]}" if _is_run(days) else enumerated(names)


def _is_run(days: Sequence[int]) -> bool:
    return len(days) > 2 and days[-1] - days[0] == len(days) - 1


def clock(start: time, end: time | None = None) -> str:
    """„16 Uhr“, „9–11.30 Uhr“."""
    return f"{_clock_time(start)}{f'–{_clock_time(end)}' if end else ''} Uhr"


def _clock_time(value: time) -> str:
    return f"{value.hour}.{value.minute:02}" if value.minute else str(value.hour)


def ordinals(numbers: Iterable[int]) -> list[str]:
    """1 -> „1.“, -1 -> „letzten“, -2 -> „vorletzten“."""
    return [{-1: "letzten", -2: "vorletzten"}.get(number, f"{number}.") for number in numbers]


def enumerated(items: Iterable[str]) -> str:
    """„a, b und c“."""
    words = list(items)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} und {words[-1]}"


def months_in_words(months: Sequence[int]) -> str:
    """„im Herbst“, „September bis Mai“, „im März und Oktober“."""
    months = tuple(sorted(months))
    if months in SEASONS:
        return f"im {SEASONS[months]}"
    runs = _runs(months)
    if len(months) > 7 and len(runs) > 1:
        return f"außer im {enumerated(name for number, name in enumerate(MONTHS, 1) if number not in months)}"
    if len(runs) == 1 and len(months) > 2:
        return f"{MONTHS[runs[0][0] - 1]} bis {MONTHS[runs[0][-1] - 1]}"
    return f"im {enumerated(MONTHS[month - 1] for month in months)}"


def _runs(months: Sequence[int]) -> list[list[int]]:
    """Months in unbroken runs; a run may go over the turn of the year (9, 10, 11, 12, 1, 2)."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][-1] == 12:
        runs[0] = runs.pop() + runs[0]
    return runs
