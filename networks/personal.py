"""What this room keeps about people: who looks after a network, and who decided about pairs."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import Row, Trace
from networks.models import (
    DigitalForm,
    DuplicateDecision,
    Footprint,
    Meeting,
    Membership,
    Merge,
    Network,
    Update,
)


def editorships(user: User) -> Iterator[Row]:
    for network in Network.objects.filter(Q(editors=user) | Q(submitted_by=user)).distinct().order_by("pk"):
        yield {
            "netzwerk": network.name,
            "eingereicht": network.submitted_by_id == user.pk,
            "bearbeitet": network.editors.filter(pk=user.pk).exists(),
        }


def decisions(user: User) -> Iterator[Row]:
    pairs = DuplicateDecision.objects.filter(Q(decided_by=user) | Q(undone_by=user))
    for decision in pairs.select_related("first", "second").order_by("pk"):
        yield {"am": decision.decided_at, "was": str(decision), "begruendung": decision.reason}
    for merge in (
        Merge.objects.filter(Q(merged_by=user) | Q(undone_by=user)).select_related("kept").order_by("pk")
    ):
        yield {"am": merge.merged_at, "was": str(merge), "begruendung": merge.reason}


privacy.content(Network, DigitalForm, Meeting, Membership, Update, Footprint)
privacy.register(
    Trace(
        "netzwerke",
        _("Netzwerke, die Sie pflegen"),
        _("Damit nur Berechtigte einen Eintrag ändern"),
        _("Der Eintrag bleibt beim Netzwerk, Ihr Recht daran endet"),
        editorships,
        {"netzwerk": _("Netzwerk"), "eingereicht": _("eingereicht"), "bearbeitet": _("Sie bearbeiten es")},
        covers=("networks.Network.submitted_by", "networks.Network_editors.user"),
        correct="portal:mine",
        place=21,
    ),
    Trace(
        "doppelstrukturen",
        _("Ihre Entscheidungen über ähnliche Netzwerke"),
        _("Nachvollziehen und Zurücknehmen von Entscheidungen"),
        _("bleiben; statt Ihres Namens steht dort nichts mehr"),
        decisions,
        {"am": _("am"), "was": _("was"), "begruendung": _("Begründung")},
        covers=(
            "networks.DuplicateDecision.decided_by",
            "networks.DuplicateDecision.undone_by",
            "networks.Merge.merged_by",
            "networks.Merge.undone_by",
        ),
        people=_("Mitarbeitende der Verwaltung"),
        until=_("solange es die Netzwerke gibt; ohne Namen, sobald das Konto gelöscht ist"),
        place=73,
    ),
)
