"""„Meine Suchen“: searches under a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView, View

from following import steps
from following.forms import SearchForm
from following.lists import address_of, canonical_query, open_list, suggested_name, words_of
from following.models import SavedSearch
from search.pages.listing import Listing
from search.pages.views import audience_of


class SearchesView(LoginRequiredMixin, TemplateView):
    template_name = "following/searches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        searches = SavedSearch.objects.of(user).select_related("watch")
        deleted = self.request.GET.get("geloescht", "")
        return super().get_context_data(
            **kwargs,
            searches=[_shown(search, audience_of(user)) for search in searches],
            deleted=SavedSearch.objects.filter(
                owner=user,
                deleted_at__isnull=False,
                pk=int(deleted) if deleted.isdecimal() and len(deleted) < 18 else 0,
            ).first(),
        )


def _shown(search: SavedSearch, audience: tuple[str, ...]) -> dict[str, Any]:
    """A search with its words and its number of hits now; `lost` are parts of it that are gone from the vocabulary."""
    listing = open_list(search.kind, search.query, audience=audience)
    return {
        "search": search,
        "address": address_of(search.kind, search.query),
        "words": words_of(listing),
        "total": listing.total,
        "lost": listing.filters.notes,
        "watch": getattr(search, "watch", None),
    }


class NewSearchView(LoginRequiredMixin, FormView):
    """`?liste=netzwerke&thema=…`: the parameters of the list stand in the address, as on the list itself."""

    form_class = SearchForm
    template_name = "following/search.html"

    @cached_property
    def kind(self) -> str:
        kind = self.request.GET.get("liste", "")
        if kind not in SavedSearch.Kind.values:
            raise Http404(_("Diese Liste gibt es nicht."))
        return kind

    @cached_property
    def listing(self) -> Listing:
        return open_list(self.kind, self.request.GET, audience=audience_of(self.request.user))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        known = SavedSearch.objects.of(request.user).filter(
            kind=self.kind, query=canonical_query(self.listing)
        )
        if search := known.first():
            messages.info(request, _("Diese Suche haben Sie schon gemerkt."))
            return redirect(search)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, str]:
        return {"name": suggested_name(self.kind, self.listing)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = canonical_query(self.listing)
        return super().get_context_data(
            **kwargs,
            words=words_of(self.listing),
            total=self.listing.total,
            kind_label=SavedSearch.Kind(self.kind).label,
            address=address_of(self.kind, query),
        )

    def form_valid(self, form: SearchForm) -> HttpResponse:
        query = canonical_query(self.listing)
        try:
            search = steps.save_search(self.request.user, self.kind, query, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Die Suche „%s“ ist gemerkt.") % search.name)
        return redirect("following:searches")


class SearchView(LoginRequiredMixin, FormView):
    """Its name, and whether there are mails."""

    form_class = SearchForm
    template_name = "following/search.html"

    @cached_property
    def search(self) -> SavedSearch:
        searches = SavedSearch.objects.of(self.request.user).select_related("watch", "owner")
        return get_object_or_404(searches, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, str]:
        watch = getattr(self.search, "watch", None)
        return {"name": self.search.name, "rhythm": watch.rhythm if watch and not watch.paused_at else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = _shown(self.search, audience_of(self.request.user))
        return super().get_context_data(**kwargs, **shown, kind_label=self.search.get_kind_display())

    def form_valid(self, form: SearchForm) -> HttpResponse:
        try:
            steps.change_search(self.search, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("Gespeichert."))
        return redirect("following:searches")


@login_required
@require_POST
def delete_search(request: HttpRequest, pk: int) -> HttpResponse:
    search = get_object_or_404(SavedSearch, owner=request.user, pk=pk)
    SavedSearch.objects.filter(pk=search.pk).delete_softly()
    return redirect(f"{reverse('following:searches')}?geloescht={search.pk}")


@login_required
@require_POST
def restore_search(request: HttpRequest, pk: int) -> HttpResponse:
    search = steps.restore_search(get_object_or_404(SavedSearch, owner=request.user, pk=pk))
    messages.success(request, _("Die Suche „%s“ ist wieder da.") % search.name)
    return redirect("following:searches")


class SharedSearchView(View):
    """A short address for a letter or a telephone call. Leads to the list; says nothing of whose search it is."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        search = SavedSearch.objects.filter(token=token, deleted_at__isnull=True).first()
        if search is None:
            raise Http404(_("Unter dieser Adresse gibt es keine Suche (mehr)."))
        return redirect(address_of(search.kind, search.query))
