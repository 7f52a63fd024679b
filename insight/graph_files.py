"""A graph as a file for other programs: GraphML, GEXF 1.3, and CSV as Gephi reads it. Pure: no Django.

Written in pieces as they come, so that a Land needs no more memory than a village. Sources: http://graphml.graphdrawing.org/primer,
https://gexf.net/schema.html."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from search.pages.tables import table_lines

# What XML 1.0 cannot hold, not even written as a number.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Node:
    """`kind`: „Netzwerk“ or „Akteur“; `form`: format or kind of actor; `size`: members of a network, networks of an actor."""

    id: str
    label: str
    kind: str
    form: str
    address: str
    size: int


@dataclass(frozen=True, slots=True)
class Edge:
    """`weight`: members in common, 1 for a seat; `role`: of the seat."""

    source: str
    target: str
    weight: int
    role: str = ""


@dataclass(frozen=True)
class Graph:
    """Nodes and edges can be walked only once. `title` and `day` (of the data) are written into the file."""

    title: str
    day: date
    nodes: Iterable[Node]
    edges: Iterable[Edge]


# Names of attributes, as they stand in all three: of nodes, of edges; with their type.
OF_NODES: dict[str, tuple[str, Callable[[Node], object]]] = {
    "art": ("string", lambda node: node.kind),
    "form": ("string", lambda node: node.form),
    "adresse": ("string", lambda node: node.address),
    "groesse": ("int", lambda node: node.size),
}
GEXF_TYPES = {"int": "integer", "string": "string"}


def attribute(value: object) -> str:
    return quoteattr(NOT_IN_XML.sub("", str(value)))


def text(value: object) -> str:
    return escape(NOT_IN_XML.sub("", str(value)))


def graphml(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield f"<desc>{text(graph.title)}, {graph.day.isoformat()}</desc>\n"
    keys = [("node", "label", "string"), *(("node", name, kind) for name, (kind, _) in OF_NODES.items())]
    for owner, name, kind in [*keys, ("edge", "weight", "int"), ("edge", "rolle", "string")]:
        yield f'<key id="{name}" for="{owner}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="undirected">\n'
    for node in graph.nodes:
        data = "".join(
            f'<data key="{name}">{text(read(node))}</data>' for name, (_, read) in OF_NODES.items()
        )
        yield f'<node id={attribute(node.id)}><data key="label">{text(node.label)}</data>{data}</node>\n'
    for edge in graph.edges:
        data = f'<data key="weight">{edge.weight}</data><data key="rolle">{text(edge.role)}</data>'
        yield f"<edge source={attribute(edge.source)} target={attribute(edge.target)}>{data}</edge>\n"
    yield "</graph>\n</graphml>\n"


def gexf(graph: Graph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f'<meta lastmodifieddate="{graph.day.isoformat()}"><creator>Bildungsnetz</creator>'
    yield f"<description>{text(graph.title)}</description></meta>\n"
    yield '<graph defaultedgetype="undirected" mode="static">\n<attributes class="node">\n'
    for name, (kind, _) in OF_NODES.items():
        yield f'<attribute id="{name}" title="{name}" type="{GEXF_TYPES[kind]}"/>\n'
    yield '</attributes>\n<attributes class="edge">\n<attribute id="rolle" title="rolle" type="string"/>\n</attributes>\n<nodes>\n'
    for node in graph.nodes:
        values = "".join(
            f'<attvalue for="{name}" value={attribute(read(node))}/>' for name, (_, read) in OF_NODES.items()
        )
        yield f"<node id={attribute(node.id)} label={attribute(node.label)}><attvalues>{values}</attvalues></node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(graph.edges):
        ends = f"source={attribute(edge.source)} target={attribute(edge.target)}"
        role = f'<attvalues><attvalue for="rolle" value={attribute(edge.role)}/></attvalues>'
        yield f'<edge id="{number}" {ends} weight="{edge.weight}">{role}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def nodes_csv(graph: Graph) -> Iterator[str]:
    def rows() -> Iterator[Iterable[object]]:
        yield ("Id", "Label", *OF_NODES)
        for node in graph.nodes:
            yield (node.id, node.label, *(read(node) for _, read in OF_NODES.values()))

    return table_lines(rows())


def edges_csv(graph: Graph) -> Iterator[str]:
    def rows() -> Iterator[Iterable[object]]:
        yield ("Source", "Target", "Type", "Weight", "rolle")
        for edge in graph.edges:
            yield (edge.source, edge.target, "Undirected", edge.weight, edge.role)

    return table_lines(rows())
