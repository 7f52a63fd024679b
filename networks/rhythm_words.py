"""From the structured form to normalised German words. `rhythm_grammar.parse` reads all of them back."""

from collections.abc import Iterable, Sequence
from datetime import time

from networks.rhythm_form import Period, Rhythm, WeekParity

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
          "November", "Dezember")  # fmt: skip
NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")

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
_PERIOD_WITH_ARTICLE = {
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
_PLURAL = {
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
_ADVERB = {
    (1, Period.DAY): "täglich",
    (1, Period.WEEK): "wöchentlich",
    (1, Period.MONTH): "monatlich",
    (3, Period.MONTH): "vierteljährlich",
    (6, Period.MONTH): "halbjährlich",
    (1, Period.YEAR): "jährlich",
}


def in_words(rhythm: Rhythm) -> str:
    """The rhythm in normalised German, lower case at the start, without a full stop."""
    if rhythm.paused:
        return "ruht"
    if rhythm.period is None:
        return ", ".join(["nach Bedarf", *_details(rhythm, weekdays=True)])
    base, weekdays_are_said = _base(rhythm)
    if rhythm.approximate:
        base = f"in der Regel {base}" if base.startswith(("jede", "am ", "werktags")) else f"etwa {base}"
    if rhythm.at_least:
        base = f"mindestens {base}"
    parts = [base, *_details(rhythm, weekdays=not weekdays_are_said)]
    if rhythm.on_demand:
        return ", ".join(["nach Bedarf", *parts]) if rhythm.at_least else ", ".join([*parts, "auch nach Bedarf"])
    return ", ".join(parts)


def _base(rhythm: Rhythm) -> tuple[str, bool]:
    """The cadence, and whether it names the weekdays already."""
    if rhythm.times > 1 or rhythm.times_max:
        return f"{_count(rhythm)} {_every(rhythm, _PERIOD_WITH_ARTICLE)}", False
    single = rhythm.interval == 1 and not rhythm.interval_max
    if rhythm.nth and rhythm.weekdays and single and rhythm.period in _COUNTED_IN:
        days = f"{enumerated(ordinals(rhythm.nth))} {enumerated(WEEKDAYS[day] for day in rhythm.weekdays)}"
        return f"jeden {days} {_PERIOD_WITH_ARTICLE[rhythm.period]}", True
    if rhythm.month_days and single and rhythm.period is Period.MONTH:
        return f"am {enumerated(ordinals(rhythm.month_days))} jedes Monats", True
    if rhythm.period is Period.WEEK and single and rhythm.weekdays and not rhythm.week_parity:
        if rhythm.weekdays == (0, 1, 2, 3, 4):
            return "werktags", True
        return f"jeden {enumerated(WEEKDAYS[day] for day in rhythm.weekdays)}", True
    if single and rhythm.period in (Period.QUARTER, Period.HALF_YEAR, Period.SEMESTER,
                                    Period.SCHOOL_HALF_YEAR, Period.SCHOOL_YEAR):  # fmt: skip
        return f"einmal {_PERIOD_WITH_ARTICLE[rhythm.period]}", False
    return _every(rhythm, {}), False


_COUNTED_IN = frozenset({Period.MONTH, Period.QUARTER, Period.HALF_YEAR})


def _every(rhythm: Rhythm, with_article: dict[Period, str]) -> str:
    """„alle 6 bis 8 Wochen“, „monatlich“; behind a count „im Jahr“."""
    assert rhythm.period is not None
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
    if weekdays and rhythm.weekdays:
        parts.append(_which_days(rhythm))
    elif weekdays and rhythm.month_days:
        parts.append(f"am {enumerated(ordinals(rhythm.month_days))} des Monats")
    if rhythm.week_parity:
        parts.append("in ungeraden Kalenderwochen" if rhythm.week_parity is WeekParity.ODD
                     else "in geraden Kalenderwochen")  # fmt: skip
    if rhythm.start:
        parts.append(clock(rhythm.start, rhythm.end))
    if rhythm.months:
        parts.append(months_in_words(rhythm.months))
    if rhythm.outside_holidays:
        parts.append("außer in den Ferien")
    return parts


def _which_days(rhythm: Rhythm) -> str:
    names = [WEEKDAYS[day] for day in rhythm.weekdays]
    if rhythm.nth:
        return f"am {enumerated(ordinals(rhythm.nth))} {enumerated(names)} im Monat"
    return enumerated([f"{'meist ' if rhythm.approximate else ''}{names[0].lower()}s",
                       *(f"{name.lower()}s" for name in names[1:])])  # fmt: skip


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
