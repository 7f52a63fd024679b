"""Somebody's own calendar: what is in it, who reads it, and how its address comes and goes."""

import logging
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.urls import reverse
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from accounts import privacy
from accounts.erasure import erase
from accounts.models import User
from bildungsnetz.logs import Discreet
from following import calendar
from following.models import CalendarAddress, SavedSearch, Watch
from networks.meetings.access import is_inside, read_inside_by
from networks.models import Network
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MeetingFactory,
    MembershipFactory,
    NetworkFactory,
    ThemeFactory,
    UserFactory,
)
from tests.markup import flat

pytestmark = pytest.mark.django_db
PAGE = "/beobachten/kalender/"


@pytest.fixture(autouse=True)
def uncounted():
    cache.clear()


@pytest.fixture
def anna():
    return UserFactory()


@pytest.fixture
def address(anna):
    return CalendarAddress.objects.create(owner=anna)


def network_with(name: str, visibility: str = "mitglieder", **fields) -> Network:
    network = NetworkFactory(name=name, **fields)
    MeetingFactory(
        network=network, visibility=visibility, title="Runde", link="https://video.example.org/raum"
    )
    return network


def seat(user: User, network: Network, **fields) -> None:
    actor = ActorFactory()
    actor.editors.add(user)
    MembershipFactory(network=network, actor=actor, **fields)


def events(client, address: CalendarAddress) -> list:
    response = client.get(calendar.path_of(address))
    assert response.status_code == 200
    IcsCalendarStream.calendar_from_ics(response.content.decode())
    return Calendar.from_ical(response.content).events


def names(client, address: CalendarAddress) -> set[str]:
    return {str(event["SUMMARY"]).removesuffix(" – Runde") for event in events(client, address)}


# --- what is in it ---


def test_own_networks_with_internal_meetings_and_links(client, anna, address):
    edited, member, other = (network_with(name) for name in ("Gepflegt", "Mitglied", "Fremd"))
    edited.editors.add(anna)
    seat(anna, member)
    MeetingFactory(network=edited, visibility="verborgen", title="Vorbereitung")
    MeetingFactory(network=member, visibility="verborgen", title="Geheim")
    MeetingFactory(network=other)

    found = {str(event["SUMMARY"]): event for event in events(client, address)}

    assert found.keys() == {"Gepflegt – Runde", "Gepflegt – Vorbereitung", "Mitglied – Runde"}
    event = found["Mitglied – Runde"]
    assert "Treffen im Netz: https://video.example.org/raum" in event["DESCRIPTION"]
    assert (str(event["LOCATION"]), str(event["CLASS"])) == ("https://video.example.org/raum", "PRIVATE")


def test_watched_networks_and_what_is_found_for_watched_lists(client, anna, address):
    theme, district = ThemeFactory(name="Lesen"), DistrictFactory(name="Lindenau")
    watched = network_with("Beobachtet", "oeffentlich")
    network_with("Zum Thema", "oeffentlich", themes=[theme])
    network_with("Im Stadtteil", "oeffentlich", districts=[district])
    network_with("Gesuchter Kreis", "oeffentlich")
    network_with("Angehalten", "oeffentlich")
    network_with("Fremd", "oeffentlich")
    search = SavedSearch.objects.create(owner=anna, name="x", kind="netzwerke", query="q=gesuchter")
    for target in ({"network": watched}, {"theme": theme}, {"district": district}, {"search": search}):
        Watch.objects.create(owner=anna, **target)
    Watch.objects.create(owner=anna, network=Network.objects.get(name="Angehalten"), paused_at=timezone.now())
    assert names(client, address) == {"Beobachtet", "Zum Thema", "Im Stadtteil", "Gesuchter Kreis"}
    MeetingFactory(network=watched, visibility="mitglieder", title="Intern")
    assert "https://video.example.org" not in client.get(calendar.path_of(address)).content.decode()
    assert len(events(client, address)) == 4


