"""Two to four networks side by side: what is read of them for somebody, and what speaks for bringing two of them together.

Source: entries and confirmed seats of today, as this person may see them; the words are compared by the recognition of duplicates
(`networks.recognition`), seats, themes, target groups, place and character by `insight.overlap`. Limits: a house is one actor,
whoever of it comes; what is not entered cannot be compared. Advice is a reason to look, never a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap

import rhythm as rhythms
from accounts.models import User
from accounts.roles import Action
from actors.models import Actor
from duplicates.scoring import RELATED, SAME
from insight.kept import measure
from insight.overlap import Advice, Pair, pair_of, pairs
from insight.snapshot import NetworkFacts, Snapshot
from moderation.permissions import may
from networks.models import DuplicateDecision, Meeting, Membership, Network, Update
from networks.recognition import pairs as recognition
from networks.recognition.scoring import NetworkMatch

MOST = 4  # more do not stand side by side on a sheet of paper
PROPOSED = 6  # networks or pairs to begin with
CLOSEST = "closest-pairs"
QUICK = 1_000  # networks whose pairs are counted while a page waits


@dataclass(frozen=True)
class ComparedNetwork:
    """A network as somebody may see it. `members`: who sits in it or coordinates it, in the order of their names;
    `facts.members` are their primary keys."""

    network: Network
    facts: NetworkFacts
    members: list[Actor]
    coordinators: list[Actor]
    committee: Actor | None
    next_meeting: Meeting | None
    last_update: Update | None


def read(networks: Sequence[Network], user: User | AnonymousUser) -> list[ComparedNetwork]:
    """`networks` are visible to this person and come with what they name of lists. Five queries for any number of them."""
    seats: dict[int, dict[Actor, None]] = defaultdict(dict)
    leading: dict[int, dict[Actor, None]] = defaultdict(dict)
    named = {pk for one in networks for pk in (one.coordinator_id, one.committee_id) if pk}
    others = Actor.objects.visible_to(user).in_bulk(named)
    for one in networks:
        if first := others.get(one.coordinator_id):
            leading[one.pk][first] = seats[one.pk][first] = None
    current = Membership.objects.current().confirmed().visible_to(user).filter(network__in=networks)
    for seat in current.select_related("actor").order_by("actor__sort_name", "actor"):
        seats[seat.network_id][seat.actor] = None
        if seat.is_coordinating:
            leading[seat.network_id][seat.actor] = None
    meetings = Meeting.objects.visible_to(user).upcoming().filter(network__in=networks)
    ahead = _first_of_each(meetings.order_by("network_id", "start", "pk").distinct("network_id"))
    updates = Update.objects.visible_to(user).filter(network__in=networks)
    told = _first_of_each(updates.order_by("network_id", "-date", "-pk").distinct("network_id"))
    return [
        ComparedNetwork(
            one,
            _facts(one, seats[one.pk], leading[one.pk]),
            sorted(seats[one.pk], key=lambda actor: (actor.sort_name, actor.pk)),
            list(leading[one.pk]),
            others.get(one.committee_id),
            ahead.get(one.pk),
            told.get(one.pk),
        )
        for one in networks
    ]


def _first_of_each[Row: (Meeting, Update)](rows: Iterable[Row]) -> dict[int, Row]:
    return {row.network_id: row for row in rows}


def _facts(network: Network, members: Iterable[Actor], leading: Iterable[Actor]) -> NetworkFacts:
    """The same as in a snapshot, with primary keys in place of entries: what somebody sees of drafts is in no snapshot."""
    rhythm = rhythms.parse(network.rhythm_text)
    is_known = rhythm is not None and not rhythm.leftover
    yearly = (0.0 if rhythm.paused else rhythm.times_per_year) if rhythm and is_known else None
    return NetworkFacts(
        entry=network.pk,
        pk=network.pk,
        slug=network.slug,
        name=network.name,
        short_name=network.short_name,
        format=network.format.name,
        status=network.status,
        members=BitMap(actor.pk for actor in members),
        coordinators=BitMap(actor.pk for actor in leading),
        rhythm_text=network.rhythm_text,
        times_a_year=yearly,
        themes=tuple(one.slug for one in network.themes.all()),
        target_groups=tuple(one.slug for one in network.target_groups.all()),
        life_phases=tuple(one.slug for one in network.life_phases.all()),
        districts=tuple(one.slug for one in network.districts.all()),
        character=tuple(network.character),
        bindingness=network.bindingness,
        openness=network.openness,
        parent=network.parent_id,
    )


# --- two of them -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ComparedPair:
    """`match`: what the comparison of the words found, None where an entry is too new for it; `is_linked`: the two name each
    other as related; `decision`: what Koordination decided about them, for who may read that."""

    first: ComparedNetwork
    second: ComparedNetwork
    match: NetworkMatch | None
    is_linked: bool
    decision: DuplicateDecision | None

    @cached_property
    def pair(self) -> Pair:
        return pair_of(self.first.facts, self.second.facts)

    @property
    def smaller(self) -> ComparedNetwork:
        return min(self.first, self.second, key=lambda one: len(one.facts.members))

    @property
    def larger(self) -> ComparedNetwork:
        return self.second if self.smaller is self.first else self.first

    @property
    def bond(self) -> str:
        """Why the two are two on purpose; empty where nothing says so."""
        for one, other in ((self.first, self.second), (self.second, self.first)):
            names = {"one": one.facts.label, "other": other.facts.label}
            if one.network.parent_id == other.network.pk:
                return _("„%(one)s“ gehört zu „%(other)s“.") % names
            if one.network.successor_id == other.network.pk:
                return _("„%(other)s“ führt die Arbeit von „%(one)s“ fort.") % names
        return _("Die beiden sind schon als verwandt verknüpft.") if self.is_linked else ""

    @property
    def advice(self) -> Advice | None:
        """None where there is nothing to advise: they are two on purpose, or one is not at work."""
        if self.bond or not (self.first.facts.is_active and self.second.facts.is_active):
            return None
        verdict = self.match.verdict if self.match else ""
        if verdict == SAME:
            return Advice.MERGE
        if self.pair.advice is Advice.SEPARATE and verdict == RELATED:
            return Advice.LINK
        return self.pair.advice

    @property
    def because(self) -> str:
        """The advice in a sentence."""
        if self.advice is None:
            return self.bond or _(
                "Eines der beiden ist zurzeit nicht aktiv. Darum steht hier kein Vorschlag."
            )
        said = {
            Advice.MERGE: _("Zusammenlegen prüfen: Beide scheinen dieselbe Aufgabe zu haben."),
            Advice.BUNDLE: _("Termine bündeln prüfen: Die Aufgaben sind verschieden, die Beteiligten fast dieselben."),
            Advice.LINK: _("Verknüpfen prüfen: Beide haben miteinander zu tun, die Aufgaben sind verschieden."),
            Advice.SEPARATE: _("Getrennt lassen: Die beiden haben wenig gemeinsam."),
        }  # fmt: skip
        return said[self.advice]

    @property
    def overlap(self) -> str:
        """Who sits in both, as a share of the smaller network."""
        of = len(self.smaller.facts.members)
        if not of:
            return _("Von „%(name)s“ sind keine Mitglieder bekannt.") % {"name": self.smaller.facts.label}
        if not self.pair.number:
            return _("Kein Mitglied gehört beiden an.")
        return ngettext(
            "%(n)d von %(of)d Mitglied von „%(smaller)s“ gehört auch „%(larger)s“ an.",
            "%(n)d von %(of)d Mitgliedern von „%(smaller)s“ gehören auch „%(larger)s“ an.",
            of,
        ) % {
            "n": self.pair.number,
            "of": of,
            "smaller": self.smaller.facts.label,
            "larger": self.larger.facts.label,
        }

    @property
    def saves(self) -> str:
        """What merging or bundling would save in a year; empty where neither is advised."""
        if self.advice not in (Advice.MERGE, Advice.BUNDLE) or not self.pair.number:
            return ""
        unknown = [one.facts.label for one in (self.first, self.second) if one.facts.times_a_year is None]
        if unknown:
            names = _(" und ").join(f"„{name}“" for name in unknown)
            return _("Was das spart, lässt sich nicht sagen: Wie oft %(names)s tagt, ist nicht bekannt.") % {
                "names": names
            }
        if not (meetings := round(self.pair.saves)):
            return ""
        what = ngettext("etwa %(n)d Treffen im Jahr", "je etwa %(n)d Treffen im Jahr", self.pair.number)
        ways = ngettext("etwa %(n)d Weg im Jahr", "etwa %(n)d Wege im Jahr", meetings)
        if self.advice is Advice.MERGE:
            sentence = ngettext(
                "Eine gemeinsame Runde erspart %(who)d Akteur %(what)s.",
                "Eine gemeinsame Runde erspart %(who)d Akteuren %(what)s.",
                self.pair.number,
            )
            return sentence % {"who": self.pair.number, "what": what % {"n": meetings}}
        sentence = ngettext(
            "Tagen beide am selben Tag, spart %(who)d Akteur %(ways)s.",
            "Tagen beide am selben Tag, spart jeder der %(who)d Akteure %(ways)s.",
            self.pair.number,
        )
        return sentence % {"who": self.pair.number, "ways": ways % {"n": meetings}}


def pairs_of(compared: Sequence[ComparedNetwork], user: User | AnonymousUser) -> list[ComparedPair]:
    """Every two of them. A constant number of queries."""
    ids = [one.network.pk for one in compared]
    matches = recognition.of_each(ids)
    links = Network.related_networks.through.objects.filter(from_network__in=ids, to_network__in=ids)
    linked = set(links.values_list("from_network_id", "to_network_id"))
    decided = _decided(ids) if may(user, Action.COMPARE) else {}
    found = []
    for first, second in combinations(compared, 2):
        key = (min(first.network.pk, second.network.pk), max(first.network.pk, second.network.pk))
        found.append(
            ComparedPair(first, second, matches.get(key), bool({key, key[::-1]} & linked), decided.get(key))
        )
    return found


def _decided(ids: Collection[int]) -> dict[tuple[int, int], DuplicateDecision]:
    rows = DuplicateDecision.objects.in_force().filter(first__in=ids, second__in=ids)
    return {(row.first_id, row.second_id): row for row in rows.select_related("decided_by")}


# --- with whom to compare --------------------------------------------------------------------------------------------


@measure(CLOSEST, is_quick=lambda snapshot: len(snapshot.networks) <= QUICK)
def closest_pairs(snapshot: Snapshot) -> list[list[int]]:
    """The pairs with most members in common, each as two entries and the number."""
    return [[one.first.entry, one.second.entry, one.number] for one in pairs(snapshot)[:PROPOSED]]


def overlapping(snapshot: Snapshot, entry: int, most: int) -> list[Pair]:
    """The active networks that share most members with one, which may be at work or not."""
    network = snapshot.networks[entry]
    shared = Counter(
        other.entry
        for actor in network.members
        for other in snapshot.rounds.get(actor, ())
        if other.entry != entry
    )
    best = sorted(shared.items(), key=lambda item: (-item[1], snapshot.networks[item[0]].pk))
    return [pair_of(network, snapshot.networks[other]) for other, _number in best[:most]]
