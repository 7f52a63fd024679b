"""What holds of every network, whoever writes it: the constraints of its table, each with the sentence for who broke it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from vocabulary.days import keeps_to_known_days

DAYS = ("confirmed_at", "agreement_date", "begins_on", "ends_on")

CONSTRAINTS = [
    models.CheckConstraint(
        condition=Q(
            character__contained_by=Value(
                [
                    "informationsaustausch",
                    "abstimmung",
                    "entscheidung",
                    "aufgabendelegation",
                    "gemeinsame-projekte",
                    "beratung",
                    "steuerung",
                    "qualifizierung",
                ],
                output_field=ArrayField(models.CharField(max_length=24)),
            )
        ),
        name="network_character_known",
        violation_error_message=_("Diesen Charakter gibt es in der Liste nicht."),
    ),
    models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(begins_on__isnull=True) | Q(ends_on__gte=F("begins_on")),
        name="network_ends_after_begin",
        violation_error_message=_("Das Ende liegt vor dem Beginn."),
    ),
    models.CheckConstraint(
        condition=Q(is_permanent=False) | Q(ends_on__isnull=True),
        name="network_permanent_has_no_end",
        violation_error_message=_("Unbefristet und ein Datum des Endes schließen sich aus."),
    ),
    models.CheckConstraint(
        condition=Q(committee__isnull=True) | Q(committee_name=""),
        name="network_one_committee",
        violation_error_message=_(
            "Bitte das Gremium entweder aus dem Verzeichnis wählen oder als Text angeben, nicht beides."
        ),
    ),
    models.CheckConstraint(
        condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
        & (Q(successor__isnull=True) | ~Q(successor=F("id"))),
        name="network_not_own_parent",
        violation_error_message=_(
            "Ein Netzwerk kann nicht zu sich selbst gehören oder sich selbst nachfolgen."
        ),
    ),
    keeps_to_known_days(*DAYS, moments=("published_at",), name="network_days"),
]
