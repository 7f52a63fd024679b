"""/termine/: what is shown to whom on which day, and what its address may carry."""

import csv
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from networks.meetings.days import MeetingReader
from networks.models import Meeting, Network
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)
from tests.trees import Element, tree_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/termine/?monat=2026-12",
    "/termine/?ansicht=woche&woche=2026-W50",
    "/termine/?ansicht=liste&ab=2026-12-01",
    "/termine/?ansicht=tag&tag=2026-12-09",
    "/termine/drucken/?monat=2026-12",
)


def local(written: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(written))


def at(day: int, hour: int = 10, *, minute: int = 0) -> datetime:
    return local(f"2026-12-{day:02} {hour:02}:{minute:02}")


@pytest.fixture(autouse=True)
def _a_tuesday_in_advent():
    with time_machine.travel(local("2026-12-08 08:00"), tick=False):
        yield


def page(client: Client, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200
    return tree_of(response.content.decode())


def on(client: Client, day: str, address: str = PAGES[0]) -> list[str]:
    """What the page says of each meeting on a day."""
    return [one.text for one in page(client, address).select(f"#t-{day} a.ev")]


def logged_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", PAGES)
def test_each_view_shows_a_meeting_of_its_days(client, address):
    MeetingFactory(network=NetworkFactory(name="Lesenetz Lindenau"), start=at(9), place="Bibliothek")
    shown = page(client, address).one("main").text
    assert "Lesenetz Lindenau" in shown
    assert "1 vereinbartes Treffen." in shown


@pytest.mark.parametrize("address", [*PAGES, "/termine.csv?monat=2026-12"])
@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        (Meeting.Visibility.MEMBERS, {"member", "editor", "coordination"}),
        (Meeting.Visibility.HIDDEN, {"editor"}),
    ],
)
def test_what_is_not_public_is_neither_shown_nor_counted_for_others(address, visibility, readers):
    network, actor = NetworkFactory(name="Stille Runde"), ActorFactory()
    MeetingFactory(network=network, start=at(9), visibility=visibility)
    MembershipFactory(network=network, actor=actor)
    people = {name: UserFactory() for name in ("registered", "member", "editor")}
    people["coordination"] = UserFactory(role=User.Role.COORDINATION)
    actor.editors.add(people["member"])
    network.editors.add(people["editor"])
    clients = {name: logged_in(Client(), user) for name, user in people.items()} | {"visitor": Client()}
    seen = {
        name
        for name, client in clients.items()
        if "Stille Runde" in (text := b"".join(client.get(address)).decode()) or "1 vereinbart" in text
    }
    assert seen == (set() if ".csv" in address else readers)


def test_a_network_that_is_not_public_keeps_its_meetings(client):
    MeetingFactory(network=NetworkFactory(review_status=Network.ReviewStatus.DRAFT), start=at(9))
    assert on(client, "2026-12-09") == []


def test_a_day_without_a_time_comes_first_then_by_time(client):
    for name, hour in (("Spät", 18), ("Früh", 9)):
        MeetingFactory(network=NetworkFactory(name=name), start=at(9, hour))
    MeetingFactory(network=NetworkFactory(name="Offen"), start=at(9, 0), is_all_day=True)
    assert on(client, "2026-12-09") == ["Offen", "9 Uhr Früh", "18 Uhr Spät"]


def test_a_meeting_over_midnight_and_one_of_several_days_stand_on_each_of_them(client):
    MeetingFactory(network=NetworkFactory(name="Lesenacht"), start=at(9, 20), end=at(10, 8))
    MeetingFactory(network=NetworkFactory(name="Klausur"), start=at(15, 9), end=at(17, 12))
    MeetingFactory(network=NetworkFactory(name="Bis Mitternacht"), start=at(21, 20), end=at(22, 0))
    assert on(client, "2026-12-09") == ["20 Uhr Lesenacht Tag 1 von 2"]
    assert on(client, "2026-12-10") == ["Lesenacht Tag 2 von 2"]
    assert [on(client, f"2026-12-{day}") for day in (16, 17)] == [
        ["Klausur Tag 2 von 3"],
        ["Klausur Tag 3 von 3"],
    ]
    assert on(client, "2026-12-21") == ["20 Uhr Bis Mitternacht"]
    assert on(client, "2026-12-22") == []
    assert "3 vereinbarte Treffen." in page(client, PAGES[0]).text


