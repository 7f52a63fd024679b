"""What somebody asks an institution for, through the portal. Private: no page shows it to others, and no history is
written."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from partners.querysets import PartnerRequestQuerySet

LONGEST_AUDIENCE = 300  # characters: a line, no second letter


class PartnerRequest(models.Model):
    """One letter from a sender to one actor, and what became of it.

    Without an account `sender` is empty, and nothing leaves the portal before the address is confirmed."""

    class State(models.TextChoices):
        UNCONFIRMED = "unbestaetigt", _("E-Mail-Adresse noch nicht bestätigt")
        WITH_CURATION = "kuration", _("liegt bei der Koordinierungsstelle")
        DELIVERED = "zugestellt", _("zugestellt")
        DECLINED = "abgelehnt", _("nicht weitergegeben")

    class Outcome(models.TextChoices):
        COOPERATION = "zusammenarbeit", _("Wir arbeiten zusammen")
        NO_FIT = "passt-nicht", _("Es hat nicht gepasst")
        NO_ANSWER = "keine-antwort", _("Wir haben keine Antwort bekommen")
        OPEN = "offen", _("Es ist noch offen")

    actor = models.ForeignKey(
        Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="partner_requests"
    )
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Konto"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="partner_requests",
    )  # fmt: skip
    sender_name = models.CharField(_("Ihr Name"), max_length=150)
    institution = models.CharField(_("Ihre Einrichtung"), max_length=250)
    email = models.EmailField(_("Ihre E-Mail-Adresse"))
    plan = models.TextField(_("Was haben Sie vor?"), max_length=2000)
    need = models.TextField(_("Was brauchen Sie dafür?"), max_length=1000)
    audience = models.CharField(_("Für wen?"), max_length=LONGEST_AUDIENCE, blank=True)
    period = models.CharField(_("Wann?"), max_length=300, blank=True)
    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(_("geschrieben am"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("zugestellt am"), null=True, blank=True)
    asked_at = models.DateTimeField(_("gefragt, was daraus geworden ist, am"), null=True, blank=True)
    outcome = models.CharField(_("Was ist daraus geworden?"), max_length=14, choices=Outcome, blank=True)
    outcome_text = models.CharField(_("Möchten Sie dazu etwas sagen?"), max_length=500, blank=True)

    objects = PartnerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Anfrage an einen Partner")
        verbose_name_plural = _("Anfragen an Partner")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "delivered_at"], name="partner_request_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="zugestellt", delivered_at__isnull=False)
                | (~Q(state="zugestellt") & Q(delivered_at__isnull=True)),
                name="partner_request_delivered",
                violation_error_message=_("Zugestellt ist eine Anfrage mit dem Tag, an dem sie hinausging."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_text="") | (~Q(outcome="") & Q(delivered_at__isnull=False)),
                name="partner_request_outcome",
                violation_error_message=_("Ein Ergebnis hat nur, was zugestellt wurde."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} → {self.actor}"

    @property
    def is_sent(self) -> bool:
        """Whether the portal took it on: the address is confirmed."""
        return self.state != self.State.UNCONFIRMED
