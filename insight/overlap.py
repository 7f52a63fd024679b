"""Networks that meet the same people, and what to look at. Pure: no Django.

Source: confirmed seats of today. Limits: the same actor may send different people; that two networks look alike is a reason to
look, never a verdict („prüfen“). The rules are those of the design, found on the known Doppelstrukturen of Auenberg: they name
all of these, and three times as many pairs beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import product

from pyroaring import BitMap

from insight.compact import met_pairs
from insight.snapshot import Agreed, NetworkFacts, Snapshot

MERGE_FROM, MERGE_SHARE = 3, 0.5  # members in common, and their share of the smaller network
BUNDLE_FROM, BUNDLE_SHARE = 4, 0.6  # of networks with different tasks: for them it takes more


class Advice(StrEnum):
    MERGE = "zusammenlegen"
    BUNDLE = "buendeln"
    LINK = "verknuepfen"
    SEPARATE = "getrennt"


@dataclass(frozen=True)
class Pair:
    """Two active networks. `shared`: entries of the members of both."""

    first: NetworkFacts
    second: NetworkFacts
    shared: BitMap

    @property
    def number(self) -> int:
        return len(self.shared)

    @property
    def share(self) -> float:
        """Of the smaller network: 1 where all of its members sit in the other, too."""
        smaller = min(len(self.first.members), len(self.second.members))
        return self.number / smaller if smaller else 0.0

    @cached_property
    def themes(self) -> set[str]:
        return set(self.first.themes) & set(self.second.themes)

    @cached_property
    def target_groups(self) -> set[str]:
        return set(self.first.target_groups) & set(self.second.target_groups)

    @cached_property
    def districts(self) -> set[str]:
        return set(self.first.districts) & set(self.second.districts)

    @property
    def is_same_place(self) -> bool:
        """Both name a place in common, or neither names one."""
        return bool(self.districts) or not (self.first.districts or self.second.districts)

    @property
    def is_same_character(self) -> bool:
        return bool(set(self.first.character) & set(self.second.character))

    @property
    def likeness(self) -> float:
        """0 to 3: share, and how far themes and target groups are the same (Jaccard)."""
        themes = _jaccard(self.first.themes, self.second.themes)
        return self.share + themes + _jaccard(self.first.target_groups, self.second.target_groups)

    @property
    def saves(self) -> float:
        """Meetings a year that those in both would save if the two met together: those of the rarer one."""
        return min(self.first.times_a_year or 0, self.second.times_a_year or 0)

    @property
    def advice(self) -> Advice:
        is_same_task = self.themes and self.target_groups and self.is_same_place and self.is_same_character
        if self.number >= MERGE_FROM and self.share >= MERGE_SHARE and is_same_task:
            return Advice.MERGE
        if self.number >= BUNDLE_FROM and self.share >= BUNDLE_SHARE and self.is_same_place:
            return Advice.BUNDLE
        return Advice.LINK if self.themes and self.number else Advice.SEPARATE


@dataclass(frozen=True)
class SameWeek:
    """Two networks with members in common that meet in one week. `first`, `second`: the meetings of that week that lie nearest
    to each other, in the order of the pair."""

    pair: Pair
    first: Agreed
    second: Agreed

    @property
    def days_between(self) -> int:
        """0 to 6."""
        return abs((self.first.day - self.second.day).days)

    @property
    def is_same_day(self) -> bool:
        return not self.days_between

    @property
    def day(self) -> date:
        """The earlier one of the two."""
        return min(self.first.day, self.second.day)

    @property
    def later(self) -> date:
        """The later one."""
        return max(self.first.day, self.second.day)


def pair_of(first: NetworkFacts, second: NetworkFacts) -> Pair:
    return Pair(first, second, first.members & second.members)


def pairs(snapshot: Snapshot, least: int = 2) -> list[Pair]:
    """All pairs of active networks with at least so many members in common, the strongest first."""
    found = _shared([*snapshot.active.values()], least)
    return sorted(found, key=lambda one: (-one.number, -one.share, one.first.pk, one.second.pk))


def advised(found: Iterable[Pair], advice: Advice) -> list[Pair]:
    """Those with this advice, the most alike first."""
    chosen = [one for one in found if one.advice is advice]
    return sorted(chosen, key=lambda one: (-one.likeness, -one.number, one.first.pk, one.second.pk))


def same_week(snapshot: Snapshot, least: int = 2) -> list[SameWeek]:
    """Agreed meetings in one week (Monday to Sunday) of two active networks with at least so many members in common; once for a
    week and a pair. Those of one day first, then those that touch most members, then the earliest."""
    weeks: dict[tuple[int, int], dict[int, list[Agreed]]] = defaultdict(lambda: defaultdict(list))
    for one in snapshot.agreed:
        if one.network in snapshot.active:
            weeks[one.day.isocalendar()[:2]][one.network].append(one)
    found = []
    for meetings in weeks.values():
        for pair in _shared([one for entry, one in snapshot.active.items() if entry in meetings], least):
            both = product(meetings[pair.first.entry], meetings[pair.second.entry])
            found.append(SameWeek(pair, *min(both, key=lambda two: abs(two[0].start - two[1].start))))
    return sorted(
        found,
        key=lambda one: (
            not one.is_same_day, -one.pair.number, one.day, one.pair.first.pk, one.pair.second.pk,
        ),
    )  # fmt: skip


def _shared(networks: Sequence[NetworkFacts], least: int) -> Iterator[Pair]:
    """Pairs with at least so many members in common, in the order given."""
    first, second, number = met_pairs([one.members for one in networks])
    enough = number >= least
    for a, b in zip(first[enough].tolist(), second[enough].tolist(), strict=True):
        yield pair_of(networks[a], networks[b])


def _jaccard(first: Iterable[str], second: Iterable[str]) -> float:
    one, other = set(first), set(second)
    return len(one & other) / len(one | other) if one | other else 0.0
