"""What this room keeps about people: what they saved and what they watch."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row
from following.models import CalendarAddress, SavedSearch, Watch


def searches(user: User) -> Iterator[Row]:
    for search in SavedSearch.objects.filter(owner=user).order_by("pk"):
        yield {
            "name": search.name,
            "liste": str(search.get_kind_display()),
            "suche": search.query,
            "gemerkt_am": search.created_at,
        }


def watches(user: User) -> Iterator[Row]:
    targets = Watch.objects.filter(owner=user).select_related(*Watch.TARGETS)
    for watch in targets.order_by("pk"):
        yield {
            "was": watch.kind_label,
            "name": "" if _is_hidden(watch, user) else str(watch.target),
            "rhythmus": str(watch.get_rhythm_display()),
            "begonnen_am": watch.created_at,
            "angehalten_am": watch.paused_at,
        }


def calendar_addresses(user: User) -> Iterator[Row]:
    """Without the address itself: an export is passed on, and whoever has the address reads along."""
    for address in CalendarAddress.objects.filter(owner=user):
        yield {
            "eigene_netzwerke": address.with_own,
            "beobachtetes": address.with_watched,
            "voraussichtliche": address.with_expected,
            "angelegt_am": address.created_at,
            "erneuert_am": address.renewed_at,
        }


def _is_hidden(watch: Watch, user: User) -> bool:
    """A network that was public when she began to watch it."""
    return watch.network is not None and not watch.network.is_visible_to(user)


privacy.register(
    PersonalData(
        "gemerkte_suchen",
        _("Gemerkte Suchen"),
        _("Damit Sie eine Suche wiederfinden"),
        _("werden gelöscht"),
        searches,
        {"name": _("Name"), "liste": _("Liste"), "suche": _("Suche"), "gemerkt_am": _("gemerkt am")},
        covers=("following.SavedSearch.owner",),
        basis=privacy.CONSENT,
        correct="following:searches",
        place=40,
    ),
    PersonalData(
        "beobachtungen",
        _("Was Sie beobachten"),
        _("Damit Sie Neues per E-Mail bekommen"),
        _("werden gelöscht"),
        watches,
        {
            "was": _("was"),
            "name": _("Name"),
            "rhythmus": _("Rhythmus"),
            "begonnen_am": _("begonnen am"),
            "angehalten_am": _("angehalten am"),
        },
        covers=("following.Watch.owner",),
        basis=privacy.CONSENT,
        correct="following:watches",
        place=41,
    ),
    PersonalData(
        "kalenderadresse",
        _("Die Adresse Ihres Kalenders"),
        _("Damit Ihr Kalender die Treffen holen kann, die Sie sehen dürfen"),
        _("wird gelöscht; die Adresse gilt dann nicht mehr"),
        calendar_addresses,
        {
            "eigene_netzwerke": _("eigene Netzwerke"),
            "beobachtetes": _("was Sie beobachten"),
            "voraussichtliche": _("auch voraussichtliche Termine"),
            "angelegt_am": _("angelegt am"),
            "erneuert_am": _("erneuert am"),
        },
        covers=("following.CalendarAddress.owner",),
        basis=privacy.CONSENT,
        correct="following:calendar",
        place=42,
    ),
)
