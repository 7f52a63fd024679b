"""Is there one already? Existing structures that a proposal may repeat, with a verdict and reasons to check.

    corpus = Corpus.measure(structures, places=...)         # what is rare here
    profiles = [Profile(structure, corpus) for structure in candidates]
    for match in rank(Profile(proposal, corpus), profiles): # best first
        match.kennung, match.score, match.verdict, match.reasons

Signals are in `features`, their weights in `data/similarity.toml` (fitted by `manage.py fit_similarity`), the sentences
in `reasons`. The score is the probability that both are the same, as the model sees it. Places are left to rules: the
same kind of round in another Stadtteil is never called the same, however alike. Pure: no Django models, no database.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from german import analyzer
from networks.recognition.features import signals
from networks.recognition.profiles import Profile
from networks.recognition.reasons import NO_REASONS, Reasons, reasons_for
from networks.recognition.structures import Corpus, Structure

__all__ = [
    "RELATED",
    "SAME",
    "Corpus",
    "Match",
    "Model",
    "Profile",
    "Structure",
    "assess",
    "judge",
    "pair",
    "rank",
    "select",
    "shipped_model",
]

SAME = "gibt_es_schon"
RELATED = "verwandt"
MAX_MATCHES = 10
RELATED_SHOWN = 5
BESIDE_SAME = 0.03  # what is merely related must be this alike when the thing itself has been found
WEIGHTS = Path(__file__).parent / "data" / "similarity.toml"
BESIDE_BEST = 0.12  # and this share of the score of the best that is merely related
EXPECTED_AGAINST = {"mitglieder_gegen": 0.2, "zweck_gegen": 0.5, "name_gegen": 0.5}
SHARED = ("mitglieder", "mitglieder_gleich", "mitglieder_fast_alle", "genannt", "thema_gemeint", "themen")
ANOTHER_NAME, NEARLY_THE_NAME = 0.45, 0.7
OTHER_PURPOSE, SAME_PEOPLE = 0.45, 0.5
SLIGHT_SHOWN = 2
HOPELESS = -8.0  # logit of one direction from which no other direction makes a pair worth showing
SECOND_BEST = 2.0  # a further verdict „gibt es schon“ must come this close (in logits) to the best


@dataclass(frozen=True)
class Model:
    """Weights of the signals (logistic regression) and the two thresholds on the score."""

    weights: Mapping[str, float]
    intercept: float
    same_from: float
    related_from: float

    def logit(self, found: Mapping[str, float]) -> float:
        return self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in found.items())

    def score(self, found: Mapping[str, float]) -> float:
        return _sigmoid(self.logit(found))


@cache
def shipped_model() -> Model:
    return read_model(WEIGHTS)


def read_model(path: Path) -> Model:
    """Model from a file written by `fit_similarity`. Raises KeyError or TOMLDecodeError when it is none."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    thresholds = data["schwellen"]
    return Model(
        data["gewichte"], data["achsenabschnitt"], thresholds["gibt_es_schon"], thresholds["verwandt"]
    )


@dataclass(frozen=True)
class Match:
    """An existing structure that a proposal may repeat. `score` 0 to 1; `verdict` SAME, RELATED or "" (not worth showing)."""

    score: float
    verdict: str
    existing: Structure
    found: Mapping[str, float] = field(default_factory=dict, repr=False)
    profiles: tuple[Profile, Profile] | None = field(default=None, repr=False)

    @property
    def kennung(self) -> str:
        return self.existing.kennung

    @cached_property
    def why(self) -> Reasons:
        """Worked out when somebody asks: most candidates are never shown."""
        return reasons_for(self.found, *self.profiles) if self.profiles else NO_REASONS

    @property
    def reasons(self) -> list[str]:
        """What speaks for it, then what speaks against it, in German."""
        return [*self.why.speaks_for, *self.why.speaks_against]


def assess(proposal: Profile, existing: Profile, model: Model | None = None) -> Match:
    """One pair by itself. Score and verdict do not depend on other candidates."""
    return judge(signals(proposal, existing), proposal, existing, model or shipped_model())


def judge(found: Mapping[str, float], proposal: Profile, existing: Profile, model: Model) -> Match:
    """Score and verdict of a pair whose signals are known."""
    score = model.score(found)
    if proposal.folded_name == existing.folded_name and is_identical(proposal.structure, existing.structure):
        score = max(score, 0.99)
    elif found["name"] == 1.0 and not _contradicted(found):
        score = max(score, model.same_from + (1 - model.same_from) * 0.5)
    elsewhere = bool(found["ort_gegen"]) or (
        bool(found["ort_teil_gegen"]) and found["mitglieder_gleich"] < 0.6
    )
    if elsewhere:
        score = _short_of_same(_score_anywhere(found, model), model)
    if _is_something_else(found):
        score = _short_of_same(score, model)
    verdict = SAME if score >= model.same_from else RELATED if score >= model.related_from else ""
    match = Match(score, verdict, existing.structure, found, (proposal, existing))
    if verdict == RELATED and not (match.why.is_substantial or match.why.is_slight):
        return replace(match, verdict="")
    return match


