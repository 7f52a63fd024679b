"""Bars over years, as numbers that a template writes down. Pure: no Django."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1040, 260  # of the whole picture, in pixels
FILLED, WIDEST = 0.7, 48  # share of its room that a bar takes, and how wide it gets at most
THINNEST = 4  # a line that can still be seen
LEFT, RIGHT, TOP, BOTTOM = 48, 1030, 28, 222  # the plane of the bars
FOOT = 246  # where the years stand
MARKS = 4  # lines behind the bars, at most
NAMED = 12  # years that have room for their figure


@dataclass(frozen=True)
class Mark:
    y: int
    number: int


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    year: int
    number: int
    is_named: bool

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    foot: int = FOOT


def chart(values: Sequence[tuple[int, int]]) -> Chart:
    """`values`: year and number, in order. The last year and every so many before it carry their figures."""
    most = max((number for _, number in values), default=0)
    step = _step(most)
    top = max(step, math.ceil(most / step) * step)
    room = (RIGHT - LEFT) / max(len(values), 1)
    every = math.ceil(len(values) / NAMED)
    bars = []
    for place, (year, number) in enumerate(values):
        height = round((BOTTOM - TOP) * number / top)
        width = max(THINNEST, min(WIDEST, round(room * FILLED)))
        x = round(LEFT + room * (place + 0.5) - width / 2)
        is_named = (len(values) - 1 - place) % every == 0
        bars.append(Bar(x, BOTTOM - height, width, height, year, number, is_named))
    marks = tuple(Mark(round(BOTTOM - (BOTTOM - TOP) * at / top), at) for at in range(0, top + 1, step))
    return Chart(tuple(bars), marks)


def _step(most: int) -> int:
    """A round number of which at most four make the highest bar."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if most <= step * MARKS:
                return step
        power *= 10
