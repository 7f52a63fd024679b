"""Pairs of stored actors that look alike: found by blocking, decided by people, remembered.

Only actors that share a word of the name at one place, a street, a telephone number or a web host are compared, each with
the few that share most: for n actors some 6 n comparisons instead of n².
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from accounts.models import User
from actors.models import Actor, DuplicateDecision, Merge
from actors.recognition import blocking, candidates
from actors.recognition.candidates import SHARED_BY_MOST, ActorStatistics
from actors.recognition.features import signals
from actors.recognition.records import Record
from actors.recognition.scoring import ActorMatch, assess
from duplicates import pairing
from duplicates.pairing import AlikePair, Choosing
from vocabulary.models import ActorKind

LEAST = 0.3  # pairs that are less alike are not worth anybody's time
PARTNERS = 6  # pairs looked at closer for each actor
USED = (Actor.ReviewStatus.PUBLISHED, Actor.ReviewStatus.SUBMITTED)


def alike_pairs() -> list[AlikePair[ActorMatch]]:
    """All pairs in use (published or handed in) that are at least LEAST alike, most alike first, without those decided upon."""
    blocking.refresh_all()
    decided = pairing.decided_pairs(DuplicateDecision, blocking.TABLE)
    known = candidates.current_statistics()
    used = frozenset(Actor.objects.filter(review_status__in=USED).values_list("pk", flat=True))
    found = known.once(hash(used), lambda: _compared(known))
    return [item for item in found if (item.first, item.second) not in decided]


def _compared(known: ActorStatistics) -> list[AlikePair[ActorMatch]]:
    choosing = Choosing(
        weight=lambda key, _often: known.weight(key),
        no_blocks="gnv",
        longest=SHARED_BY_MOST,
        partners=PARTNERS,
    )
    pairs = pairing.compared(known, choosing, lambda one, other: assess(one, other, known.corpus))
    found = [item for item in pairs if item.match.score >= LEAST]
    return sorted(found, key=lambda item: (-item.match.score, item.first, item.second))


def decide(first: Actor, second: Actor, *, by: User, reason: str = "") -> DuplicateDecision:
    """Remembers that the two are different. A former decision is replaced."""
    blocking.refresh_all()
    decision = DuplicateDecision(first=first, second=second, reason=reason, decided_by=by)
    return pairing.decide(decision, blocking.TABLE)


def decided_signals() -> tuple[list[list[float]], list[bool]]:
    """Signals of the pairs that people decided upon here, and whether they were the same: for re-fitting."""
    corpus = candidates.current_statistics().corpus
    kinds = dict(ActorKind.objects.values_list("pk", "name"))
    known = list(
        pairing.known_pairs(DuplicateDecision, Merge, blocking.TABLE, partial(_as_it_was, kinds=kinds))
    )
    rows = [[*signals(first, second, corpus).values()] for first, second, _same in known]
    return rows, [same for _first, _second, same in known]


def _as_it_was(fields: dict[str, Any], *, kinds: Mapping[int, str]) -> Record:
    """`kinds`: names of the kinds that are still there, by id."""
    plain = ("name", "street", "postal_code", "city", "phone", "email", "website", "latitude", "longitude")
    return Record(
        **{name: fields[name] for name in plain},
        other_names=tuple(filter(None, (fields["short_name"], *fields["other_names"]))),
        kind=kinds.get(fields["kind"], ""),
        parent_body=fields["parent_body_name"],
    )
