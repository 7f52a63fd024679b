"""/einblick/wer-mit-wem/: which networks share their people, and whom somebody meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from actors.models import Actor
from insight.around import Met, met_by, worth_drawing
from insight.chart import chart
from insight.compare import address_of
from insight.development import development_in
from insight.drawing import FieldLabel, NetworkLabel, Picture, drawn
from insight.exports import ACTORS, NETWORKS
from insight.field_names import Word, words_for
from insight.forms_around import AroundForm
from insight.graph import FEWEST, Field, pieces
from insight.kept import result_of
from insight.layout import Tie
from insight.matrix import MatrixRow, matrix
from insight.measures import fields_in, ties_in
from insight.overlap import Pair
from insight.pages import InsightPage
from insight.reading import actors_behind
from insight.scope import Scope, scope_of
from insight.snapshot import NetworkFacts
from insight.two_columns import Columns, columns
from search.models import Entry
from search.pages.tables import attached, table_lines

FIRST = 12  # rows of a list that stand open
NAMED = 8  # people named in a row
SMALL = (14, 40)  # networks and actors up to which a choice is drawn in two columns
# How the files of a graph end, and what they are called.
FORMS = {
    ".graphml": "GraphML",
    ".gexf": "GEXF",
    "-kanten.csv": gettext_lazy("Verbindungen (CSV)"),
    "-knoten.csv": gettext_lazy("Knoten (CSV)"),
}
TO_CHOOSE = 40  # actors offered to look around


@dataclass(frozen=True)
class TieRow:
    """Two networks, and the actors in both: some by name, and how many more."""

    pair: Pair
    people: list[Actor]
    more: int

    @property
    def compare_url(self) -> str:
        return address_of([self.pair.first.slug, self.pair.second.slug])


@dataclass(frozen=True)
class Around:
    """An actor, its networks and whom it meets; `drawn` of them are in the picture."""

    actor: Actor
    rounds: tuple[NetworkFacts, ...]
    met: list[tuple[Actor, Met]]
    drawn: int
    picture: Columns | None


@dataclass(frozen=True)
class Small:
    """A choice that is small enough to show every seat."""

    rows: list[tuple[NetworkFacts, list[Actor]]]
    several: int
    picture: Columns
    actors: dict[int, Actor]


class Fields:
    """The strongest connections of a scope and the fields they make."""

    def __init__(self, scope: Scope) -> None:
        self.scope, snapshot = scope, scope.snapshot
        data = result_of("fields", snapshot, scope.key).data
        self.ties: list[Pair] = ties_in(data, snapshot)
        self.total: int = data["total"]
        self.fields: list[Field] = fields_in(data, snapshot) if len(snapshot.active) >= FEWEST else []

    @cached_property
    def names(self) -> list[str]:
        options = self.scope.options("thema")
        parents = {option.value: option.parent for option in options}
        around = {option.value for option in self.scope.options("stadtteil") if option.is_whole}
        words = words_for(self.fields, {theme: _top(theme, parents) for theme in parents}, around)
        return [self._label(word, field) for word, field in zip(words, self.fields, strict=True)]

    def _label(self, word: Word | None, field: Field) -> str:
        return self.scope.label(*word) if word else field[0].label

    @cached_property
    def _drawing(self) -> tuple[tuple[FieldLabel, ...], tuple[Tie, ...]]:
        groups = tuple(
            FieldLabel(name, tuple(map(_named, field)))
            for name, field in zip(self.names, self.fields, strict=True)
        )
        shown = {one.entry for field in self.fields for one in field}
        ties = (Tie(pair.first.entry, pair.second.entry, pair.number) for pair in self.ties)
        return groups, tuple(tie for tie in ties if tie.first in shown and tie.second in shown)

    @property
    def picture(self) -> Picture | None:
        return drawn(*self._drawing) if self.fields else None

    @property
    def svg(self) -> SafeString | None:
        return svg_of(*self._drawing) if self.fields else None

    @property
    def matrix(self) -> list[MatrixRow]:
        return matrix(self.fields)


@lru_cache(
    maxsize=16
)  # half of the time of a page, as long as nothing in the picture changes; each is some 50 kB
def svg_of(groups: tuple[FieldLabel, ...], ties: tuple[Tie, ...]) -> SafeString:
    return render_to_string("insight/_fields_picture.html", {"picture": drawn(groups, ties)})


def _named(network: NetworkFacts) -> NetworkLabel:
    address = reverse("networks:detail", args=[network.slug])
    return NetworkLabel(network.entry, network.name, network.short_name, len(network.members), address)


def _ready_for_more(address: str) -> str:
    return f"{address}&" if "?" in address else f"{address}?"


def _top(theme: str, parents: dict[str, str]) -> str:
    while parents.get(theme) in parents:
        theme = parents[theme]
    return theme


class TiesView(InsightPage):
    """`um=<slug>` looks around one actor."""

    route = "insight:ties"
    template_name = "insight/ties.html"
    heading = gettext_lazy("Wer mit wem")
    lead = gettext_lazy("Welche Netzwerke teilen sich ihre Mitglieder, und über wen hängen sie zusammen?")
    own = ("um",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        snapshot, wanted = self.scope.snapshot, self.request.GET.get("um", "").strip()
        around = self._around(wanted) if wanted else None
        context |= {
            "active": len(snapshot.active),
            "seated": len(snapshot.rounds),
            "around": around,
            "is_unknown": bool(wanted) and around is None,
            "around_form": AroundForm(self.scope, self._to_choose(), around.actor if around else None),
            "ties_url": self.scope.at(self.route),
            "around_url": _ready_for_more(self.scope.at(self.route)),
            "networks_url": self.scope.directory("networks:list", status="aktiv"),
        }
        if around is None and snapshot.active:
            context |= self._whole()
        return context

    # --- all ----------------------------------------------------------------------------------------------------------

    def _whole(self) -> dict[str, Any]:
        found, snapshot = Fields(self.scope), self.scope.snapshot
        rows = self._tie_rows(found.ties)
        shown = sum(map(len, found.fields))
        return {
            "picture": found.picture,
            "svg": found.svg,
            "fields": list(zip(found.names, found.fields, strict=True)),
            "shown": shown,
            "left_out": len(snapshot.active) - shown,
            "total": found.total,
            "drawn_ties": len(found.ties),
            "ties": rows[:FIRST],
            "more_ties": rows[FIRST:],
            "pieces": [len(piece) for piece in pieces(snapshot.active.values())],
            "matrix": found.matrix,
            "matrix_url": self._file("insight:matrix_csv"),
            "small": self._small(),
            "files": self._files(),
        } | self._development()

    def _tie_rows(self, pairs: Iterable[Pair]) -> list[TieRow]:
        pairs = list(pairs)
        named = {actor for pair in pairs for actor in pair.shared[:NAMED]}
        people = actors_behind(self.scope.whole, named)
        return [
            TieRow(
                pair,
                [people[one] for one in people if one in pair.shared[:NAMED]],
                max(0, pair.number - NAMED),
            )
            for pair in pairs
        ]

    def _small(self) -> Small | None:
        """Every seat, where a filter leaves few enough."""
        snapshot = self.scope.snapshot
        most_networks, most_actors = SMALL
        if not self.scope.filters.chosen or len(snapshot.active) > most_networks:
            return None
        if not 0 < len(snapshot.rounds) <= most_actors:
            return None
        actors = actors_behind(self.scope.whole, snapshot.rounds)
        picture = columns(
            list(snapshot.active.values()), {entry: actor.name for entry, actor in actors.items()}
        )
        rows = [
            (one, [actors[actor] for actor in actors if actor in one.members])
            for one in snapshot.active.values()
        ]
        return Small(rows, sum(len(rounds) > 1 for rounds in snapshot.rounds.values()), picture, actors)

    def _development(self) -> dict[str, Any]:
        found = development_in(result_of("development", self.scope.snapshot, self.scope.key).data)
        return {"development": found, "chart": chart([(year.year, year.networks) for year in found.years])}

    def _file(self, route: str, *args: str) -> str:
        return f"{reverse(route, args=args)}?{self.scope.key}".rstrip("?")

    def _files(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What the graphs are called, with the word for each form and its address."""
        return [
            (
                name,
                [
                    (form, self._file("insight:graph_file", f"{graph}{ending}"))
                    for ending, form in FORMS.items()
                ],
            )
            for graph, name in (
                (NETWORKS, _("Netzwerke mit gemeinsamen Mitgliedern")),
                (ACTORS, _("Netzwerke und ihre Akteure")),
            )
        ]

    # --- around one ---------------------------------------------------------------------------------------------------

    def _around(self, slug: str) -> Around | None:
        """None where nobody may know of such an actor."""
        snapshot = self.scope.snapshot
        actor = Actor.objects.filter(slug=slug).select_related("kind", "district").first()
        entry = Entry.objects.filter(kind="akteur", object_id=actor.pk).first() if actor else None
        if actor is None or entry is None or entry.id not in self.scope.whole.actors:
            return None
        met, rounds = met_by(snapshot, entry.id), snapshot.rounds.get(entry.id, ())
        people = actors_behind(self.scope.whole, (one.actor for one in met))
        by_name = {other: place for place, other in enumerate(people)}
        met.sort(key=lambda one: (-len(one.rounds), by_name[one.actor]))
        chosen = worth_drawing(met)
        picture = columns(rounds, {one.actor: people[one.actor].name for one in chosen}) if chosen else None
        return Around(actor, rounds, [(people[one.actor], one) for one in met], len(chosen), picture)

    def _to_choose(self) -> list[Actor]:
        """Who sits in most networks, by name."""
        rounds = self.scope.snapshot.rounds
        first = sorted(rounds, key=lambda actor: (-len(rounds[actor]), actor))[:TO_CHOOSE]
        return list(actors_behind(self.scope.whole, first).values())


class MatrixTableView(View):
    """The table of overlaps as it stands on the page."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        found = Fields(scope_of(request, reverse("insight:ties"))).matrix
        return attached(table_lines(_cells(found)), "ueberschneidungen")


def _cells(lines: list[MatrixRow]) -> Iterator[list[object]]:
    yield [_("Netzwerk"), *(line.network.name for line in lines)]
    for line in lines:
        yield [line.network.name, *(cell.number for cell in line.cells)]
