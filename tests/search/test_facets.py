"""Counts are exact under every combination: compared with plain queries on the domain tables."""

from __future__ import annotations

import itertools
import random

import pytest

from actors.models import Actor
from networks.models import Network
from search.index.postings import inverted_index
from search.query.results import SearchRequest, ask
from tests.factories import ActorFactory, NetworkFactory, TargetGroupFactory
from vocabulary.models import District, Theme

pytestmark = pytest.mark.django_db
FACETS = ("art", "thema", "stadtteil", "zielgruppe", "status", "charakter")


def naive(filters: dict[str, list[str]]) -> int:
    """Public entries by the domain tables: OR within, AND across, sub-themes included."""
    themes = Theme.objects.filter(slug__in=filters.get("thema", ()))
    with_sub = {
        theme.pk for theme in Theme.objects.all() if _self_and_parents(theme) & {t.pk for t in themes}
    }
    total = 0
    for model, kind in ((Network, "netzwerk"), (Actor, "akteur")):
        entries = model.objects.published()
        if "art" in filters and kind not in filters["art"]:
            continue
        if "thema" in filters:
            entries = entries.filter(themes__in=with_sub)
        if "zielgruppe" in filters:
            entries = entries.filter(target_groups__slug__in=filters["zielgruppe"])
        if "stadtteil" in filters:
            field = "districts" if model is Network else "district"
            entries = entries.filter(**{f"{field}__slug__in": filters["stadtteil"]})
        if "status" in filters:
            entries = entries.filter(status__in=filters["status"]) if model is Network else entries.none()
        if "charakter" in filters:
            chosen = filters["charakter"]
            entries = entries.filter(character__overlap=chosen) if model is Network else entries.none()
        total += entries.distinct().count()
    return total


def _self_and_parents(theme: Theme) -> set[int]:
    found = {theme.pk}
    while theme.parent_id:
        theme = theme.parent
        found.add(theme.pk)
    return found


@pytest.fixture
def crowd(city):
    """60 entries with everything mixed, a fifth of them not public."""
    chance = random.Random(7)
    themes, places = list(Theme.objects.all()), list(District.objects.all())
    groups = [TargetGroupFactory(name=name) for name in ("Eltern", "Kinder")]
    for number in range(60):
        shared = {
            "name": f"Eintrag {number}",
            "themes": chance.sample(themes, chance.randint(0, 2)),
            "target_groups": chance.sample(groups, chance.randint(0, 2)),
            "review_status": chance.choice(["veroeffentlicht"] * 4 + ["entwurf"]),
        }
        if chance.random() < 0.5:
            NetworkFactory(
                format=city["Arbeitskreis"], districts=chance.sample(places, chance.randint(0, 2)),
                status=chance.choice(["aktiv", "ruhend"]), character=chance.sample(["abstimmung", "beratung"], 1), **shared,
            )  # fmt: skip
        else:
            ActorFactory(kind=city["Kita"], district=chance.choice([None, *places]), **shared)
    return chance


def test_counts_and_totals_equal_plain_queries(crowd):
    values = {
        f: [o.value for o in facet.flat] for f in FACETS for facet in ask(SearchRequest(facets=(f,))).facets
    }
    for _round in range(60):
        filters = {
            facet: crowd.sample(values[facet], min(len(values[facet]), crowd.randint(1, 2)))
            for facet in crowd.sample(FACETS, crowd.randint(0, 3))
        }
        found = ask(SearchRequest(filters=filters, facets=FACETS))
        assert found.total == naive(filters), filters
        for facet in found.facets:
            for option in facet.flat:
                alone = {**filters, facet.name: [option.value]}
                assert option.count == naive(alone), (filters, facet.name, option.value)


def test_edits_keep_counts_exact(crowd):
    for model, number in itertools.product((Network, Actor), range(12)):
        entry = model.objects.order_by("?").first()
        if number % 3 == 0:
            entry.themes.set(Theme.objects.order_by("?")[:1])
        elif number % 3 == 1:
            model.objects.filter(pk=entry.pk).update(
                review_status="entwurf" if entry.is_public else "veroeffentlicht"
            )
        else:
            entry.delete()
        found = ask(SearchRequest(facets=("thema", "art")))
        for facet in found.facets:
            for option in facet.flat:
                assert option.count == naive({facet.name: [option.value]})


def test_zero_hit_options_stay(answer, directory):
    [facet] = answer(facets=("zielgruppe",)).facets
    assert [(option.label, option.count) for option in facet.flat] == [("Jugendliche", 0)]


def test_sub_themes_stand_below_their_parents(answer, directory):
    [facet] = answer(facets=("thema",)).facets
    assert [(option.label, option.depth) for option in facet.flat] == [
        ("Sprachbildung", 0), ("Leseförderung", 1), ("MINT", 0),
    ]  # fmt: skip


def test_relief_names_the_filter_to_drop(answer, directory):
    found = answer(filters={"thema": ["mint"], "stadtteil": ["lindenau"]}, facets=("thema", "stadtteil"))
    assert found.total == 0
    assert [(relief.facet, relief.labels, relief.count) for relief in found.relief] == [
        ("thema", ["MINT"], 2), ("stadtteil", ["Lindenau"], 1),
    ]  # fmt: skip


def test_counts_follow_the_query_text(answer, directory):
    [facet] = answer("Kita", facets=("stadtteil",)).facets
    assert {option.label: option.count for option in facet.flat} == {
        "Gesamte Stadt": 0,
        "Lindenau": 1,
        "Nordstadt": 1,
    }


def test_kept_words_are_given_up_when_there_are_too_many(answer, directory, monkeypatch):
    """Answers stay the same when next to nothing may be kept, and little is."""
    words = ("Kita", "Arbeitskreis", "Lindenau", "Technik")
    expected = [answer(word).ids() for word in words]
    monkeypatch.setattr("search.index.postings.KEPT_BYTES", 1_000)
    inverted_index.is_trusted = True
    assert [answer(word).ids() for word in words] == expected
    assert len(inverted_index.postings) < 500
