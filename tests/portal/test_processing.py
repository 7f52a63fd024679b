"""The record of processing, the privacy notice and the consents say what really holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts import consents, privacy
from accounts.models import Consent, User
from accounts.retention import all_rules
from accounts.rights import rights_of
from accounts.spam_protection import SpamProtectedForm
from mailing.schedule import all_jobs, run_jobs
from moderation.models import Draft
from tests import factories
from tests.markup import faults, flat
from tests.people import prove_factor
from tests.sending import fields_of

pytestmark = pytest.mark.django_db

SMTP = {
    "default": {"BACKEND": "mailing.backends.QueueBackend"},
    "delivery": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "mail.auenberg.example", "use_tls": True, "use_ssl": False},
    },
}


@pytest.fixture
def record(client: Client) -> Callable[[], str]:
    curator = factories.UserFactory(role=User.Role.CURATION)
    client.force_login(curator)
    prove_factor(client, curator)
    url = reverse("portal:processing")
    return lambda: flat(str(client.get(url).content, "utf-8"))


def test_record_tells_every_trace_and_every_interval(record):
    html = record()
    for trace in privacy.all_traces():
        assert f"<h3>{escape(str(trace.label))}</h3>" in html
        assert escape(str(trace.purpose)) in html
    for rule in all_rules():
        assert f"<td>{escape(str(rule.what))}</td><td>{rule.days} Tage</td>" in html
    assert faults(html) == []


def test_record_follows_the_settings(record, settings):
    before = record()
    assert "mail.auenberg.example" not in before
    assert "Nachrichten verlassen diesen Rechner nicht" in before
    settings.KEEP = settings.KEEP | {"mails": timedelta(days=17), "drafts": timedelta(days=1)}
    settings.MAILERS = SMTP
    settings.PRIVACY_OFFICER = "Dr. Ada Schutz"
    settings.PORTAL_OPERATOR = "Stadt Auenberg, Amt 40"
    settings.STAFF_NEEDS_MFA = True
    settings.MAP_TILE_URL = "https://kacheln.example/{z}/{x}/{y}.png"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"settings": {"server_url": "https://login.auenberg.example"}}]}
    }
    after = record()
    for word in ("17 Tage", "1 Tag<", "nach 17 Tagen", "nach 1 Tag;", "mail.auenberg.example (verschlüsselt)", "Dr. Ada Schutz", "Stadt Auenberg, Amt 40",
                 "kacheln.example", "login.auenberg.example", "Zweiter Faktor für Mitarbeitende vorgeschrieben: ja"):  # fmt: skip
        assert word in after, word
        assert word not in before, word


def test_record_tells_when_the_deletions_ran(record):
    assert record().count("noch nie") >= 9
    run_jobs([all_jobs()["delete-old-drafts"]])
    assert timezone.localtime().strftime("%d.%m.%Y") in record()


def test_record_is_linked_from_the_admin_for_who_may_read_it(client):
    for role, is_linked in (
        (User.Role.COORDINATION, False),
        (User.Role.CURATION, True),
        (User.Role.SYSTEM, True),
    ):
        client.force_login(factories.UserFactory(role=role))
        assert (reverse("portal:processing") in client.get("/admin/").content.decode()) is is_linked


def test_privacy_notice_tells_the_real_intervals(client, settings):
    settings.KEEP = settings.KEEP | {"mails": timedelta(days=17), "cases": timedelta(days=731)}
    html = flat(client.get(reverse("portal:privacy")).content.decode())
    assert "bewahren wir 17 Tage auf" in html
    assert "731 Tage nach der Entscheidung" in html
    assert "{" not in re.sub(r"<(script|meta).*?>", "", html)
    for rule in all_rules():
        assert f"<li>{escape(str(rule.what))}: {rule.wording}</li>" in html


# --- Consents ---------------------------------------------------------------------------------------------------------

# Whoever changes a sentence adds a version; what people agreed to stays what it was.
SENTENCES = {
    ("konto", "2026-11"): "Ich habe die Hinweise zum Datenschutz gelesen. Meine E-Mail-Adresse und mein Name werden "
    "gespeichert, damit ich mich anmelden und Einträge pflegen kann.",
    ("eintrag", "2026-11"): "Ich darf diesen Eintrag vornehmen und habe die Hinweise zum Datenschutz gelesen.",
    ("kontaktperson", "2026-11"): "Ich bin damit einverstanden, dass mein Name, meine Funktion und meine dienstliche "
    "Erreichbarkeit im öffentlichen Bildungsnetz stehen. Ich kann das jederzeit widerrufen.",
}  # fmt: skip


def test_no_version_changes_its_words():
    known = {(wording.purpose.value, wording.version): str(wording.text) for wording in consents.WORDINGS}
    assert known == SENTENCES


def test_sign_up_keeps_what_was_agreed_to_and_shows_it(client):
    password = "ein-langes-passwort-7"
    typed = {"email": "neu@example.org", "password1": password, "password2": password, "name": "Kim Neu",
             "shown_at": SpamProtectedForm.signer.sign("1")}  # fmt: skip
    page = client.post(reverse("account_signup"), typed)
    assert (User.objects.count(), Consent.objects.count()) == (0, 0)  # without the tick there is no account
    assert SENTENCES["konto", "2026-11"] in page.content.decode()
    client.post(reverse("account_signup"), typed | {"consent": "on"})
    user = User.objects.get()
    assert [(c.purpose, c.version, c.text) for c in user.consents.all()] == [
        ("konto", "2026-11", SENTENCES["konto", "2026-11"])
    ]
    client.force_login(user)
    html = client.get(reverse("accounts:data")).content.decode()
    assert SENTENCES["konto", "2026-11"] in html
    assert "2026-11" in html


def test_wizard_keeps_the_version_that_was_ticked_though_a_new_one_came(client, monkeypatch):
    kind = factories.ActorKindFactory().pk
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita"], "kind": [str(kind)]})
    typed = {"email": "neu@example.org", "consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")}
    client.post(reverse("portal:registration_submit", args=[draft.pk]), typed)
    newer = consents.Wording(consents.Purpose.ENTRY, "2030-01", "Ganz anders.")
    monkeypatch.setattr(consents, "WORDINGS", (newer, *consents.WORDINGS))
    client.post(re.search(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)[0])
    consent = Consent.objects.get()
    assert (consent.email, consent.version, consent.about) == ("neu@example.org", "2026-11", "Kita")
    assert consent.text == SENTENCES["eintrag", "2026-11"]


def test_consents_of_visitors_go_with_their_interval_and_those_of_contacts_do_not(time_machine, settings):
    start = timezone.now()
    time_machine.move_to(start)
    consents.record(consents.current(consents.Purpose.ENTRY), email="wer@example.org")
    consents.record(consents.current(consents.Purpose.CONTACT), email="Kim@example.org")
    consents.record(consents.current(consents.Purpose.CONTACT), email="weg@example.org")
    account = consents.record(consents.current(consents.Purpose.ENTRY), user=factories.UserFactory())
    factories.ContactPersonFactory(email="kim@Example.org", consenting=True)
    names = [all_jobs()[name] for name in ("forget-consents", "forget-former-contacts")]
    time_machine.move_to(start + settings.KEEP["cases"] - timedelta(minutes=1))
    run_jobs(names)
    assert Consent.objects.count() == 4
    time_machine.move_to(start + settings.KEEP["cases"] + timedelta(minutes=1))
    assert all(run.succeeded for run in run_jobs(names))
    assert set(Consent.objects.values_list("email", flat=True)) == {"Kim@example.org", ""}
    assert Consent.objects.filter(pk=account.pk).exists()


# --- Who got which rights ---------------------------------------------------------------------------------------------


def test_rights_are_recorded_with_who_gave_them_and_nothing_else(client):
    boss = factories.UserFactory(role=User.Role.SYSTEM, name="Ada Chefin")
    person = factories.UserFactory(email="kim@example.org", name="Kim Neu")
    User.objects.filter(pk=person.pk).update(is_active=False)  # past every form
    client.force_login(boss)
    url = reverse("admin:accounts_user_change", args=[person.pk])
    for change in (
        {"role": User.Role.CURATION, "is_active": "on"},
        {"name": "Kim Anders"},
    ):  # the second is no change of rights
        shown = fields_of(client.get(url).content.decode())
        assert client.post(url, shown | change).status_code == 302
    person.refresh_from_db()
    assert [(step.what, step.who) for step in rights_of(person)] == [
        ("Kuration", "Ada Chefin"),
        ("registrierte Person, gesperrt", "ohne Anmeldung, etwa ein Befehl"),
        ("registrierte Person", "bei der Registrierung"),
    ]
    html = client.get(url).content.decode()
    assert "Kuration (Ada Chefin)" in html
    columns = {field.name for field in User.pgh_event_model._meta.fields}
    assert columns == {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context", "role", "is_active"}


def test_history_keeps_the_kind_of_page_and_no_address_of_it(client):
    """Signed links carry e-mail addresses in their path."""
    from pghistory.models import Context

    kind = factories.ActorKindFactory().pk
    draft = Draft.objects.create(kind="akteur", answers={"name": ["Kita"], "kind": [str(kind)]})
    typed = {"email": "neu@example.org", "consent": "on", "shown_at": SpamProtectedForm.signer.sign("1")}
    client.post(reverse("portal:registration_submit", args=[draft.pk]), typed)
    client.post(re.search(r"/eintragen/bestaetigen/\S+", mail.outbox[-1].body)[0])
    assert {context.metadata["url"] for context in Context.objects.all()} == {"portal:registration_confirm"}
