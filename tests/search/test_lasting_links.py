"""Addresses that somebody kept: words get other addresses, members go; a filter never turns into none."""

from __future__ import annotations

import pytest

from actors.models import Actor
from actors.recognition.merging import merge
from duplicates import replacing
from duplicates.merging import undo
from following.hits import Hits
from tests.factories import (
    ActorFactory,
    MembershipFactory,
    NetworkFactory,
    SavedSearchFactory,
    ThemeFactory,
    UserFactory,
    WatchFactory,
)
from vocabulary.models import Theme

pytestmark = pytest.mark.django_db
OLD = "/netzwerke/?thema=wortkunde"


@pytest.fixture
def theme(city):
    theme = ThemeFactory(name="Wortkunde", slug="wortkunde")
    NetworkFactory(name="Lesenetz", themes=[theme])
    NetworkFactory(name="Matherunde")
    return theme


def listing(client, address):
    return client.get(address).context["listing"]


def names(page) -> list[str]:
    return [hit.name for hit in page.hits]


def test_former_address_of_a_word_still_filters(client, theme):
    assert names(listing(client, OLD)) == ["Lesenetz"]
    Theme.objects.filter(pk=theme.pk).update(slug="wortschatz", name="Wortschatz")
    page = listing(client, OLD)
    assert (names(page), page.notes, [chip.label for chip in page.chips]) == (
        ["Lesenetz"],
        [],
        ["Wortschatz"],
    )
    assert page.address() == "/netzwerke/?thema=wortschatz"
    assert [option.label for option in page.facets[0].selected] == ["Wortschatz"]
    assert client.get(f"{OLD}&thema=wortschatz").context["listing"].address() == page.address()


def test_address_of_a_replaced_word_filters_by_the_new_one(client, theme):
    new = ThemeFactory(name="Wortschatz", slug="wortschatz")
    listing(client, OLD)
    replacing.replace(theme, new)
    page = listing(client, OLD)
    assert (names(page), page.notes, [chip.label for chip in page.chips]) == (
        ["Lesenetz"],
        [],
        ["Wortschatz"],
    )


def test_kept_search_goes_on_under_the_new_address_of_its_word(theme):
    watch = WatchFactory(search=SavedSearchFactory(kind="netzwerke", query="thema=wortkunde"))
    watch.mark = "looked at long ago"
    before = Hits.of([watch]).now(watch)
    Theme.objects.filter(pk=theme.pk).update(slug="wortschatz")
    assert Hits.of([watch]).now(watch) == before
    assert [len(ids) for ids in before.values()] == [1]


def test_word_that_is_replaced_after_it_was_renamed_takes_its_searches_along(client, theme):
    """They are counted, and name the new word."""
    search = SavedSearchFactory(kind="netzwerke", query="thema=wortkunde")
    theme.slug = "wortschatz"
    theme.save()
    replacing.replace(theme, ThemeFactory(name="Deutsch lernen", slug="deutsch-lernen"))
    search.refresh_from_db()
    assert search.query == "thema=deutsch-lernen"


@pytest.mark.parametrize("address", ["/netzwerke/?thema=nie", "/netzwerke/?thema=nie&q=Lesenetz"])
def test_word_that_is_nowhere_finds_nothing_and_says_so(client, theme, address):
    page = listing(client, address)
    assert (page.total, [chip.label for chip in page.chips]) == (0, ["nie"])
    assert "„nie“ gibt es bei „Thema“ nicht" in page.notes[0]
    [way] = page.zero_help
    assert (way.label, way.count) == ("ohne Thema: nie", 1 if "Lesenetz" in address else 2)
    assert listing(client, way.url).total == way.count


@pytest.mark.parametrize("file", ["netzwerke.csv", "netzwerke.atom", "netzwerke/karte.json"])
def test_files_of_such_a_list_hold_nothing_else(client, theme, file):
    found = client.get(f"/{file}?thema=nie")
    assert "Matherunde" not in (found.content if not found.streaming else b"".join(found)).decode()


def test_one_known_word_beside_an_unknown_one_narrows(client, theme):
    page = listing(client, f"{OLD}&thema=nie")
    assert (names(page), len(page.notes), len(page.chips)) == (["Lesenetz"], 1, 1)


def test_words_that_can_not_stand_in_addresses_are_not_carried_on(client, theme):
    page = listing(client, f"/netzwerke/?thema=a+b&thema={'x' * 3000}&thema=%3Cb%3E")
    assert (page.total, page.address()) == (0, "/netzwerke/?thema=unbekannt")


def test_kept_search_for_a_hidden_member_never_grows(client, city):
    """It says so, finds nothing meanwhile, and goes on when the member is back."""
    person, house = UserFactory(), ActorFactory(name="Haus am Park")
    MembershipFactory(network=NetworkFactory(name="Runde"), actor=house)
    NetworkFactory(name="Ganz andere")
    SavedSearchFactory(owner=person, kind="netzwerke", query=f"mitglied={house.slug}")
    client.force_login(person)
    shown = client.get("/suchen/").context["searches"]
    assert [(one["total"], one["lost"]) for one in shown] == [(1, [])]
    Actor.objects.filter(pk=house.pk).update(review_status="entwurf")
    page = client.get("/suchen/")
    [one] = page.context["searches"]
    assert (one["total"], len(one["lost"])) == (0, 1)
    assert "„Mitglied“ nicht" in page.content.decode()
    assert "Haus am Park" not in page.content.decode()
    assert "„Mitglied“ nicht" in client.get(one["search"].get_absolute_url()).content.decode()
    assert listing(client, one["address"]).total == 0
    Actor.objects.filter(pk=house.pk).update(review_status="veroeffentlicht")
    assert names(listing(client, one["address"])) == ["Runde"]


def test_actors_that_became_one_are_one_option(client, city):
    """At once, under both addresses; and two again when they are parted."""
    kept, gone = ActorFactory(name="Volkshochschule"), ActorFactory(name="VHS Auenberg")
    MembershipFactory(network=NetworkFactory(name="Runde"), actor=kept)
    MembershipFactory(network=NetworkFactory(name="Kreis"), actor=gone)
    address = f"/netzwerke/?mitglied={gone.slug}"

    def options() -> dict[str, int]:
        [facet] = [facet for facet in listing(client, "/netzwerke/").facets if facet.name == "mitglied"]
        return {option.label: option.count for option in facet.options}

    assert options() == {"Volkshochschule": 1, "VHS Auenberg": 1}
    assert names(listing(client, address)) == ["Kreis"]
    merged = merge(kept, gone, by=UserFactory(role="kuration"))
    assert options() == {"Volkshochschule": 2}
    page = listing(client, address)
    assert (names(page), page.notes) == (["Kreis", "Runde"], [])
    undo(merged, by=UserFactory(role="kuration"))
    assert options() == {"Volkshochschule": 1, "VHS Auenberg": 1}
    assert names(listing(client, address)) == ["Kreis"]
