"""The address of /partner/ as a plan, and who fits it: what the page and the measurement both ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.validators import slug_re
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, Offer
from insight.load import LoadRule, load_of
from insight.pages import sees_internal
from insight.reading import snapshot_for
from insight.scope import Scope, scope_of
from insight.snapshot import Audience
from partners.matching import PartnerPlan, Suggestion, match
from partners.reading import ActorRow, read
from partners.reasons import sentences
from search.pages.filters import LEFT_OUT
from search.query.facets import Vocabulary
from search.sources import Option

ROUTE = "partners:find"
LONGEST_WISH = 300  # characters, as of an offer
SHOWN = 5  # of each list at first; the others unfold
DIRECTIONS = {
    Offer.Direction.SEEKS.value: _("Ich suche etwas"),
    Offer.Direction.OFFERS.value: _("Ich habe etwas anzubieten"),
}
KIND_LABEL, DIRECTION_LABEL = _("Was wird gebraucht?"), _("Richtung")


@dataclass(frozen=True)
class Shown:
    """A suggestion as the page shows it: `reasons` in words; `meetings`: how many a month, for Koordination, of whom has many."""

    suggestion: Suggestion
    row: ActorRow
    reasons: list[str]
    ask_url: str
    meetings: float | None = None


@dataclass(frozen=True)
class ShownList:
    first: list[Shown]
    more: list[Shown]

    def __bool__(self) -> bool:
        return bool(self.first)

    def __len__(self) -> int:
        return len(self.first) + len(self.more)


class PartnerQuestion:
    """What was asked, as far as it is valid, and the answer. `notes`: sentences about what was left out."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.GET
        self.user = request.user
        self.kinds = [kind for kind in Offer.Kind.values if kind in given.getlist("art")]
        wish = " ".join(given.get("gesucht", "").replace("\0", " ").split())
        self.wish = wish[:LONGEST_WISH]
        direction = given.get("richtung", "")
        self.direction = direction if direction in DIRECTIONS else Offer.Direction.SEEKS.value
        self.asker = _actor_at(given.get("fuer", ""))
        own = {
            "art": self.kinds,
            "gesucht": self.wish,
            "richtung": self.direction if self.is_offer else "",
            "fuer": self.asker.slug if self.asker else "",
        }
        self.scope: Scope = scope_of(request, reverse(ROUTE), own)
        self.notes = [
            LEFT_OUT % {"value": Truncator(value).chars(40), "facet": label}
            for label, values, known in (
                (KIND_LABEL, given.getlist("art"), Offer.Kind.values),
                (DIRECTION_LABEL, [direction], DIRECTIONS),
            )
            for value in values
            if value and value not in known
        ]

    @property
    def is_offer(self) -> bool:
        return self.direction == Offer.Direction.OFFERS

    @property
    def in_words(self) -> str:
        """What is needed or offered, as it was asked: „Personal: Vorlesende für Kinder“. The lists are said by their chips."""
        kinds = ", ".join(str(Offer.Kind(kind).label) for kind in self.kinds)
        return ": ".join(filter(None, (kinds, self.wish)))

    @property
    def vocabulary(self) -> Vocabulary:
        return self.scope.answer.vocabulary

    @property
    def is_empty(self) -> bool:
        return self.plan.is_empty

    @cached_property
    def plan(self) -> PartnerPlan:
        chosen = self.scope.filters.chosen
        places = [one for one in self._options("stadtteil") if not one.is_whole]
        return PartnerPlan(
            groups=frozenset(chosen.get("zielgruppe", ())),
            themes=frozenset(chosen.get("thema", ())),
            phases=frozenset(chosen.get("phase", ())),
            places=frozenset(place.value for place in places),
            kinds=frozenset(self.kinds),
            wanted=self.wish,
            is_offer=self.is_offer,
            place_names=tuple(place.label for place in places),
            other_places=tuple(self._beside(places)),
            group_names=tuple(one.label for one in self._options("zielgruppe")),
            theme_names=tuple(one.label for one in self._options("thema")),
        )

    def _options(self, facet: str) -> list[Option]:
        found = (self.vocabulary.option(facet, value) for value in self.scope.filters.chosen.get(facet, ()))
        return [option for option in found if option]

    def _beside(self, places: Iterable[Option]) -> list[str]:
        """The places of the same rank that were not asked for."""
        asked = {place.value for place in places}
        known = self.vocabulary.options["stadtteil"]
        parents = {place.parent if place.parent in known else "" for place in places}
        siblings = (
            one for parent in parents for one in self.vocabulary.children["stadtteil"].get(parent, ())
        )
        return [one.label for one in siblings if one.value not in asked and not one.is_whole]

    # --- the answer -----------------------------------------------------------------------------------------------

    @cached_property
    def _lists(self) -> tuple[ShownList, ShownList]:
        snapshot = snapshot_for(
            Audience.PUBLIC
        )  # whoever asks: nobody is sent to an entry that is not public
        known = read(snapshot, self.plan, self.asker.pk if self.asker else None)
        plan = replace(self.plan, asker=known.asker)
        found = match(plan, known.candidates)

        def shown(one: Suggestion) -> Shown:
            row = known.rows[one.candidate.entry]
            load = load_of(snapshot, one.candidate.entry, LoadRule()) if sees_internal(self.user) else None
            return Shown(
                one,
                row,
                sentences(plan, one, self.scope.label),
                self._ask_url(row),
                meetings=load.a_month if load and load.is_busy else None,
            )

        def parted(suggestions: tuple[Suggestion, ...]) -> ShownList:
            return ShownList(
                [shown(one) for one in suggestions[:SHOWN]], [shown(one) for one in suggestions[SHOWN:MOST]]
            )

        return parted(found.exact), parted(found.second)

    @property
    def exact(self) -> ShownList:
        return self._lists[0]

    @property
    def second(self) -> ShownList:
        return self._lists[1]

    def _ask_url(self, row: ActorRow) -> str:
        """The form that reaches an institution through the portal; it brings along what was looked for."""
        if not row.takes_requests:
            return ""
        chosen = self.scope.filters.chosen
        brought: dict[str, Any] = {
            name: chosen[name] for name in ("zielgruppe", "phase", "stadtteil") if name in chosen
        }
        if self.wish and not self.is_offer:
            brought["brauche"] = self.wish
        path = reverse("partners:ask", args=[row.slug])
        return f"{path}?{urlencode(brought, doseq=True)}" if brought else path

    # --- ways out -------------------------------------------------------------------------------------------------

    @property
    def wider(self) -> list[tuple[str, str]]:
        """(label, address): the same question without one of its filters, for who found nothing."""
        labels = {name: str(self.scope.filters.filters[name].label) for name in self.scope.filters.chosen}
        ways = [(label, self.scope.address(without_facet=name)) for name, label in labels.items()]
        if self.kinds:
            ways.append((str(KIND_LABEL), self.scope.address(without_facet="art")))
        return ways

    @property
    def directory_url(self) -> str:
        return self.scope.directory("actors:list")


MOST = 25  # of a list in all: who needs more looks into the directory


def askers(user: Any) -> QuerySet[Actor]:
    """The actors in whose name somebody may look: the own ones that are published."""
    return Actor.objects.of(user).published().order_by("sort_name", "pk")


def _actor_at(slug: str) -> Actor | None:
    if not slug_re.fullmatch(slug):
        return None
    return Actor.objects.published().at_address(slug).first()
