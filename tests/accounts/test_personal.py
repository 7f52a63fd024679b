"""„Meine Daten“: what is shown, taken away and deleted, and that nothing of a person is left anywhere."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import timedelta

import pghistory
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasure, privacy
from accounts.models import Consent, User
from actors.models import Actor, ContactPerson
from actors.models import Merge as ActorMerge
from following.models import CalendarAddress, SavedSearch, Watch
from mailing.models import OutgoingMail
from mailing.tasks import deliver
from moderation import decisions
from moderation.models import Case, Draft, Look, Note, Unfinished
from networks.models import DuplicateDecision, Merge, OutcomeReminder
from portal.models import BarrierReport
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NAME, EMAIL, OTHER = "Erika Zwölfer-Mustermann", "erika.mustermann@privat.example", "e.mustermann@amt.example"
QUEUE = {
    "default": {"BACKEND": "mailing.backends.QueueBackend"},
    "delivery": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"},
}
DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def person() -> User:
    user = factories.UserFactory(name=NAME, email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    EmailAddress.objects.create(user=user, email=OTHER, verified=True)
    return user


def leave_traces(user: User, client: Client) -> dict[str, object]:
    """Something of the person in every corner of the portal."""
    actor, network = factories.ActorFactory(name="Kita Süd"), factories.NetworkFactory(name="Lesenetz")
    other = factories.NetworkFactory(name="Lesekreis")
    with pghistory.context(user=user.pk, url="/akteure/kita-sued/bearbeiten/"):
        actor.editors.add(user)
        actor.submitted_by = user
        actor.description = f"Fragen an {NAME}"  # stood there once, and is only in the history now
        actor.save()
        actor.description = "Wir lesen vor."
        actor.save()
        network.editors.add(user)
    contact = factories.ContactPersonFactory(actor=actor, name=NAME, email=OTHER.upper(), consenting=True)
    case = decisions.submit(
        kind=Case.Kind.CLAIM, entry=actor, submitter=user, reason=f"Ich bin {NAME.upper()} <{EMAIL}>",
        payload={"name": NAME, "liste": [EMAIL, "bleibt"]},
    )  # fmt: skip
    Note.objects.create(
        case=case, author=user, kind=Note.Kind.ANSWER, text=f"Grüße, {NAME.replace(' ', '  ')}"
    )
    before = decisions.submit(
        kind=Case.Kind.REPORT,
        entry=network,
        email=OTHER.title(),
        reason="veraltet",
        payload={"what": "veraltet"},
    )
    Draft.objects.create(kind="akteur", owner=user, answers={"name": [NAME]})
    Draft.objects.create(kind="akteur", owner=None, answers={"email": [EMAIL]})
    BarrierReport.objects.create(text=f"Bitte melden: {NAME}", reply_to=EMAIL)
    DuplicateDecision.objects.create(
        first=network, second=other, decision="verschieden", reason=f"sagt {NAME}", decided_by=user
    )
    Merge.objects.create(
        kept=network,
        merged_id=99,
        merged_name="Alt",
        before={},
        moved={},
        reason=f"wie {NAME} weiß",
        merged_by=user,
    )
    SocialAccount.objects.create(
        user=user, provider="oidc", uid="u1", extra_data={"name": NAME, "email": EMAIL}
    )
    LogEntry.objects.create(
        user=factories.UserFactory(role=User.Role.SYSTEM), object_id=str(user.pk), object_repr=NAME,
        content_type=ContentType.objects.get_for_model(User), action_flag=CHANGE,
        change_message=json.dumps([{"changed": {"name": "E-Mail", "object": EMAIL}}]),
    )  # fmt: skip
    OutgoingMail.objects.create(recipients=[EMAIL.upper()], subject="An Sie", body="Text")
    OutgoingMail.objects.create(
        recipients=["a@example.org"],
        subject=f"Anfrage von {NAME}",
        body=f"{NAME} ({EMAIL})",
        html_body=f"<p>{NAME}",
    )
    Consent.objects.create(email=OTHER.title(), purpose=Consent.Purpose.ENTRY, text="Ich willige ein.")
    SavedSearch.objects.create(owner=user, name=NAME, kind="akteure", query=f"q={NAME}")
    Watch.objects.create(owner=user, network=network)
    CalendarAddress.objects.create(owner=user)
    OutcomeReminder.objects.create(user=user, sent_at=timezone.now())
    factories.PartnerRequestFactory(email=OTHER.upper(), sender_name=NAME, arrived=timezone.now())
    factories.PartnerRequestFactory(email=OTHER, plan=NAME)  # who typed that is not known
    Unfinished.objects.create(user=user, path="/eintragen/", typed={"name": [NAME]})
    Look.objects.create(user=user, seen_until=timezone.now())
    Case.objects.filter(pk=before.pk).update(assigned_to=user)
    ActorMerge.objects.create(
        kept=actor, merged_id=99, merged_name="Alt", before={}, moved={}, reason=NAME, merged_by=user
    )
    LogEntry.objects.create(
        user=user, object_id=str(actor.pk), object_repr="Kita Süd", action_flag=CHANGE,
        content_type=ContentType.objects.get_for_model(Actor),
    )  # fmt: skip
    log_in(client)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    stranger = Client()  # asked for a code, and has not typed it yet
    stranger.post(reverse("account_request_login_code"), {"email": EMAIL})
    return {"actor": actor, "network": network, "case": case, "before": before, "contact": contact}


def log_in(client: Client) -> None:
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def found_in_database(*words: str) -> dict[str, int]:
    """Table.column -> rows that hold one of the words. Whole rows are read as text, sessions decoded, so that
    this does not rely on the way in which the words were struck out."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            texts = [row[0].lower() for row in cursor.fetchall()]
            hits = sum(any(word.lower() in text for word in words) for text in texts)
            if hits:
                found[table] = hits
    for session in Session.objects.all():
        if any(word.lower() in str(session.get_decoded()).lower() for word in words):
            found["sessions"] = found.get("sessions", 0) + 1
    return found


