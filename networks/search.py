"""What the search knows of a network, and the facets that networks have."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rhythm
from actors.models import Actor
from actors.search import (
    actors_called,
    all_ids,
    audience_of,
    changes_of_consent,
    life_phases,
    passages_of_people,
    phones_of,
    public_actors,
    target_groups,
    themes,
)
from networks import rhythm_words, times
from networks.models import Commitment, DigitalForm, Meeting, MemberGroup, Membership, Network
from search.sources import Document, Facet, Option, Passage, register, register_facet
from search.terms import PlaceList, TermList, linked
from vocabulary.closed import synonyms_of
from vocabulary.days import start_of
from vocabulary.models import NetworkFormat

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STANDING: dict[str, int] = {Network.Status.ENDED: 70, Network.Status.DORMANT: 85}
MOST_COMMITMENTS = 200  # of a network: more would only fill its document
MOST_MEMBERS = 200  # of one network that are words of its document; the card counts all
KIND_LABELS = {
    value: str(label) for value, label in DigitalForm.Kind.choices
}  # of a kind nobody knows, its key
CLOSED = {
    "charakter": "character",
    "verbindlichkeit": "bindingness",
    "offenheit": "openness",
    "status": "status",
    "trifft_sich": "meeting_mode",
}
PROSE = ("purpose", "goals", "occasion", "added_value", "how_to_join", "planning_field")


def formats() -> TermList:
    return TermList(NetworkFormat, "format", "Format", "C")


class NetworkSource:
    kind = "netzwerk"
    label = _("Netzwerke")
    route = "networks:detail"
    template = "networks/_card.html"

    def all_ids(self) -> Iterator[int]:
        return all_ids(Network)

    def documents(self, ids: list[int]) -> Iterable[Document]:
        """A dozen queries for any number of ids."""
        batch = _NetworkBatch(ids)
        rows = list(
            Network.objects.filter(pk__in=ids).select_related("coordinator", "contact", "committee", "parent")
        )
        batch.read_editors(rows)
        return [batch.document(network) for network in rows]


class _NetworkBatch:
    """What the documents of one batch need beside the rows of the networks themselves."""

    def __init__(self, ids: list[int]) -> None:
        self.lists: dict[str, TermList] = {
            "themes": themes(), "target_groups": target_groups(), "life_phases": life_phases(), "districts": PlaceList(),
        }  # fmt: skip
        self.formats = formats()
        self.links = {
            name: linked(
                getattr(Network, name).through, "network_id", f"{terms.model._meta.model_name}_id", ids
            )
            for name, terms in self.lists.items()
        }
        self.members: dict[int, list[Membership]] = defaultdict(list)
        self.invited: dict[int, list[Membership]] = defaultdict(list)  # found by name, but not counted
        self.changes: dict[int, list[datetime]] = defaultdict(list)
        self.leading: dict[int, list[Actor]] = defaultdict(
            list
        )  # whose turn it is, in the order of their names
        self.commitments: dict[int, list[Commitment]] = defaultdict(list)
        self._read_members(ids)
        self._read_commitments(ids)
        groups = MemberGroup.objects.filter(network__in=ids).values_list("network", "number")
        self.in_groups: Counter[int] = Counter()
        for network_id, number in groups:
            self.in_groups[network_id] += number or 1
        self.next_meeting: dict[int, Meeting] = {}
        self.upcoming: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in Meeting.objects.public().upcoming().filter(network__in=ids):
            self.next_meeting.setdefault(meeting.network_id, meeting)
            self.upcoming[meeting.network_id].append(meeting)
        past = Meeting.objects.public().past().filter(network__in=ids).order_by("network_id", "-start", "-pk")
        self.last_meeting = {meeting.network_id: meeting for meeting in past.distinct("network_id")}
        self.digital: dict[int, list[str]] = defaultdict(list)
        forms = DigitalForm.objects.filter(network__in=ids).order_by("kind", "pk")
        for network_id, kind in forms.values_list("network", "kind"):
            if kind not in self.digital[network_id]:
                self.digital[network_id].append(kind)

    def read_editors(self, rows: list[Network]) -> None:
        """Editors of those that are not public, their coordinators' included."""
        hidden = [network for network in rows if not network.is_public]
        own = linked(Network.editors.through, "network_id", "user_id", [network.pk for network in hidden])
        coordinators = [actor.pk for network in hidden for actor in self.coordinators(network)]
        theirs = linked(Actor.editors.through, "actor_id", "user_id", coordinators)
        withheld = linked(
            Network.withheld.through, "network_id", "user_id", [network.pk for network in hidden]
        )
        self.editors = {
            network.pk: [
                *own[network.pk],
                *(
                    pk
                    for actor in self.coordinators(network)
                    for pk in theirs[actor.pk]
                    if pk not in withheld[network.pk]
                ),
            ]
            for network in hidden
        }

    def coordinators(self, network: Network) -> list[Actor]:
        """Mirrors `Network.coordinators`."""
        others = [actor for actor in self.leading[network.pk] if actor.pk != network.coordinator_id]
        return [*([network.coordinator] if network.coordinator else []), *others]

    def _read_members(self, ids: list[int]) -> None:
        """Current members that are public, and the moments at which membership will change by itself."""
        today = timezone.localdate()
        rows = Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=today), network__in=ids)
        rows = rows.select_related("actor", "contact").only(
            "network", "since", "until", "state", "role", "role_since", "role_until", "actor__name", "actor__short_name",
            "actor__slug", "actor__review_status", "actor__email", "actor__latitude", "actor__longitude",
            "contact__name", "contact__role", "contact__consent_on", "contact__consent_until",
        )  # fmt: skip
        for membership in rows.order_by("actor__sort_name", "pk"):
            if membership.since and membership.since > today:
                self.changes[membership.network_id].append(start_of(membership.since))
                continue
            if membership.until:
                self.changes[membership.network_id].append(start_of(membership.until + timedelta(days=1)))
            self.changes[membership.network_id] += _turns(membership)
            if membership.is_coordinating:
                self.leading[membership.network_id].append(membership.actor)
            if membership.actor.is_public:
                seats = self.members if membership.is_confirmed else self.invited
                seats[membership.network_id].append(membership)

    def _read_commitments(self, ids: list[int]) -> None:
        """What everybody may read of tasks and resources."""
        public = Commitment.objects.current().filter(network__in=ids, is_public=True)
        for commitment in public.filter(actor__in=Actor.objects.published()).select_related("resource"):
            self.commitments[commitment.network_id].append(commitment)
            if commitment.until:
                self.changes[commitment.network_id].append(start_of(commitment.until + timedelta(days=1)))

    def document(self, network: Network) -> Document:
        chosen = {name: self.links[name][network.pk] for name in self.lists}
        meeting = self.next_meeting.get(network.pk)
        changes = list(self.changes[network.pk])
        if meeting:
            changes.append(meeting.over_at + timedelta(seconds=1))
        if network.contact:
            changes += changes_of_consent(network.contact)
        for member in self.members[network.pk]:
            changes += changes_of_consent(member.contact) if member.contact else []
        return Document(
            object_id=network.pk,
            kennung=network.kennung or "",
            names=[name for name in (network.name, network.short_name, *network.other_names) if name],
            sort_name=network.sort_name,
            passages=self._passages(network, chosen),
            facets=self._facets(network, chosen),
            audience=audience_of(network, self.editors.get(network.pk, [])),
            card=self._card(network, chosen, meeting),
            confirmed_at=network.confirmed_at,
            upcoming_at=meeting.start if meeting else None,
            stale_at=min((moment for moment in changes if moment > timezone.now()), default=None),
            place=self._place(network, chosen["districts"]),
            standing=STANDING.get(network.status, 100),
            phones=tuple(filter(None, phones_of([network.contact] if network.contact else []))),
        )

    def _place(self, network: Network, districts: list[int]) -> tuple[float, float] | None:
        """Where it is coordinated; what works in the whole city is not at one address of it."""
        coordinator = network.coordinator
        if coordinator is None or not coordinator.is_public or self.lists["districts"].are_whole(districts):
            return None
        return coordinator.coordinates

    def _facets(self, network: Network, chosen: dict[str, list[int]]) -> dict[str, list[str]]:
        closed = {facet: getattr(network, name) for facet, name in CLOSED.items()}
        closed |= {"offenheit": _openness(network), "rhythmus": network.rhythm_frequency}
        coordinating = [actor.slug for actor in self.coordinators(network) if actor.is_public]
        seated = [member.actor.slug for member in self.members[network.pk]]
        return {
            "art": ["netzwerk"],
            "format": self.formats.facet_values([network.format_id]),
            "mitglied": list({*seated, *coordinating}),
            "koordination": coordinating,
            "digital": self.digital[network.pk],
            **times.facets_of(network.structured_rhythm, self.upcoming[network.pk]),
            **{terms.facet: terms.facet_values(chosen[name]) for name, terms in self.lists.items()},
            **{facet: _values(value) for facet, value in closed.items() if value},
        }

    def _passages(self, network: Network, chosen: dict[str, list[int]]) -> list[Passage]:
        passages = [Passage("D", text) for field in PROSE if (text := getattr(network, field))]
        passages += self.formats.passages([network.format_id])
        for name, terms in self.lists.items():
            passages += terms.passages(chosen[name])
        # Whatever is not public itself must not become findable through this network.
        coordinators = self.coordinators(network)
        linked_to = [
            *(("Koordination", actor) for actor in coordinators),
            ("berichtet an", network.committee),
            ("gehört zu", network.parent),
        ]
        for via, other in linked_to:
            if other and other.is_public:
                passages += [Passage("E", name, via) for name in (other.name, other.short_name) if name]
        passages += _passages_of_mode(network)
        passages += _passages_of_digital(self.digital[network.pk])
        people = [network.contact, *(member.contact for member in self.members[network.pk][:MOST_MEMBERS])]
        passages += passages_of_people(list(dict.fromkeys(filter(None, people))))
        for commitment in self.commitments[network.pk][:MOST_COMMITMENTS]:
            passages += _passages_of_commitment(commitment)
        if network.committee_name:
            passages.append(Passage("E", network.committee_name, "berichtet an"))
        for member in (self.members[network.pk] + self.invited[network.pk])[:MOST_MEMBERS]:
            if member.actor not in coordinators:
                via = "Mitglied" if member.is_confirmed else "eingeladen"
                names = (member.actor.name, member.actor.short_name)
                passages += [Passage("E", name, via) for name in names if name]
        return passages

    def _card(
        self, network: Network, chosen: dict[str, list[int]], meeting: Meeting | None
    ) -> dict[str, Any]:
        shown = ("themes", "target_groups")
        last = self.last_meeting.get(network.pk)
        read, unread = rhythm_words.read_in_part(network)
        seated = [member.actor.name for member in self.members[network.pk]]
        coordinators = self.coordinators(network)
        public = [actor for actor in coordinators if actor.is_public]
        return {
            "slug": network.slug,
            "label": self.formats.terms[network.format_id].name,
            "status": network.status,
            "status_label": str(network.get_status_display()),
            "rhythm": network.rhythm_text or str(network.rhythm_frequency_label),
            "rhythm_read": read,
            "rhythm_unread": unread,
            "rhythm_shown": rhythm_words.plain(network.rhythm_text, read) or str(network.rhythm_frequency_label),
            "frequency_label": str(network.rhythm_frequency_label),
            "meeting_mode_label": str(network.get_meeting_mode_display()),
            "members": len(seated) + self.in_groups[network.pk],
            "member_names": seated[:MOST_MEMBERS],
            "purpose": network.purpose,
            "contact": network.address_among(coordinators),
            "how_to_join": network.how_to_join,
            "digital": [KIND_LABELS.get(kind, kind) for kind in self.digital[network.pk]],
            "last_meeting": last.start.isoformat() if last else "",
            "coordinator": ", ".join(actor.name for actor in public),
            "places": [label["label"] for label in self.lists["districts"].labels(chosen["districts"])],
            "coordinator_slug": public[0].slug if public else "",
            "openness": _openness(network),
            "openness_label": str(network.get_openness_display()) if _openness(network) else "",
            "labels": [label for name in shown for label in self.lists[name].labels(chosen[name])],
            "meeting": {
                "start": meeting.start.isoformat(), "is_all_day": meeting.is_all_day, "place": meeting.place,
            } if meeting else None,
            "website": network.website,
            "is_public": network.is_public,
            "review_status": network.review_status,
            "review_label": str(network.get_review_status_display()),
            "short_name": network.short_name,
        }  # fmt: skip


