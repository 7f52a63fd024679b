"""Stored actors that look alike, and merging two of them. The mechanics are those of `duplicates.views`."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from actors.forms import OtherActorForm
from actors.models import Actor, DuplicateDecision, Merge
from actors.recognition import blocking, merging, pairs
from actors.recognition.candidates import found_for
from duplicates import views


class Pairs(views.Pairs):
    entries = Actor.objects.select_related("kind", "district", "parent_body")
    place = "district__slug"
    alike_pairs = staticmethod(pairs.alike_pairs)


class DuplicatesView(Pairs, views.DuplicatesView):
    """/doppelstrukturen/akteure/"""

    template_name = "actors/duplicates.html"
    heading, related = _("Doppelte Akteure"), _("ähnlich")
    lead = _("Einrichtungen im Verzeichnis, die sich ähneln.")
    decisions, merges = DuplicateDecision, Merge


class DuplicatesCsvView(Pairs, views.DuplicatesCsvView):
    filename = "doppelte-akteure"


class DecideView(views.DecideView):
    """POST: somebody knows that two actors are different."""

    model, page = Actor, "actors:duplicates"
    decide = staticmethod(pairs.decide)


class UndoDecisionView(views.UndoDecisionView):
    model, page = DuplicateDecision, "actors:duplicates"


class MergeView(views.MergeView):
    """With one actor only (?bleibt=…) it asks which the other one is, and suggests those that are alike."""

    model, page = Actor, "actors:duplicates"
    template_name = "actors/merge.html"
    counted = {
        _("Mitgliedschaften"): attrgetter("memberships"),
        _("koordinierte Netzwerke"): attrgetter("coordinated_networks"),
        _("Kontaktpersonen"): attrgetter("contacts"),
        _("Angebote und Gesuche"): attrgetter("offers"),
        _("Einrichtungen in Trägerschaft"): attrgetter("subsidiaries"),
        _("Bearbeitende"): attrgetter("editors"),
    }
    differences = staticmethod(merging.differences)
    merge = staticmethod(merging.merge)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("geht"):
            return super().get(request)
        kept = get_object_or_404(self.editable(), slug=request.GET.get("bleibt"))
        others = self.editable().exclude(pk=kept.pk)
        form = OtherActorForm(request.GET if "mit" in request.GET else None, others=others)
        if form.is_valid():
            return self.side_by_side(kept, form.cleaned_data["mit"])
        found = found_for(request.user, blocking.record_of(kept), exclude=[kept.pk])
        return render(request, "actors/merge_with.html", {"kept": kept, "found": found, "form": form})


class UndoMergeView(views.UndoMergeView):
    model, page = Merge, "actors:duplicates"
