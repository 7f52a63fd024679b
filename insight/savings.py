"""Where networks that meet the same people could save time, found once for a state of the data."""

from __future__ import annotations

from dataclasses import dataclass, field

from insight.kept import measure, result_of
from insight.overlap import MERGE_FROM, Advice, Pair, SameWeek, advised, pair_of, pairs, same_week
from insight.scope import Scope
from insight.snapshot import Snapshot


@dataclass(frozen=True)
class Savings:
    """`merge`, `bundle`: pairs with that advice, the most alike first; `same_week`: what collides, one day first."""

    merge: list[Pair] = field(default_factory=list)
    bundle: list[Pair] = field(default_factory=list)
    same_week: list[SameWeek] = field(default_factory=list)


@measure("savings", is_quick=lambda _snapshot: True)
def _found(snapshot: Snapshot) -> dict[str, list[list[int]]]:
    """Networks by entry, meetings by their place in `Snapshot.agreed`."""
    shared = pairs(snapshot, least=MERGE_FROM)
    place = {meeting: number for number, meeting in enumerate(snapshot.agreed)}
    return {
        "merge": [[one.first.entry, one.second.entry] for one in advised(shared, Advice.MERGE)],
        "bundle": [[one.first.entry, one.second.entry] for one in advised(shared, Advice.BUNDLE)],
        "same_week": [[place[one.first], place[one.second]] for one in same_week(snapshot)],
    }


def savings_of(scope: Scope) -> Savings:
    snapshot = scope.snapshot
    found = result_of("savings", snapshot, scope.key).data

    def pair(first: int, second: int) -> Pair:
        return pair_of(snapshot.networks[first], snapshot.networks[second])

    weeks = [(snapshot.agreed[first], snapshot.agreed[second]) for first, second in found["same_week"]]
    return Savings(
        merge=[pair(*two) for two in found["merge"]],
        bundle=[pair(*two) for two in found["bundle"]],
        same_week=[SameWeek(pair(one.network, other.network), one, other) for one, other in weeks],
    )
