from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partner")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from partners import (
            case_context,  # noqa: F401 what curators see beside a request
            extensions,  # noqa: F401 the button on an actor's page
        )
