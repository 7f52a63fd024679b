from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Unfinished(models.Model):
    """What somebody sent with a form that did not get through: the server died, or something was wrong with it.

    Stored before anything is done with it, gone in the transaction that saves it. `path` is the address of the form."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.CASCADE, related_name="unfinished"
    )
    path = models.CharField(_("Seite"), max_length=300)
    typed = models.JSONField(_("Angaben"), default=dict)
    changed_at = models.DateTimeField(_("zuletzt abgesendet am"), auto_now=True)

    class Meta:
        verbose_name = _("angefangenes Formular")
        verbose_name_plural = _("angefangene Formulare")
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "path"], name="unfinished_once")]

    def __str__(self) -> str:
        return self.path
