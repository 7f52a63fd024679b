"""„Meine Suchen“: kept once, private, shared by an address, deleted with a way back."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from following import steps
from following.jobs import forget_deleted_searches
from following.models import SavedSearch, Watch
from tests.factories import NetworkFactory, SavedSearchFactory, ThemeFactory, UserFactory, WatchFactory
from tests.markup import faults, flat

pytestmark = pytest.mark.django_db

NEW = "/suchen/neu/?liste=netzwerke&q=Lesen&thema=sprachbildung&page=3&unbekannt=1&thema=quatsch"


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def theme():
    theme = ThemeFactory(name="Sprachbildung")
    NetworkFactory(name="Lesenetz", themes=[theme])
    NetworkFactory(name="Matherunde")
    return theme


def test_a_search_is_kept_in_its_canonical_form(client, person, theme):
    page = client.get(NEW).content.decode()
    assert faults(page) == []
    assert 'value="Lesen, Sprachbildung"' in page
    assert "1 Treffer ansehen" in page
    response = client.post(NEW, {"name": "Lesen lernen", "rhythm": ""})
    assert response["Location"] == "/suchen/"
    search = SavedSearch.objects.get()
    assert (search.owner, search.kind, search.query) == (person, "netzwerke", "q=Lesen&thema=sprachbildung")
    assert not Watch.objects.exists()
    shown = client.get("/suchen/").content.decode()
    assert faults(shown) == []
    assert 'href="/netzwerke/?q=Lesen&amp;thema=sprachbildung"' in shown


def test_the_same_search_is_kept_once_however_it_is_written(client, person, theme):
    client.post(NEW, {"name": "Eins", "rhythm": "sofort"})
    other = "/suchen/neu/?liste=netzwerke&thema=sprachbildung&q=++Lesen"
    assert client.get(other)["Location"] == f"/suchen/{SavedSearch.objects.get().pk}/"
    client.post(other, {"name": "Zwei", "rhythm": "woechentlich"})
    assert list(SavedSearch.objects.values_list("name", "watch__rhythm")) == [("Zwei", "woechentlich")]


def test_rename_and_mails(client, person, theme):
    search = SavedSearchFactory(owner=person)
    page = f"/suchen/{search.pk}/"
    client.post(page, {"name": "Neuer Name", "rhythm": "taeglich"})
    search.refresh_from_db()
    assert (search.name, search.watch.rhythm) == ("Neuer Name", "taeglich")
    assert "checked" in re.search(r'<input[^>]*value="taeglich"[^>]*>', client.get(page).content.decode())[0]
    client.post(page, {"name": "Neuer Name", "rhythm": ""})
    assert not Watch.objects.exists()
    assert client.post(page, {"name": "", "rhythm": ""}).status_code == 200
    assert SavedSearch.objects.get().name == "Neuer Name"


def test_deleted_search_comes_back_with_its_watch(client, person):
    watch = WatchFactory(owner=person, search=SavedSearchFactory(owner=person, name="Meine"))
    response = client.post(f"/suchen/{watch.search.pk}/loeschen/", follow=True)
    assert "Die Suche „Meine“ ist gelöscht." in response.content.decode()
    assert not SavedSearch.objects.of(person).exists()
    assert not Watch.objects.of(person).exists()
    assert not Watch.objects.running().exists()
    assert client.get(f"/suche/{watch.search.token}/").status_code == 404
    client.post(f"/suchen/{watch.search.pk}/wiederherstellen/")
    assert list(Watch.objects.running()) == [watch]


def test_search_kept_anew_after_its_deletion_is_not_restored_beside_itself(person):
    old = SavedSearchFactory(owner=person)
    SavedSearch.objects.filter(pk=old.pk).delete_softly()
    new = steps.save_search(person, old.kind, old.query, name="Neu", rhythm="")
    assert steps.restore_search(old) == new
    assert list(SavedSearch.objects.of(person)) == [new]


def test_deleted_searches_are_forgotten_after_a_week():
    long_ago = timezone.now() - timedelta(days=8)
    SavedSearchFactory(deleted_at=long_ago)
    kept = [SavedSearchFactory(deleted_at=timezone.now() - timedelta(days=6)), SavedSearchFactory()]
    assert forget_deleted_searches() == "1 gelöschte Suche entfernt"
    assert set(SavedSearch.objects.all()) == set(kept)


def test_short_address_leads_anybody_to_the_hits_and_names_nobody(client):
    search = SavedSearchFactory(kind="akteure", query="q=Kita", name="Geheimer Name")
    response = Client().get(reverse("following:shared_search", args=[search.token]))
    assert (response.status_code, response["Location"]) == (302, "/akteure/?q=Kita")


@pytest.mark.parametrize("step", ["", "loeschen/", "wiederherstellen/"])
def test_a_search_of_somebody_else_is_not_there(client, person, step):
    other = SavedSearchFactory()
    response = client.post(f"/suchen/{other.pk}/{step}", {"name": "x", "rhythm": ""})
    assert response.status_code == 404
    other.refresh_from_db()
    assert (other.name, other.is_deleted) == (SavedSearch.objects.get().name, False)
    assert other.name != "x"


def test_a_search_whose_theme_is_gone_says_so(client, person):
    SavedSearchFactory(owner=person, query="thema=gibtsnichtmehr")
    assert "gibt es bei „Thema“ nicht" in client.get("/suchen/").content.decode()


@pytest.mark.parametrize("query", ["", "?liste=", "?liste=quatsch", "?liste=quatsch%00"])
def test_a_list_that_does_not_exist_can_not_be_kept(client, person, query):
    assert client.get(f"/suchen/neu/{query}").status_code == 404


def test_too_long_and_too_many_searches_are_refused_in_words(person, monkeypatch):
    with pytest.raises(ValidationError, match="zu viele Filter"):
        steps.save_search(person, "akteure", "thema=a&" * 2000, name="x", rhythm="")
    monkeypatch.setattr(steps, "MOST", 1)
    SavedSearchFactory(owner=person)
    with pytest.raises(ValidationError, match="Bitte löschen Sie eine"):
        steps.save_search(person, "akteure", "q=neu", name="x", rhythm="")


def test_visitors_are_led_through_the_login_and_back(client):
    page = flat(client.get("/netzwerke/?q=Lesen").content.decode())
    link = re.search(r'<a class="quiet-link" href="([^"]+)"[^>]*>Anmelden, um die Suche zu merken</a>', page)
    address = link[1].replace("&amp;", "&")
    assert address == "/suchen/neu/?liste=netzwerke&q=Lesen"
    assert client.get(address)["Location"].endswith("next=/suchen/neu/%3Fliste%3Dnetzwerke%26q%3DLesen")


def test_number_of_queries_of_the_page_grows_by_none_per_watch(client, person, django_assert_max_num_queries):
    for number in range(4):
        WatchFactory(owner=person, network=NetworkFactory())
        SavedSearchFactory(owner=person, query=f"q=wort{number}")
    client.get("/beobachten/")
    with django_assert_max_num_queries(6):
        client.get("/beobachten/")
