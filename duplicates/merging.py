"""Two entries become one, and can be parted again. Knows no domain model: works on every `Identified` entry.

Whatever points at the merged entry, in whichever room, points at the kept one afterwards; what cannot (the same member
twice at one time) is put aside. Both entries are written down as they were, so that `undo` restores them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import decisions
from moderation.models import Case
from moderation.models.comparison import Merging
from moderation.rights import telling
from vocabulary import reserving

if TYPE_CHECKING:
    from accounts.models import User

type Twin = Callable[[Any, str, int], Any]
type Besides = Callable[[Any, Any], Iterable[Any]]

type Settle = Callable[[Any, Ledger], None]

TWINS: dict[type[models.Model], Twin] = {}
BESIDES: list[Besides] = []

# Nobody chooses between these either, as between addresses and days that the portal itself writes (not editable).
IDENTITY = frozenset({"kennung", "review_status", "submitted_by"})


def mergeable_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields of an entry between whose two values somebody may choose."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in IDENTITY
    ]


def twin(model: type[models.Model]) -> Callable[[Twin], Twin]:
    """Register what finds the row of the kept entry that says the same as a row of the merged one: from the row, the name
    of the field that points at the entry and the kept entry's id to that row, unsaved, with what it gains; or None.
    """

    def register(function: Twin) -> Twin:
        TWINS[model] = function
        return function

    return register


def besides(function: Besides) -> Besides:
    """Register what finds rows that name the merged entry otherwise than by a foreign key: from (kept, merged) to the rows,
    unsaved, naming the kept one."""
    BESIDES.append(function)
    return function


@dataclass
class Ledger:
    """What a merge did to rows of other tables. `changed`: rows as they were before something was written into them."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)

    def note_change(self, row: models.Model) -> None:
        """Before it is saved. Of several changes the first one knows how it was."""
        if not any((then["model"], then["pk"]) == (row._meta.label_lower, row.pk) for then in self.changed):
            self.changed.append(self._as_it_was(type(row)._base_manager.get(pk=row.pk)))

    def came(self, row: models.Model) -> bool:
        """Whether the row was carried over."""
        return any((moved["model"], moved["pk"]) == (row._meta.label_lower, row.pk) for moved in self.rows)

    def drop(self, row: models.Model) -> None:
        self.dropped.append(self._as_it_was(row))
        type(row)._base_manager.filter(pk=row.pk).delete()

    def _as_it_was(self, row: models.Model) -> dict[str, Any]:
        """Another of its fields may have been redirected before: two things it points at became one."""
        data = _written(row)
        for moved in reversed(self.rows):
            if (moved["model"], moved["pk"]) == (data["model"], data["pk"]):
                data["fields"][moved["field"]] = moved["was"]
        return data


@transaction.atomic
def merge[Record: Merging](
    kept: Any,
    merged: Any,
    *,
    into: type[Record],
    by: User | None = None,
    take: Collection[str] = (),
    aside: Collection[type[models.Model]] = (),
    reason: str = "",
    settle: Settle | None = None,
) -> Record:
    """Carries everything of `merged` over to `kept` and deletes it; of the fields named in `take` its value wins.

    `into`: the room's record of such a merge. `aside`: models whose rows belong to one entry alone and may vanish with it.
    `settle`: puts in order what came together; it notes in the ledger what it changes.
    One transaction: either all of it happens or nothing. Raises ValidationError when both are the same entry.
    """
    name, pk = merged.name, merged.pk
    with telling(kept, by=by):  # the editors of both look after it from now on
        before, moved = _join(kept, merged, by=by, take=take, aside=aside, settle=settle)
    record = into(
        kept_id=kept.pk,
        merged_id=pk,
        merged_name=name,
        reason=reason,
        before=before,
        moved=moved,
        merged_by=by,
    )
    record.save()
    return record


