"""Which networks know of each other, and what of them is no accident."""

from __future__ import annotations

import pytest

from networks.models import DuplicateDecision, Network
from networks.recognition.pairs import _above, acquainted_pairs, alike_pairs
from tests.factories import NetworkFactory, UserFactory


@pytest.mark.parametrize(
    ("parents", "above"),
    [({}, []), ({1: 2}, [2]), ({1: 2, 2: 3}, [2, 3]), ({1: 2, 2: 1}, [2]), ({1: 1}, []), ({2: 1}, [])],
)
def test_everything_above_a_network(parents, above):
    assert [*_above(1, parents)] == above


@pytest.fixture
def networks(db) -> list[Network]:
    return sorted((NetworkFactory() for _number in range(3)), key=lambda network: network.pk)


def pair(*networks: Network) -> tuple[int, int]:
    first, second = sorted(network.pk for network in networks)
    return first, second


def test_networks_know_of_those_above_them_and_after_them(networks):
    top, middle, low = networks
    Network.objects.filter(pk=middle.pk).update(parent=top)
    Network.objects.filter(pk=low.pk).update(parent=middle)
    assert acquainted_pairs() == {pair(top, middle), pair(middle, low), pair(top, low)}
    Network.objects.update(parent=None)
    assert acquainted_pairs() == set()
    Network.objects.filter(pk=top.pk).update(successor=low, status="beendet")
    assert acquainted_pairs() == {pair(top, low)}


def test_related_networks_know_of_each_other_unless_only_the_decision_says_so(networks):
    first, _second, third = networks
    third.related_networks.add(first)
    assert acquainted_pairs() == {pair(first, third)}
    DuplicateDecision.objects.create(
        first=first, second=third, decision="verwandt", linked=True, decided_by=UserFactory()
    )
    assert acquainted_pairs() == set()


def test_what_is_only_handed_in_comes_after_what_is_public_and_alike(db):
    texts = {"name": "Vorlesekreis", "purpose": "Ehrenamtliche lesen in der Kita vor."}
    one, other = NetworkFactory(**texts), NetworkFactory(**texts)
    waiting = NetworkFactory(**texts, review_status="eingereicht")
    NetworkFactory(**texts, review_status="abgelehnt")
    found = [(item.first, item.second) for item in alike_pairs()]
    assert found == [pair(one, other), pair(one, waiting), pair(other, waiting)]
