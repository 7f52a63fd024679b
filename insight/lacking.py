"""Active networks that lack what keeps them going, by the rules of the portal: a confirmation, a next meeting, somebody who
coordinates. The figures of the overview, and the list behind each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action, may_everywhere
from insight.pages import InsightPage, InternalOnly
from insight.snapshot import NetworkFacts, Snapshot
from moderation.models.entries import UNCONFIRMED_AFTER
from networks.models import Meeting, Network

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

PER_PAGE = 50  # lines of one kind: one screen of a list that somebody works through


class Lack(StrEnum):
    CONFIRMATION = "bestaetigung"
    MEETING = "termin"
    COORDINATION = "koordination"

    @property
    def label(self) -> StrOrPromise:
        return _LABELS[self]

    @property
    def meaning(self) -> StrOrPromise:
        return _MEANINGS[self]


_LABELS: dict[Lack, StrOrPromise] = {
    Lack.CONFIRMATION: _("nicht bestätigt"),
    Lack.MEETING: _("ohne künftigen Termin"),
    Lack.COORDINATION: _("ohne Koordination"),
}
_MEANINGS: dict[Lack, StrOrPromise] = {
    Lack.CONFIRMATION: _(
        "Niemand hat in der Frist gesagt, dass der Eintrag noch stimmt, auch nicht auf Nachfrage."
    ),
    Lack.MEETING: _("Es ist kein Treffen eingetragen, das noch kommt."),
    Lack.COORDINATION: _("Weder der Eintrag noch ein Sitz nennt einen Akteur, der koordiniert."),
}


def unconfirmed(today: date) -> QuerySet[Network]:
    """Active ones of which visitors are told that nobody confirmed them. Mirrors `Moderated.is_unconfirmed`."""
    last = today - settings.CONFIRM_EVERY[Network.kind_word] - UNCONFIRMED_AFTER
    return Network.objects.in_use().active().with_base_date().filter(base_date__lt=last)


@dataclass(frozen=True)
class Lacking:
    """Of the active networks of a choice: `entries` lack it. `beside`: how many of them were never confirmed, or have met
    before; of coordination, how many of the resting ones lack it, too."""

    lack: Lack
    entries: list[int]
    beside: int = 0

    @property
    def number(self) -> int:
        return len(self.entries)


def lacking(snapshot: Snapshot, lack: Lack) -> Lacking:
    """At most one query, whatever the choice."""
    if lack is Lack.COORDINATION:
        entries = [entry for entry, one in snapshot.active.items() if not one.coordinators]
        resting = [one for one in snapshot.networks.values() if one.status == Network.Status.DORMANT]
        return Lacking(lack, entries, sum(not one.coordinators for one in resting))
    found = dict(_lacking_rows(snapshot, lack))
    entries = [entry for entry, one in snapshot.active.items() if one.pk in found]
    return Lacking(lack, entries, sum(bool(found[snapshot.active[entry].pk]) for entry in entries))


def _lacking_rows(snapshot: Snapshot, lack: Lack) -> Iterator[tuple[int, Any]]:
    """Primary key, and whether it counts as `beside`."""
    if lack is Lack.CONFIRMATION:
        for pk, confirmed_at in unconfirmed(snapshot.today).values_list("pk", "confirmed_at").order_by():
            yield pk, confirmed_at is None
    else:
        held = Meeting.objects.past().order_by().filter(network=OuterRef("pk"))
        networks = Network.objects.without_next_meeting().annotate(has_met=Exists(held))
        yield from networks.values_list("pk", "has_met").order_by()


class LackingView(InternalOnly, InsightPage):
    """One of the lists, for Koordination."""

    route = "insight:lacking"
    template_name = "insight/lacking.html"
    heading = _("Was Netzwerken fehlt")
    lead = _("Aktive Netzwerke, um die sich jemand kümmern sollte.")
    own = ("es-fehlt",)

    @cached_property
    def lack(self) -> Lack:
        asked = self.request.GET.get("es-fehlt", "")
        return Lack(asked) if asked in set(Lack) else Lack.CONFIRMATION

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = lacking(self.scope.snapshot, self.lack)
        paginator = Paginator(found.entries, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("page"))
        networks = [self.scope.snapshot.networks[entry] for entry in page]
        read = _read(networks)
        return super().get_context_data(
            **kwargs,
            lack=self.lack,
            lacks=[(one, self.scope.at(self.route, **{"es-fehlt": one.value})) for one in Lack],
            total=found.number,
            page_obj=page,
            paginator=paginator,
            is_paginated=page.has_other_pages(),
            rows=[read[one.pk] for one in networks if one.pk in read],
            can_curate=may_everywhere(self.request.user, Action.CURATE),
            freshness_url=reverse("moderation:freshness") + "?art=netzwerk&grund=unbestaetigt",
        )


def _read(networks: list[NetworkFacts]) -> dict[int, Network]:
    """What the lines say beside the snapshot: when it was published, who coordinates, when it met last."""
    rows = Network.objects.filter(pk__in=[one.pk for one in networks])
    return {row.pk: row for row in rows.select_related("coordinator").with_base_date().with_doubts()}
