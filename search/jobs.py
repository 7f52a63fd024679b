from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mailing.schedule import job
from search.index import snapshots


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
