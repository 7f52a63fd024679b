"""We asked the people behind an entry whether it is still right."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.cases import Case
from moderation.querysets import InquiryQuerySet


class Inquiry(models.Model):
    """One question about one entry, whoever gets the mail. At most one per entry waits for an answer.

    Knows nothing of people: who is asked follows from the entry on the day of the mail."""

    class Answer(models.TextChoices):
        RIGHT = "stimmt", _("stimmt noch")
        CHANGE = "aendern", _("soll geändert werden")
        GONE = "weg", _("gibt es nicht mehr")
        ELSEWHERE = "sonst", _("inzwischen bearbeitet oder bestätigt")
        VOID = "entfallen", _("entfallen")

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, verbose_name=_("Art des Eintrags")
    )
    object_id = models.PositiveBigIntegerField(_("Nummer des Eintrags"))
    entry = GenericForeignKey("content_type", "object_id")
    asked_at = models.DateTimeField(_("gefragt am"))
    reminded_at = models.DateTimeField(_("erinnert am"), null=True, blank=True)
    answered_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)
    answer = models.CharField(_("Antwort"), max_length=10, choices=Answer, blank=True)
    case = models.ForeignKey(
        Case, verbose_name=_("Vorgang"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Frage nach der Aktualität")
        verbose_name_plural = _("Fragen nach der Aktualität")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=Q(answered_at__isnull=True),
                name="inquiry_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, answer__gt=""),
                name="inquiry_done_has_answer",
            ),
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "-asked_at"], name="inquiry_latest")]

    def __str__(self) -> str:
        return f"{self.entry}, {timezone.localtime(self.asked_at):%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    def close(self, answer: Inquiry.Answer, *, case: Case | None = None) -> None:
        self.answer, self.case, self.answered_at = answer, case, timezone.now()
        self.save(update_fields=["answer", "case", "answered_at"])
