"""How many members networks have in common, as a table of the fields that share most. Pure: no Django."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from insight.graph import Field
from insight.snapshot import NetworkFacts

MOST = 20  # rows and columns that a page can show
LEVELS = 5  # of shading


@dataclass(frozen=True)
class SharedCell:
    """`number`: members in common, on the diagonal those of the network itself; `level`: 0 to 5."""

    number: int
    level: int
    is_self: bool


@dataclass(frozen=True)
class MatrixRow:
    """`starts_field`: whether another field begins here."""

    place: int
    network: NetworkFacts
    cells: tuple[SharedCell, ...]
    starts_field: bool


def matrix(fields: Sequence[Field], most: int = MOST) -> list[MatrixRow]:
    """Fields with the most in common first, as many as have room; of the first one, if it is too large, those with most."""
    chosen: list[Field] = []
    for field in sorted(fields, key=lambda one: (-_within(one), one[0].pk)):
        networks = tuple(sorted(field, key=lambda one: (-_shared(one, field), one.pk)))
        if not chosen:
            chosen.append(networks[:most])
        elif sum(map(len, chosen)) + len(networks) <= most:
            chosen.append(networks)
    order = [one for field in chosen for one in field]
    numbers = [[len(one.members & other.members) for other in order] for one in order]
    highest = max((n for a, row in enumerate(numbers) for b, n in enumerate(row) if a != b), default=0)
    starts = {field[0].entry for field in chosen[1:]}
    return [
        MatrixRow(
            row + 1,
            network,
            tuple(
                SharedCell(
                    n, math.ceil(LEVELS * n / highest) if highest and row != column else 0, row == column
                )
                for column, n in enumerate(numbers[row])
            ),
            network.entry in starts,
        )
        for row, network in enumerate(order)
    ]


def _shared(network: NetworkFacts, field: Field) -> int:
    return sum(len(network.members & other.members) for other in field if other is not network)


def _within(field: Field) -> int:
    return sum(_shared(one, field) for one in field)