def test_after_deletion_no_table_holds_the_person(person, client, settings):
    settings.MAILERS, settings.TASKS = QUEUE, DATABASE_TASKS
    made = leave_traces(person, client)
    words = (NAME, "Zwölfer", EMAIL, OTHER)
    before = found_in_database(*words)
    assert {"accounts_user", "moderation_case", "moderation_caseevent", "moderation_noteevent", "sessions",
            "actors_actorevent", "actors_contactpersonevent", "networks_merge", "mailing_outgoingmail",
            "django_admin_log", "socialaccount_socialaccount", "portal_barrierreport"} <= before.keys()  # fmt: skip

    response = client.post(reverse("accounts:delete"), {"understood": "on"})
    assert (response.status_code, response.url) == (302, "/")

    # What the portal wrote to somebody else stays as it was sent, and goes after KEEP_MAILS.
    assert OutgoingMail.objects.get(recipients=["a@example.org"]).body == f"{NAME} ({EMAIL})"
    OutgoingMail.objects.filter(recipients=["a@example.org"]).delete()
    assert found_in_database(*words) == {"mailing_outgoingmail": 1}
    last = OutgoingMail.objects.get(recipients=[EMAIL])
    assert last.subject == "Ihr Konto im Bildungsnetz ist gelöscht"
    deliver.call(last.pk)
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    assert found_in_database(*words) == {}
    assert found_in_database(erasure.NOBODY)["moderation_note"] == 2

    made["actor"].refresh_from_db()
    made["case"].refresh_from_db()
    assert (made["actor"].description, made["actor"].submitted_by) == ("Wir lesen vor.", None)
    assert made["case"].payload == {"name": erasure.NOBODY, "liste": [erasure.NOBODY, "bleibt"]}
    assert made["case"].reason == f"Ich bin {erasure.NOBODY} <{erasure.NOBODY}>"
    assert "_auth_user_id" not in client.session
    assert not ContactPerson.objects.filter(pk=made["contact"].pk).exists()


