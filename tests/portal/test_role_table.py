"""docs/roles.md holds: everything that the portal keeps about people and inside matters, on every way out, by every role.

Words that stand nowhere else are put into the fields, and every role opens every address that can show an entry or somebody."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts import consents
from accounts.models import User
from actors.models import Actor, ContactPerson
from actors.models import DuplicateDecision as ActorDecision
from mailing.models import OutgoingMail
from moderation.models import Case, Draft, Note
from networks.models import DuplicateDecision, Network
from networks.recognition import merging
from portal.models import BarrierReport
from tests import factories
from tests.people import login
from tests.portal.test_permissions import address, names, records  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs/roles.md"
WAYS = ("Seite", "Suche", "Datei", "Vorgang", "Doppelt", "Verwaltung", "Ausfuhr", "Verlauf")
NOTHING = "–"
FILE = re.compile(r"(_calendar|_feed|:csv|:markers|:suggestions|:calendar)$")
NETWORK, ACTOR = "Lesepatenrunde", "Vorleseverein"
ADMIN = r"networks|actors|moderation|accounts_user|mailing_outgoingmail|portal_barrierreport|partners|admin_logentry"
SHOWS = re.compile(
    rf"(networks|actors|moderation|partners):|portal:(home|directory|theme|district|commitments|meetings|mine)|following:.*_(feed|calendar)$"
    rf"|admin:index$|admin:({ADMIN}).*_(changelist|change|history|export)$"
)
SEARCHED = re.compile(
    r"(Akteur|Netzwerk|Kontaktperson|früherer|Konto|Zwischenstand)\b.*(?<!Telefon)(?<!woher)$"
)


class Kommune:
    """One public actor and network with everything around them. `words`: what a row of the table is about -> its word."""

    def __init__(self, known: dict[str, models.Model]) -> None:
        self.words: dict[str, str] = {}
        self._numbers = count(1)
        self.records = known
        self.curator = factories.UserFactory(
            name=self.word("Konto der Kuration, die entschied: Name"), role=User.Role.CURATION
        )
        self.account = factories.UserFactory(
            name=self.word("Konto hinter dem Eintrag: Name"),
            email=self.address("Konto hinter dem Eintrag: Adresse"),
        )
        self.actor, self.network = self._entries()
        self._people()
        self._hidden()
        self._cases()
        self._decisions()

    def word(self, what: str) -> str:
        """Unlike all others: the search forgives slips of the pen."""
        digest = hashlib.sha256(str(next(self._numbers)).encode()).digest()
        return self.words.setdefault(what, "".join(chr(ord("a") + byte % 26) for byte in digest[:14]))

    def address(self, what: str) -> str:
        return f"{self.word(what)}@example.org"

    def phone(self, what: str) -> str:
        return self.words.setdefault(what, f"0{next(self._numbers) * 123_457 + 2_000_000}")

    def _entries(self) -> tuple[Actor, Network]:
        actor = factories.ActorFactory(
            name=ACTOR, submitted_by=self.account, email=self.address("Akteur, veröffentlicht: E-Mail")
        )
        network = factories.NetworkFactory(
            name=NETWORK, coordinator=actor, submitted_by=self.account,
            purpose=self.word("Netzwerk, veröffentlicht: Zweck"),
            internal_note=self.word("Netzwerk: interne Notiz"),
        )  # fmt: skip
        factories.ActorFactory(name=ACTOR, kind=actor.kind)
        factories.NetworkFactory(name=NETWORK, format=network.format)
        for entry in (actor, network):
            entry.editors.add(self.account)
            self.records[entry._meta.label_lower] = entry
        network.withheld.add(
            factories.UserFactory(name=self.word("vom Bearbeiten ausgenommenes Konto: Name"))
        )
        for is_public, what in (
            (True, "Zwischenstand, öffentlich: Text"),
            (False, "Zwischenstand, intern: Text"),
        ):
            update = factories.UpdateFactory(network=network, is_public=is_public, text=self.word(what))
        self.records[update._meta.label_lower] = update
        for is_public, what in ((True, "Zusage, öffentlich: Text"), (False, "Zusage, intern: Text")):
            text = self.word(what)
            task = factories.CommitmentFactory(network=network, actor=actor, is_public=is_public, text=text)
        self.records[task._meta.label_lower] = task
        for visibility, what in (
            ("verborgen", "Treffen, nur für Bearbeitende: Titel"),
            ("mitglieder", "Treffen, nur für Mitglieder: Titel"),
            ("oeffentlich", "Treffen, öffentlich: Titel"),
        ):
            meeting = factories.MeetingFactory(
                network=network,
                visibility=visibility,
                title=self.word(what),
                link=f"https://example.org/{self.word('Treffen: Link')}",
            )
        self.records[meeting._meta.label_lower] = meeting
        return actor, network

    def _person(self, label: str, **fields: Any) -> ContactPerson:
        return factories.ContactPersonFactory(
            actor=self.actor, name=self.word(f"{label}: Name"), role=self.word(f"{label}: Funktion"),
            email=self.address(f"{label}: E-Mail"), phone=self.phone(f"{label}: Telefon"), **fields,
        )  # fmt: skip

    def _people(self) -> None:
        today = timezone.localdate()
        agreed = {"consent_on": today, "consent_until": today + timedelta(days=100)}
        shown = self._person(
            "Kontaktperson mit Einwilligung",
            **agreed,
            consent_source=self.word("Kontaktperson mit Einwilligung: woher"),
        )
        Network.objects.filter(pk=self.network.pk).update(contact=shown)
        over = {
            "consent_on": today - timedelta(days=900),
            "consent_until": today - timedelta(days=1),
            "consent_source": "Brief",
        }
        ended = self._person("Kontaktperson, Einwilligung abgelaufen", is_key_person=True, **over)
        silent = self._person("Kontaktperson ohne Einwilligung", is_key_person=True)
        former = silent.name
        for name in (self.word("früherer Name einer Kontaktperson"), former):
            silent.name = name
            silent.save()
        for person, role in ((ended, "moderation"), (silent, "mitglied")):
            member = factories.ActorFactory(name=f"Mitglied {role}")
            seat = factories.MembershipFactory(network=self.network, actor=member, contact=person, role=role)
        self.records |= {silent._meta.label_lower: silent, seat._meta.label_lower: seat}
        consents.record(
            consents.current(consents.Purpose.CONTACT),
            email=self.address("Nachweis einer Einwilligung: Adresse"),
            about="x",
        )

    def _hidden(self) -> None:
        draft = factories.NetworkFactory(
            name=self.word("Netzwerk, nicht veröffentlicht: Name"), slug="netz", review_status="entwurf"
        )
        actor = factories.ActorFactory(
            name=self.word("Akteur, nicht veröffentlicht: Name"), slug="akteur", review_status="archiviert"
        )
        factories.MembershipFactory(network=self.network, actor=actor)
        self.records |= {"hidden networks.network": draft, "hidden actors.actor": actor}
        answers = {"name": [self.word("Entwurf von jemandem: Name")]}
        self.records["moderation.draft"] = Draft.objects.create(
            kind="netzwerk", owner=self.account, answers=answers
        )

    def _cases(self) -> None:
        case = Case.objects.create(
            kind=Case.Kind.REPORT, content_type=ContentType.objects.get_for_model(self.network),
            object_id=self.network.pk, reason=self.word("Meldung: Text"),
            submitter_email=self.address("Meldung: Adresse"),
        )  # fmt: skip
        Note.objects.create(
            case=case, author=self.curator, kind=Note.Kind.INTERNAL, text=self.word("Meldung: interne Notiz")
        )
        Case.objects.create(
            kind=Case.Kind.CLAIM, content_type=ContentType.objects.get_for_model(self.actor),
            object_id=self.actor.pk, submitter=factories.UserFactory(name=self.word("Übernahme: wer sie beantragt")),
            reason=self.word("Übernahme: Begründung"),
        )  # fmt: skip
        self.records["moderation.case"] = case
        self.records["portal.barrierreport"] = BarrierReport.objects.create(
            text=self.word("gemeldete Barriere: Text"), reply_to=self.address("gemeldete Barriere: Adresse")
        )
        asked = factories.PartnerRequestFactory(
            actor=self.actor, state="kuration", plan=self.word("Anfrage an einen Partner: Text"),
            institution=self.word("Anfrage an einen Partner: Einrichtung"),
            email=self.address("Anfrage an einen Partner: Adresse"),
        )  # fmt: skip
        self.records["partners.partnerrequest"] = asked
        self.asked = Case.objects.create(
            kind=Case.Kind.PARTNER, content_type=ContentType.objects.get_for_model(self.actor),
            object_id=self.actor.pk, payload={"request": asked.pk}, submitter_email=asked.email,
        )  # fmt: skip
        self.records["mailing.outgoingmail"] = OutgoingMail.objects.create(
            recipients=[self.address("E-Mail des Portals: Adresse")],
            subject="Betreff",
            body=self.word("E-Mail des Portals: Text"),
        )
        LogEntry.objects.create(
            user=self.curator, object_id="1", action_flag=CHANGE, content_type=ContentType.objects.get_for_model(Network), change_message="",
            object_repr=self.word("Protokoll der Verwaltung: Eintrag"),
        )  # fmt: skip

    def _decisions(self) -> None:
        said = {"reason": self.word("Entscheidung über Ähnliches: Begründung"), "decided_by": self.curator}
        self.records["networks.duplicatedecision"] = DuplicateDecision.objects.create(
            first=self.network, second=factories.NetworkFactory(), decision="verschieden", **said
        )
        self.records["actors.duplicatedecision"] = ActorDecision.objects.create(
            first=self.actor, second=factories.ActorFactory(), **said
        )
        double = factories.NetworkFactory(
            internal_note=self.word("aufgegangenes Netzwerk: interne Notiz"), submitted_by=self.account
        )
        self.records["networks.merge"] = merging.merge(
            self.network, double, by=self.curator,
            reason=self.word("Zusammenführung: Begründung"),
        )  # fmt: skip


def way_of(name: str) -> str:
    if name.startswith("admin:"):
        return "Verlauf" if name.endswith("_history") else "Verwaltung"
    if name.startswith("moderation:"):
        return "Vorgang"
    if "duplicates" in name:
        return "Doppelt"
    return "Datei" if FILE.search(name) else "Seite"


def pages(kommune: Kommune) -> Iterator[tuple[str, str]]:
    """Way and address of everything that can show an entry or somebody, with both kinds of entries and the admin's choices."""
    for name, arguments in names():
        if not SHOWS.match(name) or name.endswith("_export"):
            continue
        entries = (
            [False, True] if name.startswith(("networks:", "actors:")) and "slug" in arguments else [False]
        )
        for hidden in entries:
            try:
                yield way_of(name), address(name, arguments, kommune.records, hidden=hidden)
            except (KeyError, NoReverseMatch):
                continue
    yield "Vorgang", reverse("moderation:case", args=[kommune.asked.pk])
    for label, field in (
        ("networks.network", "contact"), ("networks.network", "editors"), ("networks.network", "coordinator"),
        ("networks.network", "submitted_by"), ("networks.membership", "contact"), ("actors.actor", "editors"),
        ("actors.contactperson", "actor"),
    ):  # fmt: skip
        app, model = label.split(".")
        query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        yield "Verwaltung", reverse("admin:autocomplete", query=query)


