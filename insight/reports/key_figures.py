"""The figures by which one report is compared with the one before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from insight.coverage import CellKind
from insight.models import Chapter
from insight.reports.blocks import Column, Table, rows
from insight.reports.facts import Facts
from insight.reports.words import whole
from networks.models import Update


def key_figures(facts: Facts, chapters: Collection[Chapter]) -> list[dict[str, Any]]:
    """As a report keeps them: a key that stays the same for ever, the words, the figure. Only those of its chapters."""
    found = ((key, label, number) for key, label, number, chapter in _all(facts) if chapter in chapters)
    return [{"key": key, "label": label, "value": number} for key, label, number in found]


def _all(facts: Facts) -> Iterator[tuple[str, str, int, Chapter]]:
    yield "netzwerke", _("aktive Netzwerke"), len(facts.snapshot.active), Chapter.STOCK
    yield "akteure", _("Akteure"), len(facts.snapshot.actors), Chapter.STOCK
    yield "akteure-dabei", _("Akteure in einem aktiven Netzwerk"), facts.seated, Chapter.STOCK
    yield "luecken", _("Lücken"), len(facts.gaps_of(CellKind.GAP)), Chapter.GAPS
    yield "pruefen", _("Felder zu prüfen"), len(facts.gaps_of(CellKind.CHECK)), Chapter.GAPS
    yield "paare", _("Paare zu prüfen"), len(facts.doubles), Chapter.DOUBLES
    yield "treffen", _("Treffen im Jahr, geschätzt"), facts.meetings_a_year, Chapter.DOUBLES
    yield "nicht-bestaetigt", _("nicht bestätigte Netzwerke"), len(facts.stale or {}), Chapter.FRESHNESS
    yield (
        "fragen",
        _("Fragen nach oben im Zeitraum"),
        len(facts.told_as(Update.Kind.UNSOLVABLE_HERE)),
        Chapter.TOLD,
    )


def comparison(
    now: Sequence[Mapping[str, Any]], then: Sequence[Mapping[str, Any]], title: str
) -> Table | None:
    """Both side by side, as far as both have a figure; None where they have none in common. `title`: of the former report."""
    former = {one["key"]: one["value"] for one in then}
    lines = [
        (
            one["label"],
            whole(former[one["key"]]),
            whole(one["value"]),
            _change(one["value"] - former[one["key"]]),
        )
        for one in now
        if one["key"] in former
    ]
    columns = (
        Column(_("Zahl")),
        Column(_("damals"), is_number=True),
        Column(_("jetzt"), is_number=True),
        Column(_("Veränderung"), is_number=True),
    )
    return Table(_("Verglichen mit „%(title)s“") % {"title": title}, columns, rows(*lines)) if lines else None


def _change(difference: int) -> str:
    """With its sign, the minus as typography has it."""
    return f"+{whole(difference)}" if difference > 0 else f"−{whole(-difference)}" if difference else "0"
