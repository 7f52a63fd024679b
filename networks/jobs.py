"""What networks do by themselves, see `mailing.schedule`."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mailing.schedule import job
from networks import coordination, expiring
from networks.meetings import expected
from networks.membership import inviting


@job("send-invitations", every=timedelta(hours=1), label=gettext_lazy("Genannte Mitglieder fragen"))
def send_invitations() -> str:
    """For networks that were published in the admin or by an import: the queue asks at once."""
    closed, sent = inviting.close_pointless(), inviting.offer_waiting()
    if not closed and not sent:
        return _("Niemand war zu fragen.")
    asked = ngettext("%(n)s Mitglied gefragt", "%(n)s Mitglieder gefragt", sent) % {"n": sent}
    outdated = ngettext("%d überholte Frage", "%d überholte Fragen", closed) % closed
    return _("%(asked)s, %(outdated)s geschlossen.") % {"asked": asked, "outdated": outdated}


@job(
    "change-coordination", every=timedelta(hours=6), label=gettext_lazy("Koordination im Wechsel weitergeben")
)
def change_coordination() -> str:
    """Where several coordinate in turns, the next one is named first when the term of the one before is over."""
    changed = coordination.take_turns()
    if not changed:
        return _("Niemand löst jemanden ab.")
    return ngettext("In %d Netzwerk gewechselt.", "In %d Netzwerken gewechselt.", changed) % changed


@job(
    "ask-about-commitments",
    every=timedelta(days=1),
    label=gettext_lazy("Nach Zusagen fragen, die bald enden"),
)
def ask_about_commitments() -> str:
    networks, mails = expiring.ask()
    if not networks:
        return _("Keine Zusage endet, nach der niemand gefragt ist.")
    asked = ngettext("Nach %d Netzwerk gefragt", "Nach %d Netzwerken gefragt", networks) % networks
    sent = ngettext("%d Mail", "%d Mails", mails) % mails
    return f"{asked}, {sent}."


@job(
    "reckon-expected-dates", every=timedelta(days=1), label=gettext_lazy("Voraussichtliche Termine berechnen")
)
def reckon_expected_dates() -> str:
    dates = expected.refresh_all()
    return ngettext("%d Termin ist zu erwarten.", "%d Termine sind zu erwarten.", dates) % dates
