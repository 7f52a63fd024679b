"""Reports for committees: drafts that Koordination works on, and what was released, which stays as it was for ever."""

from __future__ import annotations

from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from moderation.models import Stamped, count_version
from vocabulary.days import keeps_to_known_days, ordinary
from vocabulary.history import recorded
from vocabulary.slugs import german_slug

LONGEST_SCOPE = 6000  # characters of an address that servers and proxies take without complaint
# What may still change of a released report: whose it was, and from which setting it came. The sum is made by the database.
NOT_FROZEN = ("owner_id", "setting_id", "fingerprint")


class Chapter(models.TextChoices):
    """In the order of the report."""

    SUMMARY = "wichtigstes", _("Das Wichtigste")
    STOCK = "bestand", _("Bestand und Entwicklung")
    GAPS = "luecken", _("Lücken")
    DOUBLES = "doppelstrukturen", _("Doppelstrukturen und Auslastung")
    LOAD = "auslastung", _("Wer viel trägt")
    FRESHNESS = "aktualitaet", _("Was lange nicht bestätigt ist")
    TOLD = "meldungen", _("Was die Netzwerke melden")
    DATES = "termine", _("Termine")

    @property
    def is_internal(self) -> bool:
        """Whether it can be read as a reproach to somebody: released only when that is said expressly."""
        return self in INTERNAL


INTERNAL = frozenset({Chapter.LOAD, Chapter.FRESHNESS})


def _chapters() -> ArrayField:
    return ArrayField(models.CharField(max_length=20, choices=Chapter), verbose_name=_("Kapitel"))


def _scope() -> models.CharField:
    """A `Scope.key`: the filters of the directory, as they stand in its addresses."""
    return models.CharField(_("Auswahl"), max_length=LONGEST_SCOPE, blank=True)


def _owner(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gehört"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name=name,
    )


@recorded()
class ReportSetting(models.Model):
    """What a report is about, kept for the next time. `drafted_to`: the last day of the last period that got its draft."""

    class Rhythm(models.TextChoices):
        QUARTER = "quartal", _("jedes Quartal")
        HALF_YEAR = "halbjahr", _("jedes Halbjahr")
        YEAR = "jahr", _("jedes Jahr")

    title = models.CharField(_("Titel"), max_length=120)
    scope = _scope()
    chapters = _chapters()
    rhythm = models.CharField(_("Rhythmus"), max_length=8, choices=Rhythm, default=Rhythm.QUARTER)
    owner = _owner("report_settings")
    drafted_to = models.DateField(_("Entwurf angelegt bis"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Einstellung für Berichte")
        verbose_name_plural = _("Einstellungen für Berichte")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_setting_has_title"),
            models.CheckConstraint(condition=Q(chapters__len__gt=0), name="report_setting_has_chapters"),
            keeps_to_known_days("drafted_to", name="report_setting_days"),
        ]

    def __str__(self) -> str:
        return self.title


class CommitteeReportQuerySet(models.QuerySet):
    def drafts(self) -> Self:
        return self.filter(released_at=None).order_by("-changed_at", "-pk")

    def released(self) -> Self:
        """The one that was released last first. Mirrors `CommitteeReport.is_released`."""
        return self.filter(released_at__isnull=False).order_by("-released_at", "-pk")

    def for_lists(self) -> Self:
        """Without what weighs: the paper and the frozen content."""
        return self.defer("pdf", "content")


@recorded(exclude=("content", "pdf", "fingerprint"))
class CommitteeReport(Stamped):
    """A draft, computed anew whenever it is looked at; or released: `content` (the pages as data, `insight.reports.blocks`) and `pdf`
    are from then on what it says, and a trigger refuses every change. What was wrong is put right by a new edition."""

    title = models.CharField(_("Titel"), max_length=160)
    scope = _scope()
    first_day = models.DateField(_("Zeitraum von"), validators=[ordinary])
    last_day = models.DateField(_("bis"), validators=[ordinary])
    chapters = _chapters()
    texts = models.JSONField(_("Texte"), default=dict, blank=True)
    edition = models.PositiveSmallIntegerField(_("Ausgabe"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        verbose_name=_("ersetzt"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="successor",
    )
    change_note = models.CharField(_("Was sich geändert hat"), max_length=400, blank=True)
    setting = models.ForeignKey(
        ReportSetting,
        verbose_name=_("Einstellung"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="reports",
    )
    owner = _owner("reports")
    released_at = models.DateTimeField(_("freigegeben am"), null=True, blank=True, editable=False)
    content = models.JSONField(_("Inhalt"), null=True, blank=True, editable=False)
    pdf = models.BinaryField(_("PDF"), null=True, blank=True, editable=False)
    fingerprint = models.GeneratedField(
        expression=Func(F("pdf"), template="encode(sha256(%(expressions)s), 'hex')"),
        output_field=models.CharField(_("Prüfsumme der PDF-Datei (SHA-256)"), max_length=64),
        db_persist=True,
    )

    objects = CommitteeReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Bericht")
        verbose_name_plural = _("Berichte")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="report_has_title"),
            models.CheckConstraint(condition=Q(chapters__len__gt=0), name="report_has_chapters"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="report_ends_after_start",
                violation_error_message=_("Der Zeitraum endet, bevor er beginnt."),
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, content__isnull=True, pdf__isnull=True)
                | Q(released_at__isnull=False, content__isnull=False, pdf__isnull=False),
                name="report_released_with_all",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, edition=1) | Q(replaces__isnull=False, edition__gt=1),
                name="report_edition_replaces",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(released_at=None) | ~Q(change_note=""),
                name="report_says_what_changed",
                violation_error_message=_(
                    "Bitte schreiben Sie, was sich gegenüber der früheren Ausgabe geändert hat."
                ),
            ),
            models.UniqueConstraint(fields=["setting", "first_day", "last_day"], name="report_once_a_period"),
            keeps_to_known_days("first_day", "last_day", moments=("released_at",), name="report_days"),
        ]
        triggers = [
            count_version(derived=("fingerprint", "owner", "setting")),
            pgtrigger.Trigger(
                name="keep_released",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__released_at__isnull=False),
                func=f"""
                    IF TG_OP = 'UPDATE'
                    AND to_jsonb(NEW) - ARRAY{[*NOT_FROZEN]} = to_jsonb(OLD) - ARRAY{[*NOT_FROZEN]} THEN
                        RETURN NEW;
                    END IF;
                    RAISE EXCEPTION 'Report % is released and never changes', OLD.id;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """For everybody once it is released, else for Koordination."""
        if self.is_released:
            return reverse("insight:released_report", args=[self.pk, self.slug])
        return reverse("insight:report", args=[self.pk])

    @property
    def slug(self) -> str:
        return german_slug(self.title)[:80].strip("-") or "bericht"

    @property
    def is_released(self) -> bool:
        return self.released_at is not None

    @property
    def frozen(self) -> dict[str, Any]:
        """What a released report says. Raises ValueError for a draft: that is computed (`insight.reports.composing`)."""
        if self.content is None:
            raise ValueError(f"Report {self.pk} is a draft.")
        return self.content

    @property
    def chosen(self) -> list[Chapter]:
        """In the order of the report, whatever the order in which they were chosen."""
        return [chapter for chapter in Chapter if chapter in self.chapters]
