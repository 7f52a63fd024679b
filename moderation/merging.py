"""Two entries become one, and can be parted again. Knows no domain model: works on every `Identified` entry.

Whatever points at the merged entry, in whichever room, points at the kept one afterwards; what cannot (the same member
twice at one time) is put aside. Both entries are written down as they were, so that `part` restores them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

IDENTITY = frozenset(
    {"id", "slug", "former_slugs", "kennung", "former_kennungen", "version", "created_at", "changed_at", "review_status",
     "submitted_by", "published_at", "sort_name"}
)  # fmt: skip


def mergeable_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields of an entry between whose two values somebody may choose."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in IDENTITY and field.editable and not field.primary_key and not field.generated
    ]


@transaction.atomic
def merge(
    kept: Any, merged: Any, *, take: Collection[str] = (), aside: Collection[type[models.Model]] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Carries everything of `merged` over to `kept` and deletes it; of the fields named in `take` its value wins.

    `aside`: models whose rows belong to one entry alone and may vanish with it. Returns what `part` needs: both entries
    as they were, and the rows that moved. One transaction: either all of it happens or nothing.
    Raises ValidationError when both are the same entry.
    """
    model = type(kept)
    if kept.pk == merged.pk:
        raise ValidationError(_("Ein Eintrag lässt sich nicht mit sich selbst zusammenführen."))
    locked = {
        row.pk: row
        for row in model._default_manager.select_for_update()
        .filter(pk__in=(kept.pk, merged.pk))
        .order_by("pk")
    }
    kept, merged = locked[kept.pk], locked[merged.pk]
    before = {"kept": _written(kept), "merged": _written(merged)}
    moved = _carry_over(kept, merged, aside)
    kept = model._default_manager.get(pk=kept.pk)
    changed = _take_fields(kept, merged, take)
    changed |= _take_identity(kept, merged)
    model._default_manager.filter(pk=merged.pk).delete()
    kept.save(update_fields={*changed, "changed_at"})
    links = {field.name for field in model._meta.many_to_many} | {"changed_at", "version"}
    then, now = before["kept"]["fields"], _written(kept)["fields"]
    return before, {
        **moved,
        "fields": sorted(name for name in now if name not in links and now[name] != then[name]),
    }


@transaction.atomic
def part(model: type[models.Model], before: Mapping[str, Any], moved: Mapping[str, Any]) -> tuple[Any, Any]:
    """Undoes a merge: both entries as they were, everything that moved back where it was. Returns (kept, merged).

    What was changed at the kept entry since then in other fields stays. Raises ValidationError when the kept entry is gone
    or the merged one's address or kennung is in use again.
    """
    kept_then, merged_then = before["kept"], before["merged"]
    kept = model._default_manager.select_for_update().filter(pk=kept_then["pk"]).first()
    if kept is None:
        raise ValidationError(_("Das Netzwerk, das bleiben sollte, gibt es nicht mehr."))
    then = next(_read([kept_then])).object
    fields = {name: getattr(then, kept._meta.get_field(name).attname) for name in moved["fields"]}
    attnames = {kept._meta.get_field(name).attname: value for name, value in fields.items()}
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=kept.pk).update(**attnames, changed_at=timezone.now())
            next(_read([_without_links(merged_then)])).save()
            for row in moved["rows"]:
                source = apps.get_model(row["model"])
                source._base_manager.filter(pk=row["pk"]).update(**{row["field"]: merged_then["pk"]})
            for restored in _read(moved["dropped"]):
                restored.save()
    except IntegrityError as error:
        raise ValidationError(
            _("Das lässt sich nicht mehr zurücknehmen: Adresse oder Kennung sind inzwischen vergeben.")
        ) from error
    return model._default_manager.get(pk=kept.pk), model._default_manager.get(pk=merged_then["pk"])


def _written(entry: models.Model) -> dict[str, Any]:
    data = json.loads(
        json.dumps(serializers.serialize("python", [entry])[0], default=str)
    )  # str keeps microseconds
    for field in entry._meta.concrete_fields:
        if field.generated:
            data["fields"].pop(field.name, None)
    return data


def _read(rows: list[dict[str, Any]]) -> Iterator[Any]:
    return iter(serializers.deserialize("python", rows))


def _without_links(data: dict[str, Any]) -> dict[str, Any]:
    """Many-to-many rows are restored one by one, with those of all other rooms."""
    model = apps.get_model(data["model"])
    links = {field.name for field in model._meta.many_to_many}
    return {**data, "fields": {name: value for name, value in data["fields"].items() if name not in links}}


def _pointing_at(
    model: type[models.Model], aside: Collection[type[models.Model]]
) -> Iterator[tuple[type[models.Model], str]]:
    """Every foreign key of the project to this model, through tables included; not the history."""
    for source in apps.get_models(include_auto_created=True):
        if source._meta.proxy or source in aside or hasattr(source, "pgh_tracked_model"):
            continue
        for field in source._meta.concrete_fields:
            if field.is_relation and field.related_model is model:
                yield source, field.name


def _carry_over(kept: Any, merged: Any, aside: Collection[type[models.Model]]) -> dict[str, Any]:
    rows, dropped = [], []
    for source, field in _pointing_at(type(kept), aside):
        for row in source._base_manager.filter(**{field: merged.pk}).order_by("pk"):
            outcome = _redirect(source, row, field, kept.pk)
            if outcome == "dropped":
                dropped.append(_written(row))
                source._base_manager.filter(pk=row.pk).delete()
            else:
                rows.append({"model": source._meta.label_lower, "field": field, "pk": row.pk})
    return {"rows": rows, "dropped": dropped}


def _redirect(source: type[models.Model], row: Any, field: str, target: int) -> str:
    """„moved“, „emptied“ (it would point at itself) or „dropped“ (the kept entry has the same already)."""
    ends = [
        getattr(row, other.attname)
        for other in source._meta.concrete_fields
        if other.is_relation and other.name != field
    ]
    is_own = (
        source._meta.auto_created and source._meta.auto_created is source._meta.get_field(field).related_model
    )
    if is_own and target in ends:
        return "dropped"
    try:
        with transaction.atomic():
            source._base_manager.filter(pk=row.pk).update(**{field: target})
    except IntegrityError:
        if not source._meta.get_field(field).null:
            return "dropped"
        source._base_manager.filter(pk=row.pk).update(**{field: None})
        return "emptied"
    return "moved"


def _take_fields(kept: Any, merged: Any, take: Collection[str]) -> set[str]:
    changed = set()
    for field in mergeable_fields(type(kept)):
        value = getattr(merged, field.attname)
        if field.name in take and value != getattr(kept, field.attname) and value != kept.pk:
            setattr(kept, field.attname, value)
            changed.add(field.name)
    return changed


def _take_identity(kept: Any, merged: Any) -> set[str]:
    """The old address redirects, the old kennung resolves, the old name is found."""
    kept.former_slugs = list(dict.fromkeys([*kept.former_slugs, *merged.former_slugs, merged.slug]))
    known = [merged.kennung] if merged.kennung else []
    kept.former_kennungen = list(dict.fromkeys([*kept.former_kennungen, *merged.former_kennungen, *known]))
    changed = {"former_slugs", "former_kennungen"}
    if hasattr(kept, "other_names"):
        names = [*kept.other_names, merged.name, merged.short_name, *merged.other_names]
        own = {kept.name, kept.short_name, ""}
        kept.other_names = [name for name in dict.fromkeys(names) if name not in own]
        changed.add("other_names")
    return changed
