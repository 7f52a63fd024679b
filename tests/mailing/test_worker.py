"""What keeps running outlives the database: it waits, comes back, and does what was left, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from django.core import mail
from django.core.mail import send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import Error, InterfaceError, connection, connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mailing import outages, schedule
from mailing import worker as worker_module
from mailing.models import BACK_OFF, Heartbeat, JobRun, OutgoingMail
from mailing.outages import is_outage
from mailing.schedule import job
from mailing.tasks import deliver
from mailing.timer import run_due_jobs_until
from mailing.worker import PatientWorker
from tests.mailing.test_queue import DATABASE_TASKS, QUEUE
from tests.outage import BOUNCER, Relay
from tests.smtp import Sink
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch, request):
    settings.MAILERS, settings.TASKS = QUEUE, DATABASE_TASKS
    monkeypatch.setattr(outages, "LONGEST_WAIT", 0.1)
    if "relay" not in request.fixturenames:  # the test's own connection is in a transaction
        monkeypatch.setattr(worker_module, "close_old_connections", lambda: None)


def worker(**options: object) -> PatientWorker:
    usual = {
        "queue_names": ["default"], "excluded_queue_names": [], "backend_name": "default", "worker_id": "eins",
        "interval": 0.05, "startup_delay": False, "batch": False, "max_tasks": None,
    }  # fmt: skip
    return PatientWorker(**usual | options)


@contextmanager
def at_work(run: Callable[[], None], end: Callable[[], None]) -> Iterator[threading.Thread]:
    def and_hang_up() -> None:
        try:
            run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=and_hang_up, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        end()
        thread.join(PATIENCE)
        assert not thread.is_alive()


@contextmanager
def working(**options: object) -> Iterator[threading.Thread]:
    one = worker(**options)
    with at_work(one.run, lambda: setattr(one, "running", False)) as thread:
        yield thread


def queue(count: int = 1) -> None:
    for number in range(count):
        send_mail(f"Hallo {number}", "Guten Tag", "portal@example.org", ["a@example.org"])


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


# --- The mail worker --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", [None, BOUNCER, ("57P03", "the database system is starting up")])
def test_worker_waits_for_the_database_and_goes_on(relay: Relay, refusal, caplog) -> None:
    with working() as thread:
        until(Heartbeat.objects.exists)
        relay.cut(refusal)
        time.sleep(1)
        assert thread.is_alive()
        relay.restore()
        connection.close()
        queue(3)
        until(lambda: len(mail.outbox) == 3)
        assert sorted(subjects()) == ["Hallo 0", "Hallo 1", "Hallo 2"]
        until(lambda: not OutgoingMail.objects.unsent().exists())
    said = [record.getMessage() for record in caplog.records if record.name == "mailing.outages"]
    assert [text.split(":")[0] for text in said] == [
        "The mail worker waits for the database",
        "The mail worker goes on",
    ]
    assert not Heartbeat.objects.exists()  # it ended properly


def test_database_that_goes_between_sending_and_writing_it_down_sends_no_mail_twice(
    relay: Relay, monkeypatch
) -> None:
    send = EmailBackend.send_messages

    def then_the_database_goes(self, messages) -> int:
        sent = send(self, messages)
        if len(mail.outbox) == 1:
            relay.cut()
            threading.Timer(0.5, relay.restore).start()
        return sent

    monkeypatch.setattr(EmailBackend, "send_messages", then_the_database_goes)
    queue(2)
    with working():
        until(lambda: len(mail.outbox) == 2)
        connection.close()
        until(lambda: not OutgoingMail.objects.unsent().exists())
        until(lambda: set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"})
    assert sorted(subjects()) == ["Hallo 0", "Hallo 1"]


@pytest.mark.django_db
@pytest.mark.parametrize("own", [True, False])
def test_task_of_a_killed_worker_is_taken_up_again_when_it_is_not_heard_any_more(own: bool) -> None:
    queue()
    name = "eins" if own else "getötet"
    DBTaskResult.objects.get().claim(name)
    Heartbeat.objects.beat(Heartbeat.Kind.MAILS, "getötet")
    one = worker()
    one.step()
    one.step()
    assert len(mail.outbox) == own
    past = timezone.now() - timedelta(minutes=2)
    Heartbeat.objects.update(seen_at=past)
    one.here_since = one.looked_at = past
    one.step()
    assert (len(mail.outbox), DBTaskResult.objects.get().status) == (1, "SUCCESSFUL")


@pytest.mark.django_db
def test_task_of_a_living_worker_is_left_alone() -> None:
    queue()
    DBTaskResult.objects.get().claim("zwei")
    Heartbeat.objects.beat(Heartbeat.Kind.MAILS, "zwei")
    one = worker()
    one.step()
    one.here_since = one.looked_at = timezone.now() - timedelta(minutes=2)
    one.step()
    assert (mail.outbox, DBTaskResult.objects.get().status) == ([], "RUNNING")


@pytest.mark.django_db
@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt])
def test_task_that_was_cut_short_is_no_failure(end: type[BaseException], monkeypatch) -> None:
    def hurried(self, messages) -> int:
        raise end

    queue()
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", hurried)
        worker().step()
    assert DBTaskResult.objects.get().status == "READY"
    worker().step()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "left", ["failed task", "no task", "next attempt of a jumped clock", "task of a jumped clock"]
)
def test_mail_that_nobody_would_send_any_more_is_asked_for_again(left: str) -> None:
    queue()
    old, far = timezone.now() - timedelta(minutes=10), timezone.now() + timedelta(days=900)
    OutgoingMail.objects.update(created_at=old)
    match left:
        case "failed task":
            DBTaskResult.objects.update(status=TaskResultStatus.FAILED)
        case "no task":
            DBTaskResult.objects.all().delete()
        case "next attempt of a jumped clock":
            OutgoingMail.objects.update(next_attempt_at=far, attempts=1)
            DBTaskResult.objects.update(run_after=far)
        case "task of a jumped clock":
            DBTaskResult.objects.update(run_after=far)
    assert OutgoingMail.objects.forgotten().count() == 1
    one = worker()
    one.step()
    one.step()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_mail_that_waits_its_turn_or_was_given_up_is_not_asked_for() -> None:
    queue(2)
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=2))
    first, second = OutgoingMail.objects.all()
    DBTaskResult.objects.filter(args_kwargs__args=[first.pk]).delete()
    first.attempts = len(BACK_OFF) + 1
    first.save()
    assert not OutgoingMail.objects.forgotten().exists()
    assert second.attempts == 0  # its task waits


@pytest.mark.django_db
def test_worker_of_a_batch_ends_when_all_is_done() -> None:
    queue(2)
    worker(batch=True).run()
    assert len(mail.outbox) == 2
    queue(2)
    worker(max_tasks=1).run()
    assert len(mail.outbox) == 3


# --- The commands, in processes of their own, sending to a mail server ---------------------------------------------------


@contextmanager
def command(*arguments: str, relay: Relay, smtp: Sink) -> Iterator[subprocess.Popen[str]]:
    environment = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    environment |= {
        "BILDUNGSNETZ_MODE": "production", "SECRET_KEY": "0123456789" * 5 + "abcdef", "DATABASE_URL": relay.url,
        "ALLOWED_HOSTS": "bildungsnetz.example", "MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(smtp.port),
        "MAIL_SECURITY": "none", "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def test_both_commands_start_before_the_database_and_outlive_its_restart(relay: Relay, smtp: Sink) -> None:
    relay.cut()
    with (
        command("db_worker", relay=relay, smtp=smtp) as mails,
        command("run_jobs", "--loop", relay=relay, smtp=smtp) as jobs,
    ):
        for process in (mails, jobs):
            assert any("waits for the database" in line for line in process.stdout)  # reads until one does
        relay.restore()
        until(lambda: set(Heartbeat.objects.values_list("kind", flat=True)) == {"mails", "aufgaben"})
        until(lambda: JobRun.objects.count() == len(schedule.all_jobs()))
        relay.cut()
        time.sleep(1)
        relay.restore()
        connection.close()
        queue()
        until(lambda: len(smtp.received) == 1)
        until(lambda: not OutgoingMail.objects.unsent().exists())
        for process in (mails, jobs):
            assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
    assert not Heartbeat.objects.exists()


# --- The loop of the jobs ---------------------------------------------------------------------------------------------


@pytest.fixture
def ticks(monkeypatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(schedule, "JOBS", {})
    monkeypatch.setattr(schedule, "autodiscover_modules", lambda name: None)

    @job("tick", every=timedelta(0), label="Tickt")
    def tick() -> str:
        done.append("tick")
        return "getickt"

    return done


def test_loop_waits_for_the_database_and_goes_on(relay: Relay, ticks: list[str]) -> None:
    stop = Event()
    with at_work(lambda: run_due_jobs_until(stop, pause=timedelta(seconds=0.05)), stop.set) as thread:
        until(lambda: len(ticks) > 1)
        relay.cut()
        time.sleep(0.5)
        before = len(ticks)
        assert thread.is_alive()
        relay.restore()
        until(lambda: len(ticks) > before + 1)
        connection.close()
        assert Heartbeat.objects.alive(Heartbeat.Kind.JOBS).count() == 1
    assert not Heartbeat.objects.exists()


def test_loop_that_slept_through_an_outage_signs_off(relay: Relay, ticks: list[str]) -> None:
    stop = Event()
    with at_work(lambda: run_due_jobs_until(stop, pause=timedelta(minutes=1)), stop.set):
        until(lambda: ticks == ["tick"])
        until(lambda: JobRun.objects.filter(succeeded=True).exists())
        relay.cut()
        time.sleep(0.2)
        relay.restore()
        connection.close()
    assert not Heartbeat.objects.exists()


@pytest.mark.django_db
def test_job_whose_last_run_lies_in_the_future_is_due_once(ticks: list[str]) -> None:
    @job("daily", every=timedelta(days=1), label="Täglich")
    def daily() -> str:
        ticks.append("daily")
        return "fertig"

    future = timezone.now() + timedelta(days=700)
    JobRun.objects.create(name="daily", started_at=future, ended_at=future, succeeded=True)
    one = schedule.all_jobs()["daily"]
    assert one.is_due
    schedule.run_jobs([one], only_due=True)
    schedule.run_jobs([one], only_due=True)  # not again and again until the future has come
    assert ticks == ["daily"]


@pytest.mark.django_db
def test_clocks_that_differ_by_a_minute_are_no_jump(ticks: list[str]) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    JobRun.objects.create(name="tick", started_at=soon, ended_at=soon, succeeded=True)
    assert JobRun.objects.latest_of("tick") is not None


# --- What counts as an outage --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_wrong_query_and_cancelled_query_are_no_outage() -> None:
    for statement in ("SELECT no_such_column", "SET statement_timeout = 10; SELECT pg_sleep(5)"):
        with connection.cursor() as cursor, pytest.raises(Error) as caught:
            cursor.execute(statement)
        assert not is_outage(caught.value)
        connection.close()
    assert is_outage(InterfaceError("connection already closed"))


@pytest.mark.django_db(transaction=True)
def test_ended_session_is_an_outage_also_behind_another_error() -> None:
    def broken() -> None:
        try:
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
        except Error as error:
            raise ValueError("unreadable") from error

    with pytest.raises(ValueError, match="unreadable") as caught:
        broken()
    assert is_outage(caught.value)
    connection.close()


def test_deliver_is_the_task_that_is_looked_for() -> None:
    assert deliver.module_path == "mailing.tasks.deliver"
