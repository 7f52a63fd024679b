"""What this room tells a person about her account, line by line, and what it strikes out of the admin's log."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pghistory
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models

from accounts import personal
from accounts.models import Consent, User
from accounts.striking import NOBODY
from mailing.models import OutgoingMail
from tests.accounts.test_erasure import session
from tests.factories import ActorFactory, NetworkFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def person() -> User:
    return UserFactory(name="Erika Zwölfer", email="erika@example.org")


def logged(
    about: models.Model | type[models.Model], repr_: str, message: str = "", **fields: object
) -> LogEntry:
    return LogEntry.objects.create(
        user=fields.pop("user", None) or UserFactory(role=User.Role.SYSTEM),
        content_type=ContentType.objects.get_for_model(about), object_id=str(getattr(about, "pk", None)),
        object_repr=repr_, change_message=message, action_flag=CHANGE, **fields,
    )  # fmt: skip


def test_the_account_and_what_hangs_on_it_are_told(person):
    EmailAddress.objects.create(user=person, email="e@amt.example", verified=True)
    Authenticator.objects.create(user=person, type="totp", data={}, last_used_at=LATER)
    SocialAccount.objects.create(user=person, provider="oidc", uid="u1", extra_data={"name": "Erika"})
    assert [*personal.account(person), *personal.addresses(person)] == [
        {
            "e_mail": "erika@example.org", "name": "Erika Zwölfer", "rolle": "registrierte Person", "aktiv": True,
            "registriert_am": NOW, "zuletzt_angemeldet_am": None, "passwort_gesetzt": True,
        },
        {"e_mail": "e@amt.example", "bestaetigt": True, "hauptadresse": False},
    ]  # fmt: skip
    assert [*personal.second_factors(person), *personal.linked_logins(person)] == [
        {"art": "TOTP Authenticator", "eingerichtet_am": NOW, "zuletzt_benutzt_am": LATER},
        {"anmeldedienst": "oidc", "kennung": "u1", "von_dort": {"name": "Erika"}, "verknuepft_am": NOW},
    ]


def test_a_login_is_told_with_its_last_step_and_all_its_ways(person):
    ends = datetime(2026, 5, 18, 12, tzinfo=UTC)
    steps = [{"method": "password", "at": NOW.timestamp()}, {"method": "mfa", "at": LATER.timestamp()}, {}]
    session(_auth_user_id=str(person.pk), account_authentication_methods=steps)
    Session.objects.update(expire_date=ends)
    assert list(personal.sessions(person)) == [
        {"angemeldet_am": LATER, "angemeldet_mit": "password, mfa, ", "endet_spaetestens_am": ends}
    ]
    Session.objects.all().delete()
    session(_auth_user_id=str(person.pk))
    Session.objects.update(expire_date=ends)
    assert [(row["angemeldet_am"], row["angemeldet_mit"]) for row in personal.sessions(person)] == [
        (None, "")
    ]
    Session.objects.update(expire_date=NOW)
    assert list(personal.sessions(person)) == []


def test_of_sessions_only_those_about_the_account_end(person):
    pk = str(person.pk)
    about = [
        {"_auth_user_id": pk, "deep": {"user_id": "0"}}, {"user_id": person.pk}, {"steps": [{"user_pk": pk}]},
        {"steps": ("x", ["Erika@example.org "])},
    ]  # fmt: skip
    not_about = [
        {"_auth_user_id": "0", "user_id": pk, "email": "erika@example.org"}, {"pk": pk}, {"x": person.pk},
        {"text": "an erika@example.org"}, {"nothing": None},
    ]  # fmt: skip
    gone, left = [session(**data) for data in about], [session(**data) for data in not_about]
    personal.end_sessions(person)
    assert not Session.objects.filter(pk__in=gone).exists()
    assert Session.objects.filter(pk__in=left).count() == len(left)


def test_mails_to_several_are_told_and_go_on_to_the_others(person):
    alone = OutgoingMail.objects.create(recipients=["ERIKA@example.org"], subject="Eins", body="Text")
    shared = OutgoingMail.objects.create(
        recipients=["Otto@example.org", "erika@example.org"], subject="Zwei", body="Wort", sent_at=LATER
    )
    OutgoingMail.objects.create(recipients=["rika@example.org"], subject="fremd", body="fremd")
    assert list(personal.mails(person)) == [
        {"geschrieben_am": NOW, "versendet_am": None, "an": "ERIKA@example.org", "betreff": "Eins", "text": "Text"},
        {
            "geschrieben_am": NOW, "versendet_am": LATER, "an": "Otto@example.org, erika@example.org",
            "betreff": "Zwei", "text": "Wort",
        },
    ]  # fmt: skip
    personal.forget_mails(person)
    assert not OutgoingMail.objects.filter(pk=alone.pk).exists()
    shared.refresh_from_db()
    assert shared.recipients == ["Otto@example.org"]
    assert OutgoingMail.objects.count() == 2


def test_consents_are_those_of_the_account_and_of_its_address(person):
    given = {"purpose": Consent.Purpose.ENTRY, "version": "2026-1", "text": "Ja.", "about": "Kita"}
    with_account = Consent.objects.create(user=person, **given)
    Consent.objects.create(email="Erika@Example.org", **given | {"about": "Hort"})
    foreign = Consent.objects.create(email="rika@example.org", **given)
    row = {"am": NOW, "zweck": "Eintrag einreichen", "fassung": "2026-1", "wortlaut": "Ja."}
    assert list(personal.consents(person)) == [row | {"betrifft": "Kita"}, row | {"betrifft": "Hort"}]
    personal.forget_consents(person)
    assert set(Consent.objects.all()) == {with_account, foreign}


def test_every_change_of_role_is_told(person):
    person.role = User.Role.CURATION
    person.save()
    person.is_active = False
    person.save()
    told = [(row["rolle"], row["aktiv"]) for row in personal.roles(person)]
    assert told == [("registrierte Person", True), ("Kuration", True), ("Kuration", False)]


def test_what_she_changed_is_told_newest_first_whatever_it_was(person, monkeypatch):
    actor, network, other = ActorFactory(), NetworkFactory(), UserFactory()
    with pghistory.context(user=person.pk):
        actor.description = "Wir lesen."
        actor.save()
        network.delete()
    with pghistory.context(user=other.pk):
        actor.description = "fremd"
        actor.save()
    done = [(row["was"], row["schritt"]) for row in personal.history(person)]
    assert sorted(done) == [("Akteur", "geändert"), ("Netzwerk", "gelöscht")]
    times = [row["wann"] for row in personal.history(person)]
    assert times == sorted(times, reverse=True)
    monkeypatch.setattr(personal, "MOST_STEPS", 1)
    assert [(row["was"], row["schritt"]) for row in personal.history(person)] == done[:1]


def test_no_more_than_a_few_thousand_steps_are_told(person):
    logged(ActorFactory(), "die älteste", user=person)
    one = logged(User, "Kita", user=person, action_time=LATER)
    fields = {"user": person, "content_type": one.content_type, "object_repr": "Kita", "action_flag": CHANGE}
    LogEntry.objects.bulk_create([LogEntry(**fields, action_time=LATER) for _ in range(5_000)])
    told = list(personal.log(person))
    assert len(told) == 5_000
    assert {(row["wann"], row["was"], row["schritt"]) for row in told} == {(LATER, "Kita", "Ändern")}


def test_the_log_of_the_admin_loses_her_where_it_is_about_her_and_elsewhere_only_the_address(person):
    message = json.dumps([{"changed": {"name": "Ort", "object": "Erika Zwölfer, erika@example.org"}}])
    address = EmailAddress.objects.create(user=person, email="erika@example.org", verified=True)
    own = [logged(each, "Erika Zwölfer", message) for each in (person, address)]
    own.append(logged(person, "Erika Zwölfer", "Erika Zwölfer angelegt, [1]"))
    foreign = [
        logged(OutgoingMail, "an erika@example.org für Erika Zwölfer", "Erika Zwölfer"),
        logged(OutgoingMail, "Post", message),
        logged(OutgoingMail, "an rika@example.org, xerika@example.org", "[kein JSON erika@example.org"),
    ]
    logged(OutgoingMail, "Erika Zwölfer", "Erika Zwölfer")
    personal.forget_log(person)
    told = [(entry.object_repr, entry.change_message) for entry in LogEntry.objects.order_by("pk")]
    struck = json.dumps([{"changed": {"name": "Ort", "object": f"{NOBODY}, {NOBODY}"}}], ensure_ascii=False)
    only_address = struck.replace(NOBODY, "Erika Zwölfer", 1)
    assert told[: len(own)] == [(NOBODY, struck), (NOBODY, struck), (NOBODY, f"{NOBODY} angelegt, [1]")]
    assert told[len(own) :] == [
        (f"an {NOBODY} für Erika Zwölfer", "Erika Zwölfer"),
        ("Post", only_address),
        ("an rika@example.org, xerika@example.org", f"[kein JSON {NOBODY}"),
        ("Erika Zwölfer", "Erika Zwölfer"),
    ]
    assert len(foreign) == 3


def test_a_name_in_the_log_is_no_longer_than_its_column():
    person = UserFactory(email="e@a.de")
    entry = logged(OutgoingMail, ("e@a.de " * 30)[:200])
    personal.forget_log(person)
    entry.refresh_from_db()
    assert len(entry.object_repr) == 200


def test_who_has_neither_a_confirmed_address_nor_a_name_is_struck_out_of_nothing():
    user = UserFactory(name="Kim", email="kim@example.org")
    EmailAddress.objects.create(user=user, email="kim@example.org", verified=False)
    entry = logged(user, "kim@example.org", "Kim angelegt")
    personal.forget_log(user)
    entry.refresh_from_db()
    assert (entry.object_repr, entry.change_message) == (NOBODY, "Kim angelegt")
