"""Rules for columns that hold a list of words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _


def holds_words(*fields: str, name: str) -> models.CheckConstraint:
    """A constraint: nothing in these lists is NULL, which no form can write and no page could show."""
    condition = Q()
    for field in fields:
        found = Func(F(field), Value(None), function="array_position", output_field=models.IntegerField())
        condition &= Q(IsNull(found, True))
    return models.CheckConstraint(
        condition=condition,
        name=name,
        violation_error_message=_("In einer Liste fehlt ein Wort."),
    )
