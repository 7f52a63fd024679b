from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from insight.kept import forget_kept
from mailing.schedule import job

KEPT_FOR = timedelta(days=30)  # a page that nobody opens for so long starts anew


@job("forget-kept-results", every=timedelta(days=1), label=_("Alte Rechenergebnisse des Einblicks löschen"))
def forget_kept_results() -> str:
    """They can be computed again at any time; most are of choices that somebody looked at once."""
    count = forget_kept(timezone.now() - KEPT_FOR)
    return ngettext("%d altes Ergebnis gelöscht", "%d alte Ergebnisse gelöscht", count) % count