def test_entries_keep_what_they_say_and_the_page_tells_so_before(person, client):
    kita = factories.ActorFactory(name="Kita Süd", email=EMAIL, description=f"Leitung: {NAME}")
    kita.editors.add(person)
    stranger = factories.ContactPersonFactory(name=NAME, email="jemand@example.org")
    log_in(client)
    page = client.get(reverse("accounts:delete")).content.decode()
    assert "Kita Süd</a>: Beschreibung" in page
    assert "Kita Süd</a>: E-Mail" in page
    client.post(reverse("accounts:delete"), {"understood": "on"})
    kita.refresh_from_db()
    assert (kita.email, kita.description) == (EMAIL, f"Leitung: {NAME}")
    assert [event.email for event in Actor.pgh_event_model.objects.filter(pgh_obj_id=kita.pk)] == [EMAIL]
    assert ContactPerson.objects.get(pk=stranger.pk).name == NAME  # a name alone is not a person
    assert not kita.editors.exists()


@pytest.mark.parametrize("name", ["", "Kim", "Winter"])
def test_short_names_are_not_struck_out_of_other_peoples_words(name):
    user = factories.UserFactory(name=name, email="kim@example.org")
    network = factories.NetworkFactory()
    case = decisions.submit(
        kind=Case.Kind.REPORT, entry=network, reason="Kim sagt: im Winter nicht. akim@example.org"
    )
    erasure.erase(user)
    case.refresh_from_db()
    assert case.reason == "Kim sagt: im Winter nicht. akim@example.org"


def test_deletion_is_not_a_change_that_somebody_made(person):
    network = factories.NetworkFactory()
    case = decisions.submit(
        kind=Case.Kind.REPORT, entry=network, reason=f"{NAME} war hier", email=EMAIL.title()
    )
    events = Case.pgh_event_model.objects.filter(pgh_obj_id=case.pk)
    assert events.count() == 1
    erasure.erase(person)
    assert [event.reason for event in events.all()] == [f"{erasure.NOBODY} war hier"]


def test_words_with_signs_of_patterns_and_json_are_struck_out():
    name = 'Ann "A.*" O\'Neil (Öz) \\ Test'
    user = factories.UserFactory(name=name, email="ann+bn@example.org")
    case = decisions.submit(
        kind=Case.Kind.REPORT, entry=factories.NetworkFactory(), submitter=user,
        reason=f"{name}, ann+bn@example.org, xann+bn@example.org",
        payload={"name": name, "tief": {"er": [name], name: 1}},
    )  # fmt: skip
    erasure.erase(user)
    case.refresh_from_db()
    assert case.reason == f"{erasure.NOBODY}, {erasure.NOBODY}, xann+bn@example.org"
    assert case.payload == {"name": erasure.NOBODY, "tief": {"er": [erasure.NOBODY], name: 1}}


def test_last_of_the_system_administration_stays(client):
    user = factories.UserFactory(role=User.Role.SYSTEM, email=EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    log_in(client)
    assert "letzte Konto der Systemverwaltung" in client.get(reverse("accounts:delete")).content.decode()
    response = client.post(reverse("accounts:delete"), {"understood": "on"}, follow=True)
    assert "letzte Konto der Systemverwaltung" in response.content.decode()
    assert User.objects.filter(pk=user.pk).exists()
    factories.UserFactory(role=User.Role.SYSTEM)
    client.post(reverse("accounts:delete"), {"understood": "on"})
    assert not User.objects.filter(pk=user.pk).exists()


def test_deletion_asks_for_the_password_again(person, client):
    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})
    for method in (client.get, client.post):
        response = method(reverse("accounts:delete"), {"understood": "on"})
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=person.pk).exists()
    client.post(reverse("account_reauthenticate"), {"password": "falsch"})
    assert client.get(reverse("accounts:delete")).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("accounts:delete")).status_code == 200
    page = client.post(reverse("accounts:delete"), {})
    assert "data-error-summary" in page.content.decode()
    assert User.objects.filter(pk=person.pk).exists()


def test_who_has_no_password_logs_in_by_a_fresh_code_first(person, client, time_machine):
    person.set_unusable_password()
    person.save()

    def by_code() -> None:
        mail.outbox.clear()
        page = client.post(reverse("account_request_login_code"), {"email": EMAIL})
        code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", mail.outbox[0].body, re.MULTILINE)[1]
        client.post(page.url, {"code": code})

    by_code()
    assert client.get(reverse("accounts:delete")).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    response = client.get(reverse("accounts:delete"))
    assert response.url == f"{reverse('account_login')}?next={reverse('accounts:delete')}"
    assert "_auth_user_id" not in client.session
    by_code()
    client.post(reverse("accounts:delete"), {"understood": "on"})
    assert not User.objects.filter(pk=person.pk).exists()


