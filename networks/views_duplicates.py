"""„Gibt es das schon?“ for everybody who plans something; stored networks that look alike, and merging two of them.
The mechanics are those of `duplicates.views`."""

from __future__ import annotations

from operator import attrgetter
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from duplicates import views
from networks.forms_check import CheckForm
from networks.models import DuplicateDecision, Merge, Network
from networks.recognition import merging, pairs
from networks.recognition.at_work import where_nothing_is_alike
from networks.recognition.candidates import found_for
from search.pages.views import wants_part


class CheckView(View):
    """/pruefen/: describe a plan, see what exists. GET only, so that the address can be sent to a colleague."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = CheckForm(request.GET or None)
        is_asked = form.is_bound and form.is_valid() and form.says_anything
        context = {"form": form, "is_asked": is_asked, "is_part": wants_part(request)} | (
            self.answer(form) if is_asked else {}
        )
        template = "networks/check.html" + ("#answer" if wants_part(request) else "")
        response = HttpResponse(render_to_string(template, context, request=request))
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        response["Cache-Control"] = "no-cache"
        if request.GET:
            response["X-Robots-Tag"] = "noindex"
        return response

    def answer(self, form: CheckForm) -> dict[str, object]:
        """What is like the plan, what is missing in it, and the address under which a colleague sees the same."""
        proposal = form.proposal()
        chosen = urlencode(form.chosen, doseq=True)
        found = found_for(self.request.user, proposal)
        return {
            "found": found,
            **where_nothing_is_alike(self.request.user, proposal, found, named=form.cleaned_data["mit"]),
            "chosen_address": f"{reverse('networks:list')}?{chosen}" if chosen else "",
            "address": f"{settings.SITE_URL}{self.request.path}?{urlencode(form.given, doseq=True)}",
        }


class Pairs(views.Pairs):
    entries = Network.objects.select_related("format", "coordinator").prefetch_related("districts")
    place = "districts__slug"
    alike_pairs = staticmethod(pairs.alike_pairs)


class DuplicatesView(Pairs, views.DuplicatesView):
    """/doppelstrukturen/"""

    template_name = "networks/duplicates.html"
    heading, related = _("Doppelstrukturen"), _("verwandt")
    lead = _("Netzwerke im Verzeichnis, die sich ähneln.")
    decisions, merges = DuplicateDecision, Merge


class DuplicatesCsvView(Pairs, views.DuplicatesCsvView):
    filename = "doppelstrukturen"


class DecideView(views.DecideView):
    """POST: what somebody decided about a pair, „verwandt“ or „verschieden“."""

    model, page = Network, "networks:duplicates"

    def decide(self, first: Network, second: Network, **said: object) -> DuplicateDecision:
        return pairs.decide(first, second, decision=self.request.POST["entscheidung"], **said)

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("entscheidung") in DuplicateDecision.Decision.values:
            return super().post(request)
        messages.error(request, _("Bitte wählen Sie, ob sich die beiden ergänzen oder verschieden sind."))
        return self.back()


class UndoDecisionView(views.UndoDecisionView):
    model, page = DuplicateDecision, "networks:duplicates"


class MergeView(views.MergeView):
    model, page = Network, "networks:duplicates"
    template_name = "networks/merge.html"
    counted = {
        _("Mitglieder"): lambda network: network.memberships.current(),
        _("Treffen"): attrgetter("meetings"),
        _("Zwischenstände"): attrgetter("updates"),
    }
    one_each = {_("Mitglieder"): "actor"}
    differences = staticmethod(merging.differences)
    merge = staticmethod(merging.merge)


class UndoMergeView(views.UndoMergeView):
    model, page = Merge, "networks:duplicates"