def rank(
    proposal: Profile, existing: Iterable[Profile], model: Model | None = None, *, limit: int = MAX_MATCHES
) -> list[Match]:
    """Structures worth showing, best first; none when nothing is alike."""
    model = model or shipped_model()
    return select((assess(proposal, profile, model) for profile in existing), limit=limit)


def select(matches: Iterable[Match], *, limit: int = MAX_MATCHES) -> list[Match]:
    """Those worth showing, best first. A proposal repeats one structure, rarely two: further verdicts „gibt es schon“
    stand only close behind the best, and what is merely related not far behind it.
    """
    shown = sorted(
        (match for match in matches if match.verdict), key=lambda match: (-match.score, match.kennung)
    )
    if not shown:
        return []
    least = _logit(shown[0].score) - SECOND_BEST
    same = [match for match in shown if match.verdict == SAME and _logit(match.score) >= least]
    floor = BESIDE_SAME if same else shown[0].score * BESIDE_BEST
    rest = [
        replace(match, verdict=RELATED)
        for match in shown
        if match not in same
        and match.score >= floor
        and (match in shown[:SLIGHT_SHOWN] or not match.why.is_slight)
    ]
    return sorted([*same, *rest[:RELATED_SHOWN]], key=lambda match: -match.score)[:limit]


def pair(first: Profile, second: Profile, model: Model | None = None) -> Match:
    """Two stored structures: how likely it is that one was founded without knowing of the other. The same score
    whichever comes first.

    Another coordination, other members and other words are to be expected even where they do the same, so these weigh
    less against it than against a proposal. One coordination for both speaks against it: it knows of both. And what
    is at work in different places is no duplicate at all, so siblings are not scored as if they were in one place.
    """
    model = model or shipped_model()
    one, other = sorted((first, second), key=lambda side: (side.structure.name, side.structure.key))
    there = _expected(signals(one, other))
    if model.logit(there) < HOPELESS:  # most pairs: spares the way back
        return Match(model.score(there), "", second.structure, there, (first, second))
    back = _expected(signals(other, one))
    found = {name: (there[name] + back[name]) / 2 for name in there}
    found |= {name: max(there[name], back[name]) for name in SHARED}
    found |= {name: min(there[name], back[name]) for name in EXPECTED_AGAINST}
    found |= {"koordination": 0.0, "koordination_gegen": float(there["koordination"] > 0)}
    match = judge(found, first, second, model)
    if match.verdict == RELATED and match.why.is_slight:
        return replace(match, verdict="")
    if found["ort_gegen"] and match.verdict:
        score = min(match.score, model.score(found))
        return replace(match, score=score, verdict=RELATED if score >= model.related_from else "")
    return match


def _expected(found: Mapping[str, float]) -> dict[str, float]:
    """Signals with what is to be expected of two that were founded apart taken off."""
    return {name: value * EXPECTED_AGAINST.get(name, 1.0) for name, value in found.items()}


def is_identical(proposal: Structure, existing: Structure) -> bool:
    """Same name and purpose in any spelling, and nothing filled in on both sides differs."""
    if analyzer.fold(proposal.name) != analyzer.fold(existing.name) or not proposal.name.strip():
        return False
    both = (
        (analyzer.fold(proposal.purpose), analyzer.fold(existing.purpose)),
        (proposal.districts, existing.districts),
        (proposal.is_citywide, existing.is_citywide)
        if proposal.districts or proposal.is_citywide
        else (0, 0),
        (proposal.coordinator, existing.coordinator),
    )
    return all(not mine or not theirs or mine == theirs for mine, theirs in both)


def _contradicted(found: Mapping[str, float]) -> bool:
    against = ("ort_gegen", "ort_teil_gegen", "themen_gegen", "mitglieder_gegen", "zweck_gegen")
    return any(found[name] > 0.25 for name in against)


def _is_something_else(found: Mapping[str, float]) -> bool:
    """Another name with other themes, or with another purpose and other people: never the same, whatever else meets."""
    if found["themen_gegen"] == 1.0 and found["name"] < ANOTHER_NAME:
        return True
    return (
        found["zweck_gegen"] >= OTHER_PURPOSE
        and found["name"] < NEARLY_THE_NAME
        and found["mitglieder_gleich"] < SAME_PEOPLE
    )


def _short_of_same(score: float, model: Model) -> float:
    """Below the verdict „gibt es schon“, and still the higher the more alike."""
    return min(score, model.same_from * (0.9 + 0.09 * score))


def _score_anywhere(found: Mapping[str, float], model: Model) -> float:
    """The score, were it in the same place: what makes siblings „verwandt“."""
    return model.score({**found, "ort_gegen": 0.0, "ort_teil_gegen": 0.0})


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def _logit(score: float) -> float:
    score = min(max(score, 1e-9), 1 - 1e-9)
    return math.log(score / (1 - score))
