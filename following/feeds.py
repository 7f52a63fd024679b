"""Lists to subscribe to: their newest entries as Atom (RFC 4287), the meetings of their networks as a calendar.

A programme that fetches them is not logged in and sees what everybody sees; so does a person who looks at the address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from following.lists import objects_of, open_list, words_of
from following.models import SavedSearch
from following.news import MODELS
from networks.calendar import calendar_of, printable
from networks.feeds import MOST_MEETINGS, PORTAL_LOOKS_BACK, calendar_response
from networks.models import Meeting, Network
from search.pages.listing import Listing

NEWEST = 50  # entries of a feed: readers ask often enough to miss none
WORDS = 60  # of a text in a feed
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Says of an empty list always the same: with the clock in it, it would never be "not modified"."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


@require_safe
@conditional_page
def list_feed(request: HttpRequest, kind: SavedSearch.Kind) -> HttpResponse:
    listing = open_list(kind, request.GET)
    feed = Feed(
        title=printable(_title(kind, listing)),
        link=f"{settings.SITE_URL}{listing.asked_url}",
        feed_url=f"{settings.SITE_URL}{listing.feed_url}",
        description="",
        subtitle=_("Neu im Bildungsnetz %(kommune)s") % {"kommune": settings.KOMMUNE_NAME},
        language="de",
        author_name=settings.PORTAL_OPERATOR,
        author_link=settings.SITE_URL,
    )
    for entry in newest(listing):
        address = f"{settings.SITE_URL}{entry.get_absolute_url()}"
        feed.add_item(
            title=printable(entry.name),
            link=address,
            description=escape(printable(_summary(entry))),
            pubdate=entry.since,
            updateddate=entry.since,
            unique_id=_identity(entry),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=Feed.content_type)


def newest(listing: Listing) -> list[Any]:
    """The hits that were published last, newest first, at most NEWEST; each with its moment as `since`."""
    ids: dict[str, list[int]] = {}
    for kind, object_id in objects_of(listing.answer.complete_ids()).values():
        ids.setdefault(kind, []).append(object_id)
    found = [entry for kind in ids for entry in _newest_of(kind, ids[kind])]
    return sorted(found, key=lambda entry: (entry.since, entry.pk), reverse=True)[:NEWEST]


def _newest_of(kind: str, ids: list[int]) -> QuerySet[Any]:
    entries = MODELS[kind].objects.published().filter(pk__in=_among(ids))
    entries = entries.annotate(since=Coalesce("published_at", "created_at"))
    return entries.select_related("format" if kind == "netzwerk" else "kind").order_by("-since", "-pk")[
        :NEWEST
    ]


def _among(ids: list[int]) -> RawSQL:
    """One array in place of a list of parameters, of which there may be a million."""
    return RawSQL("SELECT unnest(%s::bigint[])", [ids])


def _summary(entry: Any) -> str:
    is_network = isinstance(entry, Network)
    label, text = (entry.format, entry.purpose) if is_network else (entry.kind, entry.description)
    return f"{label}: {Truncator(' '.join(text.split())).words(WORDS)}" if text else str(label)


def _identity(entry: Any) -> str:
    """Stays when an entry is renamed (RFC 4151)."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{entry.created_at:%Y-%m-%d}:{entry._meta.model_name}/{entry.pk}"


def _title(kind: SavedSearch.Kind, listing: Listing) -> str:
    said = ", ".join(value for _label, value in words_of(listing))
    return f"{kind.label}: {said}" if said else str(kind.label)


@require_safe
@conditional_page
def list_calendar(request: HttpRequest, kind: SavedSearch.Kind) -> HttpResponse:
    """Meetings of the networks among the hits, from last month on, in their order."""
    listing = open_list(kind, request.GET)
    networks = [pk for found, pk in objects_of(listing.answer.complete_ids()).values() if found == "netzwerk"]
    meetings = Meeting.objects.public().filter(
        network_id__in=_among(networks),
        network__review_status=Network.ReviewStatus.PUBLISHED,
        start__gte=timezone.now() - PORTAL_LOOKS_BACK,
    )
    content = calendar_of(
        meetings.select_related("network").order_by("start", "pk")[:MOST_MEETINGS],
        name=_("Treffen: %s") % _title(kind, listing),
        address=listing.asked_url,
        site_url=settings.SITE_URL,
    )
    return calendar_response(content, filename=f"{kind}.ics")
