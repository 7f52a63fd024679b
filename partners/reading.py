"""Reads the candidates for a plan: the same few queries, however many actors there are.

Who is shown, and what of the lists they name, comes from the snapshot of Einblick, whose bitmaps are those of the directory; the
words come from the rows. In a large directory the bitmaps and the index of the search choose who is read at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from django.contrib.auth.models import AnonymousUser
from pyroaring import BitMap

from actors.models import Actor, Offer
from actors.recognition import blocking
from actors.recognition.candidates import found_for
from german.analyzer import analyse, fold_word
from insight.load import LoadRule, load_of
from insight.snapshot import Snapshot
from partners.matching import Candidate, PartnerPlan, SaidOffer, rules
from partners.words import needs_in
from search.index.postings import inverted_index

VISITOR = AnonymousUser()  # what is the same is told by what everybody sees
ELSEWHERE = "anderswo"  # stands for any place that was not asked for
MOST_READ = 200  # actors that are compared word by word; a Kommune has about as many that answer anything
# Of the choice who is read: what the words say goes before what the lists say.
SAID_THERE, SAID_ANYWHERE, LISTED, OF_KIND = 4, 1, 2, 1
PLACES_OF_TEXT = "ABCD"  # letters of the index: names, kinds and prose
LONGEST_QUESTION = 120  # words of all fields that a need opens


class ActorRow(NamedTuple):
    """What of an actor is read beside its lists."""

    pk: int
    slug: str
    name: str
    kind: str
    kind_slug: str
    district: str | None
    description: str
    phone: str
    email: str
    takes_requests: bool


class Read(NamedTuple):
    """The candidates, and by entry the rows they come from."""

    candidates: list[Candidate]
    rows: Mapping[int, ActorRow]
    asker: Candidate | None


def read(snapshot: Snapshot, plan: PartnerPlan, asker: int | None = None) -> Read:
    """Everybody who may fit `plan`, as `snapshot` shows them. `asker`: primary key of the asking actor; it is read, but no candidate,
    and neither is its second entry."""
    entries = {pk: entry for entry, pk in snapshot.pks.items() if entry in snapshot.actors}
    own = entries.get(asker) if asker else None
    chosen = chosen_of(snapshot, plan) | BitMap([own] if own else [])
    rows = dict(_rows(snapshot, chosen, own))
    said = _said(rows, entries)
    lists = _Lists(snapshot, plan)
    rounds = {one.entry for one in snapshot.rounds.get(own, ())} if own else set()
    found = {
        entry: Candidate(
            entry=entry,
            name=row.name,
            kind=row.kind,
            kind_slug=row.kind_slug,
            description=row.description,
            said=tuple(said[entry]),
            rounds=tuple(one.label for one in snapshot.rounds.get(entry, ()) if one.entry in rounds),
            is_busy=load_of(snapshot, entry, LoadRule()).is_busy,
            **lists.of(entry),
        )
        for entry, row in rows.items()
    }
    left_out = _same_as(rows[own].pk, entries) | {own} if own else set()
    return Read(
        [one for entry, one in found.items() if entry not in left_out], rows, found.get(own) if own else None
    )


def _rows(snapshot: Snapshot, chosen: BitMap, own: int | None) -> Iterator[tuple[int, ActorRow]]:
    """In the order of the names. Who does not want to be suggested is not read, unless it is the one who asks."""
    wanted = {snapshot.pks[entry]: entry for entry in chosen}
    fields = (
        "pk", "slug", "name", "kind__name", "kind__slug", "district__name", "description", "phone", "email", "takes_requests",
        "takes_suggestions",
    )  # fmt: skip
    actors = Actor.objects.filter(pk__in=wanted).order_by("sort_name", "pk")
    for *values, takes_suggestions in actors.values_list(*fields):
        row = ActorRow(*values)
        entry = wanted[row.pk]
        if takes_suggestions or entry == own:
            yield entry, row


def _said(rows: Mapping[int, ActorRow], entries: Mapping[int, int]) -> dict[int, list[SaidOffer]]:
    found: dict[int, list[SaidOffer]] = defaultdict(list)
    offers = Offer.objects.current().filter(actor__in=[row.pk for row in rows.values()])
    for pk, direction, kind, text in offers.order_by("pk").values_list("actor", "direction", "kind", "text"):
        found[entries[pk]].append(SaidOffer(direction, kind, text))
    return found


def _same_as(pk: int, entries: Mapping[int, int]) -> set[int]:
    """Entries of the same institution under another name, as the recognition sees it."""
    actor = Actor.objects.select_related("kind", "parent_body").get(pk=pk)
    found = found_for(VISITOR, blocking.record_of(actor), exclude=[pk])
    return {entries[one.actor.pk] for one in found if one.actor and one.is_same and one.actor.pk in entries}


class _Lists:
    """Which words of the lists candidates name, as far as the plan could ask for them."""

    def __init__(self, snapshot: Snapshot, plan: PartnerPlan) -> None:
        groups = rules()["zielgruppen"]
        generations = {slug for sides in groups["generationen"] for side in sides for slug in side}
        near = {slug for group in plan.groups for slug in groups["nah"].get(group, ())}
        asked = {
            "groups": ("zielgruppe", plan.groups | near | generations | set(groups["alle"])),
            "themes": ("thema", plan.themes),
            "phases": ("phase", plan.phases),
            "places": ("stadtteil", plan.places),
        }
        self.bitmaps = {
            name: [(slug, snapshot.having(facet, slug)) for slug in sorted(slugs)]
            for name, (facet, slugs) in asked.items()
        }
        self.located = BitMap.union(*snapshot.values("stadtteil").values()) if plan.places else BitMap()

    def of(self, entry: int) -> dict[str, frozenset[str]]:
        found = {
            name: frozenset(slug for slug, ids in values if entry in ids)
            for name, values in self.bitmaps.items()
        }
        if entry in self.located and not found["places"]:
            found["places"] = frozenset({ELSEWHERE})
        return found


# --- a large directory ------------------------------------------------------------------------------------------------


def chosen_of(snapshot: Snapshot, plan: PartnerPlan, most: int = MOST_READ) -> BitMap:
    """Entries that are worth reading: all of a small directory, else those that most speaks for by lists and index."""
    if len(snapshot.actors) <= most:
        return snapshot.actors
    points = np.zeros(int(snapshot.actors.max()) + 1, np.int16)
    for ids, value in _clues(snapshot, plan):
        found = (ids & snapshot.actors).to_array()
        points[found] += value
    candidates = np.asarray(snapshot.actors.to_array())
    best = candidates[np.lexsort((candidates, -points[candidates]))][:most]
    return BitMap(best[points[best] > 0])


def _clues(snapshot: Snapshot, plan: PartnerPlan) -> Iterator[tuple[BitMap, int]]:
    asked = (
        ("zielgruppe", plan.groups),
        ("thema", plan.themes),
        ("phase", plan.phases),
        ("stadtteil", plan.places),
    )
    for facet, slugs in asked:
        yield BitMap.union(BitMap(), *(snapshot.having(facet, slug) for slug in slugs)), LISTED
    direction = "sucht" if plan.is_offer else "bietet"
    for kind in sorted(plan.kinds):
        yield snapshot.having(direction, kind), OF_KIND
    keys = list(_keys_of(plan))
    there = [f"D{direction}:{key}" for key in keys]
    anywhere = [f"{letter}{key}" for letter in PLACES_OF_TEXT for key in keys]
    with inverted_index.lock:
        inverted_index.fetch([*there, *anywhere])
        for terms, value in ((there, SAID_THERE), (anywhere, SAID_ANYWHERE)):
            yield BitMap.union(BitMap(), *(inverted_index.posting(term) for term in terms)), value


def _keys_of(plan: PartnerPlan) -> Iterable[str]:
    """Keys of the search for the words of the plan and for those that answer its needs."""
    texts = [plan.words]
    for field, _weight in needs_in(plan.words, plan.kinds) if plan.words else ():
        texts += [entry.text for entry in (*field.answers, *field.asked)]
    words = dict.fromkeys(word for text in texts for word in text.replace("-", " ").split())
    roots = dict.fromkeys(analyse(fold_word(word)).root for word in list(words)[:LONGEST_QUESTION])
    return [f"{kind}_{root}" for root in roots for kind in "rp"]
