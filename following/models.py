"""What people keep and watch. Private: nobody but the owner sees any of it, and no history is written."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import MD5
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from following.querysets import SavedSearchQuerySet, WatchQuerySet
from networks.models import Network
from vocabulary.models import District, Theme

LONGEST_QUERY = 6000  # characters of an address that servers and proxies take without complaint


def new_token() -> str:
    return secrets.token_urlsafe(9)


def new_key() -> str:
    return secrets.token_urlsafe(16)


class SavedSearch(models.Model):
    """An address of a list, under a name. `query` is canonical (`following.lists`): equal searches are equal texts."""

    class Kind(models.TextChoices):
        EVERYTHING = "verzeichnis", _("Verzeichnis")
        NETWORKS = "netzwerke", _("Netzwerke")
        ACTORS = "akteure", _("Akteure")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gehört"),
        on_delete=models.CASCADE,
        related_name="saved_searches",
    )
    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Liste"), max_length=12, choices=Kind)
    query = models.CharField(_("Suche"), max_length=LONGEST_QUERY, blank=True)
    token = models.CharField(_("Kurzadresse"), max_length=16, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(_("gemerkt am"), auto_now_add=True)
    deleted_at = models.DateTimeField(_("gelöscht am"), null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemerkte Suche")
        verbose_name_plural = _("gemerkte Suchen")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="search_has_name"),
            # By digest: an index entry of PostgreSQL holds 2,700 bytes at most.
            models.UniqueConstraint(
                "owner", "kind", MD5("query"), name="search_once", condition=Q(deleted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page where its owner renames it; the hits are at `following.lists.address_of`."""
        return reverse("following:search", args=[self.pk])

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None


class Watch(models.Model):
    """Somebody wants to hear what is new about one thing.

    `known` is what the person has been told or saw when she began (`following.news`): what is there now and not in it is
    new. Nothing depends on clocks or on who committed first, and nothing is told twice. `mark` stands for the state of
    the search index that `known` was taken from.
    """

    class Interval(models.TextChoices):
        AT_ONCE = "sofort", _("sofort")
        DAILY = "taeglich", _("täglich")
        WEEKLY = "woechentlich", _("wöchentlich")

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("gehört"), on_delete=models.CASCADE, related_name="watches"
    )
    network = models.ForeignKey(
        Network,
        verbose_name=_("Netzwerk"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watches",
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("Thema"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watches",
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("Gebiet"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watches",
    )
    search = models.OneToOneField(
        SavedSearch,
        verbose_name=_("gemerkte Suche"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="watch",
    )
    rhythm = models.CharField(_("Rhythmus"), max_length=12, choices=Interval, default=Interval.DAILY)
    created_at = models.DateTimeField(_("begonnen am"), auto_now_add=True)
    paused_at = models.DateTimeField(_("angehalten am"), null=True, blank=True)
    looked_at = models.DateTimeField(_("zuletzt nachgesehen"), default=timezone.now)
    known = models.JSONField(default=dict, editable=False)
    mark = models.CharField(max_length=60, blank=True, editable=False)

    objects = WatchQuerySet.as_manager()

    TARGETS = ("network", "theme", "district", "search")

    class Meta:
        verbose_name = _("Beobachtung")
        verbose_name_plural = _("Beobachtungen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        F("network"), F("theme"), F("district"), F("search"),
                        function="num_nonnulls", output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="watch_one_thing",
            ),
            models.UniqueConstraint(fields=["owner", "network"], name="watch_network_once"),
            models.UniqueConstraint(fields=["owner", "theme"], name="watch_theme_once"),
            models.UniqueConstraint(fields=["owner", "district"], name="watch_district_once"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["rhythm", "looked_at"], name="watch_due")]

    def __str__(self) -> str:
        return str(self.target)

    @property
    def kind(self) -> str:
        """Which of TARGETS is watched."""
        return next(name for name in self.TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def target(self) -> Any:
        return getattr(self, self.kind)

    @property
    def kind_label(self) -> str:
        return str(self._meta.get_field(self.kind).verbose_name)

    @property
    def is_running(self) -> bool:
        """Mirrors `WatchQuerySet.running`."""
        hidden = self.search is not None and self.search.is_deleted
        return self.paused_at is None and self.owner.is_active and not hidden


class CalendarAddress(models.Model):
    """The address at which somebody's own calendar lies (`following.calendar`). There is one as long as this row is.

    Whoever has the address reads what she may read, so it is not stored: it is `key` with a signature of the portal. From the
    database alone nobody makes it, and its owner can still be shown it again, for a second device. A new key ends the
    former address."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gehört"),
        on_delete=models.CASCADE,
        related_name="calendar_address",
    )
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    with_own = models.BooleanField(
        _("Netzwerke, die ich bearbeite oder in denen meine Einrichtung Mitglied ist"), default=True
    )
    with_watched = models.BooleanField(_("Was ich beobachte"), default=True)
    with_expected = models.BooleanField(
        _("Auch voraussichtliche Termine"),
        default=False,
        help_text=_(
            "Aus dem Rhythmus errechnet und noch nicht vereinbart. Sie stehen als „Voraussichtlich“ im Kalender."
        ),
    )
    created_at = models.DateTimeField(_("angelegt am"), auto_now_add=True)
    renewed_at = models.DateTimeField(_("zuletzt erneuert am"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Kalenderadresse")
        verbose_name_plural = _("Kalenderadressen")
        constraints = [
            models.CheckConstraint(
                condition=Q(with_own=True) | Q(with_watched=True),
                name="calendar_holds_something",
                violation_error_message=_("Bitte wählen Sie, was im Kalender stehen soll."),
            )
        ]

    def __str__(self) -> str:
        return str(self.owner)
