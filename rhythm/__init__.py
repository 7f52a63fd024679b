"""Meeting rhythms: German text <-> structured form <-> RRULE, the next dates, and a rhythm read off past dates.

    >>> rhythm = parse("jeden 2. Dienstag im Monat, 16 Uhr")
    >>> rhythm.frequency, rhythm.rrule, rhythm.in_words()
    (<Frequency.MONTHLY: 'monatlich'>, 'FREQ=MONTHLY;BYDAY=2TU', 'jeden 2. Dienstag im Monat, 16 Uhr')

What is not read stays visible (`leftover`), and then no dates are computed: it may say otherwise.

    >>> rhythm = parse("jeden 2. Dienstag im Monat, bei Vollmond später")
    >>> rhythm.understood, rhythm.in_words(), rhythm.leftover
    (<Understood.PARTLY: 'partly'>, 'jeden 2. Dienstag im Monat', 'bei Vollmond später')

Pure: no Django. The parts: `terms`, `feasts` and `form` (the data); `spelling`, `lexicon`, `clock`, `exceptions`,
`validity`, `days`, `cadence`, `demand`, `qualifiers`, `notes`, `grammar` and `several` (reading); `words` (writing);
`dates` and `overdue`; `inference` (from dates to a rhythm). Import from here.
"""

from rhythm.dates import Holidays, end_of, next_dates, rule
from rhythm.form import Rhythm
from rhythm.inference import confidence, infer
from rhythm.overdue import days_left, is_overdue
from rhythm.several import parse
from rhythm.terms import FREQUENCIES, Frequency, Parity, Period, Understood

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "Holidays",
    "Parity",
    "Period",
    "Rhythm",
    "Understood",
    "confidence",
    "days_left",
    "end_of",
    "infer",
    "is_overdue",
    "next_dates",
    "parse",
    "rule",
]
