from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "insight"
    verbose_name = _("Einblick")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from insight import (  # noqa: F401 (register)
            comparing,
            development,
            doubles,
            entrances,
            extensions,
            measures,
            noticing,
            savings,
        )
