"""What is said of each kind of finding, in one and in many, with every reason that there may be."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import conditional_escape, strip_tags

from accounts.models import User
from insight import kept
from insight.cases import FindingKind, InsightFinding
from insight.finding_sentences import SAYING
from insight.finding_words import ICONS, MEANINGS, FindingWords, SaidFinding
from insight.scope import Scope, scope_of
from tests.factories import (
    ActorFactory,
    DistrictFactory,
    MembershipFactory,
    MunicipalityFactory,
    NetworkFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_done", type(kept._done)())


@pytest.fixture
def scope(rf) -> Scope:
    """Five networks „A“ to „E“ and five actors „Amt 0“ to „Amt 4“, of which the last sits nowhere."""
    DistrictFactory(name="Nord", parent=MunicipalityFactory(name="Stadt"))
    ThemeFactory(name="Lesen")
    TargetGroupFactory(name="Kinder")
    actors = [ActorFactory(name=f"Amt {number} <&>") for number in range(5)]
    for number, letter in enumerate("ABCDE"):
        ends_on = timezone.localdate() + timedelta(days=30 + number)
        network = NetworkFactory(name=f"Runde {letter}", ends_on=ends_on)
        for actor in actors[:4]:
            MembershipFactory(network=network, actor=actor)
    request = rf.get("/einblick/")
    request.user = UserFactory(role=User.Role.COORDINATION)
    return scope_of(request, "/einblick/")


def said(scope: Scope, kind: FindingKind, **facts: Any) -> SaidFinding:
    found = FindingWords(scope, [InsightFinding(kind, "x", "y", facts)]).all()
    assert len(found) == 1
    return found[0]


def plain(one: SaidFinding) -> list[str]:
    return [html.unescape(strip_tags(reason)) for reason in one.reasons]


def entries(scope: Scope) -> tuple[list[int], list[int]]:
    """Of the networks and of the actors, by name."""
    actors = sorted(scope.whole.actors, key=lambda entry: scope.whole.pks[entry])
    return [*scope.whole.networks], actors


def cases(networks: list[int], actors: list[int]) -> list[tuple[FindingKind, dict[str, Any]]]:
    many, one = {"number": 5, "networks": networks}, {"number": 1, "networks": networks[:1]}
    pair = {"networks": networks[:2]}
    without = {
        "facet": "zielgruppe",
        "value": "kinder",
        "elsewhere": 2,
        "networks": [],
        "resting": networks[:1],
    }
    theme = without | {"facet": "thema", "value": "lesen", "is_check": False}
    spot = {
        "theme": "lesen",
        "place": "nord",
        "actors": actors[:2],
        "number": 2,
        "around": 0,
        "is_check": False,
    }
    load = {"actor": actors[0], "of": 5, "a_month": 11.6, "everyday": networks[:1], "unknown": 2}
    collision = pair | {"shared": actors[:4], "days": ["2026-12-03", "2026-12-03"]}
    return [
        (FindingKind.LOAD, load | {"rounds": 5, "coordinated": 3}),
        (FindingKind.LOAD, load | {"rounds": 5, "coordinated": 1, "everyday": [], "unknown": 0}),
        *((FindingKind.COLLISION, collision | {"near": near}) for near in range(3)),
        (FindingKind.TOGETHER, pair | {"advice": "zusammenlegen", "number": 4, "saves": 12.0, "themes": ["lesen"]}),
        (FindingKind.TOGETHER, pair | {"advice": "buendeln", "number": 4, "saves": 0, "themes": []}),
        (FindingKind.PLACE, spot | {"seated": 0}),
        (FindingKind.PLACE, spot | {"seated": 1, "around": 3, "number": 3, "actors": actors[:3]}),
        *(
            (FindingKind.GROUP, without | {"is_check": False, "is_part": is_part, "number": n, "actors": actors[:n]})
            for is_part in (True, False)
            for n in (1, 2)
        ),
        (FindingKind.GROUP, without | {"is_check": True, "is_part": False, "number": 5, "actors": actors, "networks": networks[:1]}),
        *((FindingKind.THEME, theme | {"is_part": is_part, "number": 2, "actors": actors[:2]}) for is_part in (True, False)),
        (FindingKind.DISTRICT, {"place": "nord", "number": 6, "of": 5, "everywhere": 4}),
        (FindingKind.ENDING, many | {"over": 2}),
        (FindingKind.ENDING, one | {"over": 1}),
        (FindingKind.OVERDUE, {"overdue": 1, "quiet": 2, "networks": networks[:1]}),
        (FindingKind.OVERDUE, {"overdue": 0, "quiet": 5, "networks": networks}),
        (FindingKind.MANDATE, many | {"steering": 2, "unknown": 1}),
        (FindingKind.MANDATE, one | {"steering": 0, "unknown": 0}),
        (FindingKind.BRIDGE, {"actor": actors[0], "links": 1200, "cut_off": 1}),
        (FindingKind.BRIDGE, {"actor": actors[0], "links": 2, "cut_off": 0}),
        (FindingKind.ALONE, {"number": 1, "of": 5, "actors": actors[4:]}),
        (FindingKind.ALONE, {"number": 4, "of": 5, "actors": actors[:4]}),
    ]  # fmt: skip


def test_every_kind_has_words_an_icon_and_a_meaning() -> None:
    assert set(SAYING) == set(ICONS) == set(MEANINGS) == set(FindingKind)


def test_every_case_makes_whole_sentences_that_judge_nobody(scope: Scope) -> None:
    """No place of a sentence is left open, every name is escaped, and each case has a way on."""
    made = cases(*entries(scope))
    assert {kind for kind, _facts in made} == set(FindingKind)
    for kind, facts in made:
        one = said(scope, kind, **facts)
        for sentence in (one.title, *plain(one)):
            assert re.search(r"[.?]$", sentence), (kind, sentence)
            assert not re.search(r"[{}!]|%[a-z(]|überflüssig|None|\d weitere\b.*\bund \d", sentence), (
                kind,
                sentence,
            )
        assert "<&>" not in "".join(map(conditional_escape, one.reasons))
        assert one.ways
        assert all(way.url.startswith("/") for way in one.ways)


@pytest.mark.parametrize(
    ("kind", "place", "title"),
    [
        (FindingKind.LOAD, 0, "Amt 0 <&> sitzt in 5 von 5 aktiven Netzwerken, das sind etwa 12 Treffen im Monat."),
        (FindingKind.COLLISION, 0, "Am Donnerstag, 3. Dezember 2026, tagen zwei Netzwerke, die sich 4 Mitglieder teilen."),
        (FindingKind.COLLISION, 1, "Am Donnerstag, 3. Dezember 2026, und am Tag danach tagen zwei Netzwerke, die sich 4 Mitglieder teilen."),
        (FindingKind.COLLISION, 2, "In der Woche vom 30. November 2026 tagen zwei Netzwerke, die sich 4 Mitglieder teilen."),
        (FindingKind.PLACE, 0, "Zu Lesen gibt es im Stadtteil Nord kein Netzwerk, aber 2 Akteure."),
        (FindingKind.GROUP, 0, "Für Kinder gibt es in dieser Auswahl kein Netzwerk."),
        (FindingKind.GROUP, 4, "Für Kinder arbeitet nur 1 Netzwerk, aber 5 Akteure nennen die Zielgruppe."),
        (FindingKind.ENDING, 0, "3 Netzwerke enden innerhalb eines halben Jahres."),
        (FindingKind.ENDING, 1, "Bei 1 Netzwerk ist das Ende schon vorbei, der Status heißt noch „aktiv“."),
        (FindingKind.OVERDUE, 1, "Um 5 Netzwerke ist es ruhig geworden."),
        (FindingKind.BRIDGE, 1, "Amt 0 <&> verbindet 2 Paare von Akteuren, die keinen anderen gemeinsamen Partner haben."),
        (FindingKind.ALONE, 0, "Von 5 Akteuren sitzt 1 in keinem aktiven Netzwerk."),
    ],
)  # fmt: skip
def test_titles(scope: Scope, kind: FindingKind, place: int, title: str) -> None:
    facts = [facts for one, facts in cases(*entries(scope)) if one is kind][place]
    assert said(scope, kind, **facts).title == title


def test_names_end_with_how_many_there_are_more(scope: Scope) -> None:
    networks, actors = entries(scope)
    reasons = plain(said(scope, FindingKind.MANDATE, number=9, networks=networks, steering=0, unknown=0))
    assert reasons[-1].endswith("Runde A, Runde B, Runde C und 6 weitere.")
    facts = {"near": 0, "shared": actors[:4], "networks": networks[:2], "days": ["2026-12-03"] * 2}
    assert plain(said(scope, FindingKind.COLLISION, **facts))[0].endswith("Amt 2 <&> und 1 weiterer.")


def test_a_name_that_ends_with_a_full_stop_ends_the_sentence(scope: Scope) -> None:
    networks, _actors = entries(scope)
    known = replace(scope.whole.networks[networks[0]], name="Verein e. V.")
    scope.whole = replace(scope.whole, networks={**scope.whole.networks, networks[0]: known})
    reasons = plain(said(scope, FindingKind.MANDATE, number=1, networks=networks[:1], steering=0, unknown=0))
    assert reasons == ["Was dort entsteht, kommt vielleicht nirgends an: Verein e. V."]


def test_only_few_queries_say_all(scope: Scope, django_assert_max_num_queries) -> None:
    made = [
        InsightFinding(kind, str(n), "y", facts)
        for n, (kind, facts) in enumerate(cases(*entries(scope)))
        if kind is not FindingKind.ALONE
    ]
    with django_assert_max_num_queries(1):
        assert len(FindingWords(scope, made).all()) == len(made)
