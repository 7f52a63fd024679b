from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager
from accounts.names import person_name


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(condition=pghistory.AnyChange("role", "is_active")),
    pghistory.DeleteEvent(),
    model_name="UserEvent",
    fields=["role", "is_active"],  # who got which rights; nothing that tells who the person is
)
class User(AbstractBaseUser, PermissionsMixin):
    """A person with a login. The e-mail address is the login name; what the person may do in the
    whole portal follows from `role` (see `accounts.roles`), what she may do with one entry from that entry."""

    class Role(models.TextChoices):
        REGISTERED = "registriert", _("registrierte Person")
        COORDINATION = "koordination", _("Koordination")
        CURATION = "kuration", _("Kuration")
        SYSTEM = "systemverwaltung", _("Systemverwaltung")

    email = models.EmailField(
        _("E-Mail-Adresse"),
        unique=True,
        error_messages={"unique": _("Mit dieser E-Mail-Adresse gibt es schon ein Konto.")},
    )
    name = models.CharField(_("Name"), max_length=200, blank=True)
    role = models.CharField(
        _("Rolle"),
        max_length=20,
        choices=Role,
        default=Role.REGISTERED,
        help_text=_(
            "Koordination sieht interne Angaben, Kuration prüft und veröffentlicht, "
            "Systemverwaltung darf alles."
        ),
    )
    is_active = models.BooleanField(
        _("aktiv"),
        default=True,
        help_text=_("Abwählen sperrt das Konto, ohne es zu löschen."),
    )
    date_joined = models.DateTimeField(_("registriert am"), auto_now_add=True)

    # Whether the present login proved a second factor: `accounts.factors` says so for the person of a request. An account
    # that was read from the database in any other way has proved nothing.
    factor_confirmed = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_ci",
                violation_error_message=_("Mit dieser E-Mail-Adresse gibt es schon ein Konto."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()
        try:
            self.name = person_name(self.name)
        except ValidationError as error:
            raise ValidationError({"name": error}) from error

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email

    def confirmed_addresses(self) -> list[str]:
        """E-mail addresses of which the person proved that they are hers."""
        return list(self.emailaddress_set.filter(verified=True).values_list("email", flat=True))

    @property
    def needs_factor(self) -> bool:
        """Whether the role of this account counts only with a second factor."""
        return settings.STAFF_NEEDS_MFA and self.is_active and self.role != self.Role.REGISTERED

    @property
    def lacks_factor(self) -> bool:
        return self.needs_factor and not self.factor_confirmed

    @property
    def acting_role(self) -> str:
        """The one place that says what somebody may do now; `role` is only what is written down about the account."""
        return self.Role.REGISTERED if self.lacks_factor or not self.is_active else self.role

    @property
    def is_coordination(self) -> bool:
        return self.acting_role in {self.Role.COORDINATION, self.Role.CURATION, self.Role.SYSTEM}

    @property
    def is_curator(self) -> bool:
        return self.acting_role in {self.Role.CURATION, self.Role.SYSTEM}

    @property
    def is_system(self) -> bool:
        return self.acting_role == self.Role.SYSTEM

    @property
    def is_staff(self) -> bool:
        """Django's word for "may enter the admin"."""
        return self.is_coordination

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Without Django's short cut for `is_superuser`: rights come from the acting role alone."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_module_perms(self, app_label: str) -> bool:
        return any(backend.has_module_perms(self, app_label) for backend in get_backends())

    async def ahas_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.has_perm(perm, obj)

    async def ahas_module_perms(self, app_label: str) -> bool:
        return self.has_module_perms(app_label)


class Consent(models.Model):
    """What somebody agreed to or took note of, in the words that stood there. `accounts.consents` has the texts."""

    class Purpose(models.TextChoices):
        ACCOUNT = "konto", _("Konto anlegen")
        ENTRY = "eintrag", _("Eintrag einreichen")
        CONTACT = "kontaktperson", _("als Kontaktperson genannt werden")

    purpose = models.CharField(_("Zweck"), max_length=16, choices=Purpose)
    version = models.CharField(_("Fassung"), max_length=20)
    text = models.TextField(_("Wortlaut"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("Konto"), on_delete=models.CASCADE, null=True, blank=True,
        related_name="consents",
    )  # fmt: skip
    email = models.EmailField(_("E-Mail-Adresse"), blank=True, help_text=_("Von Menschen ohne Konto."))
    about = models.CharField(_("betrifft"), max_length=300, blank=True)
    given_at = models.DateTimeField(_("erteilt am"), auto_now_add=True)

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.version}"
