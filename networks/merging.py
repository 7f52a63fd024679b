"""Two networks that turned out to be one. The mechanics are those of `moderation.merging`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from moderation import merging
from networks.models import DuplicateDecision, Footprint, Merge, Network

ASIDE: tuple[type[models.Model], ...] = (Footprint, DuplicateDecision)  # belong to one network alone


@dataclass(frozen=True)
class Choice:
    """A field in which two networks differ, with both values as people read them."""

    name: str
    label: str
    kept: str
    merged: str
    prefers_merged: bool


def differences(kept: Network, merged: Network) -> list[Choice]:
    """Fields between which somebody has to choose; where the kept one says nothing, the other is suggested."""
    found = []
    for field in merging.mergeable_fields(Network):
        mine, theirs = (getattr(network, field.attname) for network in (kept, merged))
        if mine != theirs and theirs not in (None, "", [], kept.pk):
            label = str(field.verbose_name)
            found.append(
                Choice(
                    field.name,
                    label[:1].upper() + label[1:],
                    _shown(kept, field),
                    _shown(merged, field),
                    mine in (None, "", []),
                )
            )
    return found


def _shown(network: Network, field: models.Field) -> str:
    display: Any = getattr(network, f"get_{field.name}_display", None)
    value = display() if display else getattr(network, field.name)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


@transaction.atomic
def merge(kept: Network, merged: Network, *, by: User, take: Collection[str] = (), reason: str = "") -> Merge:
    """Members, meetings, updates, links and names of `merged` go over to `kept`; its address and kennung lead there."""
    name, pk = merged.name, merged.pk
    before, moved = merging.merge(kept, merged, take=take, aside=ASIDE)
    return Merge.objects.create(
        kept_id=kept.pk,
        merged_id=pk,
        merged_name=name,
        reason=reason,
        before=before,
        moved=moved,
        merged_by=by,
    )


@transaction.atomic
def undo(record: Merge, *, by: User) -> tuple[Network, Network]:
    """Both networks as they were. Raises ValidationError when that is no longer possible. Returns (kept, merged)."""
    locked = Merge.objects.select_for_update().get(pk=record.pk)
    if locked.undone_at:
        return locked.kept, Network.objects.get(pk=locked.merged_id)
    kept, merged = merging.part(Network, locked.before, locked.moved)
    locked.undone_at, locked.undone_by = timezone.now(), by
    locked.save(update_fields=["undone_at", "undone_by"])
    return kept, merged
