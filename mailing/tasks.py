from __future__ import annotations

import logging

from django.core.mail import mailers
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from mailing.models import OutgoingMail
from mailing.querysets import OutgoingMailQuerySet
from mailing.wording import without_personal_data

logger = logging.getLogger(__name__)

# Mails that this process handed to the mail server while the database could not write it down any more.
_unrecorded: set[int] = set()


@task
def deliver(mail_id: int) -> None:
    """Send one mail. Safe to run twice: the row is locked, and a sent mail is not sent again, not even one that the
    database did not hear of, because it went away between sending and writing it down."""
    with transaction.atomic():
        mail = OutgoingMail.objects.unsent().select_for_update(skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return
        try:
            if mail_id not in _unrecorded:
                mailers["delivery"].send_messages([mail.as_message()])
        except Exception as error:
            logger.warning("Mail %s could not be sent: %s", mail.pk, without_personal_data(error))
            mail.record_failure(f"{type(error).__name__}: {error}")
            if mail.next_attempt_at:
                enqueue(mail)
        else:
            _unrecorded.add(mail_id)
            mail.record_success()
    _unrecorded.discard(mail_id)


def settle() -> None:
    """Write down what was sent while the database was away, before anybody sends it again."""
    for mail_id in tuple(_unrecorded):
        deliver.call(mail_id)
        _unrecorded.discard(mail_id)  # also when it is gone


def enqueue(mail: OutgoingMail) -> None:
    """Ask the worker to send the mail, at its time. The request is a row of the same transaction."""
    deliver.using(run_after=mail.next_attempt_at).enqueue(mail.pk)


@transaction.atomic
def ask_again(mails: OutgoingMailQuerySet) -> None:
    """Ask for what nobody is asked to send any more: its task failed, or was made for a clock that has jumped."""
    for mail in mails.select_for_update(skip_locked=True):
        mail.next_attempt_at = timezone.now()
        mail.save(update_fields=["next_attempt_at"])
        enqueue(mail)
