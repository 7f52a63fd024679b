"""What does not live or is behind is said in the admin's bar, in German, with what to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from mailing.models import BACK_OFF, Heartbeat, JobRun, OutgoingMail
from mailing.schedule import all_jobs
from mailing.troubles import troubles
from tests import factories
from tests.mailing.test_queue import DATABASE_TASKS

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def all_well(settings: Any) -> None:
    """As on a server where everything runs."""
    settings.TASKS = DATABASE_TASKS
    Heartbeat.objects.beat(Heartbeat.Kind.MAILS, "eins")
    now = timezone.now()
    for name in all_jobs():
        JobRun.objects.create(name=name, started_at=now, ended_at=now, succeeded=True)


def mail(**fields: Any) -> OutgoingMail:
    made = OutgoingMail.objects.create(recipients=["a@example.org"], subject="Betreff", body="Text", **fields)
    OutgoingMail.objects.filter(pk=made.pk).update(created_at=timezone.now() - HOUR)
    return made


def silent_worker() -> None:
    Heartbeat.objects.update(seen_at=timezone.now() - HOUR)
    mail()


def no_worker() -> None:
    Heartbeat.objects.all().delete()


def jumped_worker() -> None:
    Heartbeat.objects.update(seen_at=timezone.now() + HOUR * 100)


def waiting_mail() -> None:
    mail()


def failing_mail() -> None:
    mail(attempts=1, next_attempt_at=timezone.now() + HOUR, last_error="ConnectionRefusedError")


def given_up_mail() -> None:
    mail(attempts=len(BACK_OFF) + 1)


def overdue_job() -> None:
    JobRun.objects.filter(name="send-digests").update(started_at=timezone.now() - HOUR)


def job_that_never_ran() -> None:
    JobRun.objects.filter(name="send-digests").delete()


def failed_job() -> None:
    JobRun.objects.filter(name="send-digests").update(succeeded=False)


def run_in_the_future() -> None:
    moment = timezone.now() + HOUR * 1000
    JobRun.objects.create(name="send-digests", started_at=moment, ended_at=moment, succeeded=True)


CASES = {
    silent_worker: ["Vom Mailversand war zuletzt", "1 Mail wartet", "db_worker"],
    no_worker: ["Der Mailversand läuft nicht.", "db_worker"],
    jumped_worker: ["Vom Mailversand war zuletzt"],
    waiting_mail: ["1 Mail kommt nicht hinaus", "MAIL_HOST"],
    failing_mail: ["1 Mail kommt nicht hinaus"],
    given_up_mail: ["1 Mail wurde nach vielen Versuchen aufgegeben", "erneut senden"],
    overdue_job: ["überfällig: „Neuigkeiten", "run_jobs --loop"],
    job_that_never_ran: ["überfällig: „Neuigkeiten"],
    failed_job: ["Zuletzt gescheitert: „Neuigkeiten"],
    run_in_the_future: ["in der Zukunft", "Die Uhr des Servers ging vor"],
}


@pytest.mark.parametrize("break_it", CASES, ids=lambda case: case.__name__)
def test_trouble_is_shown_in_the_bar_of_the_admin(client: Client, break_it: Any) -> None:
    client.force_login(factories.UserFactory(role=User.Role.SYSTEM))
    pages = [reverse("admin:index"), reverse("admin:mailing_jobrun_changelist")]
    for page in [*pages, reverse("admin:networks_network_changelist")]:
        assert "Störung" not in client.get(page).content.decode()
    break_it()
    for page in pages:
        html = client.get(page).content.decode()
        assert f"{len(troubles())} Störung" in html
        assert [words for words in CASES[break_it] if words not in html] == []
    other = client.get(reverse("admin:networks_network_changelist")).content.decode()
    assert "Störung" in other  # the bar only: whoever works there is not kept from it
    assert "Das läuft gerade nicht" not in other


def test_nobody_is_warned_where_nothing_keeps_running(settings: Any) -> None:
    no_worker()
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    assert troubles() == []


def test_troubles_cost_the_same_for_one_mail_and_thirty(django_assert_num_queries: Any) -> None:
    no_worker()
    counts = []
    for more in (1, 29):
        for _ in range(more):
            mail(last_error="x")
        with django_assert_num_queries(8) as captured:
            troubles()
        counts.append(len(captured))
    assert counts[0] == counts[1]
