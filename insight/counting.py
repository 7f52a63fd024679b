"""The rule of the Kommune, as the arithmetic takes it."""

from __future__ import annotations

from insight.load import LoadRule
from insight.models import CountingRule


def rule_of_today() -> LoadRule:
    """One query."""
    stored = CountingRule.current()
    return LoadRule(stored.busy_from, float(stored.hours_per_meeting), stored.everyday_from)
