"""„Was lange nicht bestätigt ist“: how far the figures can be trusted; for Koordination."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.reports.blocks import Block, Column, Paragraph, Table, TableCell, rows
from insight.reports.facts import Facts
from insight.reports.words import day, share
from networks.models import Network

MOST_ROWS = 15  # half a page of paper; the directory has all


def freshness(facts: Facts) -> Iterator[Block]:
    active, stale = facts.snapshot.active, facts.stale or {}
    if not active:
        yield Paragraph(_("In dieser Auswahl steht zurzeit kein aktives Netzwerk."))
        return
    yield Paragraph(
        _(
            "Von den aktiven Netzwerken sind länger nicht bestätigt, als die Regel vorsieht (%(days)s): %(stale)s. Ohne vereinbartes "
            "öffentliches Treffen im nächsten halben Jahr: %(undated)s."
        )
        % {
            "days": _days(settings.CONFIRM_EVERY[Network.kind_word].days),
            "stale": share(len(stale), len(active)),
            "undated": share(facts.undated, len(active)),
        }
    )
    if stale:
        oldest = sorted(stale, key=lambda entry: (stale[entry] or date.min, active[entry].name))
        columns = (Column(_("Netzwerk")), Column(_("zuletzt bestätigt")))
        lines = [
            (
                TableCell(active[entry].name, reverse("networks:detail", args=[active[entry].slug])),
                _last(stale[entry]),
            )
            for entry in oldest[:MOST_ROWS]
        ]
        yield Table(_("Netzwerke, deren Bestätigung am längsten zurückliegt"), columns, rows(*lines))


def _days(number: int) -> str:
    return ngettext("%(n)s Tag", "%(n)s Tage", number) % {"n": number}


def _last(confirmed: date | None) -> str:
    return day(confirmed) if confirmed else _("noch nie")
