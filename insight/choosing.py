"""Which networks an address of /einblick/vergleich/ means: by address, former address, kennung or name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from insight.comparing import MOST
from insight.reading import groups_of
from insight.snapshot import Audience, NetworkFacts, Snapshot
from networks.listing import OfNetworks
from networks.models import Network
from search.index.postings import inverted_index
from search.query.results import SearchRequest, ask

SLOTS = tuple(f"n{number}" for number in range(1, MOST + 1))
TICKED = "n"  # the same, from boxes in a list: any number of them
LONGEST = 250  # characters of a name
OFFERED = 5  # names that may have been meant


@dataclass(frozen=True)
class Unknown:
    """What was given and is nothing here, with what may have been meant. What somebody may not see is unknown to them."""

    given: str
    sentence: str
    offers: Sequence[NetworkFacts]


@dataclass
class ChosenNetworks:
    """`networks`: in the order given, each once; `shown`: what the fields show, in their order; `is_canonical`: whether the
    address says it in the shortest way."""

    networks: list[Network] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    is_canonical: bool = True


def choice_of(params: QueryDict, user: User | AnonymousUser, snapshot: Snapshot) -> ChosenNetworks:
    """At most three queries, and a search for each name that is not known."""
    given = [text for name in SLOTS if (text := _clean(params.get(name, "")))]
    ticked = [text for one in params.getlist(TICKED) if (text := _clean(one))]
    choice = ChosenNetworks(is_canonical=not ticked)
    wanted = [*given, *ticked]
    if len(wanted) > MOST:
        choice.notes.append(
            _("Nebeneinander stehen höchstens vier Netzwerke. Sie sehen die ersten vier Ihrer Auswahl.")
        )
    known = _found(wanted[:MOST], user)
    for text in wanted[:MOST]:
        _add(choice, text, known.get(text, []), snapshot)
    return choice


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST]


def _add(choice: ChosenNetworks, text: str, found: Sequence[Network], snapshot: Snapshot) -> None:
    if len(found) == 1:
        network = found[0]
        if network in choice.networks:
            sentence = _("„%(name)s“ war zweimal gewählt und steht hier einmal.")
            choice.notes.append(sentence % {"name": network.name})
            return
        choice.is_canonical &= text == network.slug
        choice.networks.append(network)
        choice.shown.append(network.name)
        return
    choice.shown.append(text)
    if found:
        known = {one.pk: one for one in snapshot.networks.values()}
        offers = [known[one.pk] for one in found if one.pk in known]
        sentence = _("„%(name)s“ heißen mehrere Netzwerke. Welches meinen Sie?")
    else:
        offers = _like(text, snapshot)
        sentence = _("„%(name)s“ steht nicht im Verzeichnis. Ihre übrige Auswahl bleibt.")
    choice.unknown.append(Unknown(text, sentence % {"name": text}, offers))


def _found(texts: Sequence[str], user: User | AnonymousUser) -> dict[str, list[Network]]:
    """Text -> networks that are or were at this address, else those called so."""
    if not texts:
        return {}
    visible = (
        Network.objects.visible_to(user)
        .select_related("format")
        .prefetch_related("themes", "target_groups", "life_phases", "districts", "digital_forms")
    )
    by_address: dict[str, list[Network]] = {}
    at_address = list(visible.filter(Q(slug__in=texts) | Q(former_slugs__overlap=texts)))
    for text in texts:
        now = [one for one in at_address if one.slug == text]
        if found := now or [one for one in at_address if text in one.former_slugs]:
            by_address[text] = found[:1]
    missing = [text for text in texts if text not in by_address]
    return by_address | (_called(missing, list(visible.filter(_names(missing)))) if missing else {})


def _names(texts: Iterable[str]) -> Q:
    wanted = Q(pk__in=[])
    for text in texts:
        wanted |= Q(name__iexact=text) | Q(short_name__iexact=text) | Q(kennung__iexact=text)
    return wanted


def _called(texts: Iterable[str], networks: Sequence[Network]) -> dict[str, list[Network]]:
    """The full name goes before a short one that another network has."""
    found = {}
    for text in texts:
        said = text.casefold()
        by_name = [one for one in networks if one.name.casefold() == said]
        others = [
            one for one in networks if said in {one.short_name.casefold(), (one.kennung or "").casefold()}
        ]
        found[text] = by_name or others
    return found


def _like(text: str, snapshot: Snapshot) -> list[NetworkFacts]:
    """What the search finds for it among the networks of this audience."""
    audience = groups_of(Audience(snapshot.audience))
    question = SearchRequest(text=text.replace("-", " "), scope=OfNetworks.scope, audience=audience)
    with inverted_index.lock:
        entries = ask(question, inverted_index.synchronise()).page(0, OFFERED)
    return [snapshot.networks[entry] for entry in entries if entry in snapshot.networks]
