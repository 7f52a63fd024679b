"""Nothing about people lies longer than settings.KEEP says: accounts, mails, logins, results of background tasks."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from accounts.models import Consent, User
from accounts.retention import deletes
from mailing.models import OutgoingMail
from mailing.schedule import job

DAILY, HOURLY = timedelta(days=1), timedelta(hours=1)


@job("delete-unconfirmed-accounts", every=DAILY, label=_("Unbestätigte Konten löschen"))
@deletes("unconfirmed_accounts", _("Konten, deren E-Mail-Adresse niemand bestätigt hat"))
def delete_unconfirmed_accounts(before: datetime) -> int:
    """Only who signed up: accounts that the Systemverwaltung made wait for their first login without an address row."""
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    signed_up = Exists(addresses) & ~Exists(addresses.filter(verified=True))
    stale = User.objects.filter(
        signed_up, role=User.Role.REGISTERED, last_login__isnull=True, date_joined__lt=before
    )
    count = stale.count()
    stale.delete()
    return count


@job("delete-old-mails", every=DAILY, label=_("Alte E-Mails löschen"))
@deletes("mails", _("versendete E-Mails, und aufgegebene, die nicht ankamen"))
def delete_old_mails(before: datetime) -> int:
    """What still waits for its next attempt stays."""
    given_up = Q(sent_at__isnull=True, next_attempt_at__isnull=True, attempts__gt=0, created_at__lt=before)
    return OutgoingMail.objects.filter(Q(sent_at__lt=before) | given_up).delete()[0]


@job("delete-ended-logins", every=DAILY, label=_("Abgelaufene Anmeldungen löschen"))
@deletes("sessions", _("Anmeldungen (Sitzungen)"))
def delete_ended_logins(_before: datetime) -> int:
    """Each session knows when it ends: KEEP_SESSIONS after its last login."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


@job("delete-task-results", every=DAILY, label=_("Ergebnisse von Hintergrundaufgaben löschen"))
@deletes("tasks", _("Ergebnisse von Hintergrundaufgaben"))
def delete_task_results(before: datetime) -> int:
    return DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0]


@job("forget-consents", every=DAILY, label=_("Einwilligungen von Menschen ohne Konto löschen"))
@deletes("cases", _("Einwilligungen von Menschen ohne Konto, die etwas eingereicht haben"))
def forget_consents(before: datetime) -> int:
    """What contact persons agreed to stays as long as they are shown (`portal.jobs`)."""
    submitted = Consent.objects.filter(user__isnull=True, purpose=Consent.Purpose.ENTRY)
    return submitted.filter(given_at__lt=before).delete()[0]


@job("delete-counters-of-attempts", every=HOURLY, label=_("Abgelaufene Zähler mit IP-Adressen löschen"))
def delete_counters() -> str:
    """Limits on attempts are the only place where an IP address is stored, and each counter knows when it ends (an
    hour at most). By itself the cache would delete it only when the same address comes again."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        cursor.execute(f"DELETE FROM {table} WHERE expires < now()")  # noqa: S608 (a name of our settings)
        return _gettext("%d gelöscht") % cursor.rowcount
