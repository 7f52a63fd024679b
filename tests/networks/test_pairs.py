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


def test_what_has_hardly_anything_in_common_is_shown_to_nobody(db):
    """All three are „verwandt“; the reading evening at an old people's home is not worth anybody's time."""
    reading = NetworkFactory(name="Vorlesekreis Altstadt", purpose="Ehrenamtliche lesen in der Kita vor.")
    party = NetworkFactory(name="Kita-Runde", purpose="Ehrenamtliche planen Feste.")
    NetworkFactory(name="Leseabend", purpose="Ehrenamtliche lesen im Seniorenheim vor.")
    assert [(item.first, item.second) for item in alike_pairs()] == [pair(reading, party)]


def test_each_network_is_compared_with_the_five_most_like_it(db):
    """Of seven that are the same the first meets five, and so does the second: only the first and the last do not meet."""
    same = [NetworkFactory(name="Vorlesekreis", purpose="Ehrenamtliche lesen vor.") for _number in range(7)]
    everybody = {pair(one, other) for one in same for other in same if one.pk < other.pk}
    assert everybody - {(item.first, item.second) for item in alike_pairs()} == {pair(same[0], same[-1])}
