"""Whatever somebody calls herself: deleting her account changes nothing of others, and ends nobody else's session."""

from __future__ import annotations

from typing import Any

import pghistory
import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from accounts import erasure, personal, privacy, striking
from accounts.models import User
from actors.models import Actor, ContactPerson
from following.models import SavedSearch
from mailing.models import OutgoingMail
from moderation import decisions
from moderation.models import Case, Draft, Note
from networks.models import DuplicateDecision, Merge
from portal.models import BarrierReport
from tests import factories
from tests.markup import flat
from tests.people import login

pytestmark = pytest.mark.django_db

NAMES = [
    "Kuration (Demo)",
    "Stadt Auenberg",
    "11, 12, 13",
    "true",
    'Ann "A." \\ %_ O\'Neil',
    "(?i).* [a-z]+ $^ \\1",
    '{"a": [1]} , ]',
    "ö ß İstanbul Çelik",
    "offen erledigt",
    "\\",
]


def others_data(name: str, address: str) -> list[Any]:
    """Rows of other people that hold the name and the address everywhere they can."""
    other = factories.UserFactory(name=name, email=f"x{address}")
    actor, network = (
        factories.ActorFactory(name=name or "Kita", description=f"Bei {name}: {address}"),
        factories.NetworkFactory(internal_note=name),
    )
    case = decisions.submit(
        kind=Case.Kind.REPORT, entry=actor, submitter=other, reason=f"{name} sagt, x{address}, {address}",
        payload={"name": name, "zahlen": [11, 12, 13], "wahr": True, "nichts": None, name: address},
    )  # fmt: skip
    return [
        other,
        actor,
        network,
        case,
        Note.objects.create(case=case, author=other, kind=Note.Kind.ANSWER, text=f"{name} {address}"),
        Draft.objects.create(kind="akteur", owner=other, answers={"name": [name], "email": [address]}),
        Draft.objects.create(kind="akteur", owner=None, answers={"name": [name], "text": [f"an {address}!"]}),
        BarrierReport.objects.create(text=f"{name} {address}", reply_to=f"x{address}"),
        SavedSearch.objects.create(owner=other, name=name or "-", kind="akteure", query=f"q={address}"),
        DuplicateDecision.objects.create(
            first=network, second=factories.NetworkFactory(), reason=name, decided_by=other,
            decision="verschieden",
        ),
        Merge.objects.create(
            kept=network, merged_id=99, merged_name=name or "-", before={"v": [name]}, moved={"w": [11, 12, 13]}
        ),
        LogEntry.objects.create(
            user=other, object_id=str(actor.pk), object_repr=name, action_flag=CHANGE, change_message=name,
            content_type=ContentType.objects.get_for_model(Actor),
        ),
        factories.ContactPersonFactory(actor=actor, name=name or "-", email=f"x{address}"),
        OutgoingMail.objects.create(
            recipients=[f"x{address}"], subject=name, body=f"{name} <{address}>", headers={"X-Von": name}
        ),
    ]  # fmt: skip


def snapshot() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found[table] = sorted(row[0] for row in cursor.fetchall())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_whatever_somebody_calls_herself_nothing_of_others_changes(name):
    others_data(name, "n@example.org")
    before = snapshot()
    user = factories.UserFactory(name=name, email="n@example.org")
    erasure.erase(user)
    after = snapshot()
    comes = {"moderation_case", "moderation_caseevent", "moderation_note", "moderation_noteevent",  # the notice
             "accounts_userevent", "mailing_outgoingmail", "pghistory_context"}  # fmt: skip
    for table in before:
        assert [row for row in before[table] if row not in after[table]] == [], table
        if table not in comes:
            assert after[table] == before[table], table


