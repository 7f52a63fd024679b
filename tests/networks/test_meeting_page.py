"""The page of one meeting: what each person sees of it, and what is said of its day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from networks.meetings.neighbours import neighbours_of
from networks.models import Meeting, Network
from networks.recognition.merging import merge
from tests.factories import (
    ActorFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    UpdateFactory,
    UserFactory,
)
from tests.people import login

pytestmark = pytest.mark.django_db
INSIDE = ("https://konferenz.example.org/", "https://ablage.example.org/protokoll")


@pytest.fixture(autouse=True)
def _today(time_machine) -> None:
    time_machine.move_to(here("2027-03-17 09:00"), tick=False)


def here(moment: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(moment))


@pytest.fixture
def network() -> Network:
    return NetworkFactory(name="Leserunde")


@pytest.fixture
def meeting(network) -> Meeting:
    return MeetingFactory(
        network=network, title="Frühjahrstreffen", start=here("2027-03-24 14:00"), end=here("2027-03-24 16:00"),
        place="Rathaus, Raum 2", link=INSIDE[0], minutes=INSIDE[1], agenda="1. Begrüßung\n2. Termine", guests="Schulamt",
    )  # fmt: skip


@pytest.fixture
def people(network) -> dict[str, User | None]:
    editor, of_member, others = UserFactory(), UserFactory(), UserFactory()
    network.editors.add(editor)
    seat = MembershipFactory(network=network, actor=ActorFactory(name="Kita Nord"))
    seat.actor.editors.add(of_member)
    ActorFactory().editors.add(others)
    return {
        "visitor": None, "stranger": others, "member": of_member, "editor": editor,
        "coordination": UserFactory(role=User.Role.COORDINATION),
    }  # fmt: skip


@pytest.fixture
def text(client) -> Callable[..., str]:
    def read(meeting: Meeting, user: User | None = None) -> str:
        response = (login(user) if user else client).get(meeting.get_absolute_url())
        assert response.status_code == 200
        html = response.content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return read


def test_everybody_reads_when_where_and_what_about(text, meeting, people) -> None:
    page = text(meeting)
    for words in (
        "vereinbart", "öffentlich", "Frühjahrstreffen", "Leserunde", "Mittwoch, 24. März 2027, 14–16 Uhr",
        "Rathaus, Raum 2", "Begrüßung Termine", "Schulamt", "1 Mitglied", "Kita Nord",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize(
    ("who", "is_inside", "can_edit"),
    [
        ("visitor", False, False), ("stranger", False, False), ("member", True, False), ("editor", True, True),
        ("coordination", True, False),
    ],
)  # fmt: skip
def test_link_and_minutes_are_read_inside_and_buttons_stand_for_editors(
    client, meeting, people, who, is_inside, can_edit
) -> None:
    page = (login(people[who]) if people[who] else client).get(meeting.get_absolute_url()).content.decode()
    assert [address in page for address in INSIDE] == [is_inside] * 2
    pages = [f'href="{meeting.get_absolute_url()}{page}/"' for page in ("bearbeiten", "verlegen", "absagen")]
    assert [link in page for link in pages] == [can_edit] * 3


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("oeffentlich", {"visitor", "stranger", "member", "editor", "coordination"}),
        ("mitglieder", {"member", "editor", "coordination"}),
        ("verborgen", {"editor"}),
    ],
)
def test_who_may_not_see_a_meeting_finds_no_page(client, meeting, people, visibility, seen_by) -> None:
    Meeting.objects.update(visibility=visibility)
    for who, user in people.items():
        response = (login(user) if user else client).get(meeting.get_absolute_url())
        assert response.status_code == (200 if who in seen_by else 404), who


def test_a_meeting_of_another_network_or_none_is_not_found(client, meeting) -> None:
    other = NetworkFactory()
    assert client.get(f"{other.get_absolute_url()}termine/{meeting.pk}/").status_code == 404
    assert client.get(f"{other.get_absolute_url()}termine/0/").status_code == 404
    Network.objects.filter(pk=meeting.network_id).update(review_status="archiviert")
    assert client.get(meeting.get_absolute_url()).status_code == 404


def test_old_addresses_lead_on_after_a_new_name_and_after_a_merge(client, meeting) -> None:
    old = meeting.get_absolute_url()
    kept = NetworkFactory(name="Sprachrunde")
    merge(kept, meeting.network, by=UserFactory(role=User.Role.CURATION))
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (
        301,
        f"{kept.get_absolute_url()}termine/{meeting.pk}/",
    )
    slugs = [*Network.objects.get(pk=kept.pk).former_slugs, kept.slug]
    Network.objects.filter(pk=kept.pk).update(slug="neuer-name", former_slugs=slugs)
    assert client.get(old)["Location"] == f"/netzwerke/neuer-name/termine/{meeting.pk}/"


# --- what is said of the day -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words", "missing"),
    [
        ({}, ["vereinbart"], ["verlegt", "fällt aus", "vorbei"]),
        (
            {"is_cancelled": True, "reason": "Der Raum ist belegt."},
            ["fällt aus", "Dieses Treffen fällt aus. Der Raum ist belegt."],
            ["vereinbart"],
        ),
        (
            {"moved_from": here("2027-03-23 14:00"), "reason": "Ferien"},
            ["verlegt vom 23. März", "Verlegt: Es war für Dienstag, 23. März 2027 vereinbart. Ferien"],
            [],
        ),
        ({"start": here("2027-03-10 14:00"), "end": None}, ["vorbei"], ["vereinbart", "Verlegen"]),
        ({"is_all_day": True, "end": None}, ["Mittwoch, 24. März 2027, Uhrzeit noch offen"], ["14"]),
        (
            {"end": here("2027-03-25 01:00")},
            ["Mittwoch, 24. März 2027, 14 Uhr bis Donnerstag, 25. März 2027, 1 Uhr"],
            [],
        ),
        (
            {"is_all_day": True, "end": here("2027-03-26 00:00")},
            ["Mittwoch, 24. März 2027 bis Freitag, 26. März 2027, Uhrzeit noch offen"],
            [],
        ),
        ({"title": ""}, ["Treffen am 24. März 2027"], []),
    ],
)  # fmt: skip
def test_its_state_and_its_time_are_said_in_words(text, meeting, values, words, missing) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**values)
    page = text(Meeting.objects.get(pk=meeting.pk))
    head = page[: page.index("Wo und wie")]
    assert [word for word in words if word not in head] == []
    assert [word for word in missing if word in head] == []


def test_what_came_of_it_is_there(text, meeting, people) -> None:
    UpdateFactory(network=meeting.network, meeting=meeting, text="Der Wegweiser liegt aus.")
    UpdateFactory(network=meeting.network, meeting=meeting, text="Nur intern.", is_public=False)
    UpdateFactory(network=meeting.network, text="Aus einem anderen.")
    assert "Der Wegweiser liegt aus." in text(meeting)
    assert "Nur intern." not in text(meeting)
    assert "Nur intern." in text(meeting, people["editor"])
    assert "Aus einem anderen." not in text(meeting)


# --- the series --------------------------------------------------------------------------------------------------------


def days(meeting: Meeting, user: User) -> tuple[str, ...]:
    around = neighbours_of(meeting, user)
    return tuple(
        f"{timezone.localtime(one.start):%d.%m.}" if one else "–"
        for one in (around.before, around.after, around.expected)
    )


def test_before_and_after_it_stand_the_next_ones_that_this_person_sees(network, meeting, people) -> None:
    for day in ("2027-02-24", "2027-03-03", "2027-04-28", "2027-05-26"):
        MeetingFactory(network=network, start=here(f"{day} 14:00"))
    MeetingFactory(network=network, start=here("2027-03-10 14:00"), visibility="verborgen")
    MeetingFactory(network=network, start=here("2027-03-31 14:00"), is_cancelled=True)
    MeetingFactory(start=here("2027-03-25 14:00"))
    assert days(meeting, people["member"]) == ("03.03.", "28.04.", "–")
    assert days(meeting, people["editor"]) == ("10.03.", "28.04.", "–")


def test_what_the_rhythm_lets_expect_stands_there_until_something_is_agreed(
    text, network, meeting, people
) -> None:
    network.rhythm_text = "jeden letzten Mittwoch im Monat, 14 Uhr"
    network.save()
    assert days(meeting, people["member"]) == ("–", "–", "31.03.")
    MeetingFactory(network=network, start=here("2027-03-30 14:00"))
    assert days(meeting, people["member"]) == ("–", "30.03.", "–")
    Meeting.objects.exclude(pk=meeting.pk).update(start=here("2027-05-26 14:00"))
    assert days(meeting, people["member"]) == ("–", "26.05.", "31.03.")
    assert "31. März 2027 voraussichtlich" in text(meeting)


def test_one_page_takes_as_many_queries_with_many_members_and_meetings(
    client, network, meeting, django_assert_max_num_queries
) -> None:
    for number in range(6):
        MembershipFactory(network=network)
        MeetingFactory(network=network, start=here("2027-04-01 14:00") + timedelta(days=number))
    with django_assert_max_num_queries(18):
        client.get(meeting.get_absolute_url())


def test_the_page_of_the_network_links_its_meetings(client, meeting) -> None:
    page = client.get(meeting.network.get_absolute_url()).content.decode()
    assert f'href="{meeting.get_absolute_url()}"' in page


def test_a_search_engine_reads_public_meetings_only(client, meeting, people) -> None:
    assert "noindex" not in client.get(meeting.get_absolute_url()).content.decode()
    Meeting.objects.update(visibility="mitglieder")
    assert "noindex" in login(people["member"]).get(meeting.get_absolute_url()).content.decode()


def test_nobody_but_editors_is_asked_what_came_of_it(client, meeting, people) -> None:
    Meeting.objects.update(start=here("2027-03-10 14:00"), end=None)
    for page in (meeting, meeting.network):
        for who, user in people.items():
            html = (login(user) if user else Client()).get(page.get_absolute_url()).content.decode()
            assert ('id="ergebnis"' in html) is (who == "editor"), who


@pytest.mark.parametrize("visibility", Meeting.Visibility)
def test_the_page_leads_to_a_calendar_file_only_where_there_is_one(meeting, people, visibility) -> None:
    """A file is for programmes, which are not logged in: what is not public comes with one's own calendar."""
    Meeting.objects.update(visibility=visibility)
    client = login(people["editor"])
    file = reverse("networks:meeting_calendar", args=[meeting.network.slug, meeting.pk])
    is_offered = file in client.get(meeting.get_absolute_url()).content.decode()
    assert is_offered == (client.get(file).status_code == 200) == (visibility == Meeting.Visibility.PUBLIC)
