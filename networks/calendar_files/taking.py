"""What somebody chose of a calendar file is written: all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

import pghistory
from django.db import transaction

from networks.calendar_files.matching import CalendarPlan, RowKind, plan_of
from networks.calendar_files.reading import read
from networks.models import Network


@transaction.atomic  # two coordinators with the same file: the second finds what the first has written
def take(
    network: Network, text: str, *, today: date, visibility: str, chosen: Collection[str] | None = None
) -> tuple[CalendarPlan, Counter[RowKind]]:
    """`text`: see `text.text_of`; `chosen`: keys of rows, None for all. Returns the plan, and how many of each kind were
    written. The file is laid beside the meetings anew: what somebody did meanwhile counts.

    Raises CalendarFileError."""
    Network.objects.select_for_update().get(pk=network.pk)
    plan = plan_of(network, read(text, today), visibility)
    done: Counter[RowKind] = Counter()
    with pghistory.context(source="import"):
        for row in plan.to_choose:
            if chosen is not None and row.key not in chosen:
                continue
            for name, value in row.values.items():
                setattr(row.meeting, name, value)
            row.meeting.save(update_fields=None if row.kind == RowKind.NEW else [*row.values, "changed_at"])
            done[row.kind] += 1
    return plan, done
