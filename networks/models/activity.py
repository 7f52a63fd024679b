"""What belongs to a network: its members, its meetings, its digital places, its Zwischenstände."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.models import Actor, ContactPerson
from moderation.models import Stamped
from networks.models.network import Network
from networks.querysets import MeetingQuerySet, MembershipQuerySet, UpdateQuerySet
from vocabulary.days import (
    keeps_to_known_days,
    local_day,
    meeting_days,
    ordinary,
    planned,
    start_of,
    told_days,
)
from vocabulary.doubts import Unspoiled
from vocabulary.history import recorded
from vocabulary.models import MemberFunction


@recorded()
class DigitalForm(Unspoiled, Stamped):
    """A digital place where the network works together."""

    class Kind(models.TextChoices):
        VIDEO = "videokonferenz", _("Videokonferenz")
        CLOUD = "dateiablage", _("gemeinsame Dateiablage")
        BOARD = "pinnwand", _("Pinnwand oder Whiteboard")
        CHAT = "chat", _("Chat oder Messenger")
        MAILING_LIST = "mailverteiler", _("Mailverteiler")
        LEARNING = "lernplattform", _("Lernplattform")
        SOCIAL = "soziale-medien", _("soziale Medien")
        OTHER = "sonstiges", _("Sonstiges")

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="digital_forms"
    )
    kind = models.CharField(_("Art"), max_length=16, choices=Kind)
    label = models.CharField(_("Bezeichnung"), max_length=150, blank=True)
    link = models.URLField(_("Link"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("digitale Form")
        verbose_name_plural = _("digitale Formen")
        ordering = ["kind", "pk"]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return self.label or str(self.get_kind_display())


def _not_for_looking_up(field: str) -> Func:
    """The id as a sum. Of the plain column PostgreSQL would think that the GiST index of the constraint finds an actor
    as fast as a b-tree does, and take it: 0.3 ms a look-up at 300,000 memberships, a minute for a list of 100,000 actors."""
    return Func(F(field), template="(%(expressions)s + 0)", output_field=models.BigIntegerField())


@recorded()
class Membership(Unspoiled, Stamped):
    """An actor's seat in a network, from a day to a day."""

    class Role(models.TextChoices):
        COORDINATION = "koordination", _("Koordination")
        MEMBER = "mitglied", _("Mitglied")
        GUEST = "gast", _("Gast")
        FUNDING = "foerderung", _("Förderung")
        MODERATION = "moderation", _("Moderation")

    class State(models.TextChoices):
        CONFIRMED = "bestaetigt", _("bestätigt")
        INVITED = "eingeladen", _("noch nicht bestätigt")

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="memberships"
    )
    actor = models.ForeignKey(  # membership_of_actor is its index
        Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    role = models.CharField(_("Rolle"), max_length=12, choices=Role, default=Role.MEMBER)
    state = models.CharField(
        _("Bestätigung"),
        max_length=12,
        choices=State,
        default=State.CONFIRMED,
        help_text=_("Noch nicht bestätigt: Das Netzwerk nennt den Akteur, der hat noch nicht geantwortet."),
    )
    contact = models.ForeignKey(
        ContactPerson,
        verbose_name=_("vertreten durch"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
    )
    since = models.DateField(_("seit"), null=True, blank=True, validators=[planned])
    until = models.DateField(_("bis"), null=True, blank=True, validators=[ordinary])
    function = models.ForeignKey(
        MemberFunction,
        verbose_name=_("Funktion"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    role_since = models.DateField(
        _("in dieser Rolle ab"),
        null=True,
        blank=True,
        validators=[planned],
        help_text=_(
            "Nur wenn Rolle oder Funktion auf Zeit vergeben sind, etwa wenn die Koordination wechselt."
        ),
    )
    role_until = models.DateField(
        _("in dieser Rolle bis"),
        null=True,
        blank=True,
        validators=[ordinary],
        help_text=_("Davor und danach ein Mitglied wie andere."),
    )
    representation = models.CharField(
        _("Wer vertritt"),
        max_length=200,
        blank=True,
        help_text=_("Stellen, keine Namen: zum Beispiel Leitung, im Wechsel mit der Sozialarbeit."),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitgliedschaft")
        verbose_name_plural = _("Mitgliedschaften")
        ordering = ["network", "actor__sort_name", "pk"]
        indexes = [
            # Holds all that `current().confirmed()` asks: seats of 100,000 actors are counted without reading a row.
            models.Index(
                fields=["actor", "network"], include=["state", "since", "until"], name="membership_of_actor"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_ends_after_start",
                violation_error_message=_("Die Mitgliedschaft endet, bevor sie beginnt."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    (_not_for_looking_up("network"), RangeOperators.EQUAL),
                    (_not_for_looking_up("actor"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("since"),
                            F("until"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Dieser Akteur ist in dieser Zeit schon Mitglied des Netzwerks."),
            ),
            models.CheckConstraint(
                condition=Q(role_since__isnull=True)
                | Q(role_until__isnull=True)
                | Q(role_until__gte=F("role_since")),
                name="membership_role_ends_after_start",
                violation_error_message=_("Rolle und Funktion enden, bevor sie beginnen."),
            ),
            keeps_to_known_days("since", "until", "role_since", "role_until", name="membership_days"),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.actor} · {self.network} ({self.get_role_display()})"

    def clean(self) -> None:
        """Asked before the database is: it can't even compare a span of time that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": _("Die Mitgliedschaft endet, bevor sie beginnt.")})

    def overlaps(self, other: Membership) -> bool:
        """Whether both seat the same actor on the same day. Mirrors `membership_once_at_a_time`."""
        if (self.network_id, self.actor_id) != (other.network_id, other.actor_id):
            return False
        starts_before_end = self.since is None or other.until is None or self.since <= other.until
        return starts_before_end and (other.since is None or self.until is None or other.since <= self.until)

    @property
    def is_confirmed(self) -> bool:
        """Whether both sides agreed, or the office vouches for it. Mirrors `MembershipQuerySet.confirmed`."""
        return self.state == self.State.CONFIRMED

    @property
    def is_current(self) -> bool:
        return _covers_today(self.since, self.until)

    @property
    def is_in_office(self) -> bool:
        """Whether role and function count today."""
        return _covers_today(self.role_since, self.role_until)

    @property
    def is_coordinating(self) -> bool:
        """Mirrors `MembershipQuerySet.coordinating`."""
        leads = self.role == self.Role.COORDINATION and self.is_in_office
        return leads and self.is_confirmed and self.is_current

    @property
    def title(self) -> str:
        """Role and function as people read them, whenever they count; empty for a member like others."""
        role = "" if self.role == self.Role.MEMBER else str(self.get_role_display())
        return ", ".join(filter(None, [role, self.function.name if self.function else ""]))

    @property
    def office(self) -> str:
        """The title of today."""
        return self.title if self.is_in_office else ""

    @property
    def role_today(self) -> str:
        return self.office or str(self.Role.MEMBER.label)

    @property
    def coming_office(self) -> str:
        """The title that begins later."""
        return self.title if self.role_since and self.role_since > timezone.localdate() else ""


def _covers_today(first: date | None, last: date | None) -> bool:
    today = timezone.localdate()
    return (first is None or first <= today) and (last is None or last >= today)


@recorded()
class Meeting(Unspoiled, Stamped):
    """A day on which a network meets, has met, or does not meet: a dropped expected date is a cancelled meeting."""

    class Visibility(models.TextChoices):
        PUBLIC = "oeffentlich", _("alle")
        MEMBERS = "mitglieder", _("nur Mitglieder")
        HIDDEN = "verborgen", _("nur wer das Netzwerk bearbeitet")

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="meetings"
    )
    title = models.CharField(_("Titel"), max_length=200, blank=True)
    start = models.DateTimeField(_("Beginn"), validators=[meeting_days])
    end = models.DateTimeField(_("Ende"), null=True, blank=True, validators=[meeting_days])
    is_all_day = models.BooleanField(
        _("Uhrzeit offen"), default=False, help_text=_("Der Tag steht fest, die Uhrzeit noch nicht.")
    )
    place = models.CharField(_("Ort"), max_length=200, blank=True)
    link = models.URLField(
        _("Link"),
        max_length=300,
        blank=True,
        help_text=_("Für Treffen im Netz. Nur Mitglieder sehen ihn."),
    )
    visibility = models.CharField(
        _("Wer sieht das Treffen?"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    agenda = models.TextField(_("Tagesordnung"), blank=True, help_text=_("Ein Punkt je Zeile."))
    minutes = models.URLField(
        _("Protokoll"),
        max_length=300,
        blank=True,
        help_text=_("Link zum Protokoll. Nur Mitglieder sehen ihn."),
    )
    guests = models.CharField(
        _("Gäste"),
        max_length=300,
        blank=True,
        help_text=_("Einrichtungen oder Stellen, keine Namen: zum Beispiel Schulamt, Elternvertretung."),
    )
    is_cancelled = models.BooleanField(_("abgesagt"), default=False)
    moved_from = models.DateTimeField(_("verlegt vom"), null=True, blank=True, validators=[meeting_days])
    reason = models.CharField(
        _("Grund"),
        max_length=200,
        blank=True,
        help_text=_("Steht öffentlich beim abgesagten oder verlegten Treffen."),
    )
    series = models.UUIDField(_("Reihe"), null=True, blank=True, editable=False)
    foreign_uid = models.CharField(
        _("Kennung in der Kalenderdatei"), max_length=255, blank=True, editable=False
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Treffen")
        verbose_name_plural = _("Treffen")
        ordering = ["start", "pk"]
        indexes = [
            models.Index(fields=["start", "id"], name="meeting_start"),
            # What replaces an expected date, and when a network met last: both ask one network for days.
            models.Index(fields=["network", "start"], name="meeting_of_network"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start")),
                name="meeting_ends_after_start",
                violation_error_message=_("Das Treffen endet, bevor es beginnt."),
            ),
            models.UniqueConstraint(
                fields=["network", "foreign_uid"],
                condition=~Q(foreign_uid=""),
                name="meeting_once_by_foreign_uid",
                violation_error_message=_("Dieses Treffen ist aus der Kalenderdatei schon eingetragen."),
            ),
            keeps_to_known_days(moments=("start", "end", "moved_from"), name="meeting_days"),
        ]
        triggers = Stamped.Meta.triggers

    def get_absolute_url(self) -> str:
        return reverse("networks:meeting", args=[self.network.slug, self.pk])

    @property
    def over_at(self) -> datetime:
        """From when on it lies in the past; a day whose time is open lasts until midnight."""
        last = self.end or self.start
        return start_of(local_day(last) + timedelta(days=1)) if self.is_all_day else last

    @property
    def is_over(self) -> bool:
        """Mirrors `MeetingQuerySet.upcoming`."""
        return self.over_at < timezone.now()

    @property
    def has_begun(self) -> bool:
        """Mirrors `MeetingQuerySet.past`."""
        is_today = self.is_all_day and local_day(self.start) >= timezone.localdate()
        return self.start < timezone.now() and not is_today

    @property
    def is_public(self) -> bool:
        """Mirrors `MeetingQuerySet.public`."""
        return self.visibility == self.Visibility.PUBLIC

    @property
    def can_move(self) -> bool:
        """What is over has been when it was, and what does not take place is no longer on any day."""
        return not self.is_over and not self.is_cancelled

    def __str__(self) -> str:
        return f"{self.title or self.network} am {local_day(self.start):%d.%m.%Y}"


@recorded()
class Update(Unspoiled, Stamped):
    """A Zwischenstand: where the network stands, even if it is "nothing new"."""

    class Kind(models.TextChoices):
        PROGRESS = "fortschritt", _("Fortschritt")
        NOTHING_NEW = "nichts-neues", _("nichts Neues")
        PROBLEM = "problem", _("Problem")
        UNSOLVABLE_HERE = "hier-nicht-loesbar", _("hier nicht lösbar")
        RESULT = "ergebnis", _("Ergebnis")

    network = models.ForeignKey(
        Network, verbose_name=_("Netzwerk"), on_delete=models.CASCADE, related_name="updates"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("aus dem Treffen"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="updates",
    )
    date = models.DateField(_("Datum"), validators=[told_days])
    kind = models.CharField(_("Art"), max_length=20, choices=Kind, default=Kind.PROGRESS)
    text = models.TextField(_("Text"), blank=True)
    is_public = models.BooleanField(
        _("öffentlich"), default=True, help_text=_("Abwählen: nur für Mitglieder und Koordination.")
    )

    objects = UpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zwischenstand")
        verbose_name_plural = _("Zwischenstände")
        ordering = ["-date", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(kind="nichts-neues"),
                name="update_says_something",
                violation_error_message=_(
                    "Bitte schreiben Sie ein, zwei Sätze – oder wählen Sie „nichts Neues“."
                ),
            ),
            keeps_to_known_days("date", name="update_days"),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.network}, {self.date:%d.%m.%Y}: {self.get_kind_display()}"
