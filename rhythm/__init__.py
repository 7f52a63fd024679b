"""Meeting rhythms: German text <-> structured form <-> RRULE, the next dates, and a rhythm read off past dates.

    >>> rhythm = parse("jeden 2. Dienstag im Monat, 16 Uhr")
    >>> rhythm.frequency, rhythm.rrule, rhythm.in_words()
    (<Frequency.MONTHLY: 'monatlich'>, 'FREQ=MONTHLY;BYDAY=2TU', 'jeden 2. Dienstag im Monat, 16 Uhr')

Pure: no Django. The parts: `terms` and `form` (the data), `spelling`, `lexicon`,
`cadence` and `grammar` (reading), `words` (writing), `dates` (RRULE, dates, overdue),
`inference` (from dates to a rhythm). Import from here.
"""

from rhythm.dates import is_overdue, next_dates, rule
from rhythm.form import Rhythm
from rhythm.grammar import parse
from rhythm.inference import infer
from rhythm.terms import FREQUENCIES, Frequency, Period, WeekParity

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "Period",
    "Rhythm",
    "WeekParity",
    "infer",
    "is_overdue",
    "next_dates",
    "parse",
    "rule",
]
