"""Is this institution in the directory already? Name, address, telephone and Träger compared, with reasons in German.

    corpus = Corpus.measure(records)                       # what is rare here
    for match in rank(record, candidates, corpus): ...     # best first

Signals are in `features`, their weights in `data/similarity.toml`, what overrides them in `rules`, the sentences in `reasons`; how these become a verdict is
said in `duplicates.scoring`. Pure: no Django models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path

from actors.recognition.features import SIGNALS, signals
from actors.recognition.reasons import reasons_for
from actors.recognition.records import Corpus, Record
from actors.recognition.rules import RULES, is_namesake
from duplicates.scoring import MAX_MATCHES, SAME, HandRule, Match, Model, judged, read_model

WEIGHTS = Path(__file__).parent / "data" / "similarity.toml"

type ActorMatch = Match[Record]


@cache
def shipped_model() -> Model:
    return read_model(WEIGHTS, SIGNALS)


def assess(
    first: Record,
    second: Record,
    corpus: Corpus,
    model: Model | None = None,
    rules: Sequence[HandRule] = RULES,
) -> ActorMatch:
    """One pair by itself. Symmetric: the same whichever comes first."""
    found = signals(first, second, corpus)
    return judged(
        found, model or shipped_model(), rules, (first, second), second, partial(reasons_for, found)
    )


def rank(
    record: Record,
    candidates: Iterable[Record],
    corpus: Corpus,
    *,
    limit: int = MAX_MATCHES,
    model: Model | None = None,
    rules: Sequence[HandRule] = RULES,
) -> list[ActorMatch]:
    """Institutions worth showing, best first."""
    matches = [assess(record, other, corpus, model, rules) for other in candidates]
    shown = [match for match in matches if match.verdict]
    return sorted(shown, key=lambda match: (-match.score, match.existing.key))[:limit]


def is_doubtful(match: ActorMatch) -> bool:
    """Whether somebody has to say that they mean another one: it exists already, or bears the same name in the same town.
    The judgement of every way into the directory."""
    return match.verdict == SAME or is_namesake(match.found)
