"""Contact persons who take back their consent: they go from everything that would bring them back."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from accounts.striking import NOBODY
from actors.models import Actor, ContactPerson, Merge

KIND = ContactPerson._meta.label_lower


def forget(people: Collection[ContactPerson], addresses: Iterable[str] = ()) -> None:
    """Delete the people with their history, what merges would restore of them and how the admin's log calls them; with
    `addresses` (lower case) also former states in which one of these stood, of whoever the row tells today."""
    ids, wanted = {person.pk for person in people}, {address.lower() for address in addresses}
    _forget_log(people)
    ContactPerson.objects.filter(pk__in=ids).delete()
    _forget_history(ids, wanted)
    _forget_merges(ids, wanted)


def _forget_history(ids: set[int], addresses: set[str]) -> None:
    events = ContactPerson.pgh_event_model.objects
    former = Q(pgh_obj_id__in=ids)
    for address in addresses:
        hers = events.filter(email__iexact=address)
        for row, name in hers.values_list("pgh_obj_id", "name").distinct():
            former |= Q(pgh_obj_id=row, name=name)
    events.filter(former).delete()


def _forget_merges(ids: set[int], addresses: set[str]) -> None:
    def is_about(row: dict[str, Any]) -> bool:
        email = row.get("fields", {}).get("email") or ""
        return row.get("model") == KIND and (row.get("pk") in ids or email.lower() in addresses)

    for merge in Merge.objects.iterator():
        moved = {
            name: [row for row in rows if not is_about(row)]
            if name in {"rows", "dropped", "changed"}
            else rows
            for name, rows in merge.moved.items()
        }
        if moved != merge.moved:
            Merge.objects.filter(pk=merge.pk).update(moved=moved)


def _forget_log(people: Collection[ContactPerson]) -> None:
    kinds = ContentType.objects.get_for_models(Actor, ContactPerson)
    for person in people:
        LogEntry.objects.filter(content_type=kinds[ContactPerson], object_id=str(person.pk)).update(
            object_repr=NOBODY
        )
        of_actor = LogEntry.objects.filter(content_type=kinds[Actor], object_id=str(person.actor_id))
        for entry in of_actor.filter(change_message__startswith="["):
            message = json.dumps(_unnamed(json.loads(entry.change_message), str(person)), ensure_ascii=False)
            LogEntry.objects.filter(pk=entry.pk).update(change_message=message)


def _unnamed(message: Any, name: str) -> Any:
    """Django tells of rows on the page of an entry as {"changed": {"name": …, "object": str(row), "fields": […]}}."""
    if isinstance(message, list):
        return [_unnamed(each, name) for each in message]
    if isinstance(message, dict):
        return {
            key: NOBODY if key == "object" and each == name else _unnamed(each, name)
            for key, each in message.items()
        }
    return message
