from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from accounts.retention import deletes
from actors.models import ContactPerson
from mailing.schedule import job
from portal.models import BarrierReport


@job(
    "forget-reporters",
    every=timedelta(days=1),
    label=_("Bei erledigten Barrieren vergessen, wer sie meldete"),
)
@deletes("cases", _("Adressen von Menschen, deren gemeldete Barriere erledigt ist"))
def forget_reporters(before: datetime) -> int:
    return BarrierReport.objects.filter(done_at__lt=before).exclude(reply_to="").update(reply_to="")


@job(
    "forget-former-contacts",
    every=timedelta(days=1),
    label=_("Einwilligungen von Kontaktpersonen löschen, die nicht mehr genannt sind"),
)
@deletes("cases", _("Einwilligungen von Kontaktpersonen, nachdem sie nicht mehr genannt sind"))
def forget_former_contacts(before: datetime) -> int:
    """The proof of a consent stays at least as long as the person is shown."""
    shown = ContactPerson.objects.filter(email__iexact=OuterRef("email"))
    former = Consent.objects.filter(~Exists(shown), purpose=Consent.Purpose.CONTACT, user__isnull=True)
    return former.filter(given_at__lt=before).delete()[0]
