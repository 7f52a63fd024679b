"""Where things stand in the picture of networks that share their people. Pure: no Django, the same input gives the same picture.

Each field is a box, in it each network a card on a grid: cards and their words can never cover each other. What is sought is only
who stands where, so that lines are short, cross little and pass beneath no card."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import NamedTuple

CARD = (164, 66)  # width and height; four lines of words
PITCH = (204, 104)  # from card to card: room for a line with its figure
UNDER, CROSSING = 3.0, 1.5  # what a line beneath a card, and two that cross, weigh against one step of length
SPARE = 0.3  # what an empty place weighs
THOROUGH = 12  # networks up to which several grids are tried, and crossings are counted: above, it would take seconds
TRIES = 3  # grids, and beginnings on each
WIDEST = 6  # cards in a row


class Spot(NamedTuple):
    x: float
    y: float


class Tie(NamedTuple):
    """Two networks and the number of their common members."""

    first: int
    second: int
    number: int


@dataclass(frozen=True)
class Grid:
    """Rows of places, each row centred, so that rows of different length stand in the gaps of each other."""

    rows: tuple[int, ...]

    @property
    def places(self) -> list[Spot]:
        return [
            Spot((column - (length - 1) / 2) * PITCH[0], row * PITCH[1])
            for row, length in enumerate(self.rows)
            for column in range(length)
        ]

    @property
    def columns(self) -> int:
        return max(self.rows)


def grids(number: int) -> list[Grid]:
    """Grids with room for so many, those with least empty places first."""
    if number <= 2:
        return [Grid((number,))]
    found = set()
    for longer in range(2, WIDEST + 1):
        for rows in ((longer,), (longer, longer - 1), (longer - 1, longer)):
            chosen: tuple[int, ...] = ()
            while sum(chosen) < number:
                chosen += (rows[len(chosen) % len(rows)],)
            if len(chosen) <= 2 * longer or longer == WIDEST:
                found.add(chosen)
    return [
        Grid(rows) for rows in sorted(found, key=lambda rows: (sum(rows), abs(len(rows) - max(rows)), rows))
    ]


@lru_cache(maxsize=256)
def arranged(networks: tuple[int, ...], ties: tuple[Tie, ...]) -> tuple[Grid, dict[int, Spot]]:
    """The grid and where each network stands on it, best of what was tried."""
    edges = [(networks.index(tie.first), networks.index(tie.second)) for tie in ties]
    tries = grids(len(networks))[: TRIES if len(networks) <= THOROUGH else 1]
    found = [(*_Search(grid, len(networks), edges).best(), grid) for grid in tries]
    _, order, grid = min(found, key=lambda one: one[0])
    places = grid.places
    return grid, {network: places[order[number]] for number, network in enumerate(networks)}


class _Search:
    """Looks for a good order by exchanging two places as long as that helps, from several beginnings."""

    def __init__(self, grid: Grid, number: int, edges: Sequence[tuple[int, int]]) -> None:
        self.places, self.number, self.edges = grid.places, number, edges
        self.count_crossings = number <= THOROUGH
        size = range(len(self.places))
        self.length = [[self._steps(a, b) for b in size] for a in size]
        self.beneath = [[self._beneath(a, b) for b in size] for a in size]
        self._crossings: dict[tuple[int, int, int, int], bool] = {}

    def _steps(self, a: int, b: int) -> float:
        (x1, y1), (x2, y2) = self.places[a], self.places[b]
        return math.hypot((x1 - x2) / PITCH[0], (y1 - y2) / PITCH[1])

    def _beneath(self, a: int, b: int) -> int:
        """Bits of the places whose cards a line from one to the other passes beneath."""
        line = (*self.places[a], *self.places[b])
        return sum(
            1 << other
            for other, place in enumerate(self.places)
            if other not in (a, b) and passes(line, place)
        )

    def best(self) -> tuple[float, list[int]]:
        spare = SPARE * (len(self.places) - self.number)
        lot = Random(1)  # noqa: S311 (the same picture each time)
        found: list[tuple[float, list[int]]] = []
        for _ in range(TRIES if self.number <= THOROUGH else 1):
            order = list(range(len(self.places)))
            if found:
                lot.shuffle(order)
            found.append(self._improved(order))
        cost, order = min(found)
        return cost + spare, order

    def _improved(self, order: list[int]) -> tuple[float, list[int]]:
        """`order`: place of each network, and behind them the empty places."""
        cost, is_better = self.cost(order), True
        while is_better:
            is_better = False
            for a, b in combinations(range(len(order)), 2):
                if a >= self.number:
                    break
                order[a], order[b] = order[b], order[a]
                if (now := self.cost(order)) < cost - 1e-9:
                    cost, is_better = now, True
                else:
                    order[a], order[b] = order[b], order[a]
        return cost, order

    def cost(self, order: list[int]) -> float:
        taken = sum(1 << place for place in order[: self.number])
        lines = [(order[a], order[b]) for a, b in self.edges]
        cost = sum(self.length[a][b] + UNDER * (self.beneath[a][b] & taken).bit_count() for a, b in lines)
        if self.count_crossings:
            cost += CROSSING * sum(self._cross(*one, *other) for one, other in combinations(lines, 2))
        return cost

    def _cross(self, a: int, b: int, c: int, d: int) -> bool:
        key = (a, b, c, d)
        if key not in self._crossings:
            self._crossings[key] = len({*key}) == 4 and cross(*(self.places[one] for one in key))
        return self._crossings[key]


def cross(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    """Whether the lines from a to b and from c to d cross."""

    def side(one: Spot, other: Spot, third: Spot) -> float:
        return (other.x - one.x) * (third.y - one.y) - (other.y - one.y) * (third.x - one.x)

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def passes(line: tuple[float, float, float, float], card: Spot) -> bool:
    """Whether a line (x1, y1, x2, y2) runs through a card that stands at a place."""
    x1, y1, x2, y2 = line
    enters, leaves = 0.0, 1.0
    for start, end, middle, half in ((x1, x2, card.x, CARD[0] / 2), (y1, y2, card.y, CARD[1] / 2)):
        way, near, far = end - start, middle - half - start, middle + half - start
        if not way:
            if not near < 0 < far:
                return False
            continue
        first, last = sorted((near / way, far / way))
        enters, leaves = max(enters, first), min(leaves, last)
    return enters < leaves
