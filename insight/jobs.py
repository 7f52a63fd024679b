"""What Einblick does by itself, see `mailing.schedule`."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insight.reports.drafting import draft_all
from mailing.schedule import job


@job("draft-reports", every=timedelta(days=1), label=gettext_lazy("Entwürfe für Berichte anlegen"))
def draft_reports() -> str:
    """Every day, so that the draft is there on the first morning after the quarter."""
    drafts = len(draft_all())
    if not drafts:
        return _("Kein Zeitraum ist zu Ende, für den ein Entwurf fehlt.")
    return ngettext("%(n)s Entwurf angelegt.", "%(n)s Entwürfe angelegt.", drafts) % {"n": drafts}
