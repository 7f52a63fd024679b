from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.retention import deletes
from mailing.schedule import job
from portal.models import BarrierReport


@job(
    "forget-reporters",
    every=timedelta(days=1),
    label=_("Bei erledigten Barrieren vergessen, wer sie meldete"),
)
@deletes("cases", _("Adressen von Menschen, deren gemeldete Barriere erledigt ist"))
def forget_reporters(before: datetime) -> int:
    return BarrierReport.objects.filter(done_at__lt=before).exclude(reply_to="").update(reply_to="")
