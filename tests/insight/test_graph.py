"""The graph against networkx, on random small landscapes."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from insight import graph
from insight.graph import ActorGraph, bridges, cut_off, fields, only_links, pieces, ties
from insight.overlap import pairs
from insight.snapshot import Snapshot
from tests.insight.landscape import landscape, number, round_of

LETTERS = "ABCDEFGHIJKL"
landscapes = st.lists(st.sets(st.sampled_from(LETTERS), max_size=5), max_size=9).map(
    lambda rounds: landscape([round_of("".join(sorted(members))) for members in rounds])
)


def naive(snapshot: Snapshot) -> nx.Graph:
    found = nx.Graph()
    for one in snapshot.active.values():
        found.add_nodes_from(one.members)
        found.add_edges_from(combinations(one.members, 2))
    return found


@given(landscapes)
def test_betweenness_is_that_of_networkx(snapshot):
    found = ActorGraph(snapshot)
    values, errors = found.betweenness()
    expected = nx.betweenness_centrality(naive(snapshot))
    assert dict(zip(found.actors, values.tolist(), strict=True)) == pytest.approx(expected, abs=1e-12)
    assert not errors.any()


@given(landscapes, st.integers(1, 5))
def test_betweenness_does_not_depend_on_how_much_is_held_at_a_time(snapshot, cells):
    found = ActorGraph(snapshot)
    expected = found.betweenness()[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graph, "CELLS", cells)
        assert found.betweenness()[0] == pytest.approx(expected)


def chain(actors: int) -> Snapshot:
    """Actors in a row, each with the next in a network of two, and at every fifth a round of five."""
    letters = [chr(0x4E00 + place) for place in range(actors)]
    rounds = ["".join(letters[at : at + 2]) for at in range(actors - 1)]
    return landscape([round_of(members) for members in [*rounds, "".join(letters[::5])]])


def test_an_estimate_states_its_error(monkeypatch):
    """For the ten actors that matter most, the truth lies within in 19 of 20 lots, and the interval is not wider than needed."""
    found = ActorGraph(chain(120))
    exact = found.betweenness()[0]
    first = np.argsort(-exact)[:10]
    monkeypatch.setattr(graph, "EXACT_UP_TO", 100)
    lots = [found.betweenness(sample=60, seed=seed) for seed in range(40)]
    within = [np.abs(guessed - exact)[first] <= errors[first] for guessed, errors in lots]
    assert 0.9 < np.mean(within) < 0.99
    assert np.mean([guessed[first] for guessed, _ in lots], axis=0) == pytest.approx(exact[first], rel=0.1)
    assert np.array_equal(found.betweenness(sample=60)[0], found.betweenness(sample=60)[0])


def test_an_estimate_from_everybody_is_exact(monkeypatch):
    snapshot = chain(40)
    exact = ActorGraph(snapshot).betweenness()[0]
    monkeypatch.setattr(graph, "EXACT_UP_TO", 3)
    assert ActorGraph(snapshot).betweenness(sample=40)[0] == pytest.approx(exact)


@given(landscapes)
def test_pieces_are_the_connected_components(snapshot):
    found = pieces(snapshot.active.values())
    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.connected_components(naive(snapshot))))
    assert [len(one) for one in found] == sorted(map(len, found), reverse=True)


@given(landscapes)
def test_bridges_name_what_only_they_connect(snapshot):
    drawn = naive(snapshot)
    values = nx.betweenness_centrality(drawn)
    found = bridges(snapshot)
    few = len(snapshot.active) < 3
    assert {one.actor for one in found} == {
        actor for actor, value in values.items() if value > 1e-12 and not few
    }
    assert [one.betweenness for one in found] == sorted((one.betweenness for one in found), reverse=True)
    for one in found:
        expected = {
            (a, b)
            for a, b in combinations(sorted(drawn[one.actor]), 2)
            if not drawn.has_edge(a, b) and set(drawn[a]) & set(drawn[b]) == {one.actor}
        }
        assert set(one.only_links) == expected
        assert one.links == len(expected)
        before = nx.node_connected_component(drawn, one.actor)
        rest = drawn.subgraph(before - {one.actor})
        largest = max(map(len, nx.connected_components(rest)), default=0)
        assert one.cut_off == len(before) - 1 - largest


def test_a_bridge_between_two_rounds():
    snapshot = landscape([round_of("ABC"), round_of("CDE"), round_of("AB")])
    (bridge,) = bridges(snapshot)
    assert bridge.actor == number("C")
    assert bridge.betweenness == pytest.approx(4 / 6)
    assert bridge.links == len(bridge.only_links) == 4
    assert bridge.cut_off == 2
    assert only_links(snapshot, number("A")) == []
    assert cut_off(snapshot, number("A")) == 0


def test_networks_that_rest_connect_nobody():
    resting = round_of("CDE", facts={"status": "ruhend"})
    snapshot = landscape([round_of("ABC"), resting, round_of("AB"), round_of("BC")])
    assert bridges(snapshot) == []
    assert pieces(snapshot.active.values()) == [BitMap(map(number, "ABC"))]


@given(landscapes, st.integers(1, 12))
def test_the_strongest_connections_are_those_of_all_pairs(snapshot, most):
    every = pairs(snapshot, least=1)
    found = ties(snapshot, most)
    assert found.strongest == every[:most]
    assert found.total == len(every)


def drawn_ties(snapshot: Snapshot) -> nx.Graph:
    found = nx.Graph()
    for one in pairs(snapshot, least=1):
        found.add_edge(one.first.pk, one.second.pk, weight=one.number)
    return found


@settings(deadline=None)
@given(landscapes)
def test_no_two_fields_would_be_better_as_one(snapshot):
    found = [{one.pk for one in field} for field in fields(pairs(snapshot, least=1))]
    drawn = drawn_ties(snapshot)
    assert sorted(pk for field in found for pk in field) == sorted(drawn)
    if not found:
        return
    quality = nx.community.modularity(drawn, found)
    for one, other in combinations(found, 2):
        joined = [field for field in found if field not in (one, other)] + [one | other]
        assert nx.community.modularity(drawn, joined) <= quality + 1e-12


def test_fields_are_those_of_networkx_where_no_two_gains_are_equal():
    rounds = ["ABCDEF", "ABCDEFG", "ABCDG", "HIJKL", "HIJKLM", "IJK", "LGA", "MNOPQR", "NOPQ", "QRA"]
    snapshot = landscape([round_of(members) for members in rounds])
    found = [{one.pk for one in field} for field in fields(pairs(snapshot, least=1))]
    expected = nx.community.greedy_modularity_communities(drawn_ties(snapshot), weight="weight")
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


def test_fields_do_not_depend_on_the_order_they_are_given_in():
    snapshot = landscape([round_of(members) for members in ("ABC", "BCD", "CDE", "DEF", "EFG", "FGA")])
    found = pairs(snapshot, least=1)
    assert fields(found) == fields(reversed(found))
