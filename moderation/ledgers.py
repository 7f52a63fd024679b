"""What merges keep of cases in order to part two entries again: it must not outlive what the case itself forgot."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import Any

from django.apps import apps

from accounts.striking import struck
from moderation.models import Case
from moderation.models.comparison import Merging

type Wanted = Callable[[int, dict[str, Any]], bool]  # by number and fields of the case


def forget_submitters(is_wanted: Wanted, pattern: Pattern[str] | None = None) -> None:
    """In kept copies of these cases: who opened them, and what `pattern` finds in their words."""

    def forgotten(row: dict[str, Any]) -> dict[str, Any]:
        if row["model"] != Case._meta.label_lower or not is_wanted(row["pk"], row["fields"]):
            return row
        fields = {**row["fields"], "submitter": None, "submitter_email": ""}
        words = {name: struck(fields[name], pattern) for name in ("reason", "payload")} if pattern else {}
        return {**row, "fields": fields | words}

    for model in apps.get_models():
        if not issubclass(model, Merging):
            continue
        for merge in model._base_manager.iterator():
            rows = {name: merge.moved[name] for name in ("changed", "dropped") if name in merge.moved}
            now = {name: [forgotten(row) for row in each] for name, each in rows.items()}
            if now != rows:
                model._base_manager.filter(pk=merge.pk).update(moved=merge.moved | now)
