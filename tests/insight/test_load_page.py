"""The page on load: its figures against a naive recomputation with the ORM, its links against the directory."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.template.defaultfilters import floatformat
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

import rhythm as rhythms
from accounts.models import User
from actors.models import Actor
from actors.recognition import pairs as actor_pairs
from insight.models import CountingRule
from networks.models import Membership, Network
from tests import factories
from tests.people import login

PAGE = "/einblick/auslastung/"


def koordination():
    return login(factories.UserFactory(role=User.Role.COORDINATION))


@pytest.fixture
def office(auenberg):
    """A client of Koordination in Auenberg."""
    return koordination()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def table(client, address: str) -> list[dict[str, str]]:
    return rows_of(b"".join(client.get(address)).decode())


def hits(client, address: str) -> int:
    return client.get(address.replace("&amp;", "&")).context["listing"].total


def yearly(network: Network) -> float | None:
    read = rhythms.parse(network.rhythm_text)
    return None if read is None or read.leftover else 0 if read.paused else read.times_per_year


def naive(actor: Actor) -> tuple[int, int, int, float]:
    """Networks, those of them that it coordinates, those without rhythm, meetings a month."""
    active = Network.objects.filter(status="aktiv")
    seats = Membership.objects.current().confirmed().filter(actor=actor, network__in=active)
    mine = [one for one in active if seats.filter(network=one).exists() or actor in one.coordinators()]
    often = [yearly(one) for one in mine]
    led = sum(actor in one.coordinators() for one in mine)
    return len(mine), led, often.count(None), sum(n for n in often if n and n < 24) / 12


def test_the_table_says_of_every_actor_what_its_networks_say(office) -> None:
    rows = table(office, "/einblick/auslastung.csv")
    assert len(rows) == 133
    for row in rows[:12] + rows[60:64] + rows[-4:]:
        networks, led, unknown, a_month = naive(Actor.objects.get(kennung=row["Kennung"]))
        assert (row["Netzwerke"], row["davon koordiniert"], row["ohne festen Rhythmus"]) == (
            str(networks), str(led), str(unknown)
        )  # fmt: skip
        assert row["Treffen im Monat"] == floatformat(a_month, 1)
        assert row["Stunden im Monat"] == floatformat(2 * a_month, 1)
    order = [float(row["Treffen im Monat"].replace(",", ".")) for row in rows]
    assert order == sorted(order, reverse=True)
    assert rows[0]["Akteur"] == "Jugendamt der Stadt Auenberg"
    assert rows[0]["dazu häufige Netzwerke"] == "Jugendberufsagentur Auenberg"


def test_every_number_of_the_table_is_the_number_of_hits_behind_it(office) -> None:
    answer = office.get(PAGE)
    for row in answer.context["rows"]:
        assert hits(office, row.networks_url) == len(row.load.rounds)
        assert hits(office, row.coordinated_url) == row.load.coordinated
    for row in answer.context["bridge_rows"]:
        assert hits(office, row.networks_url) == row.number
        for one in row.subjects:
            assert hits(office, one.url) == one.number


def test_every_number_keeps_its_hits_where_a_theme_is_chosen(office) -> None:
    answer = office.get(PAGE, {"thema": "fruehe-bildung", "stadtteil": "nordstadt"})
    assert answer.context["rows"]
    for row in answer.context["rows"]:
        assert hits(office, row.networks_url) == len(row.load.rounds)


def test_what_the_page_says_of_auenberg(office) -> None:
    """The design counted 9 busy ones and 2,827 attendances: see `test_auenberg.test_meetings`."""
    text = office.get(PAGE).content.decode()
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))
    assert "133 Akteure sitzen in mindestens einem aktiven Netzwerk" in plain
    assert "10 haben mehr als 4 Treffen im Monat" in plain
    assert "16 Paare haben viele gemeinsame Mitglieder" in plain
    assert "Wenn diese beiden zusammen tagten, hätten 4 Akteure im Jahr je 2 Treffen weniger" in plain
    assert "7 Akteure sitzen in keinem aktiven Netzwerk" in plain
    assert "vermutlich doppelt: Volkshochschule Auenberg" in plain
    assert "Ohne Jugendamt der Stadt Auenberg hätten" in plain


def test_the_limit_is_that_of_the_kommune(office) -> None:
    CountingRule.objects.update_or_create(
        pk=1, defaults={"busy_from": 2, "hours_per_meeting": 3, "everyday_from": 60}
    )
    rows = table(office, "/einblick/auslastung.csv")
    text = office.get(PAGE).content.decode()
    busy = sum(float(row["Treffen im Monat"].replace(",", ".")) > 2 for row in rows)
    assert f'<span class="big-n">{busy}<small>' in text
    assert "haben mehr als 2 Treffen im Monat" in text
    assert rows[0]["dazu häufige Netzwerke"] == ""
    assert float(rows[0]["Stunden im Monat"].replace(",", ".")) > 40


@pytest.mark.parametrize(
    ("sort", "column"),
    [
        ("netzwerke", "Netzwerke"), ("koordiniert", "davon koordiniert"), ("unbestimmt", "ohne festen Rhythmus"),
    ],
)  # fmt: skip
def test_the_table_is_sorted_by_link(office, sort, column) -> None:
    numbers = [int(row[column]) for row in table(office, f"/einblick/auslastung.csv?sort={sort}")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0]
    page = office.get(PAGE, {"sort": sort}).content.decode()
    assert page.count('aria-sort="descending"') == 1


def test_by_name_it_is_in_the_order_of_the_lists(office) -> None:
    names = [row["Akteur"] for row in table(office, "/einblick/auslastung.csv?sort=name")]
    listed = Actor.objects.order_by("sort_name", "pk").values_list("name", flat=True)
    assert names == [name for name in listed if name in set(names)]


def test_an_actor_is_found_by_words_of_the_search(office) -> None:
    rows = table(office, "/einblick/auslastung.csv?akteur=Jugendamt")
    assert rows[0]["Akteur"] == "Jugendamt der Stadt Auenberg"
    assert len(rows) == 1
    answer = office.get(PAGE, {"akteur": "Zwergplanet"}).content.decode()
    assert "Zu „Zwergplanet“ sitzt kein Akteur" in answer


def test_pages_of_the_table_show_everybody_once(office) -> None:
    first = office.get(PAGE)
    shown = [
        row.actor.pk
        for number in range(1, first.context["page"].count + 1)
        for row in office.get(PAGE, {"page": number}).context["rows"]
    ]
    assert len(shown) == len(set(shown)) == 133


def test_a_kind_of_actor_narrows_who_is_in_the_table_and_not_their_networks(office) -> None:
    everybody = {row["Kennung"]: row for row in table(office, "/einblick/auslastung.csv")}
    kitas = table(office, "/einblick/auslastung.csv?akteursart=kita")
    assert {row["Art"] for row in kitas} == {"Kita"}
    assert kitas == [row for row in everybody.values() if row["Art"] == "Kita"]


def test_pairs_as_a_table(office) -> None:
    rows = table(office, "/einblick/auslastung/paare.csv")
    assert [row["Hinweis"] for row in rows].count("Zusammenlegen prüfen") == 16
    for row in rows:
        one, other = (Network.objects.get(name=row[name]) for name in ("Netzwerk", "anderes Netzwerk"))
        members = [
            {seat.actor for seat in n.memberships.current().confirmed()} | {*n.coordinators()}
            for n in (one, other)
        ]
        both = members[0] & members[1]
        assert row["wer"].split("|") == [
            actor.name for actor in sorted(both, key=lambda a: (a.sort_name, a.pk))
        ]
        assert int(row["gemeinsame Mitglieder"]) == len(both)
        assert int(row["spart je Mitglied Treffen im Jahr"]) == round(
            min(yearly(one) or 0, yearly(other) or 0)
        )


def test_each_pair_can_be_compared(office) -> None:
    answer = office.get(PAGE, {"thema": "sprachbildung"})
    row = answer.context["merge"][0]
    assert escape(row.compare_url) in answer.content.decode()
    compared = office.get(row.compare_url)
    assert row.pair.first.name in compared.content.decode()
    assert row.pair.second.name in compared.content.decode()
    assert "thema=sprachbildung" in row.compare_url


@pytest.mark.django_db
def test_two_meetings_of_one_day_are_named_with_who_is_needed_at_both() -> None:
    networks = factories.NetworkFactory.create_batch(2, rhythm_text="monatlich")
    both = factories.ActorFactory.create_batch(2)
    start = timezone.now() + timedelta(days=9)
    for network in networks:
        factories.MeetingFactory(network=network, start=start)
        for actor in both:
            factories.MembershipFactory(network=network, actor=actor)
    text = koordination().get(PAGE).content.decode()
    assert "am selben Tag" in text
    assert "Betrifft 2 Akteure:" in text
    assert f"woche={start:%G-W%V}" in text
    assert "%" not in re.sub(
        r"<[^>]+>|&[a-z]+;", "", text.partition('id="woche"')[2].partition('id="rechenweg"')[0]
    )


@pytest.mark.django_db
def test_who_is_probably_twice_in_the_directory_is_said_until_somebody_tells_them_apart() -> None:
    twin = {"name": "Stadtbücherei Auental", "city": "Auental", "phone": "0711 123456"}
    here, double = factories.ActorFactory(**twin), factories.ActorFactory(**twin)
    factories.MembershipFactory(network=factories.NetworkFactory(), actor=here)
    client = koordination()
    assert "vermutlich doppelt:" in client.get(PAGE).content.decode()
    actor_pairs.decide(here, double, by=factories.UserFactory(role=User.Role.CURATION))
    factories.NetworkFactory()
    assert "vermutlich doppelt:" not in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_an_empty_portal_says_what_to_do() -> None:
    text = koordination().get(PAGE).content.decode()
    assert "Hier sitzt noch niemand in einem Netzwerk" in text
    assert reverse("portal:registration") in text


@pytest.mark.django_db
def test_a_choice_without_networks_says_which_filter_to_drop() -> None:
    theme = factories.ThemeFactory(name="Sternkunde")
    factories.MembershipFactory(network=factories.NetworkFactory(), actor=factories.ActorFactory())
    text = koordination().get(PAGE, {"thema": theme.slug}).content.decode()
    assert "Zu dieser Auswahl gibt es kein aktives Netzwerk" in text
    assert "ohne Thema: Sternkunde" in text


@pytest.mark.django_db
def test_two_networks_give_an_honest_page() -> None:
    networks = factories.NetworkFactory.create_batch(2, rhythm_text="")
    actors = factories.ActorFactory.create_batch(3)
    for network in networks:
        for actor in actors:
            factories.MembershipFactory(network=network, actor=actor)
    answer = koordination().get(PAGE)
    text = answer.content.decode()
    assert 'id="bruecken"' not in text
    assert [(row.load.a_month, row.load.unknown) for row in answer.context["rows"]] == [(0, 2)] * 3
    assert "2 ohne festen Rhythmus fehlen" in text
    assert "%" not in re.sub(r"<[^>]+>", "", text.partition("<h1")[2].partition('id="rechenweg"')[0])


@pytest.mark.django_db
def test_the_number_of_questions_does_not_grow(django_assert_max_num_queries) -> None:
    client = koordination()

    def more(number: int) -> None:
        for _ in range(number):
            network = factories.NetworkFactory(rhythm_text="monatlich")
            for actor in factories.ActorFactory.create_batch(3):
                factories.MembershipFactory(network=network, actor=actor)

    def asked() -> int:
        client.get(PAGE)
        with django_assert_max_num_queries(40) as found:
            client.get(PAGE)
        return len(found)

    more(2)
    few = asked()
    more(8)
    assert asked() <= few


@pytest.mark.django_db
def test_the_page_of_an_actor_says_it_to_koordination_alone() -> None:
    actor = factories.ActorFactory(name="Kita & Co")
    factories.MembershipFactory(network=factories.NetworkFactory(rhythm_text="monatlich"), actor=actor)
    factories.MembershipFactory(network=factories.NetworkFactory(rhythm_text=""), actor=actor)
    address = actor.get_absolute_url()
    words = "Sitzt in 2 aktiven Netzwerken, etwa 1,0 Treffen im Monat"
    text = koordination().get(address).content.decode()
    assert words in text
    assert "1 ohne festen Rhythmus" in text
    assert f"{PAGE}?akteur=Kita+%26+Co#wer" in text
    for client in (login(factories.UserFactory()), Client()):
        assert words not in client.get(address).content.decode()


@pytest.mark.django_db
def test_only_who_may_is_led_to_the_rule() -> None:
    factories.MembershipFactory(network=factories.NetworkFactory(), actor=factories.ActorFactory())
    text = koordination().get(PAGE).content.decode()
    assert ">Grenze ändern</a>" not in text
    assert "Kuration kann die Grenze ändern" in text


@pytest.mark.django_db
def test_what_somebody_typed_stays_text() -> None:
    factories.MembershipFactory(network=factories.NetworkFactory(), actor=factories.ActorFactory())
    typed = "<script>alert(1)</script>"
    text = koordination().get(PAGE, {"akteur": typed}).content.decode()
    assert typed not in text
    assert escape(typed) in text
