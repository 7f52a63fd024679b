"""Rows of the data files that the project ships, each with its place: what is wrong with one is named by file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Row(NamedTuple):
    place: str
    cells: dict[str, str]

    def terms(self, column: str) -> list[str]:
        """The terms of a cell, which stand between bars."""
        return [term for term in self.cells[column].split("|") if term]


def lines(path: str) -> Iterator[tuple[str, str]]:
    """(place, text) of the lines that say something."""
    file = ROOT / path
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{file.name}:{number}", line


def table(path: str) -> list[Row]:
    (_, head), *rest = ((place, next(csv.reader([line], delimiter=";"))) for place, line in lines(path))
    return [Row(place, dict(zip(head, cells, strict=True))) for place, cells in rest]
