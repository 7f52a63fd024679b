"""What visitors get while the database is away: 503, when to come back, and a page that says so and needs nothing."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from mailing.outages import is_outage

RETRY_AFTER = 30  # seconds; a database restarts in a few


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of errors: called while the error is being handled, wherever in the portal it came from."""
    return unavailable(request) if is_outage(sys.exc_info()[1]) else defaults.server_error(request)


def unavailable(request: HttpRequest) -> HttpResponse:
    """In the form that was asked for: a page, a part of one, data, or a line of text."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    sentence = _(
        "Das Bildungsnetz ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
    )
    file_type = request.path.rpartition("/")[2].rpartition(".")[2] if "." in request.path else ""
    if file_type == "json" or _wants_json(request):
        return JsonResponse({"error": sentence}, status=503, headers=headers)
    if file_type:  # feeds, calendars, tables: no page for a program
        return HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", 503, headers=headers)
    part = "#part" if request.headers.get("HX-Request") == "true" else ""
    is_sent = request.method not in {"GET", "HEAD"}
    page = render_to_string(f"503.html{part}", {"sentence": sentence, "is_sent": is_sent})
    return HttpResponse(page, status=503, headers=headers)


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
