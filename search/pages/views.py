"""The list pages of all rooms: one class, made concrete by a title, its facets and its scope."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView, View

from accounts.roles import Action, may_everywhere
from search import vain
from search.index.postings import Now, inverted_index
from search.pages.filters import DirectoryFilter
from search.pages.listing import Listing
from search.pages.map import markers, outlines, tiles
from search.pages.tables import csv_response
from search.query.facets import Vocabulary, vocabulary
from search.query.results import SearchResult, ask
from search.query.suggestions import suggestions
from search.sources import COORDINATION, PUBLIC, personal


def audience_of(user: Any) -> tuple[str, ...]:
    """The groups of `Document.audience` that a user belongs to; agrees with `ModeratedQuerySet.visible_to`."""
    if not user.is_authenticated:
        return (PUBLIC,)
    if may_everywhere(user, Action.SEE):
        return (PUBLIC, COORDINATION)
    return (PUBLIC, personal(user.pk))


def wants_part(request: HttpRequest) -> bool:
    """htmx wants the answer alone, except when it restores a page that the visitor goes back to."""
    htmx = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


class DirectoryMixin:
    """`facets` in the order of the page; `scope` is fixed by the address (art=netzwerk on /netzwerke/); `route` is
    the URL name of the list itself."""

    facets: tuple[str, ...] = ()
    scope: dict[str, list[str]] = {}
    route = ""
    request: HttpRequest

    @property
    def path(self) -> str:
        return reverse(self.route)

    def filters(self) -> DirectoryFilter:
        known: Vocabulary = vocabulary(inverted_index)
        return DirectoryFilter(self.request.GET, facets=self.facets, scope=self.scope, known=known)

    def answer(self, *, with_facets: bool = True) -> tuple[DirectoryFilter, SearchResult]:
        with inverted_index.lock:
            now = inverted_index.synchronise()
            filters = self.filters()
            return filters, ask(
                filters.question(audience_of(self.request.user), with_facets=with_facets), now
            )


class DirectoryView(DirectoryMixin, TemplateView):
    """A list page; to htmx only its results. Anonymous visitors get an ETag: asking again costs one query."""

    template_name = "search/list.html"
    title = ""
    intro = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated and (known := request.headers.get("If-None-Match")):
            with inverted_index.lock:
                etag = self.etag(inverted_index.synchronise())
            if etag in {
                one.removeprefix("W/") for one in parse_etags(known)
            }:  # GZipMiddleware makes them weak
                return HttpResponseNotModified(headers={"ETag": etag})
        filters, answer = self.answer()
        if request.method == "GET" and vain.is_in_vain(answer):
            vain.count(answer.understood.topic or answer.interpretation.text)
        listing = Listing(self.path, request.GET, filters, answer)
        pictures = tiles() if listing.is_map else None
        context = self.get_context_data(listing=listing, title=self.title, intro=self.intro, tiles=pictures)
        template = self.template_name + ("#results" if wants_part(request) else "")
        response = HttpResponse(render_to_string(template, context, request=request))
        if pictures and pictures.is_foreign:
            response = csp_override(pictures.policy)(lambda _request: response)(request)
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        response["Cache-Control"] = "no-cache"
        if not request.user.is_authenticated:
            response["ETag"] = self.etag(answer.now)
        return response

    def etag(self, now: Now) -> str:
        """Changes with the index, the vocabulary, the address and the templates."""
        parts = [now.mark, self.request.get_full_path(), str(wants_part(self.request)), appearance()]
        return quote_etag(hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest())


@lru_cache(maxsize=1)
def appearance() -> str:
    """Stands for everything a deployment can change in a page: templates and the names of static files."""
    files = sorted(Path(settings.BASE_DIR, "templates").rglob("*.html"))
    files += [path for path in [Path(settings.STATIC_ROOT or "", "staticfiles.json")] if path.is_file()]
    stamps = "".join(f"{path.name}{path.stat().st_mtime_ns}{path.stat().st_size}" for path in files)
    return hashlib.blake2b(stamps.encode(), digest_size=8).hexdigest()


class DirectoryCsvView(DirectoryMixin, View):
    """The whole list, in its order, as a table."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        _filters, answer = self.answer(with_facets=False)
        return csv_response(
            answer, filename=f"{self.path.strip('/')}-liste", base=request.build_absolute_uri("/")
        )


class DirectoryMarkersView(DirectoryMixin, View):
    """The hits of the list as points, with the outlines of the places, for the map."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        _filters, answer = self.answer(with_facets=False)
        response = JsonResponse({**markers(answer), "outlines": outlines()})
        response["Cache-Control"] = "no-cache"
        return response


class SuggestionsView(DirectoryMixin, View):
    """What an unfinished query may become, for the combobox."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        found = suggestions(
            request.GET.get("q", ""), audience_of(request.user), self.scope, self.facets, self.path
        )
        response = JsonResponse({"suggestions": found})
        response["Cache-Control"] = "private, max-age=30"
        return response
