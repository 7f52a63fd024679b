"""Who gets which page of Einblick, and that no public one tells of anything hidden: not by a name, not by a number.

What is hidden is added, and every public page, table and file has to stay what it was, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from insight.exports import FILES
from networks.models import Meeting, Membership, Network
from tests import factories
from tests.people import login

pytestmark = pytest.mark.django_db
# What a single report or note is about; reports have tests of their own for who sees them.
OF_ONE = re.compile(r"take_back|.*report.*|released_.*|new_edition")
TO_PUBLIC_PAGES = {"/einblick/", "/einblick/bericht/"}  # lead whoever may not open them to what everybody may
CHOICES = ("", "?thema=lesen", "?stadtteil=nord&phase=schulzeit", "?zielgruppe=kinder", "?akteursart=kita")
SECRET = "Geheimsache"
TOKENS = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """All of the room."""
    rooms = [one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "insight"]
    for one in resolver.url_patterns if resolver else rooms:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def addresses() -> list[str]:
    found = []
    for one in patterns():
        if one.name == "graph_file":
            found += [reverse("insight:graph_file", args=[file]) for file in FILES]
        elif not one.pattern.converters:
            found.append(reverse(f"insight:{one.name}"))
        else:
            assert OF_ONE.fullmatch(one.name), f"Say here how {one.name} is called"
    return found


def content(response: HttpResponseBase) -> bytes:
    return TOKENS.sub(b"", response.getvalue())


def public_pages(client: Client) -> dict[str, bytes]:
    slugs = Network.objects.published().order_by("pk").values_list("slug", flat=True)[:3]
    compared = "?" + "&".join(f"n{number}={slug}" for number, slug in enumerate(slugs, 1))
    asked = [f"{page}{choice}" for page in addresses() for choice in (*CHOICES, compared)]
    answers = {address: client.get(address) for address in asked}
    return {address: content(answer) for address, answer in answers.items() if answer.status_code == 200}


@pytest.fixture
def city() -> dict:
    """Six networks that say something on every page, with their members and meetings."""
    words = {
        "themes": [factories.ThemeFactory(name="Lesen")], "target_groups": [factories.TargetGroupFactory(name="Kinder")],
        "life_phases": [factories.LifePhaseFactory(name="Schulzeit")],
    }  # fmt: skip
    place = factories.DistrictFactory(name="Nord")
    kind, form = factories.ActorKindFactory(), factories.NetworkFormatFactory()
    actors = factories.ActorFactory.create_batch(5, district=place, kind=kind, **words)
    networks = factories.NetworkFactory.create_batch(
        6, rhythm_text="monatlich", districts=[place], format=form, **words
    )
    for number, network in enumerate(networks):
        for actor in actors[number % 3 :]:
            factories.MembershipFactory(network=network, actor=actor)
        factories.MeetingFactory(network=network, start=timezone.now() + timedelta(days=9))
    empty = factories.ThemeFactory(name="Thema ohne Eintrag")
    return {"networks": networks, "actors": actors, "place": place, "words": words, "empty": empty}


def hide(city: dict) -> None:
    """All that visitors must not learn of, in as many ways as there are to be hidden."""
    start = timezone.now() + timedelta(days=9)
    network = city["networks"][0]
    only_here = {
        "themes": [city["empty"], *city["words"]["themes"]],
        "target_groups": city["words"]["target_groups"], "life_phases": city["words"]["life_phases"],
    }  # fmt: skip
    secret = [factories.ActorFactory(name=f"{SECRET} Akteur {state}", review_status=state, district=city["place"], kind=city["actors"][0].kind, **only_here)
              for state in ("entwurf", "eingereicht", "archiviert", "abgelehnt")]  # fmt: skip
    for state in ("entwurf", "eingereicht", "archiviert", "abgelehnt"):
        hidden = factories.NetworkFactory(
            name=f"{SECRET} Netzwerk {state}", review_status=state, rhythm_text="wöchentlich", districts=[city["place"]], format=network.format, **only_here
        )  # fmt: skip
        for member in [*secret, *city["actors"]]:
            factories.MembershipFactory(network=hidden, actor=member, role=Membership.Role.COORDINATION)
        factories.MeetingFactory(network=hidden, start=start)
        factories.MeetingFactory(
            network=network, start=start + timedelta(days=1), visibility=Meeting.Visibility.MEMBERS
        )
        factories.MeetingFactory(
            network=network, start=start + timedelta(days=1), visibility=Meeting.Visibility.HIDDEN
        )
    for member in secret:
        factories.MembershipFactory(network=network, actor=member)
    stranger = city["actors"][1]
    factories.MembershipFactory(network=city["networks"][2], actor=stranger, state=Membership.State.INVITED)
    Network.objects.filter(pk=city["networks"][1].pk).update(coordinator=secret[0])


@pytest.mark.parametrize("role", [None, User.Role.REGISTERED])
def test_no_public_page_changes_by_what_is_hidden(city, role, time_machine) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    client = login(factories.UserFactory(role=role)) if role else Client()
    stranger = city["actors"][1]
    Membership.objects.filter(network=city["networks"][2], actor=stranger).delete()
    before = public_pages(client)
    assert len(before) >= len(CHOICES)
    hide(city)
    after = public_pages(client)
    assert after.keys() == before.keys()
    for address, page in after.items():
        assert SECRET.encode() not in page, address
        assert page == before[address], address


def test_koordination_sees_that_something_was_added(city) -> None:
    """Or the test above would hold for pages that show nothing at all."""
    client = login(factories.UserFactory(role=User.Role.COORDINATION))
    before = public_pages(client)
    hide(city)
    after = public_pages(client)
    assert {address for address in before if before[address] != after[address]} >= {
        "/einblick/",
        "/einblick/auslastung/",
    }
    assert SECRET.encode() in after["/einblick/auslastung/"]


def test_every_address_is_open_to_visitors_or_only_to_koordination(city) -> None:
    everybody = [Client(), *(login(factories.UserFactory(role=role)) for role in User.Role)]
    answers = {page: [client.get(page).status_code for client in everybody] for page in addresses()}
    office = [200, 200, 200]
    for page, (visitor, registered, *others) in answers.items():
        assert others == office, page
        assert (visitor, registered) in {(200, 200), (302, 403), (302, 302)}, page
    assert {page for page, found in answers.items() if found[:2] == [302, 302]} == TO_PUBLIC_PAGES


def test_internal_pages_lead_a_visitor_to_the_login_and_nobody_into_a_cache(city) -> None:
    for page in addresses():
        answer = Client().get(page)
        if answer.status_code == 302 and page not in TO_PUBLIC_PAGES:
            assert answer.url.startswith("/konto/login/?next=")
        known = login(factories.UserFactory(role=User.Role.COORDINATION)).get(page)
        assert {"private", "no-cache", "no-store"} & {*known["Cache-Control"].split(", ")}, page


def test_tabs_are_those_that_one_may_open(city) -> None:
    for client in (
        Client(),
        login(factories.UserFactory()),
        login(factories.UserFactory(role=User.Role.COORDINATION)),
    ):
        page = next(page for page in addresses() if client.get(page).status_code == 200)
        shown = client.get(page).content.decode().partition('class="tabs"')[2].partition("</nav>")[0]
        tabs = re.findall(r'<a href="(/einblick/[^"?#]*)', shown)
        assert tabs
        answers = [client.get(tab, follow=True) for tab in tabs]
        assert [answer.status_code for answer in answers] == [200] * len(tabs)
        assert not [answer for answer in answers if answer.request["PATH_INFO"].startswith("/konto/")]
