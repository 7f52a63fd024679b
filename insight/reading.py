"""Reads the snapshot: a dozen queries for any number of entries, kept in the process until the data change."""

from __future__ import annotations

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from sys import intern
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone
from pyroaring import BitMap

import rhythm as rhythms
from actors.models import Actor
from insight.compact import PrimaryKeys
from insight.snapshot import Agreed, Audience, NetworkFacts, Snapshot
from networks.models import Meeting, Membership, Network
from search.index.postings import InvertedIndex, Now, inverted_index
from search.sources import COORDINATION, FACETS, PUBLIC
from vocabulary.days import start_of

AHEAD = timedelta(days=183)  # how far meetings are read: half a year, as long as networks plan
GROUPS = {Audience.PUBLIC: (PUBLIC,), Audience.COORDINATION: (PUBLIC, COORDINATION)}
# What may change without a document of the search doing so.
WATCHED: tuple[type[Model], ...] = (Network, Actor, Membership, Meeting)
ENTRIES_SQL = """
SELECT coalesce(string_agg(int4send(id), ''), ''), coalesce(string_agg(int8send(object_id), ''), '') FROM search_entry
WHERE kind = %s"""

_kept: dict[Audience, tuple[_State, Snapshot]] = {}
_lock = threading.Lock()


def groups_of(audience: Audience) -> tuple[str, ...]:
    """As the documents of the search name them (`search.pages.views.audience_of`)."""
    return GROUPS[audience]


def snapshot_for(audience: Audience) -> Snapshot:
    """The landscape of now. Two queries where nothing changed. Call outside a transaction, as the search's `synchronise`."""
    with inverted_index.lock:
        now = inverted_index.synchronise()
        state = _state(now)
        with _lock:
            known = _kept.get(audience)
            if known and known[0] == state:
                return known[1]
        entries = _Entries.of(inverted_index, audience)
    found = _read(audience, entries, state.mark)
    with _lock:
        _kept[audience] = (state, found)
    return found


class _State(NamedTuple):
    """`data` are the same in every process that reads the same; `process` says from where this one read them."""

    data: tuple
    process: tuple

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr(self.data).encode()).hexdigest()[:24]


