"""Searches without a hit: what is counted of them, and what never is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from search import jobs, vain
from search.models import CuratedSynonym, VainSearch
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, DistrictFactory, NetworkFactory, ThemeFactory, UserFactory


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Legasthenie", "legasthenie"),
        ("Schule für Zirkus", "schule zirkus"),
        ("Bitte Förderung bei Legasthenie!", "förderung legasthenie"),
        ("padlet", "padlet"),
        ("Xqzwy", ""),
        ("Xqzwy Wyzzq", ""),
        ("hilfe für xqzwy", ""),
        ("Frau Schule", ""),
        ("herr garten", ""),
        ("Familie Zirkus", ""),
        ("Herrn Schule", ""),
        ("Dr. Schule", ""),
        ("Prof. Schule", ""),
        *[(sign.join(("Schule", "Garten")), "") for sign in ("@", " 7 ", "§", "/", "\\", "<", ">", "=")],
        ("http:Schule", ""),
        ("https:Schule", ""),
        ("www.Schule", ""),
        ("wwwschule", "wwwschule"),
        ("Schule (Garten)", "schule garten"),
        ("05555 41226", ""),
        ("Schule Garten Zirkus Theater", ""),
        ("und die der", ""),
        ("ab", ""),
        ("abc", "abc"),
        ("z" * 40, "z" * 40),
        ("z" * 41, ""),
        (
            " ".join(["Sprachförderungsangebotsberatungsstelle"] * 3),
            " ".join(["sprachförderungsangebotsberatungsstelle"] * 3)[:100],
        ),
    ],
)
def test_only_words_are_kept_that_say_what_and_not_who(typed, words):
    assert vain.words_of(typed) == words


def ask_for(client, text: str, **more: str) -> dict[str, int]:
    assert client.get(reverse("networks:list"), {"q": text, **more}).status_code == 200
    return dict(VainSearch.objects.values_list("words", "times"))


def test_searches_without_a_hit_are_counted(client, db):
    NetworkFactory(name="Ballrunde")
    assert ask_for(client, "Legasthenie") == {"legasthenie": 1}
    assert ask_for(client, "Gibt es etwas zu Legasthenie?") == {"legasthenie": 2}
    assert ask_for(client, "Zirkus") == {"legasthenie": 2, "zirkus": 1}
    assert ask_for(client, "Ballrunde") == {"legasthenie": 2, "zirkus": 1}


def test_what_is_no_search_for_words_is_not_counted(client, db):
    place = DistrictFactory(name="Nordstadt")
    NetworkFactory(name="Ballrunde")
    assert ask_for(client, "") == {}
    assert ask_for(client, "beendete Netzwerke") == {}
    assert ask_for(client, "Zirkus in der Nordstadt") == {}
    assert ask_for(client, "Zirkus", stadtteil=place.slug) == {}
    client.head(reverse("networks:list"), {"q": "Zirkus"})
    assert not VainSearch.objects.exists()


def test_nothing_says_who_searched(client, db):
    client.force_login(UserFactory())
    ask_for(client, "Zirkus")
    assert {field.name for field in VainSearch._meta.get_fields()} == {"id", "words", "times", "last_on"}


def test_a_flood_fills_no_table(client, db, monkeypatch):
    monkeypatch.setattr(vain, "MOST_KEPT", 1)
    ask_for(client, "Zirkus")
    assert ask_for(client, "Legasthenie") == {"zirkus": 1}
    assert ask_for(client, "Zirkus") == {"zirkus": 2}


def test_words_are_forgotten_after_a_time(db):
    today = date(2026, 11, 2)
    old = today - settings.KEEP["searches"] - timedelta(days=1)
    VainSearch.objects.create(words="zirkus", last_on=old)
    VainSearch.objects.create(words="legasthenie", last_on=old + timedelta(days=1))
    with time_machine.travel(f"{today} 12:00+01:00", tick=False):
        assert jobs.delete_vain_searches() == "1 gelöscht"
    assert [search.words for search in VainSearch.objects.all()] == ["legasthenie"]


def test_a_synonym_of_the_curators_is_used_at_once_and_until_it_goes(db):
    ActorFactory(name="Lerntherapie Ahorn", themes=[ThemeFactory(name="Lesen")])
    assert ask(SearchRequest(text="Zirkuspferd")).total == 0
    synonym = CuratedSynonym.objects.create(word="zirkuspferd", meaning="Lerntherapie")
    assert ask(SearchRequest(text="Zirkuspferd")).complete_total == 1
    synonym.delete()
    assert ask(SearchRequest(text="Zirkuspferd")).total == 0
