"""Fits the weights of the signals to known pairs: logistic regression in numpy, offline, a second for 20,000 pairs.

Signals that speak for may only get weights ≥ 0, those against (`…_gegen`) only ≤ 0: adding a shared member can
never lower a score, whatever the data. The penalty keeps weights small where the data are few.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from duplicates.scoring import AGAINST, Model

PENALTY = 0.0005  # on the square of a weight: enough to keep signals that hardly occur near 0, too little to bend the others
FREE_PENALTY = 1e-6  # on the intercept, so that the curvature can always be inverted
START = -4.0  # intercept: most pairs are not the same
STEPS = 60  # it takes some fifteen
STILL = 1e-6  # a step that small changes no digit of the weights that are kept
AT_BOUND = 1e-9  # a weight that small is zero


type Pairs = tuple[list[list[float]], list[bool]]  # signals of each pair, and whether it is the same


def together(several: Iterable[Pairs]) -> Pairs:
    rows, is_same = [], []
    for some, same in several:
        rows += some
        is_same += same
    return rows, is_same


def fit(
    rows: Sequence[Sequence[float]], is_same: Sequence[bool], like: Model, only: Collection[str] = ()
) -> Model:
    """Model from pairs, with the signals, thresholds and weights by hand of another: `rows` n × len(like.words), `is_same` n.
    `only`: signals that are fitted, while all other weights and the intercept stay those of `like`; all where none is named.
    Raises ValueError without any pair that is the same."""
    y = np.asarray(is_same, float)
    if not y.any():
        raise ValueError("Ohne ein einziges Paar, das dasselbe ist, lässt sich nichts anpassen.")
    given = np.asarray(rows, float)
    names = [name for name in like.words if name not in like.by_hand and (not only or name in only)]
    kept = np.array([0.0 if name in names else like.weights[name] for name in like.words])
    offset = given @ kept + (like.intercept if only else 0.0)
    fitted = [place for place, name in enumerate(like.words) if name in names]
    signs = np.array([-1.0 if name.endswith(AGAINST) else 1.0 for name in names] + [0.0])
    # Where the intercept is kept, the last column says nothing.
    x = np.column_stack([given[:, fitted], np.full(len(y), 0.0 if only else 1.0)])
    weights = _newton(_Material(x, y, offset), signs, start=0.0 if only else START)
    named = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=False)}
    intercept = like.intercept if only else round(float(weights[-1]), 3)
    return replace(like, weights={**like.weights, **named}, intercept=intercept)


@dataclass(frozen=True)
class _Material:
    """Signals (n × k, the last of them 1), whether they are the same (n), and what weights by hand add (n)."""

    x: np.ndarray
    y: np.ndarray
    offset: np.ndarray

    def logits(self, weights: np.ndarray) -> np.ndarray:
        return self.x @ weights + self.offset

    def loss(self, weights: np.ndarray, penalty: np.ndarray) -> float:
        logits = self.logits(weights)
        fit = (np.logaddexp(0, logits) - self.y * logits).sum() / self.y.sum()
        return float(fit + (penalty * weights**2).sum() / 2)


def _newton(known: _Material, signs: np.ndarray, start: float) -> np.ndarray:
    """Newton's method with an active set: weights at a bound that want to cross it stay at 0."""
    x, y = known.x, known.y
    count, size = y.sum(), x.shape[1]
    penalty = np.append(np.full(size - 1, 2 * PENALTY), FREE_PENALTY)
    weights = np.zeros(size)
    weights[-1] = start
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(known.logits(weights), -30, 30)))
        gradient = x.T @ (chance - y) / count + penalty * weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x / count + np.diag(penalty)
        free = (signs == 0) | (np.abs(weights) > AT_BOUND) | (signs * gradient < 0)
        step = np.zeros(size)
        step[free] = np.linalg.solve(curvature[np.ix_(free, free)], gradient[free])
        weights = _descend(known, weights, step, signs, penalty)
        if np.abs(step).max() < STILL:
            break
    return weights


def _descend(
    known: _Material, weights: np.ndarray, step: np.ndarray, signs: np.ndarray, penalty: np.ndarray
) -> np.ndarray:
    """The longest of 1, 1/2, 1/4 … of the step that lowers the loss, kept within the signs."""
    before = known.loss(weights, penalty)
    share = 1.0
    for _halving in range(20):
        moved = weights - share * step
        moved = np.where(signs * moved < 0, 0.0, moved)
        if known.loss(moved, penalty) <= before:
            return moved
        share /= 2
    return weights


def write_model(path: Path, model: Model, notes: Sequence[str]) -> None:
    """Writes a file that `scoring.read_model` reads and a person can, too; `notes` become its first comment."""
    lines = [f"# {note}".rstrip() for note in notes]
    lines += ["", f"achsenabschnitt = {model.intercept}", "", "[schwellen]"]
    lines += [f"gibt_es_schon = {model.same_from}", f"verwandt = {model.related_from}", "", "[gewichte]"]
    lines += [f"{name} = {model.weights[name]}" for name in model.words if name not in model.by_hand]
    if model.by_hand:
        lines += ["", "[gewichte_von_hand]"]
        lines += [f"{name} = {model.weights[name]}" for name in model.words if name in model.by_hand]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
