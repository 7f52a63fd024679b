"""Calendars to subscribe to. A programme that fetches them is not logged in and sees what everybody sees; so does a person who
looks at the address. What is for members only comes with the personal calendar (`following.calendar`).

`?voraussichtlich=1` adds what the rhythms let expect."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from actors.models import Actor
from networks.calendar import calendar_of
from networks.meetings import expected
from networks.models import ExpectedMeeting, Meeting, Network
from networks.querysets import ExpectedMeetingQuerySet, MeetingQuerySet
from vocabulary.days import start_of

# What has been stays for a while, so that it does not vanish from a subscriber's calendar the next morning.
NETWORK_LOOKS_BACK = timedelta(days=365)
PORTAL_LOOKS_BACK = timedelta(days=31)
MOST_MEETINGS = 2000  # of a calendar: some years of a large Kommune, and no more than a program bears
WITH_EXPECTED = "voraussichtlich"  # the parameter, as the pages of the calendar have it


@require_safe
@conditional_page
def network_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of one network: the last year and everything to come, cancelled ones marked."""
    network = _network(request, slug)
    if network.slug != slug:
        return _moved(request, "networks:calendar", network.slug)
    return calendar_response(
        network.meetings.public().filter(start__gte=timezone.now() - NETWORK_LOOKS_BACK),
        expected=asked_for(request, Network.objects.filter(pk=network.pk)),
        name=network.name,
        address=network.get_absolute_url(),
        filename=network.slug,
    )


@require_safe
@conditional_page
def meeting_calendar(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One meeting, to put it into a calendar by hand."""
    network = _network(request, slug)
    meeting = get_object_or_404(network.meetings.public(), pk=pk)
    if network.slug != slug:
        return _moved(request, "networks:meeting_calendar", network.slug, pk)
    return calendar_response(
        network.meetings.public().filter(pk=meeting.pk),
        name=network.name,
        address=network.get_absolute_url(),
        filename=f"{network.slug}-{meeting.pk}",
    )


@require_safe
@conditional_page
def actor_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings of the public networks in which an actor is a member or that it coordinates: „alle Netzwerke unserer
    Schule“."""
    actor = Actor.objects.visible_to(request.user).at_address(slug).first()
    if actor is None:
        raise Http404(_("Unter dieser Adresse gibt es keinen Akteur."))
    if actor.slug != slug:
        return _moved(request, "networks:actor_calendar", actor.slug)
    networks = Network.objects.published().with_actor(actor)
    return calendar_response(
        Meeting.objects.public().filter(network__in=networks, start__gte=timezone.now() - PORTAL_LOOKS_BACK),
        expected=asked_for(request, networks),
        name=_("Treffen: %s") % actor.name,
        address=actor.get_absolute_url(),
        filename=actor.slug,
    )


@require_safe
@conditional_page
def meetings_calendar(request: HttpRequest) -> HttpResponse:
    """The meetings of all public networks, from last month on; at most the next 2,000."""
    networks = Network.objects.visible_to(request.user)
    return calendar_response(
        Meeting.objects.public().filter(network__in=networks, start__gte=timezone.now() - PORTAL_LOOKS_BACK),
        expected=asked_for(request, networks),
        name=_("Bildungsnetz %(kommune)s: Treffen") % {"kommune": settings.KOMMUNE_NAME},
        address=reverse("networks:meetings_calendar"),
        filename="termine",
    )


def asked_for(request: HttpRequest, networks: QuerySet[Network]) -> ExpectedMeetingQuerySet:
    """What everybody may expect of these networks, where the address asks for it."""
    if request.GET.get(WITH_EXPECTED) != "1":
        return ExpectedMeeting.objects.none()
    return expected_of(networks, Meeting.objects.public())


def expected_of(networks: QuerySet[Network], seen: MeetingQuerySet) -> ExpectedMeetingQuerySet:
    """From today on, without what one of the meetings replaces that the reader sees."""
    expected.refresh()
    ahead = ExpectedMeeting.objects.filter(
        network__in=networks.order_by().values("pk"), start__gte=start_of(timezone.localdate())
    )
    return ahead.not_replaced_by(seen)


def calendar_response(
    meetings: MeetingQuerySet,
    *,
    name: str,
    address: str,
    filename: str,
    expected: ExpectedMeetingQuerySet | None = None,
    inside: frozenset[int] = frozenset(),
) -> HttpResponse:
    """Both together at most MOST_MEETINGS, the first ones. See `calendar_of`."""
    agreed = list(meetings.select_related("network").order_by("start", "pk")[:MOST_MEETINGS])
    ahead = [] if expected is None else expected.select_related("network")[: MOST_MEETINGS - len(agreed)]
    content = calendar_of(
        agreed, name=name, address=address, site_url=settings.SITE_URL, expected=ahead, inside=inside
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return response


def _network(request: HttpRequest, slug: str) -> Network:
    network = Network.objects.visible_to(request.user).at_address(slug).first()
    if network is None:
        raise Http404(_("Unter dieser Adresse gibt es kein Netzwerk."))
    return network


def _moved(request: HttpRequest, name: str, *arguments: object) -> HttpResponse:
    """To the address of today, with what was asked for: programmes follow and keep coming."""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return redirect(f"{reverse(name, args=arguments)}{query}", permanent=True)
