"""„Termine“: how often networks met in the period, and when they meet next."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.reports.blocks import Block, Column, Heading, Paragraph, Table, TableCell, rows
from insight.reports.facts import Facts
from insight.reports.words import whole
from insight.snapshot import Agreed

MOST_ROWS = 15  # half a page of paper; the calendar has all


def dates(facts: Facts) -> Iterator[Block]:
    held = facts.held or {}
    if held:
        number = sum(held.values())
        yield Paragraph(
            ngettext(
                "Im Zeitraum steht %(n)s öffentliches Treffen im Kalender. Aktive Netzwerke: %(active)s, davon mit Treffen: %(networks)s.",
                "Im Zeitraum stehen %(n)s öffentliche Treffen im Kalender. Aktive Netzwerke: %(active)s, davon mit Treffen: %(networks)s.",
                number,
            )
            % {
                "n": whole(number),
                "networks": whole(sum(entry in facts.snapshot.active for entry in held)),
                "active": whole(len(facts.snapshot.active)),
            }
        )
    else:
        yield Paragraph(_("Im Zeitraum steht kein öffentliches Treffen im Kalender."))
    agreed = facts.snapshot.agreed
    if not agreed:
        yield Paragraph(_("Für das nächste halbe Jahr ist noch kein öffentliches Treffen vereinbart."))
        return
    yield Heading(_("Die nächsten Treffen"))
    columns = (Column(_("Netzwerk")), Column(_("Wann")))
    yield Table(
        _("Vereinbarte öffentliche Treffen, die nächsten zuerst"),
        columns,
        rows(*(_line(facts, one) for one in agreed[:MOST_ROWS])),
    )
    if (more := len(agreed) - MOST_ROWS) > 0:
        yield Paragraph(
            ngettext("Ein weiteres steht im Kalender.", "%(n)s weitere stehen im Kalender.", more)
            % {"n": whole(more)},
            is_note=True,
        )


def _line(facts: Facts, one: Agreed) -> tuple[TableCell, str]:
    network = facts.snapshot.networks[one.network]
    when = date_format(one.start, "l, j. F Y" if one.is_all_day else "l, j. F Y, H:i")
    return TableCell(
        network.name, reverse("networks:detail", args=[network.slug])
    ), when if one.is_all_day else _("%(when)s Uhr") % {"when": when}
