"""Synonyms of the closed lists (Charakter, Verbindlichkeit, Offenheit, Status), whose words live in the models."""

from __future__ import annotations

import csv
from functools import cache

from vocabulary.loading import SHIPPED


@cache
def synonyms_of(closed_list: str) -> dict[str, list[str]]:
    """Synonyms by word, as shipped: {"Abstimmung": ["Koordination"], ...}."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["liste"] == closed_list]
    return {row["begriff"]: [word for word in row["synonyme"].split("|") if word] for row in rows}
