from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationConfig(AppConfig):
    name = "registration"
    verbose_name = _("Eintragen")

    def ready(self) -> None:
        from registration import similar  # noqa: F401 shows reviewers what a new entry is like
