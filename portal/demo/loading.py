"""Auenberg, the invented demo city: given lists, and by hand what makes the pages live.

Everything is loaded once: what somebody changed or deleted afterwards stays changed or deleted."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from actors.models import Actor, ContactPerson
from actors.resources import ActorResource
from exchange.cells import parts, read_yes_no
from exchange.importing import Report, import_file
from exchange.places import Districts
from exchange.resources import TableResource
from exchange.words import words_of_choices
from moderation.models import Moderated
from networks import rhythm as rhythms
from networks.models import DigitalForm, Meeting, Network, Update
from networks.resources import NetworkResource
from vocabulary.models import District

HERE = Path(__file__).parent
GIVEN = HERE / "auenberg"
SUBMITTED = Moderated.ReviewStatus.SUBMITTED
PAST_MEETINGS = 4
USUAL_HOURS = (time(9), time(14), time(16, 30))


@transaction.atomic
def load_auenberg(*, submitter: User | None = None) -> dict[str, Report]:
    """Load the city. `submitter` handed in the networks that wait for review. Returns the reports of new parts."""
    town = _load_districts()
    districts = Districts(below=town)
    reports = {}
    if not _was_loaded(Actor, kennung="A001"):
        reports["Akteure"] = _import("auenberg/akteure.csv", DemoActors(districts=districts))
        _load_contacts()
    if not _was_loaded(Network, kennung="N001"):
        reports["Netzwerke"] = _import("auenberg/netzwerke.csv", DemoNetworks(districts=districts))
        _import("details.csv", NetworkResource(districts=districts))
        waiting = DemoNetworks(districts=districts, status=SUBMITTED, submitter=submitter)
        reports["Eingereicht"] = _import("eingereicht.csv", waiting)
        _load_digital_forms()
        _load_meetings()
        _load_updates()
        _set_contacts()
    return reports


def _was_loaded(model: Any, **identity: str) -> bool:
    """Whether the database has, or ever had, such a record: the history knows also what was deleted."""
    return model.pgh_event_model.objects.filter(**identity).exists()


def _import(name: str, resource: TableResource) -> Report:
    report, _table = import_file(HERE / name, resource)
    if report.bad:
        raise ValueError("\n".join(report.lines()))
    return report


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _days_ago(days: str | int) -> date:
    return timezone.localdate() - timedelta(days=int(days))


class _Confirmed:
    """Spreads over two years when an entry's data were last confirmed; some never were."""

    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)  # type: ignore[misc]
        spread = zlib.crc32(instance.name.encode())
        if spread % 12 and instance.is_public:
            instance.confirmed_at = _days_ago(min(spread % 700, spread % 300))


class DemoActors(_Confirmed, ActorResource):
    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)
        instance.is_internal = instance.kind_id == self.kinds.find("Kommunalverwaltung")


class DemoNetworks(_Confirmed, NetworkResource):
    def __init__(self, *, submitter: User | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.submitter = submitter

    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)
        instance.submitted_by = self.submitter


def _load_districts() -> District | None:
    """The city and its quarters, the city first. Returns the city, if it is still there."""
    features = json.loads((HERE / "stadtteile.geojson").read_text(encoding="utf-8"))["features"]
    town = None
    for position, feature in enumerate(features):
        properties = feature["properties"]
        level = District.Level(properties["level"])
        if not _was_loaded(District, name=properties["name"], level=level):
            District.objects.create(
                **properties, parent=town, outline=_readable(feature["geometry"]), position=position
            )
        if level == District.Level.MUNICIPALITY:
            town = District.objects.filter(name=properties["name"], level=level).first()
    return town


def _readable(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _load_contacts() -> None:
    for row in _rows("kontakte.csv"):
        consent = row["einwilligung_vor_tagen"]
        remaining = row["einwilligung_noch_tage"]
        ContactPerson.objects.create(
            actor=Actor.objects.get(kennung=row["akteur"]),
            name=row["name"],
            role=row["funktion"],
            phone=row["telefon"],
            email=row["email"],
            is_key_person=read_yes_no(row["schluesselperson"]),
            consent_on=_days_ago(consent) if consent else None,
            consent_source=row["einwilligung_quelle"],
            consent_until=_days_ago(-int(remaining)) if remaining else None,
        )


def _set_contacts() -> None:
    for row in _rows("kontakte.csv"):
        contact = ContactPerson.objects.filter(actor__kennung=row["akteur"], name=row["name"]).first()
        for network in Network.objects.filter(kennung__in=parts(row["netzwerke"])):
            network.contact = contact
            network.save(update_fields=["contact", "changed_at"])
            network.memberships.filter(actor__kennung=row["akteur"]).update(contact=contact)


def _load_digital_forms() -> None:
    kinds = words_of_choices(DigitalForm.Kind, {}, label="digitale Formen")
    networks = {network.kennung: network for network in Network.objects.filter(kennung__isnull=False)}
    DigitalForm.objects.bulk_create(
        DigitalForm(
            network=networks[row["netzwerk"]],
            kind=kinds.find(row["art"]),
            label=row["bezeichnung"],
            link=row["link"],
        )
        for row in _rows("digitales.csv")
    )


def _load_updates() -> None:
    kinds = words_of_choices(Update.Kind, {}, label="Zwischenstand")
    networks = {network.kennung: network for network in Network.objects.filter(kennung__isnull=False)}
    Update.objects.bulk_create(
        Update(
            network=networks[row["netzwerk"]],
            date=_days_ago(row["vor_tagen"]),
            kind=kinds.find(row["art"]),
            text=row["text"],
            is_public=read_yes_no(row["oeffentlich"]),
        )
        for row in _rows("zwischenstaende.csv")
    )


def _load_meetings() -> None:
    """Meet at the coordinator's, and have met before in the rhythm that the next meeting continues."""
    past = []
    for network in Network.objects.filter(meetings__isnull=False).select_related("coordinator").distinct():
        place = network.coordinator.name[:200] if network.coordinator else ""
        network.meetings.update(place=place)
        for upcoming in network.meetings.all()[:1]:
            past += [
                Meeting(network=network, start=s, end=e, place=place) for s, e in _earlier(network, upcoming)
            ]
    Meeting.objects.bulk_create(past)


def _earlier(network: Network, upcoming: Meeting) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end of the last meetings before today, without those in summer and around New Year."""
    rhythm = network.structured_rhythm
    if rhythm is None or not rhythm.expected_gap_days:
        return
    start = rhythm.start or USUAL_HOURS[zlib.crc32(network.name.encode()) % len(USUAL_HOURS)]
    begins, today = network.begins_on or date.min, timezone.localdate()
    days = _days_in_rhythm(rhythm, timezone.localdate(upcoming.start))
    for day in [day for day in days if begins <= day < today and not _is_free(day)][-PAST_MEETINGS:]:
        begin = timezone.make_aware(datetime.combine(day, start))
        end = (
            timezone.make_aware(datetime.combine(day, rhythm.end))
            if rhythm.end
            else begin + timedelta(hours=2)
        )
        yield begin, end


def _days_in_rhythm(rhythm: rhythms.Rhythm, upcoming: date) -> list[date]:
    since = timezone.now() - timedelta(days=500)
    days = [moment.date() for moment in rhythms.next_dates(rhythm, since, 60, anchor=upcoming)]
    if days:
        return days
    gap = timedelta(weeks=max(1, round((rhythm.expected_gap_days or 7) / 7)))  # the same weekday
    steps = 500 // gap.days
    return [upcoming - gap * step for step in range(steps, 0, -1)]


def _is_free(day: date) -> bool:
    return day.month in (7, 8) or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6)