def test_exports_hold_every_trace(person, client):
    leave_traces(person, client)
    page = client.get(reverse("accounts:data"))
    assert page["Cache-Control"] == "private, no-store"
    data = json.loads(client.get(reverse("accounts:data_json")).content)
    assert data.pop("erzeugt")
    filled = {name: len(rows) for name, rows in data.items() if rows}
    assert filled == {
        "konto": 1, "e_mail_adressen": 2, "zweite_faktoren": 1, "verknuepfte_konten": 1, "anmeldungen": 1, "rollen": 1,
        "akteure": 1, "netzwerke": 1, "kontaktperson": 1, "vorgaenge": 2, "nachrichten": 3, "entwuerfe": 1,
        "gemeldete_barrieren": 1, "mails": 1, "doppelstrukturen": 2, "doppelte_akteure": 1, "einwilligungen": 1,
        "gemerkte_suchen": 1, "beobachtungen": 1, "angefangene_formulare": 1, "bearbeitete_vorgaenge": 1,
        "durchsicht": 1, "verwaltung": 1, "kalenderadresse": 1, "fragen_nach_treffen": 1, "anfragen_an_partner": 1, "verlauf": filled["verlauf"],
    }  # fmt: skip
    assert filled.keys() == data.keys()
    assert data["konto"][0]["e_mail"] == EMAIL
    archive = zipfile.ZipFile(io.BytesIO(client.get(reverse("accounts:data_csv")).content))
    tables = {
        name.removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig")), delimiter=";")
        )
        for name in archive.namelist()
    }
    assert {name: len(rows) for name, rows in tables.items()} == {
        name: len(rows) for name, rows in data.items()
    }
    assert tables["vorgaenge"][0]["begruendung"] == data["vorgaenge"][0]["begruendung"]
    for trace in privacy.all_traces():
        for row in data[trace.name]:
            assert list(row) == list(trace.columns), trace.name


def test_traces_are_told_from_the_account_to_the_work_of_the_administration():
    assert [trace.name for trace in privacy.all_traces()] == [
        "konto", "e_mail_adressen", "zweite_faktoren", "verknuepfte_konten", "anmeldungen", "einwilligungen", "rollen",
        "akteure", "netzwerke", "fragen_nach_treffen", "kontaktperson", "vorgaenge", "nachrichten", "entwuerfe", "gemeldete_barrieren",
        "angefangene_formulare", "anfragen_an_partner", "gemerkte_suchen", "beobachtungen", "kalenderadresse", "mails", "verlauf", "verwaltung",
        "bearbeitete_vorgaenge", "doppelstrukturen", "durchsicht", "doppelte_akteure",
    ]  # fmt: skip


def test_table_for_spreadsheets_has_no_formulas(client):
    user = factories.UserFactory(name="=HYPERLINK(1)")
    client.force_login(user)
    archive = zipfile.ZipFile(io.BytesIO(client.get(reverse("accounts:data_csv")).content))
    assert "'=HYPERLINK(1)" in archive.read("konto.csv").decode()


def test_nothing_of_others_is_shown(person, client):
    leave_traces(person, Client())
    client.force_login(factories.UserFactory())
    for name in ("data", "data_json", "data_csv"):
        content = client.get(reverse(f"accounts:{name}")).content.decode("utf-8", "replace")
        assert not [word for word in (NAME, EMAIL, OTHER) if word in content]


def test_every_field_that_leads_to_an_account_is_covered():
    """Who adds one says in `<room>/personal.py` what it is for and what becomes of it."""
    covered = [field for trace in privacy.all_traces() for field in trace.covers]
    assert sorted(covered) == sorted(set(covered))
    assert privacy.fields_to_accounts() == set(covered)


def test_every_interval_of_a_trace_is_a_setting(settings):
    assert {key for trace in privacy.all_traces() for key in trace.kept} <= settings.KEEP.keys()