def _state(now: Now) -> _State:
    """Differs when anything differs that a snapshot holds: the index, the history of what no document shows, the day."""
    newest = ", ".join(
        f"(SELECT max(pgh_id) FROM {model.pgh_event_models['insert']._meta.db_table})"  # noqa: S608 (our own tables)
        for model in WATCHED
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {newest}")
        events = cursor.fetchone()
    settings = connection.settings_dict
    return _State(
        (*now[:3], *events, timezone.localdate()), (inverted_index.loads, settings["HOST"], settings["NAME"])
    )


class _Entries(NamedTuple):
    """What the index says: who is shown, and the facets, as they are at this moment (the index goes on changing its own)."""

    networks: BitMap
    actors: BitMap
    facets: dict[str, BitMap]

    @classmethod
    def of(cls, index: InvertedIndex, audience: Audience) -> _Entries:
        shown = BitMap.union(*(index.facet(group) for group in groups_of(audience)))
        facets = {}
        for value, ids in index.facets.items():
            facet = FACETS.get(value.partition("=")[0])
            if facet and not facet.look_up and (seen := ids & shown):
                facets[value] = seen
        return cls(shown & index.facet("art=netzwerk"), shown & index.facet("art=akteur"), facets)


def _read(audience: Audience, entries: _Entries, mark: str) -> Snapshot:
    today = timezone.localdate()
    networks, actors = _numbers("netzwerk", entries.networks), _numbers("akteur", entries.actors)
    facts = _kept_once(_networks(networks, actors))
    return Snapshot(
        audience=audience,
        mark=mark,
        today=today,
        read_at=timezone.now(),
        networks=facts,
        actors=entries.actors,
        facets=entries.facets,
        pks=PrimaryKeys([*networks.values(), *actors.values()], [*networks, *actors]),
        agreed=_agreed(audience, networks, today),
    )


def _numbers(kind: str, entries: BitMap) -> dict[int, int]:
    """Primary key -> number of the entry."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES_SQL, [kind])
        ids, pks = (
            np.frombuffer(packed, size)
            for packed, size in zip(cursor.fetchone(), (">i4", ">i8"), strict=True)
        )
    is_shown = np.isin(ids, entries.to_array())
    return dict(zip(pks[is_shown].tolist(), ids[is_shown].tolist(), strict=True))


def _kept_once(facts: dict[int, NetworkFacts]) -> dict[int, NetworkFacts]:
    """What the snapshots of before say in the same words stands in memory once: most networks look alike to both audiences, and
    an edit changes one."""
    with _lock:
        before = [known.networks for _state, known in _kept.values()]
    for entry, one in facts.items():
        facts[entry] = next((known[entry] for known in before if known.get(entry) == one), one)
    return facts


NETWORK_FIELDS = (
    "pk", "slug", "name", "short_name", "format__name", "status", "rhythm_text", "character", "bindingness", "openness",
    "begins_on", "ends_on", "confirmed_at", "parent", "coordinator", "committee", "committee_name", "planning_tie",
    "planning_field",
)  # fmt: skip
TERMS = ("themes", "target_groups", "life_phases", "districts")


def _networks(numbers: dict[int, int], actors: dict[int, int]) -> dict[int, NetworkFacts]:
    seats, leading = _seats(numbers, actors)
    lists = {name: _words(getattr(Network, name).through) for name in TERMS}
    yearly, facts = _Yearly(), {}
    for row in Network.objects.order_by("sort_name", "pk").values(*NETWORK_FIELDS).iterator():
        entry = numbers.get(row["pk"])
        if entry is None:
            continue
        coordinators = leading[row["pk"]]
        if first := actors.get(row["coordinator"]):
            coordinators = coordinators | BitMap([first])
        facts[entry] = NetworkFacts(
            entry=entry,
            pk=row["pk"],
            slug=row["slug"],
            name=row["name"],
            short_name=row["short_name"],
            format=intern(row["format__name"]),
            status=intern(row["status"]),
            members=seats[row["pk"]] | coordinators,
            coordinators=coordinators,
            rhythm_text=intern(row["rhythm_text"]),
            times_a_year=yearly[row["rhythm_text"]],
            character=tuple(map(intern, row["character"] or ())),
            bindingness=intern(row["bindingness"]),
            openness=intern(row["openness"]),
            begins_on=row["begins_on"],
            ends_on=row["ends_on"],
            reports=bool(
                row["committee"] in actors
                or row["committee_name"]
                or row["planning_tie"]
                or row["planning_field"]
            ),
            confirmed_at=row["confirmed_at"],
            parent=row["parent"] if row["parent"] in numbers else None,
            **{name: words.get(row["pk"], ()) for name, words in lists.items()},
        )
    return facts


def _seats(numbers: dict[int, int], actors: dict[int, int]) -> tuple[dict[int, BitMap], dict[int, BitMap]]:
    """Network (pk) -> entries of its members, and of those among them whose turn it is to coordinate."""
    today = timezone.localdate()
    in_office = Q(role_since__isnull=True) | Q(role_since__lte=today)
    in_office &= Q(role_until__isnull=True) | Q(role_until__gte=today)
    seats: dict[int, BitMap] = defaultdict(BitMap)
    leading: dict[int, BitMap] = defaultdict(BitMap)
    current = Membership.objects.current().confirmed().order_by()
    for network, actor in current.values_list("network", "actor").iterator():
        if network in numbers and actor in actors:
            seats[network].add(actors[actor])
    office = current.filter(in_office, role=Membership.Role.COORDINATION)
    for network, actor in office.values_list("network", "actor"):
        if network in numbers and actor in actors:
            leading[network].add(actors[actor])
    return seats, leading


def _words(through: Any) -> dict[int, tuple[str, ...]]:
    """Network (pk) -> slugs of what it names of a list, in the order of the list. Equal choices are one tuple."""
    term = next(field.name for field in through._meta.fields if field.name not in {"id", "network"})
    chosen: dict[int, list[str]] = defaultdict(list)
    rows = through.objects.order_by(f"{term}__position", f"{term}__name", f"{term}__pk")
    for network, slug in rows.values_list("network", f"{term}__slug").iterator():
        chosen[network].append(slug)
    known: dict[tuple[str, ...], tuple[str, ...]] = {}
    return {network: known.setdefault(tuple(slugs), tuple(slugs)) for network, slugs in chosen.items()}


class _Yearly(dict[str, float | None]):
    """Rhythm in words -> meetings a year; the same words are read once. What was read only in part may mean anything."""

    def __missing__(self, text: str) -> float | None:
        parsed = rhythms.parse(text)
        known = None if parsed is None or parsed.leftover else 0.0 if parsed.paused else parsed.times_per_year
        self[text] = known
        return known


def _agreed(audience: Audience, numbers: dict[int, int], today: date) -> tuple[Agreed, ...]:
    kinds = Meeting.Visibility
    shown = (
        [kinds.PUBLIC] if audience is Audience.PUBLIC else [kinds.PUBLIC, kinds.MEMBERS]
    )  # hidden ones are their editors' alone
    meetings = Meeting.objects.upcoming().filter(visibility__in=shown, start__lt=start_of(today + AHEAD))
    return tuple(
        Agreed(numbers[network], timezone.localtime(start), is_all_day)
        for network, start, is_all_day in meetings.values_list("network", "start", "is_all_day").iterator()
        if network in numbers
    )


def actors_behind(snapshot: Snapshot, entries: Iterable[int]) -> dict[int, Actor]:
    """Entry -> actor, for those that a page shows, in the order of their names: one query."""
    wanted = {snapshot.pks[entry]: entry for entry in entries if entry in snapshot.pks}
    actors = Actor.objects.filter(pk__in=wanted).select_related("kind", "district")
    return {wanted[actor.pk]: actor for actor in actors.order_by("sort_name", "pk")}
