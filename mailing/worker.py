"""django_tasks_db's worker, which ends with the first word of a database that restarts; this one waits and goes on."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, close_old_connections, transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from mailing import tasks
from mailing.models import Heartbeat, OutgoingMail
from mailing.outages import Patience
from mailing.querysets import MISSING_AFTER

logger = logging.getLogger(__name__)

BEAT = timedelta(seconds=15)
# Ends of a task that say nothing about the task: the database went away, or somebody was in a hurry to end the worker.
CUT_SHORT = {
    "django.db.utils.OperationalError",
    "django.db.utils.InterfaceError",
    "builtins.SystemExit",
    "builtins.KeyboardInterrupt",
}


class PatientWorker(Worker):
    """Waits for a database that is away, takes up what a killed worker left, and tells every few seconds that it lives."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.here_since: datetime | None = None  # without a gap
        self.beaten_at: datetime | None = None
        self.looked_at: datetime | None = None

    def run(self) -> None:
        logger.info("Worker %s starts, queues: %s", self.worker_id, ", ".join(self.queue_names))
        patience = Patience("The mail worker")
        try:
            while self.running:
                try:
                    did_something = self.step()
                except Error as error:  # also a database that is not migrated yet
                    self.here_since = None
                    patience.wait(error)
                    continue
                patience.is_over()
                if self._is_done(did_something):
                    return
                if self.running and not did_something:
                    time.sleep(self.interval)
        finally:
            Heartbeat.objects.sign_off(self.worker_id)

    def step(self) -> bool:
        """Runs the next task, if one waits. Says whether one did."""
        close_old_connections()
        self.beat()
        self.take_up()
        ready = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not self.process_all_queues:
            ready = ready.filter(queue_name__in=self.queue_names)
        with transaction.atomic():
            task = ready.exclude(queue_name__in=self.excluded_queue_names).get_locked()
            if task is not None:
                task.claim(self.worker_id)
        if task is None:
            return False
        self.run_task(task)
        return True

    def run_task(self, db_task_result: DBTaskResult) -> None:
        super().run_task(db_task_result)
        task = db_task_result
        if task.status == TaskResultStatus.FAILED and task.exception_class_path in CUT_SHORT:
            _make_ready(task)

    def beat(self) -> None:
        now = timezone.now()
        if self.here_since is None or self.beaten_at is None or not now - BEAT < self.beaten_at <= now:
            Heartbeat.objects.beat(Heartbeat.Kind.MAILS, self.worker_id)
            self.beaten_at = now
        if self.here_since is None:
            self.here_since, self.looked_at = now, None

    def take_up(self) -> None:
        """What somebody began and cannot end any more is ready again; what nobody is asked to send is asked for."""
        now = timezone.now()
        if self.looked_at is not None and now - MISSING_AFTER < self.looked_at <= now:
            return
        tasks.settle()
        # After an outage the others may need as long as this worker to be heard again.
        sees_others = self.here_since is not None and self.here_since <= now - MISSING_AFTER
        alive = set(Heartbeat.objects.alive(Heartbeat.Kind.MAILS).values_list("name", flat=True))
        for task in DBTaskResult.objects.running().filter(backend_name=self.backend_name):
            last = task.worker_ids[-1] if task.worker_ids else ""
            if last == self.worker_id or (sees_others and last not in alive):
                logger.warning("Task %s was left by worker %s and is done anew.", task.pk, last)
                _make_ready(task)
        tasks.ask_again(OutgoingMail.objects.forgotten())
        self.looked_at = now

    def _is_done(self, did_something: bool) -> bool:
        if self.max_tasks is not None and self._run_tasks >= self.max_tasks:
            return True
        return self.batch and not did_something


def _make_ready(task: DBTaskResult) -> None:
    still_so = DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)
    still_so.update(status=TaskResultStatus.READY, finished_at=None, exception_class_path="", traceback="")
