"""/einblick/auslastung/: who carries how much, and where time could be saved. For Koordination: a list of who has much to do reads
as a reproach, and it is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import batched, chain
from typing import Any, NamedTuple

from django.http import HttpRequest, StreamingHttpResponse
from django.template.defaultfilters import floatformat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from actors.models import Actor
from insight.bridge_rows import bridge_rows, bridges_of, named_pair
from insight.counting import rule_of_today
from insight.doubles import by_name, probable_doubles
from insight.forms import ActorSearchForm
from insight.load import MANY, Load, LoadRule, without_network
from insight.load_rows import FEW, LoadTable, columns_of, lonely_rows, pair_rows, week_rows
from insight.overlap import Pair
from insight.pages import InsightPage, InternalOnly
from insight.reading import actors_behind
from insight.savings import savings_of
from insight.snapshot import NOTHING
from search.pages.paging import PageOfHits
from search.pages.tables import attached, table_lines

FIRST, SHOWN = (
    6,
    24,
)  # of a list of hints: those that are unfolded, and all that the page has; the table has the rest
LONELY = 12  # as many actors without a network are looked at closer
BETWEEN = "|"  # names in one cell, as in the tables of the directory
CHUNK = 500  # actors of a table that are read at once


class PageLink(NamedTuple):
    number: int
    url: str


class LoadPage(InternalOnly, InsightPage):
    """What the page and its tables have in common: the choice, the rule, who stands in which order."""

    route = "insight:load"
    template_name = "insight/load.html"
    heading = gettext_lazy("Auslastung")
    lead = gettext_lazy(
        "Wer sitzt in wie vielen Netzwerken, wie viel Zeit kostet das, und wo lässt sie sich sparen?"
    )
    own = ("sort", "akteur")

    @cached_property
    def rule(self) -> LoadRule:
        return rule_of_today()

    @cached_property
    def table(self) -> LoadTable:
        asked = self.scope.own
        return LoadTable(self.scope, self.rule, sort=str(asked["sort"]), wanted=str(asked["akteur"]).strip())


class LoadView(LoadPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table, savings = self.table, savings_of(self.scope)
        page = table.page(self.request.GET.get("page"))
        loads = table.between(page.start, page.stop)
        lonely = without_network(self.scope.snapshot)
        doubles, first_lonely = probable_doubles(self.scope), by_name(lonely)[:LONELY]
        merge, bundle = savings.merge[:SHOWN], savings.bundle[:SHOWN]
        weeks = savings.same_week[:SHOWN]
        bridges = bridges_of(self.scope)
        actors = self._actors(
            (one.actor for one in loads),
            first_lonely,
            doubles.values(),
            *(one.shared for one in (*merge, *bundle, *(week.pair for week in weeks))),
            *((one.actor, *(named_pair(one, self.scope.snapshot) or ())) for one in bridges.found),
        )
        return super().get_context_data(
            **kwargs,
            **self._figures(len(lonely)),
            columns=columns_of(table),
            table=table,
            page=page,
            rows=table.rows(loads, actors),
            merge=pair_rows(self.scope, merge, actors),
            bundle=pair_rows(self.scope, bundle, actors),
            weeks=week_rows(weeks, actors),
            savings=savings,
            first=FIRST,
            rest=f"{FIRST}:",
            page_links=self._page_links(page),
            all_url=self.scope.at(self.route, sort=table.sort),
            csv_url=self.scope.at("insight:load_csv", sort=table.sort, akteur=table.wanted),
            pairs_csv_url=self.scope.at("insight:load_pairs_csv"),
            bridges=bridges,
            bridge_rows=bridge_rows(self.scope, bridges.found, actors),
            lonely=lonely_rows(first_lonely, doubles, actors),
            lonely_number=len(lonely),
            doubles_number=len(doubles),
            may_set_rule=self.request.user.has_perm("insight.change_countingrule"),
            search_form=ActorSearchForm(self.scope),
        )

    def _actors(self, *groups: Iterable[int]) -> dict[int, Actor]:
        """Whoever the page names, in one query."""
        return actors_behind(self.scope.snapshot, BitMap(chain.from_iterable(groups)))

    def _page_links(self, page: PageOfHits) -> list[PageLink | None]:
        known = {"sort": self.table.sort, "akteur": self.table.wanted}
        return [
            PageLink(number, self.scope.at(self.route, **known, page=str(number) if number > 1 else ""))
            if number
            else None
            for number in page.numbers
        ]

    def _figures(self, lonely: int) -> dict[str, Any]:
        """What is said of all, whoever is looked for."""
        loads = self.table.loads
        attendances = float(loads.a_year.sum())
        often = [one for one in self.scope.snapshot.active.values() if self.rule.is_everyday(one)]
        spread = [lonely, *loads.distribution()]
        return {
            "rule": self.rule,
            "loads": loads,
            "most": loads[0] if len(loads) else None,
            "attendances": attendances,
            "hours": attendances * self.rule.hours,
            "everyday": often,
            "unknown": sum(one.times_a_year is None for one in self.scope.snapshot.active.values()),
            "spread": [(number, count, 100 * count / max(1, *spread)) for number, count in enumerate(spread)],
            "many": MANY,
            "tells_shares": len(self.scope.snapshot.active) >= FEW,
        }


class AsTable(LoadPage):
    """As CSV, with all rows that the address asks for."""

    filename: str

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> StreamingHttpResponse:
        return attached(table_lines(self.lines()), self.filename)

    def lines(self) -> Iterator[list[str]]:
        raise NotImplementedError


class LoadTableView(AsTable):
    """The actors as they are chosen and sorted."""

    filename = "auslastung"

    def lines(self) -> Iterator[list[str]]:
        yield [
            _("Akteur"), _("Kennung"), _("Art"), _("Stadtteil"), _("Treffen im Monat"), _("Stunden im Monat"), _("Netzwerke"),
            _("davon koordiniert"), _("ohne festen Rhythmus"), _("dazu häufige Netzwerke"), _("Adresse"),
        ]  # fmt: skip
        for places in batched(range(len(self.table)), CHUNK, strict=False):
            loads = self.table.between(places[0], places[-1] + 1)
            actors = actors_behind(self.scope.snapshot, [one.actor for one in loads])
            for row in self.table.rows(loads, actors):
                district = row.actor.district
                yield [
                    row.actor.name, row.actor.kennung or "", row.actor.kind.name, district.name if district else "",
                    *_load_cells(row.load), self.request.build_absolute_uri(row.actor.get_absolute_url()),
                ]  # fmt: skip


def _load_cells(load: Load) -> list[str]:
    often = BETWEEN.join(one.name for one in load.everyday)
    numbers = (len(load.rounds), load.coordinated, load.unknown)
    return [floatformat(load.a_month, 1), floatformat(load.hours_a_month, 1), *map(str, numbers), often]


class PairTableView(AsTable):
    """All pairs of networks to be looked at."""

    filename = "gleiche-mitglieder"

    def lines(self) -> Iterator[list[str]]:
        yield [
            _("Hinweis"), _("Netzwerk"), _("Rhythmus"), _("anderes Netzwerk"), _("anderer Rhythmus"), _("gemeinsame Mitglieder"),
            _("Anteil an der kleineren Runde in Prozent"), _("spart je Mitglied Treffen im Jahr"), _("wer"),
        ]  # fmt: skip
        savings = savings_of(self.scope)
        for advice, pairs in (
            (_("Zusammenlegen prüfen"), savings.merge),
            (_("Termine bündeln"), savings.bundle),
        ):
            for chunk in batched(pairs, CHUNK, strict=False):
                yield from self._cells(advice, chunk)

    def _cells(self, advice: str, pairs: Iterable[Pair]) -> Iterator[list[str]]:
        pairs = list(pairs)
        shared = BitMap.union(NOTHING, *(one.shared for one in pairs))
        actors = actors_behind(self.scope.snapshot, shared)
        for one in pairs:
            names = [actor.name for entry, actor in actors.items() if entry in one.shared]
            numbers = (one.number, round(100 * one.share), round(one.saves))
            networks = (one.first.name, one.first.rhythm_text, one.second.name, one.second.rhythm_text)
            yield [advice, *networks, *map(str, numbers), BETWEEN.join(names)]
