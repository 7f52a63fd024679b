"""The clock of the demo and of `manage.py run_jobs --loop`."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from threading import Event

from django.db import close_old_connections

from mailing.schedule import all_jobs, run_jobs

logger = logging.getLogger(__name__)


def run_due_jobs_until(stop: Event, *, pause: timedelta, names: Collection[str] = ()) -> None:
    """Look every `pause` what is due, until `stop` is set. An outage of the database is waited for."""
    jobs = all_jobs()
    chosen = [jobs[name] for name in names or jobs]
    while not stop.is_set():
        close_old_connections()
        for run in run_jobs(chosen, only_due=True):
            logger.info("Job %s: %s", run.name, run.summary or run.error)
        stop.wait(pause.total_seconds())
