"""How the landscape grew: networks at the end of each year, seats taken and given up.

Source: begin and end of networks, since and until of confirmed seats, of the entries that this audience sees today. Limits: who
survives is seen. What ended and was never entered is missing, so that early years come out too low; an entry without a beginning
is in no year (`unknown`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from insight.kept import measure
from insight.snapshot import NetworkFacts, Snapshot

MOST_YEARS = 25  # as many as a chart can say
PLANNED, ENDED = "geplant", "beendet"
SEATS_SQL = """
SELECT extract(year FROM since)::int, extract(year FROM until)::int, count(*) FROM networks_membership
WHERE state = 'bestaetigt' AND network_id = ANY(%s) AND actor_id = ANY(%s) GROUP BY 1, 2"""


@dataclass(frozen=True)
class Year:
    """`networks` are those that existed when it ended, or today in the year that has not; `begun` and `ended` in the year;
    `joined` and `left`: seats."""

    year: int
    networks: int
    begun: int
    ended: int
    joined: int
    left: int


@dataclass(frozen=True)
class Development:
    """`unknown`: networks that no year counts, as they say no beginning, or that they ended and not when."""

    years: list[Year] = field(default_factory=list)
    unknown: int = 0


def development(
    networks: Iterable[NetworkFacts], joined: Mapping[int, int], left: Mapping[int, int], today: date
) -> Development:
    """Pure. `joined`, `left`: year -> seats. Networks that are planned do not count, those at rest do."""
    meant = [one for one in networks if one.status != PLANNED]
    known = [one for one in meant if one.begins_on and (one.ends_on or one.status != ENDED)]
    spans = [(one.begins_on, one.ends_on) for one in known if one.begins_on and one.begins_on <= today]
    begun = Counter(begin.year for begin, _ in spans)
    ended = Counter(end.year for _, end in spans if end and end <= today)
    first = max(min([begin.year for begin, _ in spans], default=today.year), today.year - MOST_YEARS + 1)
    years = []
    for year in range(first, today.year + 1):
        day = min(date(year, 12, 31), today)
        there = sum(begin <= day and (not end or end > day) for begin, end in spans)
        years.append(Year(year, there, begun[year], ended[year], joined.get(year, 0), left.get(year, 0)))
    return Development(years if spans else [], len(meant) - len(known))


def always_quick(_snapshot: Snapshot) -> bool:
    """One query; a quarter of a second for 300,000 seats."""
    return True


@measure("development", is_quick=always_quick)
def kept_development(snapshot: Snapshot) -> dict[str, Any]:
    actors = [snapshot.pks[entry] for entry in snapshot.having("art", "akteur")]
    with connection.cursor() as cursor:
        cursor.execute(SEATS_SQL, [[one.pk for one in snapshot.networks.values()], actors])
        rows = cursor.fetchall()
    joined, left = Counter[int](), Counter[int]()
    for since, until, number in rows:
        if since:
            joined[since] += number
        if until:
            left[until] += number
    return asdict(development(snapshot.networks.values(), joined, left, snapshot.today))


def development_in(data: dict[str, Any]) -> Development:
    return Development([Year(**one) for one in data["years"]], data["unknown"])
