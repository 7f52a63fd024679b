"""What somebody chose for the calendar, beside the days: the filters of the directory, whose networks, whether what is only
expected is shown. Knows the addresses of all of that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from following.models import SavedSearch
from networks.listing import OfNetworks
from networks.models import Network
from portal.calendar.span import Span, SpanKind, span_at, span_of
from search.index.postings import inverted_index
from search.pages.filters import DirectoryFilter, only_filters
from search.pages.listing import Chip, Listing
from search.pages.views import audience_of
from search.query.facets import vocabulary
from search.query.results import ask

# „Treffen im Monat“ asks for a month of any year, and its parameter is the month shown here.
FACETS = tuple(name for name in OfNetworks.facets if name != "monat")
NETWORKS_SQL = "SELECT object_id FROM search_entry WHERE kind = 'netzwerk' AND id = ANY(%s)"


class Choice(Listing):
    """The networks chosen, as a list of the directory knows them, with the state of the calendar in every address."""

    def __init__(self, request: HttpRequest, filters: DirectoryFilter, answer: Any) -> None:
        super().__init__(reverse("portal:meetings"), filters.data, filters, answer)
        self.user = request.user
        self.today = timezone.localdate()
        given = request.GET
        self.span, self._wrong = span_of(given, self.today)
        self.with_expected = (given.getlist("voraussichtlich") or ["1"])[-1] != "0"
        self.is_ours = given.get("unsere") == "1"
        self.is_mine = given.get("meine") == "1"

    # --- networks -------------------------------------------------------------------------------------------------

    @property
    def networks(self) -> QuerySet[Network]:
        """All that are chosen."""
        if self.entries is None:
            return self.networks_of_person
        return self.networks_of_person.filter(pk__in=RawSQL(NETWORKS_SQL, [self.entries]))  # noqa: S611 (a constant)

    @cached_property
    def entries(self) -> list[int] | None:
        """Entries in the search of what the filters of the directory leave; None without a filter."""
        return self.answer.ids() if self.filters.chosen else None

    @property
    def networks_of_person(self) -> QuerySet[Network]:
        """Those that she sees, or her own where she asks for these; whatever the filters of the directory."""
        found = Network.objects.visible_to(self.user)
        if self.is_ours:
            found = found.filter(pk__in=self.own_networks)
        if self.is_mine:
            found = found.filter(pk__in=Network.objects.of(self.user).order_by().values("pk"))
        return found

    @cached_property
    def own_networks(self) -> frozenset[int]:
        """Those in which an actor of this person is a member: ★."""
        if not self.user.is_authenticated:
            return frozenset()
        return frozenset(Network.objects.seating(self.user).order_by().values_list("pk", flat=True))

    @property
    def needs_login(self) -> bool:
        """Whether it asks for the person's own networks, and nobody knows who she is."""
        return (self.is_ours or self.is_mine) and not self.user.is_authenticated

    # --- what is said ---------------------------------------------------------------------------------------------

    @cached_property
    def notes(self) -> list[str]:
        return [*self._wrong, *self.filters.notes]

    @cached_property
    def chips(self) -> list[Chip]:
        own = [
            Chip(
                _("Auswahl"),
                label,
                self._with_query({n: v for n, v in self.parameters().items() if n != name}),
            )
            for name, label, is_on in (
                ("unsere", _("unsere Einrichtung"), self.is_ours),
                ("meine", _("meine Netzwerke"), self.is_mine),
                ("voraussichtlich", _("nur vereinbarte Termine"), not self.with_expected),
            )
            if is_on
        ]
        return [*super().chips, *own]

    # --- addresses ------------------------------------------------------------------------------------------------

    def parameters(self) -> dict[str, list[str]]:
        return {name: [value] for name, value in self.span.state.items()} | self.chosen

    @property
    def chosen(self) -> dict[str, list[str]]:
        """All but the days."""
        own = {
            "voraussichtlich": "" if self.with_expected else "0",
            "unsere": "1" * self.is_ours,
            "meine": "1" * self.is_mine,
        }
        return dict(self.filters.chosen) | {name: [value] for name, value in own.items() if value}

    def at(self, span: Span, route: str = "") -> str:
        """The address of other days with the same choice."""
        state = {name: [value] for name, value in span.state.items()}
        return self._with_query(state | self.chosen, reverse(route) if route else "")

    @property
    def reset_url(self) -> str:
        return self._with_query(self.span.state)

    @property
    def today_url(self) -> str:
        """The same view of today."""
        return self.at(span_at(self.span.view, self.today))

    @property
    def print_url(self) -> str:
        return self.at(self.span, "portal:meetings_print")

    @property
    def csv_url(self) -> str:
        return self.at(self.span, "portal:meetings_csv")

    @property
    def calendar_url(self) -> str:
        """What is chosen of the directory, as a calendar to subscribe to; whoever fetches it is not logged in."""
        query = urlencode(self.filters.chosen, doseq=True)
        return (
            f"{reverse('following:networks_calendar')}?{query}"
            if query
            else reverse("networks:meetings_calendar")
        )

    @property
    def keep_url(self) -> str:
        """Where the networks chosen are kept as a search, whose news come by mail."""
        query = urlencode({"liste": [SavedSearch.Kind.NETWORKS.value]} | self.filters.chosen, doseq=True)
        return f"{reverse('following:new_search')}?{query}"

    @property
    def feed_url(self) -> str:
        query = urlencode(self.filters.chosen, doseq=True)
        return (
            f"{reverse('following:networks_feed')}?{query}" if query else reverse("following:networks_feed")
        )

    @property
    def directory_url(self) -> str:
        """The networks chosen."""
        query = urlencode(self.filters.chosen, doseq=True)
        return f"{reverse('networks:list')}?{query}" if query else reverse("networks:list")

    @property
    def views(self) -> list[tuple[SpanKind, str, str, bool]]:
        """(view, its name, its address, whether it is the one shown). The other ones show the same days: today's where those
        are among them."""
        shown = self.span
        day = self.today if shown.holds(self.today) else shown.last if shown.is_backwards else shown.first
        names = {SpanKind.MONTH: _("Monat"), SpanKind.WEEK: _("Woche"), SpanKind.LIST: _("Liste")}
        return [(view, name, self.at(span_at(view, day)), view == shown.view) for view, name in names.items()]


def choice_of(request: HttpRequest) -> Choice:
    """Reads the address. One query where the index is known."""
    data = only_filters(request.GET)
    with inverted_index.lock:
        now = inverted_index.synchronise()
        filters = DirectoryFilter(
            data, facets=FACETS, scope=OfNetworks.scope, known=vocabulary(inverted_index)
        )
        # The filters count meetings (`counting`), not networks.
        answer = ask(replace(filters.question(audience_of(request.user)), facets=()), now)
    return Choice(request, filters, answer)
