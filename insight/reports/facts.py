"""What the chapters of a report tell of: the landscape as everybody may see it, and figures of it that no page of Einblick has by
itself. Pure: `insight.reports.reading` fills it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from insight.coverage import CellKind, GapCell
from insight.load import Load, LoadRule, meetings_a_year
from insight.overlap import Pair
from insight.reports.periods import ReportSpan
from insight.snapshot import NetworkFacts, Snapshot


@dataclass(frozen=True, slots=True)
class Gap:
    """A field of theme and place in which something is missing, with the words for both. `cell.kind` is GAP or CHECK."""

    theme: str
    place: str
    cell: GapCell


@dataclass(frozen=True, slots=True)
class RareGroup:
    """A target group with what there is for it."""

    name: str
    cell: GapCell


@dataclass(frozen=True, slots=True)
class Told:
    """A public Zwischenstand of the period. `network`: its entry; `kind`: `networks.models.Update.Kind`."""

    network: int
    day: date
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as a report names it; `path`: its page."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What people said about pairs of public networks. `apart`: those that are not the same (primary keys, the smaller first);
    in the period `decided` pairs were kept apart and `merged` networks became part of another."""

    apart: frozenset[tuple[int, int]] = frozenset()
    decided: int = 0
    merged: int = 0


@dataclass(frozen=True)
class Facts:
    """Everything of one choice and one period. `city`: the name of the place whose parts are compared, empty where there is none;
    `around`: active networks that name this very place; `themes`: widest ones by name, with their active networks; `held`:
    public meetings of the period by network (entry); `stale`: day of the last confirmation of active networks (entry) that are
    due to be asked again, None where there never was one; `alike`: pairs with the advice to look whether they are one, the most alike
    first; `busiest`: the actors with most meetings, `busy`: how many have more than
    the rule calls many."""

    snapshot: Snapshot
    span: ReportSpan
    rule: LoadRule
    bindingness: Mapping[str, str]
    city: str = ""
    around: int = 0
    themes: tuple[tuple[str, int], ...] = ()
    gaps: tuple[Gap, ...] = ()
    groups: tuple[RareGroup, ...] = ()
    told: tuple[Told, ...] = ()
    held: Mapping[int, int] | None = None
    stale: Mapping[int, date | None] | None = None
    alike: tuple[Pair, ...] = ()
    settled: Settled = Settled()
    busiest: tuple[tuple[NamedActor, Load], ...] = ()
    busy: int = 0

    # --- stock ----------------------------------------------------------------------------------------------------

    @cached_property
    def statuses(self) -> Counter[str]:
        return Counter(one.status for one in self.snapshot.networks.values())

    @cached_property
    def seated(self) -> int:
        """Actors of the choice that sit in one of its active networks."""
        return sum(actor in self.snapshot.rounds for actor in self.snapshot.actors)

    def stock_on(self, day: date) -> int:
        """Networks that were there at the end of a day, as far as their entries say: begun and not ended, planned ones not. One
        that names no beginning counts as if it had always been there. What ended before anybody entered it is missing:
        early years are too low."""
        return sum(_was_there(one, day) for one in self.snapshot.networks.values())

    @cached_property
    def begun(self) -> list[NetworkFacts]:
        """Networks that began in the period; not what is still planned."""
        return [one for one in self._real if one.begins_on and one.begins_on in self.span]

    @cached_property
    def ended(self) -> list[NetworkFacts]:
        """Networks that ended in the period and not later than today."""
        today = self.snapshot.today
        return [
            one for one in self._real if one.ends_on and one.ends_on <= today and one.ends_on in self.span
        ]

    @property
    def _real(self) -> list[NetworkFacts]:
        return [one for one in self.snapshot.networks.values() if one.status != "geplant"]

    # --- gaps, doubles, load --------------------------------------------------------------------------------------

    def gaps_of(self, kind: CellKind) -> list[Gap]:
        """The one with most actors first."""
        found = (one for one in self.gaps if one.cell.kind is kind)
        return sorted(found, key=lambda one: (-len(one.cell.actors), one.theme, one.place))

    @cached_property
    def rare_groups(self) -> list[RareGroup]:
        """Target groups that some actor works for, the one with fewest networks first, then the one with most actors."""
        found = (one for one in self.groups if one.cell.actors)
        return sorted(found, key=lambda one: (len(one.cell.networks), -len(one.cell.actors), one.name))

    @cached_property
    def doubles(self) -> list[Pair]:
        """Pairs to look at, of which nobody has said yet that they are not the same."""
        return [one for one in self.alike if _keys(one) not in self.settled.apart]

    @cached_property
    def meetings_a_year(self) -> int:
        return round(meetings_a_year(self.snapshot))

    # --- what they say, when they meet ----------------------------------------------------------------------------

    def told_as(self, kind: str) -> list[Told]:
        """Latest first."""
        return [one for one in self.told if one.kind == kind]

    @cached_property
    def undated(self) -> int:
        """Active networks without an agreed public meeting within half a year."""
        dated = {one.network for one in self.snapshot.agreed}
        return sum(entry not in dated for entry in self.snapshot.active)


def _was_there(network: NetworkFacts, day: date) -> bool:
    begun = network.begins_on is None or network.begins_on <= day
    return network.status != "geplant" and begun and (network.ends_on is None or network.ends_on > day)


def _keys(pair: Pair) -> tuple[int, int]:
    first, second = sorted((pair.first.pk, pair.second.pk))
    return first, second
