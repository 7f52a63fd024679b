"""What the portal does by itself, again and again: each room lists its jobs in `<room>/jobs.py`.

`manage.py run_jobs` runs them. Libraries for this put their timetable into the database or hand every job to the task
queue; here a job is a function, and a cron line, a systemd timer or a container that loops can drive it."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from mailing.models import JobRun
from mailing.outages import is_outage
from mailing.wording import without_personal_data

logger = logging.getLogger(__name__)

RETRY = timedelta(hours=1)  # after an error, unless the job comes more often anyway
LOCKS = 0x4A4F42  # "JOB": our family of PostgreSQL's advisory locks

JOBS: dict[str, Job] = {}


@dataclass(frozen=True)
class Job:
    """`run` takes no arguments and returns one German line that says what it did, without personal data."""

    name: str
    label: str | Promise
    every: timedelta
    run: Callable[[], str]

    @property
    def is_due(self) -> bool:
        """Whether it is time again. A twentieth of the interval (at most half an hour) is forgiven: a cron line that
        comes once a day comes a few seconds too early every other day."""
        last = JobRun.objects.latest_of(self.name)  # one that lies in the future does not count
        return last is None or self.next_time(last) <= timezone.now()

    def next_time(self, last: JobRun) -> datetime:
        wait = self.every if last.succeeded else min(self.every, RETRY)
        return last.started_at + wait - min(wait / 20, timedelta(minutes=30))


def job(
    name: str, *, every: timedelta, label: str | Promise
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register a function of a `jobs.py` under a name in kebab-case. Raises ValueError for a name that is taken."""

    def register(function: Callable[[], str]) -> Callable[[], str]:
        known = JOBS.get(name)
        if known and known.run.__module__ != function.__module__:
            raise ValueError(f"Two jobs are called {name}.")
        JOBS[name] = Job(name, label, every, function)
        return function

    return register


def all_jobs() -> Mapping[str, Job]:
    """All jobs of all rooms, by name, in the order of the alphabet."""
    autodiscover_modules("jobs")
    return MappingProxyType(dict(sorted(JOBS.items())))


def run_jobs(jobs: Iterable[Job], *, only_due: bool = False) -> list[JobRun]:
    """Run the jobs one after another, each in a transaction of its own; an error of one does not stop the others.

    Returns the runs that happened: not those that were not due or that another process was just running. Raises
    what the database says when it is away: nobody need ask it for the next job."""
    runs = []
    for each in jobs:
        try:
            run = _run(each, only_due=only_due)
        except Error as error:  # with it the record of what happened is gone
            if is_outage(error):
                raise
            logger.error("Job %s: %s", each.name, without_personal_data(error))  # noqa: TRY400 (see below)
            close_old_connections()
        else:
            runs += [run] if run else []
    return runs


@transaction.atomic(durable=True)
def _run(job: Job, *, only_due: bool) -> JobRun | None:
    if not _lock(job.name) or (only_due and not job.is_due):
        return None
    run = JobRun(name=job.name, started_at=timezone.now())
    try:
        with transaction.atomic():  # what the job did goes with its error, the record of the error stays
            run.summary = str(job.run())[:500]
            run.succeeded = True
    except Exception as error:
        run.error = without_personal_data(error)
        where = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Job %s: %s\n%s", job.name, run.error, where)  # noqa: TRY400 (its text would be logged whole)
    run.ended_at = timezone.now()
    run.save()
    return run


def _lock(name: str) -> bool:
    """Take the job's lock until the transaction ends. Returns False when another process has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCKS, name])
        return cursor.fetchone()[0]
