"""/einblick/: figures against the rows they count, links against the lists they lead to, and who may look."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from insight import kept
from insight.lacking import Lack, lacking
from insight.models import CountingRule
from insight.reading import snapshot_for
from insight.snapshot import Audience
from networks.models import Membership, Network
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
PAGE = "/einblick/"


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_done", type(kept._done)())


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(UserFactory(role=User.Role.COORDINATION))
    return client


def figures(client: Client, url: str = PAGE) -> dict[str, tuple[str, str, str]]:
    """Label -> number, what stands behind it, address."""
    shown = client.get(url).context["figures"].shown()
    return {one.label: (one.number, one.of, one.url) for one in shown}


def hits(client: Client, url: str) -> int:
    return client.get(url).context["listing"].total


def test_everybody_else_is_led_to_a_public_page(client: Client) -> None:
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        response = client.get(PAGE)
        assert (response.status_code, response.url) == (302, reverse("insight:stock"))
        assert client.post(PAGE, {}).status_code == 302
        lacking_page = client.get(reverse("insight:lacking"))
        assert lacking_page.status_code == (403 if user else 302)


def test_without_an_entry_it_says_so(office: Client) -> None:
    page = office.get(PAGE)
    assert "Noch steht nichts im Verzeichnis." in page.content.decode()


@pytest.mark.parametrize("number", [1, 2])
def test_one_or_two_networks_give_an_honest_page(office: Client, number: int) -> None:
    for _one in range(number):
        MembershipFactory(network=NetworkFactory(rhythm_text="monatlich"))
    page = office.get(PAGE).content.decode()
    assert "Prozent" not in page.partition('<h2 id="hinweise"')[0]
    shown = figures(office)
    word = "aktives Netzwerk" if number == 1 else "aktive Netzwerke"
    assert shown[word][:2] == (str(number), f"von {number}")
    assert shown["Treffen, geschätzt aus dem Rhythmus"][0] == str(12 * number)


def test_an_empty_choice_says_which_filter_to_drop(office: Client) -> None:
    theme, other = ThemeFactory(name="Lesen"), ThemeFactory(name="Musik")
    NetworkFactory(themes=[theme])
    page = office.get(f"{PAGE}?thema={other.slug}").content.decode()
    assert "Zu dieser Auswahl steht nichts im Verzeichnis." in page
    assert "ohne Thema: Musik" in page


def test_figures_equal_a_naive_count(office: Client) -> None:
    actors = ActorFactory.create_batch(4)
    states = ["aktiv"] * 6 + ["ruhend", "beendet", "geplant"]
    networks = [NetworkFactory(status=state, rhythm_text="monatlich") for state in states]
    for network in networks[:3]:
        for actor in actors[:3]:
            MembershipFactory(network=network, actor=actor)
    MembershipFactory(network=networks[6], actor=actors[3])  # which rests
    shown = figures(office)
    assert shown["aktive Netzwerke"][:2] == ("6", "von 9")
    assert shown["Akteure in mindestens einem Netzwerk"][:2] == ("3", "von 4")
    assert shown["Treffen, geschätzt aus dem Rhythmus"][0] == "72"
    assert hits(office, shown["aktive Netzwerke"][2]) == 6


def test_what_networks_lack_is_what_the_portal_says_of_each(office: Client, settings) -> None:
    """Against `Network.is_unconfirmed`, `without_next_meeting` and `coordinators`, one by one."""
    today, every = timezone.localdate(), settings.CONFIRM_EVERY["netzwerk"]
    actor = ActorFactory()
    for number in range(12):
        network = NetworkFactory(
            status="aktiv" if number % 4 else "ruhend",
            confirmed_at=today - every - timedelta(days=26 + number) if number % 3 else None,
            coordinator=actor if number % 2 else None,
        )
        long_ago = timezone.now() - every - timedelta(days=23 + number)
        Network.objects.filter(pk=network.pk).update(published_at=long_ago)
        if number in {1, 2}:
            MeetingFactory(network=network, start=timezone.now() + timedelta(days=number))
        if number in {2, 3}:
            MeetingFactory(network=network, start=timezone.now() - timedelta(days=number))
        if number == 6:
            role = {"role": Membership.Role.COORDINATION}
            MembershipFactory(network=network, actor=actor, **role)
    active = Network.objects.active()
    expected = {
        Lack.CONFIRMATION: {one.pk for one in active if one.is_unconfirmed},
        Lack.MEETING: set(active.without_next_meeting().values_list("pk", flat=True)),
        Lack.COORDINATION: {one.pk for one in active if not one.coordinators().exists()},
    }
    snapshot, shown = snapshot_for(Audience.COORDINATION), figures(office)
    for lack, pks in expected.items():
        assert 0 < len(pks) < len(active)
        assert {snapshot.pks[entry] for entry in lacking(snapshot, lack).entries} == pks
        number, _of, url = shown[str(lack.label)]
        assert number == str(len(pks))
        page = office.get(url)
        assert page.context["total"] == len(pks)
        assert {row.pk for row in page.context["rows"]} == pks


ADDRESS = re.compile(r'<a[^>]*? href="(/(?:netzwerke|akteure)/\?[^"]+)">([^<]*)</a>')


def test_every_bar_leads_to_a_list_with_as_many_hits(office: Client) -> None:
    city = MunicipalityFactory(name="Stadt")
    north, south = (DistrictFactory(name=name, parent=city) for name in ("Nord", "Süd"))
    theme = ThemeFactory(name="Lesen")
    for number in range(8):
        NetworkFactory(
            status="aktiv" if number else "ruhend",
            openness=["offen", "geschlossen"][number % 2],
            bindingness=["lose", "vereinbart", ""][number % 3],
            character=[["abstimmung"], ["abstimmung", "steuerung"]][number % 2],
            districts=[[north], [north, south], [city]][number % 3],
            themes=[theme] if number % 2 else [],
        )
        ActorFactory(district=[north, south][number % 2], themes=[theme])
    for query in ("", f"?thema={theme.slug}", f"?stadtteil={north.slug}", "?offenheit=offen&offenheit=geschlossen",
                  f"?stadtteil={north.slug}&verbindlichkeit=lose", "?status=ruhend", "?verbindlichkeit=vereinbart"):  # fmt: skip
        page = office.get(PAGE + query)
        spreads = [one for column in page.context["figures"].spread() for one in column]
        bars = [bar for spread in spreads for bar in spread.bars]
        bars += [bar for row in page.context["figures"].places for bar in (row.networks, row.actors)]
        counted = [(bar.url, bar.number) for bar in bars if bar.url]
        assert counted or query == "?status=ruhend"
        for url, number in counted:
            assert hits(office, url) == number, (query, url)


def test_hidden_entries_count_for_koordination(office: Client) -> None:
    NetworkFactory(review_status="eingereicht")
    shown = figures(office)
    assert shown["aktives Netzwerk"][0] == "1"
    assert hits(office, shown["aktives Netzwerk"][2]) == 1


@pytest.mark.django_db(transaction=True)
def test_number_of_queries_does_not_grow(office: Client, django_assert_max_num_queries) -> None:
    def asked() -> int:
        office.get(PAGE)
        with django_assert_max_num_queries(60) as captured:
            office.get(PAGE)
        return len(captured)

    theme = ThemeFactory()
    actors = ActorFactory.create_batch(4, themes=[theme])

    def more(number: int) -> None:
        for _one in range(number):
            network = NetworkFactory(rhythm_text="wöchentlich", themes=[theme])
            MeetingFactory(network=network, start=timezone.now() + timedelta(days=5))
            for actor in actors:
                MembershipFactory(network=network, actor=actor)

    more(3)
    few = asked()
    more(9)
    assert asked() <= few


def test_the_rule_of_the_kommune_changes_what_is_noticed_at_once(office: Client) -> None:
    actor = ActorFactory(name="Jugendamt")
    for _one in range(3):
        MembershipFactory(network=NetworkFactory(rhythm_text="monatlich"), actor=actor)
    assert "Jugendamt sitzt in 3" not in office.get(PAGE).content.decode()
    CountingRule.objects.create(pk=1, busy_from=2)
    assert "Jugendamt sitzt in 3 von 3 aktiven Netzwerken" in office.get(PAGE).content.decode()


def test_where_a_finding_leads_there_is_a_page(office: Client) -> None:
    city = MunicipalityFactory(name="Stadt")
    north = DistrictFactory(name="Nord", parent=city)
    theme = ThemeFactory(name="Lesen")
    actors = ActorFactory.create_batch(6, district=north, themes=[theme])
    start = timezone.now() + timedelta(days=9)
    for _one in range(3):
        network = NetworkFactory(
            rhythm_text="alle 2 Monate", bindingness="lose", ends_on=timezone.localdate() + timedelta(days=80)
        )
        MeetingFactory(network=network, start=start)
        for actor in actors[:4]:
            MembershipFactory(network=network, actor=actor)
    page = office.get(PAGE)
    cards = page.context["cards"]
    assert {card.said.finding.kind.value for card in cards} >= {
        "termine", "zusammen", "luecke-ort", "luecke-thema", "stadtteil", "ende", "auftrag", "allein",
    }  # fmt: skip
    for card in cards:
        for way in card.said.ways:
            assert office.get(urlsplit(way.url)._replace(fragment="").geturl(), follow=True).status_code in {
                200,
                403,
            }
    gap = next(card.said for card in cards if card.said.finding.kind == "luecke-ort")
    assert hits(office, gap.ways[-1].url) == gap.finding.facts["number"] == 6


def test_when_they_were_confirmed_last(office: Client) -> None:
    today = timezone.localdate()
    for days in (0, 91, 92, 183, 184, 365, 366, None):
        NetworkFactory(confirmed_at=None if days is None else today - timedelta(days=days))
    ages = office.get(PAGE).context["figures"].spread()[1][-1]
    assert [(bar.label, bar.number) for bar in ages.bars] == [
        ("in den letzten 3 Monaten", 2),
        ("vor 3 bis 6 Monaten", 2),
        ("vor 6 bis 12 Monaten", 2),
        ("vor mehr als einem Jahr", 1),
        ("noch nie", 1),
    ]
