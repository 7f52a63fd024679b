"""What cards and tables tell of an entry: what coordinators decide by, and nothing that only some may see."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from actors.models import Actor, ContactPerson
from networks.models import Meeting, Network
from search.index import indexer
from search.models import Entry
from search.pages.tables import COLUMNS
from tests.factories import (
    ActorFactory,
    ContactPersonFactory,
    DigitalFormFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
)
from vocabulary.days import start_of

pytestmark = pytest.mark.django_db
FIRST = ["art", "kennung", "name", "adresse_im_portal", "kurzname", "format_oder_akteursart", "status", "themen",
    "zielgruppen", "stadtteile", "rhythmus", "naechster_termin", "website", "zuletzt_bestaetigt"]  # fmt: skip


def card(client) -> str:
    return (
        client.get("/netzwerke/")
        .content.decode()
        .partition('<ul class="cards">')[2]
        .partition("</article>")[0]
    )


def row(client, path: str = "/netzwerke.csv") -> dict[str, str]:
    text = b"".join(client.get(path).streaming_content).decode("utf-8-sig")
    [found] = csv.DictReader(io.StringIO(text, newline=""), delimiter=";")
    return found


@pytest.fixture
def school():
    return ActorFactory(
        name="Volkshochschule",
        email="vhs@example.org",
        street="Am Markt 1",
        postal_code="37990",
        city="Auenberg",
    )


@pytest.fixture
def network(school):
    network = NetworkFactory(
        name="Leserunde", purpose="Bücher in jede Kita.", coordinator=school, openness="auf-anfrage"
    )
    DigitalFormFactory(network=network, kind="pinnwand")
    MeetingFactory(network=network, start=timezone.now() - timedelta(days=40))
    MembershipFactory(network=network, actor=ActorFactory(name="Haus am Park"))
    return network


def test_card_says_what_coordinators_decide_by(client, network):
    shown = card(client)
    met = timezone.localtime(network.meetings.get().start)
    for words in (
        "Volkshochschule",
        "vhs@example.org",
        "Neue auf Anfrage",
        "Pinnwand",
        f"zuletzt am {met.day}. ",
    ):
        assert words in shown


def test_card_that_was_kept_follows_every_part(client, network, school):
    card(client)
    Actor.objects.filter(pk=school.pk).update(name="Bildungshaus", email="haus@example.org")
    Network.objects.filter(pk=network.pk).update(openness="geschlossen")
    network.digital_forms.all().delete()
    Meeting.objects.all().delete()
    shown = card(client)
    for words in ("Bildungshaus", "haus@example.org", "nimmt niemanden auf"):
        assert words in shown
    for words in ("Volkshochschule", "vhs@example.org", "Pinnwand", "zuletzt am"):
        assert words not in shown


def test_hidden_actors_stand_on_no_card_and_in_no_table(client, network, school):
    Actor.objects.update(review_status="entwurf")
    text = card(client) + "".join(row(client).values())
    for words in ("Volkshochschule", "vhs@example.org", "Haus am Park"):
        assert words not in text


@pytest.mark.parametrize("consent", ["none", "over", "future"])
def test_person_who_did_not_agree_is_no_contact(client, network, school, consent):
    Actor.objects.filter(pk=school.pk).update(email="")
    today = timezone.localdate()
    person = ContactPersonFactory(
        actor=school, email="person@example.org", consent_on=today - timedelta(days=9), consent_source="Mail"
    )
    Network.objects.filter(pk=network.pk).update(contact=person)
    assert "person@example.org" in card(client)
    changes = {
        "none": {"consent_on": None, "consent_source": ""},
        "over": {"consent_until": today - timedelta(days=1)},
        "future": {"consent_on": today + timedelta(days=3)},
    }[consent]
    ContactPerson.objects.filter(pk=person.pk).update(**changes)
    assert "person@example.org" not in card(client) + row(client)["kontakt"]


def test_contact_goes_when_the_consent_runs_out_by_itself(client, network, school, time_machine):
    Actor.objects.filter(pk=school.pk).update(email="")
    today = timezone.localdate()
    person = ContactPersonFactory(
        actor=school, email="person@example.org", consent_on=today, consent_until=today + timedelta(days=2),
        consent_source="Mail",
    )  # fmt: skip
    network.contact = person
    network.save()
    card(client)
    moment = start_of(today + timedelta(days=3))
    stale = Entry.objects.get(kind="netzwerk", object_id=network.pk).stale_at
    assert stale is not None
    assert stale <= moment
    time_machine.move_to(moment)
    indexer.write("netzwerk", [network.pk])
    assert "person@example.org" not in card(client)


def test_table_of_networks_has_what_one_works_with(client, network):
    found = row(client)
    assert list(found) == list(COLUMNS)
    assert list(found)[: len(FIRST)] == FIRST
    assert found["zweck"] == "Bücher in jede Kita."
    assert (found["koordination"], found["kontakt"]) == ("Volkshochschule", "vhs@example.org")
    assert (found["mitgliederzahl"], found["mitglieder"]) == ("1", "Haus am Park")
    assert (found["offenheit"], found["digitale_formen"]) == ("auf Anfrage", "Pinnwand oder Whiteboard")
    assert found["letzter_termin"]


def test_table_of_actors_has_their_addresses(client, school):
    found = row(client, "/akteure.csv")
    assert (found["strasse"], found["plz"], found["ort"]) == ("Am Markt 1", "37990", "Auenberg")
    assert found["kontakt"] == "vhs@example.org"
    assert found["mitgliederzahl"] == ""