def _join(
    kept: Any,
    merged: Any,
    *,
    by: User | None,
    take: Collection[str],
    aside: Collection[type[models.Model]],
    settle: Settle | None,
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns what `_part` needs: both entries as they were, and the rows that moved."""
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
    ledger = Ledger()
    _settle_submissions(kept, merged, by, ledger)
    for function in BESIDES:
        for row in function(kept, merged):
            ledger.note_change(row)
            row.save()
    _carry_over(kept, merged, aside, ledger)
    kept = model._default_manager.get(pk=kept.pk)
    changed = _take_fields(kept, merged, take)
    changed |= _take_identity(kept, merged)
    reserving.hand_over(model, merged.pk, kept.pk)
    model._default_manager.filter(pk=merged.pk).delete()
    kept.save(update_fields={*changed, "changed_at"})
    if settle:
        settle(kept, ledger)
    links = {field.name for field in model._meta.many_to_many} | {"changed_at", "version"}
    then, now = before["kept"]["fields"], _written(kept)["fields"]
    return before, {
        "rows": ledger.rows,
        "dropped": ledger.dropped,
        "changed": ledger.changed,
        "fields": sorted(name for name in now if name not in links and now[name] != then[name]),
    }


@transaction.atomic
def undo(record: Merging, *, by: User) -> tuple[Any, Any]:
    """Both entries as they were, everything that moved back where it was. Returns (kept, merged), the second time too.

    What was changed at the kept entry since then in other fields stays. Raises ValidationError when the kept entry is gone
    or the merged one's address or kennung is in use again.
    """
    locked: Any = type(record).objects.select_for_update().get(pk=record.pk)
    model: Any = locked._meta.get_field("kept").related_model
    if not locked.undone_at:
        _part(model, locked.before, locked.moved)
        locked.note_undone(by)
    return model._default_manager.get(pk=locked.kept_id), model._default_manager.get(pk=locked.merged_id)


def _part(model: type[models.Model], before: Mapping[str, Any], moved: Mapping[str, Any]) -> None:
    kept_then, merged_then = before["kept"], before["merged"]
    kept = model._default_manager.select_for_update().filter(pk=kept_then["pk"]).first()
    if kept is None:
        raise ValidationError(_("Den Eintrag, der bleiben sollte, gibt es nicht mehr."))
    then = next(_read([kept_then])).object
    fields = {name: getattr(then, kept._meta.get_field(name).attname) for name in moved["fields"]}
    attnames = {kept._meta.get_field(name).attname: value for name, value in fields.items()}
    try:
        with transaction.atomic():
            reserving.hand_over(model, kept.pk, merged_then["pk"], _identity_of(merged_then["fields"]))
            model._default_manager.filter(pk=kept.pk).update(**attnames, changed_at=timezone.now())
            restored_rows = [*moved.get("changed", []), *moved["dropped"]]
            there = {(row["model"], row["pk"]) for row in (merged_then, *restored_rows)}
            for restored in _leading_somewhere([_without_links(merged_then)], there):
                restored.save()
            for row in reversed(moved["rows"]):
                source, was = apps.get_model(row["model"]), row.get("was", merged_then["pk"])
                own = source._meta.get_field(row["field"])
                if not own.is_relation or _is_there(own, was, there):
                    source._base_manager.filter(pk=row["pk"]).update(**{row["field"]: was})
            for restored in _leading_somewhere(restored_rows, there):
                restored.save()
    except IntegrityError as error:
        raise ValidationError(
            _("Das lässt sich nicht mehr zurücknehmen: Adresse oder Kennung sind inzwischen vergeben.")
        ) from error


def _identity_of(fields: Mapping[str, Any]) -> list[str]:
    """Addresses and kennungen of an entry as it was."""
    arrays = (fields["former_slugs"], fields["former_kennungen"])
    known = [value for array in arrays for value in (json.loads(array) if isinstance(array, str) else array)]
    return [fields["slug"], *filter(None, [fields["kennung"]]), *known]


def _written(entry: models.Model) -> dict[str, Any]:
    data = json.loads(
        json.dumps(serializers.serialize("python", [entry])[0], default=str)
    )  # str keeps microseconds
    for own in entry._meta.concrete_fields:
        if own.generated:
            data["fields"].pop(own.name, None)
    return data


def _read(rows: list[dict[str, Any]]) -> Iterator[Any]:
    return iter(serializers.deserialize("python", rows))


def _is_there(own: models.Field, value: Any, there: Collection[tuple[str, Any]]) -> bool:
    target: Any = own.related_model
    return (
        value is None
        or (target._meta.label_lower, value) in there
        or target._base_manager.filter(pk=value).exists()
    )


def _leading_somewhere(rows: list[dict[str, Any]], there: Collection[tuple[str, Any]]) -> Iterator[Any]:
    """The rows, where accounts and contact persons that were deleted meanwhile are left out; a row that was about one of
    them alone stays away. `there`: model and id of what is being restored itself."""
    for restored in _read(rows):
        entry, is_wanted = restored.object, True
        for own in entry._meta.concrete_fields:
            if not own.is_relation or _is_there(own, getattr(entry, own.attname), there):
                continue
            is_wanted = is_wanted and own.null
            setattr(entry, own.attname, None)
        if is_wanted:
            yield restored


def _without_links(data: dict[str, Any]) -> dict[str, Any]:
    """Many-to-many rows are restored one by one, with those of all other rooms."""
    model = apps.get_model(data["model"])
    links = {field.name for field in model._meta.many_to_many}
    return {**data, "fields": {name: value for name, value in data["fields"].items() if name not in links}}


def _settle_submissions(kept: Any, merged: Any, by: User | None, ledger: Ledger) -> None:
    """Who handed in the merged entry hears what became of it; nobody has to decide about it any more."""
    for case in Case.objects.about(merged).open().filter(kind=Case.Kind.NEW):
        ledger.note_change(case)
        case.object_id, case.payload = kept.pk, {**case.payload, "merged_name": str(merged)}
        case.save(update_fields=["object_id", "payload", "changed_at"])
        decisions.decide(case, by=by, outcome=Case.Outcome.MERGED)


def pointing_at(
    entry: models.Model, aside: Collection[type[models.Model]]
) -> Iterator[tuple[type[models.Model], str, dict[str, Any]]]:
    """Every table of the project that points at this entry, through tables included, not the history: the model, the
    field, and what its rows are found by."""
    model = type(entry)
    for source in apps.get_models(include_auto_created=True):
        if source._meta.proxy or source in aside or hasattr(source, "pgh_tracked_model"):
            continue
        for own in source._meta.concrete_fields:
            if own.is_relation and own.related_model is model:
                yield source, own.name, {own.name: entry.pk}
        for own in source._meta.private_fields:
            if isinstance(own, GenericForeignKey):
                content_type = ContentType.objects.get_for_model(model)
                yield source, own.fk_field, {own.ct_field: content_type, own.fk_field: entry.pk}


def _carry_over(kept: Any, merged: Any, aside: Collection[type[models.Model]], ledger: Ledger) -> None:
    for source, name, those in pointing_at(merged, aside):
        for row in source._base_manager.filter(**those).order_by("pk"):
            same = TWINS[source](row, name, kept.pk) if source in TWINS else None
            if same is not None:
                _absorb(same, row, ledger)
            elif _redirect(source, row, name, kept.pk) == "dropped":
                ledger.drop(row)
            else:
                ledger.rows.append(
                    {"model": source._meta.label_lower, "field": name, "pk": row.pk, "was": merged.pk}
                )


def _absorb(same: Any, row: Any, ledger: Ledger) -> None:
    """`row` says what `same` says: whatever points at it points at the other one, which is saved with what it gains."""
    ledger.note_change(same)
    _carry_over(same, row, (), ledger)
    ledger.drop(row)
    same.save()


def _redirect(source: type[models.Model], row: Any, field: str, target: int) -> str:
    """„moved“, „emptied“ (it would point at itself) or „dropped“ (the kept entry has the same already)."""
    model = source._meta.get_field(field).related_model
    other_ends = [
        getattr(row, other.attname)
        for other in source._meta.concrete_fields
        if other.is_relation and other.name != field and other.related_model is model
    ]
    if source._meta.auto_created is model and target in other_ends:
        return "dropped"
    try:
        with transaction.atomic():
            source._base_manager.filter(pk=row.pk).update(**{field: target})
    except IntegrityError:
        return "emptied" if _empty(source, row, field) else "dropped"
    return "moved"


def _empty(source: type[models.Model], row: Any, field: str) -> bool:
    """Whether the row may point at nothing: a constraint may ask for it even where the column does not."""
    if not source._meta.get_field(field).null:
        return False
    try:
        with transaction.atomic():
            source._base_manager.filter(pk=row.pk).update(**{field: None})
    except IntegrityError:
        return False
    return True


def _take_fields(kept: Any, merged: Any, take: Collection[str]) -> set[str]:
    changed = set()
    for own in mergeable_fields(type(kept)):
        value = getattr(merged, own.attname)
        is_itself = own.related_model is type(kept) and value in (kept.pk, merged.pk)
        if own.name in take and value != getattr(kept, own.attname) and not is_itself:
            setattr(kept, own.attname, value)
            changed.add(own.name)
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
