from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailing.models import Heartbeat, JobRun
from mailing.schedule import job


@job("forget-job-runs", every=timedelta(days=1), label=_("Alte Einträge dieser Liste löschen"))
def forget_job_runs() -> str:
    """Keeps what is younger than 90 days, and the last run of every job."""
    count = JobRun.objects.forgettable(timedelta(days=90)).delete()[0]
    Heartbeat.objects.filter(seen_at__lt=timezone.now() - timedelta(days=7)).delete()
    return ngettext("%d alter Eintrag gelöscht", "%d alte Einträge gelöscht", count) % count
