"""„Das verstehe ich als …“: what the portal makes of a rhythm."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from networks.models import Network
from networks.rhythm_answers import LONGEST, answer_to
from search.pages.views import wants_part


class RhythmForm(forms.Form):
    text = forms.CharField(
        label=_("Rhythmus"),
        max_length=LONGEST,
        help_text=_(
            "In Ihren Worten, zum Beispiel: vierteljährlich, mittwochs 14–16 Uhr; jeden ersten Donnerstag, 18 Uhr."
        ),
    )


class RhythmView(View):
    """To htmx the answer alone, for the field; else a page on which anybody may try. Writes nothing.

    `text`, or `rhythm_text` from the field of a form. `netzwerk`: whose it is, heard only from who edits it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("text", request.GET.get("rhythm_text", "")).replace("\x00", "")
        slug = request.GET.get("netzwerk", "").replace("\x00", "")
        network = Network.objects.editable_by(request.user).at_address(slug).first() if slug else None
        context = {"answer": answer_to(text, network)}
        if wants_part(request):
            response = render(request, "networks/_rhythm_answer.html", context)
        else:
            form = RhythmForm({"text": text[:LONGEST]} if text else None)
            response = render(request, "networks/rhythm.html", context | {"form": form})
        patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "Cookie"])
        return response
