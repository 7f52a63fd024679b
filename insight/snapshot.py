"""The landscape at one moment, as far as one audience may know it: all that Einblick counts. Pure: no Django.

Networks and actors are called by the number of their entry in the search (`search.models.Entry.id`), so that sets of them are
bitmaps, and the facets are the same bitmaps that the directory filters by: a figure here and the number of hits there
cannot differ. `pks` leads back to the rows.

Only confirmed seats of today count, and only where network and actor are both shown to this audience."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from pyroaring import BitMap

from insight.compact import Groups

NOTHING = BitMap()


class Audience(StrEnum):
    """Who looks: everybody, who sees what is published; or Koordination, who sees the entries that are not, too."""

    PUBLIC = "oeffentlich"
    COORDINATION = "koordination"


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """A network as it is today.

    `entry`: its number in the search; `format` as a word; `members`: entries of the actors that sit in it or coordinate it;
    `coordinators`: those of them that coordinate. `times_a_year`: meetings to be expected in a year (`rhythm.Rhythm.times_per_year`);
    0 where it says that it rests, None where the rhythm is missing, on demand, or was read only in part.
    `reports`: whether it says into which planning or to which committee its results go. The words of lists are slugs, as chosen."""

    entry: int
    pk: int
    slug: str
    name: str
    short_name: str
    format: str
    status: str
    members: BitMap
    coordinators: BitMap
    rhythm_text: str = ""
    times_a_year: float | None = None
    themes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    life_phases: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    character: tuple[str, ...] = ()
    bindingness: str = ""
    openness: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    reports: bool = False
    confirmed_at: date | None = None
    parent: int | None = None  # pk

    @property
    def is_active(self) -> bool:
        return self.status == "aktiv"

    @property
    def label(self) -> str:
        """The shortest name that people use."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Agreed:
    """A meeting that is agreed and still to come. `network`: its entry; `start` in local time."""

    network: int
    start: datetime
    is_all_day: bool = False

    @property
    def day(self) -> date:
        return self.start.date()


@dataclass(frozen=True)
class Snapshot:
    """`mark` stands for the state of the data, `today` is the day it was read on. `networks` by entry, in the order of their names;
    `actors`: entries; `facets`: `thema=sprachbildung` -> entries of networks and actors, ancestors included; `pks`: entry -> primary
    key of the network or actor; `agreed`: meetings of the next half year, earliest first; `chosen`: the filters of which this is what
    they leave, facet -> values."""

    audience: Audience
    mark: str
    today: date
    read_at: datetime
    networks: Mapping[int, NetworkFacts]
    actors: BitMap
    facets: Mapping[str, BitMap]
    pks: Mapping[int, int]
    agreed: tuple[Agreed, ...] = ()
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    is_part: bool = field(default=False)

    def having(self, facet: str, value: str) -> BitMap:
        """Entries of the whole portal with a value of a facet, of this scope or not."""
        return self.facets.get(f"{facet}={value}", NOTHING)

    def values(self, facet: str) -> dict[str, BitMap]:
        """All values of a facet that some entry of the portal has, with these entries."""
        start = f"{facet}="
        return {name[len(start) :]: ids for name, ids in self.facets.items() if name.startswith(start)}

    @cached_property
    def pages(self) -> dict[Hashable, Any]:
        """What pages have made of it and keep for as long as it stands. They see to it that it stays small."""
        return {}

    @cached_property
    def active(self) -> dict[int, NetworkFacts]:
        """Networks at work, by entry: what nearly all figures are about."""
        return {entry: network for entry, network in self.networks.items() if network.is_active}

    @cached_property
    def active_entries(self) -> BitMap:
        return BitMap(self.active)

    @cached_property
    def rounds(self) -> Mapping[int, tuple[NetworkFacts, ...]]:
        """Actor -> the active networks in which it sits, in the order of their names."""
        return Groups((one, one.members) for one in self.active.values())

    def can_narrow(self, facet: str, value: str) -> bool:
        """Whether what it holds of a value is what the directory shows for this value in place of those chosen of the facet: so
        where none is chosen, the value itself is, or a wider one."""
        wanted = self.chosen.get(facet)
        if not wanted or value in wanted:
            return True
        return self.having(facet, value) <= BitMap.union(*(self.having(facet, one) for one in wanted))

    def within(
        self, networks: BitMap, actors: BitMap, chosen: Mapping[str, Collection[str]] | None = None
    ) -> Snapshot:
        """The part of it that a filter leaves. Networks keep all their members, whether these are among `actors` or not."""
        return replace(
            self,
            networks={entry: one for entry, one in self.networks.items() if entry in networks},
            actors=self.actors & actors,
            agreed=tuple(one for one in self.agreed if one.network in networks),
            chosen=chosen or {},
            is_part=True,
        )
