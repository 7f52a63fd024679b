"""The words a rhythm is made of: periods, week parity, and the filter values."""

from enum import StrEnum

DAYS_IN_YEAR = 365.25  # on the average, leap years included


class Period(StrEnum):
    """The span in which the meetings are counted. School years and semesters stay apart from calendar
    ones, because „einmal im Schuljahr“ says something else about the date than „einmal im Jahr“."""

    DAY = "tag"
    WEEK = "woche"
    MONTH = "monat"
    QUARTER = "quartal"
    HALF_YEAR = "halbjahr"
    YEAR = "jahr"
    SEMESTER = "semester"
    SCHOOL_HALF_YEAR = "schulhalbjahr"
    SCHOOL_YEAR = "schuljahr"


PER_YEAR: dict[Period, float] = {
    Period.DAY: DAYS_IN_YEAR,
    Period.WEEK: DAYS_IN_YEAR / 7,
    Period.MONTH: 12.0,
    Period.QUARTER: 4.0,
    Period.HALF_YEAR: 2.0,
    Period.YEAR: 1.0,
    Period.SEMESTER: 2.0,
    Period.SCHOOL_HALF_YEAR: 2.0,
    Period.SCHOOL_YEAR: 1.0,
}
# What to count on in a year: a week's meetings do not happen in four weeks of it, around Christmas and in summer.
WEEKS_THAT_COUNT = 48
COUNTED_PER_YEAR = PER_YEAR | {Period.DAY: 7.0 * WEEKS_THAT_COUNT, Period.WEEK: float(WEEKS_THAT_COUNT)}
SHORT_PERIODS = frozenset({Period.DAY, Period.WEEK, Period.MONTH, Period.QUARTER})


class Parity(StrEnum):
    """Only in even or only in odd years, or calendar weeks (ISO 8601, which German calendars print)."""

    EVEN = "gerade"
    ODD = "ungerade"


class Understood(StrEnum):
    """How much of a text was read. Only from what was read completely may dates be computed."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Frequency(StrEnum):
    """The filter value: how often a network meets, coarse enough that neighbours fall together
    (every 8 weeks and every 2 months are the same thing to somebody who looks for a place in a diary)."""

    WEEKLY = "woechentlich"
    FORTNIGHTLY = "vierzehntaegig"
    MONTHLY = "monatlich"
    SIX_TO_TEN_WEEKS = "sechs-bis-zehn-wochen"
    QUARTERLY = "vierteljaehrlich"
    HALF_YEARLY = "halbjaehrlich"
    YEARLY = "jaehrlich"
    ON_DEMAND = "nach-bedarf"
    PAUSED = "ruht"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Frequency.WEEKLY: "wöchentlich oder öfter",
    Frequency.FORTNIGHTLY: "etwa alle zwei Wochen",
    Frequency.MONTHLY: "etwa monatlich",
    Frequency.SIX_TO_TEN_WEEKS: "alle 6 bis 10 Wochen",
    Frequency.QUARTERLY: "etwa vierteljährlich",
    Frequency.HALF_YEARLY: "etwa halbjährlich",
    Frequency.YEARLY: "jährlich oder seltener",
    Frequency.ON_DEMAND: "nach Bedarf oder unregelmäßig",
    Frequency.PAUSED: "zurzeit keine Treffen",
}
FREQUENCIES: list[tuple[str, str]] = [(value.value, value.label) for value in Frequency]

# Lower bounds in meetings a year. Each lies between two usual rhythms: 36 between weekly (52) and fortnightly
# (24-26), 17.7 between fortnightly and monthly (so „alle 3 Wochen“, 17.4, is about monthly), 10 under „alle 5
# Wochen“ (10.4) and over „alle 6 Wochen“ (8.7), 4.9 under „alle 10 Wochen“ (5.2) and over quarterly, 2.8 so that
# „dreimal im Jahr“ counts as quarterly, 1.4 between half-yearly and yearly.
BOUNDS = [
    (36.0, Frequency.WEEKLY),
    (17.7, Frequency.FORTNIGHTLY),
    (10.0, Frequency.MONTHLY),
    (4.9, Frequency.SIX_TO_TEN_WEEKS),
    (2.8, Frequency.QUARTERLY),
    (1.4, Frequency.HALF_YEARLY),
    (0.0, Frequency.YEARLY),
]
