"""After an account is deleted nothing brings its person back: no former state, no log, no merge that is taken back."""

from __future__ import annotations

import json
import unicodedata

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.utils import timezone

from accounts import erasure, striking
from accounts.models import User
from actors.models import ContactPerson
from actors.recognition import merging
from mailing.models import OutgoingMail
from moderation import decisions, jobs
from moderation.models import Case
from networks.models import Network
from tests import factories
from tests.accounts.test_erasure import session, snapshot

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Erika Zwölfer", "erika@example.org"


def person() -> User:
    return factories.UserFactory(name=NAME, email=ADDRESS)


def left() -> dict[str, list[str]]:
    """Rows in which she still stands, by table."""
    words = ("erika", "zwölfer", "zw\\\\u00f6lfer")
    found = {
        table: [row for row in rows if any(word in row.lower() for word in words)]
        for table, rows in snapshot().items()
    }
    return {table: rows for table, rows in found.items() if rows}


def logged(record: models.Model, message: str = "") -> None:
    LogEntry.objects.create(
        user=factories.UserFactory(role=User.Role.CURATION), object_id=str(record.pk), object_repr=str(record),
        action_flag=CHANGE, change_message=message, content_type=ContentType.objects.get_for_model(record),
    )  # fmt: skip


def test_former_states_of_contact_persons_with_her_address_go() -> None:
    user, actor = person(), factories.ActorFactory()
    taken_over = factories.ContactPersonFactory(actor=actor, name=NAME, email=ADDRESS.upper())
    taken_over.name, taken_over.email = "Otto Ohm", "otto@example.org"
    taken_over.save()
    factories.ContactPersonFactory(actor=actor, name=NAME, email=ADDRESS).delete()
    erasure.erase(user)
    assert left() == {}
    taken_over.refresh_from_db()
    assert taken_over.name == "Otto Ohm"
    assert [event.name for event in ContactPerson.pgh_event_model.objects.all()] == ["Otto Ohm"]


def test_the_log_of_the_admin_does_not_call_her_by_name_or_address() -> None:
    user, actor = person(), factories.ActorFactory(name="Kita")
    logged(factories.ContactPersonFactory(actor=actor, name=NAME, email=ADDRESS))
    logged(OutgoingMail.objects.create(recipients=[ADDRESS], subject="Hallo", body="Text"))
    row = {"changed": {"name": "Kontaktperson", "object": NAME, "fields": ["Telefon"]}}
    logged(actor, json.dumps([row, {"added": {"name": "Kontaktperson", "object": "Otto Ohm"}}]))
    erasure.erase(user)
    assert left() == {}
    assert "Otto Ohm" in "".join(LogEntry.objects.values_list("change_message", flat=True))


def merged_with_her_traces(user: User) -> tuple[object, Case, Network]:
    kept, other = factories.ActorFactory(name="Kita A"), factories.ActorFactory(name="Kita B")
    for actor in (kept, other):
        actor.editors.add(user)
        contact = factories.ContactPersonFactory(actor=actor, name=NAME, email=ADDRESS)
    network = factories.NetworkFactory(coordinator=other, contact=contact)
    case = decisions.submit(
        kind=Case.Kind.NEW, entry=other, submitter=user, reason=NAME, payload={"email": ADDRESS}
    )
    record = merging.merge(kept, other, by=factories.UserFactory(role=User.Role.CURATION))
    return record, case, network


def test_parting_what_was_merged_brings_nobody_back() -> None:
    user = person()
    record, case, network = merged_with_her_traces(user)
    erasure.erase(user)
    assert left() == {}
    _kept, parted = merging.undo(record, by=factories.UserFactory(role=User.Role.CURATION))
    connection.check_constraints()
    assert left() == {}
    case.refresh_from_db()
    network.refresh_from_db()
    assert (case.entry, case.submitter, network.coordinator, network.contact) == (parted, None, parted, None)


def test_what_merges_keep_of_a_case_forgets_with_the_case() -> None:
    user = person()
    record, case, _network = merged_with_her_traces(user)
    jobs.forget_submitters.__wrapped__(timezone.now())
    record.refresh_from_db()
    (kept,) = [row for row in record.moved["changed"] if row["model"] == "moderation.case"]
    assert (kept["pk"], kept["fields"]["submitter"], kept["fields"]["submitter_email"]) == (case.pk, None, "")


def test_who_is_logged_in_stays_so_whatever_address_stands_in_the_session() -> None:
    user, curator = person(), factories.UserFactory(role=User.Role.CURATION)
    key = session(_auth_user_id=str(curator.pk), last_search=ADDRESS)
    erasure.erase(user)
    assert Session.objects.filter(pk=key).exists()


@pytest.mark.parametrize("name", ["Hans Groß", "İnci Çelik", "Jo\u0308rg Müller", "Σωκράτης Παπάς"])
def test_the_name_is_found_in_every_spelling_of_its_letters(name: str) -> None:
    spellings = [name, name.upper(), name.lower(), name.casefold(), name.replace(" ", "\u00a0")]
    spellings += [unicodedata.normalize(form, each) for form in ("NFC", "NFD") for each in spellings]
    pattern = striking.pattern_of([name])
    assert {striking.struck(each, pattern) for each in spellings} == {striking.NOBODY}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("https://x.example/?mail=n@example.org&a=1", "https://x.example/?mail=gelöschtes Konto&a=1"),
        ("/konto/n%40example.org/", "/konto/gelöschtes Konto/"),
        ("jan@example.org, o'n@example.org, n@example.org.de", "jan@example.org, o'n@example.org, n@example.org.de"),
    ],
)  # fmt: skip
def test_an_address_is_found_in_addresses_of_pages(text: str, after: str) -> None:
    assert striking.struck(text, striking.pattern_of(["n@example.org"])) == after


def test_a_mark_makes_another_letter() -> None:
    assert striking.struck("Eva Zu\u0308", striking.pattern_of(["Eva Zu"])) == "Eva Zu\u0308"
