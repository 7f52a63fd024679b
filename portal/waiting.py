"""What waits in the whole Kommune, for those who coordinate it: on „Meine Einträge“, each with the way to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Action
from moderation.models import Case
from moderation.permissions import may
from networks.models import Network, Update
from networks.recognition import pairs
from partners.models import PartnerRequest

FIRST, MOST = 4, 40  # rows shown at once, and behind „weitere zeigen“
QUIET_AFTER = timedelta(days=365)
TOLD_WITHIN = timedelta(days=180)
COMPARED = 2_000  # networks of which all pairs are compared while somebody waits for a page
HARD = (Update.Kind.PROBLEM, Update.Kind.UNSOLVABLE_HERE)


@dataclass(frozen=True)
class WaitingRow:
    name: str
    address: str
    note: str = ""


@dataclass(frozen=True)
class Item:
    """One thing that waits. `total` None: known only on the page behind `address`."""

    icon: str
    title: str
    why: str
    total: int | None = None
    rows: list[WaitingRow] = field(default_factory=list)
    address: str = ""
    link: str = ""

    @property
    def first_rows(self) -> list[WaitingRow]:
        return self.rows[:FIRST]

    @property
    def more_rows(self) -> list[WaitingRow]:
        return self.rows[FIRST:]


def for_coordination(user: User) -> list[Item]:
    """What waits, most pressing first; what does not wait is left out."""
    items = [
        *_cases(user), _hard_updates(user), _pairs(), _unconfirmed(), _without_date(), _quiet(), _requests(),
    ]  # fmt: skip
    return [item for item in items if item.total != 0]


def _cases(user: User) -> Iterator[Item]:
    if may(user, Action.CURATE):
        yield Item(
            "list",
            _("offene Vorgänge"),
            _("Neue Einträge, Übernahmen, Änderungen und Meldungen, die auf eine Entscheidung warten."),
            Case.objects.for_curation().undecided().count(),
            address=reverse("moderation:queue"),
            link=_("Zu den Vorgängen"),
        )


def _hard_updates(user: User) -> Item:
    """The last word of each network, where that is a problem."""
    since = timezone.localdate() - TOLD_WITHIN
    told = Update.objects.visible_to(user).filter(date__gte=since)
    last = told.order_by("network_id", "-date", "-pk").distinct("network_id").select_related("network")
    hard = sorted((one for one in last if one.kind in HARD), key=lambda one: (one.date, one.pk), reverse=True)
    return Item(
        "circle-alert",
        _("Zwischenstände mit einem Problem"),
        _("Der letzte Stand lautet „Problem“ oder „hier nicht lösbar“."),
        len(hard),
        [WaitingRow(one.network.name, one.network.get_absolute_url(), _told(one)) for one in hard[:MOST]],
    )


def _told(update: Update) -> str:
    day = date_format(update.date, "j. F")
    return f"{update.get_kind_display()}, {day}"


def _pairs() -> Item:
    is_small = Network.objects.count() <= COMPARED
    return Item(
        "copy-check",
        _("Paare, die sich ähneln"),
        _("Netzwerke, die vielleicht dasselbe sind und über die noch niemand entschieden hat."),
        len(pairs.alike_pairs()) if is_small else None,
        address=reverse("networks:duplicates"),
        link=_("Doppelstrukturen ansehen"),
    )


def _unconfirmed() -> Item:
    interval = settings.CONFIRM_EVERY[Network.kind_word]
    since = timezone.localdate() - interval
    old = Network.objects.in_use().with_base_date().filter(base_date__lte=since).order_by("base_date", "pk")
    why = _("Seit mehr als %(n)d Tagen hat niemand gesagt, dass der Eintrag noch stimmt.") % {
        "n": interval.days
    }
    return _networks("clock", _("Netzwerke ohne Bestätigung"), why, old)


def _without_date() -> Item:
    networks = Network.objects.published().without_next_meeting().order_by("sort_name", "pk")
    why = _("Aktive Netzwerke, für die kein nächstes Treffen eingetragen ist.")
    return _networks("calendar-days", _("Netzwerke ohne Termin"), why, networks)


def _quiet() -> Item:
    since = timezone.localdate() - QUIET_AFTER
    networks = Network.objects.published().quiet_since(since).order_by("sort_name", "pk")
    why = _("Seit einem Jahr ist weder ein Treffen noch ein Zwischenstand noch eine Bestätigung bekannt.")
    return _networks("moon", _("stille Netzwerke"), why, networks)


def _requests() -> Item:
    """Nothing to decide, but the only sign of what comes of finding partners: a number, nobody named."""
    return Item(
        "mail",
        _("Anfragen an Partner"),
        _("In den letzten %(n)d Tagen über das Portal gesendet. Wer wen gefragt hat, steht hier nicht.")
        % {"n": settings.KEEP["partner_requests"].days},
        PartnerRequest.objects.sent().count(),
        address=reverse("partners:numbers"),
        link=_("Was daraus geworden ist"),
    )


def _networks(icon: str, title: str, why: str, networks: QuerySet[Network]) -> Item:
    rows = [WaitingRow(network.name, network.get_absolute_url()) for network in networks[:MOST]]
    return Item(icon, title, why, networks.count(), rows)