def test_what_began_before_the_days_shown_stands_on_each_of_them_once(client):
    MeetingFactory(network=NetworkFactory(name="Lange Klausur"), start=at(5, 9), end=at(8, 12))
    week = page(client, PAGES[1]).select("a.ev")
    assert [one.text for one in week] == ["Lange Klausur Tag 3 von 4", "Lange Klausur Tag 4 von 4"]


def test_a_moved_meeting_stands_on_both_days_and_each_names_the_other(client):
    MeetingFactory(network=NetworkFactory(name="Steuerkreis"), moved_from=at(11), start=at(14, 13))
    assert on(client, "2026-12-11") == ["10 Uhr Steuerkreis verlegt auf Mo, 14.12."]
    assert on(client, "2026-12-14") == ["13 Uhr Steuerkreis verlegt vom Fr, 11.12."]
    assert "1 vereinbartes Treffen. 1 ist verlegt." in page(client, PAGES[0]).text


def test_cancelled_and_expected_ones_say_so_in_words(client):
    MeetingFactory(
        network=NetworkFactory(name="Ausgefallen"), start=at(9), is_cancelled=True, reason="Grippe"
    )
    NetworkFactory(name="Montagsrunde", rhythm_text="jeden Montag, 9 Uhr")
    assert on(client, "2026-12-09") == ["10 Uhr Ausgefallen fällt aus"]
    assert on(client, "2026-12-14") == ["9 Uhr Montagsrunde voraussichtlich"]
    assert on(client, "2026-12-14", f"{PAGES[0]}&voraussichtlich=0") == []
    assert "Grund: Grippe" in page(client, PAGES[2]).text


@pytest.mark.parametrize(("day", "name"), [("2026-03-29", "Uhr vor"), ("2026-10-25", "Uhr zurück")])
def test_five_o_clock_stays_five_o_clock_when_the_clocks_change(client, day, name):
    moment = local(f"{day} 17:00")
    late = local(f"{day} 23:30")
    MeetingFactory(network=NetworkFactory(name=name), start=moment)
    MeetingFactory(network=NetworkFactory(name="Spät"), start=late)
    assert on(client, day, f"/termine/?monat={day[:7]}") == [f"17 Uhr {name}", "23:30 Uhr Spät"]


def test_a_day_shows_three_the_fourth_only_if_it_is_the_last(client):
    for hour in range(4):
        MeetingFactory(start=at(9, 9 + hour))
    for hour in range(5):
        MeetingFactory(start=at(10, 9 + hour))
    shown = page(client, PAGES[0])
    assert len(shown.select("#t-2026-12-09 li:not(.over)")) == 4
    assert not shown.select("#t-2026-12-09 .more-day")
    assert len(shown.select("#t-2026-12-10 li:not(.over)")) == 3
    more = shown.one("#t-2026-12-10 .more-day")
    assert more.text == "2 weitere am 10. Dezember"
    assert more["href"] == "/termine/?ansicht=woche&woche=2026-W50#t-2026-12-10"


def test_no_page_shows_more_than_twenty_of_a_day_and_a_link_leads_to_the_others(client):
    for number in range(45):
        MeetingFactory(network=NetworkFactory(name=f"Runde {number:02}"), start=at(9, 9, minute=number))
    assert len(on(client, "2026-12-09")) <= 20
    assert len(on(client, "2026-12-09", PAGES[1])) == 20
    assert page(client, PAGES[1]).one("#t-2026-12-09 .more-day").text.startswith("noch 25 Treffen")
    names: list[str] = []
    for number in (1, 2, 3):
        shown = page(client, f"/termine/?ansicht=tag&tag=2026-12-09&seite={number}")
        names += [one.text for one in shown.select(".rows .what")]
        assert [one.text for one in shown.select(".pager a")] == ["1", "2", "3"]
    assert names == [f"Runde {number:02}" for number in range(45)]
    assert len(page(client, "/termine/?ansicht=tag&tag=2026-12-09&seite=99").select(".rows .what")) == 20


