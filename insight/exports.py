"""/einblick/wer-mit-wem/….graphml, .gexf, .csv: who works with whom, for other programs. What everybody may see, whoever asks: files
are passed on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import batched, chain

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from actors.models import Actor
from insight.graph import ties
from insight.graph_files import Edge, Graph, Node, edges_csv, gexf, graphml, nodes_csv
from insight.scope import scope_of, snapshot_at
from insight.snapshot import Audience, NetworkFacts, Snapshot

NETWORKS, ACTORS = "netzwerke", "akteure"  # what the files of a graph begin with
CHUNK = 2_000  # actors whose names are read at once

type Write = Callable[[Graph], Iterator[str]]
WRITERS: dict[str, tuple[Write, str]] = {
    ".graphml": (graphml, "application/graphml+xml"),
    ".gexf": (gexf, "application/gexf+xml"),
    "-knoten.csv": (nodes_csv, "text/csv"),
    "-kanten.csv": (edges_csv, "text/csv"),
}


class ExportView(View):
    """`file`: which graph (`GRAPHS`) and in which form (`WRITERS`)."""

    def get(self, request: HttpRequest, file: str) -> StreamingHttpResponse:
        if file not in FILES:
            raise Http404
        make, write, content_type = FILES[file]
        snapshot = snapshot_at(Audience.PUBLIC, scope_of(request, request.path).key)
        graph = make(snapshot, request.build_absolute_uri("/").rstrip("/"))
        response = StreamingHttpResponse(write(graph), content_type=f"{content_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="wer-mit-wem-{file}"'
        response["Cache-Control"] = "private, no-cache"
        return response


def networks_graph(snapshot: Snapshot, base: str) -> Graph:
    """Active networks, and between two the number of actors that sit in both. `base`: the address of the portal."""
    pairs = ties(snapshot, most=len(snapshot.active) ** 2).strongest
    edges = (Edge(_network_id(one.first), _network_id(one.second), one.number) for one in pairs)
    return Graph(
        _("Netzwerke mit gemeinsamen Mitgliedern"),
        snapshot.today,
        _networks(snapshot.active.values(), base),
        edges,
    )


def seats_graph(snapshot: Snapshot, base: str) -> Graph:
    """Active networks and the actors that sit in them."""
    nodes = chain(_networks(snapshot.active.values(), base), _actors(snapshot, base))
    edges = (
        Edge(
            _network_id(one),
            f"a{snapshot.pks[actor]}",
            1,
            _("Koordination") if actor in one.coordinators else "",
        )
        for one in snapshot.active.values()
        for actor in one.members
    )
    return Graph(_("Netzwerke und ihre Akteure"), snapshot.today, nodes, edges)


def _network_id(network: NetworkFacts) -> str:
    return f"n{network.pk}"


def _networks(networks: Iterable[NetworkFacts], base: str) -> Iterator[Node]:
    kind = _("Netzwerk")
    for one in networks:
        address = base + reverse("networks:detail", args=[one.slug])
        yield Node(_network_id(one), one.name, kind, one.format, address, len(one.members))


def _actors(snapshot: Snapshot, base: str) -> Iterator[Node]:
    kind = _("Akteur")
    for entries in batched(sorted(snapshot.rounds), CHUNK, strict=False):
        numbers = {snapshot.pks[entry]: len(snapshot.rounds[entry]) for entry in entries}
        rows = (
            Actor.objects.filter(pk__in=numbers)
            .order_by("pk")
            .values_list("pk", "name", "slug", "kind__name")
        )
        for pk, name, slug, form in rows:
            yield Node(
                f"a{pk}", name, kind, form or "", base + reverse("actors:detail", args=[slug]), numbers[pk]
            )


GRAPHS: dict[str, Callable[[Snapshot, str], Graph]] = {NETWORKS: networks_graph, ACTORS: seats_graph}
FILES = {
    f"{name}{ending}": (make, write, kind)
    for name, make in GRAPHS.items()
    for ending, (write, kind) in WRITERS.items()
}
