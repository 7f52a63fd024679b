"""What both recognisers share: a model that weighs signals, rules that have the last word, and what made a score."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from actors.recognition import features as actor_features
from actors.recognition import scoring as actor_scoring
from duplicates.scoring import (
    RELATED,
    SAME,
    HandRule,
    Match,
    Model,
    Reasons,
    judged,
    logit,
    read_model,
    sigmoid,
)
from measuring.fitting import fit, write_model
from networks.recognition import features as network_features
from networks.recognition import scoring as network_scoring

WORDS = {"name": "Name", "telefon": "Telefonnummer", "ort_gegen": "anderer Ort"}
MODEL = Model(WORDS, {"name": 3.0, "telefon": 4.0, "ort_gegen": -6.0}, -4.0, 0.9, 0.15)
ROOMS = [(actor_scoring, actor_features), (network_scoring, network_features)]


def judge(found: dict[str, float], *rules: HandRule) -> Match[str]:
    return judged(
        found, MODEL, rules, ("hier", "dort"), "dort", lambda: Reasons(("gleicher Name",), ("weit weg",))
    )


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"name": 1.0, "telefon": 1.0}, SAME),
        ({"name": 1.0}, RELATED),
        ({"telefon": 1.0, "ort_gegen": 0.25}, RELATED),
        ({"name": 0.5}, ""),
        ({"name": 1.0, "telefon": 1.0, "ort_gegen": 1.0}, ""),
        ({}, ""),
    ],
)
def test_verdict_follows_the_weighed_signals(found, verdict):
    assert judge(found).verdict == verdict


def test_a_threshold_belongs_to_its_verdict():
    assert [MODEL.verdict(score) for score in (0.9, 0.8999, 0.15, 0.1499)] == [SAME, RELATED, RELATED, ""]


def test_score_is_the_probability_of_the_sum():
    assert MODEL.score({"name": 1.0, "telefon": 0.5}) == pytest.approx(1 / (1 + math.exp(-1.0)))


def test_score_of_anything_stays_between_0_and_1():
    assert (sigmoid(-1e6), sigmoid(1e6)) == pytest.approx((0.0, 1.0), abs=1e-12)
    assert math.isfinite(logit(0.0))
    assert math.isfinite(logit(1.0))


@pytest.mark.parametrize("score", [0.02, 0.5, 0.97])
def test_logit_leads_back(score):
    assert sigmoid(logit(score)) == pytest.approx(score)


def test_short_of_same_never_is_the_same_and_keeps_the_order():
    short = [MODEL.short_of_same(score) for score in (0.2, 0.85, 0.95, 1.0)]
    assert short == sorted(short)
    assert short[0] == 0.2
    assert {MODEL.verdict(score) for score in short[1:]} == {RELATED}
    assert len(set(short)) == 4


def test_contributions_add_up_to_the_score():
    match = judge({"name": 0.5, "telefon": 1.0, "ort_gegen": 0.25})
    assert [(part.words, part.points) for part in match.contributions] == [
        ("Telefonnummer", 4.0),
        ("Name", 1.5),
        ("anderer Ort", -1.5),
    ]
    assert sum(part.points for part in match.contributions) + MODEL.intercept == pytest.approx(
        logit(match.score)
    )


def test_what_says_nothing_contributes_nothing():
    assert [part.words for part in judge({"name": 1.0, "telefon": 0.0}).contributions] == ["Name"]


def test_rules_have_the_last_word_in_their_order_and_are_told():
    up = HandRule("up", "sicher", "", lambda found, *_sides: found["name"] == 1.0, lambda *_: 0.95)
    short = HandRule(
        "short", "knapp", "", lambda *_: True, lambda score, _found, model: model.short_of_same(score)
    )
    silent = HandRule("silent", "nie", "", lambda *_: False, lambda *_: 0.0)
    match = judge({"name": 1.0}, up, short, silent)
    assert (match.verdict, [rule.name for rule in match.rules]) == (RELATED, ["up", "short"])
    assert match.score == MODEL.short_of_same(0.95)
    assert match.weighed == pytest.approx(sigmoid(-1.0))


def test_a_rule_sees_both_sides():
    rule = HandRule(
        "sides", "", "", lambda _found, one, other: (one, other) == ("hier", "dort"), lambda *_: 1.0
    )
    assert judge({}, rule).score == 1.0


def test_reasons_are_worked_out_when_somebody_asks_and_once():
    asked: list[int] = []

    def tell() -> Reasons:
        asked.append(1)
        return Reasons(("dafür",), ("dagegen",))

    match = judged({}, MODEL, (), ((), ()), "dort", tell)
    assert asked == []
    assert (match.reasons, match.reasons) == (["dafür", "dagegen"],) * 2
    assert asked == [1]


# --- the file of weights ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scoring", "features"), ROOMS)
def test_shipped_weights_weigh_each_signal_of_the_room(scoring, features):
    named = {
        line.split(" = ")[0]
        for line in scoring.WEIGHTS.read_text().splitlines()
        if " = " in line and "#" not in line
    }
    assert named - {"achsenabschnitt", "gibt_es_schon", "verwandt"} == set(features.SIGNALS)


@pytest.mark.parametrize(("scoring", "features"), ROOMS)
def test_signs_are_what_the_names_say(scoring, features):
    weights = scoring.shipped_model().weights
    assert [
        name for name in features.SIGNALS if weights[name] * (-1 if name.endswith("_gegen") else 1) < 0
    ] == []


@pytest.mark.parametrize(("scoring", "features"), ROOMS)
def test_written_model_is_read_back(tmp_path: Path, scoring, features):
    model = scoring.shipped_model()
    write_model(tmp_path / "m.toml", model, ["Fitted on some day:", ""])
    assert read_model(tmp_path / "m.toml", features.SIGNALS) == model


def test_a_new_signal_weighs_nothing_until_it_is_fitted(tmp_path: Path):
    write_model(tmp_path / "m.toml", MODEL, [])
    assert read_model(tmp_path / "m.toml", WORDS | {"neu": "Neues"}).weights == {**MODEL.weights, "neu": 0.0}


def test_weight_of_an_unknown_signal_is_refused_by_name(tmp_path: Path):
    write_model(tmp_path / "m.toml", MODEL, [])
    with pytest.raises(ValueError, match=r"m\.toml: .*bitte streichen: telefon\."):
        read_model(tmp_path / "m.toml", {name: "" for name in WORDS if name != "telefon"})


# --- fitting ---------------------------------------------------------------------------------------------------------

ROWS = [
    [1.0, 1.0, 0.0],
    [1.0, 0.0, 0.0],
    [0.9, 1.0, 0.2],
    [0.2, 0.0, 1.0],
    [0.1, 0.0, 0.0],
    [0.9, 0.0, 1.0],
] * 5
IS_SAME = [True, True, True, False, False, False] * 5


def test_fit_tells_the_pairs_apart_with_the_signs_of_the_names():
    model = fit(ROWS, IS_SAME, like=MODEL)
    scores = [model.score(dict(zip(WORDS, row, strict=True))) for row in ROWS]
    assert [score > 0.5 for score in scores] == IS_SAME
    assert model.weights["ort_gegen"] < 0 < model.weights["name"]
    assert (model.words, model.same_from, model.related_from) == (WORDS, 0.9, 0.15)


def test_weights_by_hand_stay_and_the_others_are_fitted_around_them():
    by_hand = Model(WORDS, MODEL.weights | {"telefon": 9.0}, -4.0, 0.9, 0.15, frozenset({"telefon"}))
    model = fit(ROWS, IS_SAME, like=by_hand)
    assert (model.weights["telefon"], model.by_hand) == (9.0, {"telefon"})
    assert model.weights["name"] < fit(ROWS, IS_SAME, like=MODEL).weights["name"] + 9
    scores = [model.score(dict(zip(WORDS, row, strict=True))) for row in ROWS]
    assert [score > 0.5 for score in scores] == IS_SAME


def test_a_signal_never_weighs_against_its_name():
    backwards = [[1 - name, phone, place] for name, phone, place in ROWS]
    assert fit(backwards, IS_SAME, like=MODEL).weights["name"] == 0.0


def test_nothing_to_learn_from_is_said():
    with pytest.raises(ValueError, match="Ohne ein einziges Paar"):
        fit(ROWS, [False] * len(ROWS), like=MODEL)
