from __future__ import annotations

import logging

from django.core.mail import mailers
from django.db import transaction
from django.tasks import task

from mailing.models import OutgoingMail
from mailing.wording import without_personal_data

logger = logging.getLogger(__name__)


@task
def deliver(mail_id: int) -> None:
    """Send one mail. Safe to run twice: the row is locked, and a sent mail is not sent again."""
    with transaction.atomic():
        mail = OutgoingMail.objects.unsent().select_for_update(skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return
        try:
            mailers["delivery"].send_messages([mail.as_message()])
        except Exception as error:
            logger.warning("Mail %s could not be sent: %s", mail.pk, without_personal_data(error))
            mail.record_failure(f"{type(error).__name__}: {error}")
            if mail.next_attempt_at:
                enqueue(mail)
        else:
            mail.record_success()


def enqueue(mail: OutgoingMail) -> None:
    """Ask the worker to send the mail, at its time. The request is a row of the same transaction."""
    deliver.using(run_after=mail.next_attempt_at).enqueue(mail.pk)
