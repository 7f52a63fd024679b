"""Rules beside the score: each decides a pair that the weights alone would judge otherwise, and says so."""

from __future__ import annotations

from dataclasses import replace

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


def test_each_rule_says_why_and_names_itself_in_german():
    assert len({rule.name for rule in PAIR_RULES}) == len(PAIR_RULES) == len(RULES) + 1
    assert all(len(rule.why) > 60 and str(rule.words) for rule in PAIR_RULES)
