"""Questions about networks, as people type them, and the networks that answer them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from search.query.highlighting import hits
from search.query.results import SearchRequest, Tier, ask
from tests.factories import (
    ActorFactory,
    DigitalFormFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    ThemeFactory,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 2, 9, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _one_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def city(db):
    town = MunicipalityFactory(name="Auenberg", synonyms=["Gesamte Stadt"])
    nord = DistrictFactory(name="Nordstadt", parent=town)
    hafen = DistrictFactory(name="Hafenviertel", parent=town)
    reading, sport = ThemeFactory(name="Leseförderung"), ThemeFactory(name="Sport")
    vhs = ActorFactory(name="Volkshochschule Auenberg", short_name="VHS")
    office = ActorFactory(name="Jugendamt der Stadt Auenberg")
    lesen = NetworkFactory(
        name="Lesebündnis", themes=[reading], districts=[nord], openness="offen", coordinator=vhs,
        rhythm_text="jeden 1. Dienstag im Monat, 18 Uhr",
    )  # fmt: skip
    vorlesen = NetworkFactory(
        name="Vorlesekreis", themes=[reading], districts=[town], openness="auf-anfrage", coordinator=office,
        rhythm_text="vierteljährlich", meeting_mode="digital",
    )  # fmt: skip
    ball = NetworkFactory(
        name="Ballrunde", themes=[sport], districts=[hafen], openness="geschlossen", status="ruhend"
    )
    MembershipFactory(network=ball, actor=vhs)
    MembershipFactory(network=vorlesen, actor=office)
    MeetingFactory(network=vorlesen, start=datetime(2026, 12, 9, 10, tzinfo=BERLIN))
    DigitalFormFactory(network=lesen, kind="mailverteiler")


@pytest.fixture
def answered(city):
    """Names of the hits that answer a question wholly, and how it was understood."""

    def answered(text: str, **scope: list[str]) -> tuple[list[str], str]:
        answer = ask(SearchRequest(text=text, scope=scope))
        found = [hit.name for hit in hits(answer, answer.ids()) if hit.tier is Tier.FULL]
        return found, answer.understood.sentence if answer.understood.is_more_than_words else ""

    return answered


MEMBER = "Netzwerke, in denen Volkshochschule Auenberg Mitglied ist"


@pytest.mark.parametrize(
    "text",
    [
        "Wo sitzt die VHS drin",
        "Wo ist die Volkshochschule Mitglied?",
        "in welchen Runden sitzt die VHS",
        "In welchen Netzwerken ist die VHS Mitglied",
        "Netzwerke mit der VHS",
        "Netzwerke, in denen die VHS sitzt",
        "wo die VHS mitmacht",
        "Wo macht die VHS überall mit?",
        "welchen Runden gehört die VHS an",
        "Mitgliedschaften der VHS",
        "Wo sitzt die Folkshochschule drin",
    ],
)
def test_where_somebody_is_a_member(answered, text):
    assert answered(text) == (["Ballrunde", "Lesebündnis"], MEMBER)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Netzwerke mit VHS und Jugendamt", []),
        ("in welchen Netzwerken zu Sport sitzt die VHS", ["Ballrunde"]),
        ("Was koordiniert das Jugendamt", ["Vorlesekreis"]),
        ("welche Runden leitet die VHS", ["Lesebündnis"]),
        ("Netzwerke koordiniert von der VHS", ["Lesebündnis"]),
        ("Netzwerke, die vom Jugendamt geleitet werden", ["Vorlesekreis"]),
        ("wer leitet die Ballrunde", ["Ballrunde"]),
        ("Wer koordiniert das Lesebündnis?", ["Lesebündnis", "Vorlesekreis"]),
        ("Wer ist Mitglied in der Ballrunde", ["Ballrunde"]),
        ("offen für neue Mitglieder", ["Lesebündnis", "Vorlesekreis"]),
        ("Wo kann ich mitmachen?", ["Lesebündnis", "Vorlesekreis"]),
        ("Wo kann man beim Vorlesen mitmachen", ["Vorlesekreis", "Lesebündnis"]),
        ("offene Netzwerke", ["Lesebündnis"]),
        ("geschlossene Runden", ["Ballrunde"]),
        ("ruhende Netzwerke", ["Ballrunde"]),
        ("Netzwerke, die gerade ruhen", ["Ballrunde"]),
        ("beendete Netzwerke", []),
        ("welche Netzwerke sind eingeschlafen", ["Ballrunde"]),
        ("eingeschlafene Runden", ["Ballrunde"]),
        ("welche Netzwerke sind überfällig", []),
        ("ruhige Netzwerke", []),
        ("Netzwerke, um die es ruhig geworden ist", []),
        ("Netzwerke, die sich lange nicht getroffen haben", []),
        ("lebendige Netzwerke", ["Vorlesekreis"]),
        ("aktive Netzwerke", ["Lesebündnis", "Vorlesekreis"]),
        ("monatlich", ["Lesebündnis"]),
        ("Netzwerke, die sich monatlich treffen", ["Lesebündnis"]),
        ("wer trifft sich jedes Quartal", ["Vorlesekreis"]),
        ("Netzwerke, die sich im Dezember treffen", ["Lesebündnis", "Vorlesekreis"]),
        ("wer trifft sich abends", ["Lesebündnis"]),
        ("wer trifft sich vormittags", ["Vorlesekreis"]),
        ("Wer trifft sich dienstags?", ["Lesebündnis"]),
        ("wer tagt am Mittwoch", ["Vorlesekreis"]),
        ("wer trifft sich online", ["Vorlesekreis"]),
        ("Netzwerke in der Nordstadt", ["Lesebündnis"]),
        ("wer trifft sich im Hafenviertel", ["Ballrunde"]),
        ("wann ist die nächste Sitzung vom Vorlesekreis", ["Vorlesekreis"]),
        ("Wann trifft sich die Ballrunde", ["Ballrunde"]),
        ("nächste Sitzungen", ["Vorlesekreis", "Ballrunde", "Lesebündnis"]),
        ("Gibt es schon ein Netzwerk zu Sport", ["Ballrunde"]),
        ("Welche Netzwerke gibt es zu Sport", ["Ballrunde"]),
        ("offene Netzwerke zu Leseförderung in der Nordstadt, die sich monatlich treffen", ["Lesebündnis"]),
        ("Mailverteiler", ["Lesebündnis"]),
        ("Mailingliste", ["Lesebündnis"]),
    ],
)
def test_what_networks_have(answered, text, names):
    assert answered(text, art=["netzwerk"])[0] == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Was koordiniert die VHS", "Netzwerke, koordiniert von Volkshochschule Auenberg"),
        (
            "offene Netzwerke zu Leseförderung in der Nordstadt, die sich monatlich treffen",
            "Netzwerke zu „Leseförderung“ in der Nordstadt, die offen für Neue sind und die sich monatlich treffen",
        ),
        ("wer trifft sich im Dezember", "Netzwerke, die sich im Dezember treffen"),
        ("Arbeitskreise in der Nordstadt", "Netzwerke zu „Arbeitskreise“ in der Nordstadt"),
        ("wer macht was zu Sport", ""),
        ("Offene Kinder- und Jugendarbeit", ""),
        ("Runder Tisch Sport", ""),
        ("Sport", ""),
    ],
)
def test_the_page_says_how_it_was_understood(answered, text, sentence):
    assert answered(text)[1] == sentence


@pytest.mark.parametrize(
    ("text", "names", "sentence"),
    [
        ("welche Netzwerke sind eingeschlafen", ["Schachrunde", "Ballrunde"],
         "Netzwerke, die ruhen oder deren Treffen überfällig ist"),
        ("überfällige Netzwerke", ["Schachrunde"], "Netzwerke, deren Treffen überfällig ist"),
        ("Netzwerke, die sich lange nicht getroffen haben", ["Schachrunde"], "Netzwerke, deren Treffen überfällig ist"),
        ("welche Netzwerke sind ruhig", ["Chorrunde"], "Netzwerke, um die es ruhig ist"),
        ("Netzwerke, um die es still geworden ist", ["Chorrunde", "Schachrunde"],
         "Netzwerke, um die es ruhig geworden ist"),
        ("Netzwerke, von denen man lange nichts gehört hat", ["Chorrunde", "Schachrunde"],
         "Netzwerke, um die es ruhig geworden ist"),
        ("lebendige Netzwerke", ["Vorlesekreis"], "Netzwerke, die lebendig sind"),
    ],
)  # fmt: skip
def test_who_is_asleep_comes_longest_still_first(answered, text, names, sentence):
    chess = NetworkFactory(name="Schachrunde", rhythm_text="monatlich")
    MeetingFactory(network=chess, start=datetime(2026, 3, 3, 10, tzinfo=BERLIN))
    choir = NetworkFactory(name="Chorrunde")
    MeetingFactory(network=choir, start=datetime(2025, 3, 3, 10, tzinfo=BERLIN))
    assert answered(text, art=["netzwerk"]) == (names, sentence)


def test_what_is_there_for_the_whole_city_follows_what_is_there(city):
    answer = ask(SearchRequest(text="Lesen in der Nordstadt", scope={"art": ["netzwerk"]}))
    assert [(hit.name, hit.tier) for hit in hits(answer, answer.ids())] == [
        ("Lesebündnis", Tier.FULL),
        ("Vorlesekreis", Tier.AROUND),
    ]


def test_a_whole_name_is_no_question(answered):
    NetworkFactory(name="Offene Runde")
    assert answered("Offene Runde") == (["Offene Runde"], "")


def test_a_hidden_actor_is_nobody_one_can_ask_for(answered):
    ActorFactory(name="Zirkus Zampano", review_status="entwurf")
    assert answered("Wo ist der Zirkus Zampano Mitglied")[1] == ""


def test_the_list_says_it_and_offers_the_plain_search_and_filters(client, city):
    address = reverse("networks:list")
    page = client.get(address, {"q": "Wo sitzt die VHS drin"}).content.decode()
    assert MEMBER in page
    assert "q=Wo+sitzt+die+VHS+drin&amp;woertlich=1" in page
    assert 'value="Wo sitzt die VHS drin"' in page
    assert f'href="{address}?mitglied=volkshochschule-auenberg"' in page
    plain = client.get(address, {"q": "Wo sitzt die VHS drin", "woertlich": "1"}).content.decode()
    assert "Verstanden als" not in plain


def test_what_nobody_has_is_searched_for_by_its_words_and_said(client, city):
    page = client.get(reverse("networks:list"), {"q": "geplante Netzwerke zu Sport"}).content.decode()
    assert "Das gibt es hier nicht. Gesucht wurde darum nach den Wörtern." in page
    assert "Ballrunde" in page
    page = client.get(reverse("networks:list"), {"q": "Wo ist der Zirkus Mitglied"}).content.decode()
    assert "„Zirkus“ heißt hier niemand." in page


def test_a_filter_can_be_taken_from_a_question_without_what_stands_beside_lists(client, city):
    page = client.get(reverse("networks:list"), {"q": "wer trifft sich abends"}).content.decode()
    assert "?tageszeit=abends" in page
    page = client.get(reverse("networks:list"), {"tageszeit": "abends"}).content.decode()
    assert "Lesebündnis" in page
    assert "Ballrunde" not in page
    assert '<input type="hidden" name="tageszeit" value="abends"' in " ".join(page.split())


def test_who_asks_whether_there_is_one_compares_only_what_it_is_for(client, city):
    page = client.get(
        reverse("networks:list"), {"q": "Gibt es schon ein Netzwerk zu Sport?"}
    ).content.decode()
    assert f"{reverse('networks:check')}?name=Sport" in page
    page = client.get(reverse("networks:list"), {"q": "Wo sitzt die VHS drin"}).content.decode()
    assert "Vor dem Eintragen vergleichen" not in page
