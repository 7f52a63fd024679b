"""The files of Auenberg against the ORM, read by networkx."""

from __future__ import annotations

import io
from itertools import combinations

import networkx as nx
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from accounts.models import User
from actors.models import Actor
from insight.exports import FILES
from networks.models import Network
from tests import factories
from tests.people import login

PLACE = "/einblick/wer-mit-wem/"


def content(client: Client, address: str) -> bytes:
    return b"".join(client.get(address))


def seats(networks) -> dict[str, set[str]]:
    """Of each: its id in the files -> those of its members."""
    everybody = AnonymousUser()
    found = {}
    for network in networks:
        members = (
            network.memberships.current().confirmed().visible_to(everybody).values_list("actor", flat=True)
        )
        found[f"n{network.pk}"] = {f"a{pk}" for pk in [*members, *(one.pk for one in network.coordinators())]}
    return found


@pytest.mark.parametrize("choice", ["", "?stadtteil=nordstadt", "?thema=sprachbildung"])
def test_files_hold_the_seats_of_the_choice(auenberg, choice) -> None:
    client = Client()
    listed = client.get(f"/netzwerke/{choice or '?'}&status=aktiv".replace("?&", "?"))
    expected = seats(Network.objects.filter(status="aktiv", pk__in=pks_of(listed)))
    both = nx.read_graphml(io.BytesIO(content(client, f"{PLACE}akteure.graphml{choice}")))
    assert set(both) == {*expected, *(actor for members in expected.values() for actor in members)}
    assert {frozenset(pair) for pair in both.edges} == {
        frozenset((network, actor)) for network, members in expected.items() for actor in members
    }
    networks = nx.read_gexf(io.BytesIO(content(client, f"{PLACE}netzwerke.gexf{choice}")), version="1.3")
    shared = {
        frozenset((a, b)): len(expected[a] & expected[b])
        for a, b in combinations(expected, 2)
        if expected[a] & expected[b]
    }
    assert set(networks) == set(expected)
    assert {frozenset((a, b)): weight for a, b, weight in networks.edges(data="weight")} == shared


def pks_of(response) -> list[int]:
    from search.models import Entry

    ids = response.context["listing"].answer.ids()
    return list(Entry.objects.filter(id__in=ids, kind="netzwerk").values_list("object_id", flat=True))


def test_nodes_say_who_they_are(auenberg) -> None:
    client = Client()
    found = nx.read_graphml(io.BytesIO(content(client, f"{PLACE}akteure.graphml")))
    office = Actor.objects.get(name="Jugendamt der Stadt Auenberg")
    node = found.nodes[f"a{office.pk}"]
    assert (node["label"], node["art"], node["form"]) == (office.name, "Akteur", office.kind.name)
    assert node["adresse"] == f"http://testserver{office.get_absolute_url()}"
    assert node["groesse"] == found.degree[f"a{office.pk}"] == 28


@pytest.mark.parametrize("file", FILES)
def test_files_are_streamed_and_private(auenberg, file) -> None:
    answer = Client().get(f"{PLACE}{file}?stadtteil=nordstadt")
    assert answer.streaming
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Content-Disposition"] == f'attachment; filename="wer-mit-wem-{file}"'


def test_other_names_are_no_files(auenberg) -> None:
    for file in ("netzwerke.xlsx", "akteure", "../x", "netzwerke.graphml.exe"):
        assert Client().get(f"{PLACE}{file}").status_code == 404


@pytest.mark.django_db
def test_nobody_gets_what_is_hidden_into_a_file() -> None:
    """Not even Koordination: files are passed on."""
    shown, hidden = (
        factories.NetworkFactory(),
        factories.NetworkFactory(name="Geheim", review_status="entwurf"),
    )
    actor = factories.ActorFactory()
    for network in (shown, hidden):
        factories.MembershipFactory(network=network, actor=actor)
        factories.MembershipFactory(
            network=network, actor=factories.ActorFactory(name="Geheim", review_status="entwurf")
        )
    client = login(factories.UserFactory(role=User.Role.COORDINATION))
    for file in FILES:
        assert b"Geheim" not in content(client, f"{PLACE}{file}")
    found = nx.read_graphml(io.BytesIO(content(client, f"{PLACE}akteure.graphml")))
    assert set(found) == {f"n{shown.pk}", f"a{actor.pk}"}


@pytest.mark.django_db
def test_a_hostile_name_stays_a_name() -> None:
    name = 'AK <b>"Lesen"</b> & ]]> \x0b'
    network = factories.NetworkFactory(name=name)
    factories.MembershipFactory(network=network, actor=factories.ActorFactory(name=name))
    found = nx.read_graphml(io.BytesIO(content(Client(), f"{PLACE}akteure.graphml")))
    assert {label for _, label in found.nodes(data="label")} == {name.replace("\x0b", "")}
