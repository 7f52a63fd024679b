"""What the portal remembers of asking people, so that it does not ask too often."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutcomeReminder(models.Model):
    """How a person is asked by mail what came of her meetings: when last, and whether she wants that at all.

    What was over by the last mail was asked in it, so no list of meetings is kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Konto"),
        on_delete=models.CASCADE,
        related_name="outcome_reminder",
    )
    sent_at = models.DateTimeField(_("zuletzt gefragt am"), null=True, blank=True)
    declined_at = models.DateTimeField(_("abbestellt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Frage nach Treffen")
        verbose_name_plural = _("Fragen nach Treffen")

    def __str__(self) -> str:
        return str(self.user_id)
