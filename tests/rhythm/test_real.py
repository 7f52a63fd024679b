"""Rhythms against data nobody of us wrote: the meetings of a real city's council, and libical's own RRULE cases.

Opt-in: the data lies beside the project (../shared/data/echt) and is never copied into it.
"""

import json
import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr

from rhythm import Rhythm, confidence, infer, is_overdue, parse
from rhythm.inference import sessions_of

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "echt"
pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="real open data is not beside the project (../shared)"
)

CUT = datetime(2025, 1, 1, tzinfo=UTC)
END = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def karlsruhe() -> dict[str, list[datetime]]:
    """Starts of meetings by body. Their ends are often before their starts, and are not needed."""
    starts = defaultdict(list)
    with (REAL / "karlsruhe_oparl" / "meetings.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            meeting = json.loads(line)
            for name in meeting["organizationName"]:
                if name:  # some bodies are unknown
                    starts[name].append(datetime.fromisoformat(meeting["start"]))
    return starts


def split(moments: list[datetime]) -> tuple[Rhythm | None, list[datetime]]:
    """The rhythm as it could be known at the start of 2025, and the sessions since."""
    rhythm = infer(moment for moment in moments if moment < CUT)
    return rhythm, sessions_of(moment for moment in moments if CUT <= moment < END)


def test_the_rhythm_of_a_real_body_foretells_how_often_it_meets(karlsruhe):
    years = (END - CUT) / timedelta(days=365.25)
    foretold = {
        name: rhythm.times_per_year / (len(sessions) / years)
        for name, (rhythm, sessions) in ((name, split(moments)) for name, moments in karlsruhe.items())
        if rhythm and len(sessions) >= 4
    }

    near = [name for name, ratio in foretold.items() if 0.7 <= ratio <= 1.45]

    assert len(foretold) >= 24
    assert len(near) >= 0.9 * len(foretold), foretold


def test_a_body_that_meets_is_hardly_ever_called_overdue(karlsruhe):
    alarms = [
        is_overdue(rhythm, earlier, later - timedelta(days=1))
        for rhythm, sessions in map(split, karlsruhe.values())
        if rhythm
        for earlier, later in pairwise(sessions)
    ]

    assert len(alarms) >= 250
    assert sum(alarms) <= 0.03 * len(alarms)


def test_a_sure_rhythm_is_kept_by_most_sessions_to_come(karlsruhe):
    """What `import_oparl` writes down: 0.6 and more."""
    sure, unsure = [], []
    for moments in karlsruhe.values():
        rhythm, sessions = split(moments)
        if rhythm and len(sessions) >= 4:
            before = confidence(rhythm, (moment for moment in moments if moment < CUT))
            (sure if before >= 0.6 else unsure).append(confidence(rhythm, sessions))

    assert len(sure) >= 20
    assert min(sure) >= 0.5
    assert sum(sure) / len(sure) >= 0.7 > sum(unsure) / len(unsure)


def test_every_real_rhythm_can_be_said_and_read_again(karlsruhe):
    rhythms = [rhythm for moments in karlsruhe.values() if (rhythm := infer(moments))]

    assert len(rhythms) >= 24
    assert [parse(rhythm.in_words()) for rhythm in rhythms] == rhythms


# --- libical ---

# The rules that `rhythm.rule` builds. Others (BYSETPOS, BYYEARDAY, BYWEEKNO without BYDAY, which dateutil
# expands to the whole week) do not come up in a portal, and dateutil reads some of them differently from libical.
OUR_RULES = re.compile(
    r"FREQ=DAILY(;INTERVAL=\d+)?(;BYMONTH=[\d,]+)?"
    r"|FREQ=WEEKLY(;INTERVAL=\d+)?(;BYMONTH=[\d,]+)?(;BYDAY=(MO|TU|WE|TH|FR|SA|SU|,)+)?"
    r"|FREQ=MONTHLY(;INTERVAL=\d+)?(;BYMONTH=[\d,]+)?(;BYDAY=(-?\d[A-Z]{2},?)+|;BYMONTHDAY=[\d,]+)?"
    r"|FREQ=YEARLY(;INTERVAL=\d+)?(;BYMONTH=[\d,]+)?(;BYDAY=(-?\d[A-Z]{2},?)+)?"
    r"|FREQ=YEARLY;BYWEEKNO=[\d,]+(;BYMONTH=[\d,]+)?;BYDAY=(MO|TU|WE|TH|FR|SA|SU|,)+"
)
_ORDER = ("FREQ", "INTERVAL", "BYWEEKNO", "BYMONTH", "BYDAY", "BYMONTHDAY")


def libical_cases() -> list[tuple[str, str, list[str]]]:
    """(rule, first day, expected instances) of the cases that have the form of our rules."""
    cases = []
    text = (REAL / "rrule" / "icalrecur_test.txt").read_text(encoding="utf-8") if REAL.is_dir() else ""
    for block in text.split("\n\n"):
        case = dict(line.split(":", 1) for line in block.splitlines() if line and not line.startswith("#"))
        parts = dict(part.split("=") for part in case.get("RRULE", "").split(";") if "=" in part)
        ours = ";".join(f"{key}={parts[key]}" for key in _ORDER if key in parts)
        if set(parts) <= {*_ORDER, "COUNT", "UNTIL"} and OUR_RULES.fullmatch(ours) and "START-AT" not in case:
            cases.append((case["RRULE"], case["DTSTART"], case["INSTANCES"].replace("Z", "").split(",")))
    return cases


@pytest.mark.parametrize(("text", "start", "expected"), libical_cases())
def test_our_kind_of_rule_is_expanded_as_libical_does(text, start, expected):
    layout = "%Y%m%dT%H%M%S" if "T" in start else "%Y%m%d"
    first = datetime.strptime(start.rstrip("Z"), layout)  # noqa: DTZ007 both sides are naive
    rule = rrulestr(re.sub(r"(UNTIL=\w+)Z", r"\1", text.strip(";")), dtstart=first)

    assert [moment.strftime(layout) for moment in islice(rule, len(expected) + 1)] == expected


def test_there_are_libical_cases_of_our_kind():
    assert len(libical_cases()) >= 36
