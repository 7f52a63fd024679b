from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.retention import deletes
from mailing.schedule import job
from partners import outcomes
from partners.models import PartnerRequest


@job(
    "ask-what-came-of-requests", every=timedelta(days=1), label=_("Fragen, was aus Anfragen an Partner wurde")
)
def ask_what_came_of_requests() -> str:
    sent = outcomes.ask_all()
    return ngettext("%d Mail", "%d Mails", sent) % sent


@job("delete-old-requests", every=timedelta(days=1), label=_("Alte Anfragen an Partner löschen"))
@deletes("partner_requests", _("Anfragen an Partner, mit der Auskunft, was daraus geworden ist"))
def delete_old_requests(before: datetime) -> int:
    return PartnerRequest.objects.filter(created_at__lt=before).delete()[0]


@job(
    "delete-unconfirmed-requests",
    every=timedelta(days=1),
    label=_("Anfragen an Partner ohne bestätigte Adresse löschen"),
)
@deletes("unconfirmed_accounts", _("Anfragen an Partner, deren Absender nicht bestätigt wurde"))
def delete_unconfirmed_requests(before: datetime) -> int:
    waiting = PartnerRequest.objects.filter(created_at__lt=before, state=PartnerRequest.State.UNCONFIRMED)
    return waiting.delete()[0]