def test_the_name_goes_from_what_the_account_wrote_and_only_there():
    name = "Erika Zwölfer"
    user, other = factories.UserFactory(name=name, email="n@example.org"), factories.UserFactory()
    network = factories.NetworkFactory()
    own = decisions.submit(
        kind=Case.Kind.REPORT, entry=network, submitter=user, reason=f"Ich, {name.upper()}",
        payload={"wer": name, "n": 3},
    )  # fmt: skip
    foreign = decisions.submit(kind=Case.Kind.REPORT, entry=network, submitter=other, reason=f"Frau {name}")
    mine = Note.objects.create(case=foreign, author=user, kind=Note.Kind.INTERNAL, text=f"{name} schaut nach")
    theirs = Note.objects.create(case=own, author=other, kind=Note.Kind.QUESTION, text=f"Liebe {name}")
    erasure.erase(user)
    for row in (own, foreign, mine, theirs):
        row.refresh_from_db()
    assert (own.reason, own.payload) == ("Ich, gelöschtes Konto", {"wer": "gelöschtes Konto", "n": 3})
    assert mine.text == "gelöschtes Konto schaut nach"
    assert (foreign.reason, theirs.text) == (f"Frau {name}", f"Liebe {name}")
    former = Case.pgh_event_model.objects
    assert {event.reason for event in former.filter(pgh_obj_id=own.pk)} == {"Ich, gelöschtes Konto"}
    assert {event.reason for event in former.filter(pgh_obj_id=foreign.pk)} == {f"Frau {name}"}


def test_in_the_history_of_entries_only_what_the_account_wrote_is_struck():
    name = "Erika Zwölfer"
    user, other = factories.UserFactory(name=name), factories.UserFactory()
    with pghistory.context(user=other.pk):
        actor = factories.ActorFactory(name="Kita", description=f"Früher: {name}", city=name)
    with pghistory.context(user=user.pk):  # the state after this carries along what the other one wrote
        actor.description = f"Fragen an {name}"
        actor.save()
    with pghistory.context(user=other.pk):
        actor.description = "Wir lesen."
        actor.save()
    erasure.erase(user)
    steps = Actor.pgh_event_model.objects.filter(pgh_obj_id=actor.pk).order_by("pgh_id")
    assert [step.description for step in steps] == [
        f"Früher: {name}",
        "Fragen an gelöschtes Konto",
        "Wir lesen.",
    ]
    assert {step.city for step in steps} == {name}


def test_what_others_wrote_is_listed_for_the_curators_without_keeping_the_name(client):
    name = "Erika Zwölfer"
    user = factories.UserFactory(name=name, email="n@example.org")
    actor = factories.ActorFactory(name="Kita Süd", description=f"Die Leitung hat {name} inne.")
    contact = factories.ContactPersonFactory(actor=actor, name=name, email="other@example.org")
    erasure.erase(user)
    case = Case.objects.get(kind=Case.Kind.NAMED)
    assert "Erika" not in str(case.payload) + case.reason
    curator = login(factories.UserFactory(role=User.Role.CURATION))
    assert "Nennung eines gelöschten Kontos" in flat(
        curator.get(reverse("moderation:queue")).content.decode()
    )
    page = reverse("moderation:case", args=[case.pk])
    html = flat(curator.get(page).content.decode())
    assert "Die Leitung hat <mark>Erika Zwölfer</mark> inne." in html
    assert html.count("<mark>") == 2
    Actor.objects.filter(pk=actor.pk).update(description="Die Leitung hat jemand inne.")
    ContactPerson.objects.filter(pk=contact.pk).delete()
    assert "Nirgends mehr" in flat(curator.get(page).content.decode())
    response = curator.post(page, {"action": "decide", "outcome": "angenommen"})
    case.refresh_from_db()
    assert (response.status_code, case.is_done) == (302, True)
    assert curator.get(page).status_code == 200


def test_nobody_is_told_where_nobody_names_the_person():
    erasure.erase(factories.UserFactory(name="Erika Zwölfer"))
    assert not Case.objects.exists()


def session(**data: object) -> str:
    store = SessionStore()
    store.update(data)
    store.create()
    return store.session_key


