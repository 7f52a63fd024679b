"""Networks on the left, actors on the right, a line for each seat: the picture of a small choice. Pure: no Django."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from insight.lettering import BASE, wrapped
from insight.snapshot import NetworkFacts

WIDTH, TOP, FOOT = 1040, 52, 12  # of the picture, above the first row, below the last one
ROW = 42  # height of a row: two lines of words
LEFT, RIGHT = 410, 630  # where the squares and the circles stand
BEND = 110  # how far a line runs straight before it bends
WORDS, LINE, ROOM = 15.0, 18.0, 372.0  # letters, their lines, width for them
ROUNDS = 8  # of sorting: more change nothing in any picture of this size
LEAST, MORE, MOST = 5, 2, 13  # radius of a circle, and what each network adds to it


@dataclass(frozen=True)
class ColumnRow:
    """A network or an actor. `size`: half of its square or the radius of its circle; `words`: lines with the height of each."""

    entry: int
    y: int
    size: int
    words: tuple[tuple[int, str], ...]
    number: int


@dataclass(frozen=True)
class SeatLine:
    """The ends of a line. `leads`: whether the actor coordinates the network."""

    network: int
    actor: int
    leads: bool


@dataclass(frozen=True)
class Columns:
    """All in whole pixels."""

    height: int
    networks: tuple[ColumnRow, ...]
    actors: tuple[ColumnRow, ...]
    seats: tuple[SeatLine, ...]
    width: int = WIDTH
    left: int = LEFT
    right: int = RIGHT
    bent_left: int = LEFT + BEND
    bent_right: int = RIGHT - BEND
    left_words: int = LEFT - 20
    right_words: int = RIGHT + 22


def columns(networks: Sequence[NetworkFacts], names: Mapping[int, str]) -> Columns:
    """`names`: entry -> name of each actor that is shown. Whoever sits in the same networks stands together: rows are sorted by
    the mean place of those they are connected with, in turns (Sugiyama's barycentres)."""
    rounds, actors = _sorted(list(networks), list(names))
    rows = max(len(rounds), len(actors), 1)
    left = {one.entry: _middle(place, len(rounds), rows) for place, one in enumerate(rounds)}
    right = {actor: _middle(place, len(actors), rows) for place, actor in enumerate(actors)}
    number = {actor: sum(actor in one.members for one in rounds) for actor in actors}
    return Columns(
        TOP + ROW * rows + FOOT,
        tuple(_row(one.entry, left[one.entry], 9, one.name, len(one.members)) for one in rounds),
        tuple(
            _row(
                actor,
                right[actor],
                min(MOST, LEAST + MORE * (number[actor] - 1)),
                f"{names[actor]} ({number[actor]})" if number[actor] > 1 else names[actor],
                number[actor],
            )
            for actor in actors
        ),
        tuple(
            SeatLine(left[one.entry], right[actor], actor in one.coordinators)
            for one in sorted(rounds, key=lambda one: one.pk)
            for actor in actors
            if actor in one.members
        ),
    )


def _middle(place: int, number: int, rows: int) -> int:
    """The height of one of so many things that are spread over all rows."""
    return round(TOP + ROW * rows * (place + 0.5) / number)


def _sorted(rounds: list[NetworkFacts], actors: list[int]) -> tuple[list[NetworkFacts], list[int]]:
    for _ in range(ROUNDS):
        places = {one.entry: place for place, one in enumerate(rounds)}
        actors.sort(key=lambda actor: _mean([places[one.entry] for one in rounds if actor in one.members]))
        seats = {actor: place for place, actor in enumerate(actors)}
        rounds.sort(key=lambda one: _mean([seats[actor] for actor in one.members if actor in seats]))
    return rounds, actors


def _mean(places: Collection[int]) -> float:
    return sum(places) / len(places) if places else 0.0


def _row(entry: int, y: int, size: int, text: str, number: int) -> ColumnRow:
    lines = wrapped(text, ROOM, WORDS, 2)
    first = y + WORDS * BASE - (len(lines) - 1) * LINE / 2
    return ColumnRow(
        entry, y, size, tuple((round(first + place * LINE), line) for place, line in enumerate(lines)), number
    )
