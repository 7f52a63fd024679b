from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.retention import deletes
from mailing.schedule import job
from search.index import snapshots
from search.models import VainSearch


@job(
    "renew-search-snapshot",
    every=timedelta(hours=1),
    label=gettext_lazy("Häufige Wörter der Suche bereithalten"),
)
def renew_snapshot() -> str:
    """Only large directories have one, and only after some thousand changes there is something to do."""
    number = snapshots.renew()
    if not number:
        return _("nichts zu tun")
    return (
        ngettext("%d häufiges Wort neu bereitgelegt", "%d häufige Wörter neu bereitgelegt", number) % number
    )


@job("delete-vain-searches", every=timedelta(days=1), label=gettext_lazy("Alte Suchen ohne Treffer löschen"))
@deletes("searches", gettext_lazy("Wörter, nach denen ohne Treffer gesucht wurde, nach der letzten Suche"))
def delete_vain_searches(before: datetime) -> int:
    return VainSearch.objects.filter(last_on__lt=timezone.localdate(before)).delete()[0]
