"""Who with whom, the page: its figures against the ORM, its honesty where there is little, and what it keeps to itself."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import combinations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from actors.models import Actor
from networks.models import Network
from tests import factories
from tests.people import login

PAGE = "/einblick/wer-mit-wem/"


def members() -> dict[int, set[int]]:
    """Network (pk) -> actors, as a visitor may know them."""
    everybody = AnonymousUser()
    return {
        network.pk: {
            *network.memberships.current().confirmed().visible_to(everybody).values_list("actor", flat=True),
            *(one.pk for one in network.coordinators()),
        }
        for network in Network.objects.published().filter(status="aktiv")
    }


def make(*rounds: str, **facts) -> dict[str, Actor]:
    """Networks whose members are letters."""
    actors = {
        letter: factories.ActorFactory(name=f"Verein {letter}") for letter in sorted(set("".join(rounds)))
    }
    for number, letters in enumerate(rounds):
        network = factories.NetworkFactory(name=f"Runde {number}", **facts)
        for letter in letters:
            factories.MembershipFactory(network=network, actor=actors[letter])
    return actors


# --- figures --------------------------------------------------------------------------------------------------------


def test_pairs_are_those_of_the_seats(auenberg) -> None:
    context = Client().get(PAGE).context
    seats = members()
    shared = {frozenset(pair): len(seats[pair[0]] & seats[pair[1]]) for pair in combinations(seats, 2)}
    rows = [*context["ties"], *context["more_ties"]]
    assert context["total"] == sum(number > 0 for number in shared.values())
    assert (context["active"], context["seated"]) == (len(seats), len(set().union(*seats.values())))
    for row in rows:
        assert row.pair.number == shared[frozenset((row.pair.first.pk, row.pair.second.pk))]
        assert len(row.people) + row.more == row.pair.number
    least = min(row.pair.number for row in rows)
    assert sum(number > least for number in shared.values()) < len(rows) == 60


def test_the_picture_shows_what_the_list_says(auenberg) -> None:
    context = Client().get(PAGE).context
    rows = [*context["ties"], *context["more_ties"]]
    lines = {(frozenset((line.first, line.second)), line.number) for line in context["picture"].lines}
    assert lines == {
        (frozenset((row.pair.first.entry, row.pair.second.entry)), row.pair.number) for row in rows
    }
    in_fields = [one.entry for _, field in context["fields"] for one in field]
    assert sorted(card.network.entry for card in context["picture"].cards) == sorted(in_fields)
    assert context["left_out"] == context["active"] - len(in_fields)


def test_the_number_of_networks_is_that_of_the_directory(auenberg) -> None:
    client = Client()
    for choice in ("", "?stadtteil=nordstadt", "?thema=sprachbildung&phase=primarstufe"):
        context = client.get(f"{PAGE}{choice}").context
        assert client.get(context["networks_url"]).context["listing"].total == context["active"], choice


def test_the_table_is_the_file(auenberg) -> None:
    client = Client()
    context = client.get(PAGE).context
    text = b"".join(client.get(context["matrix_url"])).decode().removeprefix("\ufeff")
    head, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    assert head[1:] == [row[0] for row in rows] == [line.network.name for line in context["matrix"]]
    assert [[int(cell) for cell in row[1:]] for row in rows] == [
        [cell.number for cell in line.cells] for line in context["matrix"]
    ]
    assert 16 <= len(rows) <= 20


def test_around_one_actor(auenberg) -> None:
    office = Actor.objects.get(slug="volkshochschule-auenberg")
    around = Client().get(f"{PAGE}?um={office.slug}").context["around"]
    mine = {pk: actors for pk, actors in members().items() if office.pk in actors}
    expected = Counter(actor for actors in mine.values() for actor in actors if actor != office.pk)
    assert {one.pk for one in around.rounds} == set(mine)
    assert {actor.pk: len(met.rounds) for actor, met in around.met} == expected
    assert [len(met.rounds) for _, met in around.met] == sorted(expected.values(), reverse=True)
    assert around.drawn == len(around.picture.actors) == sum(number > 1 for number in expected.values())


def test_a_small_choice_shows_every_seat(auenberg) -> None:
    context = Client().get(f"{PAGE}?stadtteil=nordstadt").context
    seats = members()
    assert {network.pk: {actor.pk for actor in actors} for network, actors in context["small"].rows} == {
        network.pk: seats[network.pk] for network, _ in context["small"].rows
    }
    assert len(context["small"].picture.seats) == sum(len(actors) for _, actors in context["small"].rows)
    assert Client().get(PAGE).context["small"] is None


@pytest.mark.django_db
def test_as_many_queries_for_ten_networks_as_for_four() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert Client().get(PAGE).context["picture"] is not None
        return len(found)

    make("ABC", "BCD", "CDE", "ABD")
    queries()  # the first to ask brings the search up to date
    few = queries()
    make("ABCF", "BCDF", "CDEF", "ABDF", "AF", "BF")
    queries()
    assert queries() == few


# --- little ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_is_said_honestly() -> None:
    page = Client().get(PAGE).content.decode()
    assert "Noch ist kein aktives Netzwerk eingetragen." in page
    assert '<svg\n  class="pic' not in page


@pytest.mark.django_db
def test_one_network_has_a_page() -> None:
    make("AB")
    context = Client().get(PAGE).context
    assert (context["active"], context["total"], context["picture"], context["matrix"], context["ties"]) == (
        1,
        0,
        None,
        [],
        [],
    )


@pytest.mark.django_db
def test_two_networks_are_a_list_and_no_fields() -> None:
    make("ABC", "BCD")
    answer = Client().get(PAGE)
    assert answer.context["picture"] is None
    assert answer.context["fields"] == []
    assert [row.pair.number for row in answer.context["ties"]] == [2]
    assert "Zwischen ihnen gibt es 1 Verbindung über" in answer.content.decode()


@pytest.mark.django_db
def test_networks_that_share_nobody_say_so() -> None:
    make("AB", "CD", "EF")
    answer = Client().get(PAGE)
    assert answer.context["ties"] == []
    assert "Kein Akteur sitzt in zweien davon." in answer.content.decode()
    assert "Es sind 3 Teile, der größte mit 2 Akteuren." in " ".join(answer.content.decode().split())


@pytest.mark.django_db
def test_a_choice_without_networks_says_which_filter_to_drop() -> None:
    make("AB", "BC")
    theme = factories.ThemeFactory()
    factories.ActorFactory(themes=[theme])
    page = Client().get(f"{PAGE}?thema={theme.slug}").content.decode()
    assert "In dieser Auswahl ist kein aktives Netzwerk eingetragen." in page
    assert "2 Netzwerke)" in page


@pytest.mark.django_db
def test_an_actor_without_networks_has_no_surroundings() -> None:
    make("AB", "BC")
    alone = factories.ActorFactory()
    answer = Client().get(f"{PAGE}?um={alone.slug}")
    assert answer.context["around"].met == []
    assert "Dieser Akteur sitzt in keinem aktiven Netzwerk." in answer.content.decode()


# --- kept to itself -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_hidden_actors_and_networks_are_nowhere() -> None:
    actors = make("ABC", "ABD", "BCD")
    before = Client().get(PAGE).context
    secret = factories.ActorFactory(name="Geheim", review_status="entwurf")
    hidden = factories.NetworkFactory(name="Geheim", review_status="entwurf")
    for network in [*Network.objects.all()]:
        factories.MembershipFactory(network=network, actor=secret)
    for actor in actors.values():
        factories.MembershipFactory(network=hidden, actor=actor)
    for address in (
        PAGE,
        f"{PAGE}?um={actors['A'].slug}",
        f"{PAGE}?um={secret.slug}",
        f"{PAGE}ueberschneidungen.csv",
    ):
        assert b"Geheim" not in Client().get(address).getvalue()
    after = Client().get(PAGE).context
    assert after["picture"] == before["picture"]
    assert after["development"] == before["development"]
    unknown = Client().get(f"{PAGE}?um={secret.slug}")
    assert unknown.context["is_unknown"]
    assert unknown.context["around"] is None
    office = login(factories.UserFactory(role=User.Role.COORDINATION)).get(PAGE)
    assert b"Geheim" in office.content


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["gibt-es-nicht", "<script>", "x\x00", "a" * 5_000])
def test_nobody_is_said_politely(slug) -> None:
    make("AB", "BC")
    answer = Client().get(PAGE, {"um": slug})
    assert answer.status_code == 200
    assert answer.context["is_unknown"]


@pytest.mark.django_db
def test_hostile_names_are_only_names() -> None:
    name = '"><script>alert(1)</script>'
    actors = make("ABC", "ABC", "BC")
    Actor.objects.update(name=name)
    Network.objects.update(name=name, short_name="")
    for address in (PAGE, f"{PAGE}?um={actors['A'].slug}"):
        page = Client().get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
