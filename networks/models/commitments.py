"""What members take on in a network, and members that are no single institution."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from actors.models import Actor
from moderation.models import Stamped
from networks.models.network import Network
from networks.querysets import CommitmentQuerySet, MemberGroupQuerySet
from vocabulary.days import keeps_to_known_days, ordinary
from vocabulary.doubts import Unspoiled
from vocabulary.history import recorded
from vocabulary.models import MemberFunction, ResourceKind, Theme


@recorded()
class MemberGroup(Unspoiled, Stamped):
    """Members that are no single institution: „Anwohnerschaft“, „14 gewählte Vertretungen“, „62 Partner“.

    A table of its own: nothing that reckons with institutions (overlap, recognition, rights, mails) can meet one by
    mistake. Only what asks how many take part counts them."""

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="member_groups"
    )
    name = models.CharField(
        _("Wer?"),
        max_length=150,
        help_text=_("Eine Gruppe, keine Namen von Menschen: Anwohnerschaft, gewählte Vertretungen, Partner."),
    )
    number = models.PositiveIntegerField(
        _("Wie viele?"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leer lassen, wenn niemand gezählt hat."),
    )
    function = models.ForeignKey(
        MemberFunction,
        verbose_name=_("Funktion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="member_groups",
    )
    note = models.CharField(
        _("Wie sie vertreten ist"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel: zwei Delegierte, auf zwei Jahre gewählt."),
    )

    objects = MemberGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedergruppe")
        verbose_name_plural = _("Mitgliedergruppen")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="member_group_has_name",
                violation_error_message=_("Bitte schreiben Sie, wer gemeint ist."),
            ),
            models.CheckConstraint(
                condition=~Q(name__regex=r"^\d+ "),
                name="member_group_number_apart",
                violation_error_message=_("Die Zahl gehört in das Feld daneben."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1),
                name="member_group_counts_somebody",
                violation_error_message=_(
                    "Eine Gruppe zählt mindestens eins; sonst lassen Sie die Zahl leer."
                ),
            ),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{number_format(self.number, force_grouping=True)} {self.name}" if self.number else self.name


@recorded()
class Commitment(Unspoiled, Stamped):
    """What an actor takes on in a network: a task (`resource` is empty), or a resource that it brings along.

    It names network and actor in place of a seat: a seat is parted, renewed and merged, what somebody promised goes on.
    It counts while the actor is a member (`CommitmentQuerySet.current`)."""

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="commitments"
    )
    actor = models.ForeignKey(
        Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="commitments"
    )
    resource = models.ForeignKey(
        ResourceKind,
        verbose_name=_("Aufgabe oder Ressource?"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        help_text=_("Leer: eine Aufgabe oder Zuständigkeit."),
    )
    text = models.CharField(
        _("Was genau?"),
        max_length=300,
        help_text=_("Zum Beispiel: Fahrdienst, Protokoll, Saal für 40 Personen."),
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("Thema"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="commitments",
    )
    amount = models.DecimalField(
        _("Wie viel?"), max_digits=11, decimal_places=2, null=True, blank=True,
        help_text=_("Nur bei Ressourcen, die sich zählen lassen."),
    )  # fmt: skip
    unit = models.CharField(
        _("Einheit"), max_length=40, blank=True, help_text=_("Zum Beispiel: Stunden im Monat, Euro im Jahr.")
    )
    until = models.DateField(
        _("zugesagt bis"),
        null=True,
        blank=True,
        validators=[ordinary],
        help_text=_("Danach steht es nicht mehr da. Vorher fragen wir nach."),
    )
    is_public = models.BooleanField(
        _("öffentlich"), default=True, help_text=_("Abwählen: nur für Mitglieder und Koordination.")
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zusage")
        verbose_name_plural = _("Zusagen")
        ordering = [F("resource__position").asc(nulls_first=True), "text", "pk"]
        indexes = [models.Index(fields=["until"], name="commitment_until", condition=Q(until__isnull=False))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="commitment_says_something",
                violation_error_message=_("Bitte schreiben Sie, worum es geht."),
            ),
            models.CheckConstraint(
                condition=Q(resource__isnull=False) | Q(amount__isnull=True),
                name="commitment_amount_of_resource",
                violation_error_message=_(
                    "Eine Aufgabe hat keine Menge. Bitte die Art der Ressource wählen."
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="commitment_amount_positive",
                violation_error_message=_("Die Menge ist größer als null."),
            ),
            models.CheckConstraint(
                condition=Q(unit="") | Q(amount__isnull=False),
                name="commitment_unit_of_amount",
                violation_error_message=_("Zu einer Einheit gehört eine Zahl."),
            ),
            keeps_to_known_days("until", name="commitment_days"),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.actor}: {self.text}"

    @property
    def is_task(self) -> bool:
        return self.resource_id is None

    @property
    def amount_words(self) -> str:
        """„20 Stunden im Monat“, „1.500,50 Euro“; empty where nothing is counted."""
        if self.amount is None:
            return ""
        places = 0 if self.amount == self.amount.to_integral_value() else 2
        return f"{number_format(self.amount, places, force_grouping=True)} {self.unit}".strip()

    @property
    def has_run_out(self) -> bool:
        """Mirrors a part of `CommitmentQuerySet.current`."""
        return self.until is not None and self.until < timezone.localdate()
