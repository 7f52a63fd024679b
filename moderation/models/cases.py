"""One queue for everything that somebody has to decide: new entries, claims, requests to join, changes, reports.

The models know no domain. A room says with `effect` what a decision does to its entries."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moderation.models.entries import Stamped
from moderation.querysets import CaseQuerySet
from vocabulary.history import recorded


@recorded()
class Case(Stamped):
    """A Vorgang: somebody wants something of an entry, somebody else decides."""

    class Kind(models.TextChoices):
        NEW = "neu", _("neuer Eintrag")
        CLAIM = "uebernahme", _("„Das ist meine Einrichtung“")
        JOIN = "mitmachen", _("Anfrage zum Mitmachen")
        INVITATION = "einladung", _("Einladung in ein Netzwerk")
        HANDOVER = "uebergabe", _("Übergabe der Koordination")
        CHANGE = "aenderung", _("Änderung")
        REPORT = "meldung", _("Meldung")
        NAMED = "genannt", _("Nennung eines gelöschten Kontos")
        PARTNER = "partner", _("Anfrage zur Zusammenarbeit")

    class State(models.TextChoices):
        OPEN = "offen", _("offen")
        ASKED = "rueckfrage", _("wartet auf Antwort")
        DONE = "erledigt", _("erledigt")

    class Outcome(models.TextChoices):
        ACCEPTED = "angenommen", _("angenommen")
        REJECTED = "abgelehnt", _("abgelehnt")
        MERGED = "zusammengefuehrt", _("mit einem anderen Eintrag zusammengeführt")
        WITHDRAWN = "zurueckgezogen", _("zurückgezogen")

    class Audience(models.TextChoices):
        CURATION = "kuration", _("Kuration")
        EDITORS = "bearbeitende", _("wer den Eintrag bearbeitet")

    kind = models.CharField(_("Art"), max_length=12, choices=Kind)
    audience = models.CharField(_("entscheidet"), max_length=12, choices=Audience, default=Audience.CURATION)
    state = models.CharField(_("Stand"), max_length=12, choices=State, default=State.OPEN)
    outcome = models.CharField(_("Ergebnis"), max_length=20, choices=Outcome, blank=True)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, verbose_name=_("Art des Eintrags")
    )
    object_id = models.PositiveBigIntegerField(_("Nummer des Eintrags"))
    entry = GenericForeignKey("content_type", "object_id")
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.SET_NULL, null=True, blank=True,
        related_name="submitted_cases",
    )  # fmt: skip
    submitter_email = models.EmailField(
        _("E-Mail-Adresse"), blank=True, help_text=_("Für die Antwort an Menschen ohne Konto.")
    )
    reason = models.TextField(_("Begründung"), blank=True)
    payload = models.JSONField(
        _("Angaben"), default=dict, blank=True, help_text=_("Was zu dieser Art von Vorgang gehört.")
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("bearbeitet von"), on_delete=models.SET_NULL, null=True,
        blank=True, related_name="assigned_cases",
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entschieden von"), on_delete=models.SET_NULL, null=True,
        blank=True, related_name="decided_cases",
    )  # fmt: skip
    decided_at = models.DateTimeField(_("entschieden am"), null=True, blank=True)
    submission_key = models.UUIDField(
        _("Schlüssel des Absendens"), null=True, blank=True, unique=True, editable=False,
        help_text=_("Wer zweimal auf „Absenden“ drückt, legt nur einen Vorgang an."),
    )  # fmt: skip

    objects = CaseQuerySet.as_manager()
    told_apart: set[int]  # while it takes effect: ids of people whom an effect writes a letter of their own

    class Meta:
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["state", "created_at"], name="case_queue"),
            models.Index(fields=["content_type", "object_id"], name="case_entry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="erledigt", decided_at__isnull=False, outcome__gt="")
                | (~Q(state="erledigt") & Q(decided_at__isnull=True, outcome="")),
                name="case_done_is_decided",
                violation_error_message=_("Erledigt ist ein Vorgang erst mit einer Entscheidung."),
            ),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entry}"

    @property
    def title(self) -> str:
        """What it is about, in a list."""
        if self.kind == self.Kind.NAMED:
            return str(self.get_kind_display())
        return str(self.entry or _("gelöschter Eintrag"))

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE

    @property
    def is_asked_back(self) -> bool:
        """Whether the submitter has to say something; a claim that waits for its link waits for somebody else."""
        return self.state == self.State.ASKED and not self.payload.get("by_mail")

    @property
    def is_offer(self) -> bool:
        """Whether something is offered to whoever decides: they may refuse without giving a reason."""
        return self.kind in {self.Kind.INVITATION, self.Kind.HANDOVER}

    @property
    def named(self) -> str:
        """The other one of a request: who wants to take part, or which network asks. A change keeps under the same word
        what the name was and becomes."""
        return "" if self.kind == self.Kind.CHANGE else self.payload.get("name", "")

    @property
    def reply_to(self) -> str:
        """Where the submitter reads our answer; empty when nobody left an address."""
        return self.submitter.email if self.submitter else self.submitter_email


@recorded()
class Note(Stamped):
    """One thing that was said or done in a case: the question back, the answer, the decision with its words."""

    class Kind(models.TextChoices):
        SUBMITTED = "eingereicht", _("eingereicht")
        QUESTION = "rueckfrage", _("Rückfrage")
        ANSWER = "antwort", _("Antwort")
        DECISION = "entscheidung", _("Entscheidung")
        INTERNAL = "intern", _("interne Notiz")

    case = models.ForeignKey(Case, verbose_name=_("Vorgang"), on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(_("Art"), max_length=12, choices=Kind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("von"), on_delete=models.SET_NULL, null=True, blank=True
    )
    text = models.TextField(_("Text"), blank=True)

    class Meta:
        verbose_name = _("Notiz zum Vorgang")
        verbose_name_plural = _("Notizen zum Vorgang")
        ordering = ["created_at", "pk"]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
