"""References among entries of one kind must not lead in a ring: a Träger is not carried by its own Einrichtung."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def ring_from(start: int, leads_to: Mapping[int, int]) -> list[int]:
    """The entries on the way from `start` back to `start`, in order; empty if the way ends or turns elsewhere."""
    way = [start]
    seen = {start}
    while (step := leads_to.get(way[-1])) is not None:
        if step == start:
            return way
        if step in seen:
            return []
        seen.add(step)
        way.append(step)
    return []


def refuse_ring(record: models.Model, field_name: str) -> None:
    """For `clean()` of a model. Raises ValidationError for the field that would close a ring."""
    key = f"{field_name}_id"
    if record.pk is None or (step := getattr(record, key)) is None:
        return
    model: Any = type(record)
    way = [record.pk]
    while step is not None and step not in way:
        way.append(step)
        step = model._default_manager.filter(pk=step).values_list(key, flat=True).first()
    if step == record.pk:
        names = dict(model._default_manager.filter(pk__in=way).values_list("pk", "name"))
        shown = " → ".join(f"„{names.get(pk, record)}“" for pk in (*way, record.pk))
        raise ValidationError({field_name: _("Das führt im Kreis: %(ring)s.") % {"ring": shown}})
