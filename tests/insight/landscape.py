"""Small landscapes without a database, for the pure modules of Einblick.

    >>> made = landscape(networks=[round_of("ABC", thema=["lesen"])], actors={"A": {"thema": ["lesen"], "stadtteil": ["nord"]}})

Actors are called by letters; each gets the number of its letter as entry, networks count from 1,000 on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from insight.snapshot import Agreed, Audience, NetworkFacts, Snapshot

TODAY = date(2026, 11, 28)
BERLIN = ZoneInfo("Europe/Berlin")
FIELDS = {"thema": "themes", "zielgruppe": "target_groups", "phase": "life_phases", "stadtteil": "districts"}


@dataclass
class Round:
    members: str
    coordinators: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)


def round_of(
    members: str, coordinators: str = "", *, facts: Mapping[str, Any] | None = None, **facets: list[str]
) -> Round:
    """A network whose members are the letters of `members`; `facts` are fields of `NetworkFacts`, `facets` its words."""
    return Round(members, coordinators, facets, dict(facts or {}))


def number(letter: str) -> int:
    return ord(letter)


def landscape(
    networks: Iterable[Round],
    actors: Mapping[str, Mapping[str, list[str]]] | None = None,
    agreed: Iterable[tuple[int, datetime]] = (),
    audience: Audience = Audience.COORDINATION,
) -> Snapshot:
    """`agreed`: (place of the network in the list, start)."""
    rounds = list(networks)
    letters = {letter for one in rounds for letter in one.members + one.coordinators} | set(actors or {})
    facets: dict[str, BitMap] = defaultdict(BitMap)
    found = {}
    for place, one in enumerate(rounds):
        entry = 1_000 + place
        coordinators = BitMap(map(number, one.coordinators))
        facts = {"status": "aktiv", "format": "Runde", "name": f"Runde {place}", "short_name": ""} | one.facts
        lists = {FIELDS[name]: tuple(values) for name, values in one.facets.items() if name in FIELDS}
        found[entry] = NetworkFacts(
            entry=entry,
            pk=place + 1,
            slug=f"runde-{place}",
            members=BitMap(map(number, one.members)) | coordinators,
            coordinators=coordinators,
            **lists,
            **facts,
        )
        for name, values in (one.facets | {"art": ["netzwerk"], "status": [facts["status"]]}).items():
            for value in values:
                facets[f"{name}={value}"].add(entry)
    for letter, words in (actors or {}).items():
        for name, values in words.items():
            for value in values:
                facets[f"{name}={value}"].add(number(letter))
    entries = BitMap(map(number, letters))
    facets["art=akteur"] = entries
    return Snapshot(
        audience=audience,
        mark="1.1.1",
        today=TODAY,
        read_at=datetime(2026, 11, 28, 9, tzinfo=BERLIN),
        networks=found,
        actors=entries,
        facets=dict(facets),
        pks={entry: entry for entry in entries} | {entry: one.pk for entry, one in found.items()},
        agreed=tuple(
            Agreed(1_000 + place, start) for place, start in sorted(agreed, key=lambda pair: pair[1])
        ),
    )
