"""Two entries side by side: the fields between which somebody who merges them has to choose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from duplicates.merging import mergeable_fields
from moderation.wording import wording

type Together = Mapping[str | Promise, tuple[str, ...]]  # label → fields that only make sense together

EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True)
class FieldChoice:
    """A field (or some that belong together) in which two entries differ, with both values as people read them."""

    name: str
    label: str
    kept: str
    merged: str
    prefers_merged: bool


def differences(kept: Any, merged: Any, together: Together | None = None) -> list[FieldChoice]:
    """Fields between which somebody has to choose; where the kept one says nothing, the other is suggested."""
    by_name = {field.name: field for field in mergeable_fields(type(kept))}
    groups = {names[0]: (label, names) for label, names in (together or {}).items()}
    followers = {name for _label, names in groups.values() for name in names[1:]}
    found = []
    for name, field in by_name.items():
        if name in followers:
            continue
        label, names = groups.get(name, (field.verbose_name, (name,)))
        fields = [by_name[each] for each in names]
        mine, theirs = ([_value(entry, each, kept, merged) for each in fields] for entry in (kept, merged))
        if mine != theirs and not _is_empty(theirs):
            here, there = (_shown(entry, fields, kept, merged) for entry in (kept, merged))
            found.append(FieldChoice(name, str(capfirst(str(label))), here, there, _is_empty(mine)))
    return sorted(found, key=lambda choice: choice.name == "confirmed_at")  # the least interesting comes last


def taken(take: Collection[str], together: Together) -> set[str]:
    """Names of all fields whose value wins, those included that come along."""
    groups = {names[0]: names for names in together.values()}
    return {each for name in take for each in groups.get(name, (name,))}


def _value(entry: Any, field: models.Field, kept: Any, merged: Any) -> Any:
    """Neither entry can point at the two that become one."""
    value = getattr(entry, field.attname)
    return None if field.related_model is type(kept) and value in (kept.pk, merged.pk) else value


def _is_empty(values: list[Any]) -> bool:
    return all(value in EMPTY for value in values)


def _shown(entry: Any, fields: list[models.Field], kept: Any, merged: Any) -> str:
    return ", ".join(
        wording(field, getattr(entry, field.attname))
        for field in fields
        if _value(entry, field, kept, merged) not in EMPTY
    )