def test_a_list_is_paged_by_whole_days_without_losing_one(client):
    for number in range(130):
        MeetingFactory(
            network=NetworkFactory(name=f"Runde {number:03}"), start=at(8, 12) + timedelta(hours=6 * number)
        )
    address, names = "/termine/?ansicht=liste", []
    while address:
        shown = page(client, address)
        names += [one.text for one in shown.select(".rows .what")]
        address = next((link["href"] for link in shown.select(".pager a[rel~=next]")), "")
    assert names == [f"Runde {number:03}" for number in range(130)]
    back = page(client, "/termine/?ansicht=liste&bis=2026-12-20")
    backwards = [one.text for one in back.select(".rows .what")]
    assert backwards == sorted(backwards)
    assert backwards[-1] == "Runde 049"


@pytest.mark.parametrize(
    "query",
    [
        "ansicht=quartal", "monat=2026-13", "monat=9999-12", "monat=0001-01", "ansicht=woche&woche=2026-W54",
        "ansicht=woche&woche=2026-W00", "ansicht=liste&ab=2026-02-30", "ansicht=liste&bis=%F0%9F%98%80", "ansicht=tag&tag=١٢",
        "thema=gibt-es-nicht", "monat=" + "9" * 400,
    ],
)  # fmt: skip
def test_a_wrong_value_is_answered_with_a_sentence(client, query):
    MeetingFactory(start=at(9))
    assert page(client, f"/termine/?{query}").select(".notice p")
    assert client.get(f"/termine/drucken/?{query}").status_code == 200
    assert client.get(f"/termine.csv?{query}").status_code == 200


@pytest.mark.parametrize(
    "query",
    ["seite=-1", "seite=x", "seite=99999999999", "voraussichtlich=7", "mehr=thema", "mitglied-name=%00x"],
)
def test_an_odd_value_does_no_harm(client, query):
    MeetingFactory(start=at(9))
    assert client.get(f"/termine/?ansicht=tag&tag=2026-12-09&{query}").status_code == 200


@pytest.mark.parametrize(("month", "missing"), [("1950-01", "prev"), ("2036-12", "next")])
def test_the_calendar_ends_somewhere(client, month, missing):
    shown = page(client, f"/termine/?monat={month}")
    steps = {step for link in shown.select(".steps-nav a[rel]") for step in link["rel"].split()}
    assert missing not in steps


def test_the_filters_of_the_directory_narrow_and_count_meetings(client):
    reading, other = ThemeFactory(name="Lesen"), ThemeFactory(name="Rechnen")
    first, second = NetworkFactory(name="Lesenetz"), NetworkFactory(name="Rechennetz")
    first.themes.add(reading)
    second.themes.add(other)
    for day in (9, 10):
        MeetingFactory(network=first, start=at(day))
    MeetingFactory(network=second, start=at(9))
    MeetingFactory(network=second, start=at(10), is_cancelled=True)
    shown = page(client, f"{PAGES[0]}&thema={reading.slug}")
    assert {one.text for one in shown.select("a.ev .name")} == {"Lesenetz"}
    numbers = {one.select("span")[0].text: one.one(".c").text for one in shown.select("#f-thema label")}
    assert (numbers["Lesen"], numbers["Rechnen"]) == ("2", "1")
    assert "2 vereinbarte Treffen." in shown.text
    assert shown.one("a[type=text/calendar]")["href"] == f"/netzwerke.ics?thema={reading.slug}"


def test_what_is_there_for_the_whole_city_stands_beside_a_stadtteil(client):
    city = DistrictFactory(name="Gesamte Stadt", level="gemeinde")
    quarter = DistrictFactory(name="Lindenau", parent=city, level="stadtteil")
    here, everywhere = NetworkFactory(name="Hier"), NetworkFactory(name="Überall")
    here.districts.add(quarter)
    everywhere.districts.add(city)
    for network in (here, everywhere):
        MeetingFactory(network=network, start=at(9))
    shown = page(client, f"{PAGES[0]}&stadtteil={quarter.slug}")
    assert [one.text for one in shown.select("a.ev .name")] == ["Hier"]
    assert len(page(client, shown.select(".reach a")[1]["href"]).select("a.ev")) == 2


