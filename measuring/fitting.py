"""Fits the weights of the signals to known pairs: logistic regression in numpy, offline, a second for 20,000 pairs.

Signals that speak for may only get weights ≥ 0, those against (`…_gegen`) only ≤ 0: adding a shared member can
never lower a score, whatever the data. The penalty keeps weights small where the data are few.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from networks.recognition.features import SIGNALS
from networks.recognition.scoring import Model

PENALTY = 0.0005  # on large weights: so little that it only decides between signals that say the same
FREE_PENALTY = 1e-6  # on the intercept, so that the curvature can always be inverted
START = -4.0  # intercept: most pairs are not the same
STEPS = 60  # Newton's method needs some ten
STILL = 1e-6  # a step that small changes no digit of the weights that are kept
AT_BOUND = 1e-9  # a weight that small is zero


def fit(
    rows: Sequence[Sequence[float]], is_same: Sequence[bool], *, same_from: float, related_from: float
) -> Model:
    """Model from pairs: `rows` n × len(SIGNALS), `is_same` n. Raises ValueError without any pair that is the same."""
    x = np.column_stack([np.asarray(rows, float), np.ones(len(rows))])
    y = np.asarray(is_same, float)
    if not y.any():
        raise ValueError("Ohne ein einziges Paar, das dasselbe ist, lässt sich nichts anpassen.")
    signs = np.array([-1.0 if name.endswith("_gegen") else 1.0 for name in SIGNALS] + [0.0])
    weights = _newton(x, y, signs)
    named = {name: round(float(weight), 3) for name, weight in zip(SIGNALS, weights, strict=False)}
    return Model(named, round(float(weights[-1]), 3), same_from, related_from)


def _newton(x: np.ndarray, y: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """Newton's method with an active set: weights at a bound that want to cross it stay at 0."""
    count, size = y.sum(), x.shape[1]
    penalty = np.append(np.full(size - 1, 2 * PENALTY), FREE_PENALTY)
    weights = np.zeros(size)
    weights[-1] = START
    for _step in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (chance - y) / count + penalty * weights
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x / count + np.diag(penalty)
        free = (signs == 0) | (np.abs(weights) > AT_BOUND) | (signs * gradient < 0)
        step = np.zeros(size)
        step[free] = np.linalg.solve(curvature[np.ix_(free, free)], gradient[free])
        weights = _descend(x, y, weights, step, signs, penalty, count)
        if np.abs(step).max() < STILL:
            break
    return weights


def _descend(
    x: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    step: np.ndarray,
    signs: np.ndarray,
    penalty: np.ndarray,
    count: float,
) -> np.ndarray:
    """The longest of 1, 1/2, 1/4 … of the step that lowers the loss, kept within the signs."""
    before = _loss(x, y, weights, penalty, count)
    share = 1.0
    for _halving in range(20):
        moved = weights - share * step
        moved = np.where(signs * moved < 0, 0.0, moved)
        if _loss(x, y, moved, penalty, count) <= before:
            return moved
        share /= 2
    return weights


def _loss(x: np.ndarray, y: np.ndarray, weights: np.ndarray, penalty: np.ndarray, count: float) -> float:
    logits = x @ weights
    return float((np.logaddexp(0, logits) - y * logits).sum() / count + (penalty * weights**2).sum() / 2)


def write_model(path: Path, model: Model, notes: Sequence[str]) -> None:
    """Writes a file that `similarity.read_model` reads and a person can, too; `notes` become its first comment."""
    lines = [f"# {note}".rstrip() for note in notes]
    lines += ["", f"achsenabschnitt = {model.intercept}", "", "[schwellen]"]
    lines += [f"gibt_es_schon = {model.same_from}", f"verwandt = {model.related_from}", "", "[gewichte]"]
    lines += [f"{name} = {weight}" for name, weight in model.weights.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
