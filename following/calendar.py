"""Somebody's own calendar: the meetings that she may see, those for members and their links included.

A calendar programme cannot log in, so its address is the secret. Every time it is fetched, the account and its rights are
looked at anew. Nobody proves a second factor there: whoever needs one for a role has only the rights of a registered person,
as everywhere."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from following.hits import Hits
from following.models import CalendarAddress, Watch, new_key
from networks.feeds import PORTAL_LOOKS_BACK, calendar_response, expected_of
from networks.meetings.access import read_inside_by
from networks.models import Meeting, Network

SIGNER = Signer(salt="following.calendar")  # takes SECRET_KEY_FALLBACKS: a new SECRET_KEY ends no address


def path_of(address: CalendarAddress) -> str:
    return reverse("following:own_calendar", args=[SIGNER.sign(address.key)])


def address_at(token: str) -> CalendarAddress | None:
    """None, without a query, for what the portal has not signed; None for what was renewed or revoked, and for an account that is
    closed."""
    try:
        key = SIGNER.unsign(token)
    except BadSignature:
        return None
    return CalendarAddress.objects.select_related("owner").filter(key=key, owner__is_active=True).first()


def keep(owner: User, **chosen: bool) -> bool:
    """What shall stand in the calendar; makes its address where there is none. Says whether it did."""
    return CalendarAddress.objects.update_or_create(owner=owner, defaults=chosen)[1]


def renew(address: CalendarAddress) -> None:
    """Whoever has the former address reads nothing any more."""
    address.key, address.renewed_at = new_key(), timezone.now()
    address.save(update_fields=["key", "renewed_at"])


def response_for(address: CalendarAddress) -> HttpResponse:
    owner = address.owner
    networks = networks_of(address)
    meetings = Meeting.objects.visible_to(owner).filter(network__in=networks)
    inside = read_inside_by(owner, networks).values_list("pk", flat=True)
    return calendar_response(
        meetings.filter(start__gte=timezone.now() - PORTAL_LOOKS_BACK),
        expected=expected_of(networks, Meeting.objects.visible_to(owner)) if address.with_expected else None,
        name=_("Meine Treffen im Bildungsnetz %(kommune)s") % {"kommune": settings.KOMMUNE_NAME},
        address=reverse("following:calendar"),
        filename="meine-treffen",
        inside=frozenset(inside),
    )


def networks_of(address: CalendarAddress) -> QuerySet[Network]:
    """What the owner chose, as far as she may see it today."""
    owner, ids = address.owner, set()
    if address.with_own:
        ids |= set(Network.objects.of(owner).values_list("pk", flat=True))
        ids |= set(Network.objects.seating(owner).values_list("pk", flat=True))
    if address.with_watched:
        ids |= _watched_by(owner)
    return Network.objects.visible_to(owner).filter(pk__in=ids)


def _watched_by(owner: User) -> set[int]:
    """Networks that she watches, and those among the hits of what else she watches."""
    watches = list(Watch.objects.of(owner).running().with_targets())
    lists = [watch for watch in watches if not watch.network_id]
    for watch in lists:
        watch.mark = ""  # all hits, also where none is new
    hits = Hits.of(lists)
    found = {watch.network_id for watch in watches if watch.network_id}
    for watch in lists:
        found |= set((hits.now(watch) or {}).get("netzwerk", ()))
    return found
