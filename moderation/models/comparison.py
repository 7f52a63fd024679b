"""What the recognition of duplicates keeps, and what people decide about two entries that look alike; each room has its own
tables for its own entries."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.querysets import UndoableQuerySet


class BlockingRecordBase(models.Model):
    """An entry as the recognition of its room sees it, in one row. Never the only copy of anything.

    `keys` name what it shares with others and stand in a GIN index; `revision` grows with every writing. Subclasses add
    their entry as the primary key, and what is compared as a JSON field, whose name is `form`.
    """

    form: ClassVar[str]
    is_derived: ClassVar[bool] = True

    keys = ArrayField(models.TextField(db_collation="C"), default=list)
    revision = models.BigIntegerField()

    class Meta:
        abstract = True
        indexes = [
            GinIndex(fields=["keys"], name="%(app_label)s_footprint_keys", fastupdate=False),
            models.Index(fields=["revision"], name="%(app_label)s_footprint_revision"),
        ]

    def __str__(self) -> str:
        return str(getattr(self, self.form).get("name", self.pk))


class Undoable(models.Model):
    """Something that can be taken back; who did it and when stays known."""

    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zurückgenommen von"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)

    objects = UndoableQuerySet.as_manager()

    class Meta:
        abstract = True

    def note_undone(self, by: User) -> None:
        self.undone_at, self.undone_by = timezone.now(), by
        self.save(update_fields=["undone_at", "undone_by"])


class Deciding(Undoable):
    """What somebody decided about two entries that look alike. Subclasses add `first` (the smaller id), `second`, `reason`,
    `decided_by`, `decided_at` and `seen`: both as they were then. When one changes substantially, the pair is shown again.
    """

    class Meta:
        abstract = True
        ordering = ["-decided_at", "-pk"]

    def carry_out(self) -> None:
        """What follows from the decision, before it is saved."""

    def take_back(self) -> None:
        """What `carry_out` did."""


class Merging(Undoable):
    """Two entries that became one, with all it takes to part them again. Subclasses add `kept` and `merged_by`.

    `before`: the fields and links of both; `moved`: the rows that were carried over or left out. The merged entry's row is
    gone meanwhile, its address and kennung lead to the kept one.
    """

    merged_id = models.BigIntegerField(editable=False)
    merged_name = models.CharField(_("aufgegangen"), max_length=250, editable=False)
    reason = models.TextField(_("Begründung"), blank=True)
    before = models.JSONField(editable=False)
    moved = models.JSONField(editable=False)
    merged_at = models.DateTimeField(_("zusammengeführt am"), auto_now_add=True)

    class Meta:
        abstract = True
        verbose_name = _("Zusammenführung")
        verbose_name_plural = _("Zusammenführungen")
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged_name} → {self.kept}"  # type: ignore[attr-defined]
