"""„Das Wichtigste“: a page for who reads no other. Every sentence is computed from a chapter that the report has, so that whoever
doubts it can turn the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insight.coverage import CellKind
from insight.models import Chapter
from insight.reports.blocks import Block, KeyNumber, Numbers, Paragraph, Point, Points
from insight.reports.facts import Facts
from insight.reports.words import active_networks, actors, decimal, whole
from networks.models import Update


def summary(facts: Facts, chapters: Collection[Chapter]) -> Iterator[Block]:
    active = len(facts.snapshot.active)
    if not active:
        yield Paragraph(_("In dieser Auswahl steht zurzeit kein aktives Netzwerk im Bildungsnetz."))
    else:
        yield Paragraph(
            _(
                "%(networks)s und %(actors)s stehen in dieser Auswahl; %(seated)s davon sitzen in mindestens einem Netzwerk."
            )
            % {
                "networks": active_networks(active),
                "actors": actors(len(facts.snapshot.actors)),
                "seated": whole(facts.seated),
            }
        )
    yield Numbers(tuple(_numbers(facts, chapters)))
    if points := tuple(_points(facts, chapters)):
        yield Points(points)


def _numbers(facts: Facts, chapters: Collection[Chapter]) -> Iterator[KeyNumber]:
    active = len(facts.snapshot.active)
    yield KeyNumber(whole(active), ngettext("aktives Netzwerk", "aktive Netzwerke", active))
    if everybody := len(facts.snapshot.actors):
        yield KeyNumber(
            whole(facts.seated), _("Akteure sind dabei"), _("von %(n)s") % {"n": whole(everybody)}
        )
    if Chapter.DOUBLES in chapters:
        pairs = len(facts.doubles)
        yield KeyNumber(whole(pairs), ngettext("Paar zu prüfen", "Paare zu prüfen", pairs))
    if Chapter.TOLD in chapters:
        asked = len(facts.told_as(Update.Kind.UNSOLVABLE_HERE))
        yield KeyNumber(whole(asked), ngettext("Frage nach oben", "Fragen nach oben", asked))


def _points(facts: Facts, chapters: Collection[Chapter]) -> Iterator[Point]:
    tellers = {
        Chapter.STOCK: (_of_stock, _of_places),
        Chapter.GAPS: (_of_gaps, _of_groups),
        Chapter.DOUBLES: (_of_doubles,),
        Chapter.LOAD: (_of_load,),
        Chapter.TOLD: (_of_questions,),
    }
    for chapter, functions in tellers.items():
        for tell in functions if chapter in chapters else ():
            yield from tell(facts)


def _of_stock(facts: Facts) -> Iterator[Point]:
    if not facts.snapshot.networks:
        return
    begun, ended = len(facts.begun), len(facts.ended)
    lead = (
        _("Der Bestand wächst.")
        if begun > ended
        else _("Der Bestand nimmt ab.")
        if begun < ended
        else _("Der Bestand ist stabil.")
    )
    came = (
        ngettext("Im Zeitraum begann %(n)s Netzwerk", "Im Zeitraum begannen %(n)s Netzwerke", begun)
        if begun
        else _("Im Zeitraum begann kein Netzwerk")
    ) % {"n": whole(begun)}
    went = (ngettext("%(n)s endete", "%(n)s endeten", ended) if ended else _("keines endete")) % {
        "n": whole(ended)
    }
    others = [*_others(facts)]
    yield Point(lead, f"{came}, {went}." + (f" {', '.join(others)}." if others else ""))


def _others(facts: Facts) -> Iterator[str]:
    """What is not at work, as far as there is any."""
    resting, planned = facts.statuses["ruhend"], facts.statuses["geplant"]
    if resting:
        yield ngettext("%(n)s ruht", "%(n)s ruhen", resting) % {"n": whole(resting)}
    if planned:
        yield ngettext("%(n)s ist geplant", "%(n)s sind geplant", planned) % {"n": whole(planned)}


def _of_places(facts: Facts) -> Iterator[Point]:
    active = len(facts.snapshot.active)
    if not facts.city or not facts.around:
        return
    lead = (
        _("Das meiste gilt für alle Stadtteile.")
        if 2 * facts.around > active
        else _("Das meiste gilt für einzelne Stadtteile.")
    )
    yield Point(
        lead,
        _("Aktive Netzwerke: %(active)s, davon mit dem Gebiet „%(city)s“: %(around)s.")
        % {"around": whole(facts.around), "active": whole(active), "city": facts.city},
    )


def _of_gaps(facts: Facts) -> Iterator[Point]:
    missing, checked = facts.gaps_of(CellKind.GAP), facts.gaps_of(CellKind.CHECK)
    if not missing and not checked:
        return
    first = (missing or checked)[0]
    lead = (
        ngettext(
            "%(n)s Lücke zwischen Thema und Stadtteil.",
            "%(n)s Lücken zwischen Thema und Stadtteil.",
            len(missing),
        )
        if missing
        else ngettext("%(n)s Feld ist zu prüfen.", "%(n)s Felder sind zu prüfen.", len(checked))
    ) % {"n": whole(len(missing or checked))}
    yield Point(
        lead,
        _("%(theme)s in %(place)s: %(actors)s vor Ort, aber kein Netzwerk.")
        % {"theme": first.theme, "place": first.place, "actors": actors(len(first.cell.actors))},
    )


def _of_groups(facts: Facts) -> Iterator[Point]:
    without = [one for one in facts.rare_groups if not one.cell.networks]
    if not without:
        return
    first = without[0]
    yield Point(
        ngettext(
            "Für %(n)s Zielgruppe gibt es kein Netzwerk.",
            "Für %(n)s Zielgruppen gibt es kein Netzwerk.",
            len(without),
        )
        % {"n": whole(len(without))},
        _("Zum Beispiel „%(group)s“: kein aktives Netzwerk, %(actors)s.")
        % {"group": first.name, "actors": actors(len(first.cell.actors))},
    )


def _of_doubles(facts: Facts) -> Iterator[Point]:
    if not facts.doubles:
        return
    first, number = facts.doubles[0], len(facts.doubles)
    yield Point(
        ngettext(
            "%(n)s Paar von Netzwerken ist zu prüfen.", "%(n)s Paare von Netzwerken sind zu prüfen.", number
        )
        % {"n": whole(number)},
        ngettext(
            "Am ähnlichsten sind „%(first)s“ und „%(second)s“ mit %(shared)s gemeinsamen Mitglied.",
            "Am ähnlichsten sind „%(first)s“ und „%(second)s“ mit %(shared)s gemeinsamen Mitgliedern.",
            first.number,
        )
        % {"first": first.first.name, "second": first.second.name, "shared": whole(first.number)},
    )


def _of_load(facts: Facts) -> Iterator[Point]:
    actor, first = facts.busiest[0] if facts.busiest else (None, None)
    if actor is None or first is None or not first.is_busy:
        return
    yield Point(
        _("%(actor)s trägt am meisten.") % {"actor": actor.name},
        _("Mitglied in %(networks)s, koordiniert %(coordinated)s davon, etwa %(meetings)s Treffen im Monat.")
        % {
            "networks": ngettext("%(n)s aktivem Netzwerk", "%(n)s aktiven Netzwerken", len(first.rounds))
            % {"n": whole(len(first.rounds))},
            "coordinated": whole(first.coordinated),
            "meetings": decimal(first.a_month),
        },
    )


def _of_questions(facts: Facts) -> Iterator[Point]:
    asked = facts.told_as(Update.Kind.UNSOLVABLE_HERE)
    if not asked:
        return
    askers = {one.network for one in asked}
    yield Point(
        ngettext(
            "%(n)s Frage lässt sich vor Ort nicht lösen.",
            "%(n)s Fragen lassen sich vor Ort nicht lösen.",
            len(asked),
        )
        % {"n": whole(len(asked))},
        _("Gestellt von %(networks)s.")
        % {
            "networks": ngettext("%(n)s Netzwerk", "%(n)s Netzwerken", len(askers))
            % {"n": whole(len(askers))}
        },
    )
