"""Meeting rhythms: German text <-> structured form <-> RRULE, the next dates, and a rhythm read off past dates.

    >>> rhythm = parse("jeden 2. Dienstag im Monat, 16 Uhr")
    >>> rhythm.frequency, rhythm.rrule, rhythm.in_words()
    (<Frequency.MONTHLY: 'monatlich'>, 'FREQ=MONTHLY;BYDAY=2TU', 'jeden 2. Dienstag im Monat, 16 Uhr')

Pure: no Django. The parts: `rhythm_form` (the data), `rhythm_grammar` (reading), `rhythm_words` (writing),
`rhythm_dates` (RRULE, dates, overdue), `rhythm_infer` (from dates to a rhythm). Import from here.
"""

from networks.rhythm_dates import is_overdue, next_dates, rule
from networks.rhythm_form import FREQUENCIES, Frequency, Period, Rhythm, WeekParity
from networks.rhythm_grammar import parse
from networks.rhythm_infer import infer

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
