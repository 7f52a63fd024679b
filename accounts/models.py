from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.managers import UserManager


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

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name or self.email

    def confirmed_addresses(self) -> list[str]:
        """E-mail addresses of which the person proved that they are hers."""
        return list(self.emailaddress_set.filter(verified=True).values_list("email", flat=True))

    @property
    def is_coordination(self) -> bool:
        return self.is_active and self.role in {self.Role.COORDINATION, self.Role.CURATION, self.Role.SYSTEM}

    @property
    def is_curator(self) -> bool:
        return self.is_active and self.role in {self.Role.CURATION, self.Role.SYSTEM}

    @property
    def is_system(self) -> bool:
        return self.is_active and self.role == self.Role.SYSTEM

    @property
    def is_staff(self) -> bool:
        """Django's word for "may enter the admin"."""
        return self.is_coordination
