"""What people searched for in vain, and the synonyms that curators make of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from moderation.changes import HistoryTrace, told
from moderation.views import CuratorsOnly
from search.models import CuratedSynonym, VainSearch
from search.query.highlighting import hits
from search.query.results import SearchRequest, ask
from vocabulary.models import Theme

ON_A_PAGE = 25  # each asks the search for what could be meant
LEAST = 2  # times: what was searched for once may be anything
LOOKED_AT, PROPOSED = 12, 3  # hits near the words; themes of theirs that are proposed
MOST_TOLD = 30  # of the history


class SynonymForm(forms.ModelForm):
    """A word that was searched for and a term that finds something."""

    class Meta:
        model = CuratedSynonym
        fields = ("word", "meaning")
        labels = {"meaning": gettext_lazy("findet auch, was zu diesem Wort gehört")}

    def clean_word(self) -> str:
        return " ".join(self.cleaned_data["word"].lower().split())

    def clean_meaning(self) -> str:
        meaning = " ".join(self.cleaned_data["meaning"].split())
        if not ask(SearchRequest(text=meaning, is_literal=True)).complete_total:
            raise forms.ValidationError(
                _("Auch zu „%(meaning)s“ ist nichts eingetragen. Bitte ein Wort wählen, das etwas findet.")
                % {"meaning": meaning}
            )
        return meaning


class VainSearchesView(CuratorsOnly, TemplateView):
    template_name = "moderation/searches.html"
    refused: SynonymForm | None = None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`zuruecknehmen`, `verwerfen`: the key of a row; else a new synonym."""
        if key := request.POST.get("zuruecknehmen"):
            synonym = get_object_or_404(CuratedSynonym, pk=_number(key))
            messages.success(request, _("„%s“ gilt nicht mehr.") % synonym)
            synonym.delete()
        elif key := request.POST.get("verwerfen"):
            get_object_or_404(VainSearch, pk=_number(key)).delete()
            messages.success(request, _("Das Wort ist verworfen."))
        else:
            form = SynonymForm(request.POST)
            if not form.is_valid():
                self.refused = form
                return self.render_to_response(self.get_context_data(**kwargs), status=422)
            synonym = form.save()
            VainSearch.objects.filter(words=synonym.word).delete()
            messages.success(request, _("„%s“ gilt ab sofort für jede Suche.") % synonym)
        return redirect("moderation:searches")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vain = VainSearch.objects.filter(times__gte=LEAST)
        page = Paginator(vain, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            page_obj=page,
            paginator=page.paginator,
            is_paginated=page.has_other_pages(),
            rows=[(search, self._form_of(search), proposals(search.words)) for search in page],
            synonyms=CuratedSynonym.objects.all(),
            themes=Theme.objects.order_by("position", "name").values_list("name", flat=True),
            history=history(),
            form=self._form_without_search(page),
        )

    def _form_of(self, search: VainSearch) -> SynonymForm | None:
        """The form that was refused, below the word that it is about."""
        return self.refused if self.refused and self.refused.data.get("word") == search.words else None

    def _form_without_search(self, page: Any) -> SynonymForm:
        words = {search.words for search in page}
        return self.refused if self.refused and self.refused.data.get("word") not in words else SynonymForm()


def _number(key: str) -> int:
    return int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0


def proposals(words: str) -> list[str]:
    """Themes of what comes nearest to the words, the most frequent first: terms that find something."""
    answer = ask(SearchRequest(text=words))
    themes = Counter(
        label["label"]
        for hit in hits(answer, answer.page(0, LOOKED_AT))
        for label in hit.card.get("labels", ())
        if label["facet"] == "thema"
    )
    return [theme for theme, _times in themes.most_common(PROPOSED)]


def history() -> list[tuple[str, Any]]:
    """(synonym, change) of what was added and taken back, newest first."""
    events = CuratedSynonym.pgh_event_model.objects.select_related("pgh_context").order_by("-pgh_id")
    traces = [HistoryTrace(event, None) for event in events[:MOST_TOLD]]
    changes = told(traces, lambda trace: trace.event.pgh_id)
    return [
        (f"{trace.event.word} → {trace.event.meaning}", changes[trace.event.pgh_id])
        for trace in traces
        if trace.event.pgh_id in changes
    ]
