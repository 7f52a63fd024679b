"""The choice that an address makes: as the directory makes it, whatever is typed."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from insight.forms import ScopeForm
from insight.scope import BOTH, FACETS, LISTS, Scope, audience_of, scope_of, snapshot_at
from insight.snapshot import Audience, Snapshot
from tests import factories
from tests.people import login

PATH = "/einblick/luecken/"
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\0\"'\\:*|&!<->()„“»«%_;=@\u202e\u200d\ufeff\t\n"),
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("äöü-kita"),
    ),
    max_size=80,
)
CHOICES = (
    "", "thema=sprachbildung", "stadtteil=nordstadt", "zielgruppe=grundschulkinder", "phase=primarstufe",
    "thema=sprachbildung&stadtteil=nordstadt", "thema=sprachbildung&thema=mint", "status=aktiv", "akteursart=kita",
    "akteursart=kita&thema=fruehe-bildung", "mitglied=jugendamt-der-stadt-auenberg", "format=arbeitskreis&status=ruhend",
    "stadtteil=lindenau&bietet=raum", "verbindlichkeit=lose&phase=primarstufe",
)  # fmt: skip


def scope_for(query: str, user: User | AnonymousUser | None = None, **own: str) -> Scope:
    request = RequestFactory().get(f"{PATH}?{query}")
    request.user = user or AnonymousUser()
    return scope_of(request, PATH, own)


def entries(snapshot: Snapshot) -> tuple[set[int], set[int]]:
    return set(snapshot.networks), set(snapshot.actors)


def hits(address: str, client: Client | None = None) -> int:
    return (client or Client()).get(address).context["listing"].total


@pytest.mark.parametrize("query", CHOICES)
def test_a_choice_leaves_as_many_as_the_lists_of_the_directory(auenberg, query) -> None:
    scope = scope_for(query)
    assert not scope.notes
    assert hits(scope.directory("networks:list")) == len(scope.snapshot.networks)
    assert hits(scope.directory("actors:list")) == len(scope.snapshot.actors)
    assert hits(scope.directory("networks:list", status="aktiv")) == (
        len(scope.snapshot.active)
        if "status" not in query
        else hits(scope.directory("networks:list", status="aktiv"))
    )


@pytest.mark.parametrize("query", CHOICES)
def test_its_key_leads_back_to_it(auenberg, query) -> None:
    scope = scope_for(query)
    assert entries(snapshot_at(Audience.PUBLIC, scope.key)) == entries(scope.snapshot)
    turned = "&".join(reversed(query.split("&")))
    assert scope_for(f"{turned}&sort=name&q=Kita&page=7").key == scope.key
    assert QueryDict(scope.key).keys() <= {*FACETS}


def test_what_only_networks_have_leaves_all_actors_and_the_other_way_round(auenberg) -> None:
    whole = scope_for("")
    assert scope_for("format=arbeitskreis").snapshot.actors == whole.snapshot.actors
    assert scope_for("akteursart=kita").snapshot.networks.keys() == whole.snapshot.networks.keys()
    assert not whole.snapshot.is_part
    assert whole.snapshot is whole.whole
    assert scope_for("format=arbeitskreis").snapshot.is_part


def test_networks_keep_their_members_from_elsewhere(auenberg) -> None:
    whole, part = scope_for("").snapshot, scope_for("stadtteil=nordstadt").snapshot
    assert part.networks
    for entry, network in part.networks.items():
        assert network.members == whole.networks[entry].members
    assert any(network.members - part.actors for network in part.networks.values())


def test_wrong_values_are_named_and_left_out(auenberg) -> None:
    scope = scope_for("thema=sprachbildung&thema=zauberei&phase=primarstufe")
    assert [note for note in scope.notes if "zauberei" in note]
    assert scope.filters.chosen["thema"] == ["sprachbildung"]


def test_a_filter_of_which_nothing_is_known_finds_nothing(auenberg) -> None:
    scope = scope_for("thema=zauberei")
    assert "zauberei" in scope.notes[0]
    assert entries(scope.snapshot) == (set(), set())
    assert [help_.count for help_ in scope.zero_help] == [len(scope.whole.networks)]


def test_the_form_keeps_what_it_cannot_show(auenberg) -> None:
    scope = scope_for(
        "thema=mint&thema=inklusion&stadtteil=nordstadt&format=arbeitskreis", sort="name", leer=""
    )
    form = ScopeForm(scope)
    assert "thema" not in form.fields
    assert form["stadtteil"].value() == "nordstadt"
    assert sorted(form.kept) == [
        ("format", "arbeitskreis"), ("sort", "name"), ("thema", "inklusion"), ("thema", "mint")
    ]  # fmt: skip
    assert set(ScopeForm(scope_for("")).fields) == set(BOTH)


def test_options_stand_behind_the_wider_ones(auenberg) -> None:
    options = scope_for("").options("thema")
    place = {option.value: number for number, option in enumerate(options)}
    assert len(place) == len(options)
    for option in options:
        assert not option.parent or place[option.parent] < place[option.value]


def test_the_choice_goes_along_to_other_pages_and_into_the_directory(auenberg) -> None:
    scope = scope_for("thema=mint&stadtteil=nordstadt&akteursart=kita&format=arbeitskreis", sort="name")
    query = parse_qs(urlsplit(scope.at("insight:gaps", achse="phase")).query)
    assert query == {
        "achse": ["phase"], "thema": ["mint"], "stadtteil": ["nordstadt"], "akteursart": ["kita"], "format": ["arbeitskreis"]
    }  # fmt: skip
    for route, listed in LISTS.items():
        query = parse_qs(urlsplit(scope.directory(route, thema="inklusion")).query)
        assert set(query) == {"thema", "stadtteil", "akteursart", "format"} & {*listed.facets}
        assert query["thema"] == ["inklusion"]


def test_the_choice_is_said_in_words(auenberg) -> None:
    assert scope_for("").in_words == ""
    assert scope_for("thema=mint&stadtteil=nordstadt").in_words == "Stadtteil: Nordstadt; Thema: MINT"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "audience"),
    [
        (None, Audience.PUBLIC), (User.Role.REGISTERED, Audience.PUBLIC), (User.Role.COORDINATION, Audience.COORDINATION),
        (User.Role.CURATION, Audience.COORDINATION), (User.Role.SYSTEM, Audience.COORDINATION),
    ],
)  # fmt: skip
def test_who_sees_what_is_not_published(role, audience) -> None:
    user = factories.UserFactory(role=role) if role else AnonymousUser()
    own = factories.NetworkFactory(review_status="entwurf", editors=[user] if role else [])
    scope = scope_for("", user)
    assert scope.audience is audience_of(user) is audience
    assert (own.pk in scope.snapshot.pks.values()) == (audience is Audience.COORDINATION)


@pytest.mark.django_db
def test_koordination_counts_as_its_own_lists_do() -> None:
    theme = factories.ThemeFactory(name="Lesen")
    for status in ("veroeffentlicht", "entwurf", "eingereicht"):
        factories.NetworkFactory(themes=[theme], review_status=status)
    user = factories.UserFactory(role=User.Role.COORDINATION)
    scope = scope_for("thema=lesen", user)
    assert len(scope.snapshot.networks) == 3
    assert hits(scope.directory("networks:list"), login(user)) == 3
    assert hits(scope_for("thema=lesen").directory("networks:list")) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.one_of(st.sampled_from([*FACETS, "q", "sort", "page", "mitglied-name"]), NASTY), NASTY),
        max_size=6,
    )
)
def test_any_address_gets_an_answer(auenberg, pairs) -> None:
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    scope = scope_for(data.urlencode())
    assert entries(snapshot_at(Audience.PUBLIC, scope.key)) == entries(scope.snapshot)
    assert set(scope.snapshot.networks) <= set(scope.whole.networks)
    assert all(isinstance(note, str) and len(note) < 300 for note in scope.notes)
    assert scope.directory("networks:list").startswith("/netzwerke/")
    ScopeForm(scope)
    assert len(scope.key) < 2_000 * (1 + len(pairs))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "thema=" + "a" * 20_000, "&".join(f"thema=t{number}" for number in range(900)), "thema=%00", "thema=%FF%FE", "stadtteil=%3Cscript%3E",
        "thema[]=mint", "thema=mint;phase=x", "mitglied=" + "%F0%9F%98%80" * 500, "sort=%00&akteur=%00&page=%00",
        "page=99999999999999999999", "akteur=" + "%25_" * 300,
    ],
)  # fmt: skip
def test_no_query_breaks_a_page(query) -> None:
    factories.MembershipFactory(network=factories.NetworkFactory(), actor=factories.ActorFactory())
    client = login(factories.UserFactory(role=User.Role.COORDINATION))
    for page in ("/einblick/", "/einblick/luecken/", "/einblick/auslastung/", "/einblick/auslastung.csv"):
        assert client.get(f"{page}?{query}").status_code == 200
