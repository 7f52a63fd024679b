"""Tasks and resources that run out: the people of the network are asked in time, with the question that every entry gets."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Min
from django.utils import timezone

from moderation import freshness
from moderation.models import Inquiry
from networks.doubts import ASK_BEFORE
from networks.models import Commitment, Network


def ask() -> tuple[int, int]:
    """Ask once about what ends soon. Returns how many networks were asked about, and how many mails went out."""
    return freshness.ask(due())


def due() -> list[Network]:
    """Networks of which something ends soon, and nobody was asked about them, or confirmed them, since that is so."""
    ends = dict(
        Commitment.objects.ending(ASK_BEFORE).order_by().values_list("network").annotate(first=Min("until"))
    )
    asked = dict(
        Inquiry.objects.filter(content_type=ContentType.objects.get_for_model(Network), object_id__in=ends)
        .order_by("asked_at")
        .values_list("object_id", "asked_at")
    )
    found = []
    for network in Network.objects.in_use().filter(pk__in=ends).order_by("sort_name", "pk"):
        since = ends[network.pk] - ASK_BEFORE
        last = asked.get(network.pk)
        was_asked = last is not None and timezone.localdate(last) >= since
        if not was_asked and not (network.confirmed_at and network.confirmed_at >= since):
            found.append(network)
    return found
