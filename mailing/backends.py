from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from mailing.models import OutgoingMail
from mailing.tasks import enqueue


class QueueBackend(BaseEmailBackend):
    """Puts every mail of the portal, allauth's too, into the queue instead of sending it in the request."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                mail = OutgoingMail.from_message(message)
                mail.save()
                enqueue(mail)
        return len(email_messages)


class KeepBackend(BaseEmailBackend):
    """The demo's delivery: nothing leaves the machine, every mail is read at /postfach/."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)
