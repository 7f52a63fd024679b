"""Curators see what was searched for in vain, and say what was meant."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from search.models import CuratedSynonym, VainSearch
from search.query.results import SearchRequest, ask
from tests.factories import NetworkFactory, ThemeFactory, UserFactory
from tests.people import login

PAGE = "/moderation/suchen/"


@pytest.fixture
def curator(db):
    return UserFactory(role=User.Role.CURATION, name="Kim Kuratorin")


@pytest.fixture
def client(curator):
    NetworkFactory(name="Leserunde", themes=[ThemeFactory(name="Leseförderung")])
    return login(curator)


def searched(words: str, times: int = 2) -> VainSearch:
    return VainSearch.objects.create(words=words, times=times, last_on=date(2026, 11, 2))


def test_what_was_searched_for_most_stands_first_and_once_is_chance(client):
    searched("zirkus", 2)
    searched("manege", 5)
    searched("einmal", 1)
    page = client.get(PAGE)
    assert [search.words for search, _form, _proposals in page.context["rows"]] == ["manege", "zirkus"]
    assert "5-mal gesucht, zuletzt am 2. November 2026" in page.content.decode()
    assert "einmal<" not in page.content.decode()


def test_themes_of_what_comes_near_are_proposed(client):
    searched("lesezirkus")
    [(_search, _form, proposals)] = client.get(PAGE).context["rows"]
    assert proposals == ["Leseförderung"]


def test_one_click_makes_a_synonym_that_the_next_search_uses(client):
    searched("zirkus")
    page = client.post(PAGE, {"word": "zirkus", "meaning": "Leseförderung"}, follow=True)
    assert "„zirkus → Leseförderung“ gilt ab sofort für jede Suche." in page.content.decode()
    assert ask(SearchRequest(text="Zirkus")).complete_total == 1
    assert not VainSearch.objects.exists()


def test_it_is_taken_back_and_the_history_tells_of_both(client):
    client.post(PAGE, {"word": "Zirkus", "meaning": "Leseförderung"})
    synonym = CuratedSynonym.objects.get(word="zirkus")
    page = client.post(PAGE, {"zuruecknehmen": synonym.pk}, follow=True)
    assert ask(SearchRequest(text="Zirkus")).total == 0
    told = [(name, change.who, change.steps[0].kind) for name, change in page.context["history"]]
    assert told == [
        ("zirkus → Leseförderung", "Kim Kuratorin", "delete"),
        ("zirkus → Leseförderung", "Kim Kuratorin", "insert"),
    ]


@pytest.mark.parametrize(
    ("word", "meaning", "sentence"),
    [
        ("zirkus", "Manege", "Auch zu „Manege“ ist nichts eingetragen."),
        ("zirkus", "", "Bitte füllen Sie dieses Feld aus."),
        ("leserunde", "leserunde", "Bitte ein anderes Wort angeben als das gesuchte."),
        ("zirkus", "x" * 101, "höchstens 100 Zeichen"),
    ],
)
def test_what_finds_nothing_is_refused_and_stays_in_its_place(client, word, meaning, sentence):
    searched("zirkus")
    page = client.post(PAGE, {"word": word, "meaning": meaning})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{meaning}"' in page.content.decode()
    assert not CuratedSynonym.objects.exists()


def test_the_same_synonym_twice_is_refused(client):
    client.post(PAGE, {"word": "zirkus", "meaning": "Leserunde"})
    page = client.post(PAGE, {"word": "ZIRKUS ", "meaning": " Leserunde"})
    assert "Dieses Synonym gibt es schon." in page.content.decode()


def test_a_word_can_be_dropped(client):
    search = searched("zirkus")
    client.post(PAGE, {"verwerfen": search.pk})
    assert not VainSearch.objects.exists()


@pytest.mark.parametrize("key", ["0", "x", "9" * 40, "²"])
def test_a_row_that_is_gone_is_not_found(client, key):
    assert client.post(PAGE, {"verwerfen": key}).status_code == 404
    assert client.post(PAGE, {"zuruecknehmen": key}).status_code == 404


@pytest.mark.parametrize("role", [User.Role.REGISTERED, User.Role.COORDINATION])
def test_nobody_else_adds_or_takes_back(db, role):
    synonym = CuratedSynonym.objects.create(word="zirkus", meaning="Leserunde")
    client = login(UserFactory(role=role))
    for data in ({"word": "manege", "meaning": "Leserunde"}, {"zuruecknehmen": synonym.pk}):
        assert client.post(PAGE, data).status_code == 403
    assert [str(one) for one in CuratedSynonym.objects.all()] == ["zirkus → Leserunde"]


def test_the_record_of_processing_tells_of_it(client):
    page = client.get(reverse("portal:processing")).content.decode()
    assert "Suchen ohne Treffer" in page
    assert "spätestens nach 90 Tagen" in page
