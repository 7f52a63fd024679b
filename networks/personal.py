"""What this room keeps about people: who looks after a network, and who decided about pairs."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from accounts.privacy import PersonalData, Row
from moderation.personal import trace_of_decisions
from networks.models import (
    Commitment,
    DigitalForm,
    DuplicateDecision,
    Meeting,
    MemberGroup,
    Membership,
    Merge,
    Network,
    OutcomeReminder,
    Update,
)


def editorships(user: User) -> Iterator[Row]:
    mine = Q(editors=user) | Q(submitted_by=user) | Q(withheld=user)
    for network in Network.objects.filter(mine).distinct().order_by("pk"):
        yield {
            "netzwerk": network.name,
            "eingereicht": network.submitted_by_id == user.pk,
            "bearbeitet": network.editors.filter(pk=user.pk).exists(),
            "ausgenommen": network.withheld.filter(pk=user.pk).exists(),
        }


def outcome_reminders(user: User) -> Iterator[Row]:
    for reminder in OutcomeReminder.objects.filter(user=user):
        yield {"zuletzt_gefragt_am": reminder.sent_at, "abbestellt_am": reminder.declined_at}


privacy.content(Network, Commitment, DigitalForm, Meeting, MemberGroup, Membership, Update)
privacy.register(
    PersonalData(
        "netzwerke",
        _("Netzwerke, die Sie pflegen"),
        _("Damit nur Berechtigte einen Eintrag ändern"),
        _("Der Eintrag bleibt beim Netzwerk, Ihr Recht daran endet"),
        editorships,
        {
            "netzwerk": _("Netzwerk"),
            "eingereicht": _("eingereicht"),
            "bearbeitet": _("Sie bearbeiten es"),
            "ausgenommen": _("nicht über die Koordination zu bearbeiten"),
        },
        covers=(
            "networks.Network.submitted_by",
            "networks.Network_editors.user",
            "networks.Network_withheld.user",
        ),
        correct="portal:mine",
        place=21,
    ),
    PersonalData(
        "fragen_nach_treffen",
        _("Wann wir Sie nach Ihren Treffen gefragt haben"),
        _("Damit Sie höchstens einmal in der Woche eine solche E-Mail bekommen, oder keine"),
        _("wird gelöscht"),
        outcome_reminders,
        {"zuletzt_gefragt_am": _("zuletzt gefragt am"), "abbestellt_am": _("abbestellt am")},
        covers=("networks.OutcomeReminder.user",),
        correct="portal:mine",
        place=22,
    ),
    trace_of_decisions(
        DuplicateDecision,
        Merge,
        name="doppelstrukturen",
        label=_("Ihre Entscheidungen über ähnliche Netzwerke"),
        until=_("solange es die Netzwerke gibt; ohne Namen, sobald das Konto gelöscht ist"),
        place=73,
    ),
)
