"""One word takes the place of another: in links and fields, once where it may stand but once, and its names go on."""

from __future__ import annotations

import pytest

from actors.models import Actor
from duplicates import replacing
from following.models import Watch
from tests.factories import (
    ActorFactory,
    ActorKindFactory,
    DistrictFactory,
    NetworkFactory,
    SavedSearchFactory,
    ThemeFactory,
    UserFactory,
    WatchFactory,
)
from vocabulary.models import District, Theme

pytestmark = pytest.mark.django_db


def test_below_a_word_is_it_and_all_that_hangs_on_it():
    top = ThemeFactory()
    middle = ThemeFactory(parent=top)
    low = ThemeFactory(parent=middle)
    ThemeFactory()
    assert replacing.below(top) == [top.pk, middle.pk, low.pk]
    assert replacing.below(low) == [low.pk]
    kind = ActorKindFactory()
    assert replacing.below(kind) == [kind.pk]


def test_links_name_the_new_word_once():
    old, new = (
        ThemeFactory(name="Wortkunde", synonyms=["Vokabeln", "Wortschatz"]),
        ThemeFactory(name="Wortschatz", synonyms=["Lexik"]),
    )
    one, both = NetworkFactory(themes=[old]), NetworkFactory(themes=[old, new])
    assert replacing.replace(old, new) == 2
    assert [list(network.themes.all()) for network in (one, both)] == [[new], [new]]
    new.refresh_from_db()
    assert new.synonyms == ["Lexik", "Wortkunde", "Vokabeln"]
    assert not Theme.objects.filter(pk=old.pk).exists()


def test_fields_name_the_new_word():
    old, new = ActorKindFactory(), ActorKindFactory()
    actors = ActorFactory.create_batch(2, kind=old)
    other = ActorFactory(kind=new)
    assert replacing.replace(old, new) == 2
    assert set(Actor.objects.filter(kind=new)) == {*actors, other}


def test_what_may_stand_but_once_is_dropped_where_the_new_word_has_it():
    old, new, person = DistrictFactory(), DistrictFactory(), UserFactory()
    WatchFactory(owner=person, district=old)
    kept = WatchFactory(owner=person, district=new)
    moved = WatchFactory(district=old)
    assert replacing.replace(old, new) == 1
    assert set(Watch.objects.filter(district=new)) == set(Watch.objects.all()) == {kept, moved}
    assert not District.objects.filter(pk=old.pk).exists()


def test_what_names_a_word_otherwise_is_counted_too():
    old, new = ThemeFactory(slug="alt"), ThemeFactory(slug="neu")
    search = SavedSearchFactory(query="thema=alt")
    ThemeFactory(parent=old)
    assert replacing.replace(old, new) == 2
    search.refresh_from_db()
    assert search.query == "thema=neu"
    assert Theme.objects.filter(parent=new).count() == 1
