"""„Gibt es das schon?“ for everybody who plans something, and the pairs in the stock for those who coordinate.

No page needs JavaScript; every change is a small POST.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import UserPassesTestMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from networks import duplicates, merging
from networks.candidates import found_for
from networks.duplicates import AlikePair
from networks.forms_check import CheckForm
from networks.models import DuplicateDecision, Merge, Network
from networks.similarity import RELATED, SAME
from vocabulary.models import District

ON_A_PAGE = 20


class CheckView(View):
    """/pruefen/: describe a plan, see what exists. GET only, so that the address can be sent to a colleague."""

    def get(self, request: HttpRequest) -> HttpResponse:
        is_part = bool(getattr(request, "htmx", False))
        form = CheckForm(request.GET or None)
        is_asked = form.is_bound and form.is_valid() and form.says_enough
        found = found_for(request.user, form.proposal()) if is_asked else []
        context = {
            "form": form,
            "is_asked": is_asked,
            "found": found,
        }
        template = "networks/check.html" + ("#answer" if is_part else "")
        response = HttpResponse(render_to_string(template, context, request=request))
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        response["Cache-Control"] = "no-cache" if not request.user.is_authenticated else "private, no-store"
        if request.GET:
            response["X-Robots-Tag"] = "noindex"
        return response


class CoordinationOnly(UserPassesTestMixin):
    """Everybody else is sent to the login, or told that this is not theirs (403)."""

    request: HttpRequest

    def test_func(self) -> bool:
        return bool(getattr(self.request.user, "is_coordination", False))


class CuratorsOnly(CoordinationOnly):
    def test_func(self) -> bool:
        return bool(getattr(self.request.user, "is_curator", False))


def chosen_pairs(request: HttpRequest) -> list[AlikePair]:
    """Pairs that the filters of the address leave, most alike first."""
    pairs = duplicates.alike_pairs()
    if request.GET.get("art") in (SAME, RELATED):
        pairs = [item for item in pairs if item.match.verdict == request.GET["art"]]
    if place := request.GET.get("stadtteil"):
        there = set(Network.objects.filter(districts__slug=place).values_list("pk", flat=True))
        pairs = [item for item in pairs if {item.first, item.second} & there]
    return pairs


def with_networks(pairs: Sequence[AlikePair]) -> list[dict[str, Any]]:
    """Each pair with both networks; what went meanwhile is left out."""
    networks = (
        Network.objects.select_related("format", "coordinator")
        .prefetch_related("districts")
        .in_bulk([pk for item in pairs for pk in (item.first, item.second)])
    )
    return [
        {"match": item.match, "both": (networks[item.first], networks[item.second])}
        for item in pairs
        if item.first in networks and item.second in networks
    ]


class DuplicatesView(CoordinationOnly, TemplateView):
    """/doppelstrukturen/: pairs that look alike, most alike first; and what was decided, with the way back."""

    template_name = "networks/duplicates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(chosen_pairs(self.request), ON_A_PAGE)
        page = pages.get_page(self.request.GET.get("page"))
        decided = DuplicateDecision.objects.filter(undone_at__isnull=True).select_related(
            "first", "second", "decided_by"
        )
        return super().get_context_data(
            **kwargs,
            page=page,
            rows=with_networks(page.object_list),
            total=pages.count,
            districts=District.objects.all(),
            art=self.request.GET.get("art", ""),
            place=self.request.GET.get("stadtteil", ""),
            decided=decided[:50],
            merges=Merge.objects.filter(undone_at__isnull=True).select_related("kept", "merged_by")[:50],
            can_merge=getattr(self.request.user, "is_curator", False),
            reason_most=500,
        )


class DuplicatesCsvView(CoordinationOnly, View):
    """The pairs as a table for the next meeting."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="doppelstrukturen.csv"'
        response["Cache-Control"] = "private, no-store"
        table = csv.writer(response, delimiter=";")
        table.writerow(
            ["kennung_a", "name_a", "kennung_b", "name_b", "aehnlichkeit", "urteil", "dafuer", "dagegen"]
        )
        for row in with_networks(chosen_pairs(request)):
            first, second = row["both"]
            match = row["match"]
            cells = (
                first.kennung or "", first.name, second.kennung or "", second.name, f"{match.score:.2f}".replace(".", ","),
                match.verdict, ", ".join(match.why.speaks_for), ", ".join(match.why.speaks_against),
            )  # fmt: skip
            table.writerow([_safe(cell) for cell in cells])
        return response


def _safe(cell: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{cell}" if cell[:1] in "=+-@\t\r" else cell


class DecideView(CoordinationOnly, View):
    """POST: what somebody decided about a pair, „verwandt“ or „verschieden“."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        networks = Network.objects.visible_to(request.user)
        first = get_object_or_404(networks, slug=request.POST.get("erstes"))
        second = get_object_or_404(networks, slug=request.POST.get("zweites"))
        decision = request.POST.get("entscheidung")
        if first == second or decision not in DuplicateDecision.Decision.values:
            messages.error(request, _("Bitte wählen Sie, ob sich die beiden ergänzen oder verschieden sind."))
            return redirect("networks:duplicates")
        reason = request.POST.get("begruendung", "").strip()[:500]
        duplicates.decide(first, second, decision=decision, by=request.user, reason=reason)
        messages.success(request, _("Gemerkt. Sie können es unten zurücknehmen."))
        return redirect("networks:duplicates")


class UndoDecisionView(CoordinationOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duplicates.undo(get_object_or_404(DuplicateDecision, pk=pk), by=request.user)
        messages.success(
            request, _("Die Entscheidung ist zurückgenommen, das Paar steht wieder in der Liste.")
        )
        return redirect("networks:duplicates")


class MergeView(CuratorsOnly, TemplateView):
    """Both networks side by side, a choice for every field in which they differ; POST merges them."""

    template_name = "networks/merge.html"

    def _both(self, values: Any) -> tuple[Network, Network]:
        editable = Network.objects.editable_by(self.request.user)
        kept = get_object_or_404(editable, slug=values.get("bleibt"))
        return kept, get_object_or_404(editable.exclude(pk=kept.pk), slug=values.get("geht"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept, merged = self._both(self.request.GET)
        return super().get_context_data(
            **kwargs,
            kept=kept,
            merged=merged,
            choices=merging.differences(kept, merged),
            counts=[
                (_("Mitglieder"), kept.memberships.current().count(), merged.memberships.current().count()),
                (_("Treffen"), kept.meetings.count(), merged.meetings.count()),
                (_("Zwischenstände"), kept.updates.count(), merged.updates.count()),
            ],
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        kept, merged = self._both(request.POST)
        take = [
            choice.name
            for choice in merging.differences(kept, merged)
            if request.POST.get(choice.name) == "geht"
        ]
        reason = request.POST.get("begruendung", "").strip()[:500]
        merging.merge(kept, merged, by=request.user, take=take, reason=reason)
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
            messages.success(request, _("Beide Netzwerke sind wieder da, wie sie waren."))
        return redirect("networks:duplicates")
