"""/einblick/luecken/: on which theme somebody works together where, and where nobody does although there are actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from actors.models import Actor
from insight.coverage import CellKind, GapCell, group_cell
from insight.gaps_table import ACTORS, NETWORKS, ROUTE, Figure, GapsAddress, GapsTable, ShownCell, ShownRow
from insight.pages import InsightPage
from insight.reading import actors_behind
from insight.scope import BOTH, scope_of
from search.pages.tables import table_lines

OWN = ("mit", "gebiet", "offen", "teil")
FIRST, MOST = 8, 60  # findings at once, and behind „alle zeigen“: the table has the rest
MOST_BODIES = 12  # tables that a process keeps of one landscape: some 300 kB each
NAMED = 8  # actors of one finding; the list behind the link has all


@dataclass(frozen=True)
class GapFinding:
    """A cell to look at, with whom to talk to. `actors`: the first of them; `more`: how many more there are."""

    shown: ShownCell
    row: ShownRow
    actors: list[Actor]
    plan_url: str

    @property
    def cell(self) -> GapCell:
        return self.shown.cell

    @property
    def is_gap(self) -> bool:
        return self.cell.kind is CellKind.GAP

    @property
    def more(self) -> int:
        return len(self.cell.actors) - len(self.actors)

    @property
    def seated(self) -> str:
        """Whether they sit in a network on the theme."""
        number, of = len(self.cell.seated), len(self.cell.actors)
        if not self.row.networks.number:
            return _("Ein Netzwerk zu diesem Thema gibt es in dieser Auswahl nicht.")
        if not number:
            return _("Keiner davon sitzt in einem Netzwerk zum Thema.")
        if number == of:
            return _("Alle sitzen schon in einem Netzwerk zum Thema.")
        return ngettext(
            "%(n)d davon sitzt schon in einem Netzwerk zum Thema.",
            "%(n)d davon sitzen schon in einem Netzwerk zum Thema.",
            number,
        ) % {"n": number}


@dataclass(frozen=True)
class GapsGroup:
    """A target group or phase over all themes."""

    label: str
    cell: GapCell
    networks: Figure
    actors: Figure


class GapsView(InsightPage):
    route = ROUTE
    template_name = "insight/gaps.html"
    heading = gettext_lazy("Lücken")
    lead = gettext_lazy(
        "Zu welchem Thema arbeitet wo schon jemand zusammen, und wo fehlt das, obwohl es Akteure gibt?"
    )
    own = OWN
    filters = (*BOTH, "akteursart")

    @cached_property
    def table(self) -> GapsTable:
        return GapsTable(
            self.scope, GapsAddress(**{name: str(value) for name, value in self.scope.own.items()})
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, table=self.table)
        return context | {"body": self._body(context)}

    def _body(self, context: dict[str, Any]) -> SafeString:
        """Two thousand figures with their links, the same for everybody who sees the same landscape."""
        kept = self.scope.whole.pages
        key = (self.scope.address(), *(column.value for column in self.table.central))
        if key not in kept:
            if len(kept) >= MOST_BODIES:
                kept.clear()
            kept[key] = render_to_string("insight/_gaps_body.html", context | self._shown())
        return kept[key]

    def _shown(self) -> dict[str, Any]:
        found = self.findings
        return {
            "findings": found[:FIRST],
            "more_findings": found[FIRST:MOST],
            "left_out": max(0, self.number_of_findings - MOST),
            "status": self.status,
            "groups": self.groups,
            "most": self.most,
        }

    @cached_property
    def _cells(self) -> list[tuple[ShownRow, ShownCell]]:
        return [(row, cell) for row in self.table.top for cell in row.cells]

    @property
    def number_of_findings(self) -> int:
        return sum(cell.cell.is_finding for _row, cell in self._cells)

    @cached_property
    def findings(self) -> list[GapFinding]:
        """Where most actors are first; gaps before what is only to be checked."""
        found = [(row, cell) for row, cell in self._cells if cell.cell.is_finding]
        found.sort(key=lambda both: (-both[1].actors.number, both[1].cell.kind is not CellKind.GAP))
        found = found[:MOST]
        snapshot = self.table.snapshot
        named = actors_behind(snapshot, {entry for _row, shown in found for entry in shown.cell.actors})
        return [
            GapFinding(
                shown,
                row,
                [actor for entry, actor in named.items() if entry in shown.cell.actors][:NAMED],
                self.table.plan_url(shown.cell),
            )
            for row, shown in found
        ]

    @property
    def status(self) -> str:
        """What is to be seen, in two sentences."""
        kinds = [cell.cell.kind for _row, cell in self._cells]
        gaps, checks, here = (kinds.count(kind) for kind in (CellKind.GAP, CellKind.CHECK, CellKind.HERE))
        fields = sum(len(row.cells) for row in self.table.top if not row.row.is_empty)
        said = [
            ngettext("%(n)d Lücke", "%(n)d Lücken", gaps) % {"n": gaps},
            ngettext("%(n)d Stelle zum Prüfen", "%(n)d Stellen zum Prüfen", checks) % {"n": checks},
        ]
        sentence = _("%(gaps)s und %(checks)s.") % {"gaps": said[0], "checks": said[1]}
        return f"{sentence} " + ngettext(
            "%(here)d von %(n)d Feld hat ein eigenes Netzwerk.",
            "%(here)d von %(n)d Feldern haben ein eigenes Netzwerk.",
            fields,
        ) % {"here": here, "n": fields}

    @cached_property
    def groups(self) -> list[GapsGroup]:
        """Those with fewest networks first."""
        facet = "phase" if self.table.axis == "phase" else "zielgruppe"
        chosen = self.scope.filters.chosen.get(facet, [])
        found = []
        for option in self.scope.options(facet):
            if chosen and option.value not in chosen:
                continue
            cell = group_cell(self.scope.snapshot, facet, option.value)
            networks, actors = (
                Figure(len(entries), self.scope.directory(route, **{facet: option.value}, **status))
                for route, entries, status in (
                    (NETWORKS, cell.networks, {"status": "aktiv"}),
                    (ACTORS, cell.actors, {}),
                )
            )
            found.append(GapsGroup(option.label, cell, networks, actors))
        return sorted(found, key=lambda one: (one.networks.number, -one.actors.number))

    @property
    def most(self) -> dict[str, int]:
        """What the longest bar stands for."""
        rows = self.table.rows
        themes = [one.number for row in rows for one in (row.networks, row.actors)]
        groups = [one.number for group in self.groups for one in (group.networks, group.actors)]
        return {"themes": max(themes, default=0), "groups": max(groups, default=0)}


class GapsCsvView(View):
    """The table as it is shown: one line for each field, and for each theme one for all of it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        own = {name: request.GET.get(name, "") for name in OWN}
        table = GapsTable(scope_of(request, reverse(ROUTE), own), GapsAddress(**own))
        response = HttpResponse(table_lines(_lines(table)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="luecken.csv"'
        response["Cache-Control"] = "private, no-cache"
        return response


def _lines(table: GapsTable) -> Iterator[tuple[object, ...]]:
    yield "thema", table.axis, "netzwerke", "akteure", "davon_in_netzwerk_zum_thema", "hinweis"
    words = {CellKind.GAP: _("Lücke"), CellKind.CHECK: _("prüfen")}
    for row in table.rows:
        theme = row.theme.label
        yield theme, _("insgesamt"), row.networks.number, row.actors.number, "", ""
        if table.place:
            yield theme, table.around_label, row.around.number, "", "", ""
        for one in row.cells:
            exempt = _("ausgenommen") if one.column.is_central else ""
            kind = words.get(one.cell.kind, exempt)
            yield (
                theme,
                one.column.label,
                one.networks.number,
                one.actors.number,
                len(one.cell.seated),
                kind,
            )
