"""What hangs on a record, in words: before it is deleted, somebody should know what goes with it.

Knows no model: walks whatever points at the record, in every room. Rooms add what points otherwise (`also`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

NAMED = 8  # rows of a kind that are named; the others are counted
LOST, LOOSENED, HOLDS = "verloren", "geloest", "haelt"


@dataclass
class Hanging:
    """Rows of one kind. `fate`: LOST with the record, LOOSENED (they stay and no longer name it) or HOLDS (the record can't
    be deleted while they name it)."""

    label: str
    fate: str
    count: int
    names: list[str] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.names) if self.names else 0


type Finder = Callable[[type[models.Model], list[object]], Iterable[Hanging]]
ALSO: list[Finder] = []


def also(function: Finder) -> Finder:
    """Register what finds things that name a record otherwise than by a relation: from a model and ids."""
    ALSO.append(function)
    return function


def hanging(
    rows: QuerySet | list[models.Model], may_name: Callable[[type[models.Model]], bool]
) -> list[Hanging]:
    """All that hangs on these rows of one model. `may_name`: whether the names of a model's rows may be shown."""
    rows = list(rows)
    if not rows:
        return []
    model, ids = type(rows[0]), [row.pk for row in rows]
    found: dict[tuple[str, str], Hanging] = {}
    waiting, seen = [(model, ids)], {(model, pk) for pk in ids}
    while waiting:
        below, pks = waiting.pop()
        for source, label, fate, those in _pointing(below, pks):
            shown = those.exclude(pk__in=[pk for known, pk in seen if known is source])
            count = shown.count()
            if not count:
                continue
            names = [str(row) for row in shown[:NAMED]] if may_name(source) else []
            known = found.setdefault((label, fate), Hanging(label, fate, 0))
            known.count += count
            known.names = [*known.names, *names][:NAMED]
            if fate == LOST:
                new = list(shown.values_list("pk", flat=True))
                seen |= {(source, pk) for pk in new}
                waiting.append((source, new))
    for finder in ALSO:
        for one in finder(model, ids):
            found[one.label, one.fate] = one
    return sorted(found.values(), key=lambda one: (HOLDS, LOST, LOOSENED).index(one.fate))


def _pointing(
    model: type[models.Model], pks: list[object]
) -> Iterator[tuple[type[models.Model], str, str, QuerySet]]:
    """Who points at these rows: the model, what to call it, what becomes of it, the rows."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not (
            relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        ):
            continue
        source: Any = relation.related_model
        own: Any = relation.field
        if source._meta.proxy or hasattr(source, "pgh_tracked_model") or getattr(source, "is_derived", False):
            continue
        if source._meta.auto_created:
            yield from _linked(source, own, pks)
            continue
        kind = str(source._meta.verbose_name_plural)
        rows = source._base_manager.filter(**{f"{own.name}__in": pks})
        if relation.on_delete is models.CASCADE:
            yield source, kind, LOST, rows
        elif relation.on_delete is models.PROTECT or relation.on_delete is models.RESTRICT:
            yield source, kind, HOLDS, rows
        else:
            yield source, f"{kind} ({own.verbose_name})", LOOSENED, rows
    yield from _generic(model, pks)


def _linked(
    through: type[models.Model], own: models.ForeignKey, pks: list[object]
) -> Iterator[tuple[type[models.Model], str, str, QuerySet]]:
    """Entries that have the record in one of their lists. The record's own lists are part of it and not named."""
    holder = through._meta.auto_created
    link = next(
        one
        for one in holder._meta.local_many_to_many
        if one.remote_field.through._meta.concrete_model is through
    )
    if own.name == link.m2m_field_name():
        return
    ids = through._base_manager.filter(**{f"{own.name}__in": pks}).values(f"{link.m2m_field_name()}_id")
    label = f"{holder._meta.verbose_name_plural} ({link.verbose_name})"
    yield holder, label, LOOSENED, holder._base_manager.filter(pk__in=ids)


def _generic(
    model: type[models.Model], pks: list[object]
) -> Iterator[tuple[type[models.Model], str, str, QuerySet]]:
    for source in apps.get_models():
        for own in source._meta.private_fields:
            if isinstance(own, GenericForeignKey) and not hasattr(source, "pgh_tracked_model"):
                if not isinstance(model._meta.pk, models.IntegerField | models.ForeignKey):
                    continue  # a key in letters („impressum“) stands in no column of numbers
                about = {own.ct_field: ContentType.objects.get_for_model(model), f"{own.fk_field}__in": pks}
                yield (
                    source,
                    str(source._meta.verbose_name_plural),
                    LOOSENED,
                    source._base_manager.filter(**about),
                )


def in_words(row: models.Model) -> str:
    """„Mitgliedschaft: Kita · Leserunde“."""
    return _("%(kind)s: %(name)s") % {"kind": capfirst(str(row._meta.verbose_name)), "name": row}
