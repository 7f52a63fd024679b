"""Networks that meet the same people, and what to look at. Pure: no Django.

Source: confirmed seats of today. Limits: the same actor may send different people; that two networks look alike is a reason to
look, never a verdict („prüfen“). The rules are those of the design, found on the known Doppelstrukturen of Auenberg: they name
all of these, and three times as many pairs beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from pyroaring import BitMap

from insight.snapshot import NetworkFacts, Snapshot

MERGE_FROM, MERGE_SHARE = 3, 0.5  # members in common, and their share of the smaller network
BUNDLE_FROM, BUNDLE_SHARE = 4, 0.6


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


def pair_of(first: NetworkFacts, second: NetworkFacts) -> Pair:
    return Pair(first, second, first.members & second.members)


def pairs(snapshot: Snapshot, least: int = 2) -> list[Pair]:
    """All pairs of active networks with at least so many members in common, the strongest first. Looks only at pairs that
    share an actor: the work grows with the squares of the actors' networks, not with that of all networks."""
    shared = Counter(
        pair for rounds in snapshot.rounds.values() for pair in combinations([one.entry for one in rounds], 2)
    )
    networks = snapshot.active
    found = [pair_of(networks[a], networks[b]) for (a, b), number in shared.items() if number >= least]
    return sorted(found, key=lambda one: (-one.number, -one.share, one.first.pk, one.second.pk))


def advised(found: Iterable[Pair], advice: Advice) -> list[Pair]:
    """Those with this advice, the most alike first."""
    chosen = [one for one in found if one.advice is advice]
    return sorted(chosen, key=lambda one: (-one.likeness, -one.number, one.first.pk, one.second.pk))


def _jaccard(first: Iterable[str], second: Iterable[str]) -> float:
    one, other = set(first), set(second)
    return len(one & other) / len(one | other) if one | other else 0.0
