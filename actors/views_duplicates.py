"""Actors in the stock that look alike, for those who coordinate, and merging two of them, for curators.

No page needs JavaScript; every change is a small POST.
"""

from __future__ import annotations

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from actors import duplicates, footprints, merging
from actors.candidates import found_for
from actors.models import Actor, DuplicateDecision, Merge
from actors.similarity import RELATED, SAME
from moderation.views import CuratorsOnly
from search.tables import safe
from vocabulary.models import District

ON_A_PAGE = 20
REASON_MOST = 500  # characters
COLUMNS = ("kennung_a", "name_a", "kennung_b", "name_b", "aehnlichkeit", "urteil", "gruende")


class CoordinationOnly(UserPassesTestMixin):
    """Everybody else is sent to the login, or told that this is not theirs (403)."""

    request: HttpRequest

    def test_func(self) -> bool:
        return bool(getattr(self.request.user, "is_coordination", False))


def shown_pairs(request: HttpRequest) -> list[dict[str, Any]]:
    """Pairs that the filters of the address leave, each with both actors, most alike first."""
    pairs = duplicates.alike_pairs()
    if request.GET.get("art") in (SAME, RELATED):
        pairs = [item for item in pairs if item.match.verdict == request.GET["art"]]
    actors = Actor.objects.visible_to(request.user).select_related("kind", "district", "parent_body")
    by_id = actors.in_bulk({pk for item in pairs for pk in (item.first, item.second)})
    rows = [
        {"match": item.match, "both": (by_id[item.first], by_id[item.second])}
        for item in pairs
        if item.first in by_id and item.second in by_id
    ]
    place = request.GET.get("stadtteil")
    if place:
        rows = [row for row in rows if any(a.district and a.district.slug == place for a in row["both"])]
    return rows


class DuplicatesView(CoordinationOnly, TemplateView):
    """/doppelstrukturen/akteure/: pairs that look alike, and what was decided, with the way back."""

    template_name = "actors/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = shown_pairs(self.request)
        decided = DuplicateDecision.objects.filter(undone_at__isnull=True)
        return super().get_context_data(
            **kwargs,
            page=Paginator(rows, ON_A_PAGE).get_page(self.request.GET.get("page")),
            total=len(rows),
            districts=District.objects.all(),
            art=self.request.GET.get("art", ""),
            place=self.request.GET.get("stadtteil", ""),
            decided=decided.select_related("first", "second", "decided_by")[:50],
            merges=Merge.objects.filter(undone_at__isnull=True).select_related("kept", "merged_by")[:50],
            can_merge=getattr(self.request.user, "is_curator", False),
            reason_most=REASON_MOST,
        )


class DuplicatesCsvView(CoordinationOnly, View):
    """The pairs as a table for the next meeting."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="doppelte-akteure.csv"'
        response["Cache-Control"] = "private, no-store"
        table = csv.writer(response, delimiter=";")
        table.writerow(COLUMNS)
        for row in shown_pairs(request):
            (first, second), match = row["both"], row["match"]
            score = f"{match.score:.2f}".replace(".", ",")
            names = (first.kennung or "", first.name, second.kennung or "", second.name)
            table.writerow(map(safe, (*names, score, match.verdict, ", ".join(match.reasons))))
        return response


class DecideView(CoordinationOnly, View):
    """POST: somebody knows that two actors are different."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        actors = Actor.objects.visible_to(request.user)
        first = get_object_or_404(actors, slug=request.POST.get("erstes"))
        second = get_object_or_404(actors.exclude(pk=first.pk), slug=request.POST.get("zweites"))
        duplicates.decide(first, second, by=request.user, reason=_reason(request))
        messages.success(request, _("Gemerkt. Sie können es unten zurücknehmen."))
        return redirect("actors:duplicates")


class UndoDecisionView(CoordinationOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duplicates.undo(get_object_or_404(DuplicateDecision, pk=pk), by=request.user)
        messages.success(request, _("Zurückgenommen: Das Paar steht wieder zur Entscheidung."))
        return redirect("actors:duplicates")


class MergeView(CuratorsOnly, TemplateView):
    """Both actors side by side, a choice for every field in which they differ; POST merges them.

    With one actor only (?bleibt=…) it asks which the other one is, and suggests those that are alike.
    """

    template_name = "actors/merge.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.kept = get_object_or_404(self.editable(), slug=request.GET.get("bleibt"))
        self.merged = self._other(request.GET.get("geht"), request.GET.get("mit", "").strip())
        return self.render_to_response(self.get_context_data(**kwargs))

    def editable(self) -> Any:
        return Actor.objects.editable_by(self.request.user)

    def _other(self, slug: str | None, name: str) -> Actor | None:
        others = self.editable().exclude(pk=self.kept.pk)
        if slug:
            return get_object_or_404(others, slug=slug)
        return others.filter(name__iexact=name).first() if name else None

    def get_template_names(self) -> list[str]:
        return ["actors/merge.html" if self.merged else "actors/merge_with.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, merged = self.kept, self.merged
        if merged is None:
            found = found_for(self.request.user, footprints.record_of(kept), exclude=[kept.pk])
            asked = self.request.GET.get("mit", "").strip()
            return super().get_context_data(**kwargs, kept=kept, found=found, asked=asked)
        return super().get_context_data(
            **kwargs,
            kept=kept,
            merged=merged,
            choices=merging.differences(kept, merged),
            counts=[
                (label, getattr(kept, name).count(), getattr(merged, name).count())
                for name, label in COUNTED.items()
            ],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        kept = get_object_or_404(self.editable(), slug=request.POST.get("bleibt"))
        merged = get_object_or_404(self.editable().exclude(pk=kept.pk), slug=request.POST.get("geht"))
        choices = merging.differences(kept, merged)
        take = [choice.name for choice in choices if request.POST.get(choice.name) == "geht"]
        try:
            merging.merge(kept, merged, by=request.user, take=take, reason=_reason(request))
        except (ValidationError, IntegrityError):
            messages.error(
                request,
                _("So lassen sich die beiden nicht zusammenführen: Bitte wählen Sie bei einem Feld anders."),
            )
            return redirect(kept)
        messages.success(
            request,
            _("„%(name)s“ ist darin aufgegangen. Die alte Adresse führt hierher.") % {"name": merged.name},
        )
        kept.refresh_from_db()
        return redirect(kept)


class UndoMergeView(CuratorsOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            merging.undo(get_object_or_404(Merge, pk=pk), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Beide Akteure sind wieder da, wie sie waren."))
        return redirect("actors:duplicates")


COUNTED = {
    "memberships": gettext_lazy("Mitgliedschaften"),
    "coordinated_networks": gettext_lazy("koordinierte Netzwerke"),
    "contacts": gettext_lazy("Kontaktpersonen"),
    "offers": gettext_lazy("Angebote und Gesuche"),
    "subsidiaries": gettext_lazy("Einrichtungen in Trägerschaft"),
    "editors": gettext_lazy("Bearbeitende"),
}


def _reason(request: HttpRequest) -> str:
    return request.POST.get("begruendung", "").replace("\x00", "").strip()[:REASON_MOST]
