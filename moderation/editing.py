"""Editors change their entry themselves: it goes live at once, but some fields need a second look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Action
from moderation import decisions
from moderation.changes import FieldDifference
from moderation.conflicts import ConflictAwareForm
from moderation.models import Case, Moderated
from moderation.permissions import may
from moderation.rights import telling
from moderation.wording import wording

type Wording = Callable[[Case], FieldDifference]
HELD_APART: dict[str, Wording] = {}


def held_apart(name: str) -> Callable[[Wording], Wording]:
    """Register how something that waits for a second look, and is no field of the entry, is told to who decides. The room
    that proposes it does it when it is accepted."""

    def register(function: Wording) -> Wording:
        HELD_APART[name] = function
        return function

    return register


@transaction.atomic
def save_edit(form: ConflictAwareForm, *, by: User) -> Case | None:
    """Save a valid form. What `Moderated.second_look` names is held back in a case, which is returned.

    An edit by those who look after the entry confirms it."""
    entry: Moderated = form.instance
    held = _held_back(entry) if needs_second_look(entry, by) else {}
    for name, (stored, _typed) in held.items():
        setattr(entry, entry._meta.get_field(name).attname, stored)
    with telling(entry, by=by):  # the coordinator of a network brings its editors along
        form.save()
    if entry.is_of(by):  # who looks after it has just seen all of it
        entry.confirm(timezone.localdate())
    return propose(entry, held, by) if held else None


def needs_second_look(entry: Moderated, by: User) -> bool:
    """Whether `second_look` counts for this person at this entry."""
    return settings.EDIT_NEEDS_REVIEW and entry.is_public and not may(by, Action.CURATE, entry)


def _held_back(entry: Moderated) -> dict[str, list[object]]:
    """Field -> [stored, typed] for changed fields that need a second look; relations as ids."""
    stored = type(entry).objects.get(pk=entry.pk)
    pairs = {}
    for name in entry.second_look:
        attribute = entry._meta.get_field(name).attname
        pairs[name] = [getattr(stored, attribute), getattr(entry, attribute)]
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def propose(entry: Moderated, held: dict[str, list[Any]], by: User | None) -> Case:
    """One open case per person and entry: who changes her mind changes the proposal.

    `held`: field -> [stored, new] for fields in `second_look`; relations as ids."""
    known = Case.objects.about(entry).open().filter(kind=Case.Kind.CHANGE, submitter=by).first()
    if known is None:
        return decisions.submit(kind=Case.Kind.CHANGE, entry=entry, submitter=by, payload=held)
    known.payload = known.payload | held
    known.save(update_fields=["payload", "changed_at"])
    return known


def proposed(case: Case) -> list[FieldDifference]:
    """What a case of a change would change, readable: what stands there now against what is proposed."""
    if case.kind != Case.Kind.CHANGE or case.entry is None:
        return []
    found = []
    for name, (_stored, new) in case.payload.items():
        if name in HELD_APART:
            found.append(HELD_APART[name](case))
            continue
        field = case.entry._meta.get_field(name)
        now = getattr(case.entry, field.attname)
        found.append(FieldDifference(str(field.verbose_name), wording(field, now), wording(field, new)))
    return found


@decisions.effect(Case.Kind.CHANGE, Case.Outcome.ACCEPTED)
def apply_change(case: Case) -> None:
    entry = type(case.entry).objects.select_for_update().get(pk=case.object_id)
    changed = [name for name in entry.second_look if name in case.payload and _is_there(entry, name, case)]
    for name in changed:
        setattr(entry, entry._meta.get_field(name).attname, case.payload[name][1])
    entry.save(update_fields=[*changed, "changed_at"])


def _is_there(entry: Moderated, name: str, case: Case) -> bool:
    """Whether what a relation is to point to still exists."""
    field: models.Field = entry._meta.get_field(name)
    new = case.payload[name][1]
    return not field.is_relation or new is None or field.related_model.objects.filter(pk=new).exists()