def test_our_organisation_and_my_networks_are_for_who_is_logged_in(client):
    user, actor = UserFactory(), ActorFactory()
    actor.editors.add(user)
    seated, edited, other = (
        NetworkFactory(name="Mit uns"),
        NetworkFactory(name="Meins"),
        NetworkFactory(name="Fremd"),
    )
    MembershipFactory(network=seated, actor=actor)
    edited.editors.add(user)
    for network in (seated, edited, other):
        MeetingFactory(network=network, start=at(9))
    assert on(client, "2026-12-09", f"{PAGES[0]}&unsere=1") == []
    assert "erst, wenn Sie angemeldet sind" in page(client, f"{PAGES[0]}&unsere=1").text
    client.force_login(user)
    assert on(client, "2026-12-09", f"{PAGES[0]}&unsere=1") == [
        "10 Uhr ★ Ihre Einrichtung ist dabei: Mit uns"
    ]
    assert on(client, "2026-12-09", f"{PAGES[0]}&meine=1") == ["10 Uhr Meins"]
    assert len(on(client, "2026-12-09")) == 3


def test_one_organisation_by_its_address(client):
    actor, network = ActorFactory(), NetworkFactory(name="Mit Mitglied")
    MembershipFactory(network=network, actor=actor)
    MeetingFactory(network=network, start=at(9))
    MeetingFactory(start=at(9))
    assert on(client, "2026-12-09", f"{PAGES[0]}&mitglied={actor.slug}") == ["10 Uhr Mit Mitglied"]
    found = page(client, f"{PAGES[0]}&mitglied-name={actor.name}")
    assert actor.name in found.one("#w-mitglied").text


def test_today_past_days_and_holidays_are_marked(client, settings):
    settings.KOMMUNE_LAND = "NI"
    MeetingFactory(start=at(9))
    shown = page(client, PAGES[0])
    assert shown.one("#t-2026-12-08 .head-d").text == "Dienstag, 8. Dezember heute"
    assert "past" in shown.one("#t-2026-12-07").classes
    assert "past" not in shown.one("#t-2026-12-08").classes
    assert "Erster Weihnachtstag" in shown.one("#t-2026-12-25").text
    assert "Weihnachtsferien bis 9.1." in shown.one("#t-2026-12-23").text
    assert "Schulferien in Niedersachsen" in shown.one(".legend").text
    assert not shown.select("#t-2026-12-23 h3")


def test_without_a_land_only_curators_are_told(client, settings):
    settings.KOMMUNE_LAND = ""
    assert "KOMMUNE_LAND" not in page(client, PAGES[0]).text
    client.force_login(UserFactory(role=User.Role.CURATION))
    assert "KOMMUNE_LAND" in page(client, PAGES[0]).text


def test_holidays_that_nobody_has_published_are_not_passed_over(client, settings):
    settings.KOMMUNE_LAND = "NI"
    assert "Die Ferien 2036 liegen noch nicht vor." in page(client, "/termine/?monat=2036-11").text
    assert "liegen noch nicht vor" not in page(client, PAGES[0]).text


def test_networks_whose_rhythm_names_no_day_stand_below(client):
    undated = NetworkFactory(name="Ohne Tag", rhythm_text="monatlich")
    NetworkFactory(name="Mit Tag", rhythm_text="jeden Montag, 9 Uhr")
    NetworkFactory(name="Ruhend", rhythm_text="monatlich", status=Network.Status.DORMANT)
    NetworkFactory(name="Bei Bedarf", rhythm_text="nach Bedarf")
    NetworkFactory(name="Nur im März", rhythm_text="jährlich im März")
    NetworkFactory(name="Zum Teil", rhythm_text="jeden 2. Dienstag im Monat, bei Vollmond später")
    assert [one.text for one in page(client, PAGES[0]).select(".undated a")] == ["Ohne Tag", "Zum Teil"]
    MeetingFactory(network=undated, start=at(22))
    assert "Ohne Tag" not in page(client, PAGES[0]).one(".undated").text
    assert not page(client, "/termine/?monat=2026-11").select(".undated")


