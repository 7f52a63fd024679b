"""Candidates for an institution: one indexed step over the blocking records, then `scoring`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from actors.models import Actor
from actors.recognition import blocking
from actors.recognition.records import Corpus, Record
from actors.recognition.scoring import ActorMatch, is_doubtful, rank
from duplicates import candidates
from duplicates.candidates import CANDIDATES, Near, by_sight, rarity, without
from duplicates.scoring import MAX_MATCHES, SAME

SHARED_BY_MOST = 60  # a key that more actors have says nothing: „Stadtbücherei“ without a place
LOOKED_AT = 200  # rows of one key, whatever the sample said
KINDS = {
    "t": 3.0,
    "s": 1.5,
    "h": 1.5,
    "w": 1.0,
    "n": 0.6,
    "g": 0.1,
}  # what a shared key of a kind is worth, if rare


@dataclass
class ActorStatistics(candidates.Statistics[Record, Record]):
    table = blocking.TABLE

    corpus: Corpus = field(default_factory=Corpus)

    def learn(self, forms: Iterable[Record]) -> None:
        self.corpus = Corpus.measure(forms)

    def prepare(self, form: Record) -> Record:
        return form

    def weight(self, key: str) -> float:
        """What it is worth to share a key; 0 for one that too many actors have."""
        often = self.keys[key] * self.scale
        return 0.0 if often > SHARED_BY_MOST else KINDS[key[0]] * rarity(often, self.public)


current_statistics = ActorStatistics.now


def find(record: Record, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES) -> list[ActorMatch]:
    """Matches worth showing, best first. All actors, whatever their state; for people see `found_for`."""
    known = current_statistics()
    rows = without(nearest(record, known), exclude)
    return rank(record, known.best(rows), known.corpus, limit=limit)


def nearest(record: Record, known: ActorStatistics, limit: int = 2 * CANDIDATES) -> list[Near]:
    """The actors that share most with a record, rare things counting most."""
    wanted = {key: weight for key in blocking.keys_of(record) if (weight := known.weight(key))}
    return known.nearest(wanted, looked_at=LOOKED_AT, limit=limit)


# --- for people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundActor:
    """A match for somebody to see. `actor` is None when this person may not see the entry: then nothing of it shows."""

    match: ActorMatch
    actor: Actor | None
    is_looked_after: bool = False

    @property
    def is_same(self) -> bool:
        return self.match.verdict == SAME

    @property
    def is_doubtful(self) -> bool:
        return is_doubtful(self.match)

    @property
    def verdict(self) -> str:
        """In words."""
        return _("gibt es schon") if self.is_same else _("ähnlich")

    @property
    def claim_address(self) -> str:
        """The page on which somebody says „Das ist meine Einrichtung“; "" where nobody can."""
        actor = self.actor
        can_be = actor is not None and actor.is_public and not self.is_looked_after
        return reverse("actors:claim", args=[actor.slug]) if actor and can_be else ""


def found_for(
    user: User | AnonymousUser, record: Record, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES
) -> list[FoundActor]:
    """Matches as `user` may see them, best first. What this person sees is compared as if nothing else existed, so that
    no verdict, order or number tells of hidden entries; what was handed in and is not public yet shows only as the fact
    that there is one, at the end. What was rejected, archived or not handed in does not show at all.
    """
    known = current_statistics()
    visible, hidden = by_sight(user, Actor, without(nearest(record, known), exclude))
    matches = rank(record, known.best(visible), known.corpus, limit=limit)
    secret = rank(record, known.best(hidden), known.corpus, limit=1)
    looked_after = Exists(Actor.editors.through.objects.filter(actor=OuterRef("pk")))
    entries = Actor.objects.select_related("kind", "district").annotate(is_looked_after=looked_after)
    actors = entries.in_bulk([int(match.existing.key) for match in matches])
    shown = [(match, actors.get(int(match.existing.key))) for match in matches]
    found = [FoundActor(match, actor, actor.is_looked_after) for match, actor in shown if actor]
    return found + [FoundActor(match, None) for match in secret]
