"""Each interval at its borders: a minute before it ends things are there, a minute after they are gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.retention import Rule, all_rules, deletes
from mailing.models import OutgoingMail
from mailing.schedule import all_jobs
from moderation import decisions
from moderation.models import Case, Draft, Note
from portal.models import BarrierReport
from tests import factories

pytestmark = pytest.mark.django_db


def run(name: str) -> str:
    return all_jobs()[name].run()


def signed_up(*, verified: bool = False, **fields: object) -> User:
    user = factories.UserFactory(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def unconfirmed_account() -> Callable[[], bool]:
    user = signed_up()
    return User.objects.filter(pk=user.pk).exists


def draft() -> Callable[[], bool]:
    made = Draft.objects.create(kind="akteur", answers={"name": ["Kita"]})
    return Draft.objects.filter(pk=made.pk).exists


def sent_mail() -> Callable[[], bool]:
    mail = OutgoingMail.objects.create(recipients=["a@example.org"], subject="x", body="x")
    mail.record_success()
    return OutgoingMail.objects.filter(pk=mail.pk).exists


def login() -> Callable[[], bool]:
    client = Client()
    client.force_login(factories.UserFactory())
    return Session.objects.filter(pk=client.session.session_key).exists


def task_result() -> Callable[[], bool]:
    now = timezone.now()
    result = DBTaskResult.objects.create(
        status="SUCCESSFUL", finished_at=now, run_after=now, args_kwargs={"args": [], "kwargs": {}},
        task_path="mailing.tasks.deliver", backend_name="default", exception_class_path="", traceback="",
    )  # fmt: skip
    return DBTaskResult.objects.filter(pk=result.pk).exists


def submitter_of_settled_case() -> Callable[[], bool]:
    case = decisions.submit(kind=Case.Kind.REPORT, entry=factories.NetworkFactory(), email="wer@example.org")
    decisions.decide(case, by=None, outcome=Case.Outcome.ACCEPTED)
    return Case.objects.filter(pk=case.pk, submitter_email="wer@example.org").exists


def reporter_of_removed_barrier() -> Callable[[], bool]:
    report = BarrierReport.objects.create(text="x", reply_to="wer@example.org", done_at=timezone.now())
    return BarrierReport.objects.filter(pk=report.pk, reply_to="wer@example.org").exists


@pytest.mark.parametrize(
    ("name", "key", "make"),
    [
        ("delete-unconfirmed-accounts", "unconfirmed_accounts", unconfirmed_account),
        ("delete-old-drafts", "drafts", draft),
        ("delete-old-mails", "mails", sent_mail),
        ("delete-ended-logins", "sessions", login),
        ("delete-task-results", "tasks", task_result),
        ("forget-submitters", "cases", submitter_of_settled_case),
        ("forget-reporters", "cases", reporter_of_removed_barrier),
    ],
)
def test_things_go_when_their_interval_ends(name, key, make, settings, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    is_there = make()
    time_machine.move_to(start + settings.KEEP[key] - timedelta(minutes=1), tick=False)
    assert run(name) == "0 gelöscht"
    assert is_there()
    time_machine.move_to(start + settings.KEEP[key] + timedelta(minutes=1), tick=False)
    assert run(name) == "1 gelöscht"
    assert not is_there()
    assert run(name) == "0 gelöscht"


@pytest.mark.parametrize(
    ("days", "wording", "in_dative"), [(1, "1 Tag", "1 Tag"), (14, "14 Tage", "14 Tagen")]
)
def test_interval_in_words(days, wording, in_dative, settings):
    settings.KEEP = {"drafts": timedelta(days=days)}
    rule = Rule("drafts", "Entwürfe")
    assert (rule.wording, rule.in_dative) == (wording, in_dative)


def test_a_rule_is_told_and_gets_the_moment_before_which_things_are_old(settings, time_machine, monkeypatch):
    time_machine.move_to("2026-05-20T12:00:00+00:00", tick=False)
    monkeypatch.setattr("accounts.retention.RULES", rules := {})
    settings.KEEP = {"drafts": timedelta(days=14)}
    asked = []
    run = deletes("drafts", "Entwürfe")(lambda before: asked.append(before) or 3)
    assert [*rules.values()] == [Rule("drafts", "Entwürfe")]
    assert (run(), asked) == ("3 gelöscht", [timezone.now() - timedelta(days=14)])
    with pytest.raises(KeyError):
        deletes("anderes", "Anderes")


def test_interval_of_the_settings_counts(settings, time_machine):
    settings.KEEP = settings.KEEP | {"drafts": timedelta(days=3)}
    is_there = draft()
    time_machine.move_to(timezone.now() + timedelta(days=4))
    run("delete-old-drafts")
    assert not is_there()


def test_accounts_that_somebody_needs_stay(time_machine):
    kept = [
        signed_up(verified=True),
        signed_up(role=User.Role.CURATION),
        signed_up(last_login=timezone.now()),
        factories.UserFactory(),  # made by the Systemverwaltung: no address row before the first login
    ]
    time_machine.move_to(timezone.now() + timedelta(days=400))
    run("delete-unconfirmed-accounts")
    assert set(User.objects.all()) == set(kept)


def test_mail_that_waits_for_its_next_attempt_stays(time_machine):
    waiting = OutgoingMail.objects.create(recipients=["a@example.org"], subject="x", body="x")
    waiting.record_failure("Störung")
    new = OutgoingMail.objects.create(recipients=["a@example.org"], subject="x", body="x")
    given_up = OutgoingMail.objects.create(recipients=["a@example.org"], subject="x", body="x", attempts=20)
    given_up.record_failure("Störung")
    time_machine.move_to(timezone.now() + timedelta(days=400))
    run("delete-old-mails")
    assert set(OutgoingMail.objects.all()) == {waiting, new}


def test_open_cases_and_running_tasks_stay(time_machine):
    case = decisions.submit(kind=Case.Kind.REPORT, entry=factories.NetworkFactory(), email="wer@example.org")
    report = BarrierReport.objects.create(text="x", reply_to="wer@example.org")
    is_waiting = task_result()
    DBTaskResult.objects.update(status="READY", finished_at=None)
    time_machine.move_to(timezone.now() + timedelta(days=4000))
    for name in ("forget-submitters", "forget-reporters", "delete-task-results"):
        run(name)
    case.refresh_from_db()
    report.refresh_from_db()
    assert (case.submitter_email, report.reply_to, is_waiting()) == (
        "wer@example.org",
        "wer@example.org",
        True,
    )


def test_settled_case_forgets_its_submitter_in_history_too(time_machine):
    person, reviewer = factories.UserFactory(), factories.UserFactory(role=User.Role.CURATION)
    case = decisions.submit(
        kind=Case.Kind.CLAIM, entry=factories.ActorFactory(), submitter=person, reason="Ich leite sie."
    )
    decisions.ask(case, by=reviewer, text="Seit wann?")
    decisions.answer(case, by=person, text="Seit 2020.")
    decisions.decide(case, by=reviewer, outcome=Case.Outcome.ACCEPTED, text="Gern.")
    events, notes = Case.pgh_event_model.objects, Note.pgh_event_model.objects
    before = (events.count(), notes.count())
    time_machine.move_to(timezone.now() + timedelta(days=366))
    run("forget-submitters")
    case.refresh_from_db()
    assert (case.submitter, case.decided_by, case.reason) == (None, reviewer, "Ich leite sie.")
    assert list(case.notes.values_list("author", "text")) == [
        (None, "Ich leite sie."),
        (reviewer.pk, "Seit wann?"),
        (None, "Seit 2020."),
        (reviewer.pk, "Gern."),
    ]
    assert not events.filter(submitter_id=person.pk).exists()
    assert not notes.filter(author_id=person.pk).exists()
    assert (events.count(), notes.count()) == before  # forgetting leaves no trace of itself


def test_ip_addresses_are_gone_when_their_counter_ends(client, time_machine):
    cache.clear()
    password = "ein-langes-passwort-7"
    client.post(
        reverse("account_login"),
        {"login": "wer@example.org", "password": password},
        REMOTE_ADDR="203.0.113.7",
    )

    def stored() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", ["%203.0.113.7%"])
            return cursor.fetchone()[0]

    assert stored() > 0
    with connection.cursor() as cursor:  # the database has a clock of its own
        cursor.execute("UPDATE cache SET expires = now() + interval '1 minute'")
    run("delete-counters-of-attempts")
    assert stored() > 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = now() - interval '1 second'")
    run("delete-counters-of-attempts")
    assert stored() == 0


def test_no_ip_address_is_stored_anywhere_else(client):
    cache.clear()
    network = factories.NetworkFactory()
    address = "203.0.113.9"
    form = client.get(reverse("networks:report", args=[network.slug]), REMOTE_ADDR=address).context["form"]
    data = {"what": "falsch", "reason": "Stimmt nicht.", "submission_key": form["submission_key"].value(),
            "shown_at": form["shown_at"].value()}  # fmt: skip
    client.post(reverse("networks:report", args=[network.slug]), data, REMOTE_ADDR=address)
    user = signed_up(verified=True)
    login = {"login": user.email, "password": factories.PASSWORD}
    client.post(reverse("account_login"), login, REMOTE_ADDR=address)
    found = []
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"cache"}:
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE to_jsonb(t)::text LIKE %s', [f"%{address}%"]
            )
            found += [table] if cursor.fetchone()[0] else []
    assert Case.objects.count() == 1
    assert [session.pk for session in Session.objects.all() if address in str(session.get_decoded())] == []
    assert found == []


def test_every_interval_has_its_job(settings):
    assert {rule.key for rule in all_rules()} == settings.KEEP.keys()