def test_what_has_no_day_is_bounded(client):
    for number in range(14):
        NetworkFactory(name=f"Ohne Tag {number:02}", rhythm_text="monatlich")
    links = page(client, PAGES[0]).select(".undated a")
    assert len(links) == 13
    assert links[-1]["href"] == "/netzwerke/"


def test_an_empty_month_says_why_and_where_the_next_meeting_is(client, settings):
    settings.KOMMUNE_LAND = "NI"
    theme, network = ThemeFactory(name="Frühe Hilfen"), NetworkFactory(name="Netz Frühe Hilfen")
    network.themes.add(theme)
    MeetingFactory(network=network, start=at(9))
    MeetingFactory(start=local("2027-08-03 10:00"))
    shown = page(client, f"/termine/?monat=2027-08&thema={theme.slug}")
    said = shown.one(".empty").text
    assert "Sommerferien in Niedersachsen" in said
    assert "9. Dezember 2026, Netz Frühe Hilfen" in said
    assert "Ohne den Filter „Thema“: 1 Treffen" in said
    [without] = [a["href"] for a in shown.select(".empty a") if "Ohne den Filter" in a.text]
    assert len(page(client, without).select("a.ev")) == 1


def test_paper_has_all_of_a_day_and_ends_somewhere(client, monkeypatch):
    theme = ThemeFactory(name="Lesen")
    for number in range(30):
        network = NetworkFactory(name=f"Runde {number:02}")
        network.themes.add(theme)
        MeetingFactory(network=network, start=at(9, 9, minute=number))
    address = f"/termine/drucken/?monat=2026-12&thema={theme.slug}"
    shown = page(client, address)
    assert len(shown.select(".paper-day li")) == 30
    assert "Auswahl: Thema: Lesen." in shown.text
    monkeypatch.setattr("portal.calendar.paper.ON_PAPER", 10)
    shown = page(client, address)
    assert len(shown.select(".paper-day li")) == 10
    assert "die ersten 10 von 30 Terminen" in shown.text


def test_the_table_says_day_time_place_kind_and_status(client):
    MeetingFactory(
        network=NetworkFactory(name="=1+1"), start=at(9), end=at(9, 12), place="Haus A", title="Auftakt"
    )
    MeetingFactory(network=NetworkFactory(name="Verlegt"), start=at(14), moved_from=at(11))
    MeetingFactory(network=NetworkFactory(name="Weg"), start=at(15, 0), is_all_day=True, is_cancelled=True)
    NetworkFactory(name="Montags", rhythm_text="jeden 3. Montag im Monat, 9 Uhr")
    text = b"".join(client.get("/termine.csv?monat=2026-12")).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    assert [(row["netzwerk"], row["beginn"], row["ende"], row["art"], row["status"]) for row in rows] == [
        ("'=1+1", "2026-12-09 10:00", "2026-12-09 12:00", "vereinbart", "findet statt"),
        ("Verlegt", "2026-12-11 10:00", "", "vereinbart", "verlegt auf 2026-12-14 10:00"),
        ("Verlegt", "2026-12-14 10:00", "", "vereinbart", "verlegt vom 2026-12-11 10:00"),
        ("Weg", "2026-12-15", "", "vereinbart", "fällt aus"),
        ("Montags", "2026-12-21 09:00", "", "voraussichtlich", "findet statt"),
    ]
    assert (rows[0]["titel"], rows[0]["ort"]) == ("Auftakt", "Haus A")


@pytest.mark.parametrize("address", [*PAGES, "/termine.csv?monat=2026-12"])
def test_many_meetings_cost_as_many_queries_as_few(client, address):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            b"".join(client.get(address))
        return len(captured)

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            MeetingFactory(
                network=NetworkFactory(rhythm_text="jeden Montag, 9 Uhr"), start=at(9, 9, minute=number)
            )
        queries()  # the index takes over what is new

    fill(0, 3)
    few = queries()
    fill(3, 40)
    assert queries() == few


def test_no_networks_no_lines():
    reader = MeetingReader(Network.objects.none(), AnonymousUser())
    lines, counts = reader.lines_and_counts(at(1).date(), at(31).date())
    assert (lines, counts.tolist()) == ([], [])
