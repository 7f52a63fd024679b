"""Beginning, changing and ending a watch; the way out of it from a mail."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from following import steps
from following.digests import SIGNER, headers_of, token_of
from following.models import Watch
from networks.recognition import merging
from tests.factories import (
    DistrictFactory,
    NetworkFactory,
    SavedSearchFactory,
    ThemeFactory,
    UserFactory,
    WatchFactory,
)
from tests.markup import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("factory", "kind", "word", "place"),
    [
        (NetworkFactory, "network", "netzwerk", "netzwerke"),
        (ThemeFactory, "theme", "thema", "themen"),
        (DistrictFactory, "district", "stadtteil", "stadtteile"),
    ],
)
def test_begin_change_and_end(client, person, factory, kind, word, place):
    thing = factory()
    page, own = f"/{place}/{thing.slug}/", f"/beobachten/{word}/{thing.slug}/"
    assert re.search(rf'href="{own}"[^>]*>.*?Beobachten<', client.get(page).content.decode(), re.DOTALL)
    assert faults(client.get(own).content.decode()) == []
    assert client.post(own, {"rhythm": "sofort"})["Location"] == page
    client.post(own, {"rhythm": "woechentlich"})
    watch = Watch.objects.get()
    assert (watch.owner, watch.kind, watch.target, watch.rhythm) == (person, kind, thing, "woechentlich")
    assert "Beobachtet" in client.get(page).content.decode()
    listed = client.get("/beobachten/").content.decode()
    assert faults(listed) == []
    assert page in listed
    assert own in listed
    client.post(f"/beobachten/{watch.pk}/beenden/")
    assert not Watch.objects.exists()


def test_rhythm_that_does_not_exist_is_refused(client, person):
    network = NetworkFactory()
    response = client.post(f"/beobachten/netzwerk/{network.slug}/", {"rhythm": "stuendlich"})
    assert response.status_code == 200
    assert not Watch.objects.exists()


def test_watch_is_about_exactly_one_thing():
    for targets in ({}, {"network": NetworkFactory(), "theme": ThemeFactory()}):
        with pytest.raises(IntegrityError, match="watch_one_thing"), transaction.atomic():
            Watch.objects.create(owner=UserFactory(), **targets)


def test_nothing_is_watched_twice(person):
    theme = ThemeFactory()
    steps.watch(person, "sofort", theme=theme)
    steps.watch(person, "sofort", theme=theme)
    assert Watch.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Watch.objects.create(owner=person, theme=theme)


def test_running_query_and_predicate_agree():
    watches = [
        WatchFactory(),
        WatchFactory(paused_at=timezone.now()),
        WatchFactory(owner=UserFactory(is_active=False)),
        WatchFactory(search=SavedSearchFactory()),
        WatchFactory(search=SavedSearchFactory(deleted_at=timezone.now())),
    ]
    assert set(Watch.objects.running()) == {watch for watch in watches if watch.is_running}
    assert len(Watch.objects.running()) == 2


def test_hidden_network_can_not_be_watched_and_shows_no_name_afterwards(client, person):
    network = NetworkFactory(name="Geheimer Kreis", review_status="entwurf")
    assert client.get(f"/beobachten/netzwerk/{network.slug}/").status_code == 404
    assert Client().get(f"/beobachten/netzwerk/{network.slug}/").status_code == 404
    WatchFactory(owner=person, network=network)
    page = client.get("/beobachten/").content.decode()
    assert "Geheimer Kreis" not in page
    assert "nicht mehr öffentlich" in page
    assert faults(page) == []


@pytest.mark.parametrize("step", ["beenden", "fortsetzen"])
def test_watch_of_somebody_else_is_not_there(client, person, step):
    other = WatchFactory(paused_at=timezone.now())
    assert client.post(f"/beobachten/{other.pk}/{step}/").status_code == 404
    other.refresh_from_db()
    assert other.paused_at


def test_too_many_watches_are_refused_in_words(person, monkeypatch):
    monkeypatch.setattr(steps, "MOST", 1)
    WatchFactory(owner=person)
    with pytest.raises(ValidationError, match="Bitte beenden Sie eine"):
        steps.watch(person, "sofort", theme=ThemeFactory())


def test_watchers_of_a_merged_network_watch_the_kept_one(person):
    kept, merged = NetworkFactory(), NetworkFactory()
    both, one = UserFactory(), WatchFactory(network=merged)
    for network in (kept, merged):
        WatchFactory(owner=both, network=network)
    merging.merge(kept, merged, by=person)
    assert sorted(Watch.objects.values_list("owner", "network")) == sorted(
        [(both.pk, kept.pk), (one.owner_id, kept.pk)]
    )


# --- Unsubscribing ------------------------------------------------------------------------------------------------


def test_one_click_without_login_or_csrf_token_ends_the_mails_of_this_rhythm(settings):
    daily = WatchFactory(rhythm="taeglich")
    weekly = WatchFactory(owner=daily.owner, rhythm="woechentlich")
    other = WatchFactory(rhythm="taeglich")
    headers = headers_of(token_of(daily.owner, "taeglich"))
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>")
    assert address.startswith(f"{settings.SITE_URL}/abmelden/")
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        response = strict.post(
            address.removeprefix(settings.SITE_URL),
            "List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 200
        assert set(Watch.objects.running()) == {weekly, other}


def test_looking_at_the_link_ends_nothing_and_shows_a_button(client):
    watch = WatchFactory()
    address = f"/abmelden/{token_of(watch.owner, 'taeglich')}/"
    page = client.get(address).content.decode()
    assert faults(page) == []
    assert '<form method="post">' in page
    assert client.head(address).status_code == 200
    assert list(Watch.objects.running()) == [watch]
    assert faults(client.post(address).content.decode()) == []
    assert not Watch.objects.running().exists()


@pytest.mark.parametrize("token", ["", "1.taeglich", "1.taeglich:gefaelscht", "%00", "a" * 500])
def test_forged_token_is_refused(client, token):
    watch = WatchFactory()
    response = client.post(f"/abmelden/{token or watch.owner_id}/")
    assert response.status_code == 404
    assert list(Watch.objects.running()) == [watch]


def test_token_of_a_deleted_person_is_refused(client):
    assert client.get(f"/abmelden/{SIGNER.sign('999999.taeglich')}/").status_code == 404


def test_paused_watch_goes_on_when_its_owner_says_so(client, person):
    watch = WatchFactory(owner=person, paused_at=timezone.now())
    assert "angehalten" in client.get("/beobachten/").content.decode()
    client.post(f"/beobachten/{watch.pk}/fortsetzen/")
    assert list(Watch.objects.running()) == [watch]


def test_ending_once_more_says_that_it_has_ended(client, person):
    watch = WatchFactory(owner=person)
    address = f"/beobachten/{watch.pk}/beenden/"
    for said in ("nicht mehr", "schon nicht mehr"):
        page = client.post(address, follow=True)
        assert page.status_code == 200
        assert said in " ".join(str(message) for message in page.context["messages"])
    other = WatchFactory()
    client.post(f"/beobachten/{other.pk}/beenden/")
    assert Watch.objects.filter(pk=other.pk).exists()