def test_each_choice_alone(client, anna, address):
    mine, watched = network_with("Meins", "oeffentlich"), network_with("Beobachtet", "oeffentlich")
    mine.editors.add(anna)
    Watch.objects.create(owner=anna, network=watched)
    assert names(client, address) == {"Meins", "Beobachtet"}
    CalendarAddress.objects.update(with_watched=False)
    assert names(client, address) == {"Meins"}
    CalendarAddress.objects.update(with_watched=True, with_own=False)
    assert names(client, address) == {"Beobachtet"}


def test_expected_dates_are_optional(client, anna, address):
    network = NetworkFactory(name="Lesenetz", rhythm_text="jeden 2. Dienstag im Monat, 16 Uhr")
    seat(anna, network)
    assert events(client, address) == []
    CalendarAddress.objects.update(with_expected=True)
    first = events(client, address)[0]
    assert str(first["STATUS"]) == "TENTATIVE"
    MeetingFactory(network=network, start=first.start, visibility="mitglieder")
    agreed, *ahead = events(client, address)
    assert str(agreed["STATUS"]) == "CONFIRMED"
    assert first["UID"] not in [event["UID"] for event in ahead]


def test_the_office_reads_what_is_internal_but_does_not_have_every_network_in_it(client):
    curator = UserFactory(role=User.Role.CURATION)
    address, watched = CalendarAddress.objects.create(owner=curator), network_with("Beobachtet")
    network_with("Fremd")
    Watch.objects.create(owner=curator, network=watched)
    assert names(client, address) == {"Beobachtet"}


def test_without_second_factor_a_role_counts_nothing_here(client, settings):
    settings.STAFF_NEEDS_MFA = True
    curator = UserFactory(role=User.Role.CURATION)
    address, watched = CalendarAddress.objects.create(owner=curator), network_with("Beobachtet")
    Watch.objects.create(owner=curator, network=watched)
    assert names(client, address) == set()


@pytest.mark.parametrize("role", User.Role.values)
def test_both_ways_to_ask_who_is_inside_agree(role):
    user = UserFactory(role=role)
    edited, member, left, _other = (NetworkFactory(name=name) for name in "abcd")
    edited.editors.add(user)
    seat(user, member)
    seat(user, left, until=timezone.localdate() - timedelta(days=1))
    inside = set(read_inside_by(user, Network.objects.all()))
    assert inside == {network for network in Network.objects.all() if is_inside(network, user)}
    assert {edited, member} <= inside


# --- at every fetch ---


def test_a_right_that_ends_ends_there_too(client, anna, address):
    network = network_with("Lesenetz")
    seat(anna, network)
    assert names(client, address) == {"Lesenetz"}
    network.memberships.update(until=timezone.localdate() - timedelta(days=1))
    assert names(client, address) == set()


def test_who_is_logged_in_does_not_matter(client, anna, address):
    seat(anna, network_with("Lesenetz"))
    client.force_login(UserFactory())
    assert names(client, address) == {"Lesenetz"}


def test_a_closed_account_has_no_calendar(client, anna, address):
    path = calendar.path_of(address)
    assert client.get(path).status_code == 200
    User.objects.filter(pk=anna.pk).update(is_active=False)
    assert client.get(path).status_code == 404


