"""Rules beside the score: each decides a pair that the weights alone would judge otherwise, and says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from duplicates.scoring import RELATED, SAME
from networks.recognition.features import SIGNALS
from networks.recognition.places import Places
from networks.recognition.profiles import Profile
from networks.recognition.rules import PAIR_RULES, RULES
from networks.recognition.scoring import assess, judge, pair, shipped_model, signals
from networks.recognition.structures import Corpus, Structure

PLACES = Places.of({"Altstadt", "Lindenau"}, [], [])
READING = Structure(
    key=1,
    kennung="N1",
    name="Vorlesekreis Lindenau",
    purpose="Ehrenamtliche lesen in Kitas vor.",
    themes=frozenset({"Leseförderung"}),
    districts=frozenset({"Lindenau"}),
    members=frozenset({"A1", "A2", "A3"}),
    coordinator="A1",
)
BY_NAME = {rule.name: rule for rule in PAIR_RULES}
ROOT = Path(__file__).parents[2]
CORPUS = Corpus.measure(
    [
        READING,
        *(
            Structure(name=f"Runde {word}", members=frozenset({f"B{number}"}))
            for number, word in enumerate(("Sprache", "Ausbildung", "Inklusion", "Sport"))
        ),
    ],
    places=PLACES,
)


def told(proposal: Structure, existing: Structure = READING) -> tuple[str, list[str]]:
    match = assess(Profile(proposal, CORPUS), Profile(existing, CORPUS))
    return match.verdict, [rule.name for rule in match.rules]


def without_rules(proposal: Structure, existing: Structure = READING) -> str:
    sides = Profile(proposal, CORPUS), Profile(existing, CORPUS)
    return judge(signals(*sides), *sides, shipped_model(), ()).verdict


def found(**values: float) -> dict[str, float]:
    return dict.fromkeys(SIGNALS, 0.0) | values


def judged(values: dict[str, float]) -> tuple[float, float]:
    """The score with and without rules, of two whose texts say nothing."""
    sides = Profile(Structure(), CORPUS), Profile(Structure(), CORPUS)
    model = shipped_model()
    return judge(values, *sides, model).score, model.score(values)


def test_the_same_again_is_certain():
    verdict, rules = told(replace(READING, key=0, kennung=""))
    assert (verdict, "identical" in rules) == (SAME, True)


@pytest.mark.parametrize(
    "spelled", ["VORLESEKREIS LINDENAU", "Vorlesekreis  Lindenau", "vorlesekreis-lindenau"]
)
def test_the_same_in_another_spelling_is_certain(spelled):
    assert "identical" in told(replace(READING, name=spelled))[1]


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "Wir gründen einen Chor."},
        {"districts": frozenset({"Altstadt"})},
        {"coordinator": "A2"},
        {"name": ""},
    ],
)
def test_what_differs_in_a_filled_field_is_not_the_same_again(change):
    assert "identical" not in told(replace(READING, **change))[1]


def test_an_empty_field_differs_from_nothing():
    bare = Structure(name="Vorlesekreis Lindenau")
    assert "identical" in told(bare)[1]


def test_the_same_name_with_other_members_and_themes_is_the_same():
    again = Structure(
        name="Vorlesekreis Lindenau",
        members=frozenset({"B0", "B1", "B2", "B3"}),
        themes=frozenset({"Medienbildung"}),
    )
    assert told(again)[0] == SAME
    assert without_rules(again) != SAME


def test_a_name_alone_is_reason_enough_to_stop():
    values = found(name=1.0)
    score, weighed = judged(values)
    assert (score >= shipped_model().same_from) > (weighed >= shipped_model().same_from)


@pytest.mark.parametrize(
    "against", ["themen_gegen", "mitglieder_gegen", "zweck_gegen", "ort_gegen", "ort_teil_gegen"]
)
def test_a_name_is_not_enough_against_what_says_otherwise(against):
    assert judged(found(name=1.0, **{against: 1.0}))[0] < shipped_model().same_from


def test_a_little_against_a_name_is_no_contradiction():
    assert judged(found(name=1.0, mitglieder_gegen=0.25))[0] >= shipped_model().same_from
    assert judged(found(name=1.0, mitglieder_gegen=0.26))[0] < shipped_model().same_from


def test_a_sibling_elsewhere_is_related_and_shown_as_high_as_there():
    elsewhere = replace(READING, name="Vorlesekreis Altstadt", districts=frozenset({"Altstadt"}))
    assert told(elsewhere) == (RELATED, ["elsewhere"])
    assert without_rules(elsewhere) != RELATED


def test_the_same_for_the_whole_town_is_related():
    wide = replace(READING, name="Vorlesekreis", districts=frozenset(), is_citywide=True, members=frozenset())
    assert told(wide) == (RELATED, ["elsewhere"])


def test_part_of_the_area_is_elsewhere_unless_the_same_people_meet():
    few, most = (
        found(name=0.9, ort_teil_gegen=1.0),
        found(name=0.9, ort_teil_gegen=1.0, mitglieder_gleich=0.6),
    )
    model = shipped_model()
    assert judged(few)[0] > judged(few)[1]
    assert judged(most)[0] == model.score(most)


@pytest.mark.parametrize(
    "values",
    [
        {"name": 0.44, "themen_gegen": 1.0},
        {"name": 0.69, "zweck_gegen": 0.45, "mitglieder_gleich": 0.49},
    ],
)
def test_another_task_of_the_same_people_is_never_the_same(values):
    alike = found(**values, zweck_beide=1.0, zweck_umgekehrt=1.0, mitglieder_fast_alle=1.0, ort=1.0, koordination=1.0,
                  zielgruppen=1.0, zweck_allein=1.0, thema_gemeint=1.0)  # fmt: skip
    score, weighed = judged(alike)
    assert score < shipped_model().same_from <= weighed


@pytest.mark.parametrize(
    "values",
    [
        {"name": 0.45, "themen_gegen": 1.0},
        {"name": 0.44, "themen_gegen": 0.4},
        {"name": 0.7, "zweck_gegen": 1.0},
        {"name": 0.1, "zweck_gegen": 0.44},
        {"name": 0.1, "zweck_gegen": 1.0, "mitglieder_gleich": 0.5},
    ],
)
def test_one_difference_alone_does_not_make_it_another_task(values):
    score, weighed = judged(found(**values))
    assert score == weighed


def test_stored_siblings_in_two_places_are_not_asked_about():
    sibling = replace(
        READING, key=2, kennung="N2", name="Vorlesekreis Altstadt", districts=frozenset({"Altstadt"})
    )
    match = pair(Profile(READING, CORPUS), Profile(sibling, CORPUS))
    assert [rule.name for rule in match.rules][-1] == "siblings"
    assert match.score <= match.weighed


@pytest.mark.parametrize(
    ("name", "existing", "values", "holds"),
    [
        ("Bündnis Ulm", "Bündnis Ulm", {"stadt": 1.0, "zweck_gegen": 1.0}, True),
        ("Bündnis", "Bündnis", {"stadt": 1.0, "zweck_gegen": 1.0}, False),  # one word may be any town's
        ("Bündnis Ulm", "Bündnis Au", {"stadt": 1.0}, False),
        ("Bündnis Ulm", "Bündnis Ulm", {"stadt": 1.0, "name": 0.9}, False),
        ("Bündnis Ulm", "Bündnis Ulm", {"stadt": 1.0, "ort_gegen": 1.0}, False),
        *[("Bündnis", "Bund", {against: 0.26}, False) for against in (
            "stadt_offen_gegen", "gremium_gegen", "ort_gegen", "ort_teil_gegen", "themen_gegen", "mitglieder_gegen", "zweck_gegen"
        )],
        ("Bündnis", "Bund", {"zweck_gegen": 0.25}, True),
    ],
)  # fmt: skip
def test_a_name_is_borne_where_its_town_is_said_or_nothing_denies_it(name, existing, values, holds):
    sides = Profile(Structure(name=name), CORPUS), Profile(Structure(name=existing), CORPUS)
    assert BY_NAME["same name"].holds(found(**({"name": 1.0} | values)), *sides) is holds


NAMELESS = Profile(Structure(), CORPUS)
IN_TOWN = {"stadt": 1.0, "name": 0.84, "zweck_beide": 0.39, "mitglieder_gleich": 0.49}
ANYWHERE = {"stadt_offen_gegen": 0.5, "mitglieder_gleich": 0.49}


@pytest.mark.parametrize(
    ("rule", "values", "holds"),
    [
        ("another town", {"stadt_teil": 1.0, "name": 0.69}, True),
        ("another town", {"stadt_teil": 1.0, "name": 0.7}, False),
        ("another town", {"ort_gegen": 1.0}, False),  # the proposal names no place
        ("another in town", IN_TOWN, True),
        ("another in town", IN_TOWN | {"stadt": 0.0}, False),
        ("another in town", IN_TOWN | {"name": 0.85}, False),
        ("another in town", IN_TOWN | {"zweck_beide": 0.4}, False),
        ("another in town", IN_TOWN | {"mitglieder_gleich": 0.5}, False),
        ("place unsaid", ANYWHERE, True),
        ("place unsaid", ANYWHERE | {"stadt_offen_gegen": 0.49}, False),
        ("place unsaid", ANYWHERE | {"koordination": 0.1}, False),
        ("place unsaid", ANYWHERE | {"mitglieder_gleich": 0.5}, False),
        ("part of it", {"gremium_gegen": 1.0}, True),
        ("part of it", {}, False),
        ("elsewhere", {"ort_gegen": 1.0}, True),
        ("elsewhere", {"ort_teil_gegen": 1.0, "mitglieder_gleich": 0.59}, True),
        ("elsewhere", {"ort_teil_gegen": 1.0, "mitglieder_gleich": 0.6}, False),
        (
            "elsewhere",
            {"stadt_teil": 1.0, "name": 0.69, "ort_gegen": 1.0},
            False,
        ),  # another town says so already
        ("siblings", {"ort_gegen": 1.0}, True),
        ("siblings", {"ort_teil_gegen": 1.0}, False),
    ],
)
def test_a_rule_holds_from_its_bounds_on(rule, values, holds):
    assert BY_NAME[rule].holds(found(**values), NAMELESS, NAMELESS) is holds


def test_in_another_town_what_is_near_stays_related():
    corpus = Corpus.measure(
        [READING], places=Places.of(["Kassel", "Köln", "Lippstadt", "Mannheim", "Rostock"])
    )
    here, there = (
        Profile(Structure(name="Runde", districts=frozenset({town})), corpus) for town in ("Kassel", "Köln")
    )
    rule = BY_NAME["another town"]
    assert rule.holds(found(ort_gegen=1.0), here, there)
    assert not rule.holds(found(ort_gegen=1.0, stadt=1.0), here, there)
    assert not rule.holds(found(), here, there)


def test_what_a_rule_makes_of_a_score():
    model = shipped_model()
    same, related = model.same_from, found(ort_gegen=1.0)
    assert BY_NAME["identical"].then(0.5, related, model) == 0.99
    assert BY_NAME["identical"].then(0.995, related, model) == 0.995
    assert BY_NAME["same name"].then(0.1, related, model) == pytest.approx((same + 1) / 2)
    assert BY_NAME["same name"].then(0.999, related, model) == 0.999
    for name in ("another town", "place unsaid", "another in town", "part of it", "something else"):
        assert BY_NAME[name].then(1.0, related, model) == model.short_of_same(1.0) < same
    there = model.score(found())
    assert BY_NAME["elsewhere"].then(
        0.0, found(ort_gegen=1.0, ort_teil_gegen=1.0), model
    ) == model.short_of_same(there)
    weighed = model.score(related)
    assert BY_NAME["siblings"].then(weighed + 0.1, related, model) == weighed
    assert BY_NAME["siblings"].then(weighed / 2, related, model) == weighed / 2


def test_the_documents_say_of_each_rule_what_it_says_itself():
    page = (ROOT / "docs/quality.md").read_text()
    assert [rule.name for rule in RULES if f"- **{rule.name}**: {rule.why}\n" not in page] == []


def test_each_rule_says_why_and_names_itself_in_german():
    assert len({rule.name for rule in PAIR_RULES}) == len(PAIR_RULES) == len(RULES) + 1
    assert all(len(rule.why) > 60 and str(rule.words) for rule in PAIR_RULES)
