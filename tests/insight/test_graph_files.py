"""Files of a graph, read back by programs that others wrote: networkx, rustworkx, and an XML parser that knows the form."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
import rustworkx
from hypothesis import given, settings
from hypothesis import strategies as st

from insight.graph_files import Edge, Graph, Node, edges_csv, gexf, graphml, nodes_csv

HOSTILE = [
    "<b>&\"'",
    "a\x00b\x0bc\x1b",
    "]]>",
    "\ufffe\uffff\U0001f600",
    "=1+2",
    "Zeile\neins\ttab",
    "ü–„“ß",
    "",
]
NODES = [
    Node(
        f"n{place}",
        label,
        "Netzwerk" if place % 2 else "Akteur",
        label[::-1],
        f"https://x.example/{place}/?a=1&b=2",
        place,
    )
    for place, label in enumerate(HOSTILE)
]
EDGES = [Edge("n0", "n1", 3), Edge("n1", "n2", 1, "Koordination"), Edge("n4", "n7", 12, '"<&>"')]


def graph() -> Graph:
    return Graph("Netzwerke <&> mehr", date(2026, 11, 28), NODES, EDGES)


def readable(text: str) -> str:
    """What an XML file can hold of it; readers take a line's end for a blank in attributes, and none in elements."""
    return "".join(
        letter for letter in text if letter in "\t\n\r" or (letter >= "\x20" and letter not in "\ufffe\uffff")
    )


def write(tmp_path: Path, name: str, pieces) -> Path:
    path = tmp_path / name
    path.write_text("".join(pieces), encoding="utf-8", newline="")
    return path


def assert_same(nodes: dict[str, dict], edges: dict[frozenset[str], dict]) -> None:
    assert list(nodes) == [node.id for node in NODES]
    for node in NODES:
        found = nodes[node.id]
        assert " ".join((found["label"] or "").split()) == " ".join(readable(node.label).split())
        assert " ".join((found["form"] or "").split()) == " ".join(readable(node.form).split())
        assert (found["art"], found["adresse"], int(found["groesse"])) == (node.kind, node.address, node.size)
    assert {ends: (int(float(one["weight"])), one["rolle"] or "") for ends, one in edges.items()} == {
        frozenset((edge.source, edge.target)): (edge.weight, edge.role) for edge in EDGES
    }


def test_graphml_by_networkx(tmp_path):
    found = nx.read_graphml(write(tmp_path, "a.graphml", graphml(graph())))
    assert not found.is_directed()
    assert_same(
        dict(found.nodes(data=True)), {frozenset((a, b)): data for a, b, data in found.edges(data=True)}
    )


def test_graphml_by_rustworkx(tmp_path):
    (found,) = rustworkx.read_graphml(str(write(tmp_path, "a.graphml", graphml(graph()))))
    nodes = {found[index]["id"]: found[index] for index in found.node_indices()}
    edges = {frozenset((found[a]["id"], found[b]["id"])): data for a, b, data in found.weighted_edge_list()}
    assert_same(nodes, edges)


def test_gexf_by_networkx(tmp_path):
    found = nx.read_gexf(write(tmp_path, "a.gexf", gexf(graph())), version="1.3")
    assert_same(
        dict(found.nodes(data=True)), {frozenset((a, b)): data for a, b, data in found.edges(data=True)}
    )


def test_gexf_by_its_schema():
    """What https://gexf.net/schema.html asks: every value is of a declared attribute, of its type, every end a node."""
    space = "{http://gexf.net/1.3}"
    root = ElementTree.fromstring("".join(gexf(graph())))
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.3")
    drawn = root.find(f"{space}graph")
    assert [child.tag.removeprefix(space) for child in drawn] == [
        "attributes",
        "attributes",
        "nodes",
        "edges",
    ]
    declared = {
        one.get("class"): {a.get("id"): a.get("type") for a in one}
        for one in drawn.iterfind(f"{space}attributes")
    }

    def values(element, kind: str) -> dict[str, str]:
        found = {one.get("for"): one.get("value") for one in element.iter(f"{space}attvalue")}
        assert set(found) == set(declared[kind])
        assert all(value.isdigit() for name, value in found.items() if declared[kind][name] == "integer")
        return found

    nodes = {
        one.get("id"): {"label": one.get("label"), **values(one, "node")}
        for one in drawn.iter(f"{space}node")
    }
    edges = {}
    for one in drawn.iter(f"{space}edge"):
        assert {one.get("source"), one.get("target")} <= set(nodes)
        edges[frozenset((one.get("source"), one.get("target")))] = {
            "weight": one.get("weight"),
            **values(one, "edge"),
        }
    assert_same(nodes, edges)


def test_csv_says_the_same_and_holds_no_formula():
    nodes = list(
        csv.DictReader(
            io.StringIO("".join(nodes_csv(graph())).removeprefix("\ufeff"), newline=""), delimiter=";"
        )
    )
    assert [(row["Id"], row["groesse"]) for row in nodes] == [(node.id, str(node.size)) for node in NODES]
    assert nodes[4]["Label"] == "'=1+2"
    edges = list(
        csv.DictReader(io.StringIO("".join(edges_csv(graph())).removeprefix("\ufeff")), delimiter=";")
    )
    assert [(row["Source"], row["Target"], row["Weight"]) for row in edges] == [
        (edge.source, edge.target, str(edge.weight)) for edge in EDGES
    ]


@pytest.mark.parametrize("form", [graphml, gexf])
def test_an_empty_graph_is_a_graph(form, tmp_path):
    path = write(tmp_path, "a.xml", form(Graph("", date(2026, 1, 1), [], [])))
    read = nx.read_graphml if form is graphml else lambda file: nx.read_gexf(file, version="1.3")
    assert len(read(path)) == 0


@settings(max_examples=60)
@given(st.text(max_size=30))
def test_any_name_leaves_the_file_well_formed(name):
    for form in (graphml, gexf):
        made = Graph(
            name, date(2026, 1, 1), [Node("a", name, name, name, name, 1)], [Edge("a", "a", 1, name)]
        )
        ElementTree.fromstring("".join(form(made)).encode("utf-8", "surrogatepass"))
