"""Members as people write them, one a line: names from the directory, or new actors to be proposed.

    Stadtbibliothek              the actor called so (also by its short name or another name)
    Stadtbibliothek [stadtbibliothek-2]   the one at this address, where several have the same name
    Kita Neu (Südstadt)          not in the directory: proposed, with its place
    Kita Neu (neu)               the same without a place

A name that is nearly one of the directory is asked back, unless a bracket says that it is meant so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat, Trim
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from actors.models import Actor
from moderation import decisions
from moderation.models import Case, Moderated, Note, sort_key_of
from networks.coordination import seat_coordinators
from networks.membership.inviting import invite, is_only_named, state_for
from networks.models import Membership, Network
from vocabulary.models import ActorKind, District

UNKNOWN_KIND = "Sonstige"
NEW = "neu"  # in brackets where the place is not known
MOST = 60  # members in one form: each that is not listed yet is one more thing for the curators
ADDRESS = re.compile(r"^(.*?)\s*\[([\w-]+)\]$")
PLACE = re.compile(r"^(.*\S)\s*\(([^()]{2,100})\)$")
NEARLY = 85  # of 100: below that a name is another one
TYPED_MOST = 20_000  # names compared with a misspelt one


@dataclass(frozen=True)
class Named:
    """One line. `actor` is None for somebody new, whose `place` may be empty."""

    name: str
    actor: Actor | None = None
    place: str = ""

    @property
    def new_text(self) -> str:
        """What somebody typed that is in no directory yet."""
        return "" if self.actor else self.name


def read_members(
    text: str, user: User | AnonymousUser, *, only_marked_new: bool = False
) -> tuple[list[Named], list[str]]:
    """The lines of `text` that could be read, each actor once, and German sentences about the others.

    `only_marked_new`: who is not in the directory is only proposed with a bracket behind the name."""
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(lines) > MOST:
        told = _(
            "Das sind %(lines)d Mitglieder. Bitte tragen Sie hier höchstens %(most)d ein und die übrigen, sobald "
            "das Netzwerk veröffentlicht ist."
        )
        return [], [told % {"lines": len(lines), "most": MOST}]
    found: dict[object, Named] = {}
    problems = []
    for line in lines:
        named = _read(line, user, is_strict=only_marked_new)
        if isinstance(named, str):
            problems.append(named)
        elif refusal := _refusal(named):
            problems.append(refusal)
        else:
            found.setdefault(named.actor or named.name.casefold(), named)
    return list(found.values()), problems


def _read(line: str, user: User | AnonymousUser, *, is_strict: bool) -> Named | str:
    if match := ADDRESS.match(line):
        actor = Actor.objects.visible_to(user).at_address(match[2]).first()
        return Named(actor.name, actor) if actor else _("„%s“ steht nicht mehr im Verzeichnis.") % match[1]
    if actor := find_actor(line, user):
        return Named(actor.name, actor)
    if match := PLACE.match(line):
        if actor := find_actor(match[1], user):
            return Named(actor.name, actor)
        return Named(match[1][:250], place="" if match[2].casefold() == NEW else match[2])
    if len(line) > 250:
        return _("„%s …“ ist zu lang für einen Namen: bitte eine Einrichtung je Zeile.") % line[:60]
    near = nearest(line, user)
    return _not_there(line, near) if near or is_strict else Named(line)


def _refusal(named: Named) -> str:
    """What the directory would say against somebody new; empty if nothing."""
    if named.actor is None:
        try:
            new_actor(named, None)
        except ValidationError as error:
            return f"„{named.name[:60]}“: " + " ".join(error.messages)
    return ""


def _not_there(name: str, near: str) -> str:
    hint = " " + _("Meinten Sie „%s“?") % near if near else ""
    return _(
        "„%(name)s“ steht nicht im Verzeichnis.%(hint)s Ist es jemand Neues, schreiben Sie den Ort in Klammern dahinter: "
        "„%(name)s (Ort)“. Dann schlagen wir die Einrichtung als neuen Akteur vor."
    ) % {"name": name, "hint": hint}


def find_actor(name: str, user: User | AnonymousUser) -> Actor | None:
    """The actor called so (name, short name or other name), if the user may see it. Case, umlauts and punctuation may be
    written otherwise: „Leselust e.V.“ is „Leselust e. V.“"""
    name = name.strip()
    if not name:
        return None
    spellings = (
        Q(name__iexact=name), Q(short_name__iexact=name), Q(other_names__contains=[name]), _sorts_like(name),
    )  # fmt: skip
    for spelling in spellings:
        if actor := Actor.objects.visible_to(user).filter(spelling).order_by("pk").first():
            return actor
    return None


def _sorts_like(name: str) -> Q:
    """Nothing for a name in another script, of which the key says nothing."""
    key = Trim(sort_key_of(Value(name)))
    return Q(sort_name__in=[key, Concat(key, Value(" "))]) & ~Q(sort_name__in=["", " "])


def nearest(name: str, user: User | AnonymousUser, *, least: int = NEARLY) -> str:
    """The name in the directory that is nearest to a misspelt one; empty if none is near."""
    from rapidfuzz import fuzz, process, utils

    names = Actor.objects.visible_to(user).order_by("pk").values_list("name", flat=True)[:TYPED_MOST]
    best = process.extractOne(
        name, list(names), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=least
    )
    return best[0] if best else ""


def same_name(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def waiting_actors(name: str) -> list[Actor]:
    """What was entered under this name, whoever did, and waits for review; the oldest first."""
    waiting = Actor.objects.filter(review_status=Moderated.ReviewStatus.SUBMITTED)
    found = waiting.filter(Q(name__iexact=name.strip()) | _sorts_like(name)).select_related("district")
    return list(found.order_by("created_at", "pk"))


def waiting_actor(name: str, place: str = "") -> Actor | None:
    """The portal names nobody twice: who is proposed and waits already, with a place that fits, is the one."""
    return next((actor for actor in waiting_actors(name) if _fits(actor, place)), None)


def only_named(name: str, place: str) -> Actor | None:
    """One who waits, but of whom only the name is known: as a member or as the coordination of a network."""
    waiting = (actor for actor in waiting_actors(name) if is_only_named(actor))
    return next((actor for actor in waiting if _fits(actor, place)), None)


def replace_naming(actor: Actor) -> None:
    """Somebody enters in full who had been named only: that case is done, the seats stay."""
    for case in Case.objects.about(actor).open().filter(kind=Case.Kind.NEW, payload__only_named=True):
        decisions.withdraw(case, by=None)
        text = _(
            "Inzwischen ist die Einrichtung ausführlich eingetragen: Darüber gibt es einen eigenen Vorgang."
        )
        Note.objects.create(case=case, kind=Note.Kind.INTERNAL, text=text)


def _fits(actor: Actor, place: str) -> bool:
    """Whether nothing speaks against both being at one place."""
    places = {actor.city.casefold(), actor.district.name.casefold() if actor.district else ""} - {""}
    return not place or not places or place.casefold() in places


def new_actor(named: Named, by: User | None) -> Actor:
    """The actor that somebody names, not saved yet. Raises ValidationError with German sentences."""
    kind, _created = ActorKind.objects.get_or_create(name=UNKNOWN_KIND)
    place = named.place
    district = District.objects.filter(name__iexact=place).order_by("pk").first() if place else None
    actor = Actor(
        name=named.name, kind=kind, district=district, city="" if district else place,
        review_status=Moderated.ReviewStatus.SUBMITTED, submitted_by=by,
    )  # fmt: skip
    actor.full_clean(exclude=["slug"])
    return actor


@transaction.atomic
def propose_actor(named: Named, *, by: User | None, reason: str) -> Actor:
    """Somebody new waits for review, with a case of its own. Naming somebody does not make one their editor."""
    if known := waiting_actor(named.name, named.place):
        return known
    actor = new_actor(named, by)
    actor.save()
    decisions.submit(
        kind=Case.Kind.NEW, entry=actor, submitter=by, reason=reason, payload={"only_named": True}
    )
    return actor


@transaction.atomic
def add_members(
    network: Network, members: Iterable[Named], *, by: User | None, text: str = ""
) -> tuple[list[Membership], list[str]]:
    """Seats for the named, new ones proposed on the way, and German sentences about those who got none.

    In a network that is not public yet the coordinator's seat comes first; whom `by` does not speak for is asked once
    the network is public. In a public one everybody is invited at once (see `networks.membership.inviting`), with the `text`."""
    seats, problems = _coordination(network, by), []
    for named in members:
        if network.is_public and named.actor and by:
            try:
                seats.append(invite(network, named.actor, by=by, text=text))
            except ValidationError as error:
                problems += error.messages
        elif seat := _named(network, named, by):
            seats.append(seat)
    return seats, problems


def _coordination(network: Network, by: User | None) -> list[Membership]:
    if network.coordinator_id is None or network.is_public:
        return []
    return seat_coordinators(network, [network.coordinator_id], state=lambda actor: state_for(actor, by))


def _named(network: Network, named: Named, by: User | None) -> Membership | None:
    """A seat without a letter, because the network or the actor is not public yet; None for who has one."""
    reason = _("Als Mitglied von „%s“ genannt.") % network
    actor = named.actor or propose_actor(named, by=by, reason=reason)
    if network.memberships.current().filter(actor=actor).exists():
        return None
    since = timezone.localdate() if network.is_public else None
    return Membership.objects.create(network=network, actor=actor, state=state_for(actor, by), since=since)
