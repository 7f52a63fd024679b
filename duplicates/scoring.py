"""How alike two things are: signals between 0 and 1, weighed by a model, to a score, a verdict and why. Pure: no Django models.

Knows no domain model. A room names its signals (`features.SIGNALS`: name → what it compares, in German), measures them,
keeps their weights in `recognition/data/similarity.toml`, and writes the sentences that people check (`reasons`). What no
weight can say is a `HandRule`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

SAME = "gibt_es_schon"
RELATED = "verwandt"
MAX_MATCHES = 10  # as many as anybody reads
FURTHEST = 30.0  # logit beyond which exp has nothing to add
CERTAIN = 1e-9  # what is missing to 0 or 1 at least: a logit of them would be endless
SHORT, SHORTEST = (
    0.99,
    0.9,
)  # of the threshold: what is as alike as can be and yet not the same, and what is not alike at all
AGAINST = "_gegen"  # ends the name of a signal that speaks against

type Found = Mapping[str, float]  # signal → how much of it there is, 0 to 1; 0 where one side says nothing


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a signal adds to the logit of a score, or takes from it: `weight` × `value`. `words`: what it compares."""

    words: str | Promise
    value: float
    weight: float

    @property
    def points(self) -> float:
        return self.weight * self.value


@dataclass(frozen=True)
class Model:
    """Weights of the signals (logistic regression) and the two thresholds on the score. `words`: signal → what it compares,
    in German; `by_hand`: weights that were not fitted, because the material holds too few cases."""

    words: Mapping[str, str | Promise]
    weights: Mapping[str, float]
    intercept: float
    same_from: float
    related_from: float
    by_hand: frozenset[str] = frozenset()

    def logit(self, found: Found) -> float:
        return self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in found.items())

    def score(self, found: Found) -> float:
        """The probability that both are the same, as the model sees it."""
        return sigmoid(self.logit(found))

    def verdict(self, score: float) -> str:
        """SAME, RELATED or "" (not worth showing)."""
        return SAME if score >= self.same_from else RELATED if score >= self.related_from else ""

    def contributions(self, found: Found) -> list[Contribution]:
        """What each signal adds or takes, most weighty first; those that say nothing are left out."""
        parts = (
            Contribution(self.words[name], found.get(name, 0.0), self.weights[name]) for name in self.words
        )
        return sorted((part for part in parts if part.points), key=lambda part: -abs(part.points))

    def short_of_same(self, score: float) -> float:
        """Below the verdict „gibt es schon“, and still the higher the more alike."""
        return min(score, self.same_from * (SHORTEST + (SHORT - SHORTEST) * score))


def read_model(path: Path, words: Mapping[str, str | Promise]) -> Model:
    """Model from a file written by `fit_similarity`, for the signals in `words`; one that is new weighs nothing until it is
    fitted. Raises KeyError or TOMLDecodeError when it is none, ValueError when it weighs something else."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    thresholds, by_hand = data["schwellen"], data.get("gewichte_von_hand", {})
    weights = dict.fromkeys(words, 0.0) | data["gewichte"] | by_hand
    if unknown := sorted(weights.keys() - words.keys()):
        raise ValueError(
            f"{path.name}: Diese Merkmale gibt es nicht (mehr), bitte streichen: {', '.join(unknown)}."
        )
    same_from, related_from = thresholds["gibt_es_schon"], thresholds["verwandt"]
    return Model(words, weights, data["achsenabschnitt"], same_from, related_from, frozenset(by_hand))


def sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-FURTHEST, min(FURTHEST, logit))))


def logit(score: float) -> float:
    score = min(max(score, CERTAIN), 1 - CERTAIN)
    return math.log(score / (1 - score))


def telling(often: float, size: int, *, prior: int, least: float) -> float:
    """How much it says to share what `often` of `size` have: 1 for what nobody has, `least` for what is everywhere. `prior`:
    entries that a small directory is taken to hold beside its own, so that nothing in it is very rare."""
    total = size + prior
    return max(least, math.log(total / (often + 1)) / math.log(total))


@dataclass(frozen=True)
class HandRule:
    """What overrides the score where no weight can say it. `words`: German, for who looks at a pair; `why`: for developers,
    stands with what the rule gains in docs/quality.md. `holds(found, proposal, existing)`; `then(score, found, model)` is the
    score where it holds."""

    name: str
    words: str | Promise
    why: str
    holds: Callable[[Found, Any, Any], bool]
    then: Callable[[float, Found, Model], float]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Sentences in German, most telling first. `is_substantial`: there is more than a place, a theme or one busy member
    in common, so that a person who reads them will see why this is shown; `is_slight`: just one word of the purpose,
    worth showing where nothing better is.
    """

    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    is_substantial: bool = False
    is_slight: bool = False


@dataclass(frozen=True)
class Match[Described]:
    """Something that exists and may be what was described. `score` 0 to 1; `verdict` SAME, RELATED or "" (not worth showing);
    `rules`: those that overrode the score."""

    score: float
    verdict: str
    existing: Described
    found: Found = field(default_factory=dict, repr=False)
    model: Model | None = field(default=None, repr=False)
    tell: Callable[[], Reasons] = field(default=Reasons, repr=False, compare=False)
    rules: tuple[HandRule, ...] = field(default=(), repr=False)

    @cached_property
    def why(self) -> Reasons:
        """Worked out when somebody asks: most candidates are never shown."""
        return self.tell()

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, then what speaks against it, in German."""
        return [*self.why.speaks_for, *self.why.speaks_against]

    @property
    def weighed(self) -> float:
        """The score before rules."""
        return self.model.score(self.found) if self.model else self.score

    @property
    def contributions(self) -> list[Contribution]:
        """What made the score, most weighty first: with the intercept they add up to its logit, before rules."""
        return self.model.contributions(self.found) if self.model else []


def judged[Described](
    found: Found,
    model: Model,
    rules: Iterable[HandRule],
    sides: tuple[Any, Any],
    existing: Described,
    tell: Callable[[], Reasons],
) -> Match[Described]:
    """Score and verdict of a pair whose signals are known; rules have the last word, in their order."""
    score, held = model.score(found), []
    for rule in rules:
        if rule.holds(found, *sides):
            score = rule.then(score, found, model)
            held.append(rule)
    return Match(score, model.verdict(score), existing, found, model, tell, tuple(held))