@pytest.mark.parametrize(
    ("address", "foreign"),
    [
        ("n@example.org", ["jan@example.org", "n@example.org.de", "x.n@example.org", "o'n@example.org", "n@example.or"]),
        ("a.b@example.org", ["aXb@example.org", "ba.b@example.org"]),
        ("1@example.org", ["11@example.org"]),
        ("%@example.org", ["x@example.org"]),
        ("_@example.org", ["y@example.org"]),
    ],
)  # fmt: skip
def test_addresses_are_compared_whole(address, foreign):
    user = factories.UserFactory(name="Erika Zwölfer", email=address)
    others = [factories.UserFactory(email=each) for each in foreign]
    stay = [session(_auth_user_id=str(other.pk), note=f"bei {address}") for other in others]
    stay += [session(account_login_code={"email": other.email}) for other in others]
    go = [
        session(_auth_user_id=str(user.pk)),
        session(account_login_code={"email": address.upper(), "user_id": None}),
        session(deep=[{"to": [f" {address} "]}]),
        session(account_login={"user_pk": str(user.pk)}),
    ]
    kept = [OutgoingMail.objects.create(recipients=[each], subject="x", body=address) for each in foreign]
    shared = OutgoingMail.objects.create(recipients=[foreign[0], address.upper()], subject="x", body="y")
    gone = OutgoingMail.objects.create(recipients=[address.upper()], subject="x", body="y")
    reports = [BarrierReport.objects.create(text=f"{each}, {address}", reply_to=each) for each in foreign]
    mine = BarrierReport.objects.create(text=", ".join([address, *foreign]), reply_to=address.upper())
    erasure.erase(user)
    left = set(Session.objects.values_list("pk", flat=True))
    assert (left & {*stay, *go}, left >= set(stay)) == (set(stay), True)
    assert OutgoingMail.objects.filter(pk__in=[each.pk for each in kept]).count() == len(kept)
    assert not OutgoingMail.objects.filter(pk=gone.pk).exists()
    assert OutgoingMail.objects.get(pk=shared.pk).recipients == [foreign[0]]
    for report, each in zip(reports, foreign, strict=True):
        report.refresh_from_db()
        assert (report.text, report.reply_to) == (f"{each}, {address}", each)
    mine.refresh_from_db()
    assert (mine.text, mine.reply_to) == (", ".join([striking.NOBODY, *foreign]), "")


def test_an_address_that_nobody_confirmed_is_not_hers():
    """Anybody can type the address of somebody else into „Konto anlegen“."""
    user = factories.UserFactory(email="opfer@example.org")
    EmailAddress.objects.create(user=user, email="opfer@example.org", verified=False, primary=True)
    contact = factories.ContactPersonFactory(email="opfer@example.org")
    assert privacy.addresses_of(user) == []
    erasure.erase(user)
    assert ContactPerson.objects.filter(pk=contact.pk).exists()


def test_an_account_deleted_in_the_admin_goes_with_all_its_traces():
    user = factories.UserFactory(name="Erika Zwölfer", email="n@example.org")
    contact = factories.ContactPersonFactory(email="N@example.org")
    client = login(factories.UserFactory(role=User.Role.SYSTEM))
    client.post(reverse("admin:accounts_user_delete", args=[user.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=user.pk).exists()
    assert not ContactPerson.objects.filter(pk=contact.pk).exists()
    assert {entry.object_repr for entry in LogEntry.objects.filter(object_id=str(user.pk))} <= {
        striking.NOBODY
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Erika  Zwölfer", "Erika Zwölfer"),
        ("Kim", ""),
        ("11, 12, 13", ""),
        ("true", ""),
        ("a b", ""),
        ("", ""),
    ],
)
def test_only_names_that_nobody_writes_by_accident_are_looked_for(name, told):
    assert striking.telling(name) == told


def test_open_sessions_of_the_page_are_those_of_the_account():
    user = factories.UserFactory(email="n@example.org")
    own = session(_auth_user_id=str(user.pk))
    session(account_login_code={"email": "n@example.org"})
    assert [each.pk for each in personal.sessions_of(user)] == [own]
