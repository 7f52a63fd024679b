"""Who holds the landscape together: betweenness, pieces, bridges, fields. Pure: no Django.

Two actors are neighbours where they sit together in at least one active network. Limits: each network makes all of its members
neighbours, so that large rounds weigh much; a large office is one actor, however many departments it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from insight.overlap import Pair, pair_of
from insight.snapshot import NetworkFacts, Snapshot

type Floats = NDArray[np.float64]
type Numbers = NDArray[np.int64]

EXACT_UP_TO = 3_000  # actors in networks: above, betweenness is estimated from some of them
SAMPLE = 2_000  # starting points of an estimate
CELLS = 100_000  # numbers in memory at a time and array: as many starting points at once as this allows
SURE = 1.96  # standard errors of the interval that holds in 19 of 20 cases
MOST_BRIDGES = 30  # of which more than the figure is said
MOST_LINKS = 200  # pairs of neighbours named for one bridge; a hub has thousands, which nobody reads
FEWEST = 3  # active networks: with fewer there is nothing to hold together
STRONGEST = 60  # connections between networks: more cannot be read in one picture


class _Sums:
    """Adds up rows of a matrix by a key: `rows[i]` goes to `keys[i]`."""

    def __init__(self, keys: Numbers, rows: Numbers, weights: Numbers | None = None) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys, self.starts = np.unique(keys[order], return_index=True)
        self.rows = rows[order]
        self.weights = None if weights is None else weights[order, None].astype(float)

    def of(self, matrix: Floats) -> Floats:
        if not self.rows.size:
            return matrix[:0]
        chosen = matrix[self.rows]
        if self.weights is not None:
            chosen *= self.weights
        return np.add.reduceat(chosen, self.starts, axis=0)


class ActorGraph:
    """The graph, without its edges: neighbours are reached through their networks, which is some ten times less to walk. An actor
    met in two networks would be reached twice; `twice` takes that back.

    `actors`: entries, in the order of all rows."""

    def __init__(self, snapshot: Snapshot) -> None:
        rounds = sorted(snapshot.rounds.items())
        self.actors = [actor for actor, _ in rounds]
        row = {actor: number for number, actor in enumerate(self.actors)}
        column = {entry: number for number, entry in enumerate(snapshot.active)}
        seats = [(row[actor], column[one.entry]) for actor, networks in rounds for one in networks]
        people, tables = np.array(seats or np.empty((0, 2)), dtype=np.int64).T
        _, tables = np.unique(tables, return_inverse=True)  # networks with nobody in them are no column
        self._to_tables, self._to_people = _Sums(tables, people), _Sums(people, tables)
        often = (
            [row[a] for a in one.members if len(snapshot.rounds[a]) > 1] for one in snapshot.active.values()
        )
        met = met_together(often, len(rounds))
        first, second, number = (values[met.number > 1] for values in met)
        self._twice = _Sums(
            np.concatenate([first, second]),
            np.concatenate([second, first]),
            np.concatenate([number, number]) - 1,
        )
        self._kinds = _alike(networks for _, networks in rounds)

    def __len__(self) -> int:
        return len(self.actors)

    def summed(self, values: Floats) -> Floats:
        """For each actor (and column) the sum over its neighbours, and some multiple of its own value."""
        found = self._to_people.of(self._to_tables.of(values))
        found[self._twice.keys] -= self._twice.of(values)
        return found

    def betweenness(self, sample: int = SAMPLE, seed: int = 1) -> tuple[Floats, Floats]:
        """Share of the shortest paths between all other actors that run through each, 0 to 1, unweighted, normed as networkx
        norms it; and by how much it may be off either way (0 up to `EXACT_UP_TO` actors).

        Brandes 2001 (doi:10.1080/0022250X.2001.9990249), by levels, for many starting points at once. Who sits in exactly
        the same networks has the same paths: one of them starts for all. Above, Brandes and Pich 2007
        (doi:10.1142/S0218127407018403): starting points drawn by lot, the same ones each time; the error is that of the mean of
        a sample, and rough where the figure is small."""
        size = len(self)
        if size < 3:
            return np.zeros(size), np.zeros(size)
        starts, weights = self._kinds
        is_exact = size <= EXACT_UP_TO or sample >= size
        if not is_exact:
            starts = np.random.default_rng(seed).choice(size, sample, replace=False)
            weights = np.ones(sample)
        total, squares = np.zeros(size), np.zeros(size)
        step = max(1, CELLS // size)
        for at in range(0, len(starts), step):
            through = self._dependencies(starts[at : at + step])
            total += through @ weights[at : at + step]
            squares += through**2 @ weights[at : at + step]
        drawn = weights.sum()
        spread = np.sqrt(np.maximum(squares / drawn - (total / drawn) ** 2, 0) / drawn * (1 - drawn / size))
        norm = size / ((size - 1) * (size - 2))
        return total / drawn * norm, SURE * spread * norm

    def _dependencies(self, starts: Numbers) -> Floats:
        """For each actor and starting point: over all targets, the share of the shortest paths that run through the actor."""
        columns = np.arange(len(starts))
        paths = np.zeros((len(self), len(starts)))
        paths[starts, columns] = 1
        levels, current = [paths > 0], paths.copy()
        while True:
            current = self.summed(current)
            current[paths > 0] = 0
            if not current.any():
                break
            levels.append(current > 0)
            paths += current
        through = np.zeros_like(paths)
        for nearer, farther in zip(levels[-2:0:-1], levels[:1:-1], strict=True):
            shares = np.divide(1 + through, paths, out=np.zeros_like(paths), where=farther)
            np.multiply(self.summed(shares), paths, out=through, where=nearer)
        return through


class Met(NamedTuple):
    """Pairs that were found together: `first` < `second`, and in how many groups. Sorted."""

    first: Numbers
    second: Numbers
    number: Numbers


def met_together(groups: Iterable[Sequence[int]], size: int) -> Met:
    """All pairs within ascending groups of numbers below `size`; in arrays, as a whole Land has millions."""
    codes = (a * size + b for group in groups for a, b in combinations(group, 2))
    pairs_of, number = np.unique(np.fromiter(codes, dtype=np.int64), return_counts=True)
    return Met(*np.divmod(pairs_of, size), number)


def _alike(rounds: Iterable[Sequence[NetworkFacts]]) -> tuple[Numbers, Floats]:
    """One row of each group of actors that sit in exactly the same networks, and how many they are."""
    first: dict[tuple[int, ...], int] = {}
    number: Counter[tuple[int, ...]] = Counter()
    for row, networks in enumerate(rounds):
        same = tuple(one.entry for one in networks)
        first.setdefault(same, row)
        number[same] += 1
    return np.array(list(first.values()), dtype=np.int64), np.array(list(number.values()), dtype=float)


def neighbours(snapshot: Snapshot, actor: int) -> BitMap:
    """Entries of those that sit with it in at least one active network."""
    return BitMap.union(BitMap(), *(one.members for one in snapshot.rounds.get(actor, ()))) - BitMap([actor])


def pieces(networks: Iterable[NetworkFacts], without: Collection[int] = ()) -> list[BitMap]:
    """Actors that hang together by the networks, the largest piece first; as if those of `without` were not there."""
    found: list[BitMap] = []
    gone = BitMap(without)
    for one in networks:
        if here := one.members - gone:
            apart = [piece for piece in found if piece.isdisjoint(here)]
            together = [piece for piece in found if not piece.isdisjoint(here)]
            found = [*apart, BitMap.union(here, *together)]
    return sorted(found, key=lambda piece: (-len(piece), piece[0]))


@dataclass(frozen=True)
class Bridge:
    """An actor on many shortest ways between others. `actor`: its entry; `betweenness`: 0 to 1; `only_links`: pairs of its neighbours
    that meet nowhere and have nobody else in common, the first of the `links` there are; `cut_off`: actors that would lose the
    largest piece without it; `error`: how far off the betweenness is at most in 19 of 20 cases, 0 where it is exact."""

    actor: int
    betweenness: float
    only_links: tuple[tuple[int, int], ...]
    cut_off: int
    links: int
    error: float = 0.0


def bridges(snapshot: Snapshot, most: int = MOST_BRIDGES) -> list[Bridge]:
    """The actors with the highest betweenness, highest first; none with 0, none at all below three networks."""
    if len(snapshot.active) < FEWEST:
        return []
    graph = ActorGraph(snapshot)
    values, errors = (found.round(12).tolist() for found in graph.betweenness())
    ranked = sorted(zip(graph.actors, values, errors, strict=True), key=lambda one: (-one[1], one[0]))
    return [_bridge(snapshot, *one) for one in ranked[:most] if one[1]]


def _bridge(snapshot: Snapshot, actor: int, betweenness: float, error: float) -> Bridge:
    links = only_links(snapshot, actor)
    return Bridge(actor, betweenness, tuple(links[:MOST_LINKS]), cut_off(snapshot, actor), len(links), error)


def only_links(snapshot: Snapshot, actor: int) -> list[tuple[int, int]]:
    """Pairs of neighbours of the actor that are no neighbours themselves and have it as their only neighbour in common."""
    around = neighbours(snapshot, actor)
    known = {one: neighbours(snapshot, one) for one in around}
    return [
        (one, other)
        for one in around
        for other in around - known[one]
        if one < other and known[one].intersection_cardinality(known[other]) == 1
    ]


def cut_off(snapshot: Snapshot, actor: int) -> int:
    """Of the actors that hang together with it: how many would not hang on the largest piece of them any more without it."""
    whole = next(piece for piece in pieces(snapshot.active.values()) if actor in piece)
    networks = (one for one in snapshot.active.values() if not one.members.isdisjoint(whole))
    rest = pieces(networks, [actor])
    return len(whole) - 1 - len(rest[0]) if rest else 0


class Ties(NamedTuple):
    """Connections between active networks: the strongest, strongest first, and how many there are."""

    strongest: list[Pair]
    total: int


def ties(snapshot: Snapshot, most: int = STRONGEST) -> Ties:
    """Two networks are connected where at least one actor sits in both. Order: `overlap.pairs`."""
    networks = list(snapshot.active.values())
    column = {one.entry: number for number, one in enumerate(networks)}
    groups = ([column[one.entry] for one in rounds] for rounds in snapshot.rounds.values())
    met = met_together(groups, len(networks))
    if len(met.number) > most:  # as strong as the last one that is wanted; the shares decide among equals
        least = np.partition(met.number, -most)[-most]
        chosen = Met(*(values[met.number >= least] for values in met))
    else:
        chosen = met
    found = [pair_of(networks[a], networks[b]) for a, b in zip(chosen.first, chosen.second, strict=True)]
    found.sort(key=lambda one: (-one.number, -one.share, one.first.pk, one.second.pk))
    return Ties(found[:most], len(met.number))


type Field = tuple[NetworkFacts, ...]


def fields(connections: Iterable[Pair]) -> list[Field]:
    """Networks that share many of their people: groups of greatest modularity, found greedily (Clauset, Newman and Moore 2004,
    doi:10.1103/PhysRevE.70.066111), weighted by the number of common members. Largest first, in the order of `pk`.

    Whole numbers throughout, so that equal gains are equal; of those the pair with the smallest `pk` is joined first. Limits: an
    aid for reading, no competence; who stands at the border of two fields is put into one."""
    groups: dict[int, Field] = {}
    between: Counter[tuple[int, int]] = Counter()
    strength: Counter[int] = Counter()
    for pair in connections:
        ends = sorted((pair.first, pair.second), key=lambda one: one.pk)
        between[ends[0].pk, ends[1].pk] += pair.number
        for one in ends:
            groups[one.pk] = (one,)
            strength[one.pk] += pair.number
    total = strength.total()
    while between:
        gain, first, second = max(
            (total * n - strength[a] * strength[b], -a, -b) for (a, b), n in between.items()
        )
        if gain <= 0:
            break
        _join(-first, -second, groups, between, strength)
    found = [tuple(sorted(group, key=lambda one: one.pk)) for group in groups.values()]
    return sorted(found, key=lambda group: (-len(group), group[0].pk))


def _join(
    kept: int, gone: int, groups: dict[int, Field], between: Counter[tuple[int, int]], strength: Counter[int]
) -> None:
    groups[kept] += groups.pop(gone)
    strength[kept] += strength.pop(gone)
    del between[kept, gone]
    for pair in [pair for pair in between if gone in pair]:
        other = pair[0] if pair[1] == gone else pair[1]
        between[min(kept, other), max(kept, other)] += between.pop(pair)
