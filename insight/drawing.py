"""The picture of networks that share their people, as numbers that a template writes down. Pure: no Django.

Fields are boxes in shelves. Lines within a field are whole, between two fields dashed; how thick one is says its number of common
members, which stands on it as a figure as well."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, cast

from insight.layout import CARD, PITCH, UNDER, Grid, Spot, Tie, arranged, passes
from insight.lettering import BASE, width_of, wrapped

WIDTH = 1240  # of the picture, in pixels: as wide as a page
PAD, HEAD, GAP = 18, 42, 14  # around the cards of a box, above them for its name, between boxes
WORDS, NAMES = 13, 15  # height of the letters on cards and of the names of boxes
MOST_LINES = 4  # of words on a card
STRIP, EDGE = 26, 5  # beside the words: the strip with the number of members, and what stays free
LINE = 15  # from one line of words to the next
STRETCH, BROADER = 1.3, 1.6  # how far cards move apart, and boxes widen, to fill a row
THIN, THICK = 2, 7  # lines of the fewest and of the most common members
TURNS = ((1, 1), (-1, 1), (1, -1), (-1, -1))  # as it is, and mirrored
# Shares of a line at which its figure may stand, the middle first.
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.1, 0.9)
FIGURE = 9  # radius of the disc with the figure on a line


class NetworkLabel(NamedTuple):
    """A network as the picture needs it. `short`: what stands on its card where its name is too long for it; `address`: of its
    page."""

    entry: int
    name: str
    short: str
    members: int
    address: str


class FieldLabel(NamedTuple):
    """A field: its name, and who is in it."""

    name: str
    networks: tuple[NetworkLabel, ...]


@dataclass(frozen=True)
class Card:
    """`x`, `y`: its left upper corner; `words`: lines with the place of the middle of each. The figure stands in the strip."""

    network: NetworkLabel
    x: int
    y: int
    words: tuple[tuple[int, int, str], ...]

    @property
    def middle(self) -> Spot:
        return Spot(self.x + CARD[0] // 2, self.y + CARD[1] // 2)

    @property
    def figure_at(self) -> Spot:
        """Where the number of members stands, in the middle of the strip."""
        return Spot(self.x + STRIP // 2, self.y + CARD[1] // 2 + 5)


@dataclass(frozen=True)
class TieLine:
    """From edge to edge of two cards, with the place of its figure. `is_across`: between two fields."""

    first: int
    second: int
    start: Spot
    end: Spot
    figure: Spot
    number: int
    thickness: int
    is_across: bool


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    width: int
    height: int
    name: str


@dataclass(frozen=True)
class Picture:
    """All in whole pixels: enough at this size, and half as long."""

    height: int
    boxes: tuple[Box, ...]
    lines: tuple[TieLine, ...]
    cards: tuple[Card, ...]
    width: int = WIDTH
    card: tuple[int, int] = CARD
    figure: int = FIGURE
    strip: int = STRIP


@lru_cache(maxsize=32)  # by what is in it: whatever the scope, and whoever asks; each is some 50 kB
def drawn(groups: tuple[FieldLabel, ...], ties: tuple[Tie, ...]) -> Picture:
    """The same for the same input, in every process."""
    shelves = _nearer(_shelves([_Sketch.of(group, ties) for group in groups]), ties)
    home = {network.entry: number for number, group in enumerate(groups) for network in group.networks}
    boxes = _boxes(shelves)
    cards = _cards(boxes, [tie for tie in ties if home[tie.first] != home[tie.second]])
    lines = _lines(ties, cards, home)
    height = max((box.y + box.height for box, _ in boxes), default=0) + 1
    return Picture(height, tuple(box for box, _ in boxes), lines, tuple(cards.values()))


def _boxes(shelves: Iterable[Shelf]) -> list[tuple[Box, _Sketch]]:
    found, y = [], 1
    for shelf in shelves:
        height = max(sketch.height for sketch in shelf)
        for sketch, x, width in _spread(shelf):
            name = _fitting(sketch.group.name, width - 2 * PAD)
            box = Box(round(x), y, round(width), height, name)
            found.append((box, sketch))
        y += height + GAP
    return found


def _cards(boxes: Sequence[tuple[Box, _Sketch]], across: Sequence[Tie]) -> dict[int, Card]:
    """Entry -> card. Boxes with lines to others are mirrored where these lines then are shorter and pass beneath fewer cards."""
    found = {card.network.entry: card for box, sketch in boxes for card in sketch.cards(box)}
    for box, sketch in boxes:
        mine = {network.entry for network in sketch.group.networks}
        leaving = [tie for tie in across if tie.first in mine or tie.second in mine]
        if leaving:
            ways: list[dict[int, Card]] = [
                {card.network.entry: card for card in replace(sketch, turned=turned).cards(box)}
                for turned in TURNS
            ]
            found |= min(ways, key=lambda way: _detour(leaving, {**found, **way}))
    return found


def _detour(ties: Iterable[Tie], cards: dict[int, Card]) -> float:
    """Length of the lines, and as much again as a step of the grid for each card that they pass beneath."""
    length = 0.0
    for tie in ties:
        a, b = cards[tie.first].middle, cards[tie.second].middle
        others = (card.middle for entry, card in cards.items() if entry not in tie[:2])
        length += math.dist(a, b) + UNDER * PITCH[0] * sum(passes((*a, *b), other) for other in others)
    return length


def _fitting(name: str, width: float) -> str:
    return wrapped(name, width, NAMES, 1)[0] if name else ""


@dataclass(frozen=True)
class _Sketch:
    """A field before it has a place."""

    group: FieldLabel
    grid: Grid
    places: dict[int, Spot]
    turned: tuple[int, int] = (1, 1)  # -1: mirrored, left to right or top to bottom

    @classmethod
    def of(cls, group: FieldLabel, ties: Iterable[Tie]) -> _Sketch:
        entries = tuple(network.entry for network in group.networks)
        inside = tuple(tie for tie in ties if tie.first in entries and tie.second in entries)
        return cls(group, *arranged(entries, inside))

    @property
    def width(self) -> float:
        cards = (self.grid.columns - 1) * PITCH[0] + CARD[0]
        return min(WIDTH, max(cards, width_of(self.group.name, NAMES)) + 2 * PAD)

    @property
    def height(self) -> int:
        return HEAD + (len(self.grid.rows) - 1) * PITCH[1] + CARD[1] + PAD

    def cards(self, box: Box) -> list[Card]:
        stretch = 1.0
        if self.grid.columns > 1:
            free = box.width - 2 * PAD - CARD[0]
            stretch = min(STRETCH, free / ((self.grid.columns - 1) * PITCH[0]))
        top = box.y + HEAD + (box.height - self.height) / 2
        found = []
        for network in self.group.networks:
            place = self.places[network.entry]
            x = box.x + box.width / 2 + place.x * stretch * self.turned[0] - CARD[0] / 2
            y = place.y if self.turned[1] > 0 else (len(self.grid.rows) - 1) * PITCH[1] - place.y
            found.append(_card(network, x, top + y))
        return found


def _card(network: NetworkLabel, x: float, y: float) -> Card:
    width = CARD[0] - STRIP - 2 * EDGE
    lines = wrapped(network.name, width, WORDS, MOST_LINES)
    if lines[-1].endswith("…") and network.short:
        lines = wrapped(network.short, width, WORDS, MOST_LINES)
    middle, first = x + STRIP + EDGE + width / 2, y + CARD[1] / 2 - (len(lines) - 1) * LINE / 2 + WORDS * BASE
    words = tuple((round(middle), round(first + number * LINE), line) for number, line in enumerate(lines))
    return Card(network, round(x), round(y), words)


# --- shelves --------------------------------------------------------------------------------------------------------

type Shelf = list[_Sketch]


def _shelves(sketches: Sequence[_Sketch]) -> list[Shelf]:
    """High ones first; each row takes whatever still fits."""
    rest = sorted(sketches, key=lambda one: -one.height)
    shelves = []
    while rest:
        shelf: Shelf = []
        free: float = WIDTH
        for sketch in list(rest):
            if sketch.width <= free:
                shelf.append(sketch)
                rest.remove(sketch)
                free -= sketch.width + GAP
        shelves.append(shelf)
    return shelves


def _spread(shelf: Shelf) -> list[tuple[_Sketch, float, float]]:
    """Each with its left edge and width; what is free is shared out by how wide they are."""
    free = WIDTH - 2 - GAP * (len(shelf) - 1)
    factor = min(BROADER, free / sum(sketch.width for sketch in shelf))
    found, x = [], 1.0
    for sketch in shelf:
        found.append((sketch, x, sketch.width * factor))
        x += sketch.width * factor + GAP
    return found


def _nearer(shelves: list[Shelf], ties: Sequence[Tie]) -> list[Shelf]:
    """Exchanges shelves, and boxes within a shelf, as long as that shortens the lines between fields."""
    home = {
        network.entry: sketch.group
        for shelf in shelves
        for sketch in shelf
        for network in sketch.group.networks
    }
    across = [(home[tie.first], home[tie.second]) for tie in ties if home[tie.first] != home[tie.second]]
    best, is_better = _ways(shelves, across), bool(across)
    while is_better:
        is_better = False
        for rows in cast("list[list]", [shelves, *shelves]):
            for a, b in combinations(range(len(rows)), 2):
                _exchange(rows, a, b)
                if (now := _ways(shelves, across)) < best - 1e-9:
                    best, is_better = now, True
                else:
                    _exchange(rows, a, b)
    return shelves


def _exchange(rows: list, a: int, b: int) -> None:
    rows[a], rows[b] = rows[b], rows[a]


def _ways(shelves: list[Shelf], across: Sequence[tuple[FieldLabel, FieldLabel]]) -> float:
    """Distances between the middles of the boxes of each two groups, added up."""
    middles: dict[FieldLabel, Spot] = {}
    y = 0.0
    for shelf in shelves:
        height = max(sketch.height for sketch in shelf)
        middles |= {sketch.group: Spot(x + width / 2, y + height / 2) for sketch, x, width in _spread(shelf)}
        y += height + GAP
    return sum(math.dist(middles[a], middles[b]) for a, b in across)


# --- lines ----------------------------------------------------------------------------------------------------------


def _lines(ties: Sequence[Tie], cards: dict[int, Card], home: dict[int, int]) -> tuple[TieLine, ...]:
    """Thin ones first, so that the thick ones lie on top."""
    numbers = [tie.number for tie in ties]
    least, most = min(numbers, default=0), max(numbers, default=0)
    found: list[TieLine] = []
    for tie in sorted(ties, key=lambda one: (one.number, one.first, one.second)):
        a, b = cards[tie.first].middle, cards[tie.second].middle
        start, end = _edge(a, b), _edge(b, a)
        share = (tie.number - least) / (most - least) if most > least else 1 / 2
        figure = _figure(start, end, cards.values(), [line.figure for line in found])
        thickness = round(THIN + (THICK - THIN) * share)
        is_across = home[tie.first] != home[tie.second]
        found.append(TieLine(tie.first, tie.second, start, end, figure, tie.number, thickness, is_across))
    return tuple(found)


def _edge(inside: Spot, outside: Spot) -> Spot:
    """Where the line between the middles of two cards leaves the first one."""
    dx, dy = outside.x - inside.x, outside.y - inside.y
    shares = [half / abs(way) for half, way in ((CARD[0] / 2, dx), (CARD[1] / 2, dy)) if way]
    share = min([*shares, 1.0])
    return Spot(round(inside.x + dx * share), round(inside.y + dy * share))


def _figure(start: Spot, end: Spot, cards: Iterable[Card], others: Sequence[Spot]) -> Spot:
    """On the line as near to its middle as it covers neither a card nor another figure; else the middle."""
    middle = Spot(round((start.x + end.x) / 2), round((start.y + end.y) / 2))
    for share in ALONG:
        place = Spot(round(start.x + (end.x - start.x) * share), round(start.y + (end.y - start.y) * share))
        if any(math.dist(place, other) < 2 * FIGURE + 1 for other in others):
            continue
        if not any(_covers(place, card) for card in cards):
            return place
    return middle


def _covers(figure: Spot, card: Card) -> bool:
    dx, dy = abs(figure.x - card.middle.x), abs(figure.y - card.middle.y)
    return dx < CARD[0] / 2 + FIGURE and dy < CARD[1] / 2 + FIGURE
