"""What of the landscape a page of Einblick shows: the filters of the directory, under the same names in the address.

Filters that only networks have narrow the networks, those that only actors have the actors; the four that both have
(theme, district, target group, phase) narrow both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from pyroaring import BitMap

from accounts.roles import Action, may_everywhere
from actors.listing import OfActors
from insight.reading import groups_of, snapshot_for
from insight.snapshot import Audience, Snapshot
from networks.listing import OfNetworks
from search.index.postings import inverted_index
from search.pages.filters import DirectoryFilter, only_filters
from search.pages.listing import Listing
from search.query.facets import vocabulary
from search.query.results import SearchResult, ask
from search.sources import Option

BOTH = ("stadtteil", "thema", "zielgruppe", "phase")  # in the order of the form
FACETS = (*BOTH, *dict.fromkeys(name for name in (*OfNetworks.facets, *OfActors.facets) if name not in BOTH))
LISTS = {OfNetworks.route: OfNetworks, OfActors.route: OfActors}
type Own = Mapping[
    str, str | Sequence[str]
]  # what a page keeps in its address itself, some of it several times


def audience_of(user: Any) -> Audience:
    """Koordination sees what is not published, as in the directory; somebody's own drafts are in nobody's figures."""
    return Audience.COORDINATION if may_everywhere(user, Action.SEE) else Audience.PUBLIC


class Scope(Listing):
    """`whole` is the landscape, `snapshot` the part chosen. `own`: what the page itself keeps in its address (name -> value).

    From `Listing` come `chips`, `in_words`, `notes`, `zero_help` (which filter to drop where no network is left) and `address`."""

    def __init__(
        self,
        path: str,
        audience: Audience,
        filters: DirectoryFilter,
        answer: SearchResult,
        own: Own,
    ) -> None:
        super().__init__(path, filters.data, filters, answer)
        self.audience, self.own = audience, own
        self.whole = snapshot_for(audience)

    @cached_property
    def snapshot(self) -> Snapshot:
        if not self.filters.chosen:
            return self.whole
        return self.whole.within(BitMap(self.answer.ids()), self._actors(), self.filters.chosen)

    def _actors(self) -> BitMap:
        """Those that the filters leave which actors have: all where none of these is chosen."""
        chosen = {name: values for name, values in self.filters.chosen.items() if name in OfActors.facets}
        if not chosen:
            return self.whole.actors
        question = replace(self.answer.question, filters=chosen, scope=OfActors.scope, facets=())
        with inverted_index.lock:
            return BitMap(ask(question, inverted_index.synchronise()).ids())

    def without(self, facet: str) -> Snapshot:
        """The part that is left where nothing is chosen of one facet: a page may lay its values side by side instead."""
        if facet not in self.filters.chosen:
            return self.snapshot
        return snapshot_at(
            self.audience, key_of({n: v for n, v in self.filters.chosen.items() if n != facet})
        )

    @property
    def key(self) -> str:
        """Stands for what is chosen, whatever page shows it; equal choices have equal keys."""
        return key_of(self.filters.chosen)

    # --- what is said ---------------------------------------------------------------------------------------------

    def options(self, facet: str) -> list[Option]:
        """Those of a controlled list, in its order, narrower ones behind the wider one."""
        known = self.answer.vocabulary

        def walk(parent: str) -> Iterable[Option]:
            for option in known.children[facet].get(parent, ()):
                yield option
                yield from walk(option.value)

        return list(walk(""))

    def label(self, facet: str, value: str) -> str:
        option = self.answer.vocabulary.option(facet, value)
        return str(option.label) if option else value

    # --- addresses ------------------------------------------------------------------------------------------------

    def parameters(self) -> dict[str, list[str]]:
        own = {
            name: [value] if isinstance(value, str) else list(value)
            for name, value in self.own.items()
            if value
        }
        return own | dict(self.filters.chosen)

    def at(self, route: str, **own: str) -> str:
        """The address of another page of Einblick with the same choice."""
        known = {name: [value] for name, value in own.items() if value} | dict(self.filters.chosen)
        return self._with_query(known, _path(route))

    def directory(self, route: str, **narrower: str | Sequence[str]) -> str:
        """The list of the directory that shows what a figure counts: the choice as far as that list has its filters,
        `narrower` in place of what is chosen of the same facet (any of several values; of none, the facet is left out)."""
        chosen = {name: values for name, values in self.filters.chosen.items() if name in LISTS[route].facets}
        given = {name: [value] if isinstance(value, str) else [*value] for name, value in narrower.items()}
        return self._with_query(chosen | given, _path(route))


@cache
def _path(route: str) -> str:
    """A page has hundreds of links to two lists."""
    return reverse(route)


def key_of(chosen: Mapping[str, Iterable[str]]) -> str:
    return urlencode(sorted((name, sorted(values)) for name, values in chosen.items()), doseq=True)


def scope_of(request: HttpRequest, path: str, own: Own | None = None) -> Scope:
    """Reads the address. Wrong values are left out and named in `notes`, as in the directory."""
    return _scope(request.GET, audience_of(request.user), path, own or {})


def scope_at(audience: Audience, key: str) -> Scope:
    """What a `Scope.key` stands for, without an address; what is no longer a word of the portal is named in `notes`."""
    return _scope(QueryDict(key), audience, "", {})


def snapshot_at(audience: Audience, key: str) -> Snapshot:
    """The part of the landscape that a `Scope.key` stands for."""
    return scope_at(audience, key).snapshot


def _scope(given: QueryDict, audience: Audience, path: str, own: Own) -> Scope:
    data = only_filters(given)
    with inverted_index.lock:
        now = inverted_index.synchronise()
        filters = DirectoryFilter(data, facets=FACETS, scope={}, known=vocabulary(inverted_index))
        question = filters.question(groups_of(audience), with_facets=False)
        of_networks = {name: values for name, values in question.filters.items() if name in OfNetworks.facets}
        answer = ask(replace(question, filters=of_networks, scope=OfNetworks.scope), now)
    return Scope(path, audience, filters, answer, own)
