"""The clock of the demo and of `manage.py run_jobs --loop`."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import timedelta
from threading import Event

from django.db import Error, close_old_connections
from django.utils.crypto import get_random_string

from mailing.models import Heartbeat
from mailing.outages import Patience
from mailing.schedule import all_jobs, run_jobs

logger = logging.getLogger(__name__)


def run_due_jobs_until(stop: Event, *, pause: timedelta, names: Collection[str] = ()) -> None:
    """Look every `pause` what is due, until `stop` is set. An outage of the database is waited for."""
    jobs, own_name = all_jobs(), get_random_string(32)
    chosen = [jobs[name] for name in names or jobs]
    patience = Patience("The loop of the jobs", sleep=stop.wait)
    while not stop.is_set():
        try:
            close_old_connections()
            Heartbeat.objects.beat(Heartbeat.Kind.JOBS, own_name)
            for run in run_jobs(chosen, only_due=True):
                logger.info("Job %s: %s", run.name, run.summary or run.error)
        except Error as error:
            patience.wait(error)
        else:
            patience.is_over()
            stop.wait(pause.total_seconds())
    Heartbeat.objects.sign_off(own_name)
