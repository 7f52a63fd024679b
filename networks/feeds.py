"""Calendars to subscribe to. A programme that fetches them is not logged in and sees what everybody sees."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from networks.calendar import calendar_of
from networks.models import Meeting, Network

# What has been stays for a while, so that it does not vanish from a subscriber's calendar the next morning.
NETWORK_LOOKS_BACK = timedelta(days=365)
PORTAL_LOOKS_BACK = timedelta(days=31)
MOST_MEETINGS = 2000  # of a calendar: some years of a large Kommune, and no more than a program bears


@require_safe
@conditional_page
def network_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of one network: the last year and everything to come, cancelled ones marked."""
    network = Network.objects.visible_to(request.user).at_address(slug).first()
    if network is None:
        raise Http404(_("Unter dieser Adresse gibt es kein Netzwerk."))
    if network.slug != slug:
        return redirect("networks:calendar", network.slug, permanent=True)
    meetings = (
        network.meetings.public()
        .filter(start__gte=timezone.now() - NETWORK_LOOKS_BACK)
        .select_related("network")
    )
    return calendar_response(
        calendar_of(
            meetings[:MOST_MEETINGS],
            name=network.name,
            address=network.get_absolute_url(),
            site_url=settings.SITE_URL,
        ),
        filename=f"{network.slug}.ics",
    )


@require_safe
@conditional_page
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """The meetings of all networks that the visitor may see, from last month on; at most the next 2,000."""
    meetings = (
        Meeting.objects.public()
        .filter(
            network__in=Network.objects.visible_to(request.user),
            start__gte=timezone.now() - PORTAL_LOOKS_BACK,
        )
        .select_related("network")
    )
    return calendar_response(
        calendar_of(
            meetings[:MOST_MEETINGS],
            name=_("Bildungsnetz %(kommune)s: Treffen") % {"kommune": settings.KOMMUNE_NAME},
            address=reverse("networks:meetings_calendar"),
            site_url=settings.SITE_URL,
        ),
        filename="termine.ics",
    )


def calendar_response(content: bytes, *, filename: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
