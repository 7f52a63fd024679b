"""/einblick/vergleich/: two to four networks side by side, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Action
from duplicates.forms import ReasonForm
from insight.choosing import SLOTS, ChosenNetworks, Unknown, choice_of
from insight.compare_rows import rows_of
from insight.comparing import (
    CLOSEST,
    MOST,
    PROPOSED,
    ComparedNetwork,
    ComparedPair,
    overlapping,
    pairs_of,
    read,
)
from insight.forms_compare import NAMES_LIST, CompareForm
from insight.kept import result_of
from insight.pages import InsightPage
from insight.snapshot import NetworkFacts
from moderation.permissions import may
from networks.models import Network
from networks.recognition.candidates import similar_to

ROUTE = "insight:compare"
NAMES_LISTED = 500  # above that the list of names weighs more than the page; names are then looked up


def address_of(slugs: Iterable[str]) -> str:
    """The page with these networks."""
    return f"{reverse(ROUTE)}?{urlencode(dict(zip(SLOTS, slugs, strict=False)))}"


@dataclass(frozen=True)
class ComparisonProposal:
    """A comparison that may be worth a look. `why`: in a few words."""

    names: tuple[str, ...]
    url: str
    why: str


@dataclass(frozen=True)
class NameOffer:
    """Something unknown, and the addresses of what may have been meant in its place."""

    unknown: Unknown
    ways: list[tuple[NetworkFacts, str]]


def _in_common(number: int) -> str:
    return ngettext("%(n)d gemeinsames Mitglied", "%(n)d gemeinsame Mitglieder", number) % {"n": number}


class CompareView(InsightPage):
    route = ROUTE
    template_name = "insight/compare.html"
    heading = gettext_lazy("Netzwerke vergleichen")
    lead = gettext_lazy(
        "Zwei bis vier Netzwerke nebeneinander: Was ist gleich, was ist anders, und was folgt daraus?"
    )
    own = SLOTS

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What can be said in a shorter address is sent there: names, former addresses, boxes that were ticked."""
        choice = self.choice
        if choice.networks and not (choice.is_canonical or choice.unknown or choice.notes):
            return redirect(self.address(one.slug for one in choice.networks))
        return super().get(request, *args, **kwargs)

    def address(self, slugs: Iterable[str]) -> str:
        """This page with these networks; what is filtered on the other pages goes along."""
        return self.scope.at(ROUTE, **dict(zip(SLOTS, slugs, strict=False)))

    @cached_property
    def choice(self) -> ChosenNetworks:
        return choice_of(self.request.GET, self.request.user, self.scope.whole)

    @cached_property
    def compared(self) -> list[ComparedNetwork]:
        return read(self.choice.networks, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, is_comparison = self.request.user, len(self.compared) > 1
        rows = rows_of(self.compared) if is_comparison else []
        names = [one.name for one in self.scope.whole.networks.values()]
        return super().get_context_data(
            **kwargs,
            compare_form=CompareForm(self.choice.shown),
            names=names if len(names) <= NAMES_LISTED else [],
            names_list=NAMES_LIST,
            choice=self.choice,
            offers=[self.offer(one) for one in self.choice.unknown],
            compared=[(one, self.without(one)) for one in self.compared],
            rows=[row for row in rows if not row.is_blank],
            blank=[row.label for row in rows if row.is_blank],
            pairs=self.pairs_to_decide() if is_comparison else [],
            proposals=[] if is_comparison else self.proposals(),
            here=self.address(one.network.slug for one in self.compared),
            status=self.status,
            can_compare=may(user, Action.COMPARE),
            can_merge=may(user, Action.CURATE),
            kept=[(name, value) for name, values in self.scope.filters.chosen.items() for value in values],
        )

    @property
    def status(self) -> str:
        if len(self.compared) < 2:
            return ""
        names = [one.facts.label for one in self.compared]
        listed = _("%(first)s und %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
        everywhere = frozenset.intersection(*(frozenset(one.facts.members) for one in self.compared))
        common = _in_common(len(everywhere)) if everywhere else _("kein gemeinsames Mitglied")
        return _("Verglichen werden %(names)s: %(common)s.") % {"names": listed, "common": common}

    def pairs_to_decide(self) -> list[dict[str, Any]]:
        """Each with a form of its own, whose ids must not be those of another."""
        found: list[ComparedPair] = pairs_of(self.compared, self.request.user)
        return [
            {"one": one, "reason_form": ReasonForm(_("Warum?"), auto_id=f"%s-{number}")}
            for number, one in enumerate(found, start=1)
        ]

    def without(self, left_out: ComparedNetwork) -> str:
        return self.address(one.network.slug for one in self.compared if one is not left_out)

    def offer(self, unknown: Unknown) -> NameOffer:
        known = [one.slug for one in self.choice.networks]
        return NameOffer(
            unknown,
            [(one, self.address([*known, one.slug])) for one in unknown.offers if one.slug not in known],
        )

    # --- with whom ------------------------------------------------------------------------------------------------

    def proposals(self) -> list[ComparisonProposal]:
        if len(self.compared) == 1:
            return self.partners(self.compared[0].network)[:PROPOSED]
        networks = self.scope.whole.networks
        data = result_of(CLOSEST, self.scope.whole).data or []
        both = [(networks.get(a), networks.get(b), number) for a, b, number in data]
        return [
            ComparisonProposal(
                (one.name, other.name), self.address([one.slug, other.slug]), _in_common(number)
            )
            for one, other, number in both
            if one and other
        ]

    def partners(self, network: Network) -> list[ComparisonProposal]:
        """What is alike by its words first, then what meets the same people."""
        whole, found = self.scope.whole, dict[str, ComparisonProposal]()
        entry = next((entry for entry, one in whole.networks.items() if one.pk == network.pk), None)
        shared = {one.second.slug: one for one in overlapping(whole, entry, MOST * PROPOSED)} if entry else {}
        for item in similar_to(network, self.request.user, limit=PROPOSED // 2):
            assert item.network  # noqa: S101 (`similar_to` leaves out what nobody may see)
            why = ", ".join(item.match.why.speaks_for[:2])
            found[item.network.slug] = ComparisonProposal(
                (item.network.name,), self.address([network.slug, item.network.slug]), why
            )
        for slug, pair in shared.items():
            known = ComparisonProposal(
                (pair.second.name,), self.address([network.slug, slug]), _in_common(pair.number)
            )
            found.setdefault(slug, known)
        return list(found.values())
