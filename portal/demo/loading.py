"""Auenberg, the invented demo city: given lists, and by hand what makes the pages live.

Everything is loaded once: what somebody changed or deleted afterwards stays changed or deleted. Dates that nobody has
touched move on with the days (`portal.demo.moving`)."""

from __future__ import annotations

import json
import zlib
from datetime import date, datetime, time
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
from insight.models import CountingRule
from moderation.models import Moderated
from networks.models import DigitalForm, Meeting, Network, Update
from networks.resources import NetworkResource, NextMeetingColumn
from portal.demo import calendar, life, moving, tasks
from portal.demo.life import People
from portal.demo.moving import rows_of
from portal.models import DemoRow
from vocabulary.models import District

HERE = Path(__file__).parent
AFTERNOON = time(16)  # most meet after work
CENTRE = "Altstadt"  # full of offices and associations that work for the whole city
SUBMITTED = Moderated.ReviewStatus.SUBMITTED


@transaction.atomic
def load_auenberg(*, people: People | None = None) -> dict[str, Report]:
    """Load the city. With `people` it is inhabited: entries have editors, and cases wait. Returns the reports of new
    parts."""
    town = _load_districts()
    districts = Districts(below=town)
    _set_centre(town)
    reports = {}
    if not _was_loaded(Actor, kennung="A001"):
        reports["Akteure"] = _import("auenberg/akteure.csv", DemoActors(districts=districts))
        _load_contacts()
    if not _was_loaded(Network, kennung="N001"):
        reports["Netzwerke"] = _import("auenberg/netzwerke.csv", DemoNetworks(districts=districts))
        for more in ("details.csv", "treffen.csv"):
            _import(more, NetworkResource(districts=districts))
        submitter = people.editor if people else None
        waiting = DemoNetworks(districts=districts, status=SUBMITTED, submitter=submitter)
        reports["Eingereicht"] = _import("eingereicht.csv", waiting)
        _load_digital_forms()
        _load_meetings()
        _load_last_meetings()
        _load_updates()
        _set_contacts()
        tasks.load()
        life.set_successor()
        if people:
            life.enliven(people)
    if reports or not DemoRow.objects.exists():
        moving.remember()
    moving.move_on()
    return reports


def _was_loaded(model: Any, **identity: str) -> bool:
    """Whether the database has, or ever had, such a record: the history knows also what was deleted."""
    return model.pgh_event_model.objects.filter(**identity).exists()


def _import(name: str, resource: TableResource) -> Report:
    report, _table = import_file(HERE / name, resource)
    if report.bad:
        raise ValueError("\n".join(report.lines()))
    return report


class _Confirmed:
    """Spreads over two years when an entry's data were last confirmed; some never were."""

    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)  # type: ignore[misc]
        spread = zlib.crc32(instance.name.encode())
        if spread % 12 and instance.is_public:
            instance.confirmed_at = calendar.from_today(-min(spread % 700, spread % 300))


class DemoActors(_Confirmed, ActorResource):
    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)
        instance.is_internal = instance.kind_id == self.kinds.find("Kommunalverwaltung")


class _MeetingAhead(NextMeetingColumn):
    def write_links(self, record: Network, value: date, resource: Any) -> None:
        super().write_links(record, calendar.next_meeting(record.structured_rhythm, value), resource)


class DemoNetworks(_Confirmed, NetworkResource):
    next_meeting = _MeetingAhead("naechster_termin")

    def __init__(self, *, submitter: User | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.submitter = submitter

    def _stamp_new(self, instance: Any) -> None:
        super()._stamp_new(instance)
        instance.submitted_by = self.submitter
        if instance.begins_on:
            instance.begins_on = calendar.carried_on(instance.begins_on)


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


def _set_centre(town: District | None) -> None:
    if not _was_loaded(CountingRule, id="1"):
        rule = CountingRule.objects.create(pk=1)
        rule.central_districts.set(District.objects.filter(parent=town, name=CENTRE))


def _readable(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def _load_contacts() -> None:
    for row in rows_of(HERE / "kontakte.csv"):
        consent = row["einwilligung_vor_tagen"]
        remaining = row["einwilligung_noch_tage"]
        ContactPerson.objects.create(
            actor=Actor.objects.get(kennung=row["akteur"]),
            name=row["name"],
            role=row["funktion"],
            phone=row["telefon"],
            email=row["email"],
            is_key_person=read_yes_no(row["schluesselperson"]),
            consent_on=calendar.from_today(-int(consent)) if consent else None,
            consent_source=row["einwilligung_quelle"],
            consent_until=calendar.from_today(int(remaining)) if remaining else None,
        )


def _set_contacts() -> None:
    for row in rows_of(HERE / "kontakte.csv"):
        contact = ContactPerson.objects.filter(actor__kennung=row["akteur"], name=row["name"]).first()
        for network in Network.objects.filter(kennung__in=parts(row["netzwerke"])):
            network.contact = contact
            network.save(update_fields=["contact", "changed_at"])
            network.memberships.filter(actor__kennung=row["akteur"]).update(contact=contact)


def _load_digital_forms() -> None:
    kinds = words_of_choices(DigitalForm.Kind.choices, {}, label="digitale Formen")
    networks = {network.kennung: network for network in Network.objects.filter(kennung__isnull=False)}
    DigitalForm.objects.bulk_create(
        DigitalForm(
            network=networks[row["netzwerk"]],
            kind=kinds.find(row["art"]),
            label=row["bezeichnung"],
            link=row["link"],
        )
        for row in rows_of(HERE / "digitales.csv")
    )


def _load_updates() -> None:
    kinds = words_of_choices(Update.Kind.choices, {}, label="Zwischenstand")
    networks = {network.kennung: network for network in Network.objects.filter(kennung__isnull=False)}
    Update.objects.bulk_create(
        Update(
            network=networks[row["netzwerk"]],
            date=calendar.from_today(-int(row["vor_tagen"])),
            kind=kinds.find(row["art"]),
            text=row["text"],
            is_public=read_yes_no(row["oeffentlich"]),
        )
        for row in rows_of(HERE / "zwischenstaende.csv")
    )


def _load_meetings() -> None:
    """Meet at the coordinator's, and have met before in the rhythm that the next meeting continues."""
    past = []
    for network in Network.objects.filter(meetings__isnull=False).select_related("coordinator").distinct():
        place = network.coordinator.name[:200] if network.coordinator else ""
        network.meetings.update(place=place)
        for upcoming in network.meetings.all()[:1]:
            earlier = calendar.earlier_meetings(network, timezone.localdate(upcoming.start))
            past += [Meeting(network=network, start=start, end=end, place=place) for start, end in earlier]
    Meeting.objects.bulk_create(past)


def _load_last_meetings() -> None:
    """Of some that have not met for long: which of them are overdue follows from what else is known of them."""
    for kennung, day in moving.last_met().items():
        network = Network.objects.select_related("coordinator").get(kennung=kennung)
        place = network.coordinator.name[:200] if network.coordinator else ""
        start = timezone.make_aware(datetime.combine(day, AFTERNOON))
        Meeting.objects.create(network=network, start=start, place=place)
