"""What the recognition of duplicates keeps: a blocking record of every network, and what people decided about pairs."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from moderation.models.comparison import BlockingRecordBase, Deciding, Merging
from networks.models.network import Network
from vocabulary.history import recorded


class BlockingRecord(BlockingRecordBase):
    """`keys`: roots of words, word fields, letters of the name, members, themes. `structure`: the fields of a `Structure`
    of `networks.recognition.structures`.
    """

    form = "structure"

    network = models.OneToOneField(
        Network, on_delete=models.CASCADE, primary_key=True, related_name="blocking_record"
    )
    structure = models.JSONField(default=dict)

    class Meta(BlockingRecordBase.Meta):
        db_table = "networks_footprint"  # the name it was made with


class StaleBlockingRecord(models.Model):
    """A network whose blocking record has to be made anew. A trigger copies the marks of the search (search_dirty), in the
    transaction of the change, whoever makes it.
    """

    network_id = models.BigIntegerField()

    class Meta:
        db_table = "networks_stalefootprint"  # the name it was made with; triggers write into it

    def __str__(self) -> str:
        return str(self.network_id)


@recorded()
class DuplicateDecision(Deciding):
    class Decision(models.TextChoices):
        RELATED = "verwandt", _("ergänzen sich, als verwandt verknüpft")
        DIFFERENT = "verschieden", _("ist verschieden")

    first = models.ForeignKey(Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(
        Network, verbose_name=_("anderes Netzwerk"), on_delete=models.CASCADE, related_name="+"
    )
    decision = models.CharField(_("Entscheidung"), max_length=12, choices=Decision)
    reason = models.TextField(_("Begründung"), blank=True)
    seen = models.JSONField(default=list, editable=False)
    linked = models.BooleanField(
        default=False, editable=False, help_text="Whether the decision made the link."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="duplicate_decisions",
    )
    decided_at = models.DateTimeField(_("entschieden am"), auto_now_add=True)

    class Meta(Deciding.Meta):
        verbose_name = _("Entscheidung über ähnliche Netzwerke")
        verbose_name_plural = _("Entscheidungen über ähnliche Netzwerke")
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="decision_smaller_id_first"),
            models.UniqueConstraint(
                fields=["first", "second"],
                condition=Q(undone_at__isnull=True),
                name="decision_one_in_force",
                violation_error_message=_("Über dieses Paar ist schon entschieden."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}: {self.get_decision_display()}"

    def carry_out(self) -> None:
        """„verwandt“ links the two, if they are not linked yet."""
        is_link = self.decision == self.Decision.RELATED
        self.linked = is_link and not self.first.related_networks.filter(pk=self.second.pk).exists()
        if self.linked:
            self.first.related_networks.add(self.second)

    def take_back(self) -> None:
        if self.linked:
            self.first.related_networks.remove(self.second)


@recorded(exclude=("before", "moved"))
class Merge(Merging):
    """Two networks that became one."""

    kept = models.ForeignKey(
        Network, verbose_name=_("bleibt"), on_delete=models.CASCADE, related_name="merges"
    )
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zusammengeführt von"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="network_merges",
    )

    class Meta(Merging.Meta):
        pass
