"""The figures of a report as a table: one line for each cell, so that every figure says by itself what it is."""

from __future__ import annotations

from collections.abc import Iterator

from insight.reports.composing import Content

COLUMNS = ("kapitel", "tabelle", "zeile", "spalte", "wert")


def lines(content: Content) -> Iterator[tuple[str, str, str, str, str]]:
    """Key figures first, then chapter by chapter. Figures are written as in the report."""
    for one in content["figures"]:
        yield "", "Kennzahlen", one["label"], one["key"], str(one["value"])
    for chapter in content["chapters"]:
        for block in chapter["blocks"]:
            for table, row, column, value in _of_block(block):
                yield chapter["title"], table, row, column, value


def _of_block(block: dict) -> Iterator[tuple[str, str, str, str]]:
    match block["kind"]:
        case "numbers":
            for one in block["items"]:
                yield "", one["label"], one["of"], one["value"]
        case "bars":
            for one in block["items"]:
                yield block["title"], one["label"], block["measure"], str(one["value"])
        case "line":
            for one in block["points"]:
                yield block["title"], one["label"], block["row"], str(one["value"])
        case "table":
            heads = [one["label"] for one in block["columns"]]
            for row in block["rows"]:
                for head, cell in zip(heads[1:], row[1:], strict=True):
                    yield block["caption"], row[0]["text"], head, cell["text"]
