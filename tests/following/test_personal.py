"""What this room tells a person about herself, line by line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from following import personal
from following.models import SavedSearch
from moderation.models import Moderated
from tests.factories import NetworkFactory, SavedSearchFactory, ThemeFactory, UserFactory, WatchFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_searches_are_told():
    search = SavedSearchFactory(name="Lesen", kind=SavedSearch.Kind.ACTORS, query="q=Lesen")
    SavedSearchFactory()
    assert list(personal.searches(search.owner)) == [
        {"name": "Lesen", "liste": "Akteure", "suche": "q=Lesen", "gemerkt_am": NOW}
    ]


def test_watches_are_told_without_the_name_of_what_she_may_not_see_any_more():
    person, later = UserFactory(), NOW + timedelta(days=1)
    hidden = NetworkFactory(name="Geheim")
    WatchFactory(owner=person, network=NetworkFactory(name="Lesenetz"), rhythm="sofort", paused_at=later)
    WatchFactory(owner=person, network=hidden)
    WatchFactory(owner=person, theme=ThemeFactory(name="Lesen"))
    WatchFactory()
    type(hidden).objects.filter(pk=hidden.pk).update(review_status=Moderated.ReviewStatus.DRAFT)
    assert list(personal.watches(person)) == [
        {"was": was, "name": name, "rhythmus": rhythm, "begonnen_am": NOW, "angehalten_am": paused}
        for was, name, rhythm, paused in [
            ("Netzwerk", "Lesenetz", "sofort", later),
            ("Netzwerk", "", "täglich", None),
            ("Thema", "Lesen", "täglich", None),
        ]
    ]
