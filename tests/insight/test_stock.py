"""/einblick/bestand/: what stands on the sheet, against the rows it is about; and nothing on it that others may not know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from actors.models import Offer
from insight import kept
from insight.stock import MOST_ACTORS, MOST_NETWORKS, NAMES_OF_A_KIND
from networks.models import Meeting
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    ContactPersonFactory,
    DistrictFactory,
    LifePhaseFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    OfferFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/einblick/bestand/"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_done", type(kept._done)())


@pytest.fixture
def north():
    return DistrictFactory(name="Nord", parent=MunicipalityFactory(name="Stadt"))


def stock(client: Client, query: str):
    return client.get(f"{PAGE}?{query}").context["stock"]


def hits(client: Client, url: str) -> int:
    return client.get(url).context["listing"].total


def test_without_a_choice_it_offers_what_there_is(client: Client, north) -> None:
    theme, unused = ThemeFactory(name="Lesen"), ThemeFactory(name="Musik")
    NetworkFactory(themes=[theme], districts=[north])
    page = client.get(PAGE).content.decode()
    assert f"{PAGE}?thema={theme.slug}" in page
    assert f"{PAGE}?stadtteil={north.slug}" in page
    assert f"{PAGE}?thema={unused.slug}" not in page


def test_an_empty_portal_says_so(client: Client) -> None:
    assert "Noch steht nichts im Verzeichnis." in client.get(PAGE).content.decode()


def test_networks_with_who_coordinates_when_and_how_to_reach_them(client: Client, north) -> None:
    office = ActorFactory(name="Schulamt", email="schulamt@example.org")
    network = NetworkFactory(
        name="Lesenetz", rhythm_text="monatlich", openness="offen", coordinator=office, districts=[north]
    )
    NetworkFactory(status="ruhend", districts=[north])
    start = timezone.now() + timedelta(days=4)
    MeetingFactory(network=network, start=start - timedelta(days=1), visibility=Meeting.Visibility.MEMBERS)
    MeetingFactory(network=network, start=start)
    (line,) = stock(client, f"stadtteil={north.slug}").networks
    assert (line.network, line.contact, line.next_meeting) == (network, "schulamt@example.org", start)
    assert [actor.name for actor in line.coordinators] == ["Schulamt"]
    page = client.get(f"{PAGE}?stadtteil={north.slug}").content.decode()
    for said in ("Lesenetz", "monatlich", "offen", "Schulamt", "mailto:schulamt@example.org"):
        assert said in page


def test_networks_from_elsewhere_by_their_members_from_here(client: Client, north) -> None:
    here = ActorFactory.create_batch(3, district=north)
    away, few, none = NetworkFactory(), NetworkFactory(), NetworkFactory()
    for actor in here:
        MembershipFactory(network=away, actor=actor)
    MembershipFactory(network=few, actor=here[0])
    MembershipFactory(network=none, actor=ActorFactory())
    found = stock(client, f"stadtteil={north.slug}").around
    assert [(line.network, line.here) for line in found] == [(away, 3), (few, 1)]


def test_every_figure_leads_to_a_list_with_as_many_hits(client: Client, north) -> None:
    theme, phase, group = ThemeFactory(), LifePhaseFactory(), TargetGroupFactory()
    missing = LifePhaseFactory(name="Niemandes Phase")
    for number in range(5):
        words = {"themes": [theme], "target_groups": [group]} if number % 2 else {"life_phases": [phase]}
        NetworkFactory(districts=[north], status="aktiv" if number else "geplant", **words)
        OfferFactory(actor=ActorFactory(district=north, **words))
    found = stock(client, f"stadtteil={north.slug}")
    ways = [(found.networks_url, len(found.networks))]
    ways += [(one.url, one.number) for one in found.kinds]
    ways += [(kind.url, kind.number) for _direction, kinds in found.offers for kind in kinds]
    for coverage in (found.phases(), found.target_groups(), found.themes()):
        assert coverage.shown
        for one in coverage.shown:
            ways += [(one.networks_url, one.networks), (one.actors_url, one.actors)]
    for url, number in ways:
        assert hits(client, url) == number, url
    assert missing.name in found.phases().missing


def test_offers_of_today_only(client: Client, north) -> None:
    actor = ActorFactory(name="Schule", district=north)
    OfferFactory(actor=actor, text="Aula")
    OfferFactory(actor=actor, text="Turnhalle", valid_until=timezone.localdate() - timedelta(days=1))
    OfferFactory(actor=actor, text="Vorlesende", direction=Offer.Direction.SEEKS, kind=Offer.Kind.STAFF)
    page = client.get(f"{PAGE}?stadtteil={north.slug}").content.decode()
    assert "Aula" in page
    assert "Vorlesende" in page
    assert "Turnhalle" not in page


def test_nothing_hidden_and_nobody_stands_on_the_public_sheet(client: Client, north) -> None:
    public = ActorFactory(name="Verein", district=north, email="verein@example.org")
    hidden = ActorFactory(name="Geheimverein", district=north, review_status="eingereicht")
    person = ContactPersonFactory(actor=public, name="Erika Muster", email="erika@example.org")
    secret = NetworkFactory(name="Geheimrunde", districts=[north], review_status="eingereicht")
    network = NetworkFactory(name="Runde", districts=[north], coordinator=hidden, contact=person)
    for actor in (public, hidden):
        MembershipFactory(network=network, actor=actor)
        MembershipFactory(network=secret, actor=actor)
    MeetingFactory(network=network, visibility=Meeting.Visibility.MEMBERS)
    OfferFactory(actor=hidden, text="Geheimraum")
    query = f"{PAGE}?stadtteil={north.slug}"
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        page = client.get(query)
        content = page.content.decode()
        assert "Runde" in content
        for word in ("Geheim", "Erika", "erika@", "Nur für die Koordination", "nicht bestätigt"):
            assert word not in content
        assert len(page.context["stock"].snapshot.actors) == 1
        assert page.context["stock"].meetings == []


def test_koordination_sees_what_is_hidden_marked_and_what_is_lacking(client: Client, north) -> None:
    NetworkFactory(name="Geheimrunde", districts=[north], review_status="eingereicht")
    network = NetworkFactory(name="Runde", districts=[north])
    MeetingFactory(network=network, visibility=Meeting.Visibility.MEMBERS)
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    page = client.get(f"{PAGE}?stadtteil={north.slug}")
    content = page.content.decode()
    assert content.count("nicht öffentlich") == 1
    assert "Nur für die Koordination" in content
    lacks = {one.label: one.number for one in page.context["stock"].lacks()}
    assert lacks == {"nicht bestätigt": "0", "ohne künftigen Termin": "1", "ohne Koordination": "2"}
    assert page.context["stock"].meetings == []  # paper is passed on


def test_long_lists_end_with_how_many_there_are_more(client: Client, north) -> None:
    NetworkFactory.create_batch(MOST_NETWORKS + 2, districts=[north])
    ActorFactory.create_batch(MOST_ACTORS + 1, district=north, kind=ActorKindFactory(name="Kita"))
    found = stock(client, f"stadtteil={north.slug}")
    assert (len(found.networks), found.more_networks) == (MOST_NETWORKS, 2)
    (kind,) = found.kinds
    assert (len(kind.actors), kind.more) == (NAMES_OF_A_KIND, MOST_ACTORS + 1 - NAMES_OF_A_KIND)
    page = client.get(f"{PAGE}?stadtteil={north.slug}").content.decode()
    assert "und 2 weitere Netzwerke" in page


def test_gaps_are_told_as_sentences_of_the_choice(client: Client, north) -> None:
    theme = ThemeFactory(name="Lesen")
    ActorFactory.create_batch(2, district=north, themes=[theme])
    NetworkFactory(districts=[north])
    titles = [one.title for one in stock(client, f"stadtteil={north.slug}").gaps]
    assert "Zu Lesen gibt es im Stadtteil Nord kein Netzwerk, aber 2 Akteure." in titles
    assert "Zu Lesen gibt es in dieser Auswahl 2 Akteure, aber kein Netzwerk." in titles


def test_an_empty_choice_says_which_filter_to_drop(client: Client, north) -> None:
    NetworkFactory(districts=[north])
    theme = ThemeFactory(name="Musik")
    page = client.get(f"{PAGE}?stadtteil={north.slug}&thema={theme.slug}").content.decode()
    assert "Zu dieser Auswahl steht nichts im Verzeichnis." in page
    assert "ohne Thema: Musik" in page


def test_pages_of_themes_and_districts_lead_there(client: Client, north) -> None:
    theme = ThemeFactory(name="Lesen")
    assert (
        f'href="{PAGE}?thema=lesen"'
        in client.get(reverse("portal:theme", args=[theme.slug])).content.decode()
    )
    page = client.get(reverse("portal:district", args=[north.slug])).content.decode()
    assert f'href="{PAGE}?stadtteil=nord"' in page


@pytest.mark.django_db(transaction=True)
def test_number_of_queries_does_not_grow(client: Client, north, django_assert_max_num_queries) -> None:
    url = f"{PAGE}?stadtteil={north.slug}"
    kinds, themes = ActorKindFactory.create_batch(2), ThemeFactory.create_batch(2)

    def more(number: int) -> None:
        for place in range(number):
            actor = ActorFactory(district=north, kind=kinds[place % 2], themes=[themes[place % 2]])
            OfferFactory(actor=actor)
            network = NetworkFactory(districts=[north], coordinator=actor)
            MembershipFactory(network=network, actor=actor)
            MembershipFactory(network=NetworkFactory(), actor=actor)
            MeetingFactory(network=network)

    def asked() -> int:
        client.get(url)
        with django_assert_max_num_queries(40) as captured:
            client.get(url)
        return len(captured)

    more(3)
    few = asked()
    more(6)
    assert asked() <= few
