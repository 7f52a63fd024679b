from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vocabulary.days import keeps_to_known_days, not_after_today


class Page(models.Model):
    """A text that the Kommune answers for: Impressum, Datenschutz ... Shipped with a good draft, edited in the
    admin. The settings (operator, address ...) are shown above it and need not be repeated here."""

    class Slug(models.TextChoices):
        IMPRINT = "impressum", _("Impressum")
        PRIVACY = "datenschutz", _("Datenschutz")
        ACCESSIBILITY = "barrierefreiheit", _("Erklärung zur Barrierefreiheit")
        PLAIN_LANGUAGE = "leichte-sprache", _("Leichte Sprache")

    slug = models.CharField(_("Seite"), max_length=20, choices=Slug, primary_key=True)
    body = models.TextField(
        _("Text"),
        help_text=_(
            "Markdown: ## Überschrift, **fett**, - Aufzählung, [Text](Adresse). HTML wird nicht übernommen."
        ),
    )
    changed_at = models.DateTimeField(_("geändert am"), auto_now=True)

    class Meta:
        verbose_name = _("Rechtstext")
        verbose_name_plural = _("Rechtstexte")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.get_slug_display())


class BarrierReport(models.Model):
    """Somebody met a barrier in the portal and says so, as the law on accessible administration foresees."""

    page = models.CharField(
        _("Auf welcher Seite?"), max_length=300, blank=True, help_text=_("Adresse oder Name der Seite.")
    )
    text = models.TextField(_("Was hat nicht funktioniert?"), max_length=4000)
    reply_to = models.EmailField(
        _("Ihre E-Mail-Adresse"),
        blank=True,
        help_text=_("Nur für unsere Antwort. Ohne Adresse können wir nicht antworten."),
    )
    created_at = models.DateTimeField(_("gemeldet am"), auto_now_add=True)
    done_at = models.DateTimeField(_("erledigt am"), null=True, blank=True, validators=[not_after_today])

    class Meta:
        verbose_name = _("gemeldete Barriere")
        verbose_name_plural = _("gemeldete Barrieren")
        constraints = [keeps_to_known_days(moments=("done_at",), name="barrier_report_days")]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.created_at):%d.%m.%Y}: {self.text[:60]}"


class DemoRow(models.Model):
    """A row of the demo city as it was loaded. While it has this version, nobody has touched it and its dates may move.

    `days`: how far each of its dates lies from today."""

    table = models.CharField(max_length=60)
    row = models.BigIntegerField()
    version = models.PositiveIntegerField()
    days = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "row"], name="demo_row_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
