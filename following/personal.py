"""What this room keeps about people: what they saved and what they watch."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row
from following.models import SavedSearch, Watch


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
)
