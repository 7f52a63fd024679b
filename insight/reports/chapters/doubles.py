"""„Doppelstrukturen und Auslastung“: who meets the same people for the same, and what cooperation asks of all together; „Wer viel
trägt“, for Koordination, names those on whom much depends."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.load import attendances_a_year
from insight.overlap import MERGE_FROM, MERGE_SHARE, Pair
from insight.reports.blocks import (
    Block,
    Column,
    Heading,
    KeyNumber,
    Numbers,
    Paragraph,
    Table,
    TableCell,
    rows,
)
from insight.reports.facts import Facts
from insight.reports.words import decimal, networks, whole
from insight.snapshot import NetworkFacts

MOST_PAIRS = 8  # half a page of paper; the page of load has all
COMPARED_FROM = 2  # networks: one has nothing beside it


def doubles(facts: Facts) -> Iterator[Block]:
    if len(facts.snapshot.active) < COMPARED_FROM:
        yield Paragraph(_("Für einen Vergleich braucht es mindestens zwei aktive Netzwerke."))
        return
    yield from _pairs(facts)
    yield from _sum(facts)


def _pairs(facts: Facts) -> Iterator[Block]:
    if not facts.doubles:
        yield Paragraph(_("Kein Paar von Netzwerken hat dieselbe Aufgabe und zugleich dieselben Mitglieder."))
    else:
        yield Paragraph(
            _(
                "Zu prüfen ist ein Paar, wenn mindestens %(least)s Akteure in beiden sitzen, das mindestens %(share)s\u00a0%% der kleineren "
                "Runde sind und Thema, Zielgruppe, Ort und Charakter sich überschneiden. Das ist ein Hinweis, kein Urteil. Gespart: "
                "so viele Treffen im Jahr, wenn beide zusammen tagen."
            )
            % {"least": MERGE_FROM, "share": round(100 * MERGE_SHARE)}
        )
        columns = (
            Column(_("Netzwerk")),
            Column(_("mit")),
            Column(_("gemeinsame Mitglieder"), is_number=True),
            Column(_("Treffen gespart"), is_number=True),
        )
        lines = [
            (_linked(one.first), _linked(one.second), whole(one.number), _saved(one))
            for one in facts.doubles[:MOST_PAIRS]
        ]
        yield Table(_("Paare, die zu prüfen sind, die ähnlichsten zuerst"), columns, rows(*lines))
    settled = facts.settled
    said = [
        ngettext("%(n)s Paar zu prüfen", "%(n)s Paare zu prüfen", len(facts.doubles))
        % {"n": len(facts.doubles)}
    ]
    said.append(_("im Zeitraum %(n)s als verschieden geklärt") % {"n": settled.decided})
    said.append(_("%(n)s zusammengeführt") % {"n": settled.merged})
    yield Paragraph(f"{', '.join(said)}.")


def _linked(network: NetworkFacts) -> TableCell:
    return TableCell(network.name, reverse("networks:detail", args=[network.slug]))


def _saved(pair: Pair) -> str:
    return whole(round(pair.saves)) if pair.saves else "–"


def _sum(facts: Facts) -> Iterator[Block]:
    known = [one for one in facts.snapshot.active.values() if one.times_a_year is not None]
    yield Heading(_("Was Zusammenarbeit an Zeit braucht"))
    attended = round(attendances_a_year(facts.snapshot))
    yield Numbers(
        (
            KeyNumber(whole(facts.meetings_a_year), _("Treffen im Jahr, geschätzt")),
            KeyNumber(whole(attended), _("Teilnahmen im Jahr, wenn je Mitglied eine Person kommt")),
        )
    )
    unknown = len(facts.snapshot.active) - len(known)
    note = _("Geschätzt aus dem eingetragenen Rhythmus.")
    if unknown:
        note += " " + ngettext(
            "%(n)s nennt keinen und zählt nicht mit.", "%(n)s nennen keinen und zählen nicht mit.", unknown
        ) % {"n": networks(unknown)}
    yield Paragraph(note, is_note=True)


def busiest(facts: Facts) -> Iterator[Block]:
    if not facts.busiest:
        yield Paragraph(_("In dieser Auswahl sitzt noch kein Akteur in einem aktiven Netzwerk."))
        return
    columns = (
        Column(_("Akteur")),
        Column(_("Netzwerke"), is_number=True),
        Column(_("davon koordiniert"), is_number=True),
        Column(_("Treffen im Monat"), is_number=True),
    )
    lines = [
        (
            TableCell(actor.name, actor.path),
            whole(len(load.rounds)),
            whole(load.coordinated),
            decimal(load.a_month),
        )
        for actor, load in facts.busiest
    ]
    yield Table(_("Akteure mit den meisten Treffen"), columns, rows(*lines))
    yield Paragraph(
        ngettext(
            "%(n)s Akteur hat mehr als %(limit)s Treffen im Monat.",
            "%(n)s Akteure haben mehr als %(limit)s Treffen im Monat.",
            facts.busy,
        )
        % {"n": whole(facts.busy), "limit": whole(round(facts.rule.busy_from))}
    )
    yield Paragraph(
        _(
            "Ohne Runden, die %(everyday)s-mal im Jahr oder öfter tagen. Über Größe und Personal sagt die Zahl nichts; ein Amt mit vielen "
            "Abteilungen ist ein Akteur."
        )
        % {"everyday": round(facts.rule.everyday_from)},
        is_note=True,
    )
