"""Lists as something to keep: their canonical address, what they ask for in words, what they answer.

The lists themselves belong to the rooms that show them; here they are found by their address."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import connection
from django.http import QueryDict
from django.urls import resolve, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from following.models import SavedSearch
from search.index.postings import Now, inverted_index
from search.pages.filters import DirectoryFilter
from search.pages.listing import Listing
from search.query.facets import vocabulary
from search.query.results import ask
from search.sources import PUBLIC

ROUTES = {
    SavedSearch.Kind.EVERYTHING: "portal:directory",
    SavedSearch.Kind.NETWORKS: "networks:list",
    SavedSearch.Kind.ACTORS: "actors:list",
}  # fmt: skip
KINDS = {route: kind for kind, route in ROUTES.items()}
OBJECTS_SQL = "SELECT id, kind, object_id FROM search_entry WHERE id = ANY(%s)"


def open_list(
    kind: str, params: QueryDict | str, *, audience: tuple[str, ...] = (PUBLIC,), now: Now | None = None
) -> Listing:
    """The list of this kind as `audience` sees it, without facets. `now`: see `search.query.results.ask`."""
    path = reverse(ROUTES[SavedSearch.Kind(kind)])
    view = resolve(path).func.view_class
    params = QueryDict(params) if isinstance(params, str) else params
    with inverted_index.lock:
        now = now or inverted_index.synchronise()
        known = vocabulary(inverted_index)
        filters = DirectoryFilter(params, facets=view.facets, scope=view.scope, known=known)
        return Listing(path, params, filters, ask(filters.question(audience, with_facets=False), now))


def canonical_query(listing: Listing) -> str:
    """Equal searches have equal texts: only what is valid, in one order, without the page."""
    return urlsplit(listing.address()).query


def address_of(kind: str, query: str) -> str:
    path = reverse(ROUTES[SavedSearch.Kind(kind)])
    return f"{path}?{query}" if query else path


def words_of(listing: Listing) -> list[tuple[str, str]]:
    """What is asked for, as (label, value): („Suche“, „lesen“), („Thema“, „Sprachbildung“)."""
    words = [(_("Suche"), _("„%s“") % listing.query)] if listing.query else []
    return words + [(str(chip.facet), chip.label) for chip in listing.chips]


def suggested_name(kind: str, listing: Listing) -> str:
    """A name for a search, until somebody finds a better one."""
    said = [value.strip("„“") for _label, value in words_of(listing)]
    return Truncator(", ".join(said) or _("Alles in: %s") % SavedSearch.Kind(kind).label).chars(120)


def objects_of(entries: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Entry id -> (kind, object id). One query for any number of entries."""
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS_SQL, [list(entries)])
        return {entry: (kind, object_id) for entry, kind, object_id in cursor}
