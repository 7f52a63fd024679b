from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Look(models.Model):
    """Up to when a curator has seen what editors changed."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("wer"), on_delete=models.CASCADE, related_name="look"
    )
    seen_until = models.DateTimeField(_("Änderungen gesehen bis"))

    class Meta:
        verbose_name = _("Stand der Durchsicht")
        verbose_name_plural = _("Stände der Durchsicht")

    def __str__(self) -> str:
        return f"{self.user}: {timezone.localtime(self.seen_until):%d.%m.%Y, %H:%M}"
