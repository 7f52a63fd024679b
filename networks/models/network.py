from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

import rhythm as rhythms
from actors.models import Actor, ContactPerson
from moderation.models import Identified, Moderated, Stamped, count_version
from networks import doubts
from networks.fields import ChoicesField
from networks.models.constraints import CONSTRAINTS
from networks.querysets import NetworkQuerySet
from vocabulary.days import ordinary, planned
from vocabulary.doubts import Unspoiled
from vocabulary.history import recorded, recorded_links
from vocabulary.models import District, LifePhase, NetworkFormat, TargetGroup, Theme

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


@recorded(exclude=("sort_name",))
class Network(Unspoiled, Identified, Moderated, Stamped):
    """A cooperation structure of any kind: who works together on what, in which rhythm, how bindingly."""

    class Character(models.TextChoices):
        EXCHANGE = "informationsaustausch", _("Informationsaustausch")
        ALIGNMENT = "abstimmung", _("Abstimmung")
        DECISION = "entscheidung", _("Entscheidung")
        DELEGATION = "aufgabendelegation", _("Aufgabendelegation")
        PROJECTS = "gemeinsame-projekte", _("Gemeinsame Projekte")
        ADVICE = "beratung", _("Beratung")
        STEERING = "steuerung", _("Steuerung")
        TRAINING = "qualifizierung", _("Qualifizierung")

    class Bindingness(models.TextChoices):
        LOOSE = "lose", _("lose")
        AGREED_ORALLY = "abgesprochen", _("abgesprochen")
        AGREED = "vereinbart", _("vereinbart")
        MANDATED = "beauftragt", _("beauftragt")

    class Openness(models.TextChoices):
        OPEN = "offen", _("offen")
        ON_REQUEST = "auf-anfrage", _("auf Anfrage")
        CLOSED = "geschlossen", _("geschlossen")

    class MeetingMode(models.TextChoices):
        ON_SITE = "vor-ort", _("vor Ort")
        ONLINE = "digital", _("digital")
        HYBRID = "hybrid", _("hybrid")
        ALTERNATING = "wechselnd", _("wechselnd")

    class Status(models.TextChoices):
        PLANNED = "geplant", _("geplant")
        ACTIVE = "aktiv", _("aktiv")
        DORMANT = "ruhend", _("ruhend")
        ENDED = "beendet", _("beendet")

    name = models.CharField(
        _("Name"), max_length=250, help_text=_("Wie er in Einladungen steht, ohne Abkürzung.")
    )
    short_name = models.CharField(_("Kurzname"), max_length=60, blank=True, help_text=_("Zum Beispiel NFH."))
    other_names = ArrayField(
        models.CharField(max_length=250),
        verbose_name=_("weitere Namen"),
        default=list,
        blank=True,
        help_text=_(
            "Frühere oder umgangssprachliche Namen, mit Komma getrennt. Die Suche findet auch diese."
        ),
    )
    format = models.ForeignKey(
        NetworkFormat,
        verbose_name=pgettext_lazy("Netzwerk", "Format"),
        on_delete=models.PROTECT,
        related_name="networks",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("gehört zu"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subnetworks",
        help_text=_("Das übergeordnete Netzwerk, wenn dies eine Untergruppe ist."),
    )
    purpose = models.TextField(
        _("Zweck"),
        blank=True,
        help_text=_(
            "Ein, zwei Sätze: Was tun Sie gemeinsam, für wen? Daran erkennen andere, ob es das schon gibt."
        ),
    )
    goals = models.TextField(_("Ziele"), blank=True, help_text=_("Was soll erreicht sein, und bis wann?"))
    occasion = models.CharField(
        _("Anlass"),
        max_length=250,
        blank=True,
        help_text=_("Gesetz, Programm oder Ereignis, aus dem das Netzwerk entstand."),
    )
    added_value = models.TextField(
        _("Mehrwert"), blank=True, help_text=_("Was haben die Beteiligten davon, was allein nicht ginge?")
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("Themen"), blank=True, related_name="networks")
    target_groups = models.ManyToManyField(
        TargetGroup, verbose_name=_("Zielgruppen"), blank=True, related_name="networks"
    )
    life_phases = models.ManyToManyField(
        LifePhase, verbose_name=_("Bildungsphasen"), blank=True, related_name="networks"
    )
    districts = models.ManyToManyField(
        District,
        verbose_name=_("Stadtteile oder Gebiete"),
        blank=True,
        related_name="networks",
        help_text=_("Wo das Netzwerk wirkt. Für die ganze Kommune deren Namen wählen."),
    )

    character = ChoicesField(
        models.CharField(max_length=24, choices=Character),
        verbose_name=_("Charakter"),
        default=list,
        blank=True,
        help_text=_("Was geschieht in den Treffen? Mehreres ist möglich."),
    )
    bindingness = models.CharField(
        _("Verbindlichkeit"),
        max_length=14,
        choices=Bindingness,
        blank=True,
        help_text=_(
            "vereinbart: es gibt eine Kooperationsvereinbarung; beauftragt: durch Beschluss oder Gesetz."
        ),
    )
    agreement_text = models.CharField(_("Vereinbarung oder Beschluss"), max_length=300, blank=True)
    agreement_date = models.DateField(
        _("Datum der Vereinbarung"), null=True, blank=True, validators=[planned]
    )
    agreement_link = models.URLField(_("Link zur Vereinbarung"), max_length=300, blank=True)
    openness = models.CharField(_("Offenheit"), max_length=12, choices=Openness, blank=True)
    how_to_join = models.TextField(
        _("So kann man mitmachen"), blank=True, help_text=_("Zum Beispiel: einfach kommen, vorher anrufen.")
    )
    status = models.CharField(_("Status"), max_length=8, choices=Status, default=Status.ACTIVE)
    begins_on = models.DateField(_("Beginn"), null=True, blank=True, validators=[planned])
    ends_on = models.DateField(_("Ende"), null=True, blank=True, validators=[ordinary])
    is_permanent = models.BooleanField(_("unbefristet"), default=False)
    end_reason = models.CharField(_("Grund des Endes"), max_length=300, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("Nachfolger"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text=_("Das Netzwerk, das die Arbeit fortführt."),
    )

    coordinator = models.ForeignKey(
        Actor,
        verbose_name=_("Koordination"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="coordinated_networks",
        help_text=_("Die Einrichtung, bei der die Fäden zusammenlaufen."),
    )
    contact = models.ForeignKey(
        ContactPerson,
        verbose_name=_("Kontaktperson"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="networks",
    )
    rhythm_text = models.CharField(
        _("Rhythmus"),
        max_length=250,
        blank=True,
        help_text=_("In Ihren Worten, zum Beispiel: jeden 2. Dienstag im Monat, 16 Uhr."),
    )
    rhythm = models.JSONField(_("Rhythmus, ausgewertet"), null=True, blank=True, editable=False)
    rhythm_frequency = models.CharField(_("Treffen"), max_length=24, blank=True, editable=False)
    meeting_mode = models.CharField(
        _("Wie man sich trifft"),
        max_length=9,
        choices=MeetingMode,
        blank=True,
        help_text=_(
            "hybrid: vor Ort, und wer nicht kommen kann, schaltet sich zu; wechselnd: mal vor Ort, mal digital."
        ),
    )
    between_meetings = models.TextField(
        _("Zwischen den Treffen"),
        blank=True,
        help_text=_("Was geschieht, wenn man sich gerade nicht trifft?"),
    )
    planning_tie = models.TextField(
        _("Einbindung in kommunale Planung"),
        blank=True,
        help_text=_("Wie fließen Ergebnisse in Planung und Politik ein?"),
    )
    planning_field = models.CharField(
        _("Fachplanung"), max_length=150, blank=True, help_text=_("Zum Beispiel Schulentwicklungsplanung.")
    )
    committee = models.ForeignKey(
        Actor,
        verbose_name=_("berichtet an"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reporting_networks",
        help_text=_("Das politische oder fachliche Gremium, wenn es im Verzeichnis steht."),
    )
    committee_name = models.CharField(
        _("berichtet an (nicht im Verzeichnis)"),
        max_length=250,
        blank=True,
        help_text=_("Nur ausfüllen, wenn das Gremium keinen eigenen Eintrag hat."),
    )
    involved_units = models.ManyToManyField(
        Actor,
        verbose_name=_("beteiligte Organisationseinheiten"),
        blank=True,
        related_name="involved_in_networks",
        help_text=_("Ämter und Stabsstellen, die zuarbeiten oder Ergebnisse übernehmen."),
    )
    website = models.URLField(_("Website"), max_length=300, blank=True)
    related_networks = models.ManyToManyField("self", verbose_name=_("verwandte Netzwerke"), blank=True)
    withheld = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("nicht über die Koordination"),
        blank=True,
        related_name="withheld_networks",
        help_text=_(
            "Diese Personen bearbeiten die koordinierende Einrichtung, sollen dieses Netzwerk aber nicht bearbeiten."
        ),
    )
    internal_note = models.TextField(
        _("interne Notiz"), blank=True, help_text=_("Nur für die Koordination sichtbar, nie öffentlich.")
    )

    objects = NetworkQuerySet.as_manager()
    second_look = ("name", "format", "coordinator")
    kind_word = "netzwerk"
    ring_fields = ("parent", "successor")
    key_facts = (
        "format", "status", "purpose", "rhythm_text", "openness", "how_to_join", "website",
    )  # fmt: skip

    class Meta:
        verbose_name = _("Netzwerk")
        verbose_name_plural = _("Netzwerke")
        ordering = ["sort_name", "pk"]
        indexes = [
            *Identified.Meta.indexes,
            models.Index(fields=["sort_name", "id"], name="network_sorted"),
            models.Index(fields=["review_status"], name="network_review_status"),
        ]
        constraints = [*Identified.Meta.constraints, *CONSTRAINTS]
        triggers = [count_version(derived=("sort_name",))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("networks:detail", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the structured rhythm in step with the words it is read from. What was read only in part is offered
        under no filter: the rest may say otherwise."""
        parsed = rhythms.parse(self.rhythm_text)
        self.rhythm = parsed.to_dict() if parsed else None
        self.rhythm_frequency = parsed.frequency if parsed and not parsed.leftover else ""
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and "rhythm_text" in update_fields:
            kwargs["update_fields"] = {*update_fields, "rhythm", "rhythm_frequency"}
        super().save(*args, **kwargs)

    @property
    def accepts_requests(self) -> bool:
        """Whether somebody may ask to join."""
        is_over, is_closed = self.status == self.Status.ENDED, self.openness == self.Openness.CLOSED
        return self.is_public and not is_over and not is_closed

    def coordinators(self) -> QuerySet[Actor]:
        """All who coordinate today, the one that is named first in front: the one place that says who they are. As it is
        stored, whatever a form is about to save.

        Mirrors `NetworkQuerySet.coordinated_by`."""
        seats = self.memberships.coordinating().values("actor")
        stored = type(self).objects.filter(pk=self.pk).values("coordinator")
        is_first = Case(When(pk=self.coordinator_id or 0, then=0), default=1)
        everybody = Actor.objects.filter(Q(pk__in=stored) | Q(pk__in=seats))
        return everybody.order_by(is_first, "sort_name", "pk")

    @property
    def has_editors(self) -> bool:
        return self._people_who_edit().exists()

    def _people_who_edit(self) -> QuerySet[User]:
        people = self._meta.get_field("editors").related_model.objects
        return people.filter(Q(edited_networks=self) | Q(pk__in=self._edits_by_actor().values("pk")))

    def _edits_by_actor(self) -> QuerySet[User]:
        """Editors of the coordinating actors, without those who were left out here."""
        people = self._meta.get_field("editors").related_model.objects
        return people.filter(edited_actors__in=self.coordinators()).exclude(pk__in=self.withheld.values("pk"))

    @property
    def address_on_record(self) -> str:
        """That of the first coordinating actor that has one, else of a contact person who agreed to its publication."""
        return self.address_among(self.coordinators())

    def address_among(self, coordinators: Iterable[Actor]) -> str:
        """The same for who has read ahead who coordinates."""
        theirs = next((actor.email for actor in coordinators if actor.is_public and actor.email), "")
        return theirs or (self.contact.email if self.contact and self.contact.is_publishable else "")

    def caretakers(self) -> QuerySet[User]:
        """Who edits a coordinating actor looks after the network, too. Mirrors `is_of`."""
        return self._people_who_edit().filter(is_active=True).distinct().order_by("pk")

    @property
    def address_for_questions(self) -> str:
        """That on record, else a person at a coordinating actor who agreed to be shown."""
        if address := self.address_on_record:
            return address
        found = (actor.address_for_questions for actor in self.coordinators() if actor.is_public)
        return next(filter(None, found), "")

    def addresses_on_record(self) -> list[str]:
        """Those of the coordinating actors, too."""
        theirs = [address for actor in self.coordinators() for address in actor.addresses_on_record()]
        return list(dict.fromkeys([*super().addresses_on_record(), *theirs]))

    @property
    def is_in_use(self) -> bool:
        return super().is_in_use and self.status != self.Status.ENDED

    def doubts(self) -> list[str]:
        return doubts.doubts(self)

    def hints_for_editors(self) -> list[str]:
        return doubts.hints(self)

    def further_facts(self) -> list[tuple[str, str]]:
        return [*doubts.coordination(self), *doubts.ending(self)]

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def begins_later(self) -> bool:
        return self.begins_on is not None and self.begins_on > timezone.localdate()

    @property
    def structured_rhythm(self) -> rhythms.Rhythm | None:
        try:
            return rhythms.Rhythm.from_dict(self.rhythm) if self.rhythm else None
        except (AttributeError, TypeError, ValueError):  # not written by `save`
            return None

    @property
    def rhythm_frequency_label(self) -> str:
        return dict(rhythms.FREQUENCIES).get(self.rhythm_frequency, "")

    @property
    def character_labels(self) -> list[str | Promise]:
        return type(self)._meta.get_field("character").labels(self.character)


NetworkThemesLink = recorded_links(Network.themes.through, "NetworkThemesLink", module=__name__)
NetworkTargetGroupsLink = recorded_links(
    Network.target_groups.through, "NetworkTargetGroupsLink", module=__name__
)
NetworkLifePhasesLink = recorded_links(Network.life_phases.through, "NetworkLifePhasesLink", module=__name__)
NetworkEditorsLink = recorded_links(Network.editors.through, "NetworkEditorsLink", module=__name__)
NetworkWithheldLink = recorded_links(Network.withheld.through, "NetworkWithheldLink", module=__name__)
NetworkDistrictsLink = recorded_links(Network.districts.through, "NetworkDistrictsLink", module=__name__)
NetworkInvolvedUnitsLink = recorded_links(
    Network.involved_units.through, "NetworkInvolvedUnitsLink", module=__name__
)
NetworkRelatedNetworksLink = recorded_links(
    Network.related_networks.through, "NetworkRelatedNetworksLink", module=__name__
)
