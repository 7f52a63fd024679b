from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.mail import EmailMessage
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from mailing.querysets import BACK_OFF, HeartbeatQuerySet, JobRunQuerySet, OutgoingMailQuerySet
from mailing.wire import WireMessage, new_message_id

LONGEST_SUBJECT = 250  # characters: what a mail program shows of it, and more


class OutgoingMail(models.Model):
    """One mail on its way. Written in the transaction that caused it: what is rolled back is never sent."""

    recipients = ArrayField(models.EmailField(), verbose_name=_("an"))
    sender = models.CharField(_("von"), max_length=320)
    subject = models.CharField(_("Betreff"), max_length=LONGEST_SUBJECT)
    body = models.TextField(_("Text"))
    html_body = models.TextField(_("HTML-Fassung"), blank=True)
    headers = models.JSONField(_("Kopfzeilen"), default=dict, blank=True)
    created_at = models.DateTimeField(_("geschrieben am"), auto_now_add=True)
    sent_at = models.DateTimeField(_("versendet am"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), null=True, blank=True)
    last_error = models.TextField(_("letzte Störung"), blank=True)
    keep = models.BooleanField(
        _("aufheben"), default=True, help_text=_("Sonst wird die Mail gelöscht, sobald sie versendet ist.")
    )

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("ausgehende Mail")
        verbose_name_plural = _("ausgehende Mails")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="mail_newest")]

    def __str__(self) -> str:
        return f"{self.subject} → {', '.join(self.recipients)}"

    @classmethod
    def from_message(cls, message: EmailMessage) -> OutgoingMail:
        """An unsaved mail with everything that the message says.

        Raises ValueError for line breaks in headers (header injection) and for attachments, which no
        mail of the portal has."""
        if message.attachments:
            raise ValueError("Queued mails carry no attachments: link to the file instead.")
        message.message()  # Django checks the headers while it builds the message
        alternatives = getattr(message, "alternatives", [])
        headers = dict(message.extra_headers)
        if "message-id" not in {name.lower() for name in headers}:
            headers["Message-ID"] = new_message_id()
        return cls(
            recipients=message.recipients(),
            sender=message.from_email,
            subject=Truncator(" ".join(str(message.subject).split())).chars(LONGEST_SUBJECT),
            body=message.body,
            html_body=next((a.content for a in alternatives if a.mimetype == "text/html"), ""),
            headers=headers,
            keep=getattr(message, "keep", True),
        )

    def as_message(self) -> WireMessage:
        """One message per mail, recipients unseen by each other being a matter of one mail each."""
        message = WireMessage(self.subject, self.body, self.sender, self.recipients, headers=self.headers)
        if self.html_body:
            message.attach_alternative(self.html_body, "text/html")
        return message

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def has_given_up(self) -> bool:
        return not self.is_sent and self.attempts > len(BACK_OFF)

    @property
    def state(self) -> str:
        if self.is_sent:
            return str(_("versendet"))
        if self.has_given_up:
            return str(_("aufgegeben"))
        return str(_("wird wiederholt") if self.attempts else _("wartet"))

    def record_success(self) -> None:
        if not (self.keep or settings.DEMO):  # the demo's mailbox is where its people read their mail
            self.delete()
            return
        self.attempts += 1
        self.sent_at = timezone.now()
        self.next_attempt_at, self.last_error = None, ""
        self.save(update_fields=["attempts", "sent_at", "next_attempt_at", "last_error"])

    def record_failure(self, reason: str) -> None:
        """Plan the next attempt, later each time; after the last one, wait for a person to resend."""
        wait = BACK_OFF[self.attempts] if self.attempts < len(BACK_OFF) else None
        self.attempts += 1
        self.last_error = reason[:2000]
        self.next_attempt_at = timezone.now() + wait if wait else None
        self.save(update_fields=["attempts", "next_attempt_at", "last_error"])


class JobRun(models.Model):
    """One run of a job (`mailing.schedule`): when, and what came of it, in words without personal data."""

    name = models.CharField(_("Aufgabe"), max_length=100)
    started_at = models.DateTimeField(_("begonnen"))
    ended_at = models.DateTimeField(_("beendet"))
    succeeded = models.BooleanField(_("gelungen"), default=False)
    summary = models.CharField(_("Ergebnis"), max_length=500, blank=True)
    error = models.CharField(_("Störung"), max_length=500, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("Lauf einer Aufgabe")
        verbose_name_plural = _("regelmäßige Aufgaben")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["name", "-started_at"], name="jobrun_latest")]

    def __str__(self) -> str:
        return f"{self.name}, {timezone.localtime(self.started_at):%d.%m.%Y %H:%M}"


class Heartbeat(models.Model):
    """Who of those that keep running was heard when. Who ends properly takes the row along."""

    class Kind(models.TextChoices):
        MAILS = "mails", _("Mailversand")
        JOBS = "aufgaben", _("regelmäßige Aufgaben")

    kind = models.CharField(_("was"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("Kennzeichen"), max_length=64, unique=True)
    started_at = models.DateTimeField(_("gestartet"), auto_now_add=True)
    seen_at = models.DateTimeField(_("zuletzt gehört"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("Lebenszeichen")
        verbose_name_plural = _("Lebenszeichen")
        ordering = ["kind", "-seen_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {timezone.localtime(self.seen_at):%d.%m.%Y %H:%M:%S}"
