"""How alike two networks are, for pages that show it."""

from __future__ import annotations

from django import template

from duplicates.scoring import SAME, Match
from networks.recognition.candidates import FoundNetwork

register = template.Library()
# Least score and the dots it fills. Scores below the verdict are small: most related pairs lie between these steps.
RELATED_STEPS = ((0.12, 3), (0.03, 2), (0.0, 1))


@register.filter
def strength(match: Match) -> list[bool]:
    """Four dots, filled as the verdict says: all of them for the same thing, and for nothing else."""
    filled = 4 if match.verdict == SAME else next(n for least, n in RELATED_STEPS if match.score >= least)
    return [dot < filled for dot in range(4)]


@register.filter
def shown_to_all(found: list[FoundNetwork]) -> list[FoundNetwork]:
    """Those that this person may see."""
    return [item for item in found if item.network is not None]


@register.filter
def is_handed_in(found: list[FoundNetwork]) -> bool:
    """Whether there is one that nobody but its authors and the Koordination may see yet."""
    return any(item.network is None for item in found)
