"""What a report is made of, as data: the same for the page, for paper and for the table of its numbers. Pure: no Django.

All words are data; whoever draws them escapes them. `as_data` gives plain JSON, which is what a released report keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

BULLETS = ("- ", "* ", "• ")


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`is_note`: how something was counted, in smaller letters."""

    kind: ClassVar[str] = "paragraph"
    text: str
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """`of`: the whole that it is a part of, in words; empty where there is none."""

    value: str
    label: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    kind: ClassVar[str] = "numbers"
    items: tuple[KeyNumber, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A finding: what stands out, and the figures that say so."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Points:
    kind: ClassVar[str] = "points"
    items: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`weight`: how much of the width it takes beside others; what has sentences takes more than a name."""

    label: str
    is_number: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class TableCell:
    """`path`: where on this site it leads, `mark`: `luecke` or `pruefen` where a sign stands in front of it."""

    text: str
    path: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of a row is its head."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[TableCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A list with bars, `most` the longest of them: the list is the table of its picture. `column` and `measure` are its heads."""

    kind: ClassVar[str] = "bars"
    title: str
    column: str
    measure: str
    items: tuple[Bar, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a line. `is_named`: with its figure beside it, and a column of the table."""

    label: str
    value: int
    is_named: bool


@dataclass(frozen=True, slots=True)
class Course:
    """A course over time, with the same figures as a table: `axis` heads its columns, `row` its row. `steps` of the scale up to
    `top`; `alt`: the picture in a sentence."""

    kind: ClassVar[str] = "line"
    title: str
    axis: str
    row: str
    points: tuple[Mark, ...]
    steps: tuple[int, ...]
    top: int
    alt: str
    caption: str


type Block = Heading | Paragraph | Bullets | Numbers | Points | Table | Bars | Course


def as_data(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """JSON; each block says its kind."""
    return [{"kind": block.kind} | _plain(asdict(block)) for block in blocks]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def bars(title: str, column: str, measure: str, values: Sequence[tuple[str, int]]) -> Bars:
    most = max((number for _label, number in values), default=0)
    return Bars(title, column, measure, tuple(Bar(*one) for one in values), most)


def scale(most: int) -> tuple[int, ...]:
    """Steps from 0 to a round figure that is not below `most`: four of them, or as many as there are whole numbers."""
    size = 1
    while size * 4 < most:
        size = next(one for one in _round_after(size) if one > size)
    return tuple(range(0, size * max(1, -(-most // size)) + 1, size))


def _round_after(size: int) -> tuple[int, ...]:
    """1, 2, 5, 10, 20, 50 …"""
    power = 10 ** (len(str(size)) - 1)
    return (power, 2 * power, 5 * power, 10 * power)


def rows(*lines: Sequence[str | TableCell]) -> tuple[tuple[TableCell, ...], ...]:
    """Rows of a table from words."""
    return tuple(
        tuple(one if isinstance(one, TableCell) else TableCell(one) for one in line) for line in lines
    )


def written(text: str) -> list[Block]:
    """What somebody typed: paragraphs by empty lines, lines that begin with a dash as a list."""
    found: list[Block] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if lines and all(line.startswith(BULLETS) for line in lines):
            found.append(Bullets(tuple(line[2:].strip() for line in lines)))
        elif lines:
            found.append(Paragraph(" ".join(lines)))
    return found
