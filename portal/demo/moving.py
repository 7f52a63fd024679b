"""Auenberg stays in the present: on a later start its dates move on, as if it had been loaded on that day.

Only rows move that nobody has touched: their version is still the one they were loaded with. Moving is no change: it leaves
no trace in the history (what that knows of the date moves along), is no confirmation, and nobody gets mail about it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, Min, Model, QuerySet
from django.utils import timezone

from actors.models import Actor, ContactPerson
from following.news import move_quietly
from moderation.models import Inquiry
from networks.models import Commitment, Meeting, Network, Update
from portal.demo import calendar
from portal.models import DemoRow

GIVEN = Path(__file__).parent / "auenberg"
MOVING: dict[Any, tuple[str, ...]] = {
    Actor: ("confirmed_at",),
    Network: ("confirmed_at",),
    ContactPerson: ("consent_on", "consent_until"),
    Update: ("date",),
    Commitment: ("until",),
    Meeting: (),  # in the rhythm of the network
}
ENTRIES: dict[Any, str] = {Actor: "akteure.csv", Network: "netzwerke.csv"}
BELONGS_TO: dict[Any, str] = {
    ContactPerson: "actor", Update: "network", Commitment: "network", Meeting: "network",
}  # fmt: skip


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def last_met() -> dict[str, date]:
    """Kennung -> day, of networks that have not met for long."""
    rows = rows_of(Path(__file__).parent / "frueher.csv")
    return {row["netzwerk"]: calendar.working_day(int(row["vor_tagen"])) for row in rows}


# --- what was loaded -----------------------------------------------------------------------------------------------


def remember() -> None:
    """Note the version of every row that is as it was loaded, and how far its days lie from that one.

    The history tells which ones these are, so that a city loaded by an older portal moves on, too."""
    loaded: dict[Any, dict[int, datetime]] = {}
    for model, name in ENTRIES.items():
        kennungen = [row["kennung"] for row in rows_of(GIVEN / name)]
        loaded[model] = _moments(model, model.objects.filter(kennung__in=kennungen))
        _note(model, loaded[model])
    for model, owner in BELONGS_TO.items():
        field = model._meta.get_field(owner)
        parts = model.objects.filter(**{f"{owner}__in": loaded[field.related_model]})
        owners = dict(parts.values_list("pk", field.attname))
        moments = _moments(model, parts)
        _note(
            model,
            {pk: at for pk, at in moments.items() if at == loaded[field.related_model][owners[pk]]},
        )


def _moments(model: Any, rows: QuerySet) -> dict[int, datetime]:
    """When each row was made: its transaction in the history."""
    made = model.pgh_event_model.objects.filter(pgh_obj_id__in=rows.values("pk"), pgh_label="insert")
    return dict(made.values_list("pgh_obj_id", "pgh_created_at"))


def _note(model: Any, moments: dict[int, datetime]) -> None:
    spans = (
        model.pgh_event_model.objects.filter(pgh_obj_id__in=moments)
        .values("pgh_obj_id")
        .annotate(first=Min("pgh_created_at"), last=Max("pgh_created_at"))
    )
    untouched = [span["pgh_obj_id"] for span in spans if span["first"] == span["last"]]
    DemoRow.objects.bulk_create(
        (
            DemoRow(table=model._meta.label_lower, row=row.pk, version=row.version, days=_days(row))
            for row in model.objects.filter(pk__in=untouched)
        ),
        ignore_conflicts=True,
    )


def _days(row: Any) -> dict[str, int]:
    """How far its dates lie from the day on which it was loaded; for a meeting, whether it lay ahead."""
    loaded_on = timezone.localdate(row.created_at)
    if isinstance(row, Meeting):
        return {"ahead": int(row.start >= row.created_at)}
    values = {name: getattr(row, name) for name in MOVING[type(row)]}
    return {name: (value - loaded_on).days for name, value in values.items() if value is not None}


# --- moving on -----------------------------------------------------------------------------------------------------


@transaction.atomic
def move_on() -> int:
    """Move every date that nobody has touched to where it lies as seen from today. Returns how many rows moved."""
    moved = 0
    with pgtrigger.ignore():
        for model, fields in MOVING.items():
            if fields:
                moved += _move_days(model, fields)
        moved += _move_begins() + _move_meetings()
    return moved


def _untouched(model: Any) -> dict[int, tuple[Any, DemoRow]]:
    noted = {row.row: row for row in DemoRow.objects.filter(table=model._meta.label_lower)}
    found = model.objects.filter(pk__in=noted).order_by("pk")
    return {one.pk: (one, noted[one.pk]) for one in found if one.version == noted[one.pk].version}


def _move_days(model: Any, fields: tuple[str, ...]) -> int:
    moved, shifts = [], {}
    for one, noted in _untouched(model).values():
        days = {name: calendar.from_today(distance) for name, distance in noted.days.items()}
        before = {name: getattr(one, name) for name in days}
        if days != before:
            shifts[one.pk] = next(days[name] - before[name] for name in days)
            _set(one, days)
            moved.append(one)
    _write(model, moved, fields)
    if model in ENTRIES:
        _move_questions(model, shifts)
    return len(moved)


def _set(row: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _write(model: Any, rows: list[Any], fields: Iterable[str]) -> None:
    """Into the rows and into what the history knows of them, so that the next change is told without the move."""
    if not rows:
        return
    model.objects.bulk_update(rows, fields)
    by_pk = {row.pk: row for row in rows}
    events = list(model.pgh_event_model.objects.filter(pgh_obj_id__in=by_pk))
    for event in events:
        _set(event, {name: getattr(by_pk[event.pgh_obj_id], name) for name in fields})
    model.pgh_event_model.objects.bulk_update(events, fields, batch_size=500)


def _move_questions(model: Any, shifts: dict[int, timedelta]) -> None:
    """A question whether the entry is right that waits for an answer: it is not older than before."""
    kind = ContentType.objects.get_for_model(model)
    questions = list(Inquiry.objects.waiting().filter(content_type=kind, object_id__in=shifts))
    for question in questions:
        days = shifts[question.object_id]
        question.asked_at = _on_day(question.asked_at, timezone.localdate(question.asked_at) + days)
        if question.reminded_at:
            question.reminded_at = _on_day(
                question.reminded_at, timezone.localdate(question.reminded_at) + days
            )
    Inquiry.objects.bulk_update(questions, ["asked_at", "reminded_at"])


def _move_begins() -> int:
    """Of networks that are only planned."""
    given = {row["kennung"]: row["beginn"] for row in rows_of(GIVEN / ENTRIES[Network]) if row["beginn"]}
    moved = []
    for network, _noted in _untouched(Network).values():
        begin = given.get(network.kennung or "")
        day = calendar.carried_on(date.fromisoformat(begin)) if begin else None
        if day and network.begins_on and day != network.begins_on:
            network.begins_on = day
            moved.append(network)
    _write(Network, moved, ["begins_on"])
    return len(moved)


def _move_meetings() -> int:
    given = {row["kennung"]: row["naechster_termin"] for row in rows_of(GIVEN / ENTRIES[Network])}
    by_network: dict[int, list[tuple[Meeting, DemoRow]]] = defaultdict(list)
    for meeting, noted in _untouched(Meeting).values():
        by_network[meeting.network_id].append((meeting, noted))
    moved: list[Meeting] = []
    days = last_met()
    for network in Network.objects.filter(pk__in=by_network).prefetch_related("meetings"):
        if day := days.get(network.kennung or ""):
            moved += _to_day(by_network[network.pk], day)
        if next_one := given.get(network.kennung or ""):
            moved += _in_rhythm(network, by_network[network.pk], date.fromisoformat(next_one))
    _write(Meeting, moved, ["start", "end"])
    move_quietly(moved)
    return len(moved)


def _to_day(rows: list[tuple[Meeting, DemoRow]], day: date) -> Iterator[Meeting]:
    """The one meeting that a network has that has not met for long."""
    for meeting, _noted in rows:
        if timezone.localdate(meeting.start) != day:
            meeting.start = _on_day(meeting.start, day)
            yield meeting


def _in_rhythm(network: Network, rows: list[tuple[Meeting, DemoRow]], given: date) -> Iterator[Meeting]:
    """The meetings of one network that have to move, on their new days: none on a day on which it meets anyway."""
    ours = {meeting.pk for meeting, _noted in rows}
    taken = {timezone.localdate(m.start) for m in network.meetings.all() if m.pk not in ours}
    upcoming = calendar.next_meeting(network.structured_rhythm, given, taken)
    past = [meeting for meeting, noted in rows if not noted.days["ahead"]]
    targets = list(calendar.earlier_meetings(network, upcoming, taken))[-len(past) :] if past else []
    # Fewer days than meetings: the oldest ones stay where they are.
    moves: list[tuple[Meeting, tuple[datetime, datetime | None]]] = [
        *zip(reversed(past), reversed(targets), strict=False)
    ]
    for meeting, noted in rows:
        if noted.days["ahead"]:
            end = _on_day(meeting.end, upcoming) if meeting.end else None
            moves.append((meeting, (_on_day(meeting.start, upcoming), end)))
    for meeting, (start, end) in moves:
        if (meeting.start, meeting.end) != (start, end):
            meeting.start, meeting.end = start, end
            yield meeting


def _on_day(moment: datetime, day: date) -> datetime:
    """At the same time of day, in summer as in winter."""
    return timezone.make_aware(datetime.combine(day, timezone.localtime(moment).time()))
