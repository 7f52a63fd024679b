"""Geometry of the pictures on the page. Pure; paper draws its own from the same figures (`report.typ`)."""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 620, 230  # of the drawing; the page scales it
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 30, 40  # free for words around it
FIRST = 12  # between the scale and the first point
FULL = 100  # of a bar
MOST_ON_A_PHONE = 3  # columns; with more, a row becomes a card there


def with_pictures(content: dict[str, Any]) -> dict[str, Any]:
    """The same with what templates cannot reckon: lines as paths, bars as hundredths of the longest, which cells hold numbers."""
    return content | {
        "chapters": [
            one | {"blocks": [_drawn(block) for block in one["blocks"]]} for one in content["chapters"]
        ]
    }


def _drawn(block: dict[str, Any]) -> dict[str, Any]:
    if block["kind"] == "line":
        return block | {"picture": line(block)}
    if block["kind"] == "bars":
        most = max(block["most"], 1)
        return block | {
            "items": [one | {"width": round(FULL * one["value"] / most, 1)} for one in block["items"]]
        }
    if block["kind"] == "table":
        return block | _table(block["columns"], block["rows"])
    return block


def _table(columns: list[dict[str, Any]], rows: list[list[dict[str, Any]]]) -> dict[str, Any]:
    """Each cell with its head: on a phone, rows of a table that `is_wide` are cards, and every cell says what it is."""
    has_sentences = any(one["weight"] > 1 for one in columns)
    return {
        "is_wide": has_sentences or len(columns) > MOST_ON_A_PHONE,
        "rows": [
            [
                cell | {"is_number": one["is_number"], "head": one["label"]}
                for cell, one in zip(row, columns, strict=True)
            ]
            for row in rows
        ],
    }


def line(block: dict[str, Any]) -> dict[str, Any]:
    """`path` from the first point to the last, `area` below it, `marks` with their places, `steps` with their heights."""
    points = [
        (_x(place, len(block["points"])), _y(one["value"], block["top"]))
        for place, one in enumerate(block["points"])
    ]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
    floor = HEIGHT - BOTTOM
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "path": path,
        "area": f"{path}L{points[-1][0]:g} {floor}L{points[0][0]:g} {floor}Z",
        "steps": [{"label": one, "y": _y(one, block["top"])} for one in block["steps"]],
        "marks": [
            one | {"x": x, "y": y}
            for one, (x, y) in zip(block["points"], points, strict=True)
            if one["is_named"]
        ],
    }


def _x(place: int, number: int) -> float:
    inside = WIDTH - LEFT - RIGHT - 2 * FIRST
    return round(LEFT + FIRST + inside * (place / (number - 1) if number > 1 else 0.5), 1)


def _y(value: int, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / top, 1)
