"""What can be wrong with a file or a cell, said in one German sentence for the person who brought it."""

from __future__ import annotations


class TableError(Exception):
    """The file as a whole can't be read."""


class CellError(ValueError):
    """One cell can't be read; the row is refused."""
