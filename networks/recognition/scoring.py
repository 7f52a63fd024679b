"""Is there one already? Existing structures that a proposal may repeat, with a verdict and reasons to check.

    corpus = Corpus.measure(structures, places=...)         # what is rare here
    profiles = [Profile(structure, corpus) for structure in candidates]
    for match in rank(Profile(proposal, corpus), profiles): # best first
        match.existing, match.score, match.verdict, match.reasons

Signals are in `features`, their weights in `data/similarity.toml` (fitted by `manage.py fit_similarity`), what no weight can
say in `rules`, the sentences in `reasons`; how these become a verdict is said in `duplicates.scoring`. Pure: no Django models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from duplicates.scoring import (
    MAX_MATCHES,
    RELATED,
    SAME,
    Found,
    HandRule,
    Match,
    Model,
    judged,
    logit,
    read_model,
)
from networks.recognition.features import SIGNALS, signals
from networks.recognition.profiles import Profile
from networks.recognition.reasons import reasons_for
from networks.recognition.rules import PAIR_RULES, RULES
from networks.recognition.structures import Structure

WEIGHTS = Path(__file__).parent / "data" / "similarity.toml"

# What is shown beside the best (`select`):
RELATED_SHOWN = 5  # more of what is merely related nobody reads
BESIDE_SAME = 0.03  # what is merely related must be this alike when the thing itself has been found
BESIDE_BEST = 0.12  # and this share of the score of the best that is merely related
SLIGHT_SHOWN = 2  # of the best, those that meet in one word only are shown
# A further verdict „gibt es schon“ must come this close (in logits) to the best: odds of 1 to 7.
SECOND_BEST = 2.0

# Two stored networks (`pair`): how much of what speaks against them is evidence, when each was founded without the other.
EXPECTED_AGAINST = {"mitglieder_gegen": 0.2, "zweck_gegen": 0.5, "name_gegen": 0.5}
# Signals of which the better direction counts: a short text that stands in a long one is as alike as it gets.
SHARED = ("mitglieder", "mitglieder_gleich", "mitglieder_fast_alle", "genannt", "thema_gemeint", "themen")
HOPELESS = -8.0  # logit of one direction from which no other direction makes a pair worth showing

type NetworkMatch = Match[Structure]


@cache
def shipped_model() -> Model:
    return read_model(WEIGHTS, SIGNALS)


def assess(proposal: Profile, existing: Profile, model: Model | None = None) -> NetworkMatch:
    """One pair by itself. Score and verdict do not depend on other candidates."""
    return judge(signals(proposal, existing), proposal, existing, model or shipped_model())


def judge(
    found: Found, proposal: Profile, existing: Profile, model: Model, rules: Sequence[HandRule] = RULES
) -> NetworkMatch:
    """Score and verdict of a pair whose signals are known. Nothing is shown without a reason to check."""
    tell = partial(reasons_for, found, proposal, existing)
    match = judged(found, model, rules, (proposal, existing), existing.structure, tell)
    if match.verdict == RELATED and not (match.why.is_substantial or match.why.is_slight):
        return replace(match, verdict="")
    return match


def rank(
    proposal: Profile, existing: Iterable[Profile], model: Model | None = None, *, limit: int = MAX_MATCHES
) -> list[NetworkMatch]:
    """Structures worth showing, best first; none when nothing is alike."""
    model = model or shipped_model()
    return select((assess(proposal, profile, model) for profile in existing), limit=limit)


def select(matches: Iterable[NetworkMatch], *, limit: int = MAX_MATCHES) -> list[NetworkMatch]:
    """Those worth showing, best first. A proposal repeats one structure, rarely two: further verdicts „gibt es schon“
    stand only close behind the best, and what is merely related not far behind it.
    """
    shown = sorted(
        (match for match in matches if match.verdict),
        key=lambda match: (-match.score, match.existing.kennung),
    )
    if not shown:
        return []
    least = logit(shown[0].score) - SECOND_BEST
    same = [match for match in shown if match.verdict == SAME and logit(match.score) >= least]
    if _is_undecided(same):
        same = []
    floor = BESIDE_SAME if same else shown[0].score * BESIDE_BEST
    rest = [
        replace(match, verdict=RELATED)
        for match in shown
        if match not in same
        and match.score >= floor
        and (match in shown[:SLIGHT_SHOWN] or not match.why.is_slight)
    ]
    return sorted([*same, *rest[:RELATED_SHOWN]], key=lambda match: -match.score)[:limit]


def _is_undecided(same: list[NetworkMatch]) -> bool:
    """Several in different places, and the proposal names none: it may be another one of them or one more, in a third place."""
    places = [match.existing.districts for match in same]
    return (
        len(same) > 1
        and not any(match.found.get("ort") for match in same)
        and all(
            mine and not mine & theirs for number, mine in enumerate(places) for theirs in places[:number]
        )
        and bool(places[0])
    )


def pair(first: Profile, second: Profile, model: Model | None = None) -> NetworkMatch:
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
        return Match(model.score(there), "", second.structure, there, model)
    back = _expected(signals(other, one))
    found = {name: (there[name] + back[name]) / 2 for name in there}
    found |= {name: max(there[name], back[name]) for name in SHARED}
    found |= {name: min(there[name], back[name]) for name in EXPECTED_AGAINST}
    found |= {"koordination": 0.0, "koordination_gegen": float(there["koordination"] > 0)}
    match = judge(found, first, second, model, PAIR_RULES)
    return replace(match, verdict="") if match.verdict == RELATED and match.why.is_slight else match


def _expected(found: Found) -> dict[str, float]:
    """Signals with what is to be expected of two that were founded apart taken off."""
    return {name: value * EXPECTED_AGAINST.get(name, 1.0) for name, value in found.items()}
