from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from actors.querysets import ActorQuerySet, ContactPersonQuerySet, OfferQuerySet
from moderation.models import Identified, Moderated, Stamped, count_version
from vocabulary.days import consent_days, consent_ends, keeps_to_known_days, planned
from vocabulary.doubts import Unspoiled
from vocabulary.history import recorded, recorded_links
from vocabulary.models import ActorKind, District, LifePhase, TargetGroup, Theme

PHONE = RegexValidator(
    r"^(?=(?:\D*\d){3})[0-9+(][^<>@]*$",
    _("Das ist keine Telefonnummer. Beispiel: 05555 40613"),
)
POSTAL_CODE = RegexValidator(r"^\d{5}$", _("Eine Postleitzahl hat fünf Ziffern. Beispiel: 37990"))


@recorded(exclude=("sort_name",))
class Actor(Unspoiled, Identified, Moderated, Stamped):
    """An institution, office, association or company that takes part in a Kommune's education landscape."""

    name = models.CharField(
        _("Name"), max_length=250, help_text=_("Der volle Name, wie er auf dem Briefkopf steht.")
    )
    short_name = models.CharField(
        _("Kurzname"),
        max_length=60,
        blank=True,
        help_text=_("Abkürzung, wenn sie gebräuchlich ist: VHS, Amt 51."),
    )
    other_names = ArrayField(
        models.CharField(max_length=250),
        verbose_name=_("weitere Namen"),
        default=list,
        blank=True,
        help_text=_(
            "Frühere oder umgangssprachliche Namen, mit Komma getrennt. Die Suche findet auch diese."
        ),
    )
    kind = models.ForeignKey(
        ActorKind,
        verbose_name=_("Akteursart"),
        on_delete=models.PROTECT,
        related_name="actors",
        help_text=_("Was ist das für eine Einrichtung?"),
    )
    legal_form = models.CharField(
        _("Rechtsform"), max_length=80, blank=True, help_text=_("Zum Beispiel e. V., gGmbH, Körperschaft.")
    )
    parent_body = models.ForeignKey(
        "self",
        verbose_name=_("Träger"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="subsidiaries",
        help_text=_("Wer diese Einrichtung trägt, wenn der Träger selbst im Verzeichnis steht."),
    )
    parent_body_name = models.CharField(
        _("Träger (nicht im Verzeichnis)"),
        max_length=250,
        blank=True,
        help_text=_("Nur ausfüllen, wenn der Träger keinen eigenen Eintrag hat."),
    )
    is_internal = models.BooleanField(
        _("Teil der Verwaltung"),
        default=False,
        help_text=_("Ämter, Fachbereiche und Stabsstellen der Kommune selbst."),
    )

    street = models.CharField(_("Straße und Hausnummer"), max_length=150, blank=True)
    postal_code = models.CharField(_("Postleitzahl"), max_length=5, blank=True, validators=[POSTAL_CODE])
    city = models.CharField(_("Ort"), max_length=100, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("Stadtteil oder Gebiet"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="actors",
    )
    latitude = models.FloatField(
        _("Breite"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Geografische Breite in Grad, zum Beispiel 51.54755."),
    )
    longitude = models.FloatField(
        _("Länge"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Geografische Länge in Grad, zum Beispiel 9.34920."),
    )
    phone = models.CharField(_("Telefon"), max_length=60, blank=True, validators=[PHONE])
    email = models.EmailField(
        _("E-Mail"), blank=True, help_text=_("Die Adresse der Einrichtung, nicht die einer Person.")
    )
    website = models.URLField(_("Website"), max_length=300, blank=True)
    takes_suggestions = models.BooleanField(
        _("darf als Partner vorgeschlagen werden"),
        default=True,
        help_text=_("Ohne Häkchen nennt das Portal die Einrichtung nicht, wenn andere Partner suchen."),
    )
    takes_requests = models.BooleanField(
        _("nimmt Anfragen über das Portal an"),
        default=True,
        help_text=_(
            "Sie kommen per E-Mail zu denen, die den Eintrag bearbeiten. Ohne Häkchen sagt das Portal, dass "
            "die Einrichtung so nicht angefragt werden möchte."
        ),
    )

    description = models.TextField(
        _("Beschreibung"),
        blank=True,
        help_text=_("Zwei, drei Sätze: Was tun Sie, für wen, was ist besonders?"),
    )
    themes = models.ManyToManyField(Theme, verbose_name=_("Themen"), blank=True, related_name="actors")
    target_groups = models.ManyToManyField(
        TargetGroup, verbose_name=_("Zielgruppen"), blank=True, related_name="actors"
    )
    life_phases = models.ManyToManyField(
        LifePhase, verbose_name=_("Bildungsphasen"), blank=True, related_name="actors"
    )

    objects = ActorQuerySet.as_manager()
    kind_word = "akteur"
    ring_fields = ("parent_body",)
    key_facts = (
        "kind", "description", "street", "postal_code", "city", "phone", "email", "website", "parent_body",
    )  # fmt: skip

    class Meta:
        verbose_name = _("Akteur")
        verbose_name_plural = _("Akteure")
        ordering = ["sort_name", "pk"]
        indexes = [
            *Identified.Meta.indexes,
            models.Index(fields=["sort_name", "id"], name="actor_sorted"),
            models.Index(fields=["review_status"], name="actor_review_status"),
        ]
        constraints = [
            *Identified.Meta.constraints,
            models.CheckConstraint(
                # NULL between -90 and 90 is NULL, which a check lets pass: both have to be asked for.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="actor_coordinates_complete",
                violation_error_message=_(
                    "Breite und Länge gehören zusammen: bitte beide angeben oder keine."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent_body__isnull=True) | Q(parent_body_name=""),
                name="actor_one_parent_body",
                violation_error_message=_(
                    "Bitte den Träger entweder aus dem Verzeichnis wählen oder als Text angeben, nicht beides."
                ),
            ),
            models.CheckConstraint(
                condition=Q(parent_body__isnull=True) | ~Q(parent_body=F("id")),
                name="actor_not_own_parent_body",
                violation_error_message=_("Eine Einrichtung kann nicht ihr eigener Träger sein."),
            ),
            models.CheckConstraint(
                condition=Q(postal_code="") | Q(postal_code__regex=r"^\d{5}$"),
                name="actor_postal_code",
                violation_error_message=_("Eine Postleitzahl hat fünf Ziffern. Beispiel: 37990"),
            ),
            keeps_to_known_days("confirmed_at", moments=("published_at",), name="actor_days"),
        ]
        triggers = [count_version(derived=("sort_name",))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("actors:detail", args=[self.slug])

    @property
    def address_on_record(self) -> str:
        return self.email

    @property
    def address_for_questions(self) -> str:
        return (
            self.email
            or self.contacts.publishable().exclude(email="").values_list("email", flat=True).first()
            or ""
        )

    @property
    def parent_body_label(self) -> str:
        return self.parent_body.name if self.parent_body else self.parent_body_name

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None unless both are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


ActorThemesLink = recorded_links(Actor.themes.through, "ActorThemesLink", module=__name__)
ActorTargetGroupsLink = recorded_links(Actor.target_groups.through, "ActorTargetGroupsLink", module=__name__)
ActorEditorsLink = recorded_links(Actor.editors.through, "ActorEditorsLink", module=__name__)
ActorLifePhasesLink = recorded_links(Actor.life_phases.through, "ActorLifePhasesLink", module=__name__)


@recorded()
class ContactPerson(Unspoiled, Stamped):
    """A named person at an actor. Public only with a recorded consent that has not run out."""

    actor = models.ForeignKey(
        Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="contacts"
    )
    name = models.CharField(_("Name"), max_length=150)
    role = models.CharField(
        _("Funktion"), max_length=150, blank=True, help_text=_("Zum Beispiel Leitung, Koordination Ganztag.")
    )
    phone = models.CharField(_("Telefon"), max_length=60, blank=True, validators=[PHONE])
    email = models.EmailField(_("E-Mail"), blank=True)
    is_key_person = models.BooleanField(
        _("Schlüsselperson"),
        default=False,
        help_text=_("Öffnet Türen und kennt viele. Nur intern zu sehen."),
    )
    consent_on = models.DateField(
        _("Einwilligung erteilt am"),
        null=True,
        blank=True,
        validators=[consent_days],
        help_text=_("Ohne Einwilligung erscheint nichts von dieser Person im Portal."),
    )
    consent_source = models.CharField(
        _("Einwilligung liegt vor als"),
        max_length=200,
        blank=True,
        help_text=_("Zum Beispiel: E-Mail vom 3. Mai 2026, Formular im Ordner."),
    )
    consent_until = models.DateField(
        _("Einwilligung gilt bis"),
        null=True,
        blank=True,
        validators=[consent_ends],
        help_text=_("Leer lassen: gilt bis zum Widerruf."),
    )
    consent_version = models.CharField(
        _("Fassung des Einwilligungstextes"), max_length=20, blank=True, editable=False,
        help_text=_("Leer, wenn die Einwilligung nicht auf unserer Seite erteilt wurde."),
    )  # fmt: skip
    consent_asked_on = models.DateField(
        _("nach Verlängerung gefragt am"), null=True, blank=True, editable=False
    )

    objects = ContactPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontaktperson")
        verbose_name_plural = _("Kontaktpersonen")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_on__isnull=True) | ~Q(consent_source=""),
                name="contact_consent_has_source",
                violation_error_message=_("Bitte angeben, wo die Einwilligung vorliegt."),
            ),
            models.CheckConstraint(
                condition=Q(consent_until__isnull=True) | Q(consent_until__gte=F("consent_on")),
                name="contact_consent_ends_after_start",
                violation_error_message=_("Die Einwilligung endet vor dem Tag, an dem sie erteilt wurde."),
            ),
            keeps_to_known_days("consent_on", "consent_until", "consent_asked_on", name="contact_days"),
        ]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name

    @property
    def is_publishable(self) -> bool:
        today = timezone.localdate()
        return (
            self.consent_on is not None
            and self.consent_on <= today
            and (self.consent_until is None or self.consent_until >= today)
        )


@recorded()
class Offer(Unspoiled, Stamped):
    """What an actor can give to partners, or looks for."""

    class Direction(models.TextChoices):
        OFFERS = "bietet", _("bietet")
        SEEKS = "sucht", _("sucht")

    class Kind(models.TextChoices):
        ROOM = "raum", _("Raum")
        STAFF = "personal", _("Personal")
        KNOWLEDGE = "wissen", _("Wissen")
        MONEY = "geld", _("Geld")
        MATERIAL = "material", _("Material")
        ACCESS = "zugang", _("Zugang zu Zielgruppen")

    actor = models.ForeignKey(
        Actor, verbose_name=_("Akteur"), on_delete=models.CASCADE, related_name="offers"
    )
    direction = models.CharField(_("bietet oder sucht"), max_length=6, choices=Direction)
    kind = models.CharField(_("Art"), max_length=8, choices=Kind)
    text = models.CharField(_("Was genau?"), max_length=300)
    valid_until = models.DateField(
        _("gilt bis"),
        null=True,
        blank=True,
        validators=[planned],
        help_text=_("Danach erscheint der Eintrag nicht mehr."),
    )

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("Angebot oder Gesuch")
        verbose_name_plural = _("Angebote und Gesuche")
        ordering = ["direction", "kind", "pk"]
        constraints = [keeps_to_known_days("valid_until", name="offer_days")]
        triggers = Stamped.Meta.triggers

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.get_kind_display()}: {self.text}"

    @property
    def is_current(self) -> bool:
        return self.valid_until is None or self.valid_until >= timezone.localdate()
