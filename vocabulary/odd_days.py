"""Stored days that nobody can mean: left from before there were bounds, or written past every form.

Lists show them at the edge of the known days (`vocabulary.reading`, the search index); here they are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vocabulary.days import STORED_FROM, STORED_TO, Days, local_day

MOST_OF_A_FIELD = 500  # rows that are named; a page or report with more helps nobody


@dataclass(frozen=True)
class OddDay:
    """A record and the field whose day lies outside of its bounds."""

    row: models.Model
    field: models.Field
    bounds: Days

    @property
    def kind(self) -> str:
        return capfirst(str(self.row._meta.verbose_name))

    @property
    def label(self) -> str:
        return str(self.field.verbose_name)

    @property
    def shown(self) -> str:
        """The day as lists show it: one that Python does not know is read as the edge of the known ones."""
        value: date | datetime = getattr(self.row, self.field.attname)
        day = local_day(value)
        if day <= STORED_FROM:
            return _("vor dem %s") % date_format(STORED_FROM.replace(year=1800, month=1, day=1), "j. F Y")
        if day >= STORED_TO:
            return _("%s oder später") % date_format(STORED_TO, "j. F Y")
        return date_format(day, "j. F Y")

    @property
    def reason(self) -> str:
        """The German sentence that a form would say."""
        first, last = (date_format(day, "j. F Y") for day in (self.bounds.first, self.bounds.last))
        return _("Möglich ist ein Tag zwischen dem %(first)s und dem %(last)s.") % {
            "first": first,
            "last": last,
        }

    def __str__(self) -> str:
        return f"{self.kind} {self.row.pk} „{self.row}“: {self.label} {self.shown}"


def watched() -> Iterator[tuple[models.Field, Days]]:
    """Every field with bounds; histories keep what was."""
    for model in apps.get_models():
        if model._meta.proxy or hasattr(model, "pgh_tracked_model"):
            continue
        for field in model._meta.concrete_fields:
            yield from ((field, rule) for rule in field.validators if isinstance(rule, Days))


def odd_days() -> Iterator[OddDay]:
    """The records, by kind, field and key, at most MOST_OF_A_FIELD of each. One query a field."""
    for field, bounds in watched():
        rows = field.model._base_manager.filter(bounds.outside(field)).order_by("pk")
        named = [one.name for one in field.model._meta.fields if one.many_to_one]
        for row in rows.select_related(*named)[:MOST_OF_A_FIELD] if named else rows[:MOST_OF_A_FIELD]:
            yield OddDay(row, field, bounds)