def _passages_of_mode(network: Network) -> list[Passage]:
    """How they meet, also by its other words („online“, „Präsenz“)."""
    label = str(network.get_meeting_mode_display())
    others = synonyms_of("trifft_sich").get(label, [])
    said = [Passage("E", label, "trifft sich")] if label else []
    return said + [Passage("E", other, "trifft sich", label) for other in others]


def _passages_of_digital(kinds: Iterable[str]) -> list[Passage]:
    """Where they work together between meetings, also by its other words („Cloud“)."""
    said = []
    for label in (KIND_LABELS[kind] for kind in kinds if kind in KIND_LABELS):
        said.append(Passage("E", label, "Digitale Form"))
        others = synonyms_of("digital").get(label, [])
        said += [Passage("E", other, "Digitale Form", label) for other in others]
    return said


def _passages_of_commitment(commitment: Commitment) -> list[Passage]:
    """„Wer kümmert sich um …“ and „Wer hat …“."""
    kind = commitment.resource
    if kind is None:
        return [Passage("D", commitment.text, "Aufgabe")]
    others = [Passage("E", word, "eingebracht", kind.name) for word in kind.synonyms]
    return [Passage("D", commitment.text, "eingebracht"), Passage("E", kind.name, "eingebracht"), *others]


def _turns(membership: Membership) -> list[datetime]:
    """The moments at which a role begins and ends."""
    first = [start_of(membership.role_since)] if membership.role_since else []
    return first + ([start_of(membership.role_until + timedelta(days=1))] if membership.role_until else [])


