from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models.cases import Case
from moderation.querysets import DraftQuerySet


class Draft(models.Model):
    """An entry that somebody is still writing. `answers` keeps what was typed, step by step, as it was typed.

    Without an account the unguessable address is the key; with one, only its owner gets in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("Art"), max_length=10)
    answers = models.JSONField(_("Angaben"), default=dict, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="drafts",
    )  # fmt: skip
    case = models.OneToOneField(
        Case,
        verbose_name=_("Vorgang"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="draft",
    )
    confirmations = models.JSONField(
        _("Bestätigungen"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_(
            "Wohin ein Link zum Bestätigen ging, und was dazu gesagt wurde. Der Link nennt nur die Nummer."
        ),
    )
    submitted_at = models.DateTimeField(_("eingereicht am"), null=True, blank=True)
    created_at = models.DateTimeField(_("begonnen am"), auto_now_add=True)
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("Entwurf")
        verbose_name_plural = _("Entwürfe")
        ordering = ["-changed_at", "pk"]

    def __str__(self) -> str:
        return self.title or str(_("Entwurf ohne Namen"))

    @property
    def title(self) -> str:
        return next(iter(self.answers.get("name", [])), "")

    def is_open_to(self, user: User | AnonymousUser) -> bool:
        return self.owner_id is None or self.owner_id == user.pk
