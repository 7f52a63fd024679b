from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import Error, connections, models
from django.db.models import Max, Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

if TYPE_CHECKING:
    from mailing.models import JobRun

MISSING_AFTER = timedelta(minutes=1)  # after which who was not heard counts as gone
LATE = timedelta(minutes=5)  # a mail that nobody took up by then
SKEW = timedelta(minutes=5)  # two machines' clocks may differ; more is a clock that has jumped
# How long to wait after the first, second, ... failure. An outage of a day loses nothing.
BACK_OFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]


class OutgoingMailQuerySet(models.QuerySet):
    def unsent(self) -> Self:
        return self.filter(sent_at__isnull=True)

    def on_the_way(self) -> Self:
        """Unsent, and not given up."""
        return self.unsent().filter(attempts__lte=len(BACK_OFF))

    def given_up(self) -> Self:
        return self.unsent().filter(attempts__gt=len(BACK_OFF))

    def overdue(self, by: timedelta) -> Self:
        """Should have been sent, or tried again, so long ago. A next attempt that lies farther than any back-off was
        planned by a clock that had jumped."""
        now = timezone.now()
        never_tried = Q(next_attempt_at__isnull=True, created_at__lt=now - by)
        too_late = Q(next_attempt_at__lt=now - by)
        misplanned = Q(next_attempt_at__gt=now + BACK_OFF[-1] + SKEW)
        return self.on_the_way().filter(never_tried | too_late | misplanned)

    def forgotten(self) -> Self:
        """Overdue, and no task waits or runs that would send them."""
        horizon = timezone.now() + BACK_OFF[-1] + SKEW
        waiting = Q(status=TaskResultStatus.READY) & (Q(run_after=get_date_max()) | Q(run_after__lte=horizon))
        open_tasks = DBTaskResult.objects.filter(
            waiting | Q(status=TaskResultStatus.RUNNING), task_path="mailing.tasks.deliver"
        )
        asked = {asked["args"][0] for asked in open_tasks.values_list("args_kwargs", flat=True)}
        return self.overdue(LATE).exclude(pk__in=asked)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def not_of_the_future(self) -> Self:
        """A run that lies in the future was begun by a clock that had jumped: it says nothing."""
        return self.filter(started_at__lte=timezone.now() + SKEW)

    def latest_of(self, name: str) -> JobRun | None:
        return self.not_of_the_future().filter(name=name).order_by("-started_at", "-pk").first()

    def latest_of_each(self) -> dict[str, JobRun]:
        runs = self.not_of_the_future().order_by("name", "-started_at", "-pk").distinct("name")
        return {run.name: run for run in runs}

    def forgettable(self, age: timedelta) -> Self:
        """Older than `age`, except the last run of each job: it says when the job is due again."""
        last = (
            self.not_of_the_future().order_by().values("name").annotate(last=Max("started_at")).values("last")
        )
        return self.filter(started_at__lt=timezone.now() - age).exclude(started_at__in=last)


class HeartbeatQuerySet(models.QuerySet):
    def beat(self, kind: str, name: str) -> None:
        """Say that one is alive."""
        self.update_or_create(name=name, defaults={"kind": kind, "seen_at": timezone.now()})

    def sign_off(self, name: str) -> None:
        """Say that one ends properly; where the database is away, it is seen by and by. On a new connection: the old one
        may have broken meanwhile, or in the middle of a query."""
        connection = connections[self.db]
        if not connection.in_atomic_block:
            connection.close()
        with contextlib.suppress(Error):
            self.filter(name=name).delete()

    def alive(self, kind: str) -> Self:
        now = timezone.now()
        return self.filter(kind=kind, seen_at__range=(now - MISSING_AFTER, now + SKEW))
