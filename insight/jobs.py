"""What Einblick does by itself, see `mailing.schedule`."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from insight.kept import forget_kept
from insight.reports.drafting import draft_all
from mailing.schedule import job

KEPT_FOR = timedelta(days=30)  # a page that nobody opens for so long starts anew


@job(
    "forget-kept-results",
    every=timedelta(days=1),
    label=gettext_lazy("Alte Rechenergebnisse des Einblicks löschen"),
)
def forget_kept_results() -> str:
    """They can be computed again at any time; most are of choices that somebody looked at once."""
    count = forget_kept(timezone.now() - KEPT_FOR)
    return ngettext("%d altes Ergebnis gelöscht", "%d alte Ergebnisse gelöscht", count) % count


@job("draft-reports", every=timedelta(days=1), label=gettext_lazy("Entwürfe für Berichte anlegen"))
def draft_reports() -> str:
    """Every day, so that the draft is there on the first morning after the quarter."""
    drafts = len(draft_all())
    if not drafts:
        return _("Kein Zeitraum ist zu Ende, für den ein Entwurf fehlt.")
    return ngettext("%(n)s Entwurf angelegt.", "%(n)s Entwürfe angelegt.", drafts) % {"n": drafts}
