"""„Was die Netzwerke melden“: public Zwischenstände of the period, those first that nobody on the spot can solve."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.reports.blocks import Block, Column, Heading, Paragraph, Table, TableCell, rows
from insight.reports.facts import Facts, Told
from insight.reports.words import day, whole
from networks.models import Update

MOST_ROWS = 12  # of a kind: a page of paper at most
LONGEST = 600  # characters of a Zwischenstand; who wants all of it follows the link


def told(facts: Facts) -> Iterator[Block]:
    if not facts.told:
        yield Paragraph(_("In diesem Zeitraum hat kein Netzwerk öffentlich einen Zwischenstand geschrieben."))
        return
    kinds = Update.Kind
    yield from _table(
        facts,
        kinds.UNSOLVABLE_HERE,
        _("Hier nicht lösbar"),
        _("Diese Fragen haben Netzwerke nach oben gegeben."),
    )
    yield from _table(facts, kinds.PROBLEM, _("Probleme"), "")
    yield from _table(facts, kinds.RESULT, _("Ergebnisse"), "")
    going_on = len(facts.told_as(kinds.PROGRESS)) + len(facts.told_as(kinds.NOTHING_NEW))
    said = {one.network for one in facts.told}
    yield Paragraph(
        _(
            "Zwischenstände: %(all)s, davon über den Fortgang der Arbeit: %(going)s. Netzwerke, die berichten: %(networks)s."
        )
        % {"all": whole(len(facts.told)), "networks": whole(len(said)), "going": whole(going_on)},
        is_note=True,
    )


def _table(facts: Facts, kind: Update.Kind, title: str, lead: str) -> Iterator[Block]:
    found = facts.told_as(kind)
    if not found:
        return
    yield Heading(title)
    if lead:
        yield Paragraph(lead)
    columns = (Column(_("Netzwerk")), Column(_("Meldung"), weight=2), Column(_("Tag")))
    yield Table(
        _("%(kind)s, die neuesten zuerst") % {"kind": title},
        columns,
        rows(*(_line(facts, one) for one in found[:MOST_ROWS])),
    )
    if (more := len(found) - MOST_ROWS) > 0:
        yield Paragraph(
            ngettext(
                "Eine weitere steht bei ihrem Netzwerk.", "%(n)s weitere stehen bei ihren Netzwerken.", more
            )
            % {"n": more},
            is_note=True,
        )


def _line(facts: Facts, one: Told) -> tuple[TableCell, str, str]:
    network = facts.snapshot.networks[one.network]
    text = Truncator(" ".join(one.text.split())).chars(LONGEST)
    return TableCell(network.name, reverse("networks:detail", args=[network.slug])), text, day(one.day)
