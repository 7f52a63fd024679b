"""Whichever way a network gets another coordinator, the list of members names one, and it is that one."""

from __future__ import annotations

import pytest
from tablib import Dataset

from moderation import decisions
from moderation.models import Case
from networks.coordination import seat_coordinators
from networks.forms import NetworkForm
from networks.membership import handover
from networks.models import Membership, Network
from networks.resources import NetworkResource
from tests.factories import ActorFactory, MembershipFactory, NetworkFactory, UserFactory
from tests.moderation.test_editors import editors_form

pytestmark = pytest.mark.django_db

LEADS, MEMBER = Membership.Role.COORDINATION, Membership.Role.MEMBER


@pytest.fixture
def network() -> Network:
    before = ActorFactory(name="Bisher")
    network = NetworkFactory(name="Leserunde", coordinator=before)
    MembershipFactory(network=network, actor=before, role=LEADS)
    return network


def roles(network: Network) -> dict[str, str]:
    return dict(network.memberships.current().values_list("actor__name", "role"))


def by_form(client, network, actor):
    user = UserFactory(role="kuration")
    data = {name: value for name, value in NetworkForm(instance=network, user=user).initial.items() if value}
    data = {
        name: [one.pk for one in value] if isinstance(value, list) else value for name, value in data.items()
    }
    form = NetworkForm(data | {"coordinator": actor.name}, instance=network, user=user)
    assert form.is_valid(), form.errors
    form.save()


def by_import(client, network, actor):
    table = Dataset([network.kennung, network.name, actor.name], headers=["kennung", "name", "koordination"])
    result = NetworkResource().import_data(table, raise_errors=True)
    assert result.totals["update"] == 1


def by_handover(client, network, actor):
    MembershipFactory(network=network, actor=actor)
    curator = UserFactory(role="kuration")
    actor.editors.add(curator)
    handover.propose(network, actor, by=curator)


def by_change(client, network, actor):
    case = decisions.submit(
        kind=Case.Kind.CHANGE,
        entry=network,
        submitter=None,
        payload={"coordinator": [network.coordinator_id, actor.pk]},
    )
    decisions.decide(case, by=UserFactory(role="kuration"), outcome=Case.Outcome.ACCEPTED)


def by_admin(client, network, actor):
    client.force_login(UserFactory(role="kuration"))
    url, data = editors_form(client, network)
    assert client.post(url, data | {"coordinator": actor.pk}).status_code == 302


@pytest.mark.parametrize("way", [by_form, by_import, by_handover, by_change, by_admin])
def test_the_seats_follow_on_every_way_in(client, network, way):
    actor = ActorFactory(name="Künftig")
    network.kennung = "n-1"
    network.save()
    way(client, Network.objects.get(pk=network.pk), actor)
    network.refresh_from_db()
    assert network.coordinator == actor
    assert roles(network) == {"Bisher": MEMBER, "Künftig": LEADS}


def test_several_may_coordinate(network):
    two = [ActorFactory(name="Eins"), ActorFactory(name="Zwei")]
    guest = MembershipFactory(network=network, actor=ActorFactory(name="Gast"), role=Membership.Role.GUEST)
    made = seat_coordinators(network, [actor.pk for actor in two])
    assert [seat.actor for seat in made] == two
    assert roles(network) == {"Bisher": MEMBER, "Eins": LEADS, "Zwei": LEADS, "Gast": guest.role}
    assert seat_coordinators(network, [two[1].pk]) == []
    assert roles(network) == {"Bisher": MEMBER, "Eins": MEMBER, "Zwei": LEADS, "Gast": guest.role}