def text_of(client: Client, url: str) -> str:
    """Without the address itself, in which the name of a hidden entry stands: whoever asks for it knows it."""
    text = client.get(url).getvalue().decode(errors="replace")
    return text.replace(url.partition("?")[0], "")


def exported(client: Client, url: str) -> str:
    page = client.get(url)
    if page.status_code != 200:
        return client.post(url, {"format": "0", "resource": "0"}).content.decode(errors="replace")
    columns = {name: "on" for name in page.context["form"].fields if "resource_" in name}
    return client.post(url, {"format": "0", "resource": "0", **columns}).content.decode(errors="replace")


def found_by(client: Client, what: str, word: str) -> bool:
    """Whether a search with the word finds one of the entries, or whoever has it, in the portal or the admin."""
    for name, entry in (("networks:csv", NETWORK), ("actors:csv", ACTOR)):
        if entry in client.get(reverse(name, query={"q": word})).getvalue().decode():
            return True
    lists = ["actors_actor", "networks_network"] if what.startswith(("Akteur", "Netzwerk")) else []
    for name in ("actors_contactperson", *lists):
        page = client.get(reverse(f"admin:{name}_changelist", query={"q": word}))
        if page.status_code == 200 and page.context["cl"].result_count:
            return True
    return False


def seen(client: Client, kommune: Kommune) -> dict[str, str]:
    """What stands where: the cell of each row for this client."""
    told: dict[str, set[str]] = defaultdict(set)
    texts = [*((way, text_of(client, url)) for way, url in pages(kommune))]
    texts += [
        ("Ausfuhr", exported(client, reverse(name)))
        for name, _arguments in names()
        if SHOWS.match(name) and name.endswith("_export")
    ]
    for way, text in texts:
        for what, word in kommune.words.items():
            if word in text:
                told[what].add(way)
    for what, word in kommune.words.items():
        if SEARCHED.match(what) and found_by(client, what, word):
            told[what].add("Suche")
    return {what: ", ".join(way for way in WAYS if way in told[what]) or NOTHING for what in kommune.words}


def table() -> dict[str, list[str]]:
    rows = [line for line in DOCS.read_text().splitlines() if line.startswith("| ")][2:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]
    return {what: rest for what, *rest in cells}


@pytest.mark.parametrize("column", range(4), ids=User.Role.values)
def test_every_role_reads_what_the_table_says(column: int, records: dict[str, models.Model]) -> None:  # noqa: F811
    kommune, rows = Kommune(records), table()
    client = login(factories.UserFactory(role=User.Role.values[column]))
    client.raise_request_exception = False
    got = seen(client, kommune)
    assert got == {what: cells[column] for what, cells in rows.items()}