def test_unchanged_it_is_answered_with_304_and_kept_nowhere(client, anna, address):
    seat(anna, network_with("Lesenetz"))
    first = client.get(calendar.path_of(address))
    assert first["Cache-Control"] == "private, no-store"
    again = client.get(calendar.path_of(address), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_an_address_is_not_fetched_without_end(client, address, settings):
    settings.LIMITS = {**settings.LIMITS, "calendar": "2/h/key"}
    path, other = calendar.path_of(address), CalendarAddress.objects.create(owner=UserFactory())
    assert [client.get(path).status_code for _time in range(3)] == [200, 200, 429]
    assert client.get(path)["Retry-After"] == "3600"
    assert client.get(calendar.path_of(other)).status_code == 200


def test_what_was_not_signed_here_costs_no_query(client, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        for token in ("abc", address.key, f"{address.key}:abc", Signer(salt="anders").sign(address.key)):
            assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_the_address_stands_in_no_log(client, address, caplog):
    calendar.renew(address)
    path = calendar.path_of(address)
    CalendarAddress.objects.all().delete()
    with caplog.at_level(logging.DEBUG):
        client.get(path)
    assert caplog.records
    for record in caplog.records:
        Discreet().filter(record)
        assert address.key not in record.getMessage()


def test_the_database_alone_gives_no_address(address):
    stored = {str(value) for value in CalendarAddress.objects.values().get().values()}
    token = calendar.path_of(address).removeprefix("/kalender/").removesuffix(".ics")
    assert token not in stored
    assert token.partition(":")[2] not in stored


def test_a_new_secret_key_ends_no_address(client, address, settings, monkeypatch):
    path = calendar.path_of(address)
    monkeypatch.setattr(
        calendar,
        "SIGNER",
        Signer(key="neu" * 20, fallback_keys=[settings.SECRET_KEY], salt="following.calendar"),
    )
    assert client.get(path).status_code == 200


# --- the page ---


def test_an_address_is_made_shown_changed_renewed_and_revoked(client, anna):
    client.force_login(anna)
    page = client.get(PAGE).content.decode()
    assert "/kalender/" not in page.replace(PAGE, "")
    client.post(PAGE, {"with_own": "on"})
    address = CalendarAddress.objects.get(owner=anna)
    assert (address.with_own, address.with_watched, address.with_expected) == (True, False, False)

    first = calendar.path_of(address)
    response = client.get(PAGE)
    assert first in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    client.post(PAGE, {"with_watched": "on", "with_expected": "on"})
    address.refresh_from_db()
    assert (address.with_own, address.with_watched, address.with_expected) == (False, True, True)
    assert calendar.path_of(address) == first

    client.post(PAGE, {"erneuern": "1"})
    address.refresh_from_db()
    second = calendar.path_of(address)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)

    client.post(PAGE, {"abschalten": "1"})
    assert client.get(second).status_code == 404
    for button in ("abschalten", "erneuern"):  # once more in another tab
        assert client.post(PAGE, {button: "1"}).status_code == 302
    assert not CalendarAddress.objects.exists()


def test_an_empty_choice_is_not_saved(client, anna):
    client.force_login(anna)
    answer = client.post(PAGE, {"with_expected": "on"})
    assert "Bitte wählen Sie, was im Kalender stehen soll." in answer.content.decode()
    assert not CalendarAddress.objects.exists()


def test_everybody_has_only_her_own(client, anna, address):
    client.force_login(UserFactory())
    assert address.key not in client.get(PAGE).content.decode()
    client.post(PAGE, {"abschalten": "1"})
    assert CalendarAddress.objects.get() == address


def test_pages_lead_there_for_who_is_logged_in(client, anna):
    network = MeetingFactory().network
    link = f'href="{PAGE}"'
    assert link not in flat(client.get(network.get_absolute_url()).content.decode())
    client.force_login(anna)
    assert link in flat(client.get(network.get_absolute_url()).content.decode())
    assert link in flat(client.get(reverse("following:watches")).content.decode())


# --- personal data ---


def test_what_is_kept_is_told_without_the_secret_and_goes_with_the_account(client, anna, address):
    (row,) = privacy.collected(anna)["kalenderadresse"]
    assert (row["eigene_netzwerke"], row["angelegt_am"]) == (True, address.created_at)
    assert address.key not in str(row)
    path = calendar.path_of(address)
    erase(anna)
    assert not CalendarAddress.objects.exists()
    assert client.get(path).status_code == 404
