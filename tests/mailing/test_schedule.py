"""Periodic jobs. Each test registers jobs of its own; `calls` says what ran."""

from datetime import timedelta
from io import StringIO
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from mailing import schedule, timer
from mailing.models import JobRun
from mailing.schedule import Job, all_jobs, job, run_jobs
from mailing.timer import run_due_jobs_until
from mailing.wording import without_personal_data

DAY = timedelta(days=1)


@pytest.fixture
def calls(monkeypatch):
    """Only two jobs exist: one that works, one that fails after it wrote something."""
    done: list[str] = []
    monkeypatch.setattr(schedule, "JOBS", {})
    monkeypatch.setattr(schedule, "autodiscover_modules", lambda name: None)

    @job("broken", every=DAY, label="Scheitert")
    def broken() -> str:
        done.append("broken")
        User.objects.create(email="kim@example.org")
        raise ValueError("kim@example.org gibt es schon\nDETAIL: geheim")

    @job("works", every=DAY, label="Klappt")
    def works() -> str:
        done.append("works")
        return "3 Mails"

    return done


@pytest.mark.django_db
def test_error_of_one_job_is_recorded_and_does_not_stop_the_next(calls):
    broken, works = run_jobs(all_jobs().values())
    assert calls == ["broken", "works"]
    assert (broken.succeeded, broken.error) == (False, "ValueError: …@… gibt es schon")
    assert (works.succeeded, works.summary, works.error) == (True, "3 Mails", "")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_due_again_after_its_interval_and_after_an_error_in_an_hour(calls, time_machine):
    start = timezone.now().replace(microsecond=0)
    time_machine.move_to(start, tick=False)
    jobs = all_jobs()
    run_jobs(jobs.values(), only_due=True)
    ran = []
    for passed in (timedelta(minutes=30), timedelta(minutes=61), timedelta(hours=23), DAY, DAY * 2):
        time_machine.move_to(start + passed, tick=False)
        ran.append([run.name for run in run_jobs(jobs.values(), only_due=True)])
    assert ran == [[], ["broken"], ["broken"], ["broken", "works"], ["broken", "works"]]


@pytest.mark.django_db
def test_job_that_another_process_is_running_is_left_alone(calls):
    other_process = connection.copy()
    try:
        with other_process.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, hashtext('works'))", [schedule.LOCKS])
            assert run_jobs([all_jobs()["works"]]) == []
            cursor.execute("SELECT pg_advisory_unlock_all()")  # closing alone takes the server a moment
    finally:
        other_process.close()
    assert [run.name for run in run_jobs([all_jobs()["works"]])] == ["works"]


@pytest.mark.django_db
def test_loop_runs_what_is_due_and_ends_when_told(calls, monkeypatch):
    monkeypatch.setattr(timer, "close_old_connections", lambda: None)  # the test's own is in a transaction
    stop = Event()

    @job("ends", every=DAY, label="Beendet")
    def ends() -> str:
        stop.set()
        return "fertig"

    run_due_jobs_until(stop, pause=timedelta(0), names=["ends", "works"])
    assert calls == ["works"]
    assert JobRun.objects.filter(name="ends", succeeded=True).count() == 1


@pytest.mark.django_db
def test_command_says_what_ran_and_fails_when_a_job_failed(calls):
    out = StringIO()
    call_command("run_jobs", "works", stdout=out)
    assert out.getvalue() == "works: 3 Mails\n"
    with pytest.raises(CommandError, match=r"^1 von 2 Aufgaben ist gescheitert"):
        call_command("run_jobs", stdout=out)
    with pytest.raises(CommandError, match=r"Unbekannt: nonsense. Es gibt: broken, works\."):
        call_command("run_jobs", "nonsense")


def test_two_jobs_of_one_name_are_refused(calls):
    def stranger() -> str:
        return ""

    stranger.__module__ = "elsewhere.jobs"
    with pytest.raises(ValueError, match="works"):
        job("works", every=DAY, label="")(stranger)


@pytest.mark.django_db
def test_old_runs_are_forgotten_but_the_last_of_each_job():
    def run(name: str, days: int) -> JobRun:
        moment = timezone.now() - timedelta(days=days)
        return JobRun.objects.create(name=name, started_at=moment, ended_at=moment, succeeded=True)

    kept = [run("a", 200), run("b", 10)]
    run("b", 120)
    run_jobs([all_jobs()["forget-job-runs"]])
    assert set(JobRun.objects.exclude(name="forget-job-runs")) == set(kept)


@pytest.mark.django_db
def test_every_job_has_a_label_and_runs_on_an_empty_directory():
    runs = run_jobs(all_jobs().values())
    assert [(run.name, run.error) for run in runs] == [(name, "") for name in all_jobs()]
    assert all(isinstance(each, Job) and str(each.label) for each in all_jobs().values())


def test_error_without_text_is_its_class():
    assert without_personal_data(KeyError()) == "KeyError: –"
