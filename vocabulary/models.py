from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode

from vocabulary import reserving
from vocabulary.doubts import Unspoiled
from vocabulary.history import recorded
from vocabulary.lists import holds_words
from vocabulary.querysets import DistrictQuerySet, TermQuerySet
from vocabulary.slugs import german_slug, stands_in_addresses


class Reservation(models.Model):
    """A value that belongs to one entry, or once did (`vocabulary.reserving`). Written by triggers alone; stays when the
    entry is deleted, therefore `kind` is the name of a table and `owner` a bare id."""

    kind = models.CharField(max_length=63, db_collation="C")
    field = models.CharField(max_length=63, db_collation="C")
    value = models.CharField(max_length=200, db_collation="C")
    owner = models.BigIntegerField()

    class Meta:
        verbose_name = _("vergebene Adresse")
        verbose_name_plural = _("vergebene Adressen")
        constraints = [models.UniqueConstraint(fields=["kind", "field", "value"], name="reserved_once")]
        indexes = [models.Index(fields=["kind", "owner"], name="reserved_by_owner")]

    def __str__(self) -> str:
        return self.value


class Term(Unspoiled):
    """One word of a controlled list, with the words that mean the same.

    `shipped` remembers what the project shipped for this word: `load_vocabulary` changes a field only while
    it still holds the shipped value, so a curator's change is never overwritten."""

    name = models.CharField(_("Begriff"), max_length=120, unique=True)
    slug = models.SlugField(
        _("Kürzel in der Adresse"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Steht in Adressen wie /themen/sprachbildung/. Leer lassen: entsteht aus dem Begriff."),
    )
    synonyms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("gleichbedeutende Wörter"),
        default=list,
        blank=True,
        help_text=_("Mit Komma getrennt. Wer danach sucht, findet diesen Begriff."),
    )
    description = models.TextField(_("Erläuterung"), blank=True)
    position = models.PositiveIntegerField(_("Reihenfolge"), default=0)
    shipped = models.JSONField(editable=False, null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]
        constraints = [stands_in_addresses("%(class)s_slug"), holds_words("synonyms", name="%(class)s_words")]

    def __str__(self) -> str:
        return self.name

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(exclude)
        reserving.refuse_taken(self, reserving.ADDRESS, exclude)

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """An empty address breaks no rule: `save` makes one."""
        super().validate_constraints({*(exclude or ()), *(() if self.slug else ("slug",))})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            base = german_slug(self.name)[:110].strip("-") or "begriff"
            self.slug = reserving.free_address(type(self), [base], base=base, own=self.pk)
        super().save(*args, **kwargs)


@recorded()
class Theme(Term, TreeNode):
    class Meta(Term.Meta):
        verbose_name = _("Thema")
        verbose_name_plural = _("Themen")


@recorded()
class TargetGroup(Term):
    class Meta(Term.Meta):
        verbose_name = _("Zielgruppe")
        verbose_name_plural = _("Zielgruppen")


@recorded()
class LifePhase(Term):
    class Meta(Term.Meta):
        verbose_name = _("Bildungsphase")
        verbose_name_plural = _("Bildungsphasen")


@recorded()
class ActorKind(Term):
    class Meta(Term.Meta):
        verbose_name = _("Akteursart")
        verbose_name_plural = _("Akteursarten")


@recorded()
class NetworkFormat(Term):
    """What kind of cooperation structure: Netzwerk, Runder Tisch, Arbeitskreis ... Synonyms hold RT, AK."""

    class Meta(Term.Meta):
        verbose_name = _("Netzwerkformat")
        verbose_name_plural = _("Netzwerkformate")


@recorded()
class MemberFunction(Term):
    """What a member was chosen or asked for: Vorsitz, Sprecher, beratend ... What the portal itself acts upon (who coordinates,
    who is a guest) is the closed `networks.Membership.Role`."""

    class Meta(Term.Meta):
        verbose_name = _("Funktion im Netzwerk")
        verbose_name_plural = _("Funktionen im Netzwerk")


@recorded()
class ResourceKind(Term):
    """What can be put into a network: Raum, Personal, Wissen ..."""

    class Meta(Term.Meta):
        verbose_name = _("Art der Ressource")
        verbose_name_plural = _("Arten von Ressourcen")


@recorded()
class District(Unspoiled, TreeNode):
    """A place in the tree Land > Kreis > Gemeinde > Stadtteil."""

    class Level(models.TextChoices):
        STATE = "land", _("Land")
        COUNTY = "kreis", _("Kreis")
        MUNICIPALITY = "gemeinde", _("Gemeinde")
        QUARTER = "stadtteil", _("Stadtteil oder Quartier")

    name = models.CharField(_("Name"), max_length=120)
    slug = models.SlugField(
        _("Kürzel in der Adresse"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Leer lassen: entsteht aus dem Namen."),
    )
    synonyms = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("andere Namen"),
        default=list,
        blank=True,
        help_text=_("Mit Komma getrennt, zum Beispiel „Gesamte Stadt“ oder ein früherer Name."),
    )
    level = models.CharField(_("Ebene"), max_length=12, choices=Level, default=Level.QUARTER)
    key = models.CharField(
        _("amtlicher Schlüssel"),
        max_length=20,
        blank=True,
        null=True,
        unique=True,
        help_text=_("Amtlicher Gemeindeschlüssel (AGS) oder Regionalschlüssel (ARS), nur Ziffern."),
        error_messages={"unique": _("Diesen amtlichen Schlüssel trägt schon ein anderes Gebiet.")},
    )
    outline = models.JSONField(
        _("Umriss (GeoJSON)"),
        null=True,
        blank=True,
        help_text=_("Geometrie vom Typ Polygon oder MultiPolygon in Längen- und Breitengraden (WGS 84)."),
    )
    population = models.PositiveIntegerField(_("Einwohnerzahl"), null=True, blank=True)
    description = models.TextField(_("Erläuterung"), blank=True)
    position = models.PositiveIntegerField(_("Reihenfolge"), default=0)

    objects = DistrictQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = _("Gebiet")
        verbose_name_plural = _("Gebiete")
        ordering = ["position", "name"]
        constraints = [
            stands_in_addresses("district_slug"),
            holds_words("synonyms", name="district_words"),
            models.UniqueConstraint(
                fields=["parent", "name"],
                nulls_distinct=False,
                name="district_unique_below_parent",
                violation_error_message=_("Ein Gebiet mit diesem Namen gibt es hier schon."),
            ),
            models.CheckConstraint(
                condition=Q(key__isnull=True) | Q(key__regex=r"^\d{2,12}$"),
                name="district_key_digits",
                violation_error_message=_("Der amtliche Schlüssel besteht aus 2 bis 12 Ziffern."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="district_not_own_parent",
                violation_error_message=_("Ein Gebiet kann nicht in sich selbst liegen."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        super().validate_unique(exclude)
        reserving.refuse_taken(self, reserving.ADDRESS, exclude)

    def validate_constraints(self, exclude: set[str] | None = None) -> None:
        """An empty address breaks no rule: `save` makes one."""
        super().validate_constraints({*(exclude or ()), *(() if self.slug else ("slug",))})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.key:
            self.key = None
        if not self.slug:
            self.slug = type(self).objects.free_slug(self.name, below=self.parent)
        super().save(*args, **kwargs)

    @property
    def is_whole(self) -> bool:
        """Stands for a whole Kommune, not for a part of it."""
        return self.level != self.Level.QUARTER
