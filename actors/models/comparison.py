"""What the recognition of the same institution keeps: a blocking record of every actor, and what people decided about pairs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from actors.models.actor import Actor
from moderation.models.comparison import BlockingRecordBase, Deciding, Merging
from vocabulary.history import recorded


class BlockingRecord(BlockingRecordBase):
    """`keys`: words of the name at its place, street, telephone, web host, letters of the name. `record`: the fields of a
    `Record` of `actors.recognition.scoring`.
    """

    form = "record"

    actor = models.OneToOneField(
        Actor, on_delete=models.CASCADE, primary_key=True, related_name="blocking_record"
    )
    record = models.JSONField(default=dict)

    class Meta(BlockingRecordBase.Meta):
        db_table = "actors_footprint"  # the name it was made with


class StaleBlockingRecord(models.Model):
    """An actor whose blocking record has to be made anew. A trigger copies the marks of the search (search_dirty), in the
    transaction of the change, whoever makes it.
    """

    actor_id = models.BigIntegerField()

    class Meta:
        db_table = "actors_stalefootprint"  # the name it was made with; triggers write into it

    def __str__(self) -> str:
        return str(self.actor_id)


@recorded()
class DuplicateDecision(Deciding):
    """Somebody decided that two actors who look alike are different."""

    first = models.ForeignKey(Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(
        Actor, verbose_name=_("anderer Akteur"), on_delete=models.CASCADE, related_name="+"
    )
    reason = models.TextField(_("Begründung"), blank=True)
    seen = models.JSONField(default=list, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("entschieden am"), auto_now_add=True)

    class Meta(Deciding.Meta):
        verbose_name = _("Entscheidung über ähnliche Akteure")
        verbose_name_plural = _("Entscheidungen über ähnliche Akteure")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="actor_decision_smaller_id_first"
            ),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at__isnull=True),
                name="actor_decision_one_in_force",
                violation_error_message=_("Über dieses Paar ist schon entschieden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"


@recorded(exclude=("before", "moved"))
class Merge(Merging):
    """Two actors that became one."""

    kept = models.ForeignKey(Actor, verbose_name=_("bleibt"), on_delete=models.CASCADE, related_name="merges")
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zusammengeführt von"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta(Merging.Meta):
        pass
