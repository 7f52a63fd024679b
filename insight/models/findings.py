"""What Einblick keeps: what Koordination said about findings, how it counts, and results that take long."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insight.snapshot import Audience
from vocabulary.days import keeps_to_known_days
from vocabulary.history import recorded, recorded_links
from vocabulary.models import District


@recorded()
class CountingRule(models.Model):
    """One row: the figures that are a decision of the Kommune and no fact."""

    busy_from = models.PositiveSmallIntegerField(
        _("viel sind mehr als … Treffen im Monat"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_(
            "Ab hier weist die Auslastung auf einen Akteur hin. Über seine Größe sagt die Zahl nichts."
        ),
    )
    hours_per_meeting = models.DecimalField(
        _("Stunden je Treffen"),
        max_digits=3,
        decimal_places=1,
        default=2,
        validators=[MinValueValidator(0.5), MaxValueValidator(24)],
        help_text=_("Angenommene Dauer, ohne Weg und Vorbereitung."),
    )
    everyday_from = models.PositiveSmallIntegerField(
        _("Alltagsarbeit ab … Treffen im Jahr"),
        default=24,
        validators=[MinValueValidator(2), MaxValueValidator(400)],
        help_text=_("Runden, die so oft tagen, stehen neben der Auslastung: Sprachcafé, Fallbesprechung."),
    )
    central_districts = models.ManyToManyField(
        District,
        verbose_name=_("Zentren, in denen keine Lücke gesucht wird"),
        blank=True,
        related_name="+",
        help_text=_("Stadtteile mit vielen Ämtern und Verbänden, die für die ganze Kommune arbeiten."),
    )

    class Meta:
        verbose_name = _("Rechenregel")
        verbose_name_plural = _("Rechenregeln")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_counting_rule"),
            models.CheckConstraint(
                condition=Q(busy_from__range=(1, 60))
                & Q(hours_per_meeting__range=(0.5, 24))
                & Q(everyday_from__range=(2, 400)),
                name="counting_rule_ranges",
                violation_error_message=_("Eine der Zahlen liegt außerhalb dessen, was sinnvoll ist."),
            ),
        ]

    def __str__(self) -> str:
        return str(_("Wie Einblick rechnet"))

    @classmethod
    def current(cls) -> Self:
        """As it is stored, or as it is shipped."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


CountingRuleDistrict = recorded_links(
    CountingRule.central_districts.through, "CountingRuleDistrict", module=__name__
)


@recorded()
class FindingNote(models.Model):
    """What Koordination said about a finding. It stays away until it changes: `state` is what it was about."""

    class Verdict(models.TextChoices):
        KNOWN = "bekannt", _("bekannt")
        DONE = "erledigt", _("erledigt")

    key = models.CharField(_("Hinweis"), max_length=200, unique=True, editable=False)
    state = models.CharField(_("Stand"), max_length=64, editable=False)
    title = models.CharField(_("Worum es ging"), max_length=400, editable=False)
    verdict = models.CharField(_("Einschätzung"), max_length=8, choices=Verdict)
    reason = models.CharField(_("weil"), max_length=400, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("von"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="finding_notes",
    )
    noted_at = models.DateTimeField(_("am"), auto_now=True)

    class Meta:
        verbose_name = _("Notiz zu einem Hinweis")
        verbose_name_plural = _("Notizen zu Hinweisen")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="bekannt", reason=""),
                name="finding_note_known_why",
                violation_error_message=_("Bitte schreiben Sie dazu, warum das so in Ordnung ist."),
            ),
            keeps_to_known_days(moments=("noted_at",), name="finding_note_days"),
        ]

    def __str__(self) -> str:
        return self.title


class KeptResult(models.Model):
    """A result that takes too long for a page, as it was computed last. `scope`: the digest of a `Scope.key`; `mark`: of the
    snapshot it was computed from. May be deleted at any time."""

    name = models.CharField(max_length=40)
    audience = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Audience])
    scope = models.CharField(max_length=64)
    mark = models.CharField(max_length=60)
    as_of = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "audience", "scope"], name="one_kept_result"),
            keeps_to_known_days(moments=("as_of",), name="kept_result_days"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.audience} {self.scope}"
