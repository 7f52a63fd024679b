"""Facets whose options are actors: right with the next page, and nothing hidden shows through them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actors.models import Actor
from networks.models import DigitalForm, Membership, Network
from search.index import indexer
from search.index.postings import InvertedIndex, inverted_index
from search.query.facets import SHOWN_OPTIONS
from search.query.results import SearchRequest, ask
from search.sources import COORDINATION, PUBLIC
from tests.factories import (
    ActorFactory,
    DigitalFormFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    OfferFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = "entwurf"


def options(facet: str, **question: object) -> dict[str, int]:
    """Label -> count."""
    [counted] = ask(SearchRequest(facets=(facet,), **question)).facets
    return {option.label: option.count for option in counted.flat}


@pytest.fixture
def seats(city):
    """Two actors in three networks; the first coordinates one without a seat."""
    school, house = ActorFactory(name="Volkshochschule"), ActorFactory(name="Haus am Park")
    first, second, third = (NetworkFactory(name=f"Runde {n}", openness="offen") for n in (1, 2, 3))
    MembershipFactory(network=first, actor=school)
    MembershipFactory(network=second, actor=school)
    MembershipFactory(network=second, actor=house)
    third.coordinator = school
    third.save()
    return {"school": school, "house": house, "networks": [first, second, third]}


def test_networks_are_found_by_who_sits_in_them(find, seats):
    assert options("mitglied") == {"Volkshochschule": 3, "Haus am Park": 1}
    assert options("koordination") == {"Volkshochschule": 1}
    assert find(filters={"mitglied": [seats["house"].slug]}) == ["Runde 2"]
    assert find(filters={"koordination": [seats["school"].slug]}) == ["Runde 3"]


@pytest.mark.parametrize("by", ["save", "update"])
def test_renamed_actor_is_called_by_its_new_name(seats, by):
    """Past the model, too; and the count stays with it when its address changes."""
    assert "Volkshochschule" in options("mitglied")
    if by == "save":
        seats["school"].name = "Bildungshaus"
        seats["school"].save()
    else:
        Actor.objects.filter(pk=seats["school"].pk).update(name="Bildungshaus")
    assert options("mitglied") == {"Bildungshaus": 3, "Haus am Park": 1}


def test_changed_address_alone_keeps_the_counts(seats):
    options("mitglied")
    Actor.objects.filter(pk=seats["school"].pk).update(slug="ganz-anders")
    assert options("mitglied") == {"Volkshochschule": 3, "Haus am Park": 1}


@pytest.mark.parametrize("how", ["hide", "delete", "leave", "invited", "future"])
def test_option_goes_with_what_made_it(seats, how):
    assert options("mitglied")["Haus am Park"] == 1
    house, seat = seats["house"], Membership.objects.filter(actor=seats["house"])
    match how:
        case "hide":
            Actor.objects.filter(pk=house.pk).update(review_status=HIDDEN)
        case "delete":
            house.delete()
        case "leave":
            seat.update(until=timezone.localdate() - timedelta(days=1))
        case "invited":
            seat.update(state=Membership.State.INVITED)
        case "future":
            seat.update(since=timezone.localdate() + timedelta(days=9))
    assert options("mitglied") == {"Volkshochschule": 3}


def test_hidden_actor_is_no_option_for_anybody_and_comes_back(seats):
    Actor.objects.filter(pk=seats["school"].pk).update(review_status=HIDDEN)
    everybody = {"audience": (PUBLIC, COORDINATION)}
    assert options("mitglied", **everybody) == {"Haus am Park": 1}
    assert options("koordination", **everybody) == {}
    Actor.objects.filter(pk=seats["school"].pk).update(review_status="veroeffentlicht")
    assert options("mitglied")["Volkshochschule"] == 3


def test_members_of_a_hidden_network_do_not_show_through_it(seats):
    Network.objects.filter(name="Runde 2").update(review_status=HIDDEN)
    assert options("mitglied") == {"Volkshochschule": 2}
    assert options("mitglied", audience=(PUBLIC, COORDINATION))["Haus am Park"] == 1


def test_other_process_takes_over_new_seats(seats):
    """Each worker process has its own index; it takes changes over in one go."""
    other = InvertedIndex()
    other.synchronise()
    other.is_trusted = True
    assert [len(ids) for _value, ids in other.by_size("mitglied")] == [3, 1]
    MembershipFactory(network=seats["networks"][0], actor=seats["house"])
    seats["networks"][1].delete()
    other.synchronise()
    other.is_trusted = True
    other.synchronise()
    fresh = InvertedIndex()
    fresh.synchronise()
    held = {value: bits for value, bits in other.facets.items() if bits}
    assert held == fresh.facets
    assert [(value, len(ids)) for value, ids in other.by_size("mitglied")] == [
        (seats["school"].slug, 2), (seats["house"].slug, 1),
    ]  # fmt: skip


def test_most_frequent_options_are_exact_under_every_filter(city):
    """The bound that spares most intersections must never cost an option."""
    actors = [ActorFactory(name=f"Haus {n:02}") for n in range(25)]
    for number in range(25):
        network = NetworkFactory(
            name=f"Kreis {number}", openness=("offen", "geschlossen")[number % 3 == 0], coordinator=None
        )
        for actor in actors[: 1 + number % 13] + actors[20 - number % 5 :]:
            MembershipFactory(network=network, actor=actor)
    while indexer.refresh():  # a reader spends no more than a moment on it, whatever is left
        pass
    for filters in ({}, {"offenheit": ["offen"]}, {"offenheit": ["geschlossen"]}):
        [folded] = ask(SearchRequest(facets=("mitglied",), filters=filters)).facets
        [whole] = ask(
            SearchRequest(facets=("mitglied",), filters=filters, unfolded=frozenset({"mitglied"}))
        ).facets
        expected = {
            actor.name: number
            for actor in actors
            if (
                number := actor.memberships.filter(
                    network__openness__in=filters.get("offenheit", ["offen", "geschlossen"])
                ).count()
            )
        }
        assert {o.label: o.count for o in whole.flat} == expected
        best = sorted(expected.values(), reverse=True)
        assert [o.count for o in folded.flat] == best[: len(folded.flat)]
        assert len(folded.flat) > SHOWN_OPTIONS


@pytest.mark.parametrize("facet", ["mitglied", "koordination"])
def test_who_sits_in_one_network_among_many_is_found_by_name(client, city, monkeypatch, facet):
    """However many sit in more: the list of the most frequent ends before."""
    monkeypatch.setattr("search.query.facets.MOST_OPTIONS", 12)
    for number in range(13):
        busy = ActorFactory(name=f"Haus {number:02}")
        for each in ("A", "B"):
            MembershipFactory(network=NetworkFactory(name=f"{each}{number}", coordinator=busy), actor=busy)
    rare = ActorFactory(name="Trägerverein Blüte", short_name="TVB", other_names=["Blütenhaus"])
    MembershipFactory(network=NetworkFactory(name="Selten", coordinator=rare), actor=rare)
    while indexer.refresh():
        pass

    def shown(wanted: str, also: str = "") -> dict[str, int]:
        page = client.get(f"/netzwerke/?mehr={facet}&{facet}-name={wanted}{also}").context["listing"]
        [one] = [one for one in page.facets if one.name == facet]
        assert one.is_open
        assert one.asks_name
        return {option.label: option.count for option in one.options}

    assert "Trägerverein Blüte" not in shown("")
    for wanted in ("blüte", "tragerverein", "TVB", "blütenh", "verein+Blü"):
        assert shown(wanted) == {"Trägerverein Blüte": 1}, wanted
    assert shown("Haus 07") == {"Haus 07": 2}
    assert shown("Haus", "&status=beendet") == {}
    busiest = Actor.objects.get(name="Haus 07").slug
    assert shown("blüte", f"&{facet}={busiest}") == {"Haus 07": 2, "Trägerverein Blüte": 1}
    assert shown("%25") == shown("gibt es nicht") == shown("a+b" * 90) == {}
    assert "niemand vor, der so heißt" in client.get(f"/netzwerke/?{facet}-name=niemand").content.decode()
    Actor.objects.filter(pk=rare.pk).update(review_status=HIDDEN)
    assert shown("blüte") == {}


def test_page_filters_by_the_address_of_an_actor(client, seats):
    page = client.get(f"/netzwerke/?mitglied={seats['school'].slug}").context["listing"]
    assert (page.total, [chip.label for chip in page.chips], page.notes) == (3, ["Volkshochschule"], [])


def test_former_address_of_an_actor_still_filters(client, seats):
    before = seats["house"].slug
    seats["house"].name = "Haus am See"
    seats["house"].save()
    page = client.get(f"/netzwerke/?mitglied={before}").context["listing"]
    assert (page.total, [chip.label for chip in page.chips]) == (1, ["Haus am See"])
    assert f"mitglied={seats['house'].slug}" in page.address()


def test_public_actor_without_a_seat_is_a_filter_without_hits(client, seats):
    lonely = ActorFactory(name="Allein")
    page = client.get(f"/netzwerke/?mitglied={lonely.slug}").context["listing"]
    assert (page.total, [chip.label for chip in page.chips]) == (0, ["Allein"])


def test_hidden_actor_looks_like_one_that_never_was(client, seats):
    Actor.objects.filter(pk=seats["house"].pk).update(review_status=HIDDEN)
    page = client.get(f"/netzwerke/?mitglied={seats['house'].slug}")
    assert page.context["listing"].notes
    assert "Haus am Park" not in page.content.decode()


def test_names_are_read_once_until_something_changes(seats):
    question = SearchRequest(facets=("mitglied", "koordination"))
    ask(question)
    inverted_index.is_trusted = True
    with CaptureQueriesContext(connection) as queries:
        ask(question)
    assert len(queries) == 1


def test_nobody_joins_what_has_ended(find, seats):
    Network.objects.filter(name="Runde 1").update(status="beendet")
    assert options("offenheit")["offen"] == 2
    assert find(filters={"offenheit": ["offen"]}) == ["Runde 2", "Runde 3"]


def test_networks_are_found_by_their_digital_forms(find, seats):
    form = DigitalFormFactory(network=seats["networks"][0], kind=DigitalForm.Kind.BOARD)
    assert find(filters={"digital": ["pinnwand"]}) == ["Runde 1"]
    form.kind = DigitalForm.Kind.CHAT
    form.save()
    assert find(filters={"digital": ["pinnwand"]}) == []
    form.delete()
    assert find(filters={"digital": ["chat"]}) == []


def test_networks_are_found_by_how_they_meet(find, seats):
    """By the filter, by its word, and by another word for it."""
    Network.objects.filter(name="Runde 1").update(meeting_mode="digital")
    Network.objects.filter(name="Runde 2").update(meeting_mode="hybrid")
    assert options("trifft_sich") == {"vor Ort": 0, "digital": 1, "hybrid": 1, "wechselnd": 0}
    assert find(filters={"trifft_sich": ["digital", "hybrid"]}) == ["Runde 1", "Runde 2"]
    assert (find("hybrid"), find("virtuell")) == (["Runde 2"], ["Runde 1"])


def test_actors_are_found_by_what_they_offer_and_look_for(find, seats):
    OfferFactory(actor=seats["school"], direction="bietet", kind="raum")
    OfferFactory(actor=seats["house"], direction="sucht", kind="raum")
    assert find(filters={"bietet": ["raum"]}) == ["Volkshochschule"]
    assert find(filters={"sucht": ["raum"]}) == ["Haus am Park"]
    assert options("bietet")["Raum"] == 1
    seats["school"].offers.update(valid_until=timezone.localdate() - timedelta(days=1))
    assert find(filters={"bietet": ["raum"]}) == []


def test_page_of_an_actor_leads_to_the_list_of_its_networks(client, seats):
    """The number it names is the number of hits there: unconfirmed and hidden ones are none."""
    for state, status in (("eingeladen", "veroeffentlicht"), ("bestaetigt", HIDDEN)):
        other = NetworkFactory(name=f"Runde {state}", review_status=status)
        MembershipFactory(network=other, actor=seats["school"], state=state)
        MeetingFactory(network=other, start=timezone.now() + timedelta(days=1))
    for days, network in enumerate(seats["networks"], 1):
        MeetingFactory(network=network, start=timezone.now() + timedelta(days=days))
    Network.objects.filter(name="Runde 1").update(status="beendet")
    page = client.get(seats["school"].get_absolute_url())
    assert [meeting.network.name for meeting in page.context["next_meetings"]] == ["Runde 2", "Runde 3"]
    address = f"/netzwerke/?mitglied={seats['school'].slug}"
    assert f'href="{address}"' in page.content.decode()
    assert page.context["seats"] == client.get(address).context["listing"].total == 3


def test_page_of_an_actor_without_networks_leads_nowhere(client, city):
    page = client.get(ActorFactory(name="Allein").get_absolute_url())
    assert "mitglied=" not in page.content.decode()
    assert "Nächste Treffen" not in page.content.decode()
