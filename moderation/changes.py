"""What happened to an entry, readable: who, when, which field from what to what. Read from the triggers' history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pghistory.core import event_models
from pghistory.models import Event

from moderation.wording import Names, names_of, wording

MOST_EVENTS = 500  # of one kind: an entry that is older than that shows its newest changes
NAMING = ("name", "actor", "title", "text", "start", "date", "label")  # what tells a part from its like
UNREADABLE = {"id", "created_at", "changed_at", "version"}


class FieldDifference(NamedTuple):
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RecordedStep:
    """What one save did to one record: the entry itself or something that belongs to it.

    `kind`: insert, update or delete; `about`: what kind of thing, empty for the entry itself. What is new is told
    without its empty fields, what is gone with all that it said."""

    kind: str
    about: str = ""
    differences: tuple[FieldDifference, ...] = ()


@dataclass
class Change:
    """All that one person did in one go; `who` is None where nobody was logged in (an import, a command)."""

    at: datetime
    who: str | Promise | None
    steps: list[RecordedStep] = field(default_factory=list)


class HistoryTrace(NamedTuple):
    """An event, the one before it, and what it means for the entry."""

    event: Event
    previous: Event | None
    owner: models.Field | None = None  # what leads from a part to the entry
    link: models.Field | None = None  # the list that a row was added to or taken from


def changes_of(instance: models.Model) -> list[Change]:
    """The history of an entry and of what belongs to it, newest first; empty where nothing is recorded.

    Costs one query per kind of thing, whatever the number of changes."""
    traces = [*_own_traces(instance), *_list_traces(instance), *_part_traces(instance)]
    together = told(traces, lambda trace: (trace.event.pgh_created_at, trace.event.pgh_context_id))
    changes = [*together.values()]
    changes.reverse()  # sorting keeps the order of what happened at the same time: the later one comes first
    return sorted(changes, key=lambda change: change.at, reverse=True)


def told[K](traces: list[HistoryTrace], key: Callable[[HistoryTrace], K]) -> dict[K, Change]:
    """Changes in words: traces with the same key are one change. Takes a query per model that is named in them."""
    people = _people(traces)
    names = names_of(_references(traces))
    together: dict[K, Change] = {}
    for trace in traces:
        step = _step(trace, names)
        if step is not None:
            event = trace.event
            change = together.setdefault(key(trace), Change(event.pgh_created_at, _who(event, people)))
            change.steps.append(step)
    return together


def last_change(instance: models.Model) -> Change | None:
    """Who saved last and when, without what; None where nothing is recorded."""
    newest = max(
        (event for events in _newest_events(instance) for event in events),
        key=lambda event: event.pgh_created_at,
        default=None,
    )
    if newest is None:
        return None
    return Change(newest.pgh_created_at, _who(newest, _people([HistoryTrace(newest, None)])))


def _newest_events(instance: models.Model) -> Iterator[models.QuerySet]:
    own = getattr(instance, "pgh_event_model", None)
    if own is not None:
        yield own.objects.filter(pgh_obj_id=instance.pk).select_related("pgh_context").order_by("-pgh_id")[:1]
    for _list, events in _link_events(instance):
        yield events.order_by("-pgh_id")[:1]


def _own_traces(instance: models.Model) -> list[HistoryTrace]:
    model = getattr(instance, "pgh_event_model", None)
    return [] if model is None else _with_previous(model.objects.filter(pgh_obj_id=instance.pk))


def _part_traces(instance: models.Model) -> list[HistoryTrace]:
    """Events of what is deleted together with the entry: its contacts, offers, members, meetings ..."""
    traces = []
    for relation in instance._meta.related_objects:
        events = getattr(relation.related_model, "pgh_event_model", None)
        if events is not None and relation.on_delete is models.CASCADE:
            own = events.objects.filter(**{relation.field.attname: instance.pk})
            traces += _with_previous(own, relation.field)
    return traces


def _with_previous(events: models.QuerySet, owner: models.Field | None = None) -> list[HistoryTrace]:
    newest = list(events.select_related("pgh_context").order_by("-pgh_id")[:MOST_EVENTS])
    before: dict[object, Event] = {}
    traces = []
    for event in reversed(newest):
        traces.append(HistoryTrace(event, before.get(event.pgh_obj_id), owner))
        before[event.pgh_obj_id] = event
    if len(newest) == MOST_EVENTS:  # the oldest ones have no known predecessor
        traces = [trace for trace in traces if trace.previous or trace.event.pgh_label == "insert"]
    return traces


def _list_traces(instance: models.Model) -> list[HistoryTrace]:
    return [
        HistoryTrace(event, None, link=link)
        for link, events in _link_events(instance)
        for event in events.order_by("-pgh_id")[:MOST_EVENTS]
    ]


def _link_events(instance: models.Model) -> Iterator[tuple[models.ManyToManyField, models.QuerySet]]:
    recorded = {events.pgh_tracked_model._meta.concrete_model: events for events in event_models()}
    for link in instance._meta.many_to_many:
        events = recorded.get(link.remote_field.through)
        if events is not None:
            own = {f"{link.m2m_field_name()}_id": instance.pk}
            yield link, events.objects.filter(**own).select_related("pgh_context")


def _people(traces: list[HistoryTrace]) -> dict[object, str]:
    wanted = {_user_id(trace.event) for trace in traces} - {None}
    return {user.pk: str(user) for user in get_user_model()._base_manager.filter(pk__in=wanted)}


def _user_id(event: Event) -> object:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _who(event: Event, people: dict[object, str]) -> str | Promise | None:
    user = _user_id(event)
    return None if user is None else people.get(user, _("ein gelöschtes Konto"))


def readable_fields(event: Event) -> Iterator[models.Field]:
    """Fields that a person can read and change; derived ones would only repeat them."""
    model = event.pgh_tracked_model
    recorded = {field.name for field in event._meta.fields}
    for own in model._meta.fields:
        if own.name in recorded and own.editable and own.name not in UNREADABLE:
            yield own


def _references(traces: list[HistoryTrace]) -> Iterator[tuple[type[models.Model], object]]:
    for trace in traces:
        if trace.link is not None:
            yield trace.link.related_model, _linked(trace)
            continue
        for event in filter(None, (trace.event, trace.previous)):
            for own in readable_fields(event):
                if own.is_relation:
                    yield own.related_model, getattr(event, own.attname)


def _linked(trace: HistoryTrace) -> object:
    return getattr(trace.event, f"{trace.link.m2m_reverse_field_name()}_id")


def _step(trace: HistoryTrace, names: Names) -> RecordedStep | None:
    event = trace.event
    if trace.link is not None:
        word = wording(trace.link, [_linked(trace)], names)
        added = event.pgh_label == "insert"
        label = str(trace.link.verbose_name)
        return RecordedStep(
            "update", "", (FieldDifference(label, "" if added else word, word if added else ""),)
        )
    differences = tuple(_differences(trace, names))
    if event.pgh_label == "update" and not differences:
        return None  # only derived fields changed, or the number of the version
    return RecordedStep(event.pgh_label, _about(trace, names), differences)


def _about(trace: HistoryTrace, names: Names) -> str:
    """What a part is and is called: „Kontaktperson Anna Beispiel“."""
    if trace.owner is None:
        return ""
    fields = {own.name: own for own in readable_fields(trace.event)}
    values = ((fields[name], getattr(trace.event, fields[name].attname)) for name in NAMING if name in fields)
    called = next((wording(own, value, names) for own, value in values if value), "")
    kind = trace.owner.model._meta.verbose_name
    return f"{kind} {called if len(called) <= 60 else f'{called[:59]}…'}".strip()


def _differences(trace: HistoryTrace, names: Names) -> Iterator[FieldDifference]:
    """Fields that changed; of something new or gone those that say something (an unticked box does not)."""
    event: Any = trace.event
    previous: Any = trace.previous
    if event.pgh_label == "delete":
        previous, event = event, None
    for own in readable_fields(event or previous):
        values = [getattr(side, own.attname) if side else None for side in (previous, event)]
        said_nothing = (previous is None or event is None) and not any(values)
        if own == trace.owner or said_nothing or values[0] == values[1]:
            continue
        yield FieldDifference(str(own.verbose_name), *(wording(own, value, names) for value in values))
