"""From the dates of past meetings to the rhythm a network really keeps: „etwa alle 6 Wochen, meist dienstags“.

Robust rather than clever: a median of the gaps does not mind the summer break or one special session, and what most
meetings do not share (weekday, time) is not claimed.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import median

from rhythm.dates import BERLIN
from rhythm.form import Rhythm
from rhythm.terms import DAYS_IN_YEAR, Period

LEAST_MEETINGS = 4  # three gaps: below that any rhythm is a guess
LOOK_BACK = timedelta(days=3 * 365)  # what was usual before is history
MOST_MEETINGS = 40  # the last ones; a weekly round is known by less than a year
MOSTLY = 0.6  # of the meetings on one weekday: with four, one may be an exception
SHORTEST_GAP, LONGEST_GAP = (
    0.65,
    1.5,
)  # of the usual one: a holiday moves a meeting, an omitted one doubles the gap
ONE_SESSION_DAYS = 2  # meetings on consecutive days (budget talks) are one session

# (typical gap in days, period, interval). Four weeks and a month are told apart by the days, not by the gap.
_USUAL = [
    (7.0, Period.WEEK, 1),
    (14.0, Period.WEEK, 2),
    (21.0, Period.WEEK, 3),
    (30.4, Period.MONTH, 1),
    (35.0, Period.WEEK, 5),
    (42.0, Period.WEEK, 6),
    (49.0, Period.WEEK, 7),
    (60.9, Period.MONTH, 2),
    (91.3, Period.MONTH, 3),
    (121.8, Period.MONTH, 4),
    (182.6, Period.MONTH, 6),
    (365.25, Period.YEAR, 1),
]


def infer(dates: Iterable[date]) -> Rhythm | None:
    """The rhythm in a list of meeting days or times, None where there are fewer than four sessions.

    Dates may come in any order and twice; times of day count only where a `datetime` has one other than 0:00. The last
    three years (at most 40 sessions) decide. Where no gap is usual enough, only the number a year is told. The
    result is always `approximate`.
    """
    sessions = _recent(sessions_of(dates))
    if len(sessions) < LEAST_MEETINGS:
        return None
    weekday = _usual((s.weekday() for s in sessions), len(sessions), MOSTLY)
    clocks = [s.time() for s in sessions if s.time() != time()]
    values: dict = {
        "start": _usual(clocks, len(sessions), 0.5),
        "weekdays": () if weekday is None else (weekday,),
    }
    return Rhythm(**(_cadence(sessions) | values | _fixed_day(sessions, weekday)))


def confidence(rhythm: Rhythm, dates: Iterable[date]) -> float:
    """How sure a rhythm is that was read off these dates: the share of sessions that it explains, from 0 to 1.

    Of the sessions that `infer` looks at, each counts that is on a day of the rhythm (the weekday, and which one of the
    month, as far as it names them) and that came as long after the one before as the rhythm lets expect (0.65 to 1.5 of its
    gap; the first session has none before it). A summer break costs one session, a rhythm that names no day is
    sure by its gaps alone. How good a rhythm foretells does not follow from it, see `tests/rhythm/test_real.py`."""
    sessions, gap = _recent(sessions_of(dates)), rhythm.expected_gap_days
    if not sessions or gap is None:
        return 0.0
    low, high = SHORTEST_GAP * gap, LONGEST_GAP * gap
    keeps = [low <= (b.date() - a.date()).days <= high for a, b in pairwise(sessions)]
    kept = [_is_on_its_day(rhythm, s) and fits for s, fits in zip(sessions, [True, *keeps], strict=True)]
    return sum(kept) / len(kept)


def _is_on_its_day(rhythm: Rhythm, session: datetime) -> bool:
    if rhythm.weekdays and session.weekday() not in rhythm.weekdays:
        return False
    is_last = (session + timedelta(days=7)).month != session.month
    return not rhythm.nth or (session.day - 1) // 7 + 1 in rhythm.nth or (is_last and -1 in rhythm.nth)


def _recent(sessions: list[datetime]) -> list[datetime]:
    """What decides: older ones are history."""
    return [s for s in sessions if sessions[-1].date() - s.date() <= LOOK_BACK][-MOST_MEETINGS:]


def _local(moment: date) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return (moment.astimezone(BERLIN) if moment.tzinfo else moment).replace(
        tzinfo=None, second=0, microsecond=0
    )


def sessions_of(dates: Iterable[date]) -> list[datetime]:
    """Naive local moments, ascending, one for each run of days close together: the first with a time, else the first."""
    runs: list[list[datetime]] = []
    for moment in sorted({_local(moment) for moment in dates}):
        if runs and (moment.date() - runs[-1][-1].date()).days <= ONE_SESSION_DAYS:
            runs[-1].append(moment)
        else:
            runs.append([moment])
    return [next((m for m in run if m.time() != time()), run[0]) for run in runs]


def _usual[T](values: Iterable[T], total: int, share: float) -> T | None:
    """The most frequent value if it has at least this share of all."""
    most = Counter(values).most_common(1)
    return most[0][0] if most and most[0][1] >= share * total else None


def _cadence(sessions: list[datetime]) -> dict:
    """The usual gap nearest to the median, or the number a year if the gaps are too uneven for that."""
    gaps = [(b.date() - a.date()).days for a, b in pairwise(sessions)]
    middle = median(gaps)
    near = [gap for gap in gaps if SHORTEST_GAP * middle <= gap <= LONGEST_GAP * middle]
    if len(near) < 0.5 * len(gaps) or middle > 500:
        span = (sessions[-1].date() - sessions[0].date()).days
        a_year = max(1, round((len(sessions) - 1) / span * DAYS_IN_YEAR))
        return {"period": Period.YEAR, "times": a_year, "approximate": True}
    _, period, interval = min(_USUAL, key=lambda usual: abs(usual[0] - middle) / usual[0])
    return {"period": period, "interval": interval, "approximate": True}


def _fixed_day(sessions: list[datetime], weekday: int | None) -> dict:
    """„jeden 2. Dienstag im Monat“, where two thirds of all sessions keep to it and it is a monthly rhythm."""
    if weekday is None or _cadence(sessions).get("period") is not Period.MONTH:
        return {}
    days = [s for s in sessions if s.weekday() == weekday]
    counts = Counter((s.day - 1) // 7 + 1 for s in days)
    # In two months of three the fourth weekday is the last as well: the last wins if it explains as many.
    counts[-1] = sum((s + timedelta(days=7)).month != s.month for s in days)
    nth, count = max(counts.items(), key=lambda item: (item[1], item[0] == -1))
    return {"nth": (nth,)} if count >= 2 / 3 * len(sessions) and nth < 5 else {}
