"""What a digest says about one thing that is watched."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DigestItem:
    """One piece of news; `path` leads to more about it in the portal."""

    text: str
    path: str = ""


@dataclass(frozen=True)
class News:
    """`heading` says what is watched, `path` is where it is to be seen."""

    heading: str
    path: str
    items: list[DigestItem]
