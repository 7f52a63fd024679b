"""Candidates for a proposal: one indexed step over the blocking records, then `scoring`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from actors.models import Actor
from duplicates import candidates
from duplicates.candidates import CANDIDATES, Near, by_sight, rarity, without
from duplicates.scoring import MAX_MATCHES, SAME
from networks.models import BlockingRecord, Meeting, Network
from networks.recognition import blocking, context
from networks.recognition.profiles import Profile
from networks.recognition.scoring import NetworkMatch, rank
from networks.recognition.structures import Corpus, Structure

POSTINGS = 6_000  # rows that one search may look at; the rarest keys come first
KINDS = {
    "r": 1.0,
    "f": 0.5,
    "g": 0.12,
    "a": 1.2,
    "m": 0.6,
    "t": 0.3,
}  # what a shared key of a kind is worth, if rare


@dataclass
class NetworkStatistics(candidates.Statistics[Structure, Profile]):
    table = blocking.TABLE

    corpus: Corpus = field(default_factory=Corpus)

    def learn(self, forms: Iterable[Structure]) -> None:
        districts = context.districts_known()
        self.corpus = Corpus.measure(
            forms,
            places=context.read_places(districts),
            own_names=context.own_names(districts),
            theme_parents=context.theme_parents(),
        )

    def prepare(self, form: Structure) -> Profile:
        return Profile(form, self.corpus)


current_statistics = NetworkStatistics.now


def find(proposal: Structure, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES) -> list[NetworkMatch]:
    """Matches worth showing, best first. All networks, whatever their state; for people see `found_for`."""
    known = current_statistics()
    rows = without(nearest(proposal, known), exclude)
    return rank(known.prepare(proposal), known.best(rows), limit=limit)


def nearest(proposal: Structure, known: NetworkStatistics, limit: int = 2 * CANDIDATES) -> list[Near]:
    """The networks that share most with a proposal, rare things counting most."""
    return known.nearest(wanted_keys(proposal, known), looked_at=POSTINGS, limit=limit)


def wanted_keys(proposal: Structure, known: NetworkStatistics) -> dict[str, float]:
    """Key → weight, rarest first, until as many rows as `POSTINGS` would have to be looked at."""
    weighted = []
    for key in blocking.keys_of(proposal):
        often = known.keys[key] * known.scale  # 0 where only what is not public has the key
        weighted.append((often, key, key_weight(key, often, known.public)))
    budget, chosen = float(POSTINGS), dict[str, Any]()
    for often, key, weight in sorted(weighted):
        budget -= often
        if budget < 0 and chosen:
            break
        chosen[key] = weight
    return chosen


def key_weight(key: str, often: float, size: int) -> float:
    """What it is worth that two networks share a key which `often` of `size` networks have."""
    return KINDS[key[0]] * rarity(often, size)


# --- for people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundNetwork:
    """A match for somebody to see. `network` is None when this person may not see the entry: then nothing of it shows."""

    match: NetworkMatch
    network: Network | None
    coordinator: Actor | None = None
    next_meeting: Meeting | None = None

    @property
    def is_same(self) -> bool:
        return self.match.verdict == SAME

    @property
    def verdict(self) -> str:
        """In words; what has ended is no reason not to begin anew."""
        if not self.is_same:
            return _("verwandt")
        has_ended = self.network is not None and self.network.status == Network.Status.ENDED
        return _("gab es schon") if has_ended else _("gibt es schon")

    @property
    def join_address(self) -> str:
        """The page to ask for taking part on; "" where nobody can."""
        network = self.network
        return reverse("networks:join", args=[network.slug]) if network and network.accepts_requests else ""


def found_for(
    user: User | AnonymousUser, proposal: Structure, *, exclude: Iterable[int] = (), limit: int = MAX_MATCHES
) -> list[FoundNetwork]:
    """Matches as `user` may see them, best first. What this person sees is compared as if nothing else existed, so that
    no verdict, order or number tells of hidden entries; what was handed in and is not public yet shows only as the fact
    that there is one. What was rejected, archived or not handed in does not show at all.
    """
    return _with_details(_found(user, proposal, exclude, limit), user)


def _found(
    user: User | AnonymousUser, proposal: Structure, exclude: Iterable[int], limit: int = MAX_MATCHES
) -> list[FoundNetwork]:
    known = current_statistics()
    visible, hidden = by_sight(user, Network, without(nearest(proposal, known), exclude))
    mine = known.prepare(proposal)
    matches = rank(mine, known.best(visible), limit=limit)
    secret = rank(mine, known.best(hidden), limit=1)
    networks = Network.objects.select_related("format").in_bulk([match.existing.key for match in matches])
    found = [
        FoundNetwork(match, networks[match.existing.key])
        for match in matches
        if match.existing.key in networks
    ]
    found += [FoundNetwork(match, None) for match in secret]
    return sorted(found, key=lambda item: -item.match.score)


def _with_details(found: list[FoundNetwork], user: User | AnonymousUser) -> list[FoundNetwork]:
    """With what tells somebody at a glance whether it is what he plans: two queries, however many."""
    networks = [item.network for item in found if item.network]
    coordinators = Actor.objects.visible_to(user).in_bulk(
        {network.coordinator_id for network in networks if network.coordinator_id}
    )
    upcoming = Meeting.objects.public().upcoming().filter(network__in=networks)
    meetings = {
        m.network_id: m for m in upcoming.order_by("network_id", "start", "pk").distinct("network_id")
    }
    return [
        replace(
            item,
            coordinator=coordinators.get(item.network.coordinator_id),
            next_meeting=meetings.get(item.network.pk),
        )
        if item.network
        else item
        for item in found
    ]


def too_little(proposal: Structure, found: list[FoundNetwork], *, named: str = "") -> str:
    """Why „nichts Ähnliches“ would mean nothing, in German; "" where something is shown of what was `found`, or where the
    proposal says what it is for. `named`: the members as written, known or not."""
    if any(item.network for item in found) or current_statistics().prepare(proposal).says_what_for:
        return ""
    if proposal.name.strip():
        return _("„%(name)s“ sagt noch nicht, worum es geht.") % {"name": proposal.name.strip()}
    if proposal.purpose.strip():
        return _("„%(words)s“ sagt noch nicht genau genug, worum es geht.") % {
            "words": Truncator(proposal.purpose.strip()).chars(80)
        }
    if proposal.people or named.strip():
        return _("Wer mitmacht, sagt noch nicht, worum es geht.")
    return _("Die Auswahl allein sagt noch nicht, worum es geht.")


def similar_to(network: Network, user: User | AnonymousUser, *, limit: int = 5) -> list[FoundNetwork]:
    """Networks like this one that `user` may see, best first; what is linked as related is left out."""
    blocking.refresh()
    record = BlockingRecord.objects.filter(network=network).first()
    if record is None:
        return []
    linked = set(network.related_networks.values_list("pk", flat=True)) | {network.pk, network.parent_id}
    linked |= set(network.subnetworks.values_list("pk", flat=True))
    structure = blocking.from_json(record.structure, network.pk)
    found = _found(user, structure, exclude={pk for pk in linked if pk is not None})
    return [item for item in found if item.network is not None][:limit]
