"""What was changed lately, across all entries: for the curators, who look at it after the fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from pghistory.core import event_models

from moderation.changes import Change, HistoryTrace, told
from moderation.models import Moderated, Stamped
from vocabulary.slugs import german_slug

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class HistorySource(NamedTuple):
    """A table of events and how its rows name the entry that they belong to."""

    model: type[Moderated]
    events: Any  # the model of its events
    owner: str  # attribute of an event with the id of the entry
    field: models.Field | None = None  # what leads from a part to the entry
    link: models.ManyToManyField | None = None


class Key(NamedTuple):
    """One change: everything that happened to one entry in one transaction."""

    kind: str
    pk: int
    at: datetime

    @property
    def moment(self) -> int:
        """Microseconds since 1970, for addresses."""
        return (self.at - EPOCH) // MICROSECOND


@dataclass
class Wanted:
    """Which changes to list. `who`: id of a person, „ohne“ for changes without a login, „alle“, or „andere“ (all people
    but `me`)."""

    since: datetime
    me: int | None
    who: str = "andere"
    kind: str = ""
    name: str = ""


@dataclass
class Recent:
    key: Key
    entry: Any  # None when it is gone
    change: Change

    @property
    def can_be_asked(self) -> bool:
        """Whether taking it back may be offered: that an entry was made or deleted is no change of its fields."""
        is_whole = any(step.kind != "update" and not step.about for step in self.change.steps)
        return self.entry is not None and not is_whole


def kinds() -> dict[str, type[Moderated]]:
    """Models of entries by the word that addresses use for them."""
    found = (model for model in apps.get_models() if issubclass(model, Moderated))
    return {german_slug(str(model._meta.verbose_name)): model for model in found}


def moment_of(number: int) -> datetime:
    """The inverse of `Key.moment`. Raises OverflowError for numbers that are no moment."""
    return EPOCH + number * MICROSECOND


@cache
def sources() -> list[HistorySource]:
    """Every recorded table that says something about an entry; a part belongs to the first entry that it names."""
    found = []
    recorded = {events.pgh_tracked_model._meta.concrete_model: events for events in event_models()}
    models_of_entries = tuple(kinds().values())
    for model in models_of_entries:
        found.append(HistorySource(model, model.pgh_event_model, "pgh_obj_id"))
        found += [
            HistorySource(model, events, f"{link.m2m_field_name()}_id", link=link)
            for link in model._meta.many_to_many
            if (events := recorded.get(link.remote_field.through))
        ]
    for part, events in recorded.items():
        if issubclass(part, Stamped) and part not in models_of_entries:
            field = next((f for f in part._meta.fields if f.related_model in models_of_entries), None)
            if field is not None:
                found.append(HistorySource(field.related_model, events, field.attname, field=field))
    return found


def list_keys(wanted: Wanted) -> QuerySet:
    """Keys of changes, the newest first, as rows (kind, pk, at); to be counted and sliced."""
    parts = [_keys(source, kind, wanted) for kind, source in _sources(wanted)]
    return parts[0].union(*parts[1:]).order_by("-moment", "of_kind", "of_entry")


def _sources(wanted: Wanted) -> Iterator[tuple[str, HistorySource]]:
    words = {model: kind for kind, model in kinds().items()}
    for source in sources():
        if wanted.kind in ("", words[source.model]):
            yield words[source.model], source


def _keys(source: HistorySource, kind: str, wanted: Wanted) -> QuerySet:
    events = source.events._base_manager.filter(pgh_created_at__gt=wanted.since)
    user = "pgh_context__metadata__user"
    match wanted.who:
        case "alle":
            pass
        case "ohne":
            events = events.filter(
                Q(pgh_context__isnull=True) | Q(**{user: None}) | Q(**{f"{user}__isnull": True})
            )
        case "andere":
            events = events.filter(
                Q(**{f"{user}__isnull": False}) & ~Q(**{user: None}) & ~Q(**{user: wanted.me})
            )
        case person:
            events = events.filter(**{user: int(person)})
    if wanted.name:
        named = source.model._base_manager.filter(name__icontains=wanted.name)
        events = events.filter(**{f"{source.owner}__in": named.values("pk")})
    return events.annotate(
        of_kind=Value(kind, output_field=models.TextField()),
        of_entry=F(source.owner),
        moment=F("pgh_created_at"),
    ).values_list("of_kind", "of_entry", "moment")


def read(keys: list[Key]) -> list[Recent]:
    """These changes in words, in this order; those of which nothing readable remains are left out.

    The number of queries does not depend on the number of changes."""
    traces = [(key, trace) for key, trace in traces_of(keys)]
    by_trace = {id(trace): key for key, trace in traces}
    changes = told([trace for _key, trace in traces], lambda trace: by_trace[id(trace)])
    entries = {
        kind: model._base_manager.in_bulk([key.pk for key in keys if key.kind == kind])
        for kind, model in kinds().items()
    }
    return [Recent(key, entries[key.kind].get(key.pk), changes[key]) for key in keys if key in changes]


def traces_of(keys: list[Key]) -> Iterator[tuple[Key, HistoryTrace]]:
    """What happened in these changes, each with the event before it."""
    wanted = set(keys)
    words = {model: kind for kind, model in kinds().items()}
    for source in sources():
        kind = words[source.model]
        own = [key for key in keys if key.kind == kind]
        if not own:
            continue
        events = _events(source, own)
        previous = _previous(source, events)
        for event in events:
            key = Key(kind, getattr(event, source.owner), event.pgh_created_at)
            if key in wanted:
                yield key, HistoryTrace(event, previous.get(event.pgh_id), source.field, source.link)


def _events(source: HistorySource, keys: list[Key]) -> list[Any]:
    events = source.events._base_manager.filter(
        **{f"{source.owner}__in": {key.pk for key in keys}}, pgh_created_at__in={key.at for key in keys}
    )
    if source.link is None:
        earlier = source.events._base_manager.filter(
            pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")
        )
        events = events.annotate(before_id=Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1]))
    return list(events.select_related("pgh_context").order_by("pgh_id"))


def _previous(source: HistorySource, events: list[Any]) -> dict[int, Any]:
    """The event before each, by the id of the later one."""
    if source.link is not None:
        return {}
    ids = {event.before_id for event in events if event.before_id}
    found = source.events._base_manager.select_related("pgh_context").in_bulk(ids) if ids else {}
    return {event.pgh_id: found[event.before_id] for event in events if event.before_id in found}


def people(wanted: Wanted) -> set[int]:
    """Ids of the people who changed something."""
    found: set[int] = set()
    for _kind, source in _sources(wanted):
        events = source.events._base_manager.filter(
            pgh_created_at__gt=wanted.since, pgh_context__isnull=False
        )
        found |= set(events.values_list("pgh_context__metadata__user", flat=True).order_by().distinct())
    return {person for person in found if isinstance(person, int)}
