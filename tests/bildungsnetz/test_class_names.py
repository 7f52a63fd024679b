"""A class name means one thing, in whichever room it stands."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]

# The same for actors as for networks: tables of their own, pages made from those of `duplicates`, what is
# rare among them.
SAME_MEANING = {
    "BlockingRecord", "StaleBlockingRecord", "DuplicateDecision", "Merge", "Pairs", "DuplicatesView", "DuplicatesCsvView",
    "DecideView", "UndoDecisionView", "MergeView", "UndoMergeView", "Corpus",
}  # fmt: skip
OF_DJANGO = {"Command", "Migration"}


def test_a_class_name_has_one_meaning():
    """Classes within a class are written with it in front (`Case.Kind`), so that they need no name of their own."""
    rooms: dict[str, set[str]] = defaultdict(set)
    for room in (path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"):
        for path in room.rglob("*.py"):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    rooms[node.name].add(room.name)
    assert {name for name, found in rooms.items() if len(found) > 1} - OF_DJANGO == SAME_MEANING
