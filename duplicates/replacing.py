"""One word of the vocabulary takes the place of another, everywhere at once; then the other one is deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, models, transaction

from duplicates.merging import pointing_at
from vocabulary import reserving

type Besides = Callable[[Any, Any], int]
BESIDES: list[Besides] = []


def besides(function: Besides) -> Besides:
    """Register what changes places that name a word otherwise than by a relation: from (old, new) to how many it changed."""
    BESIDES.append(function)
    return function


def below(word: Any) -> list[int]:
    """The word and what lies below it: none of that can take its place."""
    found, edge = [word.pk], [word.pk]
    has_parent = any(own.name == "parent" for own in word._meta.fields)
    while edge and has_parent:
        edge = list(type(word)._base_manager.filter(parent__in=edge).values_list("pk", flat=True))
        found += edge
    return found


@transaction.atomic
def replace(old: Any, new: Any) -> int:
    """All that names `old` names `new` afterwards; its name is found as a synonym, its address leads there. Returns how many
    places that were. One transaction: either all of it happens or nothing."""
    model = type(old)
    locked = {
        row.pk: row
        for row in model._base_manager.select_for_update().filter(pk__in=(old.pk, new.pk)).order_by("pk")
    }
    old, new = locked[old.pk], locked[new.pk]
    count = sum(function(old, new) for function in BESIDES)
    for source, name, those in pointing_at(old, ()):
        if source._meta.auto_created:
            count += _replace_links(source, name, those, new.pk)
        else:
            count += _replace_field(source, name, those, new.pk)
    new.synonyms = list(
        dict.fromkeys([*new.synonyms, old.name, *(word for word in old.synonyms if word != new.name)])
    )
    reserving.hand_over(model, old.pk, new.pk)
    model._base_manager.filter(pk=old.pk).delete()
    new.save()
    return count


def _replace_links(through: type[models.Model], name: str, those: dict[str, Any], target: int) -> int:
    """Rows of a many-to-many table are made anew, so that the history shows that they changed."""
    rows = list(through._base_manager.filter(**those))
    own = through._meta.get_field(name).attname
    fields = [one.attname for one in through._meta.concrete_fields if not one.primary_key]
    new = [through(**{one: target if one == own else getattr(row, one) for one in fields}) for row in rows]
    through._base_manager.bulk_create(new, ignore_conflicts=True)
    through._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _replace_field(source: type[models.Model], name: str, those: dict[str, Any], target: int) -> int:
    """What may exist but once for each word is dropped where the new word has it already."""
    rows = source._base_manager.filter(**those)
    try:
        with transaction.atomic():
            return rows.update(**{name: target})
    except IntegrityError:
        pass
    count = 0
    for row in rows.order_by("pk"):
        try:
            with transaction.atomic():
                count += source._base_manager.filter(pk=row.pk).update(**{name: target})
        except IntegrityError:
            row.delete()
    return count
