"""„Gibt es das schon?“ for everybody who plans something; no login, no JavaScript needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.generic import View

from networks.candidates import found_for
from networks.forms_check import CheckForm
from networks.similarity import SAME


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
            "same": sum(item.match.verdict == SAME for item in found),
        }
        template = "networks/check.html" + ("#answer" if is_part else "")
        response = HttpResponse(render_to_string(template, context, request=request))
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        response["Cache-Control"] = "no-cache" if not request.user.is_authenticated else "private, no-store"
        if request.GET:
            response["X-Robots-Tag"] = "noindex"
        return response