def _openness(network: Network) -> str:
    """Nobody joins what has ended."""
    return "" if network.status == Network.Status.ENDED else network.openness


def _values(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _closed_lists() -> Iterator[tuple[str, StrOrPromise, Any]]:
    """Facet, label and choices of the fields whose values are closed lists."""
    for facet, name in CLOSED.items():
        field: Any = Network._meta.get_field(name)
        yield facet, field.verbose_name, getattr(field, "base_field", field).choices
    yield "rhythmus", _("Treffen"), rhythm.FREQUENCIES
    yield "digital", _("Digitale Form"), DigitalForm.Kind.choices


def _choices(choices: Iterable[tuple[str, Any]]) -> list[Option]:
    return [Option(value, str(label)) for value, label in choices if value]


def register_all() -> None:
    register(NetworkSource())
    register_facet(
        Facet(
            "art",
            _("Art"),
            lambda: [
                Option("netzwerk", str(_("Netzwerk"))),
                Option("akteur", str(_("Einrichtung oder Akteur"))),
            ],
        )
    )
    register_facet(
        Facet(
            "format",
            pgettext_lazy("Netzwerk", "Format"),
            lambda: formats().options(),
            _("Alle %(n)d Formate zeigen"),
        )
    )
    for name, label, choices in _closed_lists():
        register_facet(Facet(name, label, lambda choices=choices: _choices(choices)))
    for name, label, options in times.FACETS:
        register_facet(Facet(name, label, lambda options=options: _choices(options), is_listed=False))
    for name, label in (("mitglied", _("Mitglied")), ("koordination", _("Koordination"))):
        register_facet(_facet_of_actors(name, label))


def _facet_of_actors(name: str, label: StrOrPromise) -> Facet:
    more = _("Weitere Akteure zeigen")
    return Facet(
        name, label, list, more,
        kinds=("netzwerk",), look_up=public_actors, find=actors_called, values_are={"art": ["akteur"]},
    )  # fmt: skip
